"""The ticks go on, whatever the machine's clock does."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from scheduler import Tick, Ticks


async def test_a_clock_that_is_set_back_stops_no_tick() -> None:
    """Where APScheduler is left when the clock goes back: the next time is an hour ahead."""
    back = timedelta()
    ticked = asyncio.Event()

    async def work() -> None:
        ticked.set()

    ticks = Ticks([Tick("tick", 0.1, work)], clock=lambda: datetime.now(UTC) + back)
    ticks.start()
    try:
        async with asyncio.timeout(20):
            await ticked.wait()
            (job,) = ticks._scheduler.get_jobs()
            job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))
            ticked.clear()
            back = timedelta(hours=-1)
            await ticked.wait()
    finally:
        ticks.stop()
        await ticks.finish()


async def test_a_clock_that_goes_on_hurries_no_tick() -> None:
    ahead, times = timedelta(), 0

    async def work() -> None:
        nonlocal times
        times += 1

    ticks = Ticks([Tick("tick", 60, work)], clock=lambda: datetime.now(UTC) + ahead)
    ticks.start()
    ahead = timedelta(days=1)
    await asyncio.sleep(1.5)
    ticks.stop()
    await ticks.finish()
    assert times == 0
