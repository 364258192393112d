"""Undo: one's own last change, in one go, once, and never over somebody else's."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from crm import activities, labels, leads, people, tasks, ticket_merges, tickets, undo
from crm.refusal import Refusal
from storage import outbox, outlog
from storage.database import dialect
from storage.models import (
    Activity,
    ActivityKind,
    CallOutcome,
    Change,
    ChannelName,
    Customer,
    Direction,
    Label,
    Lead,
    LeadStatus,
    OutboundMessage,
    Priority,
    Role,
    Staff,
    Ticket,
    TicketStatus,
)
from storage.text import Text
from storage.transactions import transaction
from tests.crm.conftest import NOW


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


@pytest.fixture
async def ticket(lead: Lead) -> Ticket:
    async with transaction():
        return await tickets.open_for(
            lead, "الطابعة", priority=Priority.HIGH, description="لا تعمل", inbound_id=None, at=NOW
        )


@pytest.fixture
async def other(rep: Staff) -> Staff:
    async with transaction():
        return await people.add_staff(
            "Sam", Role.AGENT, language="en", timezone="UTC", addresses={ChannelName.TELEGRAM: "92"}, at=NOW
        )


async def undone(by: Staff, minutes: float) -> list[str]:
    async with transaction():
        return [change.field for change in await undo.undo(by, at=later(minutes))]


async def test_a_move_and_the_taking_that_came_with_it_go_back_together(ticket: Ticket, rep: Staff) -> None:
    await Ticket.filter(id=ticket.id).update(assignee_id=None)
    async with transaction():
        await tickets.move(ticket, to=TicketStatus.CLOSED, by=rep, at=later(1))
    assert await undone(rep, 2) == ["status", "assignee"]
    after = await Ticket.get(id=ticket.id)
    assert (after.status, after.closed_at, after.assignee_id) == (TicketStatus.OPEN, None, None)
    # The customer is told of the way there and of the way back.
    said = [
        line.key
        for row in await OutboundMessage.all().order_by("id")
        for line in outlog.body(row)
        if isinstance(line, Text)
    ]
    assert said.count("update-ticket-closed") == said.count("update-ticket-open") == 1
    with pytest.raises(undo.NothingToUndo):
        await undone(rep, 3)


async def test_the_second_takes_the_one_before(ticket: Ticket, rep: Staff) -> None:
    async with transaction():
        await tickets.prioritise(ticket, to=Priority.LOW, by=rep, at=later(1))
    async with transaction():
        await tickets.prioritise(ticket, to=Priority.MEDIUM, by=rep, at=later(2))
    await undone(rep, 3)
    assert (await Ticket.get(id=ticket.id)).priority is Priority.LOW
    await undone(rep, 4)
    assert (await Ticket.get(id=ticket.id)).priority is Priority.HIGH


async def test_ten_minutes_and_no_longer(ticket: Ticket, rep: Staff) -> None:
    async with transaction():
        await tickets.prioritise(ticket, to=Priority.LOW, by=rep, at=later(1))
    with pytest.raises(undo.NothingToUndo):
        await undone(rep, 11.1)
    assert await undone(rep, 11) == ["priority"]


async def test_what_somebody_changed_since_stays(ticket: Ticket, rep: Staff, other: Staff) -> None:
    async with transaction():
        await tickets.prioritise(ticket, to=Priority.LOW, by=rep, at=later(1))
    async with transaction():
        await tickets.prioritise(ticket, to=Priority.MEDIUM, by=other, at=later(2))
    async with transaction():
        await tickets.prioritise(ticket, to=Priority.LOW, by=other, at=later(3))
    with pytest.raises(undo.ChangedSince) as refused:
        await undone(rep, 4)
    assert refused.value.text.args["name"] == "Sam"
    assert (await Ticket.get(id=ticket.id)).priority is Priority.LOW


async def test_the_customer_who_reopened_it_counts_as_well(ticket: Ticket, rep: Staff) -> None:
    async with transaction():
        await tickets.move(ticket, to=TicketStatus.CLOSED, by=rep, at=later(1))
    async with transaction():
        await tickets.answered(ticket, at=later(2))
    with pytest.raises(undo.ChangedSince):
        await undone(rep, 3)


async def test_what_was_sent_stays_with_all_that_followed_from_it(lead: Lead, rep: Staff) -> None:
    async with transaction():
        await activities.answer(lead, "أهلًا", by=rep, at=later(1))
    with pytest.raises(undo.NothingToUndo):
        await undone(rep, 2)
    after = await Lead.get(id=lead.id)
    assert (after.status, after.owner_id) == (LeadStatus.CONTACTED, rep.id)


async def test_a_call_goes_with_what_it_changed(lead: Lead, rep: Staff) -> None:
    async with transaction():
        await activities.log(
            lead, ActivityKind.CALL, "", direction=Direction.OUT, outcome=CallOutcome.ANSWERED, by=rep, at=later(1)
        )
    assert (await Lead.get(id=lead.id)).status is LeadStatus.CONTACTED
    assert set(await undone(rep, 2)) == {"logged", "status", "owner"}
    after = await Lead.get(id=lead.id)
    assert (after.status, after.owner_id) == (LeadStatus.NEW, None)
    assert not await Activity.exists(kind=ActivityKind.CALL)


async def test_a_task_step_by_step(lead: Lead, rep: Staff) -> None:
    async with transaction():
        task = await tasks.add(lead, "x", due_at=None, by=rep, at=later(1))
    async with transaction():
        await tasks.postpone(task, to=later(600), by=rep, at=later(2))
    async with transaction():
        await tasks.done(task, by=rep, at=later(3))
    assert await undone(rep, 4) == ["done"]
    assert (await Activity.get(id=task.id)).done_at is None
    assert await undone(rep, 5) == ["due"]
    assert (await Activity.get(id=task.id)).due_at is None
    assert await undone(rep, 6) == ["logged"]
    assert not await Activity.exists(id=task.id)


async def test_a_task_that_somebody_did_stays(lead: Lead, rep: Staff, other: Staff) -> None:
    async with transaction():
        task = await tasks.add(lead, "x", due_at=None, by=rep, at=later(1))
    async with transaction():
        await tasks.done(task, by=other, at=later(2))
    with pytest.raises(undo.ChangedSince):
        await undone(rep, 3)
    assert await Activity.exists(id=task.id)


async def test_a_note_that_was_shown_stays(lead: Lead, rep: Staff, other: Staff) -> None:
    async with transaction():
        note = await activities.note(lead, "@Sam", by=rep, at=later(1))
    async with transaction():
        [identity] = await people.holder_identity(other.id)
        await outbox.put([outbox.Draft(identity.id, identity.channel, "k", [], activity_id=note.id)])
    with pytest.raises(undo.ShownSince):
        await undone(rep, 2)
    assert await Activity.exists(id=note.id)


async def test_a_conversion_stays(lead: Lead, rep: Staff) -> None:
    async with transaction():
        await leads.convert(lead, by=rep, at=later(1))
    with pytest.raises(undo.CannotUndo):
        await undone(rep, 2)
    assert (await Lead.get(id=lead.id)).customer_id is not None


async def test_a_phone_that_was_given_away_meanwhile(lead: Lead, rep: Staff) -> None:
    customer = await Customer.create(name="x", phone="+966500000009", created_at=NOW, updated_at=NOW)
    await Change.create(
        customer_id=customer.id, field="phone", before="+966500000001", after="+966500000009", author_id=rep.id,
        at=later(1),
    )  # fmt: skip
    await Customer.create(name="y", phone="+966500000001", created_at=NOW, updated_at=NOW)
    with pytest.raises(undo.CannotUndo):
        await undone(rep, 2)
    assert (await Customer.get(id=customer.id)).phone == "+966500000009"


async def test_labels_on_and_off(lead: Lead, rep: Staff) -> None:
    async with transaction():
        await labels.add(lead, "VIP", by=rep, at=later(1))
    async with transaction():
        await labels.remove(lead, "vip", by=rep, at=later(2))
    assert await undone(rep, 3) == ["label"]
    assert await Label.filter(lead_id=lead.id).values_list("name", flat=True) == ["VIP"]
    assert await undone(rep, 4) == ["label"]
    assert not await Label.exists(lead_id=lead.id)


async def test_two_at_once_take_one_back_once(ticket: Ticket, rep: Staff) -> None:
    async with transaction():
        await tickets.prioritise(ticket, to=Priority.LOW, by=rep, at=later(1))
    async with transaction():
        await tickets.prioritise(ticket, to=Priority.MEDIUM, by=rep, at=later(2))
    both = await asyncio.gather(undone(rep, 3), undone(rep, 3.1), return_exceptions=True)
    refused = [one for one in both if isinstance(one, Refusal)]
    assert all(isinstance(one, list | undo.JustUndone) for one in both)
    priority = (await Ticket.get(id=ticket.id)).priority
    assert priority is (Priority.LOW if refused else Priority.HIGH)
    if dialect() == "sqlite":
        assert refused == []


async def test_a_status_of_a_lead_who_became_a_customer_meanwhile(lead: Lead, rep: Staff, other: Staff) -> None:
    async with transaction():
        await leads.move(lead, to=LeadStatus.QUALIFIED, by=rep, at=later(1))
    async with transaction():
        await leads.convert(lead, by=other, at=later(2))
    with pytest.raises(undo.ChangedSince):
        await undone(rep, 3)


async def test_a_ticket_that_was_merged_away_meanwhile(ticket: Ticket, lead: Lead, rep: Staff, other: Staff) -> None:
    async with transaction():
        kept = await tickets.open_for(
            lead, "الشاشة", priority=Priority.LOW, description="", inbound_id=None, at=later(0)
        )
        await tickets.move(ticket, to=TicketStatus.CLOSED, by=rep, at=later(1))
    async with transaction():
        await ticket_merges.merge(kept, ticket, by=other, at=later(2))
    with pytest.raises(undo.ChangedSince):
        await undone(rep, 3)
    assert (await Ticket.get(id=ticket.id)).status is TicketStatus.CLOSED


async def test_a_file_of_many_is_not_taken_back(rep: Staff) -> None:
    for number in range(undo.MOST + 1):
        customer = await Customer.create(name=f"C{number}", email="a@example.com", created_at=NOW, updated_at=NOW)
        await Change.create(customer=customer, field="email", after="a@example.com", author=rep, at=NOW)
    async with transaction():
        with pytest.raises(undo.CannotUndo) as refused:
            await undo.undo(rep, at=later(1))
    assert refused.value.text.args == {"field": "imported"}
    assert not await Change.exists(undone_at__isnull=False)
