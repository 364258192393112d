"""Counts: which rows each number is made of; crm.ticket_counts has those of tickets, crm.kpi_lists shows the rows.

docs/kpis.md says the same in words.

`of` is one of the staff, or None for the whole team.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from crm.periods import Span
from crm.tasks import OPEN
from storage import rows
from storage.models import ActivityKind, Staff

SOON = timedelta(hours=1)
"""Within what a lead who writes is to be contacted, by the clock. In the statements: `rows.hour_after`."""

IN_SPAN = "{column} >= :since AND {column} < :until"

LEADS = f"{IN_SPAN.format(column='lead.created_at')} AND lead.merged_into_id IS NULL"
CONVERSIONS = f"change.field = 'converted' AND change.undone_at IS NULL AND {IN_SPAN.format(column='change.at')}"
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


def whose(column: str, of: Staff | None) -> str:
    """The condition that a row is theirs (`:of`)."""
    return f" AND {column} = :of" if of else ""


def values(span: Span, of: Staff | None) -> dict[str, Any]:
    """What the conditions above need."""
    return {"since": span.since, "until": span.until, "of": of.id if of else None}


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
    leads: dict[int | None, Leads] = {}
    for row in found:
        count, contacted = row["count"], row["contacted"]
        same = Leads(
            count, count * row["converted"], count * (contacted == "in time"), count * (contacted == "late")
        )  # fmt: skip
        leads[row["owner_id"]] = leads.get(row["owner_id"], Leads()) + same
    return leads


# What is grouped by is looked up once for each lead.
_LEADS = f"""
SELECT lead.owner_id, CASE WHEN {CONVERTED} THEN 1 ELSE 0 END AS converted,
  CASE WHEN NOT ({WROTE}) THEN '' WHEN {{in_time}} THEN 'in time'
    WHEN lead.created_at <= :settled THEN 'late' ELSE '' END AS contacted,
  COUNT(*) AS count
FROM lead WHERE {LEADS}{{whose}} GROUP BY 1, 2, 3
"""


async def conversions(span: Span, of: Staff | None) -> Mapping[int | None, int]:
    """By maker, how many conversions were made in the span: of whichever lead, however long ago it came. One that a
    lead brought about by proving who they are is nobody's."""
    found = await rows.run(_CONVERSIONS.format(whose=whose("change.author_id", of)), values(span, of))
    return {row["author_id"]: row["count"] for row in found}


_CONVERSIONS = f"SELECT author_id, COUNT(*) AS count FROM change WHERE {CONVERSIONS}{{whose}} GROUP BY author_id"


async def lead_moments(span: Span, of: Staff | None) -> Sequence[datetime]:
    """When each of the span's new leads was put on record."""
    return await _moments("created_at", f"FROM lead WHERE {LEADS}{whose('lead.owner_id', of)}", span, of)


async def conversion_moments(span: Span, of: Staff | None) -> Sequence[datetime]:
    """When each of the span's conversions was made."""
    return await _moments("at", f"FROM change WHERE {CONVERSIONS}{whose('change.author_id', of)}", span, of)


async def _moments(column: str, those: str, span: Span, of: Staff | None) -> Sequence[datetime]:
    (found,) = await rows.columns((column,), those, values(span, of))
    return rows.moments(found)


async def activities(span: Span, of: Staff | None) -> Sequence[Done]:
    """By kind and author, what was said and done with leads and customers in the span, in and out, outside of tickets,
    and without tasks; of one of the staff, what they are the author of."""
    found = await rows.run(_ACTIVITIES.format(whose=whose("activity.author_id", of)), values(span, of))
    return [Done(ActivityKind(row["kind"]), row["author_id"], row["count"]) for row in found]


async def activity_count(span: Span, of: Staff | None) -> int:
    """How many these are: by far quicker than by kind and author."""
    found = await rows.run(
        f"SELECT COUNT(*) AS count FROM activity WHERE {ACTIVITIES}{whose('activity.author_id', of)}", values(span, of)
    )
    return int(found[0]["count"])


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
