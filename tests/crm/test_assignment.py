"""Handing on: who may, what goes along, who hears, and two people at once."""

from __future__ import annotations

import asyncio

import pytest

from crm import access, assignment, colleagues, participants, tickets
from crm.people import Person
from crm.references import ticket as ref
from crm.refusal import Refusal
from storage.models import Change, Identity, Lead, OutboundMessage, Role, Staff, Ticket, TicketStatus
from storage.transactions import transaction
from tests.crm.conftest import NOW
from tests.crm.test_routes import opened, staff


async def heard(who: Staff, prefix: str) -> list[OutboundMessage]:
    identity = await Identity.get(staff_id=who.id)
    return await OutboundMessage.filter(identity_id=identity.id, key__startswith=prefix)


async def assign(record: Ticket | Lead, to: Staff, by: Staff) -> assignment.Handover:
    async with transaction():
        return await assignment.assign(record, to, by=by, at=NOW)


async def test_the_new_and_the_former_holder_hear_and_the_change_names_both(rep: Staff, lead: Lead) -> None:
    kim, boss = await staff("Kim"), await staff("Dana", Role.MANAGER)
    ticket = await opened(lead)
    await assign(ticket, kim, boss)
    change = await Change.filter(ticket_id=ticket.id, field="assignee").order_by("-id").first()
    assert change is not None
    assert (change.before_id, change.after_id, change.author_id) == (rep.id, kim.id, boss.id)
    assert len(await heard(kim, "assigned:")) == 1
    assert len(await heard(rep, "assigned:")) == 1
    assert await heard(boss, "assigned:") == []


async def test_an_agent_hands_on_what_they_have_or_nobody_has(rep: Staff, lead: Lead) -> None:
    kim, boss = await staff("Kim"), await staff("Dana", Role.MANAGER)
    ticket = await opened(lead)
    with pytest.raises(assignment.NotTheirsToGive):
        await assign(ticket, kim, kim)
    await assign(ticket, kim, rep)
    with pytest.raises(assignment.NotTheirsToGive):
        await assign(ticket, rep, rep)
    async with transaction():
        await assignment.unassign(ticket, by=kim, at=NOW)
    await assign(ticket, rep, rep)
    await assign(ticket, boss, boss)


async def test_a_mention_gives_sight_and_not_the_right_to_hand_on(rep: Staff, lead: Lead) -> None:
    kim = await staff("Kim")
    ticket = await opened(lead)
    asker = Person(await Identity.get(staff_id=kim.id), staff=kim)
    with pytest.raises(access.WithSomebodyElse):
        await access.ticket(ref(ticket.id), by=asker)
    async with transaction():
        await participants.saw(ticket, kim, at=NOW)
    with pytest.raises(access.WithSomebodyElse):
        await access.ticket(ref(ticket.id), by=asker)
    async with transaction():
        await participants.call(ticket, kim, at=NOW)
    assert (await access.ticket(ref(ticket.id), by=asker)).id == ticket.id
    with pytest.raises(assignment.NotTheirsToGive):
        await assign(ticket, kim, kim)


async def test_a_persons_live_tickets_go_along_from_their_owner_and_no_others(rep: Staff, lead: Lead) -> None:
    kim, boss = await staff("Kim"), await staff("Dana", Role.MANAGER)
    await assign(lead, rep, rep)
    mine, closed, others = await opened(lead, 1), await opened(lead, 2), await opened(lead, 3)
    async with transaction():
        await tickets.move(closed, to=TicketStatus.CLOSED, by=rep, at=NOW)
    await assign(others, boss, rep)
    done = await assign(lead, kim, boss)
    assert [one.id for one in done.tickets] == [mine.id]
    held = {one.id: one.assignee_id for one in await Ticket.all()}
    assert held == {mine.id: kim.id, closed.id: rep.id, others.id: boss.id}


async def test_refusals_change_nothing(rep: Staff, lead: Lead) -> None:
    kim, boss = await staff("Kim"), await staff("Dana", Role.MANAGER)
    ticket = await opened(lead)
    kim.active = False
    await kim.save()
    with pytest.raises(colleagues.NoSuchColleague):
        await assign(ticket, kim, boss)
    with pytest.raises(assignment.AlreadyWith):
        await assign(ticket, rep, boss)
    with pytest.raises(assignment.WithNobody):
        async with transaction():
            await assignment.unassign(lead, by=boss, at=NOW)
    async with transaction():
        await tickets.move(ticket, to=TicketStatus.CLOSED, by=rep, at=NOW)
    with pytest.raises(tickets.Closed):
        await assign(ticket, boss, boss)
    assert (await Ticket.get(id=ticket.id)).assignee_id == rep.id


async def test_of_two_who_take_what_nobody_has_one_has_it(rep: Staff, lead: Lead) -> None:
    kim, boss = await staff("Kim"), await staff("Dana", Role.MANAGER)
    ticket = await opened(lead)
    async with transaction():
        await assignment.unassign(ticket, by=boss, at=NOW)

    async def take(by: Staff) -> bool:
        try:
            async with transaction():
                await tickets.take(ticket, by=by, at=NOW)
        except Refusal:
            return False
        return True

    won = await asyncio.gather(take(rep), take(kim))
    assert sorted(won) == [False, True]
    winner, loser = (rep, kim) if won[0] else (kim, rep)
    assert len(await heard(loser, "taken:")) == 1
    assert await heard(winner, "taken:") == []
