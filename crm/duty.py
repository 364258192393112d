"""Duty: who of the staff is there now, and how many live tickets each has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm.refusal import Refusal
from storage import rows
from storage.models import Staff, Ticket


class AlreadyAway(Refusal):
    """They are away already."""

    key = "refusal-already-away"


class AlreadyBack(Refusal):
    """They are on duty already."""

    key = "refusal-already-back"


@dataclass(frozen=True, slots=True)
class Load:
    """A staff member with the number of tickets that they have and that are not closed."""

    staff: Staff
    live: int


_LOADS = """
SELECT staff.*, (
  SELECT count(*) FROM ticket WHERE ticket.assignee_id = staff.id AND ticket.status <> 'closed') AS live
FROM staff WHERE active ORDER BY live, assigned_at IS NOT NULL, assigned_at, id
"""
"""The one who is to get the next ticket comes first: fewest live ones, then whose turn was longest ago."""


async def loads() -> list[Load]:
    """All active staff, those with the fewest tickets first; among equals those whose turn is longest ago."""
    return [Load(rows.load(Staff, row), row["live"]) for row in await rows.run(_LOADS, {})]


async def leave(staff: Staff) -> None:
    """They are away: the rule passes them over, and managers on duty hear of their people, too. Raises AlreadyAway."""
    if not await _set(staff, on_duty=False):
        raise AlreadyAway()


async def come_back(staff: Staff) -> None:
    """They are there again. Raises AlreadyBack."""
    if not await _set(staff, on_duty=True):
        raise AlreadyBack()


async def live_tickets(staff: Staff) -> Sequence[Ticket]:
    """What they have that is not closed, the oldest first."""
    return await rows.select(
        Ticket, "WHERE assignee_id = :staff AND status <> 'closed' ORDER BY id", {"staff": staff.id}
    )


async def _set(staff: Staff, *, on_duty: bool) -> bool:
    staff.on_duty = on_duty
    changed = await Staff.filter(id=staff.id, on_duty=not on_duty).update(on_duty=on_duty)
    return bool(changed)
