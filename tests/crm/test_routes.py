"""Whom an incoming ticket goes to by itself."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from crm import duty, people, routes, tickets
from crm.people import Party
from storage.models import ChannelName, Identity, Lead, OutboundMessage, Priority, Role, Staff, Ticket
from storage.transactions import transaction
from tests.crm.conftest import NOW


async def staff(name: str, role: Role = Role.AGENT) -> Staff:
    async with transaction():
        return await people.add_staff(
            name, role, language="en", timezone="Asia/Riyadh", addresses={ChannelName.TELEGRAM: name}, at=NOW
        )


async def somebody(address: str) -> Party:
    async with transaction():
        person = await people.recognise(ChannelName.TELEGRAM, address, name=address, phone=None, language="en", at=NOW)
    assert person.party is not None
    return person.party


async def opened(party: Party, minutes: int = 0) -> Ticket:
    async with transaction():
        return await tickets.open_for(
            party, "A", priority=Priority.LOW, description="", inbound_id=None, at=NOW + timedelta(minutes=minutes)
        )


async def test_the_owner_has_it_while_on_duty_and_the_rule_decides_while_they_are_away(rep: Staff, lead: Lead) -> None:
    kim = await staff("Kim")
    lead.owner_id = rep.id
    await lead.save()
    for minute in range(3):
        assert (await opened(lead, minute)).assignee_id == rep.id
    await duty.leave(rep)
    assert (await opened(lead, 3)).assignee_id == kim.id
    assert (await Lead.get(id=lead.id)).owner_id == rep.id


async def test_the_fewest_live_tickets_decide_and_among_equals_it_goes_by_turn(rep: Staff, lead: Lead) -> None:
    kim, sam = await staff("Kim"), await staff("Sam")
    given = [await opened(lead, minute) for minute in range(6)]
    assert [one.assignee_id for one in given] == [rep.id, kim.id, sam.id] * 2
    async with transaction():
        await tickets.move(given[4], to=tickets.TicketStatus.CLOSED, by=kim, at=NOW + timedelta(hours=1))
    assert (await opened(lead, 90)).assignee_id == kim.id
    assert (await opened(lead, 91)).assignee_id == rep.id


async def test_managers_have_it_only_when_no_agent_is_there_and_nobody_when_nobody_is(rep: Staff, lead: Lead) -> None:
    boss, head = await staff("Dana", Role.MANAGER), await staff("Ada", Role.ADMIN)
    assert (await opened(lead, 0)).assignee_id == rep.id
    await duty.leave(rep)
    assert [(await opened(lead, minute)).assignee_id for minute in (1, 2)] == [boss.id, boss.id]
    await duty.leave(boss)
    assert (await opened(lead, 3)).assignee_id == head.id
    await duty.leave(head)
    everybody = await opened(lead, 4)
    assert everybody.assignee_id is None
    told = await OutboundMessage.filter(key__startswith=f"ticket:{everybody.id}:").values_list("identity_id", flat=True)
    staffs = await Identity.filter(staff_id__isnull=False).values_list("id", flat=True)
    assert sorted(told) == sorted(staffs)


async def test_whoever_cannot_be_told_or_was_suspended_is_passed_over(rep: Staff, lead: Lead) -> None:
    kim = await staff("Kim")
    await Identity.filter(staff_id=rep.id).update(reachable=False)
    assert (await opened(lead, 0)).assignee_id == kim.id
    kim.active = False
    await kim.save()
    assert (await opened(lead, 1)).assignee_id is None


async def test_tickets_at_once_go_to_different_people(rep: Staff) -> None:
    await staff("Kim")
    await staff("Sam")
    writers = [await somebody(f"writer{number}") for number in range(6)]
    given = await asyncio.gather(*[opened(writer) for writer in writers])
    counts = [sum(one.assignee_id == id for one in given) for id in {one.assignee_id for one in given}]
    assert sorted(counts) == [2, 2, 2]


async def test_the_rule_says_who_gets_the_next_one(rep: Staff, lead: Lead) -> None:
    async with transaction():
        chosen = await routes.find(lead, at=NOW)
    assert chosen is not None
    assert chosen.id == rep.id
    assert (await Staff.get(id=rep.id)).assigned_at == NOW
