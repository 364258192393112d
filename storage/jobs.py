"""Jobs: rows that ask for long work. A worker claims one, does it outside of every transaction, and finishes it.

The claim is kept alive while the work goes on; one that was not for a while is taken over, since its process died.
What a job leaves behind is put in the transaction that finishes it, so that it is there once, whoever did it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from tortoise.models import Model

from storage import rows
from storage.models import Import, ImportStatus, Report, ReportStatus
from storage.transactions import transaction

Job = Report | Import
J = TypeVar("J", bound=Job)

WAITING: Mapping[type[Model], Sequence[StrEnum]] = {
    Report: (ReportStatus.WAITING,),
    Import: (ImportStatus.WAITING, ImportStatus.CONFIRMED),
}
"""The states in which somebody should do something."""

STALE = timedelta(seconds=60)
"""After how long without a sign of life a claim is given up."""

TRIES = 3
"""How often a job may break before it has failed."""

# A claim from the future was made before the clock went back.
_CLAIM = """
UPDATE {table} SET claim = :token, claimed_at = :now, attempts = attempts + 1 WHERE id = (
  SELECT id FROM {table} WHERE status IN ({states})
    AND (claim IS NULL OR claimed_at < :stale OR claimed_at > :ahead)
  ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING *
"""


async def claim(kind: type[J], now: datetime) -> J | None:
    """The oldest job of this kind that nobody does, now held under its `claim`."""
    states = ", ".join(f"'{state.value}'" for state in WAITING[kind])
    async with transaction() as connection:
        found = await rows.run(
            _CLAIM.format(table=kind._meta.db_table, states=states),
            {"token": secrets.token_hex(16), "now": now, "stale": now - STALE, "ahead": now + STALE},
            connection,
        )
    return rows.load(kind, found[0]) if found else None


async def alive(job: Job, now: datetime) -> bool:
    """Show that the work goes on, and how far it is. False when somebody else has taken it over: then let it be."""
    kind: Any = type(job)
    return bool(await kind.filter(id=job.id, claim=job.claim).update(claimed_at=now, done=job.done, total=job.total))


async def finish(job: Job, **columns: Any) -> bool:
    """The last thing of a job, in the caller's transaction. False when somebody else has it: undo what was done."""
    kind: Any = type(job)
    return bool(await kind.filter(id=job.id, claim=job.claim).update(claim=None, claimed_at=None, **columns))


async def release(job: Job) -> None:
    """This try broke: the next one may be anybody's, and at once."""
    kind: Any = type(job)
    await kind.filter(id=job.id, claim=job.claim).update(claim=None, claimed_at=None)


async def put_back(job: Job) -> None:
    """Nothing came of this try, through no fault of the job's: let the next one count as this one."""
    kind: Any = type(job)
    await kind.filter(id=job.id, claim=job.claim).update(claim=None, claimed_at=None, attempts=job.attempts - 1)
