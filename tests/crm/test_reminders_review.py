"""Reminders, looked at by somebody who means them harm: what is undone late, broken, moved or taken away meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import fresh, logs
from bot.activities import card
from bot.house import House
from crm import assignment, belongings, office, participants, people, reminders, tasks, team, tickets, undo
from crm.office import Office, read_hours, read_targets
from crm.people import Person
from crm.recurrence import Recurrence
from storage import clock, outlog, rows
from storage.models import (
    Activity,
    ChannelName,
    Customer,
    Identity,
    Lead,
    OutboundMessage,
    OutboundStatus,
    Priority,
    Role,
    Staff,
    Ticket,
)
from storage.text import Text
from storage.transactions import transaction
from tests.faults.support import heard, hears, quiet, until
from tests.stage import Stage, opened

NINE = datetime(2026, 3, 4, 6, 0, tzinfo=UTC)
"""A Wednesday, in Riyadh."""

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def _office() -> Iterator[None]:
    before = office.current()
    response, resolution = read_targets(office.RESPONSE), read_targets(office.RESOLUTION)
    office.use(Office(ZoneInfo("Asia/Riyadh"), read_hours("sun-thu 9:00-17:00"), (), response, resolution))
    show(NINE)
    yield
    office.use(before)
    clock.reset()


@pytest.fixture
async def boss(rep: Staff) -> Staff:
    async with transaction():
        return await people.add_staff(
            "Mona", Role.MANAGER, language="en", timezone="UTC", addresses={ChannelName.TELEGRAM: "77"}, at=clock.now()
        )


def show(moment: datetime) -> None:
    clock.reset()
    clock.move(moment - clock.now())


async def made(
    lead: Lead, by: Staff, at: datetime, *, rule: str = "", to_customer: bool = False, ticket: Ticket | None = None
) -> Activity:
    async with transaction():
        if rule:
            return await tasks.repeat(lead, "x", Recurrence.read(rule), by=by, at=clock.now(), to_customer=to_customer)
        return await tasks.add(
            lead, "x", due_at=at, by=by, at=clock.now(), to_customer=to_customer, ticket=ticket
        )  # fmt: skip


async def rung(moment: datetime) -> list[int | None]:
    """The tasks for which a sweep rings at this moment."""
    show(moment)
    before = set(await OutboundMessage.all().values_list("id", flat=True))
    await reminders.sweep()
    found = await OutboundMessage.filter(key__startswith="reminder:").order_by("id")
    return [row.activity_id for row in found if row.id not in before]


async def undone(by: Staff, at: datetime) -> None:
    show(at)
    async with transaction():
        await undo.undo(by, at=at)


async def postponed(task: Activity, to: datetime, by: Staff, at: datetime) -> None:
    show(at)
    async with transaction():
        await tasks.postpone(task, to=to, by=by, at=at)


# Undone too late


@pytest.mark.usefixtures("_office")
async def test_a_series_that_was_forgotten_over_its_time_goes_on_when_that_is_undone(lead: Lead, rep: Staff) -> None:
    first = await made(lead, rep, NINE, rule="day 10:00")
    show(NINE + 59 * MINUTE)
    async with transaction():
        await tasks.drop(first, by=rep, at=clock.now())
    assert await rung(NINE + HOUR + SECOND) == []
    await undone(rep, NINE + HOUR + 4 * MINUTE)
    assert await rung(NINE + HOUR + 5 * MINUTE) == [first.id]
    assert len(await rung(NINE + HOUR + DAY)) == 1


@pytest.mark.usefixtures("_office")
async def test_a_series_that_was_put_off_over_its_time_goes_on_when_that_is_undone(lead: Lead, rep: Staff) -> None:
    first = await made(lead, rep, NINE, rule="day 10:00")
    await postponed(first, NINE + 2 * HOUR, rep, NINE + 59 * MINUTE)
    assert await rung(NINE + HOUR + SECOND) == []
    await undone(rep, NINE + HOUR + 4 * MINUTE)
    assert await rung(NINE + HOUR + 5 * MINUTE) == [first.id]
    assert len(await rung(NINE + HOUR + DAY)) == 1


@pytest.mark.usefixtures("_office")
async def test_of_what_gave_way_to_the_next_a_new_time_is_not_taken_back(lead: Lead, rep: Staff) -> None:
    first = await made(lead, rep, NINE, rule="day 10:00")
    assert await rung(NINE + HOUR) == [first.id]
    show(NINE + DAY + 58 * MINUTE)
    await postponed(first, NINE + DAY + 3 * HOUR, rep, NINE + DAY + 58 * MINUTE)
    assert len(await rung(NINE + DAY + HOUR)) == 1
    assert (await Activity.get(id=first.id)).dropped_at is not None
    with pytest.raises(undo.ChangedSince):
        await undone(rep, NINE + DAY + HOUR + MINUTE)


@pytest.mark.usefixtures("_office")
@pytest.mark.parametrize("what", ["written", "put off"])
async def test_what_was_sent_to_a_customer_is_not_taken_back(lead: Lead, rep: Staff, what: str) -> None:
    task = await made(lead, rep, NINE + (5 if what == "written" else 120) * MINUTE, to_customer=True)
    if what == "put off":
        show(NINE + 20 * MINUTE)
        await postponed(task, NINE + 25 * MINUTE, rep, NINE + 20 * MINUTE)
    sent_at = NINE + (5 if what == "written" else 25) * MINUTE
    await rung(sent_at + SECOND)
    assert (await Activity.get(id=task.id)).done_at is not None
    with pytest.raises(undo.SentSince):
        await undone(rep, sent_at + MINUTE)
    assert (await Activity.get(id=task.id)).done_at is not None


@pytest.mark.usefixtures("_office")
async def test_what_was_done_by_hand_was_not_sent(lead: Lead, rep: Staff) -> None:
    by_hand, by_clock = [await made(lead, rep, NINE + HOUR, to_customer=True) for _ in range(2)]
    async with transaction():
        await tasks.done(by_hand, by=rep, at=clock.now())
    await rung(NINE + HOUR + SECOND)
    said = []
    for task in (by_hand, by_clock):
        reply = await card(await Activity.get(id=task.id))
        said += [line.key for line in reply.body if isinstance(line, Text) and line.key in ("task-sent", "task-done")]
    assert said == ["task-done", "task-sent"]


# One that is broken


@pytest.mark.usefixtures("_office")
@pytest.mark.parametrize("late", [timedelta(0), 2 * DAY], ids=["in time", "too late"])
async def test_a_rule_that_nobody_can_read_keeps_nothing_else(lead: Lead, rep: Staff, late: timedelta) -> None:
    """As only a hand in the database leaves it."""
    broken, series = await made(lead, rep, NINE, rule="day 10:00"), await made(lead, rep, NINE, rule="day 10:00")
    once, words = await made(lead, rep, NINE + HOUR), await made(lead, rep, NINE + HOUR, to_customer=True)
    await Activity.filter(id=broken.id).update(repeats="every blue moon", remind_at=NINE, ring_at=NINE)
    found = await rung(NINE + HOUR + SECOND + late)
    if late:
        [row] = await OutboundMessage.filter(key__startswith="missed:")
        [said] = outlog.body(row)
        assert isinstance(said, Text)
        assert said.args["tasks"] == [series.id, once.id, words.id]
    else:
        assert sorted(id for id in found if id) == [series.id, once.id]
        assert (await Activity.get(id=words.id)).done_at is not None
    assert await Activity.filter(series_id=series.id, repeats__isnull=False, rings=0).count() == 1
    assert (await Activity.get(id=broken.id)).ring_at == NINE


# Moved meanwhile


@pytest.mark.usefixtures("_office")
@pytest.mark.database("postgres")
async def test_the_next_of_a_series_goes_over_with_a_conversion_that_comes_between(lead: Lead, rep: Staff) -> None:
    """The conversion looks for what hangs on the lead while the next one is made, and is not there yet."""
    first = await made(lead, rep, NINE, rule="day 10:00")
    await rung(NINE + HOUR)
    show(NINE + HOUR + DAY)
    async with transaction():
        customer = await Customer.create(name="Sara", created_at=NINE, updated_at=NINE)

    held, ringing = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with transaction():
            # The ring waits behind this for the one that is to give way.
            await rows.get(Activity, first.id, lock=True)
            held.set()
            await ringing.wait()
            await asyncio.sleep(0.6)

    async def sweep() -> None:
        await held.wait()
        ringing.set()
        await reminders.sweep()

    async def convert() -> None:
        await ringing.wait()
        await asyncio.sleep(0.3)
        async with transaction():
            await people.lock(lead)
            await belongings.hand_over(lead, customer)

    await asyncio.gather(hold(), sweep(), convert())
    assert await Activity.filter(series_id=first.id).count() == 3
    assert await Activity.filter(lead_id=lead.id).count() == 0


# Who may know


async def ringing(task: Activity, rep: Staff) -> str:
    """All that its reminder says to them now."""
    row = await OutboundMessage.filter(key__startswith=f"reminder:{task.id}:").order_by("-id").first()
    assert row is not None
    person = Person(await Identity.get(staff_id=rep.id), staff=await Staff.get(id=rep.id))
    reply = await fresh.compose(row, person, House("Diwan", "en", "UTC"), clock.now())
    return f"{reply.body} {reply.choices}"


@pytest.fixture
async def ticket(lead: Lead, rep: Staff) -> Ticket:
    async with transaction():
        ticket = await tickets.open_for(
            lead, "a secret", priority=Priority.LOW, description="", inbound_id=None, at=clock.now()
        )
        return await tickets.take(ticket, by=rep, at=clock.now())


@pytest.mark.usefixtures("_office")
async def test_of_a_ticket_that_was_handed_on_only_their_own_words(
    lead: Lead, rep: Staff, boss: Staff, ticket: Ticket
) -> None:
    task = await made(lead, rep, NINE + HOUR, ticket=ticket)
    await rung(NINE + HOUR + SECOND)
    assert "a secret" in await ringing(task, rep)
    async with transaction():
        await assignment.assign(await Ticket.get(id=ticket.id), boss, by=boss, at=clock.now())
    said = await ringing(task, rep)
    assert "a secret" not in said
    assert "Mona" in said
    # Called into it, they see it again.
    async with transaction():
        await participants.call(ticket, rep, at=clock.now())
    assert "a secret" in await ringing(task, rep)


@pytest.fixture
async def stage(database: str, tmp_path: Path) -> AsyncIterator[Stage]:
    logs.configure("WARNING")
    async with opened(database, tmp_path) as stage:
        yield stage


async def test_whoever_was_suspended_hears_nothing_of_what_was_held_for_them(stage: Stage) -> None:
    rep = await stage.staff("Rana", "whatsapp", Role.AGENT, "en")
    boss = await stage.staff("Adam", "telegram", Role.ADMIN, "en")
    sara = stage.customer("Sara", "telegram", "en")
    await sara.send("Have you got oak tables?")
    await hears(rep, "New lead", "oak")
    await rep.send("reply L1 We have two of them")
    await hears(sara, "two of them")
    await Staff.all().update(agenda_at=None)
    await rep.send("remind L1 in 25 hours call her")
    await hears(rep, "call her")
    stage.move(25 * HOUR + SECOND)
    await sara.send("My new number is 4711")

    async def held() -> bool:
        return await OutboundMessage.filter(status=OutboundStatus.HELD, identity__address=rep.address).count() >= 2

    await until(held, what="the reminder and the message, held")
    rana, adam = await stage.member("Rana"), await stage.member("Adam")
    async with transaction():
        await team.suspend(rana, by=adam, at=clock.now())
    await rep.send("hello?")
    await hears(rep, "access")
    for _ in range(2):
        await stage.sandbox.world.idle()
        await quiet()
    assert not heard(rep, "4711")
    assert len(heard(rep, "call her")) == 1
    # The gentle one finds whoever is left.
    stage.move(HOUR + MINUTE)
    await hears(boss, "call her")
