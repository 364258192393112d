"""Recurrence: what repeats, and when it comes next by the wall clock of whoever asked for it.

RFC 5545 rules were looked at: they know neither an office's holidays nor "the 31st, or the last day of a short month"
without a set of days beside it. What is needed is a rule for days, and a minute of the day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from storage import walltime

DAY = timedelta(days=1)

LONGEST_WAIT = 800
"""Days in which a rule surely comes again: a yearly closing may well take some weeks of working days away."""

_WRITTEN = re.compile(
    r"(?P<every>day|working-day|week|month)(?: (?P<on>\d{1,2}(?:,\d{1,2})*))? (?P<clock>\d\d:[0-5]\d)"
    r"(?: until (?P<until>\d{4}-\d\d-\d\d))?",
    re.ASCII,
)

IsWorking = Callable[[date], bool]
"""Whether the organisation works on a day."""


class Every(StrEnum):
    """What a rule counts in."""

    DAY = "day"
    WORKING_DAY = "working-day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule, written `week 7 09:00 until 2026-05-01`: on these days, at this minute of the day on the wall.

    `on` has the ISO weekdays (Monday is 1) of WEEK, or the one day of the month (1 to 31) of MONTH, which in a shorter
    month is its last. `until` is the last day that counts. ValueError when the parts do not fit each other.
    """

    every: Every
    minute: int
    on: tuple[int, ...] = ()
    until: date | None = None

    def __post_init__(self) -> None:
        most = {Every.WEEK: 7, Every.MONTH: 31}.get(self.every, 0)
        fits = all(1 <= each <= most for each in self.on) and bool(self.on) == bool(most)
        if not fits or not 0 <= self.minute < 1440 or (self.every is Every.MONTH and len(self.on) != 1):
            raise ValueError(f"no rule: {self.every}, {self.on}, {self.minute}")

    def __str__(self) -> str:
        days = f" {','.join(map(str, self.on))}" if self.on else ""
        until = f" until {self.until.isoformat()}" if self.until else ""
        return f"{self.every.value}{days} {self.minute // 60:02d}:{self.minute % 60:02d}{until}"

    @classmethod
    def read(cls, written: str) -> Recurrence:
        """The rule that was written so. ValueError when it is none."""
        found = _WRITTEN.fullmatch(written)
        if found is None:
            raise ValueError(f"no rule: {written}")
        hour, minute = map(int, found["clock"].split(":"))
        on = tuple(int(each) for each in found["on"].split(",")) if found["on"] else ()
        until = date.fromisoformat(found["until"]) if found["until"] else None
        return cls(Every(found["every"]), hour * 60 + minute, on, until)

    def next(self, after: datetime, zone: tzinfo, is_working: IsWorking) -> datetime | None:
        """The first moment strictly after this one at which it comes, in UTC; None when it is over."""
        day = after.astimezone(zone).date() - DAY
        for _ in range(LONGEST_WAIT):
            if self.until is not None and day > self.until:
                return None
            if self._is_on(day, is_working) and (at := walltime.moment(day, self.minute, zone)) > after:
                return at
            day += DAY
        return None

    def _is_on(self, day: date, is_working: IsWorking) -> bool:
        match self.every:
            case Every.DAY:
                return True
            case Every.WORKING_DAY:
                return is_working(day)
            case Every.WEEK:
                return day.isoweekday() in self.on
        return day.day == min(self.on[0], monthrange(day.year, day.month)[1])
