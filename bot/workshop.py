"""Workshop: has each job done beside the worker, so that nobody's message waits for it, and buries those that break."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Sequence
from typing import Any

import structlog
from pydantic import SecretStr

from bot.job import Away
from bot.makers import Makers
from bot.settings import Settings
from crm import papers
from storage import clock, jobs
from storage.models import Import, Report
from storage.transactions import transaction
from storage.wakeups import Wakeups

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
        self._makers = Makers(LONGEST)
        self._kinds = deque(KINDS)

    async def work(self) -> bool:
        """Do the oldest job that nobody does, to its end; False when there is none."""
        # Each kind has its turn: many of one keep none of the other waiting.
        self._kinds.rotate(1)
        for kind in tuple(self._kinds):
            if not self._makers.closed and (job := await jobs.claim(kind, clock.now())):
                await self._do(job)
                self._wakeups.wake("outbox")
                return True
        return False

    def close(self) -> None:
        """Begin no more, and break off what is being made: whoever comes next begins it again."""
        self._makers.close()

    async def finish(self) -> None:
        """After `close`: until nothing of ours runs that has nothing to do."""
        await self._makers.finish()

    async def _do(self, job: Report | Import) -> None:
        name = type(job)._meta.db_table
        if job.attempts > jobs.TRIES:
            # It takes its process down with it each time.
            await self._bury(job, "broke")
            return
        status, said = await self._makers.do(self._order(name, job), lambda: self._wakeups.wake("outbox"))
        if self._makers.closed or said == Away.__name__:
            log.info("a job is put back", job=name, id=job.id, error=said)
            await jobs.put_back(job)
        elif status:
            log.warning("a job broke", job=name, id=job.id, status=status, error=said, attempts=job.attempts)
            if job.attempts >= jobs.TRIES:
                await self._bury(job, said)
            else:
                await jobs.release(job)

    def _order(self, name: str, job: Report | Import) -> bytes:
        given: dict[str, Any] = {}
        for field in type(self._settings).model_fields:
            value = getattr(self._settings, field)
            given[field] = value.get_secret_value() if isinstance(value, SecretStr) else value
        order = {"job": name, "id": job.id, "claim": job.claim, "clock": clock.setting(), "settings": given}
        return json.dumps(order, default=str).encode()

    async def _bury(self, job: Report | Import, error: str) -> None:
        async with transaction():
            await papers.failed(job, error, at=clock.now())
