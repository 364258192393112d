"""Kill -9 of a job and of its worker while a report is made: it comes once, and nobody else waits for it."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from bot.media import MADE
from bot.traces import MAKING
from sandbox.phones import Phone
from sandbox.server import Sandbox
from storage import rows
from storage.database import dialect
from storage.models import Customer, Identity, OutboundMessage, Report, ReportFormat, ReportStatus, Role, Staff
from tests.faults.support import Child, Nursery, hears, nursery, quiet, until
from tests.stage import Stage, free_port, settings_for

MANY = 30_000
"""Activities: seconds of work."""

FILL = """
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)
INSERT INTO activity (kind, direction, text, at, customer_id)
SELECT 'telegram', 'in', 'words ' || CAST(n AS text), {at}, 1 FROM numbers
"""

pytestmark = pytest.mark.slow


@dataclass
class House:
    """A Diwan with much in it, and a manager with an open chat."""

    stage: Stage
    nursery: Nursery
    child: Child
    manager: Phone
    folder: Path

    async def ask(self) -> Report:
        """Ask for a file of everything, and see that it is begun."""
        await self.manager.send("report excel this month")
        await hears(self.manager, "I’m making it")
        return await Report.get()

    async def job(self) -> int:
        """The process that makes it, when it is in the middle."""

        async def look() -> int | None:
            growing = [path for path in (self.folder / MAKING).glob("*/*") if path.stat().st_size > 100_000]
            return job_of(self.child.pid) if growing else None

        return await until(look, what="a file that grows") or 0

    async def comes(self) -> Report:
        """Wait for the file; it came once, it is whole, and nothing else is left."""

        async def look() -> Report | None:
            return await Report.get_or_none(status=ReportStatus.MADE)

        report = await until(look, what="the report")
        document = await hears(self.manager, "📎")
        await quiet()
        assert document.media
        assert len([m for m in self.manager.messages if m.media]) == 1
        assert await OutboundMessage.filter(key=f"report:{report.id}").count() == 1
        assert [path.name for path in (self.folder / MADE).iterdir()] == [Path(report.path or "").name]
        assert list((self.folder / MAKING).iterdir()) == []
        assert report.claim is None
        path = self.folder / (report.path or "")
        assert path.read_bytes() == document.media.content
        book = await asyncio.to_thread(openpyxl.load_workbook, path, read_only=True)
        texts = [row[6] for row in book["Activities"].iter_rows(2, values_only=True)]
        assert [said for said in texts if said.startswith("words")] == [f"words {n}" for n in range(1, MANY + 1)]
        return report


def job_of(pid: int) -> int | None:
    """The job's process of a worker."""
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        if b"bot.job" in Path(f"/proc/{child}/cmdline").read_bytes():
            return int(child)
    return None


def runs(pid: int) -> bool:
    """Whether it is a process, and not only what is left of one."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@asynccontextmanager
async def opened(database: str, folder: Path, channel: str = "telegram") -> AsyncIterator[House]:
    async with Sandbox(port=0) as sandbox:
        settings = settings_for(sandbox, database, folder, free_port())
        sandbox.expect(settings.public_url)
        stage = Stage(sandbox, None, settings)  # type: ignore[arg-type]
        manager = await stage.staff("Mona", channel, Role.MANAGER, "en", open_chat=False)
        now = datetime.now(UTC)
        await Customer.create(id=1, name="Huda", created_at=now, updated_at=now)
        # Today alone is surely of this month.
        at = (
            ":first"
            if dialect() == "postgres"
            else "strftime('%Y-%m-%d %H:%M:%S', :first, '+' || (n % 3) || ' seconds') || '.000000+00:00'"
        )
        first = now - timedelta(seconds=5)
        given = first if dialect() == "postgres" else first.strftime("%Y-%m-%d %H:%M:%S")
        await rows.run(FILL.format(at=at), {"count": MANY, "first": given})
        async with nursery(settings, folder / "log") as house:
            child = await house.bear()
            await child.ready()
            await manager.send("menu")
            await sandbox.world.idle()
            await quiet()
            yield House(stage, house, child, manager, settings.media_folder)


@pytest.fixture
async def house(database: str, tmp_path: Path) -> AsyncIterator[House]:
    async with opened(database, tmp_path) as found:
        yield found


async def test_the_job_is_killed_in_the_middle(house: House) -> None:
    await house.ask()
    os.kill(await house.job(), signal.SIGKILL)
    report = await house.comes()
    assert report.attempts == 2


async def test_the_worker_is_killed_in_the_middle(house: House) -> None:
    report = await house.ask()
    job = await house.job()
    await house.child.kill()

    async def over() -> bool:
        return not runs(job)

    await until(over, what="the end of a job without its worker")
    await report.refresh_from_db()
    assert report.status is ReportStatus.WAITING
    assert report.claim
    # A minute later.
    await Report.filter(id=report.id).update(claimed_at=datetime.now(UTC) - timedelta(seconds=61))
    house.child = await house.nursery.bear()
    report = await house.comes()
    assert report.attempts == 2


async def test_the_worker_is_stopped_in_the_middle(house: House) -> None:
    report = await house.ask()
    await house.job()
    assert await house.child.stop() == 0
    await report.refresh_from_db()
    assert (report.status, report.claim, report.attempts) == (ReportStatus.WAITING, None, 0)
    house.child = await house.nursery.bear()
    report = await house.comes()
    assert report.attempts == 1


async def test_others_are_answered_meanwhile(house: House) -> None:
    customer = house.stage.customer("Ali", "whatsapp", "en")
    await customer.send("hello")
    await hears(customer, "")
    await house.ask()
    await house.job()
    waited: list[float] = []
    while await Report.exists(status=ReportStatus.WAITING) and len(waited) < 30:
        began, before = time.monotonic(), len([m for m in customer.messages if not m.mine])
        await customer.send("help")
        await hears(customer, "", times=before + 1)
        waited.append(time.monotonic() - began)
    print(f"{len(waited)} answers meanwhile, the slowest after {max(waited):.2f} s")
    assert sorted(waited)[len(waited) // 2] < 1
    await house.comes()


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_what_breaks_thrice_is_told(database: str, tmp_path: Path, channel: str) -> None:
    async with opened(database, tmp_path, channel) as house:
        mona = await Staff.get()
        broken = await Report.create(
            staff=mona, identity=await Identity.get(staff_id=mona.id), format=ReportFormat.PDF,
            about={"period": "long ago"}, created_at=datetime.now(UTC),
        )  # fmt: skip
        await hears(house.manager, "couldn't make that report")
        await broken.refresh_from_db()
        assert (broken.status, broken.attempts, broken.claim) == (ReportStatus.FAILED, 3, None)
        assert broken.error == "AssertionError"
        await quiet()
        assert len([m for m in house.manager.messages if "couldn't make" in m.text]) == 1
