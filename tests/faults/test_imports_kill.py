"""Kill -9 of a job and its worker while a file is taken in: at every moment all of it is there, once, or none of it."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sandbox.messages import Message
from sandbox.phones import Phone
from sandbox.server import Sandbox
from storage.models import Change, Import, ImportStatus, Lead, OutboundMessage, Role, SearchWord
from tests.faults.support import Child, Nursery, hears, nursery, quiet, until
from tests.faults.test_reports_kill import job_of
from tests.stage import Stage, free_port, settings_for

MANY = 4_000
"""Rows: seconds of work."""

pytestmark = pytest.mark.slow


@dataclass
class House:
    """A Diwan in a process of its own, and a manager to whom a file was shown."""

    stage: Stage
    nursery: Nursery
    child: Child
    manager: Phone

    async def shown(self) -> Message:
        """Send a file, and hear what was understood."""
        lines = [f"Name {n},+9665{n:08}" for n in range(MANY)]
        await self.manager.send_media(
            "document", ("Name,Phone\n" + "\n".join(lines)).encode(), "text/csv", "x.csv", "import leads"
        )
        return await hears(self.manager, f"{MANY:,} rows of leads")

    async def job(self) -> int:
        """The process that takes it in."""

        async def look() -> int | None:
            return job_of(self.child.pid) if await Import.filter(status=ImportStatus.CONFIRMED).exists() else None

        return await until(look, what="the job") or 0

    async def goes_in(self) -> Import:
        """Wait for its end: until then nothing is there, and then all of it, once."""

        async def look() -> Import | None:
            # Before the row is asked: what is committed meanwhile would be taken for too early.
            count = await Lead.filter(source="import").count()
            row = await Import.get()
            assert count in (0, MANY)
            return row if row.status is ImportStatus.DONE else None

        row = await until(look, what="the end")
        assert row
        await hears(self.manager, f"{MANY:,} leads were imported")
        await quiet()
        assert await Lead.filter(source="import").count() == MANY
        assert await Change.filter(field="created", author_id__isnull=False).count() == MANY
        assert await SearchWord.filter(kind="L", word="name").count() == MANY
        assert await OutboundMessage.filter(key=f"import:{row.id}").count() == 1
        assert (row.claim, row.plan, row.path) == (None, {}, None)
        return row


@pytest.fixture
async def house(database: str, tmp_path: Path) -> AsyncIterator[House]:
    async with Sandbox(port=0) as sandbox:
        settings = settings_for(sandbox, database, tmp_path, free_port())
        sandbox.expect(settings.public_url)
        stage = Stage(sandbox, None, settings)  # type: ignore[arg-type]
        manager = await stage.staff("Mona", "telegram", Role.MANAGER, "en", open_chat=False)
        async with nursery(settings, tmp_path / "log") as found:
            child = await found.bear()
            await child.ready()
            await manager.send("menu")
            await sandbox.world.idle()
            await quiet()
            yield House(stage, found, child, manager)


@pytest.mark.parametrize("after", [0.1, 0.4, 0.8, 1.5])
async def test_the_job_is_killed(house: House, after: float) -> None:
    got = await house.shown()
    await house.manager.press(got, got.buttons[0].id)
    pid = await house.job()
    await asyncio.sleep(after)
    if await Import.exists(status=ImportStatus.CONFIRMED):
        os.kill(pid, signal.SIGKILL)
    await house.goes_in()


async def test_the_worker_is_killed(house: House) -> None:
    got = await house.shown()
    await house.manager.press(got, got.buttons[0].id)
    await house.job()
    await asyncio.sleep(0.5)
    await house.child.kill()
    assert await Lead.filter(source="import").count() in (0, MANY)
    # A minute later.
    await Import.filter(claim__isnull=False).update(claimed_at=datetime.now(UTC) - timedelta(seconds=61))
    house.child = await house.nursery.bear()
    await house.goes_in()


async def test_others_are_answered_meanwhile(house: House) -> None:
    customer = house.stage.customer("Ali", "whatsapp", "en")
    await customer.send("hello")
    await hears(customer, "")
    got = await house.shown()
    await house.manager.press(got, got.buttons[0].id)
    await house.job()
    waited: list[float] = []
    while not await Import.exists(status=ImportStatus.DONE):
        began, before = time.monotonic(), len([m for m in customer.messages if not m.mine])
        await customer.send("help")
        await hears(customer, "", times=before + 1)
        waited.append(time.monotonic() - began)
    print(f"{len(waited)} answers while {MANY} rows went in, the slowest after {max(waited):.2f} s")
    assert max(waited) < 5
    await house.goes_in()
