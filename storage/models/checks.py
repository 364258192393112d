"""Checks: what the schema itself refuses, named `<table>_<what>`, the same on both databases."""

from __future__ import annotations

from enum import StrEnum

from tortoise.migrations.constraints import CheckConstraint


def one_of(table: str, column: str, kind: type[StrEnum], *, null: bool = False) -> CheckConstraint:
    """The column holds a value of the enumeration (or nothing, with `null`)."""
    values = ", ".join(f"'{value.value}'" for value in kind)
    either = f'"{column}" IS NULL OR ' if null else ""
    return CheckConstraint(check=f'{either}"{column}" IN ({values})', name=f"{table}_{column}_known")


def exactly_one(table: str, name: str, *columns: str) -> CheckConstraint:
    """Exactly one of the columns is set."""
    total = " + ".join(f'(CASE WHEN "{column}" IS NULL THEN 0 ELSE 1 END)' for column in columns)
    return CheckConstraint(check=f"{total} = 1", name=f"{table}_{name}")


def together(table: str, name: str, column: str, condition: str) -> CheckConstraint:
    """The column is set exactly when the condition holds."""
    return CheckConstraint(check=f'("{column}" IS NOT NULL) = ({condition})', name=f"{table}_{name}")
