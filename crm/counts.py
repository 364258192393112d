"""Counts: which rows each number is made of. docs/kpis.md says the same in words; crm.kpi_lists shows the rows.

`of` is one of the staff, or None for the whole team.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from crm import office, working_time
from crm.periods import Span
from crm.tasks import OPEN
from storage import rows
from storage.models import ActivityKind, Priority, Staff

SOON = timedelta(hours=1)
"""Within what a lead who writes is to be contacted, by the clock. In the statements: `rows.hour_after`."""

IN_SPAN = "{column} >= :since AND {column} < :until"

LEADS = f"{IN_SPAN.format(column='lead.created_at')} AND lead.merged_into_id IS NULL"
CONVERSIONS = f"change.field = 'converted' AND change.undone_at IS NULL AND {IN_SPAN.format(column='change.at')}"
ANSWERED = f"{IN_SPAN.format(column='ticket.first_response_at')} AND ticket.merged_into_id IS NULL"
CLOSED = f"{IN_SPAN.format(column='ticket.closed_at')} AND ticket.merged_into_id IS NULL"
RATED = IN_SPAN.format(column="ticket.rated_at")
ACTIVITIES = f"activity.kind <> 'task' AND {IN_SPAN.format(column='activity.at')}"
OVERDUE = f"{OPEN} AND due_at < :now"

CONVERTED = f"""lead.customer_id IS NOT NULL AND lead.id IN (
  SELECT CAST(SUBSTR(change.before, 2) AS bigint) FROM change WHERE {CONVERSIONS})"""
"""Whether a lead of the span was converted before it ended."""


def _theirs(table: str, more: str) -> str:
    """Whether there is a row of a lead's: all that is theirs goes over to the customer that they become."""
    those = f"SELECT 1 FROM {table} AS said WHERE said.{{}}_id = {{}} AND {more}"
    return f"""CASE WHEN lead.customer_id IS NULL THEN EXISTS ({those.format("lead", "lead.id")})
  ELSE EXISTS ({those.format("customer", "lead.customer_id")}) END"""


WROTE = _theirs(
    "change",
    "said.at = lead.created_at AND said.field = 'created' AND said.ticket_id IS NULL AND said.author_id IS NULL",
)
"""Whether a lead came by writing to us: nobody of ours put it on record."""


def in_time() -> str:
    """Whether something went out to a lead within SOON: a call that nobody took did not."""
    soon = f"said.direction = 'out' AND said.at >= lead.created_at AND said.at <= {rows.hour_after('lead.created_at')}"
    reached = _theirs("activity", f"{soon} AND (said.outcome IS NULL OR said.outcome = 'answered')")
    return f"({reached} OR {_theirs('ticket_message', soon)})"


def late() -> str:
    """Whether a lead of the span came by writing to us, and was not contacted in time, which is over (`:settled`)."""
    return f"{LEADS} AND {WROTE} AND lead.created_at <= :settled AND NOT {in_time()}"


@dataclass(frozen=True, slots=True)
class Live:
    """The live tickets: now by priority, and how many there were at a moment before."""

    by_priority: Mapping[Priority, int]
    before: int


@dataclass(frozen=True, slots=True)
class Leads:
    """One owner's new leads of a span: all, converted, and of those who wrote the ones contacted in time, and late."""

    count: int = 0
    converted: int = 0
    in_time: int = 0
    late: int = 0

    def __add__(self, other: Leads) -> Leads:
        return Leads(
            self.count + other.count, self.converted + other.converted, self.in_time + other.in_time,
            self.late + other.late,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Done:
    """How many activities of one kind somebody has to their name; nobody, what customers said."""

    kind: ActivityKind
    author_id: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Rated:
    """How many tickets were rated, and the mean of their stars."""

    count: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class Length:
    """The working time that one ticket took, and who has it."""

    ticket_id: int
    assignee_id: int | None
    priority: Priority
    took: timedelta


def whose(column: str, of: Staff | None) -> str:
    """The condition that a row is theirs (`:of`)."""
    return f" AND {column} = :of" if of else ""


def values(span: Span, of: Staff | None) -> dict[str, Any]:
    """What the conditions above need."""
    return {"since": span.since, "until": span.until, "of": of.id if of else None}


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


async def leads(span: Span, of: Staff | None, now: datetime) -> Mapping[int | None, Leads]:
    """By owner, the leads that were put on record in the span and not merged into another since; each counts as the
    one who owns it now.

    Converted: before the span ended. Contacted in time: of those who came by writing to us, those to whom something
    went out within an hour: a message, an e-mail, a call that they took, or an answer in a ticket. Whoever has not
    waited for an hour yet is not late.
    """
    found = await rows.run(
        _LEADS.format(in_time=in_time(), whose=whose("lead.owner_id", of)), {**values(span, of), "settled": now - SOON}
    )
    return {
        row["owner_id"]: Leads(row["count"], row["converted"], row["in_time"], row["wrote"] - row["in_time"])
        for row in found
    }


_LEADS = f"""
SELECT owner_id, COUNT(*) AS count, SUM(converted) AS converted,
  SUM(CASE WHEN wrote AND (in_time OR created_at <= :settled) THEN 1 ELSE 0 END) AS wrote,
  SUM(CASE WHEN wrote AND in_time THEN 1 ELSE 0 END) AS in_time
FROM (
  SELECT lead.owner_id, lead.created_at, CASE WHEN {CONVERTED} THEN 1 ELSE 0 END AS converted,
    {WROTE} AS wrote, {{in_time}} AS in_time
  FROM lead WHERE {LEADS}{{whose}}) AS counted
GROUP BY owner_id
"""


async def conversions(span: Span, of: Staff | None) -> Mapping[int | None, int]:
    """By maker, how many conversions were made in the span: of whichever lead, however long ago it came. One that a
    lead brought about by proving who they are is nobody's."""
    found = await rows.run(_CONVERSIONS.format(whose=whose("change.author_id", of)), values(span, of))
    return {row["author_id"]: row["count"] for row in found}


_CONVERSIONS = f"SELECT author_id, COUNT(*) AS count FROM change WHERE {CONVERSIONS}{{whose}} GROUP BY author_id"


async def lead_moments(span: Span, of: Staff | None) -> Sequence[datetime]:
    """When each of the span's new leads was put on record."""
    return await _moments(f"SELECT created_at AS at FROM lead WHERE {LEADS}{whose('lead.owner_id', of)}", span, of)


async def conversion_moments(span: Span, of: Staff | None) -> Sequence[datetime]:
    """When each of the span's conversions was made."""
    return await _moments(f"SELECT at FROM change WHERE {CONVERSIONS}{whose('change.author_id', of)}", span, of)


async def _moments(statement: str, span: Span, of: Staff | None) -> Sequence[datetime]:
    return [rows.moment(row["at"]) for row in await rows.run(statement, values(span, of))]


async def responses(span: Span, of: Staff | None) -> Sequence[Length]:
    """Tickets first answered in the span, and not merged into another: from opening to that answer, in working time."""
    return await _lengths("first_response_at", ANSWERED, span, of)


async def resolutions(span: Span, of: Staff | None) -> Sequence[Length]:
    """Tickets closed in the span (and closed still), not by a merge: from opening to closing, in working time."""
    return await _lengths("closed_at", CLOSED, span, of)


async def _lengths(column: str, those: str, span: Span, of: Staff | None) -> Sequence[Length]:
    statement = (
        f"SELECT id, assignee_id, priority, created_at, {column} AS ended_at"
        f" FROM ticket WHERE {those}{whose('ticket.assignee_id', of)}"
    )
    found = await rows.run(statement, values(span, of))
    if not found:
        return []
    begun = [rows.moment(row["created_at"]) for row in found]
    worked = working_time.of(office.current(), min(begun), span.until)
    return [
        Length(
            row["id"],
            row["assignee_id"],
            Priority(row["priority"]),
            worked.between(since, rows.moment(row["ended_at"])),
        )
        for row, since in zip(found, begun, strict=True)
    ]


async def ratings(span: Span, of: Staff | None) -> Rated:
    """Tickets that their customers first rated in the span: how many, and the mean of the stars that they have now."""
    found = await rows.run(_RATINGS.format(whose=whose("ticket.assignee_id", of)), values(span, of))
    count, stars = found[0]["count"], found[0]["stars"]
    return Rated(count, stars / count if count else None)


_RATINGS = f"SELECT COUNT(*) AS count, SUM(rating) AS stars FROM ticket WHERE {RATED}{{whose}}"


async def activities(span: Span, of: Staff | None) -> Sequence[Done]:
    """By kind and author, what was said and done with leads and customers in the span, in and out, outside of tickets,
    and without tasks; of one of the staff, what they are the author of."""
    found = await rows.run(_ACTIVITIES.format(whose=whose("activity.author_id", of)), values(span, of))
    return [Done(ActivityKind(row["kind"]), row["author_id"], row["count"]) for row in found]


_ACTIVITIES = (
    f"SELECT kind, author_id, COUNT(*) AS count FROM activity WHERE {ACTIVITIES}{{whose}} GROUP BY kind, author_id"
)


async def overdue(now: datetime, of: Staff | None) -> int:
    """Tasks that are open and should have been done before now; of one of the staff, their own."""
    found = await rows.run(_OVERDUE.format(whose=whose("author_id", of)), {"now": now, "of": of.id if of else None})
    return int(found[0]["count"])


_OVERDUE = f"SELECT COUNT(*) AS count FROM activity WHERE {OVERDUE}{{whose}}"


async def were_overdue(at: datetime, of: Staff | None) -> int:
    """Tasks that were on record at a moment, due before it by the time that they had then, and neither done nor given
    up by then."""
    given, theirs = {"at": at, "of": of.id if of else None}, whose("author_id", of)
    then = [
        (await rows.run(_WERE_OVERDUE.format(those=those, whose=theirs), given))[0]["count"]
        for those in (OPEN, *_ENDED_LATER)
    ]
    count: int = sum(then)
    seen: set[int] = set()
    for row in await rows.run(_PUT_OFF.format(whose=whose("task.author_id", of)), given):
        if row["id"] in seen:
            continue
        seen.add(row["id"])
        was_due = datetime.fromisoformat(row["before"]) if row["before"] else None
        due = rows.moment(row["due_at"]) if row["due_at"] else None
        count += (was_due is not None and was_due < at) - (due is not None and due < at)
    return count


_ENDED_LATER = ("kind = 'task' AND done_at >= :at", "kind = 'task' AND done_at IS NULL AND dropped_at >= :at")
_WERE_OVERDUE = "SELECT COUNT(*) AS count FROM activity WHERE {those} AND due_at < :at AND at < :at{whose}"
_PUT_OFF = """
SELECT task.id, task.due_at, change.before FROM change JOIN activity AS task ON task.id = change.activity_id
WHERE change.field = 'due' AND change.at >= :at AND task.at < :at
  AND (task.done_at IS NULL OR task.done_at >= :at) AND (task.dropped_at IS NULL OR task.dropped_at >= :at){whose}
ORDER BY change.at, change.id
"""
