"""Held: messages that WhatsApp would not take now: they wait until their recipient writes, or go another way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage import outbox, rows
from storage.models import Identity, OutboundMessage, OutboundPart, OutboundStatus


async def hold(row: OutboundMessage, token: str | None, error: str) -> bool:
    """It waits until its recipient writes. Without a token, of a message that nobody holds since it has FAILED."""
    return await _let_go(row, token, {"status": OutboundStatus.HELD, "error": error[:64]})


async def again(row: OutboundMessage, token: str | None, now: datetime) -> bool:
    """It is queued once more, at once; that is no failed attempt. Without a token as in `hold`."""
    return await _let_go(row, token, {"status": OutboundStatus.QUEUED, "next_attempt_at": now})


async def move(row: OutboundMessage, token: str | None, to: Identity, now: datetime) -> bool:
    """It goes to another address, in that chat's order; what it quoted or edited is not there. As in `hold`."""
    return await _let_go(
        row, token,
        {
            "status": OutboundStatus.QUEUED, "next_attempt_at": now, "identity_id": to.id, "channel": to.channel,
            "quotes": None, "edits": None,
        },
    )  # fmt: skip


async def release(identity_id: int, now: datetime) -> None:
    """Queue what waited for this address to write, in the caller's transaction; the claims keep it in order."""
    await rows.run(
        "UPDATE outbound_message SET status = 'queued', next_attempt_at = :now"
        " WHERE identity_id = :identity AND status = 'held'",
        {"identity": identity_id, "now": now},
    )


async def refused(row: OutboundMessage, provider_id: str) -> None:
    """This part and those behind it were not delivered: forget them, so that they go again. In a transaction."""
    first = await OutboundPart.get(outbound_id=row.id, channel=row.channel, provider_id=provider_id)
    await OutboundPart.filter(outbound_id=row.id, id__gte=first.id).delete()
    row.parts_sent = await OutboundPart.filter(outbound_id=row.id).count()
    await row.save(update_fields=["parts_sent"])


async def _let_go(row: OutboundMessage, token: str | None, changes: dict[str, Any]) -> bool:
    among = outbox.TAKEN if token is not None else (OutboundStatus.FAILED,)
    return await outbox.change(row.id, token, among, changes | {"claim": None})
