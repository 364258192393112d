"""SQLite's one writer: who waits for it gets in between another's batches, and gives up in the end."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from storage import rows
from storage import sqlite as client
from storage.database import current, sqlite_path
from storage.transactions import transaction

HOLD, PAUSE = 0.15, 0.005
"""How long another process writes, and how long it then does not."""

pytestmark = pytest.mark.database("sqlite")


@pytest.fixture
def batches(database: str) -> Iterator[list[float]]:
    """Somebody else who writes batch after batch; when each began."""
    begun: list[float] = []
    over = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(sqlite_path(database), isolation_level=None, timeout=20)) as other:
            while not over.is_set():
                other.execute("BEGIN IMMEDIATE")
                begun.append(time.monotonic())
                time.sleep(HOLD)
                other.execute("COMMIT")
                time.sleep(PAUSE)

    thread = threading.Thread(target=write)
    thread.start()
    yield begun
    over.set()
    thread.join()


async def test_a_transaction_gets_in_between_two_batches(batches: list[float]) -> None:
    for _ in range(5):
        before = len(batches)
        async with transaction():
            await rows.run("UPDATE staff SET name = name", {})
        assert len(batches) - before <= 3


async def test_it_gives_up_in_the_end_and_the_next_one_goes(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(client, "PATIENCE", 0.1)
    with closing(sqlite3.connect(sqlite_path(database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            async with transaction():
                pytest.fail("two write")
        other.execute("ROLLBACK")
    monkeypatch.undo()
    async with transaction():
        await rows.run("UPDATE staff SET name = name", {})
    [waits] = await current().execute_query_dict("PRAGMA busy_timeout")
    assert list(waits.values()) == [client.PATIENCE * 1000]
