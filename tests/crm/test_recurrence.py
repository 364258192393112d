"""Recurrence: when a rule comes next, through changes of clocks, short months, holidays and moves."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.office import Office, read_holidays, read_hours
from crm.recurrence import Every, IsWorking, Recurrence

BERLIN = ZoneInfo("Europe/Berlin")
CAIRO = ZoneInfo("Africa/Cairo")
RIYADH = ZoneInfo("Asia/Riyadh")


def always(_: date) -> bool:
    return True


def comes(written: str, after: str, zone: ZoneInfo, times: int, is_working: IsWorking = always) -> list[str]:
    """The wall times at which a rule comes from a wall time on."""
    rule, at = Recurrence.read(written), datetime.fromisoformat(after).replace(tzinfo=zone)
    found: list[str] = []
    while len(found) < times and (following := rule.next(at, zone, is_working)):
        assert following > at
        assert following.tzinfo is UTC
        at = following
        found.append(at.astimezone(zone).isoformat()[:16])
    return found


def test_it_is_strictly_after() -> None:
    assert comes("day 09:00", "2026-03-04T08:59", RIYADH, 2) == ["2026-03-04T09:00", "2026-03-05T09:00"]
    assert comes("day 09:00", "2026-03-04T09:00", RIYADH, 1) == ["2026-03-05T09:00"]
    assert comes("day 00:00", "2026-03-04T23:59", RIYADH, 1) == ["2026-03-05T00:00"]


def test_the_hour_stays_on_the_wall_when_clocks_change() -> None:
    for start, offsets in (("2026-03-28T00:00", [8, 7]), ("2026-10-24T00:00", [7, 8])):
        rule, at = Recurrence.read("day 09:00"), datetime.fromisoformat(start).replace(tzinfo=BERLIN)
        for hour in offsets:
            following = rule.next(at, BERLIN, always)
            assert following is not None
            at = following
            assert at.hour == hour


def test_a_time_that_clocks_leave_out_is_the_next_that_there_is() -> None:
    # Berlin goes from 2:00 to 3:00 on 29 March 2026, Cairo from 0:00 to 1:00 on 24 April.
    days = ["2026-03-28T02:30", "2026-03-29T03:00", "2026-03-30T02:30"]
    assert comes("day 02:30", "2026-03-27T12:00", BERLIN, 3) == days
    days = ["2026-04-23T00:30", "2026-04-24T01:00", "2026-04-25T00:30"]
    assert comes("day 00:30", "2026-04-22T12:00", CAIRO, 3) == days
    assert comes("day 00:00", "2026-04-23T12:00", CAIRO, 1) == ["2026-04-24T01:00"]


@pytest.mark.parametrize(
    ("zone", "written", "first"),
    [
        # Berlin goes back from 3:00 to 2:00 on 25 October 2026, Cairo from 24:00 to 23:00 on 29 October.
        (BERLIN, "day 02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (CAIRO, "day 23:30", datetime(2026, 10, 29, 20, 30, tzinfo=UTC)),
    ],
)
def test_a_time_that_comes_twice_fires_once(zone: ZoneInfo, written: str, first: datetime) -> None:
    rule = Recurrence.read(written)
    assert rule.next(first - timedelta(hours=12), zone, always) == first
    for minutes in (0, 20, 60, 61):
        following = rule.next(first + timedelta(minutes=minutes), zone, always)
        assert following == first + timedelta(hours=25)


def test_a_short_month_takes_its_last_day() -> None:
    days = ["2026-01-31T09:00", "2026-02-28T09:00", "2026-03-31T09:00", "2026-04-30T09:00"]
    assert comes("month 31 09:00", "2026-01-15T00:00", RIYADH, 4) == days
    assert comes("month 30 09:00", "2026-02-01T00:00", RIYADH, 2) == ["2026-02-28T09:00", "2026-03-30T09:00"]
    assert comes("month 29 09:00", "2028-02-01T00:00", RIYADH, 2) == ["2028-02-29T09:00", "2028-03-29T09:00"]
    assert comes("month 29 09:00", "2100-02-01T00:00", RIYADH, 1) == ["2100-02-28T09:00"]
    assert comes("month 1 09:00", "2026-12-01T10:00", RIYADH, 1) == ["2027-01-01T09:00"]


def test_until_is_the_last_day_that_counts() -> None:
    days = ["2026-03-05T09:00", "2026-03-06T09:00"]
    assert comes("day 09:00 until 2026-03-06", "2026-03-04T09:00", RIYADH, 9) == days
    assert comes("week 7 09:00 until 2026-03-06", "2026-03-04T09:00", RIYADH, 9) == []
    assert comes("day 09:00 until 2020-01-01", "2026-03-04T09:00", RIYADH, 9) == []
    # It is a day of the zone: in Riyadh the 6th has begun at 21:00 UTC.
    assert comes("day 00:30 until 2026-03-06", "2026-03-05T12:00", RIYADH, 9) == ["2026-03-06T00:30"]


def test_weekdays() -> None:
    days = ["2026-03-04T16:00", "2026-03-08T16:00", "2026-03-11T16:00"]
    assert comes("week 3,7 16:00", "2026-03-04T09:00", RIYADH, 3) == days


def test_working_days_leave_out_weekends_and_holidays() -> None:
    office = Office(RIYADH, read_hours("sun-thu 09:00-17:00"), read_holidays("2026-03-18..2026-03-24"))
    days = ["2026-03-16T08:30", "2026-03-17T08:30", "2026-03-25T08:30", "2026-03-26T08:30", "2026-03-29T08:30"]
    assert comes("working-day 08:30", "2026-03-15T09:00", RIYADH, 5, office.works_on) == days


def test_an_office_that_never_works_is_waited_for_in_vain() -> None:
    assert comes("working-day 09:00", "2026-03-04T09:00", RIYADH, 1, lambda _: False) == []


def test_a_zone_that_changes_between_two_calls() -> None:
    rule = Recurrence.read("day 09:00")
    rang = datetime(2026, 3, 4, 6, tzinfo=UTC)
    for zone, at in (
        (RIYADH, datetime(2026, 3, 5, 6, tzinfo=UTC)),
        (ZoneInfo("Asia/Tokyo"), datetime(2026, 3, 5, 0, tzinfo=UTC)),
        # To the west the same morning comes once more.
        (BERLIN, datetime(2026, 3, 4, 8, tzinfo=UTC)),
        (ZoneInfo("Pacific/Apia"), datetime(2026, 3, 4, 20, tzinfo=UTC)),
    ):
        assert rule.next(rang, zone, always) == at


ZONES = st.sampled_from(
    ["Asia/Riyadh", "Europe/Berlin", "Africa/Cairo", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"]
).map(ZoneInfo)

MINUTES = st.integers(0, 1439)
UNTIL = st.none() | st.dates()
RULES = st.one_of(
    st.builds(Recurrence, st.sampled_from([Every.DAY, Every.WORKING_DAY]), MINUTES, until=UNTIL),
    st.builds(
        Recurrence, st.just(Every.WEEK), MINUTES,
        st.lists(st.integers(1, 7), min_size=1, max_size=7, unique=True).map(tuple), UNTIL,
    ),
    st.builds(Recurrence, st.just(Every.MONTH), MINUTES, st.tuples(st.integers(1, 31)), UNTIL),
)  # fmt: skip


@given(RULES)
def test_a_rule_is_read_as_it_was_written(rule: Recurrence) -> None:
    assert Recurrence.read(str(rule)) == rule


@settings(max_examples=200)
@given(RULES, st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)), ZONES)  # noqa: DTZ001
def test_against_every_day_of_the_calendar(rule: Recurrence, after: datetime, zone: ZoneInfo) -> None:
    """The next is on a day of the rule, at its minute or where clocks leave that out, and no such day was missed."""
    after = after.replace(tzinfo=UTC)
    at = rule.next(after, zone, lambda day: day.weekday() < 5)
    if at is None:
        assert rule.until is not None
    last = at.astimezone(zone).date() if at else after.astimezone(zone).date() + timedelta(days=40)
    day = after.astimezone(zone).date()
    found = []
    while day <= last:
        if fits(rule, day):
            wall = datetime.combine(day, time(*divmod(rule.minute, 60)))
            while (there := wall.replace(tzinfo=zone).astimezone(UTC)).astimezone(zone).replace(tzinfo=None) != wall:
                wall += timedelta(minutes=1)
            if there > after:
                found.append(there)
        day += timedelta(days=1)
    assert found[:1] == ([at] if at else [])


def fits(rule: Recurrence, day: date) -> bool:
    if rule.until and day > rule.until:
        return False
    last_of_month = day.day == monthrange(day.year, day.month)[1]
    return {
        Every.DAY: True,
        Every.WORKING_DAY: day.weekday() < 5,
        Every.WEEK: day.isoweekday() in rule.on,
        Every.MONTH: day.day in rule.on or (last_of_month and rule.on > (day.day,)),
    }[rule.every]


@pytest.mark.parametrize(
    "written",
    ["", "day", "day 9:00", "day 24:00", "day 09:60", "day 09:75", "day 1 09:00", "working-day 2 09:00", "week 09:00",
     "week 0 09:00", "week 8 09:00", "week 1, 09:00", "month 09:00", "month 0 09:00", "month 32 09:00",
     "month 1,15 09:00", "year 1 09:00", "day 09:00 until", "day 09:00 until 2026-02-30", "day 09:00 until 1 May",
     "day ٠٩:٠٠", "day 09:00 ", "DAY 09:00"],
)  # fmt: skip
def test_what_is_no_rule_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Recurrence.read(written)


@pytest.mark.parametrize(
    ("every", "minute", "on"),
    [(Every.DAY, -1, ()), (Every.DAY, 1440, ()), (Every.DAY, 0, (1,)), (Every.WEEK, 0, ()), (Every.WEEK, 0, (0,)),
     (Every.WEEK, 0, (1, 8)), (Every.MONTH, 0, (32,)), (Every.MONTH, 0, (1, 2)), (Every.MONTH, 0, ())],
)  # fmt: skip
def test_parts_that_do_not_fit_make_no_rule(every: Every, minute: int, on: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="no rule"):
        Recurrence(every, minute, on)
