"""Deliveries: what the providers say of our messages, and what that means for the person they were for."""

from __future__ import annotations

from datetime import datetime

from crm import consent, notices, window
from storage import clock, held, outbox
from storage.models import ChannelName, Identity, OutboundMessage, OutboundStatus
from storage.transactions import transaction

WINDOW_CLOSED = "63016"
"""Twilio's code for a free-form message outside WhatsApp's 24-hour window."""

TEMPLATE_REFUSED = frozenset({"63027", "63040", "63041", "63042"})
"""Twilio's codes for a template that is not there in that language, was rejected, is paused, or was disabled."""

OPTED_OUT = frozenset({"21610", "63014", "63033"})
"""Twilio's codes for someone who does not want our messages."""

MEDIA_FAILED = frozenset({"11200", "12300", "63005", "63019", "63021"})
"""Twilio's codes for a file that it could not fetch, or that WhatsApp did not take."""


async def unreachable(row: OutboundMessage, *, opted_out: bool) -> None:
    """The provider says that this person blocked us, or opted out."""
    if opted_out:
        await consent.withdraw(await Identity.get(id=row.identity_id), at=clock.now())
    else:
        await Identity.filter(id=row.identity_id).update(reachable=False)


async def report(
    channel: ChannelName, provider_id: str, status: OutboundStatus, error: str | None, *, at: datetime
) -> None:
    """A status callback: the message moves on, and the staff member who wrote it hears when it failed.

    What only the closed window kept goes another way. Raises UnknownMessage.
    """
    async with transaction():
        failed = await outbox.callback(channel, provider_id, status, error, at)
        if failed is None:
            return
        if error == WINDOW_CLOSED or error in TEMPLATE_REFUSED:
            await held.refused(failed, provider_id)
            await window.refused(failed, None, at)
            return
        if error in OPTED_OUT:
            await unreachable(failed, opted_out=True)
        await notices.undelivered(failed, _reason(failed, error))


def _reason(row: OutboundMessage, error: str | None) -> str:
    if error in OPTED_OUT:
        return "opted-out"
    return "media" if row.attachment_id and error in MEDIA_FAILED else "failed"
