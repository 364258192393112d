"""Periods: days in somebody's zone, by the wall clock, and what each is compared with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm import periods
from crm.periods import (
    Compared,
    Period,
    PeriodBackwards,
    PeriodToCome,
    PeriodTooLong,
    Span,
    Unit,
    around,
    check,
    compared,
)

RIYADH, BERLIN, BEIRUT = ZoneInfo("Asia/Riyadh"), ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Beirut")
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
ZONES = st.sampled_from([RIYADH, BERLIN, BEIRUT, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Apia")])
NAMED = (Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER)


def span(first: datetime, last: datetime) -> Span:
    return Span(first.astimezone(UTC), last.astimezone(UTC))


@pytest.mark.parametrize(
    ("unit", "day", "period"),
    [
        (Unit.DAY, date(2026, 11, 26), Period(date(2026, 11, 26), date(2026, 11, 26))),
        (Unit.WEEK, date(2026, 11, 26), Period(date(2026, 11, 22), date(2026, 11, 28))),
        (Unit.WEEK, date(2026, 11, 22), Period(date(2026, 11, 22), date(2026, 11, 28))),
        (Unit.WEEK, date(2026, 11, 28), Period(date(2026, 11, 22), date(2026, 11, 28))),
        (Unit.WEEK, date(2027, 1, 1), Period(date(2026, 12, 27), date(2027, 1, 2))),
        (Unit.MONTH, date(2026, 2, 1), Period(date(2026, 2, 1), date(2026, 2, 28))),
        (Unit.MONTH, date(2028, 2, 29), Period(date(2028, 2, 1), date(2028, 2, 29))),
        (Unit.MONTH, date(2026, 12, 31), Period(date(2026, 12, 1), date(2026, 12, 31))),
        (Unit.QUARTER, date(2026, 3, 31), Period(date(2026, 1, 1), date(2026, 3, 31))),
        (Unit.QUARTER, date(2026, 11, 26), Period(date(2026, 10, 1), date(2026, 12, 31))),
        (Unit.YEAR, date(2026, 11, 26), Period(date(2026, 1, 1), date(2026, 12, 31))),
    ],
)
def test_around_a_day(unit: Unit, day: date, period: Period) -> None:
    assert around(unit, day) == period
    assert period.unit() is unit


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (Period(date(2026, 3, 1), date(2026, 3, 1)), Period(date(2026, 2, 28), date(2026, 2, 28))),
        (Period(date(2026, 11, 22), date(2026, 11, 28)), Period(date(2026, 11, 15), date(2026, 11, 21))),
        (Period(date(2026, 3, 1), date(2026, 3, 31)), Period(date(2026, 2, 1), date(2026, 2, 28))),
        (Period(date(2026, 1, 1), date(2026, 1, 31)), Period(date(2025, 12, 1), date(2025, 12, 31))),
        (Period(date(2026, 1, 1), date(2026, 3, 31)), Period(date(2025, 10, 1), date(2025, 12, 31))),
        (Period(date(2026, 11, 2), date(2026, 11, 11)), Period(date(2026, 10, 23), date(2026, 11, 1))),
        (Period(date(2026, 1, 1), date(2026, 12, 31)), Period(date(2025, 1, 1), date(2025, 12, 31))),
    ],
)
def test_the_one_before(period: Period, before: Period) -> None:
    assert period.before() == before


def test_seven_days_from_a_monday_are_no_week() -> None:
    assert Period(date(2026, 11, 23), date(2026, 11, 29)).unit() is Unit.RANGE


def test_a_day_of_changing_clocks_is_shorter_or_longer() -> None:
    spring = Period(date(2026, 3, 29), date(2026, 3, 29)).span(BERLIN)
    autumn = Period(date(2026, 10, 25), date(2026, 10, 25)).span(BERLIN)
    assert spring.until - spring.since == timedelta(hours=23)
    assert autumn.until - autumn.since == timedelta(hours=25)
    # In Beirut there was no midnight on that day: it began at one.
    gone = Period(date(2022, 3, 27), date(2022, 3, 27)).span(BEIRUT)
    assert gone.since == datetime(2022, 3, 27, 1, 0, tzinfo=BEIRUT).astimezone(UTC)
    assert gone.until - gone.since == timedelta(hours=23)


def test_a_period_that_is_over_is_compared_whole() -> None:
    november = around(Unit.MONTH, date(2026, 11, 1))
    found = compared(november, RIYADH, datetime(2026, 12, 5, tzinfo=UTC))
    assert found == Compared(
        span(datetime(2026, 11, 1, tzinfo=RIYADH), datetime(2026, 12, 1, tzinfo=RIYADH)),
        span(datetime(2026, 10, 1, tzinfo=RIYADH), datetime(2026, 11, 1, tzinfo=RIYADH)),
    )
    assert [*found] == [found.now, found.before]


def test_one_that_runs_is_compared_as_far_as_it_is() -> None:
    now = datetime(2026, 11, 26, 12, 0, tzinfo=RIYADH)
    found = compared(around(Unit.MONTH, now.date()), RIYADH, now)
    assert found == Compared(
        span(datetime(2026, 11, 1, tzinfo=RIYADH), now),
        span(datetime(2026, 10, 1, tzinfo=RIYADH), datetime(2026, 10, 26, 12, 0, tzinfo=RIYADH)),
    )


def test_the_one_before_may_be_shorter() -> None:
    now = datetime(2026, 3, 31, 12, 0, tzinfo=RIYADH)
    found = compared(around(Unit.MONTH, now.date()), RIYADH, now)
    assert found.before == span(datetime(2026, 2, 1, tzinfo=RIYADH), datetime(2026, 3, 1, tzinfo=RIYADH))


def test_noon_is_noon_whatever_the_clocks_did_between() -> None:
    """On the 27th of October at ten, as much of September has run by the wall clock, an hour less by any other."""
    now = datetime(2026, 10, 27, 10, 0, tzinfo=BERLIN)
    found = compared(around(Unit.MONTH, now.date()), BERLIN, now)
    assert found.before.until == datetime(2026, 9, 27, 10, 0, tzinfo=BERLIN)
    now = datetime(2026, 3, 29, 10, 0, tzinfo=BERLIN)
    today = compared(around(Unit.DAY, now.date()), BERLIN, now)
    assert today.before.until == datetime(2026, 3, 28, 10, 0, tzinfo=BERLIN)


def test_the_first_moment_has_nothing_yet() -> None:
    now = datetime(2026, 11, 1, tzinfo=RIYADH)
    found = compared(around(Unit.MONTH, now.date()), RIYADH, now)
    assert found.now.since == found.now.until == now
    assert found.before.since == found.before.until


@given(DAYS, st.sampled_from(NAMED), ZONES)
def test_periods_of_a_kind_lie_side_by_side(day: date, unit: Unit, zone: ZoneInfo) -> None:
    period = around(unit, day)
    assert period.first <= day <= period.last
    before = period.before()
    assert before.last + timedelta(days=1) == period.first
    assert before.unit() is period.unit()
    assert before.span(zone).until == period.span(zone).since
    # Samoa left out a whole day.
    assert timedelta() <= period.span(zone).until - period.span(zone).since <= timedelta(days=93)


@given(DAYS, st.integers(0, 2000), ZONES, st.integers(0, 3000 * 1440))
def test_what_is_compared_lies_in_both(day: date, days: int, zone: ZoneInfo, minutes: int) -> None:
    period = Period(day, day + timedelta(days=days))
    now = period.span(zone).since + timedelta(minutes=minutes)
    found = compared(period, zone, now)
    assert found.now.since == period.span(zone).since
    assert found.now.until == min(now, period.span(zone).until)
    before = period.before().span(zone)
    assert found.before.since == before.since
    assert before.since <= found.before.until <= before.until


@given(DAYS, st.integers(0, 2000))
def test_what_a_button_says_is_read(day: date, days: int) -> None:
    period = Period(day, day + timedelta(days=days))
    assert periods.read(str(period)) == period


@pytest.mark.parametrize(
    "written", ["", "2026-11-01", "2026-11-01..", "2026-02-30..2026-03-01", "2026-11-01..2026-11-02 "]
)
def test_what_is_none_is_not_read(written: str) -> None:
    assert periods.read(written) is None


def test_what_cannot_be_asked_about() -> None:
    today = date(2026, 11, 26)
    check(Period(today, today + timedelta(days=4)), today)
    check(Period(today - periods.LONGEST, today), today)
    with pytest.raises(PeriodToCome):
        check(Period(today + timedelta(days=1), today + timedelta(days=4)), today)
    with pytest.raises(PeriodBackwards):
        check(Period(today, today - timedelta(days=1)), today)
    with pytest.raises(PeriodTooLong):
        check(Period(today - periods.LONGEST - timedelta(days=1), today), today)
