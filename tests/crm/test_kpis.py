"""The numbers: each is counted a second way, by plain loops over all that there is, on histories made by chance."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm import erasure, kpi_lists, kpis, office, periods
from crm.agenda import NoSuchPlace, Place
from crm.kpi_lists import Row
from crm.kpis import Metric, Share, Spread
from crm.office import Office, read_holidays, read_hours, read_targets
from crm.people import Erased
from crm.periods import Period, Span
from crm.ticket_counts import Length
from storage.models import (
    Activity,
    ActivityKind,
    CallOutcome,
    Customer,
    Direction,
    Lead,
    Priority,
    Staff,
    Ticket,
    TicketMessage,
)
from storage.transactions import transaction
from tests.crm.histories import ZONES, History, history

HOUR = timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)
PERIODS = (
    Period(date(2026, 10, 15), date(2026, 10, 15)),
    Period(date(2026, 10, 25), date(2026, 10, 31)),
    Period(date(2026, 10, 1), date(2026, 10, 31)),
    Period(date(2026, 10, 1), date(2026, 12, 31)),
    Period(date(2026, 9, 27), date(2026, 10, 9)),
)
"""With those that run still when the history ends, and one whose period before had begun before it."""


@pytest.fixture(autouse=True)
async def _office() -> AsyncIterator[None]:
    before = office.current()
    hours = read_hours("sun-wed 9:00-17:00, thu 9:00-13:00, sat 22:00-2:00")
    holidays = read_holidays("2026-10-06, 2026-10-25..2026-10-26")
    response, resolution = read_targets(office.RESPONSE), read_targets(office.RESOLUTION)
    office.use(Office(ZONES[1], hours, holidays, response, resolution))
    yield
    office.use(before)


@dataclass
class All:
    """Every row that there is, and what the history knows."""

    history: History
    leads: Sequence[Lead]
    tickets: Sequence[Ticket]
    messages: Sequence[TicketMessage]
    activities: Sequence[Activity]
    of: Staff | None
    now: datetime

    def live(self, since: datetime) -> list[int]:
        then = self.history.then.get(since)
        return [one.id for one in self.tickets if then and one.id in then.live and self.has(one.assignee_id)]

    def has(self, id: int | None) -> bool:
        return self.of is None or self.of.id == id

    def new(self, span: Span) -> list[Lead]:
        found = [one for one in self.leads if _in(one.created_at, span) and one.merged_into_id is None]
        return [one for one in found if self.has(one.owner_id)]

    def reached(self, lead: Lead) -> bool:
        for said in (*self.activities, *self.messages):
            theirs = said.lead_id == lead.id or (said.customer_id is not None and said.customer_id == lead.customer_id)
            outcome = said.outcome if isinstance(said, Activity) else None
            taken = outcome in (None, CallOutcome.ANSWERED)
            soon = timedelta() <= said.at - lead.created_at <= HOUR
            if theirs and taken and soon and said.direction is Direction.OUT:
                return True
        return False

    def late(self, span: Span) -> list[Lead]:
        return [one for one in self.wrote(span) if not self.reached(one) and one.created_at + HOUR <= self.now]

    def wrote(self, span: Span) -> list[Lead]:
        return [one for one in self.new(span) if one.id in self.history.wrote]

    def contacted(self, span: Span) -> Share:
        reached = [one for one in self.wrote(span) if self.reached(one)]
        return Share(len(reached), len(reached) + len(self.late(span)))

    def unconverted(self, span: Span) -> list[Lead]:
        converted = {id for id, (at, _) in self.history.converted.items() if at < span.until}
        return [one for one in self.new(span) if one.id not in converted]

    def rate(self, span: Span) -> Share:
        whole = len(self.new(span))
        return Share(whole - len(self.unconverted(span)), whole)

    def conversions(self, span: Span) -> list[datetime]:
        return [at for at, by in self.history.converted.values() if _in(at, span) and self.has(by)]

    def answered(self, span: Span) -> list[Ticket]:
        return [one for one in self._whole() if _in(one.first_response_at, span)]

    def closed(self, span: Span) -> list[Ticket]:
        return [one for one in self._whole() if _in(one.closed_at, span)]

    def _whole(self) -> list[Ticket]:
        return [one for one in self.tickets if one.merged_into_id is None and self.has(one.assignee_id)]

    def stars(self, span: Span) -> list[int]:
        rated = {id for id, at in self.history.rated.items() if _in(at, span)}
        return [one.rating or 0 for one in self.tickets if one.id in rated and self.has(one.assignee_id)]

    def said(self, span: Span) -> list[Activity]:
        found = [one for one in self.activities if _in(one.at, span) and one.kind is not ActivityKind.TASK]
        return [one for one in found if self.has(one.author_id)]

    def overdue(self) -> list[Activity]:
        tasks = [one for one in self.activities if one.kind is ActivityKind.TASK and self.has(one.author_id)]
        undone = [one for one in tasks if one.done_at is None and one.dropped_at is None]
        return [one for one in undone if one.due_at is not None and one.due_at < self.now]

    def were_overdue(self, since: datetime) -> int:
        then = self.history.then.get(since)
        return sum(bool(then) and one.id in then.overdue and self.has(one.author_id) for one in self.activities)


def _in(at: datetime | None, span: Span) -> bool:
    return at is not None and span.since <= at < span.until


def took(ticket: Ticket, end: datetime | None) -> timedelta:
    assert end is not None
    return office.current().between(ticket.created_at, end)


def check_spread(found: Spread | None, lengths: Iterable[timedelta]) -> None:
    taken = [length / MICROSECOND for length in lengths]
    if not taken:
        assert found is None
        return
    assert found is not None
    assert found.count == len(taken)
    p90 = statistics.quantiles(taken, n=10, method="inclusive")[8] if len(taken) > 1 else taken[0]
    assert abs(found.median / MICROSECOND - statistics.median(taken)) <= 1
    assert abs(found.p90 / MICROSECOND - p90) <= 1


async def everything(made: History, of: Staff | None, now: datetime) -> All:
    return All(
        made, await Lead.all(), await Ticket.all(), await TicketMessage.all(), await Activity.all(), of, now
    )  # fmt: skip


async def check(made: History, period: Period, of: Staff | None, zone: ZoneInfo) -> None:
    now = made.now + timedelta(minutes=1)
    found, rest = await kpis.measure(period, of, zone, now), await everything(made, of, now)
    spans = periods.compared(period, zone, now)
    live = [one for one in rest.tickets if one.closed_at is None and rest.has(one.assignee_id)]
    assert (found.open.value, found.open.before) == (len(live), len(rest.live(spans.now.since)))
    assert found.open_by_priority == {each: sum(one.priority is each for one in live) for each in Priority}
    oldest = min(live, key=lambda one: (one.created_at, one.id), default=None)
    assert (found.oldest.ticket_id if found.oldest else None) == (oldest.id if oldest else None)
    assert found.overdue.value == len(rest.overdue())
    assert found.overdue.before == rest.were_overdue(spans.now.since)
    for span, which in ((spans.now, "value"), (spans.before, "before")):
        assert getattr(found.leads, which) == len(rest.new(span))
        assert getattr(found.contacted, which) == rest.contacted(span)
        assert getattr(found.conversions, which) == len(rest.conversions(span))
        assert getattr(found.rate, which) == rest.rate(span)
        check_spread(getattr(found.response, which), [took(one, one.first_response_at) for one in rest.answered(span)])
        check_spread(getattr(found.resolution, which), [took(one, one.closed_at) for one in rest.closed(span)])
        stars = rest.stars(span)
        assert getattr(found.ratings, which) == len(stars)
        assert getattr(found.rating, which) == (pytest.approx(statistics.mean(stars)) if stars else None)
        assert getattr(found.activities, which) == len(rest.said(span))
    kinds = Counter(one.kind for one in rest.said(spans.now))
    assert found.by_channel == {kind: kinds[kind] for kind in ActivityKind if kind is not ActivityKind.TASK}
    await check_reps(found, rest, spans.now)
    await check_series(period, rest, zone, spans.now)


async def check_reps(found: kpis.Kpis, rest: All, span: Span) -> None:
    if rest.of is not None:
        assert not found.reps
        return
    ranked = []
    for staff in await Staff.filter(active=True):
        own = All(rest.history, rest.leads, rest.tickets, rest.messages, rest.activities, staff, rest.now)
        answers = [took(one, one.first_response_at) for one in own.answered(span)]
        row = (
            -len(own.conversions(span)), -len(own.closed(span)), -len(own.said(span)), staff.name, staff.id,
            len(own.new(span)), len(answers),
        )  # fmt: skip
        if any(row[:3]) or any(row[5:]):
            ranked.append(row)
            check_spread(next(rep.response for rep in found.reps if rep.staff_id == staff.id), answers)
    assert [
        (-rep.conversions, -rep.closed, -rep.activities, rep.name, rep.staff_id, rep.leads,
         rep.response.count if rep.response else 0)
        for rep in found.reps
    ] == sorted(ranked)  # fmt: skip


async def check_series(period: Period, rest: All, zone: ZoneInfo, span: Span) -> None:
    found = await kpis.series(period, rest.of, zone, rest.now)
    new = [one.created_at.astimezone(zone).date() for one in rest.new(span)]
    made = [at.astimezone(zone).date() for at in rest.conversions(span)]
    today = rest.now.astimezone(zone).date()
    firsts = [each.day for each in found.days]
    nexts = [*firsts[1:], min(period.last, today) + timedelta(days=1)]
    assert firsts[0] == period.first
    for day, following in zip(found.days, nexts, strict=True):
        assert day.leads == sum(day.day <= each < following for each in new)
        assert day.conversions == sum(day.day <= each < following for each in made)
        assert (following - day.day).days <= (1 if period.days <= 62 else 7)
        assert period.days <= 62 or day.day == period.first or day.day.isoweekday() == 7
    for priority in Priority:
        closed = [took(one, one.closed_at) for one in rest.closed(span) if one.priority is priority]
        check_spread(found.resolution[priority], closed)


async def listed(metric: Metric, period: Period, of: Staff | None, zone: ZoneInfo, now: datetime) -> list[Row]:
    """The whole list, read a small page at a time."""
    found: list[Row] = []
    after: Place | None = None
    while True:
        page = await kpi_lists.behind(metric, period, of, zone, now, limit=3, after=after)
        found += page.rows
        if page.next is None:
            assert len(found) == page.total
            return found
        assert len(page.rows) == 3
        after = page.next


async def check_lists(made: History, period: Period, of: Staff | None, zone: ZoneInfo) -> None:
    now = made.now + timedelta(minutes=1)
    number, rest = await kpis.measure(period, of, zone, now), await everything(made, of, now)
    span = periods.compared(period, zone, now).now
    rows = {metric: await listed(metric, period, of, zone, now) for metric in Metric}
    assert {metric: len(found) for metric, found in rows.items()} == {
        Metric.OPEN: number.open.value,
        Metric.LEADS: number.leads.value,
        Metric.CONTACTED: number.contacted.value.whole - number.contacted.value.part,
        Metric.CONVERSIONS: number.conversions.value,
        Metric.RATE: number.rate.value.whole - number.rate.value.part,
        Metric.RESPONSE: number.response.value.count if number.response.value else 0,
        Metric.RESOLUTION: number.resolution.value.count if number.resolution.value else 0,
        Metric.RATINGS: number.ratings.value,
        Metric.ACTIVITIES: number.activities.value,
        Metric.OVERDUE: number.overdue.value,
    }
    ids = {metric: [row.ref.id for row in found] for metric, found in rows.items()}
    live = [one for one in rest.tickets if one.closed_at is None and rest.has(one.assignee_id)]
    assert ids[Metric.OPEN] == [one.id for one in sorted(live, key=lambda one: (one.created_at, one.id))]
    for metric, leads in (
        (Metric.LEADS, rest.new(span)), (Metric.CONTACTED, rest.late(span)), (Metric.RATE, rest.unconverted(span)),
    ):  # fmt: skip
        assert ids[metric] == [one.id for one in sorted(leads, key=lambda one: (one.created_at, one.id), reverse=True)]
    for metric, tickets in ((Metric.RESPONSE, rest.answered(span)), (Metric.RESOLUTION, rest.closed(span))):
        lengths = {
            one.id: took(one, one.first_response_at if metric is Metric.RESPONSE else one.closed_at) for one in tickets
        }
        assert {row.ref.id: row.figure for row in rows[metric]} == lengths
        assert ids[metric] == sorted(lengths, key=lambda id: (-lengths[id], id))
    assert [row.figure for row in rows[Metric.RATINGS]] == sorted(rest.stars(span))
    assert [row.at for row in rows[Metric.CONVERSIONS]] == sorted(rest.conversions(span), reverse=True)
    said = sorted(rest.said(span), key=lambda one: (one.at, one.id), reverse=True)
    assert [(row.ref.id, row.figure) for row in rows[Metric.ACTIVITIES]] == [(one.id, one.kind) for one in said]
    assert ids[Metric.OVERDUE] == [one.id for one in sorted(rest.overdue(), key=lambda one: (one.due_at, one.id))]
    assert all(row.name for found in rows.values() for row in found)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_they_are_what_plain_counting_finds(database: str, seed: int) -> None:
    made = await history(seed, 700)
    assert made.done == set(made.acts), set(made.acts) - made.done
    for zone in ZONES:
        for period in PERIODS:
            for of in (None, made.reps[0], made.reps[1]):
                await check(made, period, of, zone)


async def test_the_lists_are_what_was_counted(database: str) -> None:
    made = await history(4, 500)
    for period in (PERIODS[1], PERIODS[2], PERIODS[3]):
        for of in (None, made.reps[2]):
            await check_lists(made, period, of, ZONES[0])


async def test_nothing_is_nothing(database: str) -> None:
    now = datetime(2026, 10, 15, 9, 0, tzinfo=UTC)
    found = await kpis.measure(PERIODS[2], None, ZONES[0], now)
    assert (found.open.value, found.open.before, found.oldest, found.overdue.value) == (0, 0, None, 0)
    assert found.contacted.value.ratio is None
    assert found.response.value is None
    assert found.rating.value is None
    assert not found.reps
    shown = await kpis.series(PERIODS[2], None, ZONES[0], now)
    assert [day.day.day for day in shown.days] == list(range(1, 16))


async def test_a_place_that_is_none(database: str) -> None:
    now = datetime(2026, 10, 15, 9, 0, tzinfo=UTC)
    for metric in Metric:
        for place in ((), (1,), (1, 2, 3), (-1, 1), (1, 2**63)):
            with pytest.raises(NoSuchPlace):
                await kpi_lists.behind(metric, PERIODS[2], None, ZONES[0], now, limit=3, after=place)


async def test_who_counts_and_who_does_not(database: str) -> None:
    """Who was erased counts on, what lies in the future not yet, and who left is in no ranking."""
    made = await history(5, 60)
    now, day = made.now + timedelta(minutes=1), made.now.astimezone(ZONES[0]).date()
    period = periods.around(periods.Unit.MONTH, day)
    before = await kpis.measure(period, None, ZONES[0], now)
    assert before.leads.value
    assert len(before.reps) > 1
    await Lead.all().update(erased_at=now, name="", phone=None)
    await Activity.all().update(text="")
    lead = await Lead.create(name="z", source="walk-in", created_at=now + HOUR, updated_at=now)
    await Activity.create(kind=ActivityKind.NOTE, at=now + HOUR, lead=lead, author_id=before.reps[0].staff_id)
    await Staff.filter(id=before.reps[0].staff_id).update(active=False)
    after = await kpis.measure(period, None, ZONES[0], now)
    assert after.reps == before.reps[1:]
    assert replace(after, reps=[]) == replace(before, reps=[])


async def test_who_is_erased_keeps_every_count_but_of_what_is_open(database: str) -> None:
    made = await history(6, 250)
    now, later = made.now + timedelta(minutes=1), made.now + timedelta(days=300)
    asked = [(period, of) for period in PERIODS for of in (None, made.reps[0])]

    async def counted() -> list[object]:
        found: list[object] = []
        for period, of in asked:
            numbers = await kpis.measure(period, of, ZONES[0], now)
            still = {"oldest": None, "open_by_priority": {}}
            still |= {name: replace(getattr(numbers, name), value=0) for name in ("open", "overdue")}
            found += [replace(numbers, **still), await kpis.series(period, of, ZONES[0], now)]
            for metric in [each for each in Metric if each not in (Metric.OPEN, Metric.OVERDUE)]:
                found.append([row.ref for row in await listed(metric, period, of, ZONES[0], now)])
        return found

    before = await counted()
    for party in [*await Lead.all(), *await Customer.all()]:
        with suppress(Erased):
            async with transaction():
                code = await erasure.ask(party, by=made.boss, at=later)
                assert await erasure.confirm(party, code, by=made.boss, at=later)
    assert {one.name for model in (Lead, Customer) for one in await model.all()} == {""}
    assert await counted() == before


def test_a_percentile_lies_between_two() -> None:
    lengths = [Length(1, None, Priority.LOW, timedelta(minutes=minutes)) for minutes in (10, 0, 30)]
    assert kpis.spread(lengths) == Spread(timedelta(minutes=10), timedelta(minutes=26), 3)
    assert kpis.spread(lengths[:1]) == Spread(timedelta(minutes=10), timedelta(minutes=10), 1)
    assert kpis.spread([]) is None
