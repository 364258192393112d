"""What the fault tests share: a stage on which things go wrong quickly, and Diwan as processes that can be killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import asyncpg
import pytest
from pydantic import SecretStr

from bot.channels.telegram import Telegram
from bot.channels.whatsapp import WhatsApp
from bot.run import Diwan
from bot.settings import Settings
from sandbox.changes import PATIENCE
from sandbox.messages import Message
from sandbox.phones import Phone
from sandbox.server import Sandbox
from storage import outbox
from storage.models import ChannelName, InboundMessage, OutboundMessage
from storage.pace import Rate
from tests.faults.nursery import ROOT
from tests.stage import FAST, Stage, free_port, settings_for

T = TypeVar("T")

STALE = timedelta(seconds=1.2)
"""After how long these tests give a dead process's claims up."""

OUTAGE = 3.0
"""Seconds for which a database is away."""

TIMEOUT = 0.8
"""Seconds for which the channels wait for an answer here."""


async def until(look: Callable[[], Awaitable[T]], timeout: float = PATIENCE, what: str = "what was awaited") -> T:
    """Wait until an awaitable look gives something true, and return that."""
    try:
        async with asyncio.timeout(timeout):
            while not (found := await look()):  # noqa: ASYNC110  # the database tells nobody
                await asyncio.sleep(0.03)
            return found
    except TimeoutError:
        raise TimeoutError(f"{what} did not come within {timeout} s") from None


def quicken(monkeypatch: pytest.MonkeyPatch, *delays: float) -> None:
    """Retry after these seconds instead of hours; the message is dead after the last."""
    monkeypatch.setattr(outbox, "RETRY_DELAYS", tuple(timedelta(seconds=delay) for delay in delays))


@asynccontextmanager
async def impatient(
    database_url: str, folder: Path, *, chat_rates: Mapping[str, Rate] = FAST, **changes: Any
) -> AsyncIterator[Stage]:
    """A stage whose channels give up soon. `changes` are settings."""
    async with Sandbox(port=0) as sandbox:
        settings = settings_for(sandbox, database_url, folder, free_port()).model_copy(update=changes)
        sandbox.expect(settings.public_url)
        diwan = Diwan(settings, chat_rates=chat_rates, stale=STALE)
        for channel in diwan.channels.values():
            await channel.close()
        diwan.channels[ChannelName.TELEGRAM] = Telegram(sandbox.telegram_token, sandbox.telegram_url, timeout=TIMEOUT)
        diwan.channels[ChannelName.WHATSAPP] = WhatsApp(
            sandbox.account_sid, sandbox.auth_token, sandbox.whatsapp_number, public_url=settings.public_url,
            api_url=sandbox.twilio_url, timeout=TIMEOUT,
        )  # fmt: skip
        await diwan.start()
        try:
            yield Stage(sandbox, diwan, settings)
        finally:
            await diwan.stop()


def heard(phone: Phone, *parts: str) -> list[Message]:
    """The messages from Diwan on a phone that have all of these in them, oldest first."""
    return [m for m in phone.messages if not m.mine and all(part in m.text for part in parts)]


async def hears(phone: Phone, *parts: str, timeout: float = PATIENCE, times: int = 1) -> Message:
    """Wait for a message that has all of these in it, `times` times, and return the last of them."""

    def look() -> Message | None:
        found = heard(phone, *parts)
        return found[-1] if len(found) >= times else None

    try:
        found = await phone.until(look, timeout)
    except TimeoutError:
        shown = [m.text for m in phone.messages]
        raise AssertionError(f"{phone.name} did not hear {parts}; the chat is {shown}") from None
    assert found is not None
    return found


async def quiet(timeout: float = PATIENCE) -> None:
    """Wait until every message had its turn and nothing is to be sent any more."""

    async def look() -> bool:
        waiting = await InboundMessage.filter(status="pending").count()
        return not waiting and not await OutboundMessage.filter(status__in=["queued", "claimed", "sending"]).count()

    await until(look, timeout, "a quiet house")


async def postgres_outage(url: str) -> asyncio.Task[None]:
    """Every connection is cut, and none is let in for a while."""
    name = url.partition("?")[0].rpartition("/")[2]
    connection = await asyncpg.connect(url.replace(f"/{name}?", "/postgres?"))
    await connection.execute("UPDATE pg_database SET datallowconn = false WHERE datname = $1", name)
    await connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)

    async def let_in() -> None:
        await asyncio.sleep(OUTAGE)
        await connection.execute("UPDATE pg_database SET datallowconn = true WHERE datname = $1", name)
        await connection.close()

    return asyncio.create_task(let_in())


def environment(settings: Settings) -> dict[str, str]:
    """These settings as the environment of `python -m bot`."""
    found = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            value = value.get_secret_value()
        if value is not None and value != "":
            found[name.upper()] = str(value)
    return found


async def command(settings: Settings, *arguments: str) -> str:
    """What `python -m bot …` prints. AssertionError when it fails."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=ROOT, env=environment(settings),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()
    return output.decode()


@dataclass
class Child:
    """One Diwan that was born in the nursery."""

    pid: int
    url: str
    nursery: Nursery

    async def ready(self) -> None:
        """Wait until it answers."""
        async with aiohttp.ClientSession() as session:

            async def look() -> bool:
                try:
                    async with session.get(f"{self.url}/readyz") as response:
                        return response.status == 200
                except aiohttp.ClientError:
                    return False

            await until(look, what=f"process {self.pid}")

    async def kill(self) -> None:
        """kill -9."""
        os.kill(self.pid, signal.SIGKILL)
        assert await self.nursery.wait(self) == -signal.SIGKILL

    async def stop(self) -> int:
        """SIGTERM; its exit status."""
        os.kill(self.pid, signal.SIGTERM)
        return await self.nursery.wait(self)


@dataclass
class Nursery:
    """Bears Diwans that share these settings."""

    settings: Settings
    log: Path
    process: asyncio.subprocess.Process
    stale: timedelta = STALE
    children: dict[int, Child] = field(default_factory=dict)

    async def bear(self, *, web: bool = True, worker: bool = True, port: int | None = None, **order: Any) -> Child:
        """A new process: `run`, `web` or `worker`."""
        names = {name: getattr(self.settings, name) for name in Settings.model_fields}
        plain = {
            name: value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            for name, value in names.items()
            if value is not None
        }
        plain["port"] = str(port or self.settings.port)
        asked = {"settings": plain, "web": web, "worker": worker, "log": str(self.log)}
        asked["stale"] = self.stale.total_seconds()
        pid = int(await self._ask(asked | order))
        self.children[pid] = Child(pid, f"http://127.0.0.1:{plain['port']}", self)
        return self.children[pid]

    async def wait(self, child: Child) -> int:
        """Its exit status, when it is over."""
        status = int(await self._ask({"wait": child.pid}))
        del self.children[child.pid]
        return status

    async def close(self) -> None:
        """End every child that still lives, and the nursery."""
        for child in list(self.children.values()):
            await child.kill()
        assert self.process.stdin is not None
        self.process.stdin.close()
        await self.process.wait()

    async def _ask(self, order: dict[str, Any]) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        answer = await self.process.stdout.readline()
        assert answer, "the nursery ended"
        return answer.decode()


@asynccontextmanager
async def nursery(settings: Settings, log: Path) -> AsyncIterator[Nursery]:
    """A nursery, and nobody of it is left afterwards."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.nursery", cwd=ROOT,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    found = Nursery(settings, log, process)
    try:
        yield found
    finally:
        await found.close()
