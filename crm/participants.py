"""Participants: who of the staff saw a ticket, and who was called into it by a mention."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tortoise.expressions import Subquery

from storage import rows
from storage.models import Participant, Staff, Ticket

_MARK = """
INSERT INTO participant (ticket_id, staff_id, {column}) VALUES (:ticket, :staff, :at)
ON CONFLICT (ticket_id, staff_id) DO UPDATE SET {column} = :at
"""


async def saw(ticket: Ticket, staff: Staff, *, at: datetime) -> None:
    """They opened the ticket."""
    await rows.run(_MARK.format(column="seen_at"), {"ticket": ticket.id, "staff": staff.id, "at": at})


async def call(ticket: Ticket, staff: Staff, *, at: datetime) -> None:
    """They were mentioned in a note, or one of theirs was answered: from now on they may see the ticket."""
    await rows.run(_MARK.format(column="mentioned_at"), {"ticket": ticket.id, "staff": staff.id, "at": at})


async def is_called(ticket: Ticket, staff: Staff) -> bool:
    """Whether a mention lets them see the ticket."""
    found = await rows.select(
        Participant, "WHERE ticket_id = :ticket AND staff_id = :staff", {"ticket": ticket.id, "staff": staff.id}
    )
    return any(one.mentioned_at for one in found)


def calls(staff: Staff) -> Subquery:
    """The ids of the tickets into which mentions called them."""
    return Subquery(Participant.filter(staff_id=staff.id, mentioned_at__isnull=False).values("ticket_id"))


async def seen_by(ticket: Ticket) -> Sequence[Participant]:
    """Who opened the ticket, whoever did it last first; their staff are fetched."""
    return (
        await Participant.filter(ticket_id=ticket.id, seen_at__isnull=False)
        .order_by("-seen_at")
        .select_related("staff")
    )
