"""What happens by itself: ticks, by APScheduler, in every worker. What is due lies in tables and is claimed there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Tick:
    """Work that every worker does every so many seconds. It must bear being done by several at once."""

    name: str
    seconds: float
    work: Callable[[], Awaitable[object]]


class Ticks:
    """The ticks of one worker. The job store is its memory: nothing is shared, so nothing is run twice by it."""

    def __init__(self, ticks: list[Tick]) -> None:
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

    def stop(self) -> None:
        """Begin no more ticks. What is running goes on: `finish` waits for it."""
        self._scheduler.remove_all_jobs()

    async def finish(self) -> None:
        """Wait for what is running; when that is cancelled, so is that."""
        try:
            while self._running:
                await asyncio.wait(self._running)
        finally:
            # It cancels what runs, so it comes last.
            self._scheduler.shutdown(wait=False)

    async def _run(self, tick: Tick) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        try:
            await tick.work()
        except Exception as error:
            log.warning("tick failed", tick=tick.name, error=type(error).__name__, exc_info=error)
