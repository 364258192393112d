"""KPI lists: the rows behind each number, page by page; what crm.counts counts, or what is still to be done about it.

A page begins after a Place: the sort key of the last row of the page before, moments in microseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crm import counts, periods, ticket_counts
from crm.agenda import NoSuchPlace, Page, Place, instant, micros
from crm.kpis import Metric
from crm.periods import Period
from crm.references import LARGEST_ID, Ref, RefKind
from crm.ticket_counts import Length
from storage import rows
from storage.models import ActivityKind, Priority, Staff

MICROSECOND = timedelta(microseconds=1)

Figure = timedelta | int | Priority | ActivityKind | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it opens, whose it is, and what put it there."""

    ref: Ref
    name: str
    """Of the lead or customer."""
    text: str
    """A ticket's subject, or the words of an activity or a task."""
    at: datetime
    """When it happened; of an open ticket when it was opened, of an overdue task when it was due."""
    figure: Figure
    """Of an open ticket its priority, of an answered or closed one the working time that it took, of a rated one the
    stars, of an activity its kind; None of others."""


@dataclass(frozen=True, slots=True)
class _List:
    """Where the rows of a list are: what they open, their table, and what of it is shown."""

    kind: RefKind
    table: str
    those: Callable[[], str]
    whose: str
    """The column that says whose a row is."""
    at: str
    key: str | None = None
    """A whole number by which they are in order; None: by `at`."""
    falling: bool = True
    text: str = "''"
    figure: str = "NULL"
    read: Callable[[Any], Figure] = lambda _: None

    @property
    def columns(self) -> str:
        """As `_read` takes them."""
        ref, name = "customer.id" if self.table == "change" else f"{self.table}.id", "lead.name"
        if self.table != "lead":
            name = "COALESCE(customer.name, lead.name)"
        return (
            f"{self.table}.id AS id, {ref} AS ref, {name} AS name, {self.text} AS text, {self.at} AS at,"
            f" {self.key or self.at} AS key, {self.figure} AS figure"
        )

    @property
    def joined(self) -> str:
        """The table, with the lead or customer whose each row is."""
        if self.table == "lead":
            return "lead"
        whose = [f"LEFT JOIN {party} ON {party}.id = {self.table}.{party}_id" for party in ("lead", "customer")]
        return " ".join([self.table, *whose])


_LISTS = {
    Metric.OPEN: _List(
        RefKind.TICKET, "ticket", lambda: "ticket.closed_at IS NULL", "ticket.assignee_id", "ticket.created_at",
        falling=False, text="ticket.subject", figure="ticket.priority", read=Priority,
    ),
    Metric.LEADS: _List(RefKind.LEAD, "lead", lambda: counts.LEADS, "lead.owner_id", "lead.created_at"),
    Metric.CONTACTED: _List(RefKind.LEAD, "lead", counts.late, "lead.owner_id", "lead.created_at"),
    Metric.RATE: _List(
        RefKind.LEAD, "lead", lambda: f"{counts.LEADS} AND NOT ({counts.CONVERTED})", "lead.owner_id", "lead.created_at"
    ),
    Metric.CONVERSIONS: _List(
        RefKind.CUSTOMER, "change", lambda: counts.CONVERSIONS, "change.author_id", "change.at"
    ),
    Metric.RATINGS: _List(
        RefKind.TICKET, "ticket", lambda: ticket_counts.RATED, "ticket.assignee_id", "ticket.rated_at",
        key="CAST(ticket.rating AS bigint)", falling=False, text="ticket.subject", figure="ticket.rating", read=int,
    ),
    Metric.ACTIVITIES: _List(
        RefKind.ACTIVITY, "activity", lambda: counts.ACTIVITIES, "activity.author_id", "activity.at",
        text="activity.text", figure="activity.kind", read=ActivityKind,
    ),
    Metric.OVERDUE: _List(
        RefKind.ACTIVITY, "activity", lambda: counts.OVERDUE, "activity.author_id", "activity.due_at",
        falling=False, text="activity.text",
    ),
}  # fmt: skip
_LENGTHS = {
    Metric.RESPONSE: (ticket_counts.responses, "first_response_at"),
    Metric.RESOLUTION: (ticket_counts.resolutions, "closed_at"),
}


async def behind(
    metric: Metric, period: Period, of: Staff | None, zone: ZoneInfo, now: datetime, *, limit: int,
    after: Place | None = None,
) -> Page[Row]:  # fmt: skip
    """A page of what a number of the period counts; of CONTACTED who was not in time, of RATE who is not converted.

    The latest come first; of open tickets the oldest, of overdue tasks the earliest due, of responses and resolutions
    the longest, of ratings the fewest stars. `total` counts the whole list. Raises NoSuchPlace.
    """
    if after is not None and (len(after) != 2 or not all(0 <= each <= LARGEST_ID for each in after)):
        raise NoSuchPlace()
    span = periods.compared(period, zone, now).now
    if metric in _LENGTHS:
        count, column = _LENGTHS[metric]
        return await _longest(await count(span, of), column, limit, after)
    listed = _LISTS[metric]
    values = counts.values(span, of) | {"now": now, "settled": now - counts.SOON, "most": limit + 1}
    those = listed.those() + counts.whose(listed.whose, of)
    total = (await rows.run(f"SELECT COUNT(*) AS count FROM {listed.table} WHERE {those}", values))[0]["count"]
    key, id, beyond = listed.key or listed.at, f"{listed.table}.id", ""
    if after is not None:
        values |= {"key": after[0] if listed.key else instant(after[0]), "after": after[1]}
        beyond = f" AND ({key}, {id}) {'<' if listed.falling else '>'} (:key, :after)"
    way = " DESC" if listed.falling else ""
    found = await rows.run(
        f"SELECT {listed.columns} FROM {listed.joined} WHERE {those}{beyond} ORDER BY {key}{way}, {id}{way}"
        " LIMIT :most",
        values,
    )
    shown = [_read(listed, row) for row in found[:limit]]
    return Page(shown, total, _place(listed, found[limit - 1]) if len(found) > limit else None)


def _read(listed: _List, row: Mapping[str, Any]) -> Row:
    return Row(
        Ref(listed.kind, row["ref"]), row["name"], row["text"], rows.moment(row["at"]), listed.read(row["figure"])
    )


def _place(listed: _List, last: Mapping[str, Any]) -> Place:
    return last["key"] if listed.key else micros(rows.moment(last["key"])), last["id"]


async def _longest(lengths: Sequence[Length], column: str, limit: int, after: Place | None) -> Page[Row]:
    """Those that took longest: working time is in no column, so all are put in order."""
    ordered = sorted(lengths, key=_length_place)
    beyond = [one for one in ordered if after is None or _length_place(one) > (-after[0], after[1])]
    shown = {one.ticket_id: one for one in beyond[:limit]}
    found = await rows.run(_TICKETS.format(column=column, among=rows.among("ticket.id", "ids")), {"ids": list(shown)})
    by_id = {
        row["id"]: Row(
            Ref(RefKind.TICKET, row["id"]), row["name"], row["subject"], rows.moment(row["at"]), shown[row["id"]].took
        )
        for row in found
    }
    last = beyond[limit - 1] if len(beyond) > limit else None
    return Page([by_id[id] for id in shown], len(lengths), (-_length_place(last)[0], last.ticket_id) if last else None)


def _length_place(one: Length) -> tuple[int, int]:
    return -(one.took // MICROSECOND), one.ticket_id


_TICKETS = """
SELECT ticket.id, COALESCE(customer.name, lead.name) AS name, ticket.subject, ticket.{column} AS at
FROM ticket LEFT JOIN lead ON lead.id = ticket.lead_id LEFT JOIN customer ON customer.id = ticket.customer_id
WHERE {among}
"""
