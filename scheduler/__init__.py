"""What happens by itself: ticks, by APScheduler, in every worker. What is due lies in tables and is claimed there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

WATCH = 1.0
"""Seconds between two looks at the machine's clock, by which APScheduler goes."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Tick:
    """Work that every worker does every so many seconds. It must bear being done by several at once."""

    name: str
    seconds: float
    work: Callable[[], Awaitable[object]]


class Ticks:
    """The ticks of one worker. The job store is its memory: nothing is shared, so nothing is run twice by it."""

    def __init__(self, ticks: list[Tick], clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """`clock` is the machine's own, which somebody may set."""
        self._clock = clock
        self._watching: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._running: set[asyncio.Task[object]] = set()
        for tick in ticks:
            self._scheduler.add_job(
                self._run, "interval", [tick], seconds=tick.seconds, id=tick.name, max_instances=1, coalesce=True,
                misfire_grace_time=None,
            )  # fmt: skip

    def start(self) -> None:
        """Begin; the first of each tick comes after its interval."""
        self._scheduler.start()
        self._watching = asyncio.create_task(self._watch(), name="ticks")

    def stop(self) -> None:
        """Begin no more ticks. What is running goes on: `finish` waits for it."""
        if self._watching is not None:
            self._watching.cancel()
        self._scheduler.remove_all_jobs()

    async def finish(self) -> None:
        """Wait for what is running; when that is cancelled, so is that."""
        try:
            while self._running:
                await asyncio.wait(self._running)
        finally:
            # It cancels what runs, so it comes last.
            self._scheduler.shutdown(wait=False)

    async def _watch(self) -> None:
        """When the clock was set back, every tick would wait until it shows again what it showed before."""
        while True:
            before = self._clock()
            await asyncio.sleep(WATCH)
            if self._clock() < before:
                log.warning("the clock went back")
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=self._clock())

    async def _run(self, tick: Tick) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        try:
            await tick.work()
        except Exception as error:
            log.warning("tick failed", tick=tick.name, error=type(error).__name__, exc_info=error)
