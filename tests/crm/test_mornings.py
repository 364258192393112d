"""Mornings: each gets their agenda at their own hour, once a day however many workers look and clocks jump."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm import activities, mornings, office, people, preferences, tasks, tickets
from crm.office import Office, read_holidays, read_hours, read_targets
from crm.people import Person
from storage import clock, outlog
from storage.models import ChannelName, Identity, Lead, OutboundMessage, Priority, Role, Staff
from storage.text import Text
from storage.transactions import transaction

RIYADH = ZoneInfo("Asia/Riyadh")
WEDNESDAY = date(2026, 3, 4)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _office() -> Iterator[None]:
    before = office.current()
    work()
    yield
    office.use(before)
    clock.reset()


def work(hours: str = office.HOURS, holidays: str = "") -> None:
    response, resolution = read_targets(office.RESPONSE), read_targets(office.RESOLUTION)
    office.use(Office(RIYADH, read_hours(hours), read_holidays(holidays), response, resolution))


@pytest.fixture
async def busy(lead: Lead, rep: Staff) -> Staff:
    """A member of the staff of long standing, for whom a lead of theirs waits."""
    await Staff.filter(id=rep.id).update(agenda_on=None)
    await Lead.filter(id=lead.id).update(owner_id=rep.id)
    async with transaction():
        await activities.hear(lead, "x", channel=ChannelName.WHATSAPP, inbound_id=None, at=on(WEDNESDAY, "06:00"))
    return await Staff.get(id=rep.id)


def on(day: date, clock_: str, zone: str = "Asia/Riyadh") -> datetime:
    return datetime.combine(day, time.fromisoformat(clock_), ZoneInfo(zone))


async def swept(moment: datetime, times: int = 1) -> list[str]:
    """The days whose agendas these sweeps send, at once."""
    clock.reset()
    clock.move(moment - clock.now())
    before = len(await sent())
    await asyncio.gather(*[mornings.sweep() for _ in range(times)])
    return [row.key.rpartition(":")[2] for row in (await sent())[before:]]


async def sent() -> list[OutboundMessage]:
    return await OutboundMessage.filter(key__startswith="agenda:").order_by("id")


async def test_it_comes_once_a_day_at_its_hour_by_many_workers(busy: Staff) -> None:
    for day, clock_, found in (
        (WEDNESDAY, "07:59:59", []),
        (WEDNESDAY, "08:00:01", ["2026-03-04"]),
        (WEDNESDAY, "08:00:31", []),
        (WEDNESDAY, "23:59", []),
        (WEDNESDAY + timedelta(days=1), "00:01", []),
        (WEDNESDAY + timedelta(days=1), "08:01", ["2026-03-05"]),
    ):
        assert await swept(on(day, clock_), 4) == found
    first, _ = await sent()
    assert outlog.body(first) == [Text("fresh-agenda", {"day": WEDNESDAY})]
    assert first.key == f"agenda:{busy.id}:2026-03-04"
    assert (await Staff.get(id=busy.id)).agenda_on == WEDNESDAY + timedelta(days=1)


async def test_each_gets_it_at_their_own_hour_in_their_own_zone(busy: Staff) -> None:
    await Staff.filter(id=busy.id).update(timezone="America/New_York", agenda_at=7 * 60 + 30)
    assert await swept(on(WEDNESDAY, "08:01")) == []
    assert await swept(on(WEDNESDAY, "07:29", "America/New_York")) == []
    assert await swept(on(WEDNESDAY, "07:31", "America/New_York")) == ["2026-03-04"]


async def test_a_time_that_the_clocks_leave_out_is_the_next_and_one_that_comes_twice_is_once(busy: Staff) -> None:
    work("mon-sun 0:00-24:00")
    await Staff.filter(id=busy.id).update(timezone="Europe/Berlin", agenda_at=2 * 60 + 30)
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert await swept(datetime(2026, 3, 29, 0, 59, tzinfo=UTC)) == []
    assert await swept(datetime(2026, 3, 29, 1, 0, 1, tzinfo=UTC)) == [str(spring)]
    assert await swept(datetime(2026, 10, 25, 0, 30, 1, tzinfo=UTC)) == [str(autumn)]
    assert await swept(datetime(2026, 10, 25, 1, 30, 1, tzinfo=UTC)) == []


@pytest.mark.parametrize("day", [date(2026, 3, 6), date(2026, 3, 8)])
async def test_not_at_the_weekend_nor_on_a_holiday(busy: Staff, day: date) -> None:
    work(holidays="2026-03-08")
    assert await swept(on(day, "08:01")) == []
    assert await swept(on(date(2026, 3, 9), "08:01")) == ["2026-03-09"]


async def test_late_after_an_outage_but_not_in_the_evening(busy: Staff) -> None:
    assert await swept(on(WEDNESDAY, "14:01")) == []
    assert await swept(on(WEDNESDAY, "13:59")) == ["2026-03-04"]


async def test_nothing_when_there_is_nothing_and_not_later_either(busy: Staff, lead: Lead, rep: Staff) -> None:
    async with transaction():
        await activities.answer(lead, "y", by=rep, at=on(WEDNESDAY, "07:00"))
    assert await swept(on(WEDNESDAY, "08:01")) == []
    async with transaction():
        await activities.hear(lead, "z", channel=ChannelName.WHATSAPP, inbound_id=None, at=on(WEDNESDAY, "09:00"))
    assert await swept(on(WEDNESDAY, "09:01")) == []
    assert await swept(on(WEDNESDAY + timedelta(days=1), "08:01")) == ["2026-03-05"]


@pytest.mark.parametrize(("due", "comes"), [("23:59", True), ("00:01", False), (None, False)])
async def test_a_task_is_in_it_on_its_day(lead: Lead, rep: Staff, due: str | None, comes: bool) -> None:
    await Staff.filter(id=rep.id).update(agenda_on=None)
    day = WEDNESDAY if due == "23:59" else WEDNESDAY + timedelta(days=1)
    async with transaction():
        await tasks.add(lead, "x", due_at=on(day, due) if due else None, by=rep, at=lead.created_at)
    assert bool(await swept(on(WEDNESDAY, "08:01"))) == comes


async def test_a_ticket_of_theirs_is_in_it(lead: Lead, rep: Staff) -> None:
    await Staff.filter(id=rep.id).update(agenda_on=None)
    async with transaction():
        await tickets.open_by(lead, "x", priority=Priority.LOW, description="", by=rep, at=lead.created_at)
    assert await swept(on(WEDNESDAY, "08:01")) == ["2026-03-04"]


async def test_who_is_away_gets_it_when_they_are_back(busy: Staff) -> None:
    await Staff.filter(id=busy.id).update(on_duty=False)
    assert await swept(on(WEDNESDAY, "08:01")) == []
    await Staff.filter(id=busy.id).update(on_duty=True)
    assert await swept(on(WEDNESDAY, "10:00")) == ["2026-03-04"]


@pytest.mark.parametrize("off", [{"active": False}, {"agenda_at": None}])
async def test_some_get_none(busy: Staff, off: dict[str, object]) -> None:
    await Staff.filter(id=busy.id).update(**off)
    assert await swept(on(WEDNESDAY, "08:01")) == []


async def test_who_cannot_be_reached_gets_it_when_they_can(busy: Staff) -> None:
    await Identity.filter(staff_id=busy.id).update(reachable=False)
    assert await swept(on(WEDNESDAY, "08:01")) == []
    await Identity.filter(staff_id=busy.id).update(reachable=True)
    assert await swept(on(WEDNESDAY, "08:05")) == ["2026-03-04"]


async def test_it_goes_to_the_address_that_wrote_last(busy: Staff) -> None:
    later = await Identity.create(
        channel=ChannelName.WHATSAPP, address="whatsapp:+966500000077", staff=busy, language="ar",
        last_inbound_at=clock.now(), created_at=clock.now(),
    )  # fmt: skip
    await swept(on(WEDNESDAY, "08:01"))
    assert [row.identity_id for row in await sent()] == [later.id]


async def test_late_it_waits_for_the_end_of_quiet_hours(busy: Staff) -> None:
    await Staff.filter(id=busy.id).update(quiet_from=9 * 60, quiet_until=10 * 60)
    assert await swept(on(WEDNESDAY, "09:30")) == []
    assert await swept(on(WEDNESDAY, "10:00")) == ["2026-03-04"]


async def test_an_hour_in_quiet_hours_was_chosen(busy: Staff) -> None:
    await Staff.filter(id=busy.id).update(quiet_from=22 * 60, quiet_until=9 * 60)
    assert mornings.is_within_quiet(await Staff.get(id=busy.id), WEDNESDAY)
    assert await swept(on(WEDNESDAY, "08:01")) == ["2026-03-04"]


async def test_a_zone_further_west_brings_no_second_one(busy: Staff) -> None:
    await Staff.filter(id=busy.id).update(timezone="Pacific/Auckland")
    assert await swept(on(WEDNESDAY, "08:01", "Pacific/Auckland")) == ["2026-03-04"]
    async with transaction():
        identity = await Identity.get(staff_id=busy.id)
        await preferences.set_timezone(Person(identity, staff=await Staff.get(id=busy.id)), "America/Los_Angeles")
    assert await swept(on(WEDNESDAY - timedelta(days=1), "12:00", "America/Los_Angeles")) == []
    assert await swept(on(WEDNESDAY, "08:01", "America/Los_Angeles")) == []
    assert await swept(on(WEDNESDAY + timedelta(days=1), "08:01", "America/Los_Angeles")) == ["2026-03-05"]


async def test_one_further_east_loses_none(busy: Staff) -> None:
    await Staff.filter(id=busy.id).update(timezone="America/Los_Angeles")
    assert await swept(on(WEDNESDAY, "08:01", "America/Los_Angeles")) == ["2026-03-04"]
    await Staff.filter(id=busy.id).update(timezone="Asia/Riyadh")
    assert await swept(on(WEDNESDAY + timedelta(days=1), "08:01")) == ["2026-03-05"]


async def test_a_clock_that_jumps_brings_no_second_one_and_loses_none(busy: Staff) -> None:
    thursday = WEDNESDAY + timedelta(days=1)
    assert await swept(on(WEDNESDAY, "08:10")) == ["2026-03-04"]
    assert await swept(on(WEDNESDAY, "07:10")) == []
    assert await swept(on(WEDNESDAY, "08:10")) == []
    # A day on.
    assert await swept(on(thursday, "08:10")) == ["2026-03-05"]
    assert await swept(on(WEDNESDAY, "08:10")) == []
    assert await swept(on(thursday, "08:10")) == []


async def test_a_year_that_was_a_mistake_keeps_nobody_waiting_for_a_year(busy: Staff) -> None:
    assert await swept(on(date(2027, 3, 4), "08:10")) == ["2027-03-04"]
    assert await swept(on(WEDNESDAY, "08:10"), 4) == ["2026-03-04"]


async def test_nobody_gets_one_on_their_first_day(lead: Lead, rep: Staff) -> None:
    async with transaction():
        made = await people.add_staff(
            "Sam", Role.AGENT, language="en", timezone="America/New_York",
            addresses={ChannelName.TELEGRAM: "92"}, at=datetime(2026, 3, 4, 2, 0, tzinfo=UTC),
        )  # fmt: skip
    assert made.agenda_on == date(2026, 3, 3)
    assert (await Staff.get(id=rep.id)).agenda_on == WEDNESDAY


@pytest.mark.parametrize(
    ("got", "minute", "first"),
    [
        (None, 9 * 60, on(WEDNESDAY, "09:00")),
        (None, 7 * 60, on(WEDNESDAY + timedelta(days=1), "07:00")),
        (WEDNESDAY, 9 * 60, on(WEDNESDAY + timedelta(days=1), "09:00")),
        (WEDNESDAY + timedelta(days=1), 9 * 60, on(date(2026, 3, 8), "09:00")),
        (date(2027, 1, 1), 9 * 60, on(WEDNESDAY, "09:00")),
    ],
)
async def test_an_hour_that_is_chosen_holds_from_the_next_time_on(
    busy: Staff, got: date | None, minute: int, first: datetime
) -> None:
    now = on(WEDNESDAY, "08:30")
    busy.agenda_on = got
    await busy.save()
    async with transaction():
        await mornings.choose(busy, minute, now)
    assert mornings.coming(busy, now) == first
    assert await swept(now) == []
    assert await swept(first - MINUTE) == []
    assert await swept(first + MINUTE) == [str(first.date())]


async def test_one_that_is_due_still_comes_when_the_same_hour_is_chosen_again(busy: Staff) -> None:
    await mornings.choose(busy, busy.agenda_at, on(WEDNESDAY, "08:00:01"))
    assert await swept(on(WEDNESDAY, "08:00:30")) == ["2026-03-04"]


async def test_the_next_is_none_that_was_missed(busy: Staff) -> None:
    for clock_, day in (("07:00", WEDNESDAY), ("13:59", WEDNESDAY), ("20:00", WEDNESDAY + timedelta(days=1))):
        assert mornings.coming(busy, on(WEDNESDAY, clock_)) == on(day, "08:00")


async def test_off_is_off(busy: Staff) -> None:
    async with transaction():
        await mornings.choose(busy, None, on(WEDNESDAY, "07:00"))
    assert mornings.coming(busy, on(WEDNESDAY, "07:00")) is None
    assert await swept(on(WEDNESDAY, "08:01")) == []
