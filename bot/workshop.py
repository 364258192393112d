"""Workshop: gives each job a process of its own, so that nobody's message waits for it, and buries those that break."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from pydantic import SecretStr

from bot.settings import Settings
from crm import papers
from storage import clock, jobs
from storage.models import Import, Report
from storage.transactions import transaction
from storage.wakeups import Wakeups

ROOT = Path(__file__).parent.parent
COMMAND = (sys.executable, "-m", "bot.job")

KINDS: Sequence[type[Report] | type[Import]] = (Report, Import)
"""The kinds of jobs that somebody can ask for."""

LONGEST = 3600.0
"""Seconds after which a job has broken: a million rows take minutes."""

log = structlog.get_logger(__name__)


class Workshop:
    """The processes of one worker that make what takes long."""

    def __init__(self, settings: Settings, wakeups: Wakeups) -> None:
        self._settings = settings
        self._wakeups = wakeups
        self._processes: set[asyncio.subprocess.Process] = set()
        self._closed = False
        self._kinds = deque(KINDS)

    async def work(self) -> bool:
        """Do the oldest job that nobody does, to its end; False when there is none."""
        # Each kind has its turn: many of one keep none of the other waiting.
        self._kinds.rotate(1)
        for kind in tuple(self._kinds):
            if not self._closed and (job := await jobs.claim(kind, clock.now())):
                await self._do(job)
                self._wakeups.wake("outbox")
                return True
        return False

    def close(self) -> None:
        """Begin no more, and break off what is being made: whoever comes next begins it again."""
        self._closed = True
        for process in self._processes:
            process.terminate()

    async def _do(self, job: Report | Import) -> None:
        name = type(job)._meta.db_table
        if job.attempts > jobs.TRIES:
            # It takes its process down with it each time.
            await self._bury(job, "broke")
            return
        status, said = await self._run(name, job)
        if self._closed:
            await jobs.put_back(job)
        elif status:
            log.warning("a job broke", job=name, id=job.id, status=status, error=said, attempts=job.attempts)
            if job.attempts >= jobs.TRIES:
                await self._bury(job, said)
            else:
                await jobs.release(job)

    async def _run(self, name: str, job: Report | Import) -> tuple[int, str]:
        """The exit status of its process, and the class of the error that it ended with."""
        process = await asyncio.create_subprocess_exec(
            *COMMAND, cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        self._processes.add(process)
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(self._order(name, job) + b"\n")
            said = ""
            if self._closed:
                process.terminate()
            # It says something whenever there is something to deliver. Its input stays open for as long as we live.
            async with asyncio.timeout(LONGEST):
                async for line in process.stdout:
                    said = line.decode().strip()
                    self._wakeups.wake("outbox")
                status = await process.wait()
            return status, said if status > 0 else "killed"
        except TimeoutError:
            process.kill()
            return await process.wait(), "too-long"
        finally:
            self._processes.discard(process)
            if process.returncode is None:
                process.kill()

    def _order(self, name: str, job: Report | Import) -> bytes:
        given: dict[str, Any] = {}
        for field in type(self._settings).model_fields:
            value = getattr(self._settings, field)
            given[field] = value.get_secret_value() if isinstance(value, SecretStr) else value
        moved = (clock.now() - datetime.now(UTC)).total_seconds()
        order = {"job": name, "id": job.id, "claim": job.claim, "moved": moved, "settings": given}
        return json.dumps(order, default=str).encode()

    async def _bury(self, job: Report | Import, error: str) -> None:
        async with transaction():
            await papers.failed(job, error, at=clock.now())
