"""The database: one connection set for the process, on SQLite or PostgreSQL."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

import asyncpg
from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.sqlite.client import SqliteClient
from tortoise.connection import get_connection
from tortoise.exceptions import DBConnectionError, OperationalError

from storage.sqlite import PATIENCE

APP = "diwan"
CONNECTION = "default"
MODELS = [f"storage.models.{name}" for name in ("people", "tickets", "records", "messages", "papers")]

POOL = 12
"""Connections a process holds to PostgreSQL at most."""

POOLED = {"minsize", "maxsize"}
"""Credentials that a pool has, and a connection alone does not."""

Dialect = Literal["sqlite", "postgres"]


class _Connection(asyncpg.Connection):  # type: ignore[misc]  # asyncpg says nothing of its types
    """A pooled connection that is handed on as it is: we leave nothing in a session, so no round trip clears it.

    A transaction that is still open is rolled back nevertheless.
    """

    def get_reset_query(self) -> str:
        return ""


def dialect_of(url: str) -> Dialect:
    """Which database a URL names. Raises ValueError when it is neither `sqlite://` nor `postgres(ql)://`."""
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        return "sqlite"
    if scheme in ("postgres", "postgresql"):
        return "postgres"
    raise ValueError(f"not a database address: {scheme or url}://")


def sqlite_path(url: str) -> Path:
    """The file of a `sqlite://` address: `sqlite://var/x.db` is relative, `sqlite:///x.db` absolute."""
    return Path(url.removeprefix("sqlite://").partition("?")[0])


def config(url: str, *, foreign_keys: bool = True) -> dict[str, Any]:
    """Tortoise's configuration for a database address."""
    return {
        "connections": {CONNECTION: _connection(url, foreign_keys=foreign_keys)},
        "apps": {APP: {"models": MODELS, "default_connection": CONNECTION, "migrations": "storage.migrations"}},
        "use_tz": True,
        "timezone": "UTC",
    }


def _connection(url: str, *, foreign_keys: bool) -> dict[str, Any]:
    if dialect_of(url) == "sqlite":
        path = sqlite_path(url)
        path.parent.mkdir(parents=True, exist_ok=True)
        return {
            "engine": "storage.sqlite",
            "credentials": {
                "file_path": str(path),
                # An acknowledged message survives a power cut: FULL syncs the log at each commit.
                "synchronous": "FULL",
                "journal_mode": "WAL",
                "busy_timeout": round(PATIENCE * 1000),
                "foreign_keys": "ON" if foreign_keys else "OFF",
                # What is erased is not left in the file's free space.
                "secure_delete": "ON",
            },
        }
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    credentials: dict[str, Any] = {
        "host": options.pop("host", None) or parts.hostname or "localhost",
        "port": parts.port or 5432,
        "user": _unquoted(parts.username) or "postgres",
        "password": _unquoted(parts.password),
        "database": parts.path.lstrip("/"),
        "minsize": 1,
        "maxsize": int(options.pop("maxsize", POOL)),
    }
    if "sslmode" in options:
        credentials["ssl"] = options["sslmode"]
    return {"engine": "tortoise.backends.asyncpg", "credentials": credentials}


def _unquoted(part: str | None) -> str | None:
    return unquote(part) if part else None


@contextmanager
def reaching() -> Iterator[None]:
    """Whatever says that a database is not reached, or lets us not in, is an OSError."""
    try:
        yield
    except (asyncpg.PostgresError, DBConnectionError, OperationalError) as error:
        raise ConnectionError(f"the database: {error}") from error


async def connect(url: str) -> Any:
    """A connection to PostgreSQL of its own, to be closed by the caller. Raises OSError as `open_database` does."""
    credentials = config(url)["connections"][CONNECTION]["credentials"]
    with reaching():
        return await asyncpg.connect(**{name: credentials[name] for name in credentials.keys() - POOLED})


async def open_database(url: str, *, pool: int | None = None) -> None:
    """Connect the process to its database; `pool` is of connections to PostgreSQL, where the address names no fewer.

    Raises OSError when it is not reached, or lets us not in.
    """
    # Whoever is connected keeps the words of what it saves.
    import storage.words  # noqa: F401

    chosen = config(url)
    if dialect_of(url) == "postgres":
        credentials = chosen["connections"][CONNECTION]["credentials"]
        most = credentials["maxsize"]
        credentials |= {"connection_class": _Connection, "maxsize": min(pool, most) if pool else most}
    await Tortoise.init(config=chosen, _enable_global_fallback=True)
    try:
        with reaching():
            await current().execute_query_dict("SELECT 1")
    except OSError:
        await close_database()
        raise


async def close_database() -> None:
    """Let go of every connection."""
    await Tortoise.close_connections()


async def forget_log() -> bool:
    """Let SQLite's log keep nothing of what is gone; False when somebody reads it just now.

    PostgreSQL looks after its own (docs/erasure.md).
    """
    client = current()
    return not isinstance(client, SqliteClient) or await asyncio.to_thread(_truncate_log, client.filename)


def _truncate_log(path: str) -> bool:
    with closing(sqlite3.connect(path, timeout=1)) as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy


def current() -> BaseDBAsyncClient:
    """The connection to use here: the open transaction's, or the process's."""
    return get_connection(CONNECTION)


def dialect() -> Dialect:
    """Which database the process is connected to."""
    return "sqlite" if current().capabilities.dialect == "sqlite" else "postgres"
