"""Quiet hours: whether it is quiet for a person now, and until when."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crm.people import Person
from crm.quiet import quiet_until
from storage.models import Identity


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        ((1320, 420), "2026-03-04T21:59", None),
        ((1320, 420), "2026-03-04T22:00", "2026-03-05T07:00"),
        ((1320, 420), "2026-03-05T06:59", "2026-03-05T07:00"),
        ((1320, 420), "2026-03-05T07:00", None),
        ((780, 900), "2026-03-04T13:30", "2026-03-04T15:00"),
        ((780, 900), "2026-03-04T15:00", None),
        ((1380, 0), "2026-03-04T23:30", "2026-03-05T00:00"),
        ((0, 360), "2026-03-05T00:00", "2026-03-05T06:00"),
        (None, "2026-03-05T00:00", None),
    ],
)
@pytest.mark.parametrize("own", [True, False])
def test_until_when_it_is_quiet(quiet: tuple[int, int] | None, now: str, until: str | None, own: bool) -> None:
    zone = ZoneInfo("Asia/Riyadh")
    start, end = quiet or (None, None)
    timezone = "Asia/Riyadh" if own else None
    person = Person(Identity(timezone=timezone, quiet_from=start, quiet_until=end))
    found = quiet_until(person, datetime.fromisoformat(now).replace(tzinfo=zone).astimezone(UTC), "Asia/Riyadh")
    assert found == (datetime.fromisoformat(until).replace(tzinfo=zone) if until else None)
