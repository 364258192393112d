"""Bulk: many rows in one statement, whose ids are known before they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from storage import rows
from storage.clean import dumps
from storage.database import dialect
from storage.transactions import transaction


async def reserve(table: str, count: int) -> list[int]:
    """So many ids that no other row of the table will have. Outside of any transaction."""
    if dialect() == "postgres":
        statement = (
            f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) AS id"
            " FROM generate_series(1, CAST(:count AS bigint))"
        )
        return sorted(row["id"] for row in await rows.run(statement, {"count": count}))
    async with transaction():
        name = {"name": table}
        await rows.run(
            f"INSERT INTO sqlite_sequence (name, seq) SELECT :name, (SELECT COALESCE(max(id), 0) FROM {table})"
            " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = :name)",
            {**name},
        )
        await rows.run("UPDATE sqlite_sequence SET seq = seq + :count WHERE name = :name", {**name, "count": count})
        last = (await rows.run("SELECT seq FROM sqlite_sequence WHERE name = :name", name))[0]["seq"]
    return [*range(last - count + 1, last + 1)]


def packed(each: Sequence[Mapping[str, Any]]) -> str:
    """Rows as `insert` takes them."""
    return dumps(each)


async def insert(
    table: str, each: str, columns: Mapping[str, str], shared: Mapping[str, tuple[str, Any]] | None = None
) -> None:
    """Put rows into a table. `columns` are those that differ, with their types in PostgreSQL; `shared` the others,
    with type and value.
    """
    shared = shared or {}
    kinds = tuple((name, kind) for name, (kind, _) in shared.items())
    statement = _statement(table, tuple(columns.items()), kinds, sqlite=dialect() == "sqlite")
    await rows.run(statement, {"each": each, **{name: value for name, (_, value) in shared.items()}})


async def fill(table: str, each: str, columns: Mapping[str, str], shared: Mapping[str, tuple[str, Any]]) -> None:
    """Write columns of rows that are there, by their `id`: of each, what is given of `columns`, and all of `shared`."""
    given = "json_each(:each) AS one"
    value = "one.value ->> '{}'"
    if dialect() == "postgres":
        kinds = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        given, value = f"json_to_recordset(CAST(:each AS json)) AS one (id bigint, {kinds})", "one.{}"
    put = [f"{name} = COALESCE({value.format(name)}, {table}.{name})" for name in columns]
    put += [
        f"{name} = CAST(:{name} AS {kind})" if dialect() == "postgres" else f"{name} = :{name}"
        for name, (kind, _) in shared.items()
    ]
    await rows.run(
        f"UPDATE {table} SET {', '.join(put)} FROM {given} WHERE {table}.id = {value.format('id')}",
        {"each": each, **{name: value for name, (_, value) in shared.items()}},
    )


@lru_cache(maxsize=64)
def _statement(
    table: str, columns: Sequence[tuple[str, str]], shared: Sequence[tuple[str, str]], *, sqlite: bool
) -> str:  # fmt: skip
    names = ", ".join([name for name, _ in (*columns, *shared)])
    if sqlite:
        values = [f"value ->> '{name}'" for name, _ in columns] + [f":{name}" for name, _ in shared]
        source = "json_each(:each)"
    else:
        values = [name for name, _ in columns] + [f"CAST(:{name} AS {kind})" for name, kind in shared]
        given = ", ".join(f"{name} {kind}" for name, kind in columns)
        source = f"json_to_recordset(CAST(:each AS json)) AS one ({given})"
    return f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {source}"
