"""The window: for 24 hours after a person's last message WhatsApp takes free-form ones.

Nothing is dropped because it is closed: what no template takes goes to another address of the same person, or is held
until they write.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from crm import notices, people
from storage import held, outbox, rows
from storage.models import ChannelName, Identity, OutboundMessage

LENGTH, MARGIN = timedelta(hours=24), timedelta(minutes=1)
"""How long it is open, and how much sooner we count it as closed: a message may wait on its way."""


def is_open(identity: Identity, at: datetime) -> bool:
    """Whether a free-form message goes to this address at that moment. Telegram has no window."""
    if identity.channel is not ChannelName.WHATSAPP:
        return True
    heard, shut = identity.last_inbound_at, identity.window_shut_at
    return heard is not None and at < heard + LENGTH - MARGIN and (shut is None or shut < heard)


async def elsewhere(identity: Identity, channels: Collection[ChannelName], at: datetime) -> Identity | None:
    """Another address of the same person, on these channels, to which a free-form message goes now."""
    found = await people.other_identities(identity)
    return next((one for one in found if one.channel in channels and is_open(one, at)), None)


async def turn_aside(
    row: OutboundMessage, token: str | None, reason: str, at: datetime,
    *, channels: Collection[ChannelName] = tuple(ChannelName), knock: outbox.Draft | None = None,
) -> None:  # fmt: skip
    """It goes to the person's other address, or else is held, and those whom that concerns are told.

    `reason` is why it does not go as a template (see notices.held); `knock`, which does, tells its recipient that it
    waits. In the caller's transaction; without a token as in held.hold.
    """
    # Whoever writes locks this row first: either they find the message held, or we find that they wrote.
    identity = await rows.get(Identity, row.identity_id, lock=True)
    if is_open(identity, at):
        await held.again(row, token, at)
    elif not row.parts_sent and (other := await elsewhere(identity, channels, at)):
        await held.move(row, token, other, at)
    elif await held.hold(row, token, f"window-{reason}"):
        await outbox.put([knock] if knock else [])
        await notices.held(row, identity, reason, begun=knock is not None)


async def refused(row: OutboundMessage, token: str | None, at: datetime) -> None:
    """WhatsApp says that the window is closed: nothing more goes free-form until they write, and this another way.

    In the caller's transaction; without a token as in held.hold.
    """
    identity = await rows.get(Identity, row.identity_id, lock=True)
    # What they wrote since we began to send has opened it again.
    tried = row.claimed_at or at
    if not is_open(identity, tried):
        # That was known: it was a template that was refused.
        await turn_aside(row, token, "refused", at)
        return
    identity.window_shut_at = tried
    await identity.save(update_fields=["window_shut_at"])
    await held.again(row, token, at)
