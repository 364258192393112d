"""Reports: how long a file of very many activities takes to make, in how much memory, and who waits for it meanwhile.

Made as a worker has it made: by the job's own process.
"""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.figures import Figure, quantile
from benchmarks.setting import settings
from bot import memory
from bot.workshop import Workshop
from crm import people
from crm.periods import Period
from crm.reports import Asked
from storage import rows
from storage.database import close_database, dialect, open_database
from storage.models import (
    Activity,
    ActivityKind,
    ChannelName,
    Customer,
    Identity,
    Report,
    ReportFormat,
    ReportStatus,
    Role,
    Staff,
)
from storage.transactions import transaction
from storage.wakeups import Wakeups

SECTION = "h) reports, made by a process of their own"
QUICK_SIZES, SIZES = (300,), (100_000,)
"""Activities."""

GOAL = 200.0
"""MB of memory at its peak."""

CUSTOMERS = 1000
LOOK = 0.02
"""Seconds between two looks at the memory, and two transactions of somebody else."""

_WORDS = "السلام عليكم، أرجو تحديث حالة الطلب رقم 4471 قبل نهاية الأسبوع. Thank you very much, " * 2
_AT = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S', :first, '+' || n || ' seconds') || '.000000+00:00'",
    "postgres": "CAST(:first AS timestamptz) + n * INTERVAL '1 second'",
}
_FILL = """
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < CAST(:count AS bigint))
INSERT INTO activity (kind, direction, text, at, customer_id, author_id)
SELECT CASE n % 3 WHEN 0 THEN 'telegram' ELSE 'whatsapp' END, CASE n % 2 WHEN 0 THEN 'in' ELSE 'out' END,
  CAST(:words AS text) || CAST(n AS text), {at}, n % CAST(:customers AS bigint) + 1,
  CASE n % 2 WHEN 0 THEN NULL ELSE CAST(:author AS bigint) END
FROM numbers
"""


async def measure(url: str, folder: Path, *, quick: bool) -> list[Figure]:
    """Excel, CSV and PDF of each size."""
    await open_database(url)
    try:
        staff, identity = await _people()
        found: list[Figure] = []
        there = 0
        for size in QUICK_SIZES if quick else SIZES:
            await _fill(size - there, staff)
            there = size
            for format in (ReportFormat.XLSX, ReportFormat.CSV, ReportFormat.PDF):
                found += await _made(url, folder, format, staff, identity, size)
        return found
    finally:
        await close_database()


async def _people() -> tuple[Staff, Identity]:
    now = datetime.now(UTC)
    async with transaction():
        staff = await people.add_staff(
            "Huda", Role.MANAGER, language="ar", timezone="Asia/Riyadh", addresses={ChannelName.WHATSAPP: "whatsapp:1"},
            at=now,
        )  # fmt: skip
        await Customer.bulk_create([
            Customer(id=number + 1, name=f"نورة {number}", owner=staff, created_at=now, updated_at=now)
            for number in range(CUSTOMERS)
        ])  # fmt: skip
    return staff, await Identity.get(staff_id=staff.id)


async def _fill(count: int, staff: Staff) -> None:
    first = datetime.now(UTC) - timedelta(days=25)
    given = {"count": count, "first": first if dialect() == "postgres" else first.strftime("%Y-%m-%d %H:%M:%S"),
             "words": _WORDS, "customers": CUSTOMERS, "author": staff.id}  # fmt: skip
    await rows.run(_FILL.format(at=_AT[dialect()]), given)
    await rows.run("ANALYZE", {})


async def _made(
    url: str, folder: Path, format: ReportFormat, staff: Staff, identity: Identity, size: int
) -> list[Figure]:
    now = datetime.now(UTC)
    period = Period((now - timedelta(days=30)).date(), now.date())
    report = await Report.create(
        staff=staff, identity=identity, format=format, about=Asked(period).write(), created_at=now
    )
    workshop = Workshop(settings(url, folder), Wakeups(url))
    over, began = asyncio.Event(), time.perf_counter()
    watching, writing = asyncio.create_task(_peak(over)), asyncio.create_task(_write_until(over, staff))
    try:
        await workshop.work()
        seconds = time.perf_counter() - began
    finally:
        workshop.close()
        await workshop.finish()
        over.set()
        peak, waited = await watching, await writing
    await report.refresh_from_db()
    # A very large one is made, and then no channel takes it.
    if (report.status is not ReportStatus.MADE and report.error != "too-large") or not peak:
        raise RuntimeError(f"{format} was not made: {report.error}")
    name = f"{size:,} activities as {format.value}"
    return [
        Figure(SECTION, f"{name}: until it is there", seconds, "s"),
        Figure(SECTION, f"{name}: memory at its peak", peak, "MB", GOAL if format is not ReportFormat.PDF else None),
        Figure(SECTION, f"{name}: its size", (report.size or 0) / 1e6, "MB"),
        Figure(SECTION, f"{name}: somebody else's transaction meanwhile, p99", quantile(waited, 0.99) * 1000, "ms"),
    ]


async def _peak(over: asyncio.Event) -> float:
    """The most that a job's process has held, in MB."""
    peak = 0.0
    while not over.is_set():
        peak = max(peak, _held())
        await asyncio.sleep(LOOK)
    return peak


def _held() -> float:
    held = 0.0
    for child in Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split():
        # It may end while we look.
        with suppress(OSError):
            if b"bot.job" in Path(f"/proc/{child}/cmdline").read_bytes():
                held = (memory.held(child) or 0) / 2**20
    return held


async def _write_until(over: asyncio.Event, staff: Staff) -> list[float]:
    """What a turn does at least, again and again: the seconds that each took."""
    waited: list[float] = []
    while not over.is_set():
        began = time.perf_counter()
        async with transaction():
            await Activity.create(
                kind=ActivityKind.NOTE, text="a note", at=datetime.now(UTC), author=staff, customer_id=1
            )
        waited.append(time.perf_counter() - began)
        await asyncio.sleep(LOOK)
    return waited
