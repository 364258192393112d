"""Waiting: for something to become true, and for work that must go one after another."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from typing import TypeVar

T = TypeVar("T")
Job = Callable[[], Awaitable[None]]

PATIENCE = 120.0
"""Seconds to wait for what must come: long, so that a busy machine is not taken for a broken one."""


class Changes:
    """Wakes whoever waits for something to become true."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Event] = set()

    def notify(self) -> None:
        """Something changed: everyone who waits looks again."""
        for waiter in self._waiters:
            waiter.set()

    async def until(self, look: Callable[[], T], timeout: float = PATIENCE, *, what: str = "what was awaited") -> T:
        """Return what `look` returns as soon as that is true; TimeoutError, naming `what`, after `timeout` seconds."""
        waiter = asyncio.Event()
        self._waiters.add(waiter)
        try:
            async with asyncio.timeout(timeout):
                while not (found := look()):
                    await waiter.wait()
                    waiter.clear()
                return found
        except TimeoutError:
            raise TimeoutError(f"{what} did not come within {timeout} s") from None
        finally:
            self._waiters.discard(waiter)


class Lanes:
    """Runs jobs one after another within a lane, and lanes side by side. A job that raises ends alone."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._jobs: dict[Hashable, deque[Job]] = {}
        self._tasks: dict[Hashable, asyncio.Task[None]] = {}
        self._closed = False

    def put(self, lane: Hashable, job: Job) -> None:
        """Add a job to the end of a lane; after `close` it is dropped."""
        if self._closed:
            return
        self._jobs.setdefault(lane, deque()).append(job)
        if lane not in self._tasks:
            self._tasks[lane] = asyncio.create_task(self._run(lane), name=f"sandbox lane {lane}")

    def busy(self, lane: Hashable) -> bool:
        """Whether a lane has a job that is not finished."""
        return lane in self._tasks

    async def _run(self, lane: Hashable) -> None:
        jobs = self._jobs[lane]
        try:
            while jobs:
                try:
                    await jobs[0]()
                except Exception as error:
                    asyncio.get_running_loop().call_exception_handler(
                        {"message": f"a job of lane {lane} failed", "exception": error}
                    )
                jobs.popleft()
        finally:
            if self._tasks.get(lane) is asyncio.current_task():
                del self._jobs[lane], self._tasks[lane]
            self._changes.notify()

    async def close(self) -> None:
        """Drop every job, running ones included, and take no more."""
        self._closed = True
        tasks = list(self._tasks.values())
        self._tasks.clear()
        self._jobs.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
