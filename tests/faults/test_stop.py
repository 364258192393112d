"""A stop, two processes on one file, and a database that is away: nothing is half done, and all goes on by itself."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

import aiohttp
import asyncpg
from twilio.request_validator import RequestValidator

from sandbox.server import Sandbox
from storage.database import sqlite_path
from storage.models import Activity, Identity, InboundMessage, OutboundMessage
from tests.faults.nursery import ROOT
from tests.faults.support import OUTAGE, environment, heard, hears, nursery, postgres_outage, quiet
from tests.stage import Stage, free_port, settings_for


async def greeted(stage: Stage, count: int = 4) -> None:
    for number in range(count):
        phone = stage.customer(f"Customer {number}", ("telegram", "whatsapp")[number % 2], "en")
        await phone.send("Hello there, good morning")


async def test_sigterm_loses_nothing(database: str, tmp_path: Path) -> None:
    """A real `python -m bot run`, stopped in the middle of its sends, and started again."""
    async with Sandbox(port=0) as sandbox:
        settings = settings_for(sandbox, database, tmp_path, free_port())
        sandbox.expect(settings.public_url)
        stage = Stage(sandbox, None, settings)  # type: ignore[arg-type]
        with (tmp_path / "log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment(settings), stdout=log, stderr=log
            )
        await greeted(stage, 6)
        phones = list(stage.phones.values())
        await asyncio.gather(*(hears(phone, "welcome") for phone in phones))
        # One answer will not come before the stop: its sender waits for it, but not for ever.
        sandbox.faults.add("telegram", "timeout", method="sendMessage")
        for phone in phones:
            await phone.send("help")
        await asyncio.sleep(0.1)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
        took = time.monotonic() - began
        print(f"stopped in {took:.1f} s")
        assert took < 20
        assert not await OutboundMessage.filter(status="claimed").count()
        async with nursery(settings, tmp_path / "log") as house:
            await (await house.bear()).ready()
            await sandbox.world.idle()
            for phone in phones:
                await hears(phone, "How can we help")
            await quiet()
            assert all(len(heard(phone, "How can we help")) == 1 for phone in phones)
            assert await house.children[next(iter(house.children))].stop() == 0


async def test_two_processes_on_one_database(database: str, tmp_path: Path) -> None:
    async with Sandbox(port=0) as sandbox:
        settings = settings_for(sandbox, database, tmp_path, free_port())
        sandbox.expect(settings.public_url)
        stage = Stage(sandbox, None, settings)  # type: ignore[arg-type]
        async with nursery(settings, tmp_path / "log") as house:
            house.stale = house.stale * 10
            both = [await house.bear(), await house.bear(port=free_port())]
            for child in both:
                await child.ready()
            await greeted(stage, 8)
            phones = list(stage.phones.values())
            for number in range(5):
                for phone in phones:
                    await phone.send("help" if number % 2 else f"number {number} from {phone.name}")
            await sandbox.world.idle()
            await quiet()
            for phone in phones:
                assert (len(heard(phone, "welcome")), len(heard(phone, "How can we help"))) == (1, 2)
            assert await Activity.filter(text__startswith="number").count() == 3 * len(phones)
            assert not await InboundMessage.filter(attempts__gt=0).count()
            assert not await OutboundMessage.filter(attempts__gt=0).count()
            for child in both:
                assert await child.stop() == 0


async def sqlite_outage(url: str) -> asyncio.Task[int]:
    """Another process has the file to itself."""
    hold = (
        "import sqlite3, sys, time; c = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30);"
        f"c.execute('BEGIN EXCLUSIVE'); print('held', flush=True); time.sleep({OUTAGE}); c.execute('ROLLBACK')"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", hold, str(sqlite_path(url)), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    await process.stdout.readline()
    return asyncio.create_task(process.wait())


async def test_the_database_is_away_for_a_while(stage: Stage, database: str) -> None:
    await greeted(stage)
    phones = list(stage.phones.values())
    for phone in phones:
        await hears(phone, "welcome")
    await quiet()
    outage = await (sqlite_outage if database.startswith("sqlite") else postgres_outage)(database)
    began = time.monotonic()
    statuses: dict[str, list[int]] = {}

    async with aiohttp.ClientSession() as session:

        async def post(sid: str) -> None:
            form = {
                "MessageSid": sid, "AccountSid": stage.sandbox.account_sid, "From": phones[1].address,
                "To": f"whatsapp:{stage.sandbox.whatsapp_number}", "Body": f"words {sid}", "NumMedia": "0",
            }  # fmt: skip
            url = f"{stage.settings.public_url}/webhooks/whatsapp"
            signature = RequestValidator(stage.sandbox.auth_token).compute_signature(url, form)
            # As a provider does: again, until it is taken.
            while statuses.setdefault(sid, [])[-1:] != [200]:
                async with session.post(url, data=form, headers={"X-Twilio-Signature": signature}) as response:
                    statuses[sid].append(response.status)
                    if response.status == 503:
                        rows = await _count(sid, database)
                        assert not rows, "refused, and yet on record"
                await asyncio.sleep(0.3)

        sids = [f"SM{number:032x}" for number in range(10)]
        work = [asyncio.create_task(post(sid)) for sid in sids]
        await phones[0].send("help")
        await asyncio.gather(*work)
    await outage
    took = time.monotonic() - began
    seen = [status for found in statuses.values() for status in found]
    print(f"{seen.count(503)} times 503, {seen.count(200)} times 200 after {took:.1f} s")
    assert set(seen) <= {200, 503}
    if database.startswith("postgres"):
        assert 503 in seen
    await hears(phones[0], "How can we help")
    await quiet()
    for sid in sids:
        assert await InboundMessage.filter(provider_id=sid, status="done").count() == 1
        assert await Activity.filter(text=f"words {sid}").count() == 1
    assert await Identity.all().count() == len(phones)


async def _count(sid: str, url: str) -> int:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(f"file:{sqlite_path(url)}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT count(*) FROM inbound_message WHERE provider_id = ?", [sid])
            return int(found.fetchone()[0])
    try:
        connection = await asyncpg.connect(url)
    except (OSError, asyncpg.PostgresError):
        return 0
    try:
        return int(await connection.fetchval("SELECT count(*) FROM inbound_message WHERE provider_id = $1", sid))
    finally:
        await connection.close()
