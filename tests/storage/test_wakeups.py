"""Wakeups: who waits is woken at once, in this process and in others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from storage.database import current
from storage.transactions import transaction
from storage.wakeups import Wakeups


@pytest.fixture
async def wakeups(database: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wakeups]:
    monkeypatch.setattr("storage.wakeups.RECONNECT", 0.1)
    opened = Wakeups(database)
    opened.listen()
    yield opened
    await opened.close()


async def woken(wakeups: Wakeups, topic: str, timeout: float = 60) -> float:
    """How long it took, in seconds."""
    started = asyncio.get_running_loop().time()
    await wakeups.wait(topic, timeout)
    return asyncio.get_running_loop().time() - started


async def listening(wakeups: Wakeups) -> list[int]:
    """The backends that listen to this database; wakes nobody that was not woken by beginning to listen."""
    for _ in range(100):
        found = await current().execute_query_dict(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        )
        if found:
            await asyncio.sleep(0.05)
            for topic in ("inbox", "outbox"):
                await wakeups.wait(topic, 0)
            return [row["pid"] for row in found]
        await asyncio.sleep(0.02)
    raise AssertionError("nobody listens")


async def test_in_one_process(wakeups: Wakeups) -> None:
    for topic in ("inbox", "outbox"):
        await wakeups.wait(topic, 0.3)
    assert await woken(wakeups, "inbox", 0.05) >= 0.04
    wakeups.wake("inbox")
    assert await woken(wakeups, "inbox") < 30
    assert await woken(wakeups, "inbox", 0.05) >= 0.04
    waiting = {asyncio.create_task(woken(wakeups, "outbox")) for _ in range(3)}
    for left in (2, 1, 0):
        await asyncio.sleep(0.02)
        wakeups.wake("outbox")
        _, waiting = await asyncio.wait(waiting, timeout=1)
        assert len(waiting) == left


async def test_announcing_is_safe_on_both(wakeups: Wakeups) -> None:
    async with transaction() as connection:
        await wakeups.announce(connection, "inbox")


@pytest.mark.database("postgres")
async def test_other_processes_hear_of_what_was_committed(database: str, wakeups: Wakeups) -> None:
    await listening(wakeups)
    other = Wakeups(database)
    async with transaction() as connection:
        await other.announce(connection, "outbox")
        assert await woken(wakeups, "outbox", 0.2) >= 0.19
    assert await woken(wakeups, "outbox") < 30
    assert await woken(wakeups, "inbox", 0.1) >= 0.09


@pytest.mark.database("postgres")
async def test_another_process_wakes_this_one(database: str, wakeups: Wakeups, python: object) -> None:
    source = """
from storage.database import close_database, open_database
from storage.transactions import transaction
from storage.wakeups import Wakeups

async def main(url, number):
    await open_database(url)
    async with transaction() as connection:
        await Wakeups(url).announce(connection, "inbox")
    await close_database()
"""
    await listening(wakeups)
    waiting = asyncio.create_task(wakeups.wait("inbox", 600))
    await python(source, database)  # type: ignore[operator]
    async with asyncio.timeout(60):
        await waiting


@pytest.mark.database("postgres")
async def test_it_listens_again_after_its_connection_was_ended(database: str, wakeups: Wakeups) -> None:
    (backend,) = await listening(wakeups)
    await current().execute_query_dict("SELECT pg_terminate_backend($1)", [backend])
    await current().execute_query_dict("SELECT 1")
    # What was said in between is not lost: it looks again as soon as it listens.
    assert await woken(wakeups, "outbox") < 30
    (again,) = await listening(wakeups)
    assert again != backend
    async with transaction() as connection:
        await Wakeups(database).announce(connection, "outbox")
    assert await woken(wakeups, "outbox") < 30
