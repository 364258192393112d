"""Assignment: handing tickets, leads and customers on from one of the staff to another, or to nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crm import access, announcements, changes, colleagues, people, references, tickets
from crm.people import Party
from crm.refusal import Refusal
from storage import rows
from storage.models import Staff, Ticket, TicketStatus


class AlreadyWith(Refusal):
    """The colleague has it already."""

    key = "refusal-already-with"


class WithNobody(Refusal):
    """Nobody has it: there is nobody to take it from."""

    key = "refusal-with-nobody"


class NotTheirsToGive(Refusal):
    """An agent hands on what they have or nobody has; this is a colleague's."""

    key = "refusal-not-theirs-to-give"


@dataclass(frozen=True, slots=True)
class Handover:
    """What went over: the record, and (of a lead or customer) the live tickets that went with them."""

    record: Ticket | Party
    former: Staff | None
    tickets: Sequence[Ticket] = ()


async def assign(record: Ticket | Party, to: Staff, *, by: Staff, at: datetime) -> Handover:
    """Give a ticket, or a lead or customer with the live tickets that go with them, to a colleague.

    The new and the former holder are told. Raises AlreadyWith, NotTheirsToGive, tickets.Closed, or
    colleagues.NoSuchColleague when their access was taken away.
    """
    return await _pass(record, to, by=by, at=at)


async def unassign(record: Ticket | Party, *, by: Staff, at: datetime) -> Handover:
    """Make it nobody's: the former holder is told, and whoever hears of what nobody has.

    Raises WithNobody, NotTheirsToGive, or tickets.Closed.
    """
    return await _pass(record, None, by=by, at=at)


async def _pass(record: Ticket | Party, to: Staff | None, *, by: Staff, at: datetime) -> Handover:
    if isinstance(record, Ticket):
        return await _hand(record, to, by=by, at=at)
    return await _give(record, to, by=by, at=at)


async def _hand(ticket: Ticket, to: Staff | None, *, by: Staff, at: datetime) -> Handover:
    to = await _lock(to)
    ticket = await tickets.locked(ticket)
    party = await people.party_of(ticket.lead_id, ticket.customer_id)
    ref = str(references.of(ticket))
    if ticket.status is TicketStatus.CLOSED:
        raise tickets.Closed(ticket=ref)
    _check(ref, ticket.assignee_id, to)
    if not access.sees(by, ticket.assignee_id, party.owner_id):
        raise NotTheirsToGive(ref=ref)
    former = await _staff(ticket.assignee_id)
    change = await tickets.set_assignee(ticket, to, by=by, at=at)
    await ticket.save(update_fields=["assignee_id", "updated_at"])
    await announcements.handed("ticket", change, party, ticket, to, former, (), by=by)
    return Handover(ticket, former)


async def _give(party: Party, to: Staff | None, *, by: Staff, at: datetime) -> Handover:
    party = await people.lock(party)
    to = await _lock(to)
    ref = people.reference(party)
    _check(ref, party.owner_id, to)
    if not access.sees(by, party.owner_id):
        raise NotTheirsToGive(ref=ref)
    former = await _staff(party.owner_id)
    change = await changes.record(
        party, "owner", former.name if former else None, to.name if to else None, by=by, at=at,
        before_id=party.owner_id, after_id=to.id if to else None,
    )  # fmt: skip
    party.owner_id, party.updated_at = to.id if to else None, at
    await party.save(update_fields=["owner_id", "updated_at"])
    gone = await _tickets_along(party, former, to, by=by, at=at) if to else []
    await announcements.handed("person", change, party, None, to, former, gone, by=by)
    return Handover(party, former, gone)


async def _tickets_along(party: Party, former: Staff | None, to: Staff, *, by: Staff, at: datetime) -> Sequence[Ticket]:
    """The live tickets that the former holder had (of a party that nobody had: those that nobody has) go along."""
    gone = []
    for each in sorted(await tickets.of_party(party, live=True, limit=1000), key=lambda one: one.id):
        ticket = await tickets.locked(each)
        if ticket.status in tickets.LIVE and ticket.assignee_id == (former.id if former else None):
            await tickets.set_assignee(ticket, to, by=by, at=at)
            await ticket.save(update_fields=["assignee_id", "updated_at"])
            gone.append(ticket)
    return gone


def _check(ref: str, holder_id: int | None, to: Staff | None) -> None:
    if to is None and holder_id is None:
        raise WithNobody(ref=ref)
    if to is not None and holder_id == to.id:
        raise AlreadyWith(ref=ref, name=to.name)


async def _lock(to: Staff | None) -> Staff | None:
    """The colleague as they are now, while nobody takes their access away."""
    if to is None:
        return None
    fresh = await rows.get(Staff, to.id, lock=True)
    if not fresh.active:
        raise colleagues.NoSuchColleague(name=fresh.name)
    return fresh


async def _staff(id: int | None) -> Staff | None:
    return await rows.get(Staff, id) if id else None
