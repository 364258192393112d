"""Tickets: MOVES, who has one, and what must never leave."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

import pytest

from crm import access, notices, people, references, tickets
from crm.people import Person
from crm.refusal import Refusal
from storage import outlog
from storage.models import ChannelName, Identity, Lead, OutboundMessage, Priority, Role, Staff, Ticket, TicketStatus
from storage.text import Words
from storage.transactions import transaction
from tests.crm.conftest import NOW


@pytest.fixture
async def ticket(lead: Lead) -> Ticket:
    async with transaction():
        return await tickets.open_for(
            lead, "الطابعة", priority=Priority.HIGH, description="لا تعمل", inbound_id=None, at=NOW
        )


async def colleague(name: str, role: Role = Role.AGENT) -> Staff:
    async with transaction():
        return await people.add_staff(
            name, role, language="en", timezone="UTC", addresses={ChannelName.TELEGRAM: f"9{len(name)}"}, at=NOW
        )


@pytest.mark.parametrize("start", TicketStatus)
@pytest.mark.parametrize("to", TicketStatus)
async def test_moves(ticket: Ticket, rep: Staff, start: TicketStatus, to: TicketStatus) -> None:
    closed_at = NOW if start is TicketStatus.CLOSED else None
    await Ticket.filter(id=ticket.id).update(status=start, closed_at=closed_at)
    allowed = to in tickets.MOVES[start]
    refusal: type[Refusal] = tickets.AlreadyThere if start is to else tickets.CannotMove
    with contextlib.nullcontext() if allowed else pytest.raises(refusal):
        async with transaction():
            await tickets.move(ticket, to=to, by=rep, at=NOW)
    after = await Ticket.get(id=ticket.id)
    assert after.status == (to if allowed else start)
    assert (after.closed_at is not None) == (after.status is TicketStatus.CLOSED)


async def test_the_second_to_take_it_is_told(ticket: Ticket, rep: Staff) -> None:
    other = await colleague("Sam")
    async with transaction():
        await tickets.take(ticket, by=rep, at=NOW)
    with pytest.raises(tickets.TakenBySomebodyElse):
        async with transaction():
            await tickets.take(ticket, by=other, at=NOW)
    with pytest.raises(tickets.AlreadyYours):
        async with transaction():
            await tickets.take(ticket, by=rep, at=NOW)


async def test_the_first_answer_counts_and_takes(ticket: Ticket, rep: Staff) -> None:
    async with transaction():
        await tickets.reply(ticket, "أهلًا", by=rep, at=NOW)
        await tickets.reply(ticket, "ثانية", by=rep, at=datetime(2027, 1, 1, tzinfo=UTC))
    after = await Ticket.get(id=ticket.id)
    assert (after.first_response_at, after.assignee_id) == (NOW, rep.id)


async def test_a_note_is_put_in_no_outbox(ticket: Ticket, rep: Staff) -> None:
    before = await OutboundMessage.all().count()
    async with transaction():
        await tickets.note(ticket, "سر", by=rep, at=NOW)
    assert await OutboundMessage.all().count() == before
    for row in await OutboundMessage.all():
        assert Words("سر") not in outlog.body(row)


async def test_nowhere_to_send(ticket: Ticket, rep: Staff) -> None:
    await Identity.filter(lead_id=ticket.lead_id).update(opted_out=True)
    with pytest.raises(notices.NowhereToSend):
        async with transaction():
            await tickets.reply(ticket, "أهلًا", by=rep, at=NOW)


async def test_who_sees_a_ticket(ticket: Ticket, lead: Lead, rep: Staff) -> None:
    ref = references.ticket(ticket.id)
    await Ticket.filter(id=ticket.id).update(assignee_id=None)
    agent, manager = await colleague("Al"), await colleague("Mona", Role.MANAGER)
    identity = await Identity.get(lead_id=lead.id)
    for one in (rep, agent, manager):
        assert (await access.ticket(ref, by=Person(identity, staff=one))).id == ticket.id
    async with transaction():
        await tickets.take(ticket, by=rep, at=NOW)
    assert await access.ticket(ref, by=Person(identity, staff=manager))
    with pytest.raises(access.WithSomebodyElse):
        await access.ticket(ref, by=Person(identity, staff=agent))
    assert await access.ticket(ref, by=Person(identity, party=lead))
    stranger = await Lead.create(name="x", created_at=NOW, updated_at=NOW)
    for ref_of_none in (ref, references.ticket(999_999)):
        with pytest.raises(access.NotFound):
            await access.ticket(ref_of_none, by=Person(identity, party=stranger))
