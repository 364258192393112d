"""Report rows: what goes into a report, a page at a time, however much there is.

What came after the beginning is not in it: each table has an upper bound, fixed then, so that a page that is read much
later repeats nothing and misses nothing. Each page is a short read of its own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from crm.people import Party
from crm.periods import Span
from crm.reports import Subject
from crm.timeline import SHOWN_CHANGES
from storage import rows
from storage.models import Lead

PAGE = 1000
"""Rows of a page."""

Row = Mapping[str, Any]


class Area(StrEnum):
    """One kind of rows. HISTORY has what was said and done with one person, in tickets and outside of them; CHANGES are
    shown on paper alone."""

    ACTIVITIES = "activities"
    TICKETS = "tickets"
    MESSAGES = "messages"
    LEADS = "leads"
    CUSTOMERS = "customers"
    CHANGES = "changes"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows are in a report, fixed when its making begins."""

    subject: Subject
    span: Span
    tops: Mapping[Area, int] = field(default_factory=dict)

    @property
    def areas(self) -> Sequence[Area]:
        """The kinds of rows that it has."""
        party = self.subject.party
        return [area for area in AREAS if not (isinstance(party, Lead) and area is Area.CUSTOMERS)]

    def values(self) -> dict[str, Any]:
        """What the conditions need."""
        subject = self.subject
        return {
            "since": self.span.since, "until": self.span.until, "rep": subject.staff.id if subject.staff else None,
            "holder": subject.seen_by, "party": subject.party.id if subject.party else None,
        }  # fmt: skip


async def scope(subject: Subject, zone: ZoneInfo, now: datetime) -> Scope:
    """The rows that there are now, of its days in their zone."""
    whole = subject.asked.period.span(zone)
    tops = {
        area: (await rows.run(f"SELECT max(id) AS top FROM {_TABLES[area]}", {}))[0]["top"] or 0 for area in _TABLES
    }
    return Scope(subject, Span(whole.since, max(whole.since, min(whole.until, now))), tops)


async def count(area: Area, of: Scope) -> int:
    """How many rows there are of a kind."""
    if area is Area.HISTORY:
        return await count(Area.ACTIVITIES, of) + await count(Area.MESSAGES, of)
    statement = f"SELECT count(*) AS count {FROM[area]} WHERE {condition(area, of)}"
    found = await rows.run(statement, {**of.values(), "top": of.tops[area]})
    return int(found[0]["count"])


async def pages(area: Area, of: Scope) -> AsyncIterator[Sequence[Row]]:
    """Rows in the order in which they were put on record; one person's by their time. The statements name the columns.

    Of leads and customers each row has its `labels`, too.
    """
    values = {**of.values(), "most": PAGE, "after": 0, "at": of.span.since, "kind": ""}
    if area is Area.HISTORY:
        statement = _HISTORY.format(
            activities=condition(Area.ACTIVITIES, of, top="activities"),
            messages=condition(Area.MESSAGES, of, top="messages"),
        )
        values |= {"activities": of.tops[Area.ACTIVITIES], "messages": of.tops[Area.MESSAGES]}
    else:
        values["top"] = of.tops[area]
        statement = (
            f"SELECT {_COLUMNS[area]} {FROM[area]} WHERE {condition(area, of)} AND own.id > :after"
            " ORDER BY own.id LIMIT :most"
        )
    while found := await rows.run(statement, values):
        yield await _labelled(area, found) if area in (Area.LEADS, Area.CUSTOMERS) else found
        if len(found) < PAGE:
            return
        last = found[-1]
        values |= {"after": last["id"]}
        if area is Area.HISTORY:
            values |= {"at": rows.moment(last["at"]), "kind": last["area"]}


async def _labelled(area: Area, found: Sequence[Row]) -> Sequence[Row]:
    column = "lead_id" if area is Area.LEADS else "customer_id"
    labels = await rows.run(
        f"SELECT {column} AS of, name FROM label WHERE {rows.among(column, 'ids')} ORDER BY id",
        {"ids": [row["id"] for row in found]},
    )
    named: dict[int, list[str]] = {}
    for label in labels:
        named.setdefault(label["of"], []).append(label["name"])
    return [{**row, "labels": named.get(row["id"], [])} for row in found]


def condition(area: Area, of: Scope, top: str = "top") -> str:
    """Which rows of its table, called `own`, are in it; `:top` is its upper bound."""
    subject = of.subject
    conditions = [f"own.id <= :{top}"]
    if subject.party is not None:
        conditions.append(_of_party(area, subject.party))
    if subject.party is None or area not in (Area.LEADS, Area.CUSTOMERS):
        conditions.append(_IN_SPAN[area])
    if subject.staff is not None:
        conditions.append(f"({_OF_REP[area]})")
    if subject.seen_by is not None:
        conditions.append(f"({_SEEN[area]})")
    if not subject.asked.notes and area in _WITHOUT_NOTES:
        conditions.append(_WITHOUT_NOTES[area])
    return " AND ".join(conditions)


def _of_party(area: Area, party: Party) -> str:
    if area is Area.CUSTOMERS:
        return "own.id = :party"
    if area is Area.LEADS:
        return "own.id = :party" if isinstance(party, Lead) else "own.customer_id = :party"
    return "own.lead_id = :party" if isinstance(party, Lead) else "own.customer_id = :party"


AREAS = (Area.ACTIVITIES, Area.TICKETS, Area.MESSAGES, Area.LEADS, Area.CUSTOMERS)
_TABLES = {
    Area.ACTIVITIES: "activity", Area.TICKETS: "ticket", Area.MESSAGES: "ticket_message", Area.LEADS: "lead",
    Area.CUSTOMERS: "customer", Area.CHANGES: "change",
}  # fmt: skip

_PARTY = """
  LEFT JOIN lead ON lead.id = own.lead_id LEFT JOIN customer ON customer.id = own.customer_id"""
FROM = {
    Area.ACTIVITIES: f"FROM activity AS own{_PARTY} LEFT JOIN staff AS author ON author.id = own.author_id",
    Area.TICKETS: f"FROM ticket AS own{_PARTY} LEFT JOIN staff AS assignee ON assignee.id = own.assignee_id",
    Area.MESSAGES: f"FROM ticket_message AS own{_PARTY} JOIN ticket ON ticket.id = own.ticket_id"
                   " LEFT JOIN staff AS author ON author.id = own.author_id",
    Area.CHANGES: f"FROM change AS own{_PARTY} LEFT JOIN ticket ON ticket.id = own.ticket_id",
    Area.LEADS: "FROM lead AS own LEFT JOIN staff AS holder ON holder.id = own.owner_id"
                " LEFT JOIN customer AS became ON became.id = own.customer_id",
    Area.CUSTOMERS: "FROM customer AS own LEFT JOIN staff AS holder ON holder.id = own.owner_id",
}  # fmt: skip

_WHO = (
    "own.lead_id, own.customer_id, COALESCE(customer.name, lead.name) AS party,"
    " COALESCE(customer.erased_at, lead.erased_at) AS erased_at"
)
_SAID = f"own.id, own.at, own.direction, own.text, author.name AS author, {_WHO}"
_COLUMNS = {
    Area.ACTIVITIES: f"{_SAID}, own.kind, own.duration, own.outcome, own.due_at, own.done_at, own.dropped_at,"
                     " own.ticket_id",
    Area.TICKETS: f"own.id, own.subject, own.status, own.priority, {_WHO}, assignee.name AS assignee, own.created_at,"
                  " own.first_response_at, own.closed_at, own.respond_by, own.resolve_by, own.rating, own.rating_words",
    Area.MESSAGES: f"{_SAID}, own.visibility, own.ticket_id",
    Area.LEADS: "own.id, own.name, own.phone, own.email, own.company, own.status, own.source, holder.name AS owner,"
                " own.created_at, own.customer_id, own.lost_reason, own.erased_at",
    Area.CUSTOMERS: "own.id, own.name, own.phone, own.email, own.company, holder.name AS owner, own.created_at,"
                    " own.erased_at",
}  # fmt: skip

_SPAN = "own.{0} >= :since AND own.{0} < :until"
# What converted people in it is a change, which may since have gone over to whom they became.
_CONVERTED = """own.customer_id IS NOT NULL AND own.id IN (
  SELECT CAST(SUBSTR(change.before, 2) AS bigint) FROM change
  WHERE change.field = 'converted' AND change.undone_at IS NULL AND change.at >= :since AND change.at < :until)"""
_IN_SPAN = {
    Area.ACTIVITIES: _SPAN.format("at"),
    # Those that were live for any part of it.
    Area.TICKETS: "own.created_at < :until AND (own.closed_at IS NULL OR own.closed_at >= :since)",
    Area.MESSAGES: _SPAN.format("at"),
    Area.CHANGES: f"{_SPAN.format('at')} AND own.field IN ({', '.join(map(repr, SHOWN_CHANGES))})",
    Area.LEADS: f"own.merged_into_id IS NULL AND (({_SPAN.format('created_at')}) OR ({_CONVERTED}))",
    Area.CUSTOMERS: f"own.merged_into_id IS NULL AND {_SPAN.format('created_at')}",
}

_HOLDER = "COALESCE(customer.owner_id, lead.owner_id)"
_OF_REP = {
    Area.ACTIVITIES: f"own.author_id = :rep OR {_HOLDER} = :rep",
    Area.TICKETS: f"own.assignee_id = :rep OR (own.assignee_id IS NULL AND {_HOLDER} = :rep)",
    Area.MESSAGES: "own.author_id = :rep OR ticket.assignee_id = :rep"
                   f" OR (ticket.assignee_id IS NULL AND {_HOLDER} = :rep)",
    Area.CHANGES: f"own.author_id = :rep OR {_HOLDER} = :rep",
    Area.LEADS: "own.owner_id = :rep",
    Area.CUSTOMERS: "own.owner_id = :rep",
}  # fmt: skip
# As crm.access.sees has it.
_SEEN_TICKET = f"(COALESCE({{0}}.assignee_id, {_HOLDER}) IS NULL OR {{0}}.assignee_id = :holder OR {_HOLDER} = :holder)"
_SEEN = {
    Area.ACTIVITIES: f"{_HOLDER} IS NULL OR {_HOLDER} = :holder",
    Area.TICKETS: _SEEN_TICKET.format("own"),
    Area.MESSAGES: _SEEN_TICKET.format("ticket"),
    Area.CHANGES: f"CASE WHEN own.ticket_id IS NULL THEN {_HOLDER} IS NULL OR {_HOLDER} = :holder"
                  f" ELSE {_SEEN_TICKET.format('ticket')} END",
    # A lead is whoever's who has the customer that it became.
    Area.LEADS: "COALESCE(CASE WHEN own.customer_id IS NULL THEN own.owner_id ELSE became.owner_id END, :holder)"
                " = :holder",
    Area.CUSTOMERS: "own.owner_id IS NULL OR own.owner_id = :holder",
}  # fmt: skip
_WITHOUT_NOTES = {Area.ACTIVITIES: "own.kind <> 'note'", Area.MESSAGES: "own.visibility = 'external'"}

_HISTORY = f"""
SELECT * FROM (
  SELECT 'activities' AS area, {_SAID}, own.kind, own.duration, own.outcome, own.ticket_id, NULL AS visibility
  {FROM[Area.ACTIVITIES]} WHERE {{activities}}
  UNION ALL
  SELECT 'messages' AS area, {_SAID}, NULL AS kind, NULL AS duration, NULL AS outcome, own.ticket_id, own.visibility
  {FROM[Area.MESSAGES]} WHERE {{messages}}) AS said
WHERE at >= :at AND (at, area, id) > (:at, :kind, :after) ORDER BY at, area, id LIMIT :most
"""
