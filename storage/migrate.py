"""Migrate: bring the schema up to date, once, however many processes start together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from filelock import AsyncFileLock
from tortoise import Tortoise
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_editor.sqlite import SqliteSchemaEditor
from tortoise.models import Model

from storage.database import APP, config, connect, current, dialect_of, reaching, sqlite_path
from storage.transactions import transaction

LOCK = 7_310_001
"""The key of PostgreSQL's advisory lock under which migrations run."""


class BrokenReferences(Exception):
    """After a migration on SQLite, rows point to rows that are gone: nothing of it was kept."""


async def migrate(url: str) -> list[str]:
    """Apply what is pending, all of it or nothing, under a lock that other processes wait for; returns the names.

    The process must not be connected. Raises BrokenReferences, and OSError when the database is not reached.
    """
    async with _alone(url):
        names = await pending(url)
        if names:
            # Remaking a table would cascade into its children's rows while foreign keys are on.
            await Tortoise.init(config=config(url, foreign_keys=False))
            try:
                first = _Executor(current(), _apps(url))
                await first.recorder.ensure_schema(first._schema_editor(atomic=False))
                async with transaction() as connection:
                    await _Executor(connection, _apps(url)).migrate()
                    if dialect_of(url) == "sqlite" and await connection.execute_query_dict("PRAGMA foreign_key_check"):
                        raise BrokenReferences(", ".join(names))
            finally:
                await Tortoise.close_connections()
        return names


async def pending(url: str) -> list[str]:
    """The names of the migrations that were not applied yet. The process must not be connected."""
    await Tortoise.init(config=config(url), init_connections=False)
    try:
        # A server that is down would look like an empty database to the executor.
        with reaching():
            await current().execute_query_dict("SELECT 1")
        return [step.migration.name for step in await _Executor(current(), _apps(url)).plan()]
    finally:
        await Tortoise.close_connections()


def _apps(url: str) -> dict[str, dict[str, Any]]:
    apps: dict[str, dict[str, Any]] = config(url)["apps"]
    return {APP: apps[APP]}


class _Executor(MigrationExecutor):
    def _schema_editor(self, atomic: bool = True, collect_sql: bool = False) -> BaseSchemaEditor:
        if self.connection.capabilities.dialect == "sqlite":
            return _SqliteEditor(self.connection, atomic=atomic, collect_sql=collect_sql)
        return super()._schema_editor(atomic, collect_sql)


class _SqliteEditor(SqliteSchemaEditor):
    async def _remake_table(self, model: type[Model], *args: Any, **changes: Any) -> None:
        """Remake a table, and its indexes with it: SQLite drops them with the old table.

        An index on a column that is gone goes with it, as on PostgreSQL.
        """
        table = model._meta.db_table
        indexes = await self.client.execute_query_dict(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", [table]
        )
        columns = {index["name"]: await self._names(f'PRAGMA index_info("{index["name"]}")') for index in indexes}
        await super()._remake_table(model, *args, **changes)
        left = await self._names(f'PRAGMA table_info("{table}")')
        for index in indexes:
            if columns[index["name"]] <= left:
                await self.client.execute_query(index["sql"])

    async def _names(self, pragma: str) -> set[str | None]:
        return {row["name"] for row in await self.client.execute_query_dict(pragma)}


@asynccontextmanager
async def _alone(url: str) -> AsyncIterator[None]:
    if dialect_of(url) == "sqlite":
        path = sqlite_path(url)
        path.parent.mkdir(parents=True, exist_ok=True)
        async with AsyncFileLock(f"{path}.lock"):
            yield
        return
    connection = await connect(url)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
        yield
    finally:
        await asyncio.shield(connection.close())
