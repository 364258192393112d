"""Rows: raw statements where the ORM's cost or its missing clauses matter, on both databases."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.exceptions import DoesNotExist
from tortoise.fields import DatetimeField
from tortoise.models import Model

from storage.clean import stamp
from storage.database import current, dialect

M = TypeVar("M", bound=Model)

_NAMED = re.compile(r"(?<!:):([a-z_]+)")
_LOCKED = re.compile(r"\s+FOR (?:NO KEY )?UPDATE(?: SKIP LOCKED)?")


async def run(statement: str, values: Mapping[str, Any], on: BaseDBAsyncClient | None = None) -> list[dict[str, Any]]:
    """Run a statement with `:name` parameters, written for PostgreSQL; its rows, if it returns any.

    On SQLite, which has one writer, locking clauses are left out.
    """
    connection = on or current()
    sqlite = connection.capabilities.dialect == "sqlite"
    sql, names = _written(statement, sqlite=sqlite)
    given = [_value(values[name], sqlite=sqlite) for name in names]
    return await connection.execute_query_dict(sql, given)


@lru_cache(maxsize=256)
def _written(statement: str, *, sqlite: bool) -> tuple[str, tuple[str, ...]]:
    names: list[str] = []

    def place(found: re.Match[str]) -> str:
        if sqlite:
            names.append(found[1])
            return "?"
        if found[1] not in names:
            names.append(found[1])
        return f"${names.index(found[1]) + 1}"

    if sqlite:
        statement = _LOCKED.sub("", statement)
    return _NAMED.sub(place, statement), tuple(names)


def _value(value: Any, *, sqlite: bool) -> Any:
    if isinstance(value, datetime):
        return stamp(value) if sqlite else value.astimezone(UTC)
    return json.dumps(value) if sqlite and isinstance(value, list) else value


def among(column: str, name: str) -> str:
    """The condition that a column of numbers holds one of the list that is given as `:name`."""
    if dialect() == "sqlite":
        return f"{column} IN (SELECT value FROM json_each(:{name}))"
    return f"{column} = ANY(CAST(:{name} AS bigint[]))"


def hour_after(column: str) -> str:
    """The moment that is an hour after the one in a column."""
    if dialect() == "sqlite":
        # What follows the hour stays as it was written.
        return f"(strftime('%Y-%m-%d %H', {column}, '+1 hour') || substr({column}, 14))"
    return f"({column} + INTERVAL '1 hour')"


async def select(model: type[M], rest: str, values: Mapping[str, Any]) -> list[M]:
    """The rows of a model's table that the rest of a SELECT statement names: a third of what the ORM's query costs."""
    return loaded(model, await run(f'SELECT * FROM "{model._meta.db_table}" {rest}', values))


async def columns(names: Sequence[str], rest: str, values: Mapping[str, Any]) -> list[list[Any]]:
    """The columns of the rows that the rest of a SELECT statement names: of thousands, a third of what rows cost."""
    if dialect() == "sqlite":
        listed = ", ".join(f"json_group_array({name}) AS c{number}" for number, name in enumerate(names))
        return [json.loads(column) for column in (await run(f"SELECT {listed} {rest}", values))[0].values()]
    listed = ", ".join(f"array_agg({name}) AS c{number}" for number, name in enumerate(names))
    return [column or [] for column in (await run(f"SELECT {listed} {rest}", values))[0].values()]


async def get(model: type[M], id: int, *, lock: bool = False) -> M:
    """The row with this id, with `lock` held until the transaction ends. Raises the model's DoesNotExist."""
    found = await select(model, "WHERE id = :id FOR NO KEY UPDATE" if lock else "WHERE id = :id", {"id": id})
    if not found:
        raise DoesNotExist(model)
    return found[0]


def moment(value: datetime | str) -> datetime:
    """A moment of a raw row: SQLite, which has none, gives it as it was written."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def moments(column: Sequence[datetime | str]) -> list[datetime]:
    """The moments of a column that holds nothing else."""
    if column and isinstance(column[0], str):
        return list(map(datetime.fromisoformat, column))  # type: ignore[arg-type]
    return list(column)  # type: ignore[arg-type]


def load(model: type[M], row: Mapping[str, Any]) -> M:
    """A model instance from a raw row that has all its columns."""
    moments = {
        name: datetime.fromisoformat(written)
        for name in _moments(model)
        if isinstance(written := row[name], str)  # SQLite has no moments; the ORM's reader of them is slow
    }
    return model._init_from_db(**{**row, **moments})


@lru_cache(maxsize=64)
def _moments(model: type[Model]) -> tuple[str, ...]:
    return tuple(name for name, field in model._meta.fields_map.items() if isinstance(field, DatetimeField))


def loaded(model: type[M], rows: Sequence[Mapping[str, Any]]) -> list[M]:
    """Model instances from raw rows."""
    return [load(model, row) for row in rows]
