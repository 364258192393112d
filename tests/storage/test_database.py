"""The connection: addresses are read right, and each test has a fresh database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from storage.clean import clean
from storage.database import close_database, config, current, dialect, dialect_of, open_database, sqlite_path
from storage.models import Pace


def credentials(url: str) -> dict[str, Any]:
    found: dict[str, Any] = config(url)["connections"]["default"]["credentials"]
    return found


@pytest.mark.parametrize("number", range(2))
async def test_each_test_has_a_fresh_database(database: str, number: int) -> None:
    assert dialect() == dialect_of(database)
    assert await Pace.all().count() == 0
    await Pace.create(key="telegram", next_at=datetime.now(UTC))


@pytest.mark.database("sqlite")
async def test_sqlite_is_durable_and_keeps_references(database: str) -> None:
    async def pragma(name: str) -> Any:
        return (await current().execute_query_dict(f"PRAGMA {name}"))[0].popitem()[1]

    assert [await pragma(name) for name in ("journal_mode", "synchronous", "foreign_keys")] == ["wal", 2, 1]
    assert await pragma("busy_timeout") == 20_000


def test_sqlite_addresses(tmp_path: Path) -> None:
    assert sqlite_path("sqlite://var/diwan.db") == Path("var/diwan.db")
    assert sqlite_path("sqlite:///var/diwan.db?x=1") == Path("/var/diwan.db")
    assert credentials(f"sqlite://{tmp_path}/deep/er/x.db")["file_path"] == f"{tmp_path}/deep/er/x.db"
    assert (tmp_path / "deep/er").is_dir()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_a_postgres_address_in_full(scheme: str) -> None:
    found = credentials(f"{scheme}://di%40wan:p%40ss%2Fw%3Ard%25@db.example:5433/crm?sslmode=require&maxsize=3")
    assert found == {
        "host": "db.example", "port": 5433, "user": "di@wan", "password": "p@ss/w:rd%", "database": "crm",
        "minsize": 1, "maxsize": 3, "ssl": "require",
    }  # fmt: skip


def test_a_postgres_address_in_short() -> None:
    found = credentials("postgres:///crm?host=%2Frun%2Fpostgresql")
    assert (found["host"], found["port"]) == ("/run/postgresql", 5432)
    assert (found["user"], found["password"]) == ("postgres", None)
    assert "ssl" not in found
    assert credentials("postgres:///crm")["host"] == "localhost"


@pytest.mark.database("postgres")
async def test_one_that_lets_nobody_in(database_url: str) -> None:
    with pytest.raises(OSError, match="establish connection"):
        await open_database(database_url.replace("test_", "no_"))
    with pytest.raises(OSError, match='role "nobody" does not exist'):
        await open_database(database_url.replace("postgres@", "nobody@"))
    await open_database(database_url)
    assert await Pace.all().count() == 0
    await close_database()


@pytest.mark.database("sqlite")
async def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="unable to open database file"):
        await open_database(f"sqlite://{tmp_path}")


@pytest.mark.database("postgres")
async def test_no_more_connections_than_were_asked_for(database_url: str) -> None:
    await open_database(database_url, pool=2)
    asked = (current().execute_query_dict("SELECT pg_backend_pid() AS pid, pg_sleep(0.1)") for _ in range(8))
    assert len({rows[0]["pid"] for rows in await asyncio.gather(*asked)}) == 2
    await close_database()


@pytest.mark.parametrize("url", ["mysql://x/y", "diwan.db", ""])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not a database address"):
        dialect_of(url)


def test_clean_takes_out_what_databases_refuse() -> None:
    assert clean("a\x00b\ud800c\udfff") == "abc"
    assert clean([{"words": "م\x00رحبا 👋", "limit": 3}, None]) == [{"words": "مرحبا 👋", "limit": 3}, None]
    assert clean("\\u0000") == "\\u0000"
