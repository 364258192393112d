"""The transaction guard: it survives a cancel at any moment, and nothing is ever half-written."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from contextlib import closing
from datetime import datetime
from typing import Any

import asyncpg
import pytest
from tortoise.exceptions import IntegrityError, TransactionManagementError

from storage.database import POOL, current, dialect, sqlite_path
from storage.models import Pace
from storage.transactions import savepoint, transaction, uninterrupted


async def write(number: int, now: datetime) -> None:
    async with transaction():
        await Pace.create(key=f"a{number}", next_at=now)
        await asyncio.sleep(0)
        await Pace.create(key=f"b{number}", next_at=now)


async def assert_whole(url: str) -> None:
    """Nothing is held, and nothing is half-written."""
    client: Any = current()
    if dialect() == "sqlite":
        assert not client._lock.locked()
        with closing(sqlite3.connect(sqlite_path(url), timeout=0, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
    else:
        async with asyncio.timeout(60):
            held = [await client._pool.acquire() for _ in range(POOL)]
        for connection in held:
            assert not connection.is_in_transaction()
            await client._pool.release(connection)
    keys = {row.key for row in await Pace.all()}
    assert {key[1:] for key in keys if key[0] == "a"} == {key[1:] for key in keys if key[0] == "b"}


@pytest.mark.parametrize("crowd", [1, 30])
async def test_random_cancels(database: str, now: datetime, crowd: int) -> None:
    chance = random.Random(crowd)
    await write(-1, now)
    started = asyncio.get_running_loop().time()
    await write(-2, now)
    usual = asyncio.get_running_loop().time() - started
    async with asyncio.timeout(60):
        for first in range(0, 300, crowd):
            tasks = [asyncio.create_task(write(number, now)) for number in range(first, first + crowd)]
            for task in chance.sample(tasks, crowd):
                await asyncio.sleep(chance.random() * usual * 1.2)
                task.cancel()
            for result in await asyncio.gather(*tasks, return_exceptions=True):
                assert result is None or isinstance(result, asyncio.CancelledError)
    await assert_whole(database)
    await write(1000, now)


async def test_a_cancel_at_every_turn_of_the_loop(database: str, now: datetime) -> None:
    async with asyncio.timeout(60):
        for turns in range(40):
            task = asyncio.create_task(write(turns, now))
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            task = asyncio.create_task(write(1000 + turns, now))
            await asyncio.sleep(0)
            task.cancel()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    await assert_whole(database)


async def test_a_cancelled_bulk_write_leaves_no_transaction_open(database: str, now: datetime) -> None:
    async def put(turns: int) -> None:
        await Pace.bulk_create([Pace(key=f"{side}{turns}", next_at=now) for side in "ab"])

    async with asyncio.timeout(60):
        for turns in range(20):
            task = asyncio.create_task(put(turns))
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            # A statement alone is durable when it returns: what follows must not undo it.
            await Pace.create(key=f"a{turns + 100}", next_at=now)
            await Pace.create(key=f"b{turns + 100}", next_at=now)
            await write(turns + 1000, now)
    await assert_whole(database)
    keys = set(await _keys())
    assert {f"{side}{turns + more}" for side in "ab" for turns in range(20) for more in (100, 1000)} <= keys


async def test_a_bulk_write_that_is_refused_writes_nothing(database: str, now: datetime) -> None:
    with pytest.raises(IntegrityError):
        await Pace.bulk_create([Pace(key=key, next_at=now) for key in ("a1", "b1", "a1")])
    await write(2, now)
    assert sorted(await _keys()) == ["a2", "b2"]
    await assert_whole(database)


async def test_an_error_undoes_everything(database: str, now: datetime) -> None:
    async def fail() -> None:
        async with transaction():
            await Pace.create(key="a1", next_at=now)
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await Pace.all().count() == 0
    await assert_whole(database)


async def test_what_was_committed_is_there_for_others(database: str, now: datetime) -> None:
    await write(1, now)
    assert await Pace.all().count() == 2
    assert sorted(await asyncio.create_task(_keys())) == ["a1", "b1"]


async def _keys() -> list[str]:
    return [row.key for row in await Pace.all()]


async def test_a_transaction_inside_another_is_refused(database: str) -> None:
    async with transaction():
        with pytest.raises(TransactionManagementError):
            async with transaction():
                pass
    await assert_whole(database)


async def test_a_savepoint_undoes_only_itself(database: str, now: datetime) -> None:
    with pytest.raises(TransactionManagementError):
        async with savepoint():
            pass

    async def fail() -> None:
        async with savepoint():
            await Pace.create(key="inside", next_at=now)
            raise LookupError

    async with transaction():
        await Pace.create(key="before", next_at=now)
        with pytest.raises(LookupError):
            await fail()
        async with savepoint():
            await Pace.create(key="kept", next_at=now)
            with pytest.raises(Exception, match=r"(?i)unique"):
                async with savepoint():
                    await Pace.create(key="kept", next_at=now)
    assert sorted(await _keys()) == ["before", "kept"]


async def test_a_task_that_outlives_its_transaction_gets_an_error(database: str, now: datetime) -> None:
    async def late() -> None:
        await over.wait()
        await Pace.create(key="late", next_at=now)

    for error in (None, LookupError()):
        over = asyncio.Event()
        try:
            async with transaction():
                task = asyncio.create_task(late())
                await asyncio.sleep(0)
                if error:
                    raise error
        except LookupError:
            pass
        over.set()
        with pytest.raises(TransactionManagementError, match="is over"):
            await task
    assert await _keys() == []
    await assert_whole(database)


@pytest.mark.database("postgres")
async def test_a_backend_that_ends_in_a_transaction_costs_no_connection(database: str, now: datetime) -> None:
    async def interrupted() -> None:
        async with transaction() as connection:
            await Pace.create(key="a1", next_at=now)
            backend = (await connection.execute_query_dict("SELECT pg_backend_pid() AS id"))[0]["id"]
            other = await asyncpg.connect(database)
            await other.execute("SELECT pg_terminate_backend($1)", backend)
            await other.close()
            await asyncio.sleep(0.05)
            await Pace.create(key="b1", next_at=now)

    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await interrupted()
    await assert_whole(database)


@pytest.mark.database("sqlite")
async def test_processes_that_read_and_then_write(database: str, python: Any) -> None:
    source = """
from datetime import UTC, datetime
from storage.database import close_database, open_database
from storage.models import Pace
from storage.transactions import transaction

async def main(url, number):
    await open_database(url)
    for turn in range(60):
        async with transaction():
            seen = await Pace.all().count()
            await Pace.create(key=f"{number}:{turn}", next_at=datetime.now(UTC))
            assert await Pace.all().count() == seen + 1
        await asyncio.sleep(0.001)
    await close_database()
"""
    await asyncio.gather(*(python(source, database, number) for number in range(3)))
    assert await Pace.all().count() == 180


async def test_uninterrupted_work_ends_before_the_cancel_comes_through() -> None:
    done: list[int] = []

    async def work() -> int:
        await asyncio.sleep(0.02)
        done.append(1)
        return 7

    assert await uninterrupted(work()) == 7
    task = asyncio.create_task(uninterrupted(work()))
    for _ in range(3):
        await asyncio.sleep(0.001)
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert done == [1, 1]

    async def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await uninterrupted(fail())
