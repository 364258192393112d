"""Outlog: the outbox as a record of what people were told, or will be: what its rows say, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from tortoise.expressions import Q

from storage import rows
from storage.models import ChannelName, OutboundMessage, OutboundPart, OutboundStatus
from storage.text import Choice, Line, unpack, unpack_choices

NEEDLESS = "needless"
"""The error of what did not go out since there was nothing to say any more."""

UNDELIVERED = (OutboundStatus.HELD, OutboundStatus.DEAD, OutboundStatus.FAILED, OutboundStatus.UNKNOWN)
"""What an operator looks at, and may replay."""


async def replay(id: int, now: datetime) -> bool:
    """Queue a held, dead, failed or unknown message again."""
    return bool(
        await OutboundMessage.filter(id=id, status__in=UNDELIVERED).update(
            status=OutboundStatus.QUEUED, attempts=0, next_attempt_at=now.astimezone(UTC), claim=None
        )
    )


async def unknown_ids(channel: ChannelName, provider_ids: Sequence[str]) -> list[str]:
    """Those of the provider's ids that no row has, in their order."""
    parts = await OutboundPart.filter(channel=channel, provider_id__in=list(provider_ids))
    known = {part.provider_id for part in parts}
    return [id for id in provider_ids if id not in known]


async def quoted(channel: ChannelName, address: str, provider_id: str) -> OutboundMessage | None:
    """The message of ours that the provider knows by this id in that person's chat."""
    found = await rows.select(
        OutboundMessage, _QUOTED, {"channel": channel.value, "address": address, "provider_id": provider_id}
    )
    return found[0] if found else None


_QUOTED = """
WHERE id = (
  SELECT outbound_id FROM outbound_part
  WHERE channel = :channel AND address = :address AND provider_id = :provider_id)
"""


async def latest(identity_id: int) -> OutboundMessage | None:
    """What this address was (or will be) told last."""
    found = await rows.select(
        OutboundMessage, "WHERE identity_id = :identity ORDER BY id DESC LIMIT 1", {"identity": identity_id}
    )
    return found[0] if found else None


async def last_sent(identity_id: int) -> OutboundMessage | None:
    """What this address was sent last, of what was not refused."""
    arrived = OutboundMessage.filter(
        identity_id=identity_id, status__in=(OutboundStatus.SENT, OutboundStatus.DELIVERED, OutboundStatus.READ)
    )
    return await arrived.order_by("-id").first()


async def undelivered(*, limit: int) -> list[OutboundMessage]:
    """What did not get out, newest first; not what was withdrawn."""
    found = OutboundMessage.filter(~_WITHDRAWN, status__in=UNDELIVERED)
    return await found.order_by("-id").limit(limit)


_WITHDRAWN = Q(status=OutboundStatus.DEAD, error=NEEDLESS)


async def counts() -> dict[str, int]:
    """How many rows there are of each status; what was withdrawn is not among the dead."""
    found = await rows.run(
        "SELECT status, count(*) AS rows FROM outbound_message WHERE status <> 'dead' OR error <> :needless"
        " GROUP BY status",
        {"needless": NEEDLESS},
    )
    return {row["status"]: row["rows"] for row in found}


def body(row: OutboundMessage) -> list[Line]:
    """What a row says, in no language yet."""
    return unpack(row.body)


def message(row: OutboundMessage) -> str:
    """What names the one message that somebody wrote, however many rows its files take."""
    if row.author_id is not None and row.ticket_message_id is not None:
        return f"said-{row.ticket_message_id}"
    if row.author_id is not None and row.activity_id is not None:
        return f"activity-{row.activity_id}"
    return f"row-{row.id}"


def choices(row: OutboundMessage) -> list[list[Choice]]:
    """A row's buttons."""
    return unpack_choices(row.choices)
