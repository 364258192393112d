"""Working time that was added up once is what the office counts."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm import working_time
from crm.office import Office, read_holidays, read_hours
from crm.working_time import WorkingTime

BEGIN = datetime(2026, 2, 20, tzinfo=UTC)
HOURS = ("sun-thu 9-17", "mon-fri 8:00-12:00, mon-thu 13:00-18:00", "fri-sun 22:00-3:30", "mon-sun 0:00-24:00")
OFFICES = [
    Office(ZoneInfo(zone), read_hours(hours), read_holidays("2026-03-19..2026-03-23, 2026-04-02"))
    for zone in ("Asia/Riyadh", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
    for hours in HOURS
]


@pytest.mark.parametrize("office", OFFICES)
def test_it_is_what_the_office_counts(office: Office) -> None:
    """Spring's change of clocks is in it, and what lies at the ends."""
    chance = random.Random(5)
    until = BEGIN + timedelta(days=90)
    worked = WorkingTime(office, BEGIN, until)
    assert worked.between(BEGIN, until) == office.between(BEGIN, until)
    opened = [at for stretch in office.stretches(BEGIN, until) for at in stretch]
    for _ in range(300):
        some = [BEGIN + timedelta(seconds=chance.uniform(0, 90 * 86_400)) for _ in range(2)]
        a, b = (chance.choice(opened) if chance.random() < 0.3 else one for one in some)
        assert worked.between(a, b) == office.between(a, b)
        assert worked.between(a, a) == timedelta()


def test_the_last_is_kept_while_it_is_wide_enough() -> None:
    office, other = OFFICES[:2]
    week = timedelta(days=7)
    first = working_time.of(office, BEGIN, BEGIN + week)
    assert working_time.of(office, BEGIN - week, BEGIN + 2 * week) is first
    wider = working_time.of(office, BEGIN - 50 * week, BEGIN)
    assert wider is not first
    assert working_time.of(office, BEGIN, BEGIN + week) is wider
    for long in (BEGIN - 50 * week, BEGIN - week):
        assert wider.between(long, BEGIN + week) == office.between(long, BEGIN + week)
    assert working_time.of(other, BEGIN, BEGIN + week).between(BEGIN, BEGIN + week) == other.between(
        BEGIN, BEGIN + week
    )
