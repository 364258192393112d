"""Periods: the days that somebody asks about, in their zone, and those before with which they are compared."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from crm.refusal import Refusal
from storage import walltime

DAY = timedelta(days=1)

LONGEST = timedelta(days=366 * 5)
"""A longer one was hardly meant."""

_WRITTEN = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")


class Unit(StrEnum):
    """How a period was asked for; RANGE is any other run of days."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    RANGE = "range"


class PeriodToCome(Refusal):
    """It begins after today: nothing can have happened in it."""

    key = "refusal-period-to-come"


class PeriodTooLong(Refusal):
    """It is longer than five years."""

    key = "refusal-period-too-long"


class PeriodBackwards(Refusal):
    """It ends before it begins."""

    key = "refusal-period-backwards"


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment on, until another that is not of it."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, from the first to the last, both of it. What it is called depends on today (`unit`)."""

    first: date
    last: date

    def __str__(self) -> str:
        """As a button says it: `2026-11-01..2026-11-30`."""
        return f"{self.first}..{self.last}"

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first) // DAY + 1

    def unit(self) -> Unit:
        """What it is: a day, a week from Sunday, a whole month, quarter or year, or any range."""
        return next((unit for unit in Unit if unit is not Unit.RANGE and self == around(unit, self.first)), Unit.RANGE)

    def before(self) -> Period:
        """The one before it: the last week of a week, the last month of a month, as many days of a range."""
        if (unit := self.unit()) is Unit.RANGE:
            return Period(self.first - self.days * DAY, self.first - DAY)
        return around(unit, self.first - DAY)

    def span(self, zone: ZoneInfo) -> Span:
        """Its moments there."""
        return Span(_midnight(self.first, zone), _midnight(self.last + DAY, zone))


@dataclass(frozen=True, slots=True)
class Compared:
    """The moments that are counted, and those before with which they are compared, for as long as they have run."""

    now: Span
    before: Span

    def __iter__(self) -> Iterator[Span]:
        yield self.now
        yield self.before


def around(unit: Unit, day: date) -> Period:
    """The day, week, month, quarter or year in which a day lies. A week begins on Sunday."""
    match unit:
        case Unit.WEEK:
            first = day - timedelta(days=day.isoweekday() % 7)
            return Period(first, first + timedelta(days=6))
        case Unit.MONTH:
            return Period(day.replace(day=1), _month_end(day.year, day.month))
        case Unit.QUARTER:
            month = (day.month - 1) // 3 * 3 + 1
            return Period(date(day.year, month, 1), _month_end(day.year, month + 2))
        case Unit.YEAR:
            return Period(date(day.year, 1, 1), date(day.year, 12, 31))
        case _:
            return Period(day, day)


def read(written: str) -> Period | None:
    """The period that a button says; None when it says none."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return None
    try:
        return Period(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
    except ValueError:
        return None


def check(period: Period, today: date) -> None:
    """Raise PeriodBackwards, PeriodToCome or PeriodTooLong."""
    if period.last < period.first:
        raise PeriodBackwards()
    if period.first > today:
        raise PeriodToCome()
    if period.last - period.first > LONGEST:
        raise PeriodTooLong()


def compared(period: Period, zone: ZoneInfo, now: datetime) -> Compared:
    """What is counted of a period that may still run, and as much of the one before: the 1st to the 26th, at noon,
    against the 1st to the 26th, at noon, of the month before (or all of it, when it is shorter).

    It is noon by the clock on the wall, on whichever day the clocks change.
    """
    whole, before = period.span(zone), period.before().span(zone)
    if now >= whole.until:
        return Compared(whole, before)
    now = max(now, whole.since)
    here = now.astimezone(zone)
    day = period.before().first + (here.date() - period.first)
    as_far = min(datetime.combine(day, here.time(), zone).astimezone(UTC), before.until)
    return Compared(Span(whole.since, now), Span(before.since, max(as_far, before.since)))


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return walltime.moment(day, 0, zone).astimezone(UTC)
