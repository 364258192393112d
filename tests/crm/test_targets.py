"""Targets: when they are set anew, and that each warning is given once however many workers look."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm import office, people, targets, tickets
from crm.office import Office, read_hours, read_targets
from crm.targets import Target
from storage import clock, outlog
from storage.models import ChannelName, Lead, OutboundMessage, Priority, Role, Staff, Ticket, TicketStatus
from storage.text import Text
from storage.transactions import transaction

RIYADH = ZoneInfo("Asia/Riyadh")
TEN = datetime(2026, 3, 4, 10, 0, tzinfo=RIYADH)
"""A Wednesday; the office has been open for an hour."""


@pytest.fixture(autouse=True)
def _office() -> Iterator[None]:
    before = office.current()
    office.use(
        Office(RIYADH, read_hours(office.HOURS), (), read_targets(office.RESPONSE), read_targets(office.RESOLUTION))
    )
    yield
    office.use(before)
    clock.reset()


def at(moment: datetime) -> None:
    clock.reset()
    clock.move(moment - clock.now())


async def opened(lead: Lead, assignee: Staff | None, priority: Priority = Priority.HIGH) -> Ticket:
    async with transaction():
        ticket = await tickets.open_for(lead, "x", priority=priority, description="y", inbound_id=None, at=TEN)
        await Ticket.filter(id=ticket.id).update(assignee_id=assignee.id if assignee else None)
    return await Ticket.get(id=ticket.id)


async def boss() -> Staff:
    async with transaction():
        return await people.add_staff(
            "Mona", Role.MANAGER, language="en", timezone="UTC", addresses={ChannelName.TELEGRAM: "77"}, at=TEN
        )


async def warnings() -> list[tuple[str, str]]:
    """Of each warning: which, and whom it went to."""
    found = []
    for row in await OutboundMessage.all().order_by("id").select_related("identity__staff"):
        head = outlog.body(row)[0]
        if isinstance(head, Text) and head.key.startswith("notice-target-"):
            staff = row.identity.staff
            found.append((head.key.removeprefix("notice-target-"), staff.name if staff else ""))
    return found


async def test_they_are_set_when_it_is_opened(lead: Lead, rep: Staff) -> None:
    ticket = await opened(lead, rep)
    assert ticket.respond_by == TEN + timedelta(hours=1)
    assert ticket.resolve_by == datetime(2026, 3, 5, 10, 0, tzinfo=RIYADH)


async def test_another_priority_counts_from_the_beginning(lead: Lead, rep: Staff) -> None:
    ticket = await opened(lead, rep)
    await Ticket.filter(id=ticket.id).update(respond_warned=2, resolve_warned=1)
    async with transaction():
        await tickets.prioritise(ticket, to=Priority.LOW, by=rep, at=TEN + timedelta(hours=3))
    after = await Ticket.get(id=ticket.id)
    assert after.respond_by == datetime(2026, 3, 5, 10, 0, tzinfo=RIYADH)
    assert (after.respond_warned, after.resolve_warned) == (0, 0)


async def test_reopening_counts_from_then_and_priority_keeps_to_that(lead: Lead, rep: Staff) -> None:
    ticket, later = await opened(lead, rep), TEN + timedelta(days=4)
    async with transaction():
        await tickets.reply(ticket, "z", by=rep, at=TEN)
        await tickets.move(ticket, to=TicketStatus.CLOSED, by=rep, at=TEN)
        await tickets.reopen(ticket, by=rep, at=later)
    after = await Ticket.get(id=ticket.id)
    assert after.respond_by == ticket.respond_by
    assert after.resolve_by == later + timedelta(days=1)
    async with transaction():
        await tickets.prioritise(ticket, to=Priority.MEDIUM, by=rep, at=later)
    assert (await Ticket.get(id=ticket.id)).resolve_by == later + timedelta(days=3)


async def test_each_warning_is_given_once_by_many_workers(lead: Lead, rep: Staff) -> None:
    await boss()
    await opened(lead, rep)
    for minutes, told in (
        (29, []),
        (31, [("respond-near", "خالد")]),
        (60, [("respond-past", "خالد")]),
        (90, [("respond-late", "Mona")]),
        (200, []),
    ):
        before = await warnings()
        at(TEN + timedelta(minutes=minutes, seconds=1))
        await asyncio.gather(*[targets.sweep() for _ in range(4)])
        assert (await warnings())[len(before) :] == told


async def test_what_was_slept_through_is_said_at_once_and_no_longer_called_near(lead: Lead, rep: Staff) -> None:
    await boss()
    await opened(lead, rep)
    at(TEN + timedelta(hours=3))
    await targets.sweep()
    assert await warnings() == [("respond-past", "خالد"), ("respond-late", "Mona")]


async def test_nobody_is_told_while_the_office_is_closed(lead: Lead, rep: Staff) -> None:
    await opened(lead, rep)
    at(datetime(2026, 3, 6, 12, 0, tzinfo=RIYADH))
    await targets.sweep()
    assert await warnings() == []


async def test_an_answer_and_a_closing_are_the_end_of_it(lead: Lead, rep: Staff) -> None:
    ticket = await opened(lead, rep)
    async with transaction():
        await tickets.reply(ticket, "z", by=rep, at=TEN)
    at(TEN + timedelta(hours=2))
    await targets.sweep()
    assert await warnings() == []
    async with transaction():
        await tickets.move(ticket, to=TicketStatus.CLOSED, by=rep, at=TEN)
    at(TEN + timedelta(days=7))
    await targets.sweep()
    assert await warnings() == []
    assert targets.owed(await Ticket.get(id=ticket.id), Target.RESOLVE) is None


async def test_a_manager_who_holds_it_hears_once_that_it_is_past(lead: Lead, rep: Staff) -> None:
    await opened(lead, await boss())
    at(TEN + timedelta(hours=3))
    await targets.sweep()
    assert await warnings() == [("respond-past", "Mona")]


async def test_no_warning_of_an_answer_that_came_meanwhile(lead: Lead, rep: Staff) -> None:
    seen = await opened(lead, rep)
    async with transaction():
        await tickets.reply(seen, "z", by=rep, at=TEN)
    async with transaction():
        await targets._warn(seen, Target.RESPOND, targets.PAST)
    assert await warnings() == []


async def test_a_ticket_without_targets_is_left_alone(lead: Lead, rep: Staff) -> None:
    await Ticket.create(subject="old", lead=lead, created_at=TEN, updated_at=TEN)
    at(TEN + timedelta(days=7))
    await targets.sweep()
    assert await warnings() == []


async def test_what_nobody_has_is_told_to_those_on_duty_and_then_to_managers(lead: Lead, rep: Staff) -> None:
    manager = await boss()
    await Staff.filter(id=manager.id).update(on_duty=False)
    await opened(lead, None)
    at(TEN + timedelta(minutes=45))
    await targets.sweep()
    at(TEN + timedelta(minutes=100))
    await targets.sweep()
    assert await warnings() == [("respond-near", "خالد"), ("respond-past", "خالد"), ("respond-late", "Mona")]


async def test_quiet_hours_hold_a_warning_back(lead: Lead, rep: Staff) -> None:
    await boss()
    await Staff.filter(id=rep.id).update(quiet_from=10 * 60, quiet_until=10 * 60 + 45)
    await opened(lead, rep)
    at(TEN + timedelta(minutes=40))
    await targets.sweep()
    assert await warnings() == []
    at(TEN + timedelta(minutes=46))
    await targets.sweep()
    assert await warnings() == [("respond-near", "خالد")]
