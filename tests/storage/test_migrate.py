"""Migrations: they match the models, run once, and lose no row."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tortoise import Tortoise
from tortoise.exceptions import IntegrityError
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.operations import AlterModelOptions

import storage.migrations
from storage import migrate as module
from storage.database import APP, close_database, config, current, dialect, dialect_of, open_database
from storage.migrate import BrokenReferences, migrate, pending

REMAKE = """
    ops.AlterField(model_name="Customer", name="name", field=fields.TextField(null=True)),
    ops.AlterField(model_name="Staff", name="name", field=fields.TextField(null=True)),
    ops.AlterField(model_name="Ticket", name="subject", field=fields.TextField(null=True)),
    ops.AlterField(model_name="InboundMessage", name="payload", field=fields.TextField(null=True)),
    ops.AlterField(model_name="OutboundMessage", name="words", field=fields.TextField(default="", null=True)),
    ops.AddField(model_name="Lead", name="city", field=fields.TextField(null=True)),
    ops.RemoveField(model_name="Customer", name="email"),
"""

Later = Callable[[str], list[str]]


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Later:
    """Add a migration with these operations behind the project's own, for this test only; returns what it is called."""

    def add(operations: str) -> list[str]:
        package = f"later_{tmp_path.name}"
        folder = tmp_path / package
        shutil.copytree(Path(storage.migrations.__file__).parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
        last = max(path.stem for path in folder.glob("[0-9]*.py"))
        folder.joinpath("9999_later.py").write_text(
            "from tortoise import fields, migrations\nfrom tortoise.migrations import operations as ops\n\n\n"
            f"class Migration(migrations.Migration):\n    dependencies = [({APP!r}, {last!r})]\n"
            f"    operations = [{operations}]\n"
        )
        monkeypatch.syspath_prepend(tmp_path)

        def changed(url: str, **options: bool) -> dict[str, Any]:
            settings = config(url, **options)
            settings["apps"][APP]["migrations"] = package
            return settings

        monkeypatch.setattr(module, "config", changed)
        return ["9999_later"]

    return add


async def everything(tables: list[str]) -> dict[str, list[dict[str, Any]]]:
    return {table: await current().execute_query_dict(f'SELECT * FROM "{table}"') for table in tables}


async def indexes() -> set[str]:
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    postgres = "SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'public'"
    found = await current().execute_query_dict(sqlite if dialect() == "sqlite" else postgres)
    return {row["name"] for row in found}


async def populate(url: str, insert: Any, examples: dict[str, dict[str, Any]]) -> None:
    await open_database(url)
    for table, row in examples.items():
        await insert(table, row)


async def test_the_migrations_match_the_models(database_url: str) -> None:
    settings = config(database_url)
    await Tortoise.init(config=settings, init_connections=False)
    try:
        assert Tortoise.apps is not None
        found = await MigrationAutodetector(Tortoise.apps, {APP: settings["apps"][APP]}).changes()
    finally:
        await Tortoise.close_connections()
    operations = [operation for writer in found for operation in writer.operations]
    assert [operation for operation in operations if not isinstance(operation, AlterModelOptions)] == []


async def test_an_upgrade_loses_no_row_and_no_index(
    database_url: str, insert: Any, examples: dict[str, dict[str, Any]], later: Later
) -> None:
    await populate(database_url, insert, examples)
    before, indexed = await everything(list(examples)), await indexes()
    assert all(before.values())
    await close_database()

    name = later(REMAKE)
    assert await pending(database_url) == name
    assert await migrate(database_url) == name

    await open_database(database_url)
    after = await everything(list(examples))
    del before["customer"][0]["email"]
    before["lead"][0]["city"] = None
    assert after == before
    assert await indexes() == indexed
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        await insert("outbound_message", {**examples["outbound_message"], "id": 2})
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        await current().execute_query_dict("DELETE FROM ticket")
    await close_database()


async def test_an_upgrade_that_breaks_references_keeps_nothing(
    database_url: str, insert: Any, examples: dict[str, dict[str, Any]], later: Later
) -> None:
    await populate(database_url, insert, examples)
    before = await everything(list(examples))
    await close_database()
    later(REMAKE + 'ops.RunSQL("DELETE FROM customer")')
    with pytest.raises(BrokenReferences if dialect_of(database_url) == "sqlite" else IntegrityError):
        await migrate(database_url)
    assert await pending(database_url) == ["9999_later"]
    await open_database(database_url)
    assert await everything(list(examples)) == before
    await close_database()


async def test_an_upgrade_that_fails_halfway_can_be_tried_again(
    database_url: str, insert: Any, examples: dict[str, dict[str, Any]], later: Later
) -> None:
    await populate(database_url, insert, examples)
    before = await everything(list(examples))
    await close_database()
    later(REMAKE + 'ops.RunSQL("INSERT INTO nowhere DEFAULT VALUES")')
    with pytest.raises(Exception, match="nowhere"):
        await migrate(database_url)
    assert await pending(database_url) == ["9999_later"]
    await open_database(database_url)
    assert await everything(list(examples)) == before
    await close_database()


async def test_processes_that_migrate_at_once_do_it_once(empty_url: str, python: Any) -> None:
    everything = await pending(empty_url)
    assert everything[0] == "0001_initial"
    source = """
from storage.migrate import migrate

async def main(url, number):
    return await migrate(url)
"""
    results = await asyncio.gather(*(python(source, empty_url, number) for number in range(4)))
    assert sorted(results) == [[], [], [], everything]
    assert await pending(empty_url) == []
    assert await migrate(empty_url) == []
    await open_database(empty_url)
    recorded = await current().execute_query_dict("SELECT name FROM tortoise_migrations ORDER BY name")
    assert [row["name"] for row in recorded] == everything
    await close_database()


@pytest.mark.database("postgres")
async def test_a_server_that_is_down_is_no_empty_database(tmp_path: Path) -> None:
    with pytest.raises(OSError):  # noqa: PT011
        await pending(f"postgres:///crm?host={tmp_path}")
