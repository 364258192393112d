"""Reminders: each rings at its time, once however many look, once more gently; and what is done around a ring holds."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tortoise.exceptions import IntegrityError

from crm import (
    activities,
    consent,
    leads,
    merges,
    office,
    people,
    preferences,
    quiet,
    reminders,
    tasks,
    ticket_merges,
    tickets,
    undo,
)
from crm.office import Office, read_hours, read_targets
from crm.people import Person
from crm.recurrence import Recurrence
from crm.reminders import MISSED, REMINDER
from storage import clock, outlog
from storage.models import (
    Activity,
    ActivityKind,
    ChannelName,
    Direction,
    Identity,
    Lead,
    LeadStatus,
    OutboundMessage,
    Priority,
    Role,
    Staff,
    Ticket,
)
from storage.text import Text
from storage.transactions import transaction

NINE = "2026-03-04 09:00"
"""A Wednesday, in Riyadh."""

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

MORE = timedelta(seconds=1)
"""The clock runs meanwhile: the gentle one comes an hour after the ring, which was a moment after its time."""


@pytest.fixture(autouse=True)
def _office() -> Iterator[None]:
    before = office.current()
    response, resolution = read_targets(office.RESPONSE), read_targets(office.RESOLUTION)
    office.use(Office(ZoneInfo("Asia/Riyadh"), read_hours("sun-thu 9:00-17:00"), (), response, resolution))
    show(on(NINE))
    yield
    office.use(before)
    clock.reset()


def on(wall: str, zone: str = "Asia/Riyadh") -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def show(moment: datetime) -> None:
    clock.reset()
    clock.move(moment - clock.now())


async def told(moment: datetime, sweeps: int = 1) -> list[OutboundMessage]:
    """What these sweeps, all at once, put in the outbox."""
    show(moment)
    before = set(await OutboundMessage.all().values_list("id", flat=True))
    await asyncio.gather(*[reminders.sweep() for _ in range(sweeps)])
    rows = await OutboundMessage.all().order_by("id").select_related("identity")
    return [row for row in rows if row.id not in before]


async def rung(moment: datetime, sweeps: int = 1) -> list[int | None]:
    """The tasks that these sweeps ring for, once a row; not those that gave way since, whose rows are withdrawn."""
    found = [row.activity_id for row in await told(moment, sweeps) if head(row).key == REMINDER]
    gone = await Activity.filter(dropped_at__isnull=False).values_list("id", flat=True)
    return [id for id in found if id not in gone]


def head(row: OutboundMessage) -> Text:
    """What a row begins with; somebody's own words are `words`."""
    first = outlog.body(row)[0]
    return first if isinstance(first, Text) else Text("words")


async def made(
    party: people.Party, by: Staff, wall: str | None, *, to_customer: bool = False, ticket: Ticket | None = None
) -> Activity:
    due = on(wall) if wall else None
    async with transaction():
        return await tasks.add(party, "x", due_at=due, by=by, at=clock.now(), to_customer=to_customer, ticket=ticket)


async def repeated(lead: Lead, by: Staff, rule: str, *, to_customer: bool = False) -> Activity:
    async with transaction():
        return await tasks.repeat(
            lead, "x", Recurrence.read(rule), by=by, at=clock.now(), to_customer=to_customer
        )  # fmt: skip


async def fresh(task: Activity) -> Activity:
    return await Activity.get(id=task.id)


async def hush(rep: Staff, start: int | None, end: int | None) -> Staff:
    """Quiet hours, in hours of the day."""
    start, end = (None if hour is None else hour * 60 for hour in (start, end))
    await Staff.filter(id=rep.id).update(quiet_from=start, quiet_until=end)
    return await Staff.get(id=rep.id)


async def following(task: Activity) -> list[datetime | None]:
    """When what is open of its series rings, the ones that have rung left out."""
    series = Activity.filter(series_id=task.id, dropped_at=None, done_at=None, reminded_at=None)
    return [one.ring_at for one in await series.order_by("id")]


@pytest.fixture
async def boss(rep: Staff) -> Staff:
    async with transaction():
        return await people.add_staff(
            "Mona", Role.MANAGER, language="en", timezone="UTC", addresses={ChannelName.TELEGRAM: "77"}, at=clock.now()
        )


async def move(rep: Staff, zone: str) -> Staff:
    """They live by another zone from now on."""
    async with transaction():
        staff = await Staff.get(id=rep.id)
        await preferences.set_timezone(Person(await Identity.get(staff_id=rep.id), staff=staff), zone)
    return staff


# Once, and once more


@pytest.mark.parametrize("sweeps", [1, 4])
async def test_it_rings_at_its_time_once_and_gently_once_more(lead: Lead, rep: Staff, sweeps: int) -> None:
    task = await made(lead, rep, "2026-03-04 10:00")
    assert await rung(on("2026-03-04 10:00") - 9 * MORE, sweeps) == []
    assert await rung(on("2026-03-04 10:00"), sweeps) == [task.id]
    assert await rung(on("2026-03-04 10:00") + HOUR - MINUTE, sweeps) == []
    [again] = await told(on("2026-03-04 11:00") + 5 * MORE, sweeps)
    assert (head(again).args["again"], head(again).args["late"], again.activity_id) == (1, 0, task.id)
    for hours in range(12, 60, 6):
        assert await rung(on("2026-03-04 00:00") + hours * HOUR) == []
    after = await fresh(task)
    assert (after.ring_at, after.rings) == (None, 2)
    assert after.reminded_at is not None
    assert after.reminded_at - on("2026-03-04 10:00") < 5 * MORE


async def test_a_flood_is_one_row_each_however_many_sweep(
    lead: Lead, rep: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "BATCH", 7)
    flood = [await made(lead, rep, "2026-03-04 10:00") for _ in range(40)]
    rows = await told(on("2026-03-04 10:00") + MINUTE, 4)
    assert sorted(row.activity_id or 0 for row in rows) == [task.id for task in flood]
    assert len({row.key for row in rows}) == 40


async def test_it_goes_to_the_address_that_wrote_last(lead: Lead, rep: Staff) -> None:
    await Identity.create(
        channel=ChannelName.WHATSAPP, address="whatsapp:+1", staff=rep, language="ar", last_inbound_at=on(NINE),
        created_at=on(NINE),
    )  # fmt: skip
    await made(lead, rep, "2026-03-04 10:00")
    [row] = await told(on("2026-03-04 10:00"))
    assert row.identity.channel is ChannelName.WHATSAPP


async def test_a_time_that_was_not_said_never_rings(lead: Lead, rep: Staff) -> None:
    await made(lead, rep, None)
    assert await rung(on("2026-03-20 10:00")) == []


# What is done around a ring


async def act(what: str, task: Activity, rep: Staff, minute: int) -> None:
    at = on("2026-03-04 09:00") + minute * MINUTE
    show(at)
    async with transaction():
        match what:
            case "done":
                await tasks.done(task, by=rep, at=at)
            case "drop":
                await tasks.drop(task, by=rep, at=at)
            case "later":
                await tasks.postpone(task, to=on("2026-03-04 12:00"), by=rep, at=at)
            case "undo":
                await undo.undo(rep, at=at)


@pytest.mark.parametrize(
    ("steps", "rings"),
    [
        # At 60 it is due, and would ring once more at 120.
        ({30: "done"}, []),
        ({30: "drop"}, []),
        ({30: "later"}, [180, 240]),
        ({30: "done", 35: "undo"}, [60, 120]),
        ({30: "drop", 35: "undo"}, [60, 120]),
        ({30: "later", 35: "undo"}, [60, 120]),
        ({65: "done"}, [60]),
        ({65: "drop"}, [60]),
        ({65: "later"}, [60, 180, 240]),
        # It is open again, and they have it before them: it does not ring for a time that is over.
        ({65: "done", 70: "undo"}, [60]),
        ({65: "drop", 70: "undo"}, [60]),
        ({65: "later", 70: "undo"}, [60]),
        ({55: "done", 64: "undo"}, []),
        ({125: "later"}, [60, 120, 180, 240]),
        ({125: "done", 130: "undo"}, [60, 120]),
        ({65: "later", 66: "later", 70: "done", 71: "undo"}, [60, 180, 240]),
        ({65: "later", 185: "done"}, [60, 180]),
        ({65: "later", 185: "done", 190: "undo"}, [60, 180]),
    ],
    ids=str,
)
async def test_done_postponed_dropped_and_undone_in_every_order(
    lead: Lead, rep: Staff, steps: dict[int, str], rings: list[int]
) -> None:
    task = await made(lead, rep, "2026-03-04 10:00")
    heard = []
    for minute in range(0, 300, 1):
        if minute in steps:
            await act(steps[minute], task, rep, minute)
        if minute % 5 == 0:
            heard += [minute] * len(await rung(on(NINE) + minute * (MINUTE + MORE / 10)))
    assert heard == rings


async def test_two_who_act_while_it_rings(lead: Lead, rep: Staff) -> None:
    """Whoever comes first, it is done, and nothing rings any more."""
    task = await made(lead, rep, "2026-03-04 10:00")
    show(on("2026-03-04 10:00"))

    async def finish() -> None:
        async with transaction():
            await tasks.done(task, by=rep, at=clock.now())

    await asyncio.gather(reminders.sweep(), finish(), reminders.sweep())
    after = await fresh(task)
    assert after.done_at is not None
    assert after.ring_at is None
    assert after.rings == await OutboundMessage.filter(activity_id=task.id).count() <= 1
    assert await rung(on("2026-03-04 11:00")) == []


async def test_what_was_written_down_goes_though_it_rang_to_its_author(lead: Lead, rep: Staff) -> None:
    task = await made(lead, rep, "2026-03-04 09:05")
    assert await rung(on("2026-03-04 09:05")) == [task.id]
    await act("undo", task, rep, 8)
    assert not await Activity.exists(id=task.id)
    assert await rung(on("2026-03-04 10:05")) == []


async def test_what_was_shown_to_others_stays(lead: Lead, rep: Staff, boss: Staff) -> None:
    task = await made(lead, rep, "2026-03-04 09:05")
    await Identity.filter(staff_id=rep.id).update(reachable=False)
    [row] = await told(on("2026-03-04 09:05"))
    assert row.identity.staff_id == boss.id
    with pytest.raises(undo.ShownSince):
        await act("undo", task, rep, 8)
    assert await Activity.exists(id=task.id)


async def test_of_a_series_that_is_undone_nothing_rings_any_more(lead: Lead, rep: Staff) -> None:
    task = await repeated(lead, rep, "day 09:05")
    assert await rung(on("2026-03-04 09:05")) == [task.id]
    await act("undo", task, rep, 8)
    assert await Activity.all().count() == 0
    assert await rung(on("2026-03-05 09:05")) == []


# Quiet hours


async def test_quiet_hours_hold_it_until_they_end(lead: Lead, rep: Staff) -> None:
    task = await made(lead, rep, "2026-03-04 23:00")
    await hush(rep, 22, 7)
    assert await rung(on("2026-03-04 23:00"), 4) == []
    assert (await fresh(task)).ring_at == on("2026-03-05 07:00")
    [row] = await told(on("2026-03-05 07:00"), 4)
    assert (head(row).args["late"], row.activity_id) == (0, task.id)


async def test_who_chose_a_time_inside_them_hears_it_and_gently_again_in_the_morning(lead: Lead, rep: Staff) -> None:
    rep = await hush(rep, 22, 7)
    task = await made(lead, rep, "2026-03-04 23:00")
    assert task.loud
    assert await rung(on("2026-03-04 23:00")) == [task.id]
    assert await rung(on("2026-03-05 00:00")) == []
    assert await rung(on("2026-03-05 06:59")) == []
    assert await rung(on("2026-03-05 07:00")) == [task.id]
    assert await rung(on("2026-03-05 08:00")) == []


async def test_put_off_to_a_time_inside_them_it_rings_and_put_off_out_of_them_it_is_like_any(
    lead: Lead, rep: Staff
) -> None:
    rep = await hush(rep, 22, 7)
    task = await made(lead, rep, "2026-03-04 21:50")
    assert await rung(on("2026-03-04 21:50")) == [task.id]
    async with transaction():
        await tasks.postpone(task, to=on("2026-03-04 22:10"), by=rep, at=clock.now())
    assert await rung(on("2026-03-04 22:10")) == [task.id]
    async with transaction():
        task = await tasks.postpone(task, to=on("2026-03-05 12:00"), by=rep, at=clock.now())
    assert not task.loud
    await hush(rep, 11, 13)
    assert await rung(on("2026-03-05 12:00")) == []
    assert await rung(on("2026-03-05 13:00")) == [task.id]


async def test_quiet_hours_that_were_made_longer_or_given_up(lead: Lead, rep: Staff) -> None:
    task = await made(lead, rep, "2026-03-04 23:00")
    await hush(rep, 22, 7)
    assert await rung(on("2026-03-04 23:00")) == []
    await hush(rep, 22, 9)
    assert await rung(on("2026-03-05 07:00")) == []
    await hush(rep, None, None)
    assert await rung(on("2026-03-05 09:00")) == [task.id]


async def test_a_series_from_before_the_quiet_hours_is_held_each_time(lead: Lead, rep: Staff) -> None:
    task = await repeated(lead, rep, "day 23:00")
    await hush(rep, 22, 7)
    for evening, morning in (("2026-03-04", "2026-03-05"), ("2026-03-05", "2026-03-06")):
        assert await rung(on(f"{evening} 23:00")) == []
        assert len(await rung(on(f"{morning} 07:00"))) == 1
        assert await following(task) == [on(f"{morning} 23:00")]


async def test_a_series_that_was_meant_for_the_night_rings_each_night(lead: Lead, rep: Staff) -> None:
    rep = await hush(rep, 22, 7)
    await repeated(lead, rep, "day 23:00")
    for day in ("2026-03-04", "2026-03-05", "2026-03-06"):
        assert len(await rung(on(f"{day} 23:00"))) == 1
        # The gentle one waits for the morning.
        assert await rung(on(f"{day} 23:00") + HOUR) == []
        assert len(await rung(on(f"{day} 07:00") + DAY)) == 1


async def test_quiet_hours_that_end_in_an_hour_that_comes_twice(lead: Lead, rep: Staff) -> None:
    """Berlin, 25 October 2026: 2:30 was at 0:30 UTC, and comes again at 1:30. They end once."""
    rep = await move(rep, "Europe/Berlin")
    await Staff.filter(id=rep.id).update(quiet_from=22 * 60, quiet_until=150)
    second = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    assert quiet.staff_quiet_until(await Staff.get(id=rep.id), second - HOUR) == second - 40 * MINUTE
    assert quiet.staff_quiet_until(await Staff.get(id=rep.id), second) is None
    show(second - HOUR)
    async with transaction():
        task = await tasks.add(lead, "x", due_at=second, by=rep, at=clock.now())
    async with asyncio.timeout(60):
        assert await rung(second) == [task.id]


# Late


@pytest.mark.parametrize(("minutes", "late"), [(0, 0), (1, 0), (3, 1), (1439, 1)])
async def test_what_comes_late_says_so(lead: Lead, rep: Staff, minutes: int, late: int) -> None:
    await made(lead, rep, "2026-03-04 10:00")
    [row] = await told(on("2026-03-04 10:00") + minutes * MINUTE)
    assert (head(row).key, head(row).args["late"], head(row).args["again"]) == (REMINDER, late, 0)


async def test_what_is_over_a_day_late_comes_in_one_summary(lead: Lead, rep: Staff, boss: Staff) -> None:
    late = [await made(lead, rep, f"2026-03-04 10:{minute:02d}") for minute in range(5)]
    daily = await repeated(lead, rep, "day 09:30")
    other = await made(lead, boss, "2026-03-04 11:00")
    today = await made(lead, rep, "2026-03-06 09:00")
    rows = await told(on("2026-03-06 12:00"), 4)
    summaries = {row.identity.staff_id: head(row) for row in rows if head(row).key == MISSED}
    assert [row.activity_id for row in rows if head(row).key == REMINDER] == [today.id]
    assert len(rows) == 3
    assert summaries[rep.id].args == {"tasks": [daily.id, *(task.id for task in late)], "count": 6}
    assert summaries[boss.id].args == {"tasks": [other.id], "count": 1}
    for task in (*late, other):
        after = await fresh(task)
        assert (after.ring_at, after.rings, after.reminded_at is None) == (None, 1, False)
    # What repeats goes on, and what was missed altogether is not made up for.
    assert await following(daily) == [on("2026-03-07 09:30")]
    assert await rung(on("2026-03-06 13:00") + 5 * MORE) == [today.id]
    assert await told(on("2026-03-06 18:00"), 4) == []


async def test_a_summary_waits_for_the_end_of_quiet_hours(lead: Lead, rep: Staff) -> None:
    await made(lead, rep, "2026-03-04 10:00")
    await hush(rep, 22, 7)
    assert await told(on("2026-03-06 23:00"), 2) == []
    assert [head(row).key for row in await told(on("2026-03-07 07:00"), 2)] == [MISSED]


async def test_a_summary_names_so_many_and_counts_all(lead: Lead, rep: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "LISTED", 3)
    many = [await made(lead, rep, "2026-03-04 10:00") for _ in range(8)]
    [row] = await told(on("2026-03-06 12:00"), 4)
    assert head(row).args == {"tasks": [task.id for task in many[:3]], "count": 8}
    assert await Activity.filter(ring_at__isnull=False).count() == 0


# Series


async def test_each_brings_about_the_next_and_takes_the_place_of_the_one_before(lead: Lead, rep: Staff) -> None:
    first = await repeated(lead, rep, "day 10:00 until 2026-03-06")
    assert await rung(on("2026-03-04 10:00"), 4) == [first.id]
    assert await following(first) == [on("2026-03-05 10:00")]
    second = await Activity.get(remind_at=on("2026-03-05 10:00"))
    assert (second.series_id, second.repeats, second.text) == (first.id, "day 10:00 until 2026-03-06", "x")
    assert await rung(on("2026-03-05 10:00"), 4) == [second.id]
    assert (await fresh(first)).dropped_at is not None
    third = await Activity.get(remind_at=on("2026-03-06 10:00"))
    assert await rung(on("2026-03-06 10:00"), 4) == [third.id]
    # Until: there is no fourth.
    assert await following(first) == []
    assert await rung(on("2026-03-06 11:00") + 5 * MORE) == [third.id]
    assert await rung(on("2026-03-07 10:00")) == []
    assert await Activity.filter(series_id=first.id).count() == 3


async def test_a_series_that_would_never_come_is_refused(lead: Lead, rep: Staff) -> None:
    with pytest.raises(tasks.NeverComes):
        await repeated(lead, rep, "day 08:00 until 2026-03-04")


async def test_doing_one_leaves_the_others(lead: Lead, rep: Staff) -> None:
    first = await repeated(lead, rep, "day 10:00")
    await rung(on("2026-03-04 10:00"))
    async with transaction():
        await tasks.done(first, by=rep, at=clock.now())
    assert len(await rung(on("2026-03-05 10:00"))) == 1
    assert (await fresh(first)).dropped_at is None


@pytest.mark.parametrize("rang", [0, 1])
async def test_done_before_its_time_it_goes_on_with_the_next(lead: Lead, rep: Staff, rang: int) -> None:
    first = await repeated(lead, rep, "day 10:00")
    for day in range(rang):
        await rung(on("2026-03-04 10:00") + day * DAY)
    coming = await Activity.get(ring_at=on("2026-03-04 10:00") + rang * DAY, reminded_at=None)
    show(on("2026-03-04 09:30") + rang * DAY)
    async with transaction():
        await tasks.done(coming, by=rep, at=clock.now())
    assert await rung(on("2026-03-04 10:00") + rang * DAY) == []
    assert await following(first) == [on("2026-03-05 10:00") + rang * DAY]
    assert len(await rung(on("2026-03-05 10:00") + rang * DAY)) == 1


async def test_done_before_its_time_and_undone_it_rings_and_nothing_comes_twice(lead: Lead, rep: Staff) -> None:
    first = await repeated(lead, rep, "day 10:00")
    await act("done", first, rep, 30)
    await act("undo", first, rep, 35)
    assert await rung(on("2026-03-04 10:00")) == [first.id]
    assert await following(first) == [on("2026-03-05 10:00")]
    assert len(await rung(on("2026-03-05 10:00"))) == 1
    assert (await fresh(first)).dropped_at is not None
    assert await following(first) == [on("2026-03-06 10:00")]


async def test_putting_one_off_leaves_the_rule(lead: Lead, rep: Staff) -> None:
    first = await repeated(lead, rep, "day 10:00")
    await rung(on("2026-03-04 10:00"))
    async with transaction():
        await tasks.postpone(first, to=on("2026-03-04 15:00"), by=rep, at=clock.now())
    assert await rung(on("2026-03-04 15:00")) == [first.id]
    assert await rung(on("2026-03-04 16:00") + 5 * MORE) == [first.id]
    assert await following(first) == [on("2026-03-05 10:00")]
    second = await Activity.get(ring_at=on("2026-03-05 10:00"))
    async with transaction():
        await tasks.postpone(second, to=on("2026-03-05 15:00"), by=rep, at=clock.now())
    assert await rung(on("2026-03-05 10:00")) == []
    assert await rung(on("2026-03-05 15:00")) == [second.id]
    assert await following(first) == [on("2026-03-06 10:00")]


@pytest.mark.parametrize("which", ["the one that rang", "the next", "one that was done", "one that gave way"])
async def test_forgetting_one_ends_all_of_it(lead: Lead, rep: Staff, which: str) -> None:
    first = await repeated(lead, rep, "day 10:00")
    await rung(on("2026-03-04 10:00"))
    if which == "one that was done":
        async with transaction():
            await tasks.done(first, by=rep, at=clock.now())
    if which == "one that gave way":
        await rung(on("2026-03-05 10:00"))
        assert (await fresh(first)).dropped_at
    latest = await Activity.all().order_by("-id").first()
    assert latest is not None
    async with transaction():
        await tasks.drop(latest if which == "the next" else first, by=rep, at=clock.now())
    assert await Activity.filter(dropped_at=None, done_at=None).count() == 0
    for days in range(1, 4):
        assert await rung(on("2026-03-04 10:00") + days * DAY) == []
    with pytest.raises((tasks.AlreadyDropped, tasks.AlreadyDone)):
        async with transaction():
            await tasks.drop(first, by=rep, at=clock.now())


async def test_forgetting_is_undone_with_all_of_it(lead: Lead, rep: Staff) -> None:
    first = await repeated(lead, rep, "day 10:00")
    await rung(on("2026-03-04 10:00"))
    await act("drop", first, rep, 65)
    await act("undo", first, rep, 70)
    assert (await fresh(first)).dropped_at is None
    # The one that rang does not ring again; the next does.
    assert await rung(on("2026-03-04 12:00")) == []
    assert len(await rung(on("2026-03-05 10:00"))) == 1
    assert await following(first) == [on("2026-03-06 10:00")]


async def test_its_clock_goes_back_and_nothing_comes_twice(lead: Lead, rep: Staff) -> None:
    first = await repeated(lead, rep, "day 10:00")
    assert await rung(on("2026-03-04 10:00")) == [first.id]
    for hours in (-1, -25):
        assert await rung(on("2026-03-04 10:00") + hours * HOUR) == []
    assert await rung(on("2026-03-04 10:00")) == []
    assert await rung(on("2026-03-04 11:00") + 5 * MORE) == [first.id]
    assert len(await rung(on("2026-03-05 10:00"))) == 1
    assert await Activity.filter(series_id=first.id).count() == 3


# Whose they are


@pytest.mark.parametrize("why", ["suspended", "blocked"])
async def test_whoever_cannot_be_reached_the_managers_hear(lead: Lead, rep: Staff, boss: Staff, why: str) -> None:
    task = await made(lead, rep, "2026-03-04 10:00")
    if why == "suspended":
        await Staff.filter(id=rep.id).update(active=False)
    else:
        await Identity.filter(staff_id=rep.id).update(reachable=False)
    [row] = await told(on("2026-03-04 10:00"), 4)
    assert (row.identity.staff_id, row.activity_id) == (boss.id, task.id)


async def test_the_managers_hear_though_all_of_them_are_away(lead: Lead, rep: Staff, boss: Staff) -> None:
    task = await made(lead, rep, "2026-03-04 10:00")
    await Staff.filter(id=rep.id).update(active=False)
    await Staff.filter(id=boss.id).update(on_duty=False)
    assert await rung(on("2026-03-04 10:00")) == [task.id]


async def test_nothing_repeats_for_who_left_and_it_does_for_who_is_only_out_of_reach(
    lead: Lead, rep: Staff, boss: Staff
) -> None:
    first = await repeated(lead, rep, "day 10:00")
    await Identity.filter(staff_id=rep.id).update(reachable=False)
    assert len(await rung(on("2026-03-04 10:00"))) == 1
    assert await following(first) == [on("2026-03-05 10:00")]
    await Staff.filter(id=rep.id).update(active=False)
    assert len(await rung(on("2026-03-05 10:00"))) == 1
    assert await following(first) == []


@pytest.mark.parametrize("after", ["converted", "merged"])
async def test_it_goes_with_whom_it_is_about(lead: Lead, rep: Staff, boss: Staff, after: str) -> None:
    task, first = await made(lead, rep, "2026-03-04 10:00"), await repeated(lead, rep, "day 10:30")
    planned = await made(lead, rep, "2026-03-04 10:00", to_customer=True)
    async with transaction():
        party: people.Party
        if after == "converted":
            party = await leads.convert(lead, by=rep, at=clock.now())
        else:
            party = await Lead.create(name="Huda", created_at=clock.now(), updated_at=clock.now())
            await merges.merge(party, lead, by=boss, at=clock.now())
    rows = await told(on("2026-03-04 10:30"))
    mine = people.owned_by(party)
    for row in rows:
        assert (row.lead_id, row.customer_id) == (mine["lead_id"], mine["customer_id"]), head(row)
    assert {row.activity_id for row in rows if head(row).key == REMINDER} == {task.id, first.id}
    assert (await fresh(planned)).done_at is not None
    nexts = await Activity.get(series_id=first.id, reminded_at=None)
    assert (nexts.lead_id, nexts.customer_id) == (mine["lead_id"], mine["customer_id"])


async def opened(party: people.Party, subject: str = "x") -> Ticket:
    async with transaction():
        return await tickets.open_for(
            party, subject, priority=Priority.LOW, description="y", inbound_id=None, at=clock.now()
        )


async def test_of_a_ticket_that_goes_on_in_another_it_is_about_that_one(lead: Lead, rep: Staff) -> None:
    kept, gone = await opened(lead), await opened(lead)
    task = await made(lead, rep, "2026-03-04 10:00", ticket=gone)
    async with transaction():
        await ticket_merges.merge(kept, gone, by=rep, at=clock.now())
    [row] = await told(on("2026-03-04 10:00"))
    assert (row.activity_id, row.ticket_id) == (task.id, kept.id)


async def test_after_an_unmerge_it_is_where_its_ticket_is(lead: Lead, rep: Staff, boss: Staff) -> None:
    """One ticket goes back; the other has gone on in a ticket of the one that stays. What was added is theirs, too."""
    async with transaction():
        kept = await Lead.create(name="Huda", created_at=clock.now(), updated_at=clock.now())
    stays, goes_back, goes_on = await opened(kept), await opened(lead), await opened(lead)
    tasks_ = [await made(lead, rep, "2026-03-04 10:00", ticket=one) for one in (goes_back, goes_on)]
    plain = await made(lead, rep, "2026-03-04 10:00")
    async with transaction():
        merge = await merges.merge(kept, lead, by=boss, at=clock.now())
    async with transaction():
        await ticket_merges.merge(stays, goes_on, by=boss, at=clock.now())
    tasks_.append(await made(kept, rep, "2026-03-04 10:00", ticket=await Ticket.get(id=goes_back.id)))
    async with transaction():
        await merges.undo(merge.id, kept, by=boss, at=clock.now())
    for task in tasks_:
        now = await fresh(task)
        ticket = await Ticket.get(id=now.ticket_id)
        assert (now.lead_id, now.customer_id) == (ticket.lead_id, ticket.customer_id)
    assert (await fresh(plain)).lead_id == lead.id


# Another zone, and clocks that change


@pytest.mark.parametrize(
    ("zone", "wall"), [("Europe/Berlin", "2026-03-05 10:00"), ("Asia/Tokyo", "2026-03-05 10:00")], ids=["west", "east"]
)
async def test_right_after_a_ring_the_next_keeps_its_time_on_the_wall(
    lead: Lead, rep: Staff, zone: str, wall: str
) -> None:
    first = await repeated(lead, rep, "day 10:00")
    assert await rung(on("2026-03-04 10:00")) == [first.id]
    await act("done", first, rep, 61)
    await move(rep, zone)
    # To the west the same morning comes once more, and does not ring.
    assert await rung(max(clock.now(), on("2026-03-04 10:00", zone))) == []
    assert await following(first) == [on(wall, zone)]
    assert await rung(on(wall, zone) - MINUTE) == []
    assert len(await rung(on(wall, zone))) == 1
    assert await following(first) == [on(wall, zone) + DAY]


@pytest.mark.parametrize(
    ("zone", "wall"),
    [("Europe/Berlin", "2026-03-04 10:00"), ("America/New_York", "2026-03-04 10:00"),
     # There it is three in the afternoon already.
     ("Asia/Tokyo", "2026-03-05 10:00")],
)  # fmt: skip
async def test_before_a_ring_it_rings_when_the_wall_says_so(lead: Lead, rep: Staff, zone: str, wall: str) -> None:
    first = await repeated(lead, rep, "day 10:00")
    await move(rep, zone)
    if zone != "Asia/Tokyo":
        assert await rung(on("2026-03-04 10:00")) == []
    assert await rung(on(wall, zone) - MINUTE) == []
    assert await rung(on(wall, zone)) == [first.id]


async def test_there_and_back_is_as_before(lead: Lead, rep: Staff) -> None:
    rep = await hush(rep, 22, 7)
    first, night = await repeated(lead, rep, "day 10:00"), await repeated(lead, rep, "day 23:00")
    for zone in ("Asia/Tokyo", "America/New_York", "Asia/Riyadh"):
        await move(rep, zone)
    assert (await fresh(first)).ring_at in (on("2026-03-04 10:00"), on("2026-03-05 10:00"))
    assert ((await fresh(night)).ring_at, (await fresh(night)).loud) == (on("2026-03-04 23:00"), True)


async def test_what_was_not_meant_for_the_night_is_not_after_a_move(lead: Lead, rep: Staff) -> None:
    task = await repeated(lead, rep, "day 23:00")
    await hush(rep, 22, 7)
    await move(rep, "Africa/Cairo")
    assert await rung(on("2026-03-04 23:00", "Africa/Cairo")) == []
    assert await rung(on("2026-03-05 07:00", "Africa/Cairo")) == [task.id]


async def test_what_rings_once_rings_at_its_moment_wherever_they_are(lead: Lead, rep: Staff) -> None:
    task = await made(lead, rep, "2026-03-04 10:00")
    await move(rep, "Asia/Tokyo")
    assert await rung(on("2026-03-04 10:00")) == [task.id]


async def test_of_a_time_that_clocks_leave_out_the_next_there_is(lead: Lead, rep: Staff) -> None:
    rep = await move(rep, "Europe/Berlin")
    show(on("2026-03-28 12:00", "Europe/Berlin"))
    first = await repeated(lead, rep, "day 02:30")
    three = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert await rung(three - MINUTE) == []
    assert await rung(three, 4) == [first.id]
    assert await following(first) == [on("2026-03-30 02:30", "Europe/Berlin")]


async def test_of_a_time_that_comes_twice_the_first(lead: Lead, rep: Staff) -> None:
    rep = await move(rep, "Europe/Berlin")
    show(on("2026-10-24 12:00", "Europe/Berlin"))
    first = await repeated(lead, rep, "day 02:30")
    half = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert await rung(half, 4) == [first.id]
    async with transaction():
        await tasks.done(first, by=rep, at=clock.now())
    assert await rung(half + HOUR, 4) == []
    assert await following(first) == [half + 25 * HOUR]
    assert len(await rung(half + 25 * HOUR)) == 1


# To a customer


async def sent(lead: Lead) -> list[str]:
    """What was written to them, as it is on record."""
    out = Activity.filter(direction=Direction.OUT, lead_id=lead.id)
    return [one.text for one in await out.order_by("id")]


async def heads(moment: datetime, sweeps: int = 1) -> list[tuple[str, str]]:
    """Of what was put in the outbox, what it begins with and for whom."""
    rows = await told(moment, sweeps)
    return sorted((head(row).key, "staff" if row.identity.staff_id else "them") for row in rows)


async def test_a_customer_is_written_to_at_the_time(lead: Lead, rep: Staff) -> None:
    task = await made(lead, rep, "2026-03-04 10:00", to_customer=True)
    assert await heads(on("2026-03-04 09:59")) == []
    assert await heads(on("2026-03-04 10:00"), 4) == [("reminder-sent", "staff"), ("words", "them")]
    assert await heads(on("2026-03-04 11:00"), 4) == []
    out = await Activity.get(direction=Direction.OUT)
    assert (out.text, out.author_id, out.kind) == ("x", rep.id, ActivityKind.WHATSAPP)
    after = await fresh(task)
    assert (after.done_at is None, after.ring_at, after.rings) == (False, None, 1)
    # Who was written to was answered.
    assert (await Lead.get(id=lead.id)).status is LeadStatus.CONTACTED


@pytest.mark.parametrize("why", ["stop", "blocked", "nowhere"])
async def test_who_cannot_be_written_to_is_not_and_its_author_hears(lead: Lead, rep: Staff, why: str) -> None:
    task = await made(lead, rep, "2026-03-04 10:00", to_customer=True)
    identity = await Identity.get(lead_id=lead.id)
    match why:
        case "stop":
            await consent.withdraw(identity, at=clock.now())
        case "blocked":
            await Identity.filter(id=identity.id).update(reachable=False)
        case "nowhere":
            await Identity.filter(id=identity.id).update(lead_id=None, staff_id=rep.id, reachable=False)
    assert await heads(on("2026-03-04 10:00"), 4) == [("reminder-not-sent", "staff")]
    after = await fresh(task)
    assert (after.done_at, after.dropped_at, after.ring_at, after.rings) == (None, None, None, 1)
    assert await sent(lead) == []
    # It stands where their tasks stand.
    assert [one.id for one in await tasks.of_party(lead, limit=9)] == [task.id]


async def test_who_said_stop_and_wrote_since_is_not_written_to_of_our_own_accord(lead: Lead, rep: Staff) -> None:
    await made(lead, rep, "2026-03-04 10:00", to_customer=True)
    opted_out = await Identity.get(lead_id=lead.id)
    await consent.withdraw(opted_out, at=on("2026-03-04 09:01"))
    await Identity.filter(id=opted_out.id).update(last_inbound_at=on("2026-03-04 09:30"))
    other = await Identity.create(
        channel=ChannelName.TELEGRAM, address="5", lead=lead, language="ar", last_inbound_at=on("2026-03-04 09:00"),
        created_at=on("2026-03-04 09:00"),
    )  # fmt: skip
    rows = await told(on("2026-03-04 10:00"))
    assert [row.identity_id for row in rows if row.identity.staff_id is None] == [other.id]
    assert (await Activity.get(direction=Direction.OUT)).kind is ActivityKind.TELEGRAM


async def test_their_own_quiet_hours_hold_it(lead: Lead, rep: Staff) -> None:
    rep = await hush(rep, 9, 17)
    await made(lead, rep, "2026-03-04 23:00", to_customer=True)
    await Identity.filter(lead_id=lead.id).update(quiet_from=22 * 60, quiet_until=7 * 60)
    assert await heads(on("2026-03-04 23:00"), 4) == []
    # The organisation's zone is theirs, as they have none of their own.
    assert await heads(on("2026-03-05 06:59"), 4) == []
    assert await heads(on("2026-03-05 07:00"), 4) == [("reminder-sent", "staff"), ("words", "them")]


@pytest.mark.parametrize("sends", [True, False])
async def test_what_repeats_for_a_customer_goes_on_whatever_becomes_of_one(lead: Lead, rep: Staff, sends: bool) -> None:
    first = await repeated(lead, rep, "day 10:00", to_customer=True)
    if not sends:
        await consent.withdraw(await Identity.get(lead_id=lead.id), at=clock.now())
    for days in range(3):
        assert len(await heads(on("2026-03-04 10:00") + days * DAY, 4)) == (2 if sends else 1)
        assert await following(first) == [on("2026-03-05 10:00") + days * DAY]
    assert len(await sent(lead)) == (3 if sends else 0)
    # Those that could not be sent do not pile up.
    assert len(await tasks.of_party(lead, limit=9)) == (1 if sends else 2)


async def test_what_is_over_a_day_late_is_not_sent(lead: Lead, rep: Staff) -> None:
    task, first = (
        await made(lead, rep, "2026-03-04 10:00", to_customer=True),
        await repeated(lead, rep, "day 10:00", to_customer=True),
    )
    assert await heads(on("2026-03-05 12:00"), 4) == [(MISSED, "staff")]
    assert await sent(lead) == []
    assert (await fresh(task)).done_at is None
    assert await following(first) == [on("2026-03-06 10:00")]


async def test_forgotten_it_is_not_sent(lead: Lead, rep: Staff) -> None:
    task = await made(lead, rep, "2026-03-04 10:00", to_customer=True)
    async with transaction():
        await tasks.drop(task, by=rep, at=clock.now())
    assert await heads(on("2026-03-04 10:00")) == []


async def test_one_that_fails_keeps_no_other(lead: Lead, rep: Staff) -> None:
    """A row that points nowhere, as only a hand in the database leaves it."""
    broken, well = [await made(lead, rep, "2026-03-04 10:00", to_customer=True) for _ in range(2)]
    await Activity.filter(id=broken.id).update(repeats="every blue moon")
    assert ("words", "them") in await heads(on("2026-03-04 10:00"))
    assert (await fresh(well)).done_at is not None
    assert (await fresh(broken)).done_at is None


# The schema


@pytest.mark.parametrize(
    "state",
    [{"kind": ActivityKind.NOTE}, {"done_at": on(NINE)}, {"dropped_at": on(NINE)}],
    ids=["note", "done", "dropped"],
)
async def test_only_what_is_open_rings(lead: Lead, state: dict[str, object]) -> None:
    values = {"kind": ActivityKind.TASK, "lead": lead, "at": on(NINE), "ring_at": on(NINE), **state}
    with pytest.raises(IntegrityError, match="activity_ring_open"):
        await Activity.create(**values)
    task = await Activity.create(kind=ActivityKind.TASK, lead=lead, at=on(NINE), ring_at=on(NINE))
    with pytest.raises(IntegrityError, match="activity_ring_open"):
        await Activity.filter(id=task.id).update(**state)


async def test_a_series_has_each_moment_once(lead: Lead) -> None:
    values = {"kind": ActivityKind.TASK, "lead": lead, "at": on(NINE), "remind_at": on(NINE)}
    first = await Activity.create(**values)
    await Activity.create(**values, series_id=first.id)
    # Without a series there is no such bound.
    await Activity.create(**values)
    with pytest.raises(IntegrityError, match=r"activity_series_once|series_id"):
        await Activity.create(**values, series_id=first.id)


async def test_a_note_is_no_task_to_be_rung_for(lead: Lead, rep: Staff) -> None:
    async with transaction():
        note = await activities.note(lead, "x", by=rep, at=clock.now())
    with pytest.raises(tasks.NotATask):
        async with transaction():
            await tasks.drop(note, by=rep, at=clock.now())


async def test_nothing_goes_out_in_the_name_of_who_was_suspended(lead: Lead, rep: Staff, boss: Staff) -> None:
    task = await made(lead, rep, "2026-03-04 10:00", to_customer=True)
    await Staff.filter(id=rep.id).update(active=False)
    [row] = await told(on("2026-03-04 10:00") + MORE)
    assert (row.identity.staff_id, head(row).key) == (boss.id, "reminder-not-sent")
    assert (await Activity.get(id=task.id)).done_at is None


async def test_nothing_goes_out_of_who_handed_the_customer_on(lead: Lead, rep: Staff, boss: Staff) -> None:
    await Lead.filter(id=lead.id).update(owner_id=rep.id)
    task = await made(lead, rep, "2026-03-04 10:00", to_customer=True)
    await Lead.filter(id=lead.id).update(owner_id=boss.id)
    [row] = await told(on("2026-03-04 10:00") + MORE)
    assert (row.identity.staff_id, head(row).key) == (rep.id, "reminder-not-sent")
    assert (await Activity.get(id=task.id)).done_at is None
