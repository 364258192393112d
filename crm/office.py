"""Office: when the organisation works, and how soon it means to answer. All of it is set, none of it kept.

Libraries were looked at: businesstimedelta has one zone per rule and counts wall time through a change of clocks,
workalendar and businesstime know days or fixed hours alone. What is needed fits on two screens and is tested against a
counter of minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

from storage.models.kinds import Priority

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""As a setting writes them; ISO counts them from 1."""

MIDNIGHT = 24 * 60
LONGEST_HOLIDAY = timedelta(days=366)
"""A longer range has a wrong year."""

LONGEST_TARGET = timedelta(hours=1000)
MOST_NUDGES = 2

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


class Misread(ValueError):
    """A setting does not say what an office needs; the text says why."""


Span = tuple[int, int]
"""From and until, in minutes after midnight on the wall clock; the end is not of it."""

Hours = Mapping[int, tuple[Span, ...]]
"""By ISO weekday (Monday is 1)."""

Holiday = tuple[date, date]
"""The first and the last day."""

Targets = Mapping[Priority, timedelta]


@dataclass(frozen=True)
class Office:
    """The organisation's hours, holidays and targets. ValueError when it is never open."""

    zone: tzinfo
    hours: Hours
    holidays: Sequence[Holiday] = ()
    response: Targets = field(default_factory=dict)
    resolution: Targets = field(default_factory=dict)
    reopen: timedelta = timedelta(days=7)
    """How long after its closing a customer's answer reopens a ticket."""
    nudges: Sequence[timedelta] = ()
    """How long a lead may wait for an answer, for each stage of crm.nudges; none: as long as it takes."""

    def __post_init__(self) -> None:
        if not any(self.hours.values()):
            raise ValueError("an office has hours")

    def is_open(self, at: datetime) -> bool:
        """Whether somebody is there."""
        return self.next_opening(at) == at

    def next_opening(self, at: datetime) -> datetime:
        """The first moment from then on at which somebody is there: that very one, when the office is open."""
        start, _ = next(self._open_from(at))
        return max(start, at)

    def add(self, at: datetime, working: timedelta) -> datetime:
        """When so much working time after a moment is over."""
        for start, end in self._open_from(at):
            start = max(start, at)
            if working <= end - start:
                return start + working
            working -= end - start
        raise AssertionError("an office is open every week")

    def between(self, a: datetime, b: datetime) -> timedelta:
        """How much working time lies between two moments; none when the second is the earlier."""
        return sum((end - start for start, end in self.stretches(a, b)), timedelta())

    def stretches(self, a: datetime, b: datetime) -> Iterator[tuple[datetime, datetime]]:
        """When it is open between two moments, in order."""
        for start, end in self._open_from(a):
            start = max(start, a)
            if start >= b:
                return
            yield start, min(end, b)

    def is_holiday(self, day: date) -> bool:
        """Whether it is closed on that day, whatever the weekday."""
        return any(first <= day <= last for first, last in self.holidays)

    def works_on(self, day: date) -> bool:
        """Whether anybody is there at all on that day."""
        return bool(self.hours.get(day.isoweekday())) and not self.is_holiday(day)

    def _open_from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of time at which it is open, in order, from the one that is not over at that moment."""
        day = at.astimezone(self.zone).date()
        while True:
            if self.is_holiday(day):
                day = max(last for first, last in self.holidays if first <= day <= last) + DAY
                continue
            for start, end in self._of_day(day):
                if end > at:
                    yield start, end
            day += DAY

    def _of_day(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """A day's spans as moments. A change of clocks parts it in two, each with a constant offset."""
        begins, ends = self._midnight(day), self._midnight(day + DAY)
        cuts = [begins, *self._change(begins, ends), ends]
        midnight = datetime.combine(day, datetime.min.time(), UTC)
        for since, until in pairwise(cuts):
            offset = since.astimezone(self.zone).utcoffset() or timedelta()
            for first, last in self.hours.get(day.isoweekday(), ()):
                start = max(midnight + first * MINUTE - offset, since)
                end = min(midnight + last * MINUTE - offset, until)
                if start < end:
                    yield start, end

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, datetime.min.time(), self.zone).astimezone(UTC)

    def _change(self, since: datetime, until: datetime) -> list[datetime]:
        """The moment between the two at which the clocks change, if they do."""
        offset = since.astimezone(self.zone).utcoffset()
        low, high = since, until - MINUTE
        if high.astimezone(self.zone).utcoffset() == offset:
            return []
        while high - low > MINUTE:
            middle = low + (high - low) // MINUTE // 2 * MINUTE
            if middle.astimezone(self.zone).utcoffset() == offset:
                low = middle
            else:
                high = middle
        return [high]


def read_hours(written: str) -> Hours:
    """Hours as a setting has them: `sun-wed 8:00-16:00, thu 8:00-14:00`; a night may wrap around midnight. Misread.

    A day that is named twice is open twice.
    """
    hours: dict[int, list[Span]] = {number: [] for number in range(1, 8)}
    for group in _parts(written):
        found = _GROUP.fullmatch(group)
        if found is None:
            raise Misread(f"{group!r} is not like sun-thu 09:00-17:00")
        first, last = (_day(name or found["first"]) for name in (found["first"], found["last"]))
        start, end = _clock(found["start"]), _clock(found["end"])
        if start in (end, MIDNIGHT):
            raise Misread(f"{group!r} has no time in it")
        for number in ((first - 1 + step) % 7 + 1 for step in range((last - first) % 7 + 1)):
            if end > start:
                hours[number].append((start, end))
                continue
            hours[number].append((start, MIDNIGHT))
            if end:
                hours[number % 7 + 1].append((0, end))
    for spans in hours.values():
        spans.sort()
        if any(before[1] > after[0] for before, after in pairwise(spans)):
            raise Misread("two of its spans overlap")
    if not any(hours.values()):
        raise Misread("must name a day and its hours, such as sun-thu 09:00-17:00")
    return {number: tuple(spans) for number, spans in hours.items()}


def read_holidays(written: str) -> tuple[Holiday, ...]:
    """Holidays as a setting has them: `2026-03-20, 2026-05-26..2026-05-30`; in order. Misread."""
    found = []
    for part in _parts(written):
        first, _, last = part.partition("..")
        try:
            days = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
        except ValueError:
            raise Misread(f"{part!r} is not like 2026-03-20 or 2026-03-19..2026-03-23") from None
        if not timedelta(0) <= days[1] - days[0] <= LONGEST_HOLIDAY:
            raise Misread(f"{part!r} ends before it begins, or is longer than a year")
        found.append(days)
    return tuple(sorted(found))


def read_targets(written: str) -> Targets:
    """Targets as a setting has them, in working time: `high 1h, medium 4h, low 90m`. All three. Misread."""
    targets: dict[Priority, timedelta] = {}
    for part in _parts(written):
        found = _TARGET.fullmatch(part)
        if found is None or found["priority"] not in set(Priority):
            raise Misread(f"{part!r} is not like high 1h or high 30m")
        targets[Priority(found["priority"])] = _length(found)
    if missing := [priority.value for priority in Priority if priority not in targets]:
        raise Misread(f"says nothing of {missing[0]}")
    return targets


def read_nudges(written: str) -> tuple[timedelta, ...]:
    """How long a lead may wait as a setting has it: `1h, 24h`, each longer than the one before; or `off`. Misread."""
    parts = _parts(written)
    if parts == ["off"]:
        return ()
    lengths = []
    for part in parts:
        found = _WAIT.fullmatch(part)
        if found is None:
            raise Misread(f"{part!r} is not like 1h or 90m")
        lengths.append(_length(found))
    if not 1 <= len(lengths) <= MOST_NUDGES or any(before >= after for before, after in pairwise(lengths)):
        raise Misread("must be one length or two, the second the longer, such as 1h, 24h; or off")
    return tuple(lengths)


_GROUP = re.compile(
    r"(?P<first>[a-z]{3})[a-z]*(?:\s*-\s*(?P<last>[a-z]{3})[a-z]*)?\s+(?P<start>[\d:]+)\s*-\s*(?P<end>[\d:]+)"
)
_CLOCK = re.compile(r"(\d{1,2})(?::(\d\d))?")
_LENGTH = r"(?=\d)(?:(?P<hours>\d{1,4})h)?\s*(?:(?P<minutes>\d{1,4})m)?"
_TARGET = re.compile(rf"(?P<priority>[a-z]+)\s+{_LENGTH}")
_WAIT = re.compile(_LENGTH)


def _parts(written: str) -> list[str]:
    return [" ".join(part.casefold().split()) for part in written.split(",") if part.strip()]


def _length(found: re.Match[str]) -> timedelta:
    length = timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
    if not MINUTE <= length <= LONGEST_TARGET:
        raise Misread(f"{found[0]!r} must be between a minute and {LONGEST_TARGET // timedelta(hours=1)} hours")
    return length


def _day(name: str) -> int:
    if name not in DAYS:
        raise Misread(f"{name!r} is none of {', '.join(DAYS)}")
    return DAYS.index(name) + 1


def _clock(written: str) -> int:
    found = _CLOCK.fullmatch(written)
    minutes = int(found[1]) * 60 + int(found[2] or 0) if found else MIDNIGHT + 1
    if minutes > MIDNIGHT or (found and int(found[2] or 0) > 59):
        raise Misread(f"{written!r} is not a time like 09:00")
    return minutes


HOURS, RESPONSE, RESOLUTION = "sun-thu 09:00-17:00", "high 1h, medium 4h, low 8h", "high 8h, medium 24h, low 40h"
NUDGES = "1h, 24h"
"""What holds when nothing else is set."""

_current = Office(
    ZoneInfo("UTC"), read_hours(HOURS), (), read_targets(RESPONSE), read_targets(RESOLUTION), nudges=read_nudges(NUDGES)
)


def use(office: Office) -> None:
    """Work by this one from now on: the process's own, set when it starts."""
    global _current
    _current = office


def current() -> Office:
    """The process's office."""
    return _current
