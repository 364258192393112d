"""Daily: what comes to somebody by itself, at an hour of their days and once a day: the agenda, the digest.

Workers race, clocks jump and people move: `given_on` is the last of their days on which it came, and decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tortoise.expressions import Q

from storage import walltime

LATEST = timedelta(hours=6)
"""After an outage nobody wants in the evening what was for the morning."""

APART = timedelta(days=2)
"""No two zones are further apart. A day further on than this was written before the clock went back."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Daily:
    """When one of these comes."""

    minute: int
    """Of the day."""
    timezone: str
    """Of whoever gets it."""
    given_on: date | None
    comes_on: Callable[[date], bool]
    """Whether it comes on such a day at all."""

    def got(self, day: date) -> bool:
        """Whether it came on a day."""
        return self.given_on is not None and day <= self.given_on <= day + APART

    def moment(self, day: date) -> datetime:
        """When it comes on a day."""
        return walltime.moment(day, self.minute, ZoneInfo(self.timezone))

    def is_due(self, day: date, now: datetime) -> bool:
        """Whether it is to come now, on what is today for them."""
        if self.got(day) or not self.comes_on(day):
            return False
        at = self.moment(day)
        return at <= now <= at + LATEST

    def coming(self, day: date, now: datetime) -> datetime:
        """When it comes next, if they are there; the day is today for them."""
        while self.got(day) or not self.comes_on(day) or self.moment(day) + LATEST < now:
            day += DAY
        return self.moment(day)


def ungot(column: str, day: date) -> Q:
    """The condition that it has not come on a day, by the column that has `given_on`."""
    ways: list[dict[str, Any]] = [
        {f"{column}__isnull": True}, {f"{column}__lt": day}, {f"{column}__gt": day + APART},
    ]  # fmt: skip
    return Q(*[Q(**way) for way in ways], join_type=Q.OR)
