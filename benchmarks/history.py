"""History: what one page of the timeline costs, for a customer of ten entries and for one of a hundred thousand."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from benchmarks.figures import Figure, median
from crm import timeline
from crm.timeline import Page, Position
from storage import rows
from storage.database import close_database, open_database
from storage.models import Activity, Customer

SECTION = "d) timeline, one page"
SHORT, LONG = 10, 100_000
QUICK_LONG = 2000
PAGE = 6

_NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)"
_ACTIVITIES = (
    f"{_NUMBERS} INSERT INTO activity (kind, direction, text, at, customer_id)"
    " SELECT 'telegram', 'in', 'words', {at}, :customer FROM numbers WHERE n % 2 = 0"
)
_CHANGES = (
    f"{_NUMBERS} INSERT INTO change (field, before, after, at, customer_id)"
    " SELECT 'status', 'new', 'contacted', {at}, :customer FROM numbers WHERE n % 2 = 1"
)
_AT = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S', '2020-01-01', '+' || n || ' minutes') || '.000000+00:00'",
    "postgres": "TIMESTAMPTZ '2020-01-01 00:00:00+00' + n * INTERVAL '1 minute'",
}


async def measure(url: str, *, quick: bool) -> list[Figure]:
    """Half of the entries are messages, half are changes, a minute apart."""
    long = QUICK_LONG if quick else LONG
    await open_database(url)
    try:
        customers = {count: await _customer(count) for count in (SHORT, long)}
        await rows.run("ANALYZE", {})
        found = []
        for count, customer in customers.items():
            found.append(Figure(SECTION, f"newest page of {count:,} entries", await _time(customer, None, quick), "ms"))
        middle = Position(datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=long // 2), 0, 0)
        page = await _time(customers[long], middle, quick)
        return [*found, Figure(SECTION, f"page from the middle of {long:,} entries", page, "ms")]
    finally:
        await close_database()


async def _customer(count: int) -> Customer:
    now = datetime.now(UTC)
    customer = await Customer.create(name="Huda", created_at=now, updated_at=now)
    at = _AT[Activity._meta.db.capabilities.dialect]
    for statement in (_ACTIVITIES, _CHANGES):
        await rows.run(statement.replace("{at}", at), {"count": count, "customer": customer.id})
    return customer


async def _time(customer: Customer, older_than: Position | None, quick: bool) -> float:
    times = []
    for _ in range(10 if quick else 100):
        began = time.perf_counter()
        page: Page = await timeline.page(customer, size=PAGE, older_than=older_than)
        times.append((time.perf_counter() - began) * 1000)
        if len(page.entries) != PAGE:
            raise RuntimeError("a page is not full")
    return median(times)
