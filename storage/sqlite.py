"""SQLite's client: as Tortoise's own, but inside a transaction a statement runs where it is asked for.

Tortoise hands every statement to the connection's thread and waits for it. Here that costs several times the statement
itself, and a transaction owns the connection anyway: only what may wait for the disk or for another process (BEGIN,
COMMIT, ROLLBACK) goes to the thread, and so does everything outside transactions.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Sequence
from typing import Any

import aiosqlite
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionWrapper, translate_exceptions

PATIENCE = 20.0
"""Seconds for which a statement waits while somebody else writes."""

LOOK_AGAIN = 0.002
"""Seconds between two looks whether a transaction can begin."""


class Client(SqliteClient):
    """One connection, which the process's threads may hand to each other."""

    async def create_connection(self, with_db: bool) -> None:
        if self._connection is not None:
            return
        self._connection = await aiosqlite.connect(self.filename, isolation_level=None, check_same_thread=False)
        self._connection._conn.row_factory = sqlite3.Row
        for pragma, value in self.pragmas.items():
            cursor = await self._connection.execute(f"PRAGMA {pragma}={value}")
            await cursor.close()
        await self._post_connect()

    @translate_exceptions
    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        # One call on the thread: Tortoise's own leaves the transaction open when it is cancelled in the middle, and
        # what is acknowledged next would be in it, and be rolled back with it.
        async with self.acquire_connection() as connection:
            await connection._execute(_write_all, connection._conn, query, values)


def _write_all(raw: sqlite3.Connection, statement: str, values: Iterable[Sequence[Any]]) -> None:
    raw.execute("BEGIN IMMEDIATE")
    try:
        raw.executemany(statement, values)
        raw.commit()
    except BaseException:
        raw.rollback()
        raise


def begin(raw: sqlite3.Connection, look_again: float) -> None:
    """Begin to write when nobody else does, which is looked for every so many seconds.

    SQLite's own wait looks ever less often, at last each 100 ms, and so misses the pauses between another's batches.
    """
    raw.execute("PRAGMA busy_timeout=0")
    try:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
            time.sleep(look_again)
    finally:
        raw.execute(f"PRAGMA busy_timeout={PATIENCE * 1000:.0f}")


client_class = Client
"""What Tortoise looks for in an engine's module."""


class Transaction(SqliteTransactionWrapper):
    """The connection inside an open transaction."""

    def acquire_connection(self) -> Any:
        return _Here(self._connection._conn)

    async def execute_script(self, query: str) -> None:
        # sqlite3's executescript would commit what is open; a script of one statement does not need it.
        await self.execute_query(query)


class _Here:
    """What of aiosqlite's connection Tortoise's client uses, without the way to the thread and back."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw

    async def __aenter__(self) -> _Here:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    @property
    def total_changes(self) -> int:
        return self._raw.total_changes

    async def execute_insert(self, statement: str, values: Sequence[Any] | None = None) -> Any:
        self._raw.execute(statement, values or ())
        return self._raw.execute("SELECT last_insert_rowid()").fetchone()

    async def execute_fetchall(self, statement: str, values: Sequence[Any] | None = None) -> list[Any]:
        return self._raw.execute(statement, values or ()).fetchall()

    async def executemany(self, statement: str, values: Iterable[Sequence[Any]]) -> None:
        self._raw.executemany(statement, values)
