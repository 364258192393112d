"""The timeline: what happened with a lead or customer, all kinds together, newest first, a page at a time by keyset.

Each kind lies in its own table with an index on (lead or customer, at, id). A page asks each table for at most one
page from the cursor on and merges the three: it costs the same however much history there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from tortoise.expressions import Q

from crm import people
from crm.people import Party
from storage import rows
from storage.models import Activity, Attachment, Change, Staff, Ticket, TicketMessage, Visibility

Record = Activity | TicketMessage | Change

SHOWN_CHANGES = (
    "created", "status", "converted", "priority", "assignee", "owner", "subject", "rating", "merged", "unmerged",
    "name", "phone", "email", "company", "source", "label", "reason",
)  # fmt: skip
"""Which changes are entries of the timeline."""

_KINDS: tuple[type[Any], ...] = (Change, TicketMessage, Activity)
"""In rising rank: what decides between entries of the same instant."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where an entry stands in the order of the timeline."""

    at: datetime
    rank: int
    id: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}.{self.rank}.{self.id}"

    @classmethod
    def read(cls, written: str) -> Self:
        """The position that was written so. Raises ValueError."""
        micros, rank, id_ = (int(part) for part in written.split("."))
        if not 0 <= rank < len(_KINDS) or not 0 <= id_ < 2**63 or not 0 <= micros < 2**53:
            raise ValueError(written)
        return cls(_EPOCH + timedelta(microseconds=micros), rank, id_)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, with who made it and what was attached."""

    position: Position
    record: Record
    author: str | None
    attachments: Sequence[Attachment] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, newest first; `newer` and `older` say where the neighbouring pages begin, if there are any."""

    entries: Sequence[Entry]
    newer: Position | None
    older: Position | None


async def page(
    party: Party, *, size: int, older_than: Position | None = None, newer_than: Position | None = None
) -> Page:
    """One page of a party's timeline: the newest, or the one next to a position."""
    if newer_than is not None:
        found = await _from(party, newer_than, size + 1, newest_first=False)
        more, entries = len(found) > size, list(reversed(found[:size]))
        return Page(await complete(entries), _first(entries) if more else None, _last(entries))
    found = await _from(party, older_than, size + 1, newest_first=True)
    more, entries = len(found) > size, found[:size]
    return Page(await complete(entries), _first(entries) if older_than else None, _last(entries) if more else None)


async def thread(ticket: Ticket, *, limit: int, internal: bool) -> list[Entry]:
    """The last messages of a ticket, oldest first; internal ones only when asked for."""
    seen = "" if internal else f"AND visibility = '{Visibility.EXTERNAL}'"
    found = await rows.select(
        TicketMessage, f"WHERE ticket_id = :ticket {seen} ORDER BY at DESC, id DESC LIMIT :most",
        {"ticket": ticket.id, "most": limit},
    )  # fmt: skip
    authors = {message.author_id for message in found if message.author_id}
    names = {staff.id: staff.name for staff in await Staff.filter(id__in=authors)} if authors else {}
    rank = _KINDS.index(TicketMessage)
    return await complete(
        [
            Entry(Position(message.at, rank, message.id), message, names.get(message.author_id or 0))
            for message in reversed(found)
        ]
    )


async def thread_page(
    ticket: Ticket, *, size: int, internal: bool, older_than: Position | None = None, newer_than: Position | None = None
) -> Page:
    """One page of a ticket's thread, oldest first: the last one, or the one next to a position.

    Internal messages only when asked for.
    """
    rank, newest_first = _KINDS.index(TicketMessage), newer_than is None
    found = TicketMessage.filter(ticket_id=ticket.id)
    if not internal:
        found = found.filter(visibility=Visibility.EXTERNAL)
    if start := newer_than or older_than:
        found = found.filter(_beyond(start, rank, older=newest_first))
    order = ("-at", "-id") if newest_first else ("at", "id")
    listed = await found.order_by(*order).limit(size + 1).select_related("author")
    more, entries = (
        len(listed) > size,
        [Entry(Position(row.at, rank, row.id), row, row.author.name if row.author else None) for row in listed[:size]],
    )
    if newest_first:
        entries.reverse()
        return Page(await complete(entries), _last(entries) if older_than else None, _first(entries) if more else None)
    return Page(await complete(entries), _last(entries) if more else None, _first(entries))


def _first(entries: Sequence[Entry]) -> Position | None:
    return entries[0].position if entries else None


def _last(entries: Sequence[Entry]) -> Position | None:
    return entries[-1].position if entries else None


async def _from(party: Party, start: Position | None, limit: int, *, newest_first: bool) -> list[Entry]:
    owner = people.about(party)
    order = ("-at", "-id") if newest_first else ("at", "id")
    entries: list[Entry] = []
    for rank, model in enumerate(_KINDS):
        found = model.filter(**owner)
        if model is Change:
            found = found.filter(field__in=SHOWN_CHANGES)
        if start is not None:
            found = found.filter(_beyond(start, rank, older=newest_first))
        listed = await found.order_by(*order).limit(limit).select_related("author")
        entries += [
            Entry(Position(row.at, rank, row.id), row, row.author.name if row.author else None) for row in listed
        ]
    entries.sort(key=lambda entry: entry.position, reverse=newest_first)
    return entries[:limit]


def _beyond(start: Position, rank: int, *, older: bool) -> Q:
    """What lies beyond a position in one kind's table: strictly, whatever shares its instant."""
    if rank == start.rank:
        # Where the index is entered comes first: an OR alone would be read from the newest entry on.
        if older:
            return Q(at__lte=start.at) & (Q(at__lt=start.at) | Q(id__lt=start.id))
        return Q(at__gte=start.at) & (Q(at__gt=start.at) | Q(id__gt=start.id))
    if older:
        return Q(at__lte=start.at) if rank < start.rank else Q(at__lt=start.at)
    return Q(at__gte=start.at) if rank > start.rank else Q(at__gt=start.at)


async def complete(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with what was attached to each."""
    activities = [entry.record.id for entry in entries if isinstance(entry.record, Activity)]
    messages = [entry.record.id for entry in entries if isinstance(entry.record, TicketMessage)]
    if not activities and not messages:
        return list(entries)
    with_one = f"{rows.among('activity_id', 'activities')} OR {rows.among('ticket_message_id', 'messages')}"
    found = await rows.select(
        Attachment, f"WHERE {with_one} ORDER BY id", {"activities": activities, "messages": messages}
    )
    return [
        Entry(
            entry.position, entry.record, entry.author,
            [item for item in found if _belongs(item, entry.record)],
        )
        for entry in entries
    ]  # fmt: skip


def _belongs(item: Attachment, record: Record) -> bool:
    match record:
        case Activity():
            return bool(item.activity_id == record.id)
        case TicketMessage():
            return bool(item.ticket_message_id == record.id)
    return False
