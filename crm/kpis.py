"""KPIs: the numbers of a period, of the whole team or of one of the staff. docs/kpis.md has each definition in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from crm import counts, periods, ticket_counts
from crm.counts import Leads
from crm.periods import DAY, Period, Unit
from crm.ticket_counts import Length
from storage import rows
from storage.models import ActivityKind, Priority, Staff

T = TypeVar("T")

MOST_DAYS = 62
"""So many points a line has; of a longer period, it goes by weeks."""


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
    """Each day of the period that has begun; of more than 62, the first day of each week, or of what there is of it."""
    resolution: Mapping[Priority, Spread | None]


async def measure(period: Period, of: Staff | None, zone: ZoneInfo, now: datetime) -> Kpis:
    """The numbers of a period as they are now, against those of the period before; crm.counts says what each counts.

    While the period runs, what has happened in it is held against as much of the one before.
    """
    spans = periods.compared(period, zone, now)
    live, oldest = await ticket_counts.live(spans.now.since, of), await _oldest(of)
    new, new_before = [await counts.leads(span, of, now) for span in spans]
    made, made_before = [await counts.conversions(span, of) for span in spans]
    answered, answered_before = [await ticket_counts.responses(span, of) for span in spans]
    closed, closed_before = [await ticket_counts.resolutions(span, of) for span in spans]
    rated, rated_before = [await ticket_counts.ratings(span, of) for span in spans]
    done = await counts.activities(spans.now, of)
    return Kpis(
        period, of, now,
        open=Measure(sum(live.by_priority.values()), live.before),
        open_by_priority={priority: live.by_priority.get(priority, 0) for priority in Priority},
        oldest=oldest,
        leads=Measure(_total(new.values()).count, _total(new_before.values()).count),
        contacted=Measure(_contacted(new), _contacted(new_before)),
        conversions=Measure(sum(made.values()), sum(made_before.values())),
        rate=Measure(_rate(new), _rate(new_before)),
        response=Measure(spread(answered), spread(answered_before)),
        resolution=Measure(spread(closed), spread(closed_before)),
        rating=Measure(rated.mean, rated_before.mean),
        ratings=Measure(rated.count, rated_before.count),
        activities=Measure(sum(one.count for one in done), await counts.activity_count(spans.before, of)),
        by_channel={
            kind: sum(one.count for one in done if one.kind is kind)
            for kind in ActivityKind if kind is not ActivityKind.TASK
        },
        overdue=Measure(await counts.overdue(now, of), await counts.were_overdue(spans.now.since, of)),
        reps=[] if of else await _ranking(new, made, answered, closed, done),
    )  # fmt: skip


async def series(period: Period, of: Staff | None, zone: ZoneInfo, now: datetime) -> Series:
    """The line by day and the resolution by priority."""
    span = periods.compared(period, zone, now).now
    lines = [
        Counter(_point(at.astimezone(zone).date(), period) for at in moments)
        for moments in (await counts.lead_moments(span, of), await counts.conversion_moments(span, of))
    ]
    last = max(period.first, min(period.last, now.astimezone(zone).date()))
    points = dict.fromkeys(
        _point(period.first + number * DAY, period) for number in range((last - period.first).days + 1)
    )
    closed = await ticket_counts.resolutions(span, of)
    return Series(
        [Day(point, *(line[point] for line in lines)) for point in points],
        {priority: spread([one for one in closed if one.priority is priority]) for priority in Priority},
    )


def spread(lengths: Iterable[Length]) -> Spread | None:
    """The median and the 90th percentile, each by linear interpolation between the two nearest; None of nothing."""
    taken = sorted(one.took for one in lengths)
    return Spread(_quantile(taken, 0.5), _quantile(taken, 0.9), len(taken)) if taken else None


def _quantile(ordered: Sequence[timedelta], share: float) -> timedelta:
    place = (len(ordered) - 1) * share
    below = ordered[int(place)]
    above = ordered[min(int(place) + 1, len(ordered) - 1)]
    return below + (above - below) * (place - int(place))


def _point(day: date, period: Period) -> date:
    """The point of the line to which a day belongs."""
    return day if period.days <= MOST_DAYS else max(period.first, periods.around(Unit.WEEK, day).first)


def _total(leads: Iterable[Leads]) -> Leads:
    return sum(leads, Leads())


def _contacted(leads: Mapping[int | None, Leads]) -> Share:
    total = _total(leads.values())
    return Share(total.in_time, total.in_time + total.late)


def _rate(leads: Mapping[int | None, Leads]) -> Share:
    total = _total(leads.values())
    return Share(total.converted, total.count)


async def _oldest(of: Staff | None) -> Oldest | None:
    found = await rows.run(_OLDEST.format(whose=counts.whose("assignee_id", of)), {"of": of.id if of else None})
    return Oldest(found[0]["id"], found[0]["subject"], rows.moment(found[0]["created_at"])) if found else None


_OLDEST = "SELECT id, subject, created_at FROM ticket WHERE closed_at IS NULL{whose} ORDER BY created_at, id LIMIT 1"


async def _ranking(
    new: Mapping[int | None, Leads], made: Mapping[int | None, int], answered: Sequence[Length],
    closed: Sequence[Length], done: Sequence[counts.Done],
) -> Sequence[Rep]:  # fmt: skip
    """The active staff who have anything to show: by conversions, then closed tickets, then activities, then name."""
    closings = Counter(one.assignee_id for one in closed)
    activities: Counter[int | None] = Counter()
    for one in done:
        activities[one.author_id] += one.count
    responses: dict[int | None, list[Length]] = {}
    for length in answered:
        responses.setdefault(length.assignee_id, []).append(length)
    shown = {*new, *made, *responses, *closings, *activities}
    staff = await rows.run("SELECT id, name FROM staff WHERE active", {})
    reps = [
        Rep(
            id, one["name"], new[id].count if id in new else 0, made.get(id, 0), closings[id], activities[id],
            spread(responses.get(id, ())),
        )
        for one in staff if (id := one["id"]) in shown
    ]  # fmt: skip
    return sorted(reps, key=lambda rep: (-rep.conversions, -rep.closed, -rep.activities, rep.name, rep.staff_id))
