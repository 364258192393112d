"""The transaction guard: every transaction of the project begins and ends here.

Tortoise's own `in_transaction()` leaks when it is cancelled while it enters (SQLite keeps its lock for ever, PostgreSQL
loses a connection), and begins SQLite's transactions DEFERRED, which fails under other processes' writes. This one
begins IMMEDIATE, and survives a cancel at any moment.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from itertools import count
from typing import Any, TypeVar, cast

from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.asyncpg.client import TransactionWrapper as PostgresTransaction
from tortoise.backends.base.client import BaseDBAsyncClient, TransactionalDBClient
from tortoise.backends.sqlite.client import SqliteClient
from tortoise.connection import get_connections
from tortoise.exceptions import TransactionManagementError

from storage.database import CONNECTION, current
from storage.sqlite import LOOK_AGAIN, begin
from storage.sqlite import Transaction as SqliteTransaction

T = TypeVar("T")

_names = count()


class _Sqlite(SqliteTransaction):
    def acquire_connection(self) -> Any:
        _check_open(self)
        return super().acquire_connection()


class _Postgres(PostgresTransaction):
    def acquire_connection(self) -> Any:
        _check_open(self)
        return super().acquire_connection()


def _check_open(client: TransactionalDBClient) -> None:
    """A task that was begun in a transaction and outlives it would write into another's: it gets an error instead."""
    if client._finalized:
        raise TransactionManagementError("this task was begun in a transaction that is over")


@asynccontextmanager
async def transaction(look_again: float = LOOK_AGAIN) -> AsyncIterator[BaseDBAsyncClient]:
    """Everything inside is committed together, or not at all. Yields the connection, for raw statements.

    Never wait for the network inside, and begin no task that outlives it. Raises TransactionManagementError inside
    another transaction: use `savepoint()` there. On SQLite, where one writes at a time, what can wait looks again
    less often (in seconds), and so lets others go first.
    """
    client = current()
    if isinstance(client, TransactionalDBClient):
        raise TransactionManagementError("a transaction is open already")
    if isinstance(client, SqliteClient):
        async with client._lock, _sqlite(client, look_again) as opened:
            yield opened
    else:
        async with _postgres(cast(AsyncpgDBClient, client)) as pooled:
            yield pooled


@asynccontextmanager
async def _sqlite(parent: SqliteClient, look_again: float) -> AsyncIterator[BaseDBAsyncClient]:
    if parent._connection is None:
        await uninterrupted(parent.create_connection(with_db=True))
    opened = _Sqlite(parent)
    raw = opened._connection
    try:
        await uninterrupted(raw._execute(begin, raw._conn, look_again))  # type: ignore[no-untyped-call]
        async with _used(opened):
            yield opened
        opened._finalized = True
        await uninterrupted(raw.commit())
    except BaseException:
        opened._finalized = True
        await uninterrupted(raw.rollback())
        raise


@asynccontextmanager
async def _postgres(parent: AsyncpgDBClient) -> AsyncIterator[BaseDBAsyncClient]:
    pool = parent._pool
    if pool is None:
        await uninterrupted(parent.create_connection(with_db=True))
        pool = parent._pool
        assert pool is not None
    opened = _Postgres(parent)
    raw = await pool.acquire()
    opened._connection = raw
    try:
        began = raw.transaction()
        try:
            await uninterrupted(began.start())
            async with _used(opened):
                yield opened
            opened._finalized = True
            await uninterrupted(began.commit())
        except BaseException:
            opened._finalized = True
            if not raw.is_closed() and raw.is_in_transaction():
                await uninterrupted(began.rollback())
            raise
    finally:
        await uninterrupted(pool.release(raw))


@asynccontextmanager
async def _used(opened: BaseDBAsyncClient) -> AsyncIterator[None]:
    """Make this the connection that everything in the current context uses."""
    connections = get_connections()
    token = connections.set(CONNECTION, opened)
    try:
        yield
    finally:
        connections.reset(token)


@asynccontextmanager
async def savepoint() -> AsyncIterator[None]:
    """Inside a transaction: an error undoes what was done in here, and nothing else."""
    client = current()
    if not isinstance(client, TransactionalDBClient):
        raise TransactionManagementError("a savepoint needs an open transaction")
    name = f"savepoint_{next(_names)}"
    await client.execute_query(f"SAVEPOINT {name}")
    try:
        yield
    except Exception:
        await client.execute_query(f"ROLLBACK TO SAVEPOINT {name}")
        raise
    await client.execute_query(f"RELEASE SAVEPOINT {name}")


async def uninterrupted(work: Coroutine[Any, Any, T]) -> T:
    """Let the work run to its end even when the caller is cancelled; the cancel comes through afterwards."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            if task.cancelled():
                raise
            cancelled = error
        except Exception:
            break
    if cancelled is not None:
        if not task.cancelled():
            task.exception()
        raise cancelled
    return task.result()
