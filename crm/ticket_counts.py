"""Ticket counts: which tickets each number is made of. docs/kpis.md says the same in words.

`of` is one of the staff, or None for the whole team.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from crm import office, working_time
from crm.counts import IN_SPAN, values, whose
from crm.periods import Span
from storage import rows
from storage.models import Priority, Staff

ANSWERED = f"{IN_SPAN.format(column='ticket.first_response_at')} AND ticket.merged_into_id IS NULL"
CLOSED = f"{IN_SPAN.format(column='ticket.closed_at')} AND ticket.merged_into_id IS NULL"
RATED = IN_SPAN.format(column="ticket.rated_at")


@dataclass(frozen=True, slots=True)
class Live:
    """The live tickets: now by priority, and how many there were at a moment before."""

    by_priority: Mapping[Priority, int]
    before: int


@dataclass(frozen=True, slots=True)
class Rated:
    """How many tickets were rated, and the mean of their stars."""

    count: int
    mean: float | None


class Length(NamedTuple):
    """The working time that one ticket took, and who has it."""

    ticket_id: int
    assignee_id: int | None
    priority: Priority
    took: timedelta


async def live(since: datetime, of: Staff | None) -> Live:
    """Tickets that are OPEN or IN_PROGRESS; of one of the staff, those that they are assigned now.

    Those that were live when the period began are the ones opened before it, less those closed before it: a ticket
    was live if it is or was closed since, unless the first that happened to it since is that it was opened again.
    A ticket that was merged into another ended then.
    """
    given = {"since": since, "of": of.id if of else None}
    theirs = whose("ticket.assignee_id", of)
    now = await rows.run(_LIVE.format(whose=theirs), given)
    ended = await rows.run(_ENDED_SINCE.format(whose=theirs), given)
    reopened = await rows.run(_REOPENED.format(whose=theirs), given)
    before = sum(row["older"] for row in now) + ended[0]["count"] - reopened[0]["count"]
    return Live({Priority(row["priority"]): row["count"] for row in now}, before)


_LIVE = """
SELECT priority, COUNT(*) AS count, SUM(CASE WHEN created_at < :since THEN 1 ELSE 0 END) AS older
FROM ticket WHERE closed_at IS NULL{whose} GROUP BY priority
"""
_ENDED_SINCE = "SELECT COUNT(*) AS count FROM ticket WHERE closed_at >= :since AND created_at < :since{whose}"
_REOPENED = """
SELECT COUNT(*) AS count FROM change JOIN ticket ON ticket.id = change.ticket_id
WHERE change.field = 'status' AND change.before = 'closed' AND change.at >= :since AND ticket.created_at < :since
  AND NOT EXISTS (
    SELECT 1 FROM change AS earlier WHERE earlier.ticket_id = change.ticket_id AND earlier.field = 'status'
      AND earlier.at >= :since AND (earlier.at, earlier.id) < (change.at, change.id)){whose}
"""


async def responses(span: Span, of: Staff | None) -> Sequence[Length]:
    """Tickets first answered in the span, and not merged into another: from opening to that answer, in working time."""
    return await _lengths("first_response_at", ANSWERED, span, of)


async def resolutions(span: Span, of: Staff | None) -> Sequence[Length]:
    """Tickets closed in the span (and closed still), not by a merge: from opening to closing, in working time."""
    return await _lengths("closed_at", CLOSED, span, of)


async def _lengths(column: str, those: str, span: Span, of: Staff | None) -> Sequence[Length]:
    ids, assignees, priorities, created, ended = await rows.columns(
        ("id", "assignee_id", "priority", "created_at", column),
        f"FROM ticket WHERE {those}{whose('ticket.assignee_id', of)}", values(span, of),
    )  # fmt: skip
    if not ids:
        return []
    begun = rows.moments(created)
    worked = working_time.of(office.current(), min(begun), span.until)
    taken = map(worked.between, begun, rows.moments(ended))
    return list(map(Length._make, zip(ids, assignees, map(_PRIORITIES.__getitem__, priorities), taken, strict=True)))


_PRIORITIES = {priority.value: priority for priority in Priority}


async def ratings(span: Span, of: Staff | None) -> Rated:
    """Tickets that their customers first rated in the span: how many, and the mean of the stars that they have now."""
    found = await rows.run(_RATINGS.format(whose=whose("ticket.assignee_id", of)), values(span, of))
    count, stars = found[0]["count"], found[0]["stars"]
    return Rated(count, stars / count if count else None)


_RATINGS = f"SELECT COUNT(*) AS count, SUM(rating) AS stars FROM ticket WHERE {RATED}{{whose}}"
