"""The office: against a counter of minutes that asks the wall clock, through changes of clocks and holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.office import MIDNIGHT, Misread, Office, read_holidays, read_hours, read_nudges, read_targets
from storage.models import Priority

RIYADH = ZoneInfo("Asia/Riyadh")
MINUTE = timedelta(minutes=1)

# Days around which the clocks change: Berlin at two and three, Cairo at midnight, Lord Howe by half an hour.
PLACES = [
    ("Asia/Riyadh", datetime(2026, 3, 4, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 3, 28, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 24, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2026, 4, 23, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2026, 10, 29, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 3, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 2, tzinfo=UTC)),
]


@st.composite
def weeks(draw: st.DrawFn) -> dict[int, tuple[tuple[int, int], ...]]:
    days = {}
    for number in range(1, 8):
        cuts = sorted(draw(st.sets(st.integers(0, MIDNIGHT), max_size=4)))
        days[number] = tuple(zip(cuts[::2], cuts[1::2], strict=False))
    if not any(days.values()):
        days[1] = ((540, 1020),)
    return days


def is_open(office: Office, at: datetime) -> bool:
    wall = at.astimezone(office.zone)
    minute = wall.hour * 60 + wall.minute
    spans = () if office.is_holiday(wall.date()) else office.hours[wall.isoweekday()]
    return any(first <= minute < last for first, last in spans)


@settings(max_examples=60)
@given(
    place=st.sampled_from(PLACES), hours=weeks(), start=st.integers(0, 3 * MIDNIGHT),
    length=st.integers(0, 2 * MIDNIGHT), holiday=st.integers(0, 8),
)  # fmt: skip
def test_against_a_counter_of_minutes(
    place: tuple[str, datetime], hours: dict[int, tuple[tuple[int, int], ...]], start: int, length: int, holiday: int
) -> None:
    zone, base = place
    off = base.date() + timedelta(days=holiday)
    office = Office(ZoneInfo(zone), hours, ((off, off),))
    a, b = base + start * MINUTE, base + (start + length) * MINUTE
    minutes = [a + n * MINUTE for n in range(length)]
    counted = sum(is_open(office, at) for at in minutes)
    assert office.between(a, b) == counted * MINUTE
    assert office.is_open(a) == is_open(office, a)
    opening = next((at for at in minutes if is_open(office, at)), None)
    if opening is not None:
        assert office.next_opening(a) == opening
    else:
        assert office.next_opening(a) >= b
    reached = office.add(a, counted * MINUTE)
    assert office.between(a, reached) == counted * MINUTE
    assert reached <= b or not counted
    if counted:
        assert is_open(office, reached - MINUTE)


def test_a_weekend_and_a_holiday_lie_between() -> None:
    office = Office(RIYADH, read_hours("sun-thu 09:00-17:00"), read_holidays("2026-03-08..2026-03-09"))
    thursday = datetime(2026, 3, 5, 16, 0, tzinfo=RIYADH)
    assert office.add(thursday, timedelta(hours=2)) == datetime(2026, 3, 10, 10, 0, tzinfo=RIYADH)
    assert office.add(thursday, timedelta(hours=1)) == datetime(2026, 3, 5, 17, 0, tzinfo=RIYADH)
    assert office.next_opening(thursday + timedelta(hours=1)) == datetime(2026, 3, 10, 9, 0, tzinfo=RIYADH)
    assert not office.is_open(thursday + timedelta(hours=1))


def test_a_holiday_of_years_does_not_hang() -> None:
    years = tuple((date(2000 + n, 1, 1), date(2000 + n, 12, 31)) for n in range(400))
    office = Office(RIYADH, read_hours("mon 9-10"), years)
    assert office.next_opening(datetime(2026, 3, 4, tzinfo=UTC)).year == 2400


def test_no_hours_at_all_are_refused() -> None:
    with pytest.raises(ValueError, match="hours"):
        Office(RIYADH, {1: ()})


def test_the_ways_to_write_hours() -> None:
    assert read_hours("Sunday-Wed 8:00-16:00, thu 8-14")[4] == ((480, 840),)
    assert read_hours("sat-mon 9-17")[7] == ((540, 1020),)
    assert read_hours("fri 16-20, fri 9-11:30")[5] == ((540, 690), (960, 1200))
    night = read_hours("thu 20:00-02:00")
    assert (night[4], night[5]) == (((1200, 1440),), ((0, 120),))
    assert read_hours("mon-sun 0:00-24:00")[3] == ((0, 1440),)


@pytest.mark.parametrize(
    "wrong",
    ["", "sun", "sun 9", "abc 9-17", "sun 9-9", "sun 25-26", "sun 9:75-10", "sun 9-12, sun 11-13", "9-17", "sun 24-25"],
)  # fmt: skip
def test_wrong_hours(wrong: str) -> None:
    with pytest.raises(Misread):
        read_hours(wrong)


@pytest.mark.parametrize("wrong", ["tomorrow", "2026-02-30", "2026-03-05..2026-03-04", "2026-03-05..2062-03-04"])
def test_wrong_holidays(wrong: str) -> None:
    with pytest.raises(Misread):
        read_holidays(wrong)


def test_the_ways_to_write_targets() -> None:
    assert read_targets("HIGH 30m, medium 1h 30m, low 8h")[Priority.MEDIUM] == timedelta(minutes=90)


@pytest.mark.parametrize("wrong", ["", "high 1h", "high 1h, medium 4h, low", "high 0m, medium 1h, low 1h", "urgent 1h"])
def test_wrong_targets(wrong: str) -> None:
    with pytest.raises(Misread):
        read_targets(wrong)


@pytest.mark.parametrize(
    ("written", "minutes"), [("1h, 24h", [60, 1440]), ("90M", [90]), ("1h 30m, 2h", [90, 120]), (" Off ", [])]
)
def test_nudges_are_read(written: str, minutes: list[int]) -> None:
    assert read_nudges(written) == tuple(minute * MINUTE for minute in minutes)


@pytest.mark.parametrize("wrong", ["", ",", "soon", "1", "24h, 1h", "1h, 1h", "1h, 2h, 3h", "off, 1h", "0m", "2000h"])
def test_what_says_no_lengths_is_misread(wrong: str) -> None:
    with pytest.raises(Misread):
        read_nudges(wrong)
