"""The clock is moved on from the page: everything outside Diwan at once, and Diwan in its own process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.__main__ import _diwan
from sandbox.diwan import COMMAND
from sandbox.phones import Phone
from sandbox.server import Sandbox
from storage.models import InboundMessage
from tests.sandbox.conftest import Call

DAY = timedelta(days=1)


@pytest.fixture
async def page(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(sandbox.url) as session:
        yield session


async def forward(page: aiohttp.ClientSession, seconds: object, status: int = 200) -> dict[str, Any]:
    async with page.post("/api/clock", data=json.dumps({"forward": seconds})) as response:
        assert response.status == status, await response.text()
        answer: dict[str, Any] = await response.json()
        return answer


async def state(page: aiohttp.ClientSession) -> dict[str, Any]:
    async with page.get("/api/state") as response:
        found: dict[str, Any] = await response.json()
        return found


async def test_the_clock_moves_on(sandbox: Sandbox, page: aiohttp.ClientSession) -> None:
    assert (await state(page))["moved"] == 0
    assert (await forward(page, 600))["moved"] == 600
    answer = await forward(page, DAY.total_seconds() + 0.5)
    assert answer["moved"] == (await state(page))["moved"] == 87_000.5
    ahead = datetime.fromisoformat(answer["now"]) - datetime.now(UTC)
    assert abs(ahead - timedelta(seconds=87_000.5)) < timedelta(seconds=5)
    assert sandbox.world.offset == timedelta(seconds=87_000.5)


@pytest.mark.parametrize(
    "seconds", [0, 0.9, -600, 60 * 86_400 + 1, float("nan"), float("inf"), True, "600", None, [600]]
)
async def test_what_the_clock_does_not_do(sandbox: Sandbox, page: aiohttp.ClientSession, seconds: object) -> None:
    assert "seconds" in (await forward(page, seconds, 400))["error"]
    assert sandbox.world.offset == timedelta()


@pytest.mark.parametrize("seconds", [1, 60 * 86_400])
async def test_the_least_and_the_most(page: aiohttp.ClientSession, seconds: int) -> None:
    assert (await forward(page, seconds))["moved"] == seconds


async def test_every_page_hears_of_it_and_a_window_closes(
    sandbox: Sandbox, page: aiohttp.ClientSession, james: Phone, sara: Phone, send: Call
) -> None:
    async with page.get("/api/events") as events:
        await events.content.readuntil(b"\n\n")
        await forward(page, 86_400)
        heard: list[tuple[str, dict[str, Any]]] = []
        async with asyncio.timeout(60):
            while len(heard) < 3:
                name, data = (await events.content.readuntil(b"\n\n")).decode().strip().split("\n")
                heard.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    (name, clock), *phones = heard
    assert (name, clock["moved"]) == ("clock", 86_400)
    assert datetime.fromisoformat(clock["now"]) > datetime.now(UTC) + timedelta(hours=23)
    assert {(kind, phone["id"], phone["window_open"]) for kind, phone in phones} == {
        ("phone", james.id, True), ("phone", sara.id, False),
    }  # fmt: skip
    sent = await send(sara, "x")
    resource = sandbox.twilio.resources[sent.sid]
    assert await sara.until(lambda: resource.status == "failed")
    assert resource.error_code == 63016


@pytest.mark.database("sqlite")
async def test_diwan_moves_with_it_and_starts_where_it_was(
    sandbox: Sandbox, page: aiohttp.ClientSession, database: str, tmp_path: Path
) -> None:
    """The real process, started as the page starts it; what the inbox has is by Diwan's own clock."""
    sandbox.diwan = diwan = _diwan(sandbox, tmp_path / "sandbox", COMMAND, fresh=True)
    diwan.environment["DATABASE_URL"] = database
    sara = sandbox.world.add_phone("سارة", "whatsapp")

    async def received() -> timedelta:
        """How far ahead of us Diwan is."""
        before = datetime.now(UTC)
        await sara.send("مرحبا")
        await sara.idle()
        row = await InboundMessage.all().order_by("-id").first()
        assert row
        return row.received_at - before

    def about(ahead: timedelta, expected: timedelta) -> bool:
        return timedelta() <= ahead - expected < timedelta(minutes=1)

    try:
        await forward(page, 3_600)
        await diwan.start()
        await diwan.ready()
        assert about(await received(), timedelta(hours=1))
        await forward(page, 86_400)
        # Diwan hears of it by its input, beside what is sent to it.
        ahead = [await received()]
        while not about(ahead[-1], DAY + timedelta(hours=1)) and len(ahead) < 50:
            ahead.append(await received())
        assert about(ahead[-1], DAY + timedelta(hours=1)), ahead
        await diwan.kill()
        await forward(page, 600)
        await diwan.start()
        await diwan.ready()
        assert about(await received(), DAY + timedelta(hours=1, minutes=10))
        await diwan.stop()
        assert "Traceback" not in diwan.log.read_text()
    finally:
        await diwan.kill()
