"""Phrase: the slots that the words of a date fill, and the moment that they mean together."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from hijridate import Gregorian, Hijri

from bot.dates.moment import Moment
from bot.dates.words import Part
from storage import walltime

OPENING = time(9)
"""The hour that a day without a clock means: people are at work."""

WEEKEND = frozenset({5, 6})
"""Friday and Saturday, as days from Sunday."""

SOON = timedelta(minutes=30)
"""A bare "today" means an hour that is at least so far off."""

_TODAY = (time(12), time(17), time(21), time(23, 59))


@dataclass(slots=True)
class Phrase:
    """What has been said of a date so far. Days of the week count from Sunday (0)."""

    now: bool = False
    ago: bool = False
    intro: bool = False
    length: timedelta = field(default_factory=timedelta)
    timed: bool = False
    """`length` was said, in minutes or hours."""
    days: int | None = None
    weeks: int = 0
    months: int = 0
    workdays: int | None = None
    day: int | None = None
    """Days from today."""
    weekday: int | None = None
    next: int | None = None
    """0 for this one, 1 for the next, 2 for the one after it."""
    english: bool = False
    period: str | None = None
    shift: int = 0
    edge: str | None = None
    nth: int | None = None
    of_month: int | None = None
    month: int | None = None
    hijri: bool = False
    year: int | None = None
    hour: int | None = None
    minute: int = 0
    half_day: str | None = None
    part: Part | None = None
    strength: int = 0
    """How many of the words mean a date and nothing else."""

    @property
    def says_day(self) -> bool:
        """Whether a day was said in any way."""
        return (
            bool(self.weeks or self.months)
            or any(each is not None for each in (self.days, self.workdays, self.day, self.weekday, self.period))
            or any(each is not None for each in (self.of_month, self.month, self.edge))
        )

    @property
    def says_clock(self) -> bool:
        """Whether an hour or a part of the day was said."""
        return self.hour is not None or self.part is not None

    @property
    def empty(self) -> bool:
        return not (self.now or self.timed or self.says_day or self.says_clock)

    def take_clock(self, other: Phrase) -> None:
        """Mean the time of day that another phrase says."""
        self.hour, self.minute, self.half_day, self.part = other.hour, other.minute, other.half_day, other.part

    def moment(self, now: datetime, zone: tzinfo) -> Moment | None:
        """What it means at this moment in this zone; None for a day that no calendar has."""
        here = now.astimezone(zone)
        try:
            if self.now:
                return Moment(now.astimezone(UTC).replace(microsecond=0), has_clock=True)
            if self.timed and not self.says_day:
                at = now + (-self.length if self.ago else self.length)
                return Moment(at.astimezone(UTC).replace(microsecond=0), has_clock=True)
            day = self._day(here)
            if day is None:
                return None
            if not self.says_clock:
                at = walltime.moment(day, _opening(day, here), zone)
                return Moment(at, has_clock=False)
            minute = self._later_today(day, here)
            at = walltime.moment(day, minute, zone)
            if not self.says_day and at <= now:
                at = walltime.moment(day + timedelta(days=1), self.minute_of_day, zone)
            elif self.weekday is not None and not self.next and at <= now and day == here.date():
                at = walltime.moment(day + timedelta(days=7), minute, zone)
            return Moment(at, has_clock=self.hour is not None)
        except (ValueError, OverflowError):
            return None

    @property
    def minute_of_day(self) -> int:
        """The minute of the day; over 1440 for the small hours of the night that was said."""
        if self.hour is None:
            return self.part.minute if self.part else 0
        hour, minute = self.hour, self.hour * 60 + self.minute
        if hour > 12 or hour == 0:
            return minute
        match self.half_day or (self.part.reads if self.part else None):
            case "am":
                return minute - (720 if hour == 12 else 0)
            case "pm":
                return minute + (0 if hour == 12 else 720)
            case "noon":
                return minute + (720 if hour < 9 else 0)
            case "evening":
                return minute + 720
            case "night":
                return minute + (720 if hour >= 6 else 1440)
        return minute + (720 if hour < 7 else 0)

    def _later_today(self, day: date, here: datetime) -> int:
        """The minute of this day: an hour that is over means the one in the evening, said of today."""
        minute = self.minute_of_day
        open_ = self.says_day and self.half_day is None and self.part is None and 7 <= (self.hour or 0) < 12
        passed = day == here.date() and here.hour * 60 + here.minute >= minute
        return minute + 720 if open_ and passed else minute

    def _day(self, here: datetime) -> date | None:
        today = here.date()
        day = today
        if self.month is not None or self.of_month is not None or self.period in ("month", "year"):
            return self._calendar_day(today)
        if self.period == "week":
            return self._day_of_week(today)
        if self.day is not None:
            day += timedelta(days=self.day)
        sign = -1 if self.ago else 1
        if self.workdays is not None:
            return _working(day, self.workdays * sign)
        far = timedelta(days=(self.days or 0) + 7 * self.weeks) * sign
        if self.weekday is not None:
            if self.weeks and self.intro:
                day += far
                return day + timedelta(days=self.weekday - _from_sunday(day))
            return self._coming(day) + far
        return _months_on(day + far, self.months * sign)

    def _coming(self, day: date) -> date:
        ahead = ((self.weekday or 0) - _from_sunday(day)) % 7
        if ahead == 0 and (self.next or not self.says_clock):
            ahead = 7
        if self.next == 1 and self.english and ahead == 1:
            # What is tomorrow is not called "next Thursday".
            ahead += 7
        return day + timedelta(days=ahead + (7 if self.next == 2 else 0))

    def _day_of_week(self, today: date) -> date:
        sunday = today - timedelta(days=_from_sunday(today)) + timedelta(days=7 * self.shift)
        if self.weekday is not None:
            return sunday + timedelta(days=self.weekday)
        if self.edge == "end" or (self.edge is None and self.shift == 0):
            last = sunday + timedelta(days=4)
            return last if last >= today else last + timedelta(days=7)
        day = sunday + timedelta(days=2 if self.edge == "middle" else 0)
        return day if day > today or self.shift else day + timedelta(days=7)

    def _calendar_day(self, today: date) -> date | None:
        if self.hijri:
            return self._hijri_day(today)
        if self.period == "year":
            year = today.year + self.shift
            return date(year, 12, 31) if self.edge == "end" else date(year if self.shift else year + 1, 1, 1)
        if self.month is None:
            for ahead in range(self.shift, self.shift + (1 if self.shift else 14)):
                first = _months_on(today.replace(day=1), ahead)
                found = self._in_month(first.year, first.month)
                if found and (found >= today or self.shift):
                    return found
            return None
        if self.year is not None:
            return self._in_month(self.year, self.month)
        for year in range(today.year, today.year + 9):
            found = self._in_month(year, self.month)
            if found and found >= today:
                return found
        return None

    def _in_month(self, year: int, month: int) -> date | None:
        length = monthrange(year, month)[1]
        if self.nth is not None and self.weekday is not None:
            if self.nth < 0:
                last = date(year, month, length)
                return last - timedelta(days=(_from_sunday(last) - self.weekday) % 7)
            first = date(year, month, 1)
            day = 1 + (self.weekday - _from_sunday(first)) % 7 + 7 * (self.nth - 1)
        else:
            day = self.of_month or {"end": length, "middle": 15}.get(self.edge or "", 1)
        return date(year, month, day) if day <= length else None

    def _hijri_day(self, today: date) -> date | None:
        year = Gregorian.fromdate(today).to_hijri().year if self.year is None else self.year
        for each in (year, year + 1):
            length = Hijri(each, self.month or 1, 1).month_length()
            day = self.of_month or {"end": length, "middle": 15}.get(self.edge or "", 1)
            if day <= length:
                found: date = Hijri(each, self.month or 1, day).to_gregorian()
                found = date(found.year, found.month, found.day)
                if found >= today or self.year is not None:
                    return found
        return None


def _from_sunday(day: date) -> int:
    return day.isoweekday() % 7


def _opening(day: date, here: datetime) -> int:
    if day != here.date():
        return OPENING.hour * 60
    soon = here + SOON
    # So late that nothing of the day is left.
    chosen = next((each for each in _TODAY if soon.date() == day and soon.time() <= each), _TODAY[-1])
    return chosen.hour * 60 + chosen.minute


def _working(day: date, count: int) -> date:
    step = timedelta(days=1 if count >= 0 else -1)
    for _ in range(min(abs(count), 4000)):
        day += step
        while _from_sunday(day) in WEEKEND:
            day += step
    return day


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
