"""Digests: each gets theirs at their own hour, once however many workers look, about the day or the week before."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm import digests, people
from crm.digests import DIGEST
from crm.periods import Period
from storage import clock, outlog
from storage.models import ChannelName, Digest, DigestEvery, Identity, OutboundMessage, Role, Staff
from storage.text import Text
from storage.transactions import transaction

WEDNESDAY, SUNDAY = date(2026, 3, 4), date(2026, 3, 8)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    yield
    clock.reset()


@pytest.fixture
async def boss(database: str) -> Staff:
    async with transaction():
        return await people.add_staff(
            "Mona", Role.MANAGER, language="en", timezone="Asia/Riyadh", at=LONG_AGO,
            addresses={ChannelName.TELEGRAM: "91"},
        )  # fmt: skip


@pytest.fixture
async def daily(boss: Staff) -> Digest:
    return await chosen(boss)


async def chosen(staff: Staff, now: datetime = LONG_AGO, **how: Any) -> Digest:
    """What is chosen with these, and else as `digest on` has it."""
    usual = {"every": DigestEvery.DAY, "at": 480, "weekday": 7, "of": None, "picture": True, "now": now}
    async with transaction():
        return await digests.choose(staff, **{**usual, **how})


def on(day: date, clock_: str, zone: str = "Asia/Riyadh") -> datetime:
    return datetime.combine(day, time.fromisoformat(clock_), ZoneInfo(zone))


async def swept(moment: datetime, times: int = 1) -> list[str]:
    """The days whose digests these sweeps send, at once."""
    clock.reset()
    clock.move(moment - clock.now())
    before = len(await sent())
    await asyncio.gather(*[digests.sweep() for _ in range(times)])
    return [row.key.rpartition(":")[2] for row in (await sent())[before:]]


async def sent() -> list[OutboundMessage]:
    return await OutboundMessage.filter(key__startswith="digest:").order_by("id")


async def said() -> list[Text]:
    return [line for row in await sent() for line in outlog.body(row) if isinstance(line, Text)]


async def test_it_comes_once_a_day_at_its_hour_by_many_workers(daily: Digest) -> None:
    for day, clock_, found in (
        (WEDNESDAY, "07:59:59", []),
        (WEDNESDAY, "08:00:01", ["2026-03-04"]),
        (WEDNESDAY, "08:00:31", []),
        (WEDNESDAY, "23:59", []),
        (WEDNESDAY + DAY, "00:01", []),
        (WEDNESDAY + DAY, "08:01", ["2026-03-05"]),
    ):
        assert await swept(on(day, clock_), 4) == found
    first, _ = await said()
    assert first == Text(DIGEST, {"day": WEDNESDAY, "period": "2026-03-03..2026-03-03", "of": 0, "picture": True})
    assert (await Digest.get()).given_on == WEDNESDAY + DAY


async def test_a_weekly_one_is_about_the_last_whole_week_and_comes_on_its_day(boss: Staff) -> None:
    await chosen(boss, every=DigestEvery.WEEK, weekday=1, of=boss, picture=False)
    assert await swept(on(SUNDAY, "08:01")) == []
    assert await swept(on(SUNDAY + DAY, "08:01"), 4) == ["2026-03-09"]
    assert await swept(on(SUNDAY + 2 * DAY, "08:01")) == []
    assert await swept(on(SUNDAY + 8 * DAY, "08:01")) == ["2026-03-16"]
    first, _ = await said()
    about = {"day": SUNDAY + DAY, "period": "2026-03-01..2026-03-07", "of": boss.id, "picture": False}
    assert first == Text(DIGEST, about)


@pytest.mark.parametrize("day", [SUNDAY, SUNDAY + 3 * DAY, SUNDAY + 6 * DAY])
def test_the_week_before_is_over_whatever_the_day(day: date) -> None:
    assert digests.about(DigestEvery.WEEK, day) == Period(SUNDAY - 7 * DAY, SUNDAY - DAY)
    assert digests.about(DigestEvery.DAY, day) == Period(day - DAY, day - DAY)


async def test_each_gets_it_at_their_own_hour_in_their_own_zone(boss: Staff) -> None:
    boss.timezone = "America/New_York"
    await boss.save()
    await chosen(boss, at=7 * 60 + 30)
    assert await swept(on(WEDNESDAY, "08:01")) == []
    assert await swept(on(WEDNESDAY, "07:29", "America/New_York")) == []
    assert await swept(on(WEDNESDAY, "07:31", "America/New_York")) == ["2026-03-04"]


async def test_a_time_that_the_clocks_leave_out_is_the_next_and_one_that_comes_twice_is_once(boss: Staff) -> None:
    boss.timezone = "Europe/Berlin"
    await boss.save()
    await chosen(boss, at=2 * 60 + 30)
    assert await swept(datetime(2026, 3, 29, 0, 59, tzinfo=UTC)) == []
    assert await swept(datetime(2026, 3, 29, 1, 0, 1, tzinfo=UTC)) == ["2026-03-29"]
    assert await swept(datetime(2026, 10, 25, 0, 30, 1, tzinfo=UTC)) == ["2026-10-25"]
    assert await swept(datetime(2026, 10, 25, 1, 30, 1, tzinfo=UTC)) == []


async def test_late_after_an_outage_but_not_in_the_evening(daily: Digest) -> None:
    assert await swept(on(WEDNESDAY, "14:01")) == []
    assert await swept(on(WEDNESDAY, "13:59")) == ["2026-03-04"]


async def test_who_is_away_gets_it_when_they_are_back(daily: Digest, boss: Staff) -> None:
    await Staff.filter(id=boss.id).update(on_duty=False)
    assert await swept(on(WEDNESDAY, "08:01")) == []
    await Staff.filter(id=boss.id).update(on_duty=True)
    assert await swept(on(WEDNESDAY, "10:00")) == ["2026-03-04"]


async def test_who_was_suspended_gets_none(daily: Digest, boss: Staff) -> None:
    await Staff.filter(id=boss.id).update(active=False)
    assert await swept(on(WEDNESDAY, "08:01")) == []


async def test_who_cannot_be_reached_gets_it_when_they_can(daily: Digest, boss: Staff) -> None:
    await Identity.filter(staff_id=boss.id).update(reachable=False)
    assert await swept(on(WEDNESDAY, "08:01")) == []
    await Identity.filter(staff_id=boss.id).update(reachable=True)
    assert await swept(on(WEDNESDAY, "08:05")) == ["2026-03-04"]


async def test_late_it_waits_for_the_end_of_quiet_hours_and_in_time_it_was_chosen(daily: Digest, boss: Staff) -> None:
    await Staff.filter(id=boss.id).update(quiet_from=9 * 60, quiet_until=10 * 60)
    assert await swept(on(WEDNESDAY, "09:30")) == []
    assert await swept(on(WEDNESDAY, "10:00")) == ["2026-03-04"]
    await Staff.filter(id=boss.id).update(quiet_from=22 * 60, quiet_until=9 * 60)
    assert await swept(on(WEDNESDAY + DAY, "08:01")) == ["2026-03-05"]


async def test_a_zone_further_west_brings_no_second_one(daily: Digest, boss: Staff) -> None:
    await Staff.filter(id=boss.id).update(timezone="Pacific/Auckland")
    assert await swept(on(WEDNESDAY, "08:01", "Pacific/Auckland")) == ["2026-03-04"]
    await Staff.filter(id=boss.id).update(timezone="America/Los_Angeles")
    assert await swept(on(WEDNESDAY - DAY, "12:00", "America/Los_Angeles")) == []
    assert await swept(on(WEDNESDAY, "08:01", "America/Los_Angeles")) == []
    assert await swept(on(WEDNESDAY + DAY, "08:01", "America/Los_Angeles")) == ["2026-03-05"]


async def test_a_clock_that_jumps_brings_no_second_one_and_loses_none(daily: Digest) -> None:
    assert await swept(on(WEDNESDAY, "08:10")) == ["2026-03-04"]
    assert await swept(on(WEDNESDAY, "07:10")) == []
    assert await swept(on(WEDNESDAY, "08:10")) == []
    assert await swept(on(WEDNESDAY + DAY, "08:10")) == ["2026-03-05"]
    assert await swept(on(WEDNESDAY, "08:10")) == []
    assert await swept(on(WEDNESDAY + DAY, "08:10")) == []


async def test_a_year_that_was_a_mistake_keeps_nobody_waiting_for_a_year(daily: Digest) -> None:
    assert await swept(on(date(2027, 3, 4), "08:10")) == ["2027-03-04"]
    assert await swept(on(WEDNESDAY, "08:10"), 4) == ["2026-03-04"]


@pytest.mark.parametrize(
    ("at", "every", "first"),
    [
        (9 * 60, DigestEvery.DAY, on(WEDNESDAY, "09:00")),
        (7 * 60, DigestEvery.DAY, on(WEDNESDAY + DAY, "07:00")),
        (9 * 60, DigestEvery.WEEK, on(SUNDAY, "09:00")),
    ],
)
async def test_what_is_chosen_holds_from_the_next_time_on(
    boss: Staff, at: int, every: DigestEvery, first: datetime
) -> None:
    now = on(WEDNESDAY, "08:30")
    made = await chosen(boss, now, at=at, every=every)
    assert digests.coming(made, now) == first
    assert await swept(now) == []
    assert await swept(first - MINUTE) == []
    assert await swept(first + MINUTE) == [str(first.date())]


@pytest.mark.parametrize(
    ("every", "now", "next_"),
    [
        (DigestEvery.DAY, on(WEDNESDAY, "13:59"), on(WEDNESDAY, "08:00")),
        (DigestEvery.DAY, on(WEDNESDAY, "14:01"), on(WEDNESDAY + DAY, "08:00")),
        (DigestEvery.WEEK, on(SUNDAY, "20:00"), on(SUNDAY + 7 * DAY, "08:00")),
    ],
)
async def test_one_that_was_missed_and_does_not_come_any_more_is_not_the_next(
    boss: Staff, every: DigestEvery, now: datetime, next_: datetime
) -> None:
    assert digests.coming(await chosen(boss, every=every), now) == next_


async def test_what_was_given_today_does_not_come_again_when_it_is_changed(daily: Digest, boss: Staff) -> None:
    assert await swept(on(WEDNESDAY, "08:01")) == ["2026-03-04"]
    now = on(WEDNESDAY, "08:30")
    made = await chosen(boss, now, at=9 * 60)
    assert digests.coming(made, now) == on(WEDNESDAY + DAY, "09:00")
    async with transaction():
        assert await digests.stop(boss)
    assert digests.coming(await chosen(boss, now, at=9 * 60), now) == on(WEDNESDAY + DAY, "09:00")
    assert await swept(on(WEDNESDAY, "09:01")) == []
    assert await swept(on(WEDNESDAY + DAY, "09:01")) == ["2026-03-05"]


async def test_what_is_due_still_comes_when_it_is_changed_but_not_moved(daily: Digest, boss: Staff) -> None:
    now = on(WEDNESDAY, "08:00:10")
    made = await chosen(boss, now, picture=False)
    assert digests.coming(made, now) == on(WEDNESDAY, "08:00")
    assert await swept(on(WEDNESDAY, "08:00:30")) == ["2026-03-04"]
    assert (await said())[0].args["picture"] is False


async def test_off_is_off(daily: Digest, boss: Staff) -> None:
    async with transaction():
        assert await digests.stop(boss)
    assert await digests.find(boss) is None
    assert await swept(on(WEDNESDAY, "08:01")) == []
    async with transaction():
        assert not await digests.stop(boss)


async def test_who_manages_no_more_reads_their_own_numbers_alone(boss: Staff) -> None:
    assert digests.whose(boss, None) is None
    assert digests.whose(boss, 7) == 7
    boss.role = Role.AGENT
    assert digests.whose(boss, None) == digests.whose(boss, 7) == boss.id
