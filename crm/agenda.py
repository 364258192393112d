"""The agenda: what waits for one of the staff today. Each section is one query, whatever lies behind it.

A page begins after a Place: the sort key of the last row of the page before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any, Generic, TypeVar

from crm.references import Ref, RefKind
from crm.refusal import Refusal
from crm.tasks import OPEN
from storage import rows
from storage.models import Activity, Priority, Staff, Ticket

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Place = tuple[int, ...]
"""The sort key of a row in whole numbers, a moment in microseconds."""


class NoSuchPlace(Refusal):
    """A list has no such place."""

    key = "refusal-no-such-place"


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows of one section. `total` counts those from here on; `next` is where the next page begins after."""

    rows: Sequence[T]
    total: int
    next: Place | None


@dataclass(frozen=True, slots=True)
class Task:
    """An open task, and whom it is about."""

    activity: Activity
    name: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A lead, customer or ticket whose last words are not answered yet; `since` is when the first of them came."""

    ref: Ref
    name: str
    subject: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Mine:
    """A ticket of one's own, and whose it is."""

    ticket: Ticket
    name: str


def end_of_day(now: datetime, zone: tzinfo) -> datetime:
    """When today is over, there."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)


_TASKS = f"""
SELECT task.*, COALESCE(customer.name, lead.name) AS party_name, COUNT(*) OVER () AS total
FROM activity AS task
LEFT JOIN customer ON customer.id = task.customer_id LEFT JOIN lead ON lead.id = task.lead_id
WHERE task.author_id = :staff AND {OPEN} {{those}}
ORDER BY task.due_at IS NULL, task.due_at, task.id LIMIT :most
"""


async def tasks(of: Staff, *, limit: int, until: datetime | None = None, after: Place | None = None) -> Page[Task]:
    """Somebody's open tasks: the earliest due first, then those without a time; with `until`, only what is due by then.

    Raises NoSuchPlace.
    """
    values: dict[str, Any] = {"staff": of.id, "most": limit + 1}
    those = ""
    if until is not None:
        those += " AND task.due_at < :until"
        values["until"] = until
    match after:
        case None:
            pass
        case (0, due, id_):
            those += " AND (task.due_at IS NULL OR task.due_at > :due OR (task.due_at = :due AND task.id > :after))"
            values |= {"due": instant(due), "after": id_}
        case (1, id_):
            those += " AND task.due_at IS NULL AND task.id > :after"
            values["after"] = id_
        case _:
            raise NoSuchPlace()
    found = await rows.run(_TASKS.format(those=those), values)
    return _page(found, limit, lambda row: Task(_loaded(Activity, row), row["party_name"]), _task_place)


def _task_place(last: Task) -> Place:
    task = last.activity
    return (1, task.id) if task.due_at is None else (0, micros(task.due_at), task.id)


_ANSWERED = "direction = 'out' AND (outcome IS NULL OR outcome = 'answered')"
_WRITTEN = "direction = 'in' AND kind IN ('whatsapp', 'telegram', 'email')"


def _of_parties(rank: int, table: str, more: str = "") -> str:
    """Those of one table that are somebody's, and since when they wait outside any ticket."""
    column = f"{table}_id"
    return f"""
    SELECT {rank} AS rank, party.id, party.name, '' AS subject, (
      SELECT said.at FROM activity AS said WHERE said.{column} = party.id AND {_WRITTEN}
        AND said.at > COALESCE((
          SELECT at FROM activity WHERE {column} = party.id AND {_ANSWERED} ORDER BY at DESC, id DESC LIMIT 1), :epoch)
        AND said.at > COALESCE((
          SELECT at FROM ticket_message WHERE {column} = party.id AND direction = 'out'
          ORDER BY at DESC, id DESC LIMIT 1), :epoch)
      ORDER BY said.at, said.id LIMIT 1) AS since
    FROM {table} AS party
    WHERE party.owner_id = :staff AND party.merged_into_id IS NULL AND party.erased_at IS NULL {more}"""


def _of_tickets(table: str, whose: str) -> str:
    """Live tickets that are somebody's, and since when their thread waits."""
    return f"""
    SELECT 2 AS rank, ticket.id, party.name, ticket.subject, (
      SELECT said.at FROM ticket_message AS said WHERE said.ticket_id = ticket.id AND said.direction = 'in'
        AND said.at > COALESCE((
          SELECT at FROM ticket_message WHERE ticket_id = ticket.id AND direction = 'out'
          ORDER BY at DESC, id DESC LIMIT 1), :epoch)
      ORDER BY said.at, said.id LIMIT 1) AS since
    FROM ticket JOIN {table} AS party ON party.id = ticket.{table}_id
    WHERE ticket.status IN ('open', 'in_progress') AND {whose}"""


_WAITING = f"""
WITH thread AS ({
    " UNION ALL ".join(
        [
            _of_parties(0, "lead", "AND party.status <> 'converted'"),
            _of_parties(1, "customer"),
            *[
                _of_tickets(table, whose)
                for table in ("lead", "customer")
                for whose in ("ticket.assignee_id = :staff", "ticket.assignee_id IS NULL AND party.owner_id = :staff")
            ],
        ]
    )
})
SELECT thread.*, COUNT(*) OVER () AS total FROM thread
WHERE since IS NOT NULL {{those}} ORDER BY since, rank, id LIMIT :most
"""

_KINDS = (RefKind.LEAD, RefKind.CUSTOMER, RefKind.TICKET)


async def waiting(on: Staff, *, limit: int, after: Place | None = None) -> Page[Waiting]:
    """Those of somebody's who wait for an answer, the longest first. Raises NoSuchPlace."""
    values: dict[str, Any] = {"staff": on.id, "epoch": _EPOCH, "most": limit + 1}
    those = ""
    if after is not None:
        if len(after) != 3 or after[1] >= len(_KINDS):
            raise NoSuchPlace()
        since, rank, id_ = after
        those = "AND (since, rank, id) > (:since, :rank, :after)"
        values |= {"since": instant(since), "rank": rank, "after": id_}
    found = await rows.run(_WAITING.format(those=those), values)
    return _page(
        found, limit,
        lambda row: Waiting(
            Ref(_KINDS[row["rank"]], row["id"]), row["name"], row["subject"], rows.moment(row["since"])
        ),
        lambda last: (micros(last.since), _KINDS.index(last.ref.kind), last.ref.id),
    )  # fmt: skip


_URGENCY = (Priority.HIGH, Priority.MEDIUM, Priority.LOW)
_RANK = "CASE priority " + " ".join(f"WHEN '{one.value}' THEN {rank}" for rank, one in enumerate(_URGENCY)) + " END"

_TICKETS = f"""
SELECT ticket.*, COALESCE(customer.name, lead.name) AS party_name, COUNT(*) OVER () AS total
FROM ticket LEFT JOIN customer ON customer.id = ticket.customer_id LEFT JOIN lead ON lead.id = ticket.lead_id
WHERE ticket.assignee_id = :staff AND ticket.status IN ('open', 'in_progress') {{those}}
ORDER BY {_RANK}, ticket.id LIMIT :most
"""


async def tickets(of: Staff, *, limit: int, after: Place | None = None) -> Page[Mine]:
    """Somebody's live tickets, the most urgent first. Raises NoSuchPlace."""
    values: dict[str, Any] = {"staff": of.id, "most": limit + 1}
    those = ""
    if after is not None:
        if len(after) != 2 or after[0] >= len(_URGENCY):
            raise NoSuchPlace()
        values["rank"], values["after"] = after
        those = f"AND ({_RANK}, ticket.id) > (:rank, :after)"
    found = await rows.run(_TICKETS.format(those=those), values)
    return _page(
        found, limit, lambda row: Mine(_loaded(Ticket, row), row["party_name"]),
        lambda last: (_URGENCY.index(last.ticket.priority), last.ticket.id),
    )  # fmt: skip


def _page(found: Sequence[Mapping[str, Any]], limit: int, read: Any, place: Any) -> Page[Any]:
    shown = [read(row) for row in found[:limit]]
    return Page(shown, found[0]["total"] if found else 0, place(shown[-1]) if len(found) > limit else None)


def _loaded(model: type[Any], row: Mapping[str, Any]) -> Any:
    return rows.load(model, {name: value for name, value in row.items() if name not in ("party_name", "total")})


def instant(micros: int) -> datetime:
    """The moment of a place. Raises NoSuchPlace."""
    try:
        return _EPOCH + micros * _MICROSECOND
    except OverflowError:
        raise NoSuchPlace() from None


def micros(at: datetime) -> int:
    """A moment in a place."""
    return (at - _EPOCH) // _MICROSECOND
