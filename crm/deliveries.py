"""Deliveries: what the providers say of our messages, and what that means for the person they were for."""

from __future__ import annotations

from datetime import datetime

from crm import notices
from storage import outbox
from storage.models import ChannelName, Identity, OutboundMessage, OutboundStatus
from storage.transactions import transaction

WINDOW_CLOSED = "63016"
"""Twilio's code for a free-form message outside WhatsApp's 24-hour window."""

OPTED_OUT = frozenset({"21610", "63014", "63033"})
"""Twilio's codes for someone who does not want our messages."""


async def unreachable(row: OutboundMessage, *, opted_out: bool) -> None:
    """The provider says that this person blocked us, or opted out."""
    mark = {"opted_out": True} if opted_out else {"reachable": False}
    await Identity.filter(id=row.identity_id).update(**mark)


async def report(
    channel: ChannelName, provider_id: str, status: OutboundStatus, error: str | None, *, at: datetime
) -> None:
    """A status callback: the message moves on, and the staff member who wrote it hears when it failed.

    Raises UnknownMessage.
    """
    async with transaction():
        failed = await outbox.callback(channel, provider_id, status, error, at)
        if failed is None:
            return
        if error in OPTED_OUT:
            await unreachable(failed, opted_out=True)
        reason = "window" if error == WINDOW_CLOSED else "opted-out" if error in OPTED_OUT else "failed"
        await notices.undelivered(failed, reason)
