"""Migrate: bring the schema up to date, once, however many processes start together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from filelock import AsyncFileLock
from tortoise import Tortoise
from tortoise.migrations.api import migrate as apply
from tortoise.migrations.executor import MigrationExecutor

from storage.database import APP, CONNECTION, config, current, dialect_of, sqlite_path

LOCK = 7_310_001
"""The key of PostgreSQL's advisory lock under which migrations run."""


class BrokenReferences(Exception):
    """After a migration on SQLite, rows point to rows that are gone: nothing of it was kept."""


async def migrate(url: str) -> list[str]:
    """Apply what is pending, under a lock that other processes wait for; returns the names applied.

    The process must not be connected. Raises BrokenReferences.
    """
    async with _alone(url):
        names = await _pending(url)
        if names:
            # Remaking a table would cascade into its children's rows while foreign keys are on.
            await apply(config=config(url, foreign_keys=False))
            try:
                if dialect_of(url) == "sqlite" and await current().execute_query_dict("PRAGMA foreign_key_check"):
                    raise BrokenReferences(", ".join(names))
            finally:
                await Tortoise.close_connections()
        return names


async def pending(url: str) -> list[str]:
    """The names of the migrations that were not applied yet. The process must not be connected."""
    return await _pending(url)


async def _pending(url: str) -> list[str]:
    settings = config(url)
    await Tortoise.init(config=settings, init_connections=False)
    try:
        executor = MigrationExecutor(current(), {APP: settings["apps"][APP]})
        return [step.migration.name for step in await executor.plan(None)]
    finally:
        await Tortoise.close_connections()


@asynccontextmanager
async def _alone(url: str) -> AsyncIterator[None]:
    if dialect_of(url) == "sqlite":
        path = sqlite_path(url)
        path.parent.mkdir(parents=True, exist_ok=True)
        async with AsyncFileLock(f"{path}.lock"):
            yield
        return
    credentials: dict[str, Any] = dict(config(url)["connections"][CONNECTION]["credentials"])
    credentials.pop("minsize"), credentials.pop("maxsize")
    connection = await asyncpg.connect(**credentials)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
        yield
    finally:
        await asyncio.shield(connection.close())
