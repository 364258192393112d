"""KPIs: the numbers of a period, of the whole team or of one of the staff. docs/kpis.md has each definition in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from crm.periods import Period
from storage.models import ActivityKind, Priority, Staff

T = TypeVar("T")


class Metric(StrEnum):
    """What is counted; each has a list behind it (crm.kpi_lists)."""

    OPEN = "open"
    LEADS = "leads"
    CONTACTED = "contacted"
    CONVERSIONS = "conversions"
    RATE = "rate"
    RESPONSE = "response"
    RESOLUTION = "resolution"
    RATINGS = "ratings"
    ACTIVITIES = "activities"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Measure(Generic[T]):
    """A number, and what it was in the period before; None where there was nothing to measure."""

    value: T
    before: T


@dataclass(frozen=True, slots=True)
class Spread:
    """Lengths of working time: the median, the 90th percentile, and of how many."""

    median: timedelta
    p90: timedelta
    count: int


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def ratio(self) -> float | None:
        """0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Oldest:
    """The live ticket that was opened first."""

    ticket_id: int
    subject: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Rep:
    """One of the staff in the ranking."""

    staff_id: int
    name: str
    leads: int
    conversions: int
    closed: int
    activities: int
    response: Spread | None


@dataclass(frozen=True, slots=True)
class Kpis:
    """The numbers of one period."""

    period: Period
    of: Staff | None
    """None: the whole team."""
    at: datetime
    open: Measure[int]
    """Live tickets now, and when the period began."""
    open_by_priority: Mapping[Priority, int]
    oldest: Oldest | None
    leads: Measure[int]
    contacted: Measure[Share]
    conversions: Measure[int]
    rate: Measure[Share]
    response: Measure[Spread | None]
    resolution: Measure[Spread | None]
    rating: Measure[float | None]
    ratings: Measure[int]
    activities: Measure[int]
    by_channel: Mapping[ActivityKind, int]
    overdue: Measure[int]
    reps: Sequence[Rep]
    """The best first; empty when it is of one."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the line, in the asker's zone."""

    day: date
    leads: int
    conversions: int


@dataclass(frozen=True, slots=True)
class Series:
    """What the pictures show beyond the numbers."""

    days: Sequence[Day]
    """Each day of the period; of more than 62, each first day of a week."""
    resolution: Mapping[Priority, Spread | None]


async def measure(period: Period, of: Staff | None, zone: ZoneInfo, now: datetime) -> Kpis:
    """The numbers of a period as they are now, against those of the period before."""
    raise NotImplementedError


async def series(period: Period, of: Staff | None, zone: ZoneInfo, now: datetime) -> Series:
    """The line by day and the resolution by priority."""
    raise NotImplementedError
