"""Makers: a process that made one file makes the next, leaves when nobody needs it, and never outlives its worker."""

from __future__ import annotations

import asyncio
import os
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Collection
from pathlib import Path

import pytest

from bot import job, makers
from sandbox.phones import Phone
from storage import jobs
from storage.database import close_database
from storage.models import Report, Role
from tests.faults.support import OUTAGE, postgres_outage, until
from tests.faults.test_reports_kill import runs
from tests.stage import Stage, opened


@pytest.fixture
async def stage(database: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with opened(database, tmp_path) as stage:
        yield stage


async def made(stage: Stage, phone: Phone, said: str) -> int:
    """Ask for a file, get it, and return the process that made it and is ready for the next."""
    await phone.send(said)
    while not (await phone.next()).media:
        pass

    async def ready() -> int:
        return next((maker.pid for maker in idle(stage) if maker.returncode is None), 0)

    return await until(ready, what="the end of the job")


def idle(stage: Stage) -> Collection[Process]:
    """Those who wait for an order."""
    assert stage.diwan._worker
    return stage.diwan._worker._workshop._makers._idle


async def test_the_next_file_is_made_by_the_same_process(stage: Stage) -> None:
    phone = await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    first = await made(stage, phone, "report csv today")
    assert await made(stage, phone, "report excel today") == first
    await stage.diwan.stop()
    assert not runs(first)
    await stage.diwan.start()


async def test_it_leaves_when_nobody_needs_it(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(makers, "KEPT", 1.0)
    phone = await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    first = await made(stage, phone, "report csv today")

    async def gone() -> bool:
        return not runs(first)

    await until(gone, 45, "its end, before the minute that it would wait otherwise")
    assert await made(stage, phone, "report excel today") != first


async def test_one_that_died_meanwhile_is_not_given_any_work(stage: Stage) -> None:
    phone = await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    first = await made(stage, phone, "report csv today")
    os.kill(first, signal.SIGKILL)

    async def buried() -> bool:
        return all(maker.returncode is not None for maker in idle(stage))

    await until(buried, what="its end")
    assert await made(stage, phone, "report excel today") != first
    assert await Report.filter(attempts=1).count() == 2


@pytest.mark.database("postgres")
async def test_a_job_waits_for_a_database_that_is_away(database_url: str) -> None:
    outage = await postgres_outage(database_url)
    reached = asyncio.create_task(job.reach(database_url))
    await asyncio.sleep(OUTAGE / 2)
    assert not reached.done()
    await outage
    await reached
    assert await Report.all().count() == 0
    await close_database()


@pytest.mark.database("postgres")
@pytest.mark.parametrize("where", ["localhost:1", "nowhere.invalid"])
async def test_but_not_for_ever(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "PATIENCE", 2.5)
    with pytest.raises(job.Away) as away:
        await job.reach(f"postgres://postgres@{where}/diwan")
    assert isinstance(away.value.__cause__, OSError)


async def test_a_job_that_did_not_reach_its_database_has_not_broken(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0

    async def do(self: makers.Makers, order: bytes, heard: object) -> tuple[int, str]:
        nonlocal tries
        tries += 1
        return (1, "Away") if tries <= jobs.TRIES + 1 else await plain(self, order, heard)  # type: ignore[arg-type]

    plain = makers.Makers.do
    monkeypatch.setattr(makers.Makers, "do", do)
    async with opened(database, tmp_path) as stage:
        phone = await stage.staff("Huda", "telegram", Role.MANAGER, "en")
        await phone.send("report csv today")
        while not (await phone.next()).media:
            pass
    assert (await Report.get()).attempts == 1
