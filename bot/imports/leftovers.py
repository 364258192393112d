"""Leftovers: the rows of a file that did not go in, in a file of their own, each with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.imports.columns import Column, Heads, shown
from bot.imports.table import Row
from bot.reply import Text, text
from bot.sheets import Cell, Workbook
from bot.sheets import Column as SheetColumn
from bot.speech import Speech

SAMPLE: Sequence[tuple[Column, Sequence[str]]] = (
    (Column.NAME, ("sara", "fahad")),
    (Column.PHONE, ("+966 50 123 4567", "0551234567")),
    (Column.EMAIL, ("sara@example.com", "")),
    (Column.COMPANY, ("company", "")),
    (Column.SOURCE, ("source", "")),
    (Column.LABELS, ("labels", "")),
    (Column.NOTE, ("note", "")),
)
"""What a sample has in its two rows; words of ours are in Fluent's `import-sample-<word>`."""

_WORDS = ("sara", "fahad", "company", "source", "labels", "note")


def write(
    to: Path, heads: Heads, left: Sequence[tuple[Row, Text]], speech: Speech, organisation: str,
    scratch: Path | None = None,
) -> None:  # fmt: skip
    """Write the file. What people wrote stays text, whatever opens it.

    What is not finished lies in `scratch` (the system's folder for such by default).
    """
    columns = [
        SheetColumn(text("import-refused-row"), Cell.NUMBER, 8, lambda row: row["number"]),
        SheetColumn(text("import-refused-reason"), Cell.WORD, 60, lambda row: row["why"]),
        *(
            SheetColumn(shown(head) or f"{place + 1}", Cell.TEXT, 22, _cell(place))
            for place, head in enumerate(heads.row.cells)
        ),
    ]
    rows = [{"number": row.number, "why": why, "cells": row.cells} for row, why in left]
    _write(to, text("import-refused-sheet"), columns, rows, speech, organisation, scratch)


def sample(speech: Speech, organisation: str) -> bytes:
    """A file as one may be sent, with two people in it."""
    columns = [
        SheetColumn(text(f"import-column-{column.value}"), Cell.TEXT, 20, _cell(place))
        for place, (column, _) in enumerate(SAMPLE)
    ]
    rows = [
        {"cells": [speech.label(text(f"import-sample-{said}")) if said in _WORDS else said for said in cells]}
        for cells in zip(*(cells for _, cells in SAMPLE), strict=True)
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample.xlsx"
        _write(path, text("import-sample-sheet"), columns, rows, speech, organisation)
        return path.read_bytes()


def _write(
    to: Path, name: Text, columns: Sequence[SheetColumn], rows: Sequence[Mapping[str, Any]], speech: Speech,
    organisation: str, scratch: Path | None = None,
) -> None:  # fmt: skip
    with TemporaryDirectory(dir=scratch) as folder:
        title = speech.label(name)
        book = Workbook(to, speech, title=title, organisation=organisation, folder=Path(folder))
        sheet = book.sheet(name, columns)
        sheet.add(rows)
        sheet.finish()
        book.close()


def _cell(place: int) -> Callable[[Mapping[str, Any]], str]:
    return lambda row: row["cells"][place] if place < len(row["cells"]) else ""
