"""Table: what a spreadsheet holds, as text; its limits; and why a file is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

MB = 1024 * 1024

MOST_BYTES = 20 * MB
"""Of a file."""

MOST_UNPACKED = 200 * MB
"""Of all that is packed in a workbook."""

MOST_ROWS = 50_000
"""With something in them, below the head."""

MOST_COLUMNS = 120
"""Outlook writes 92 for each of its contacts."""

MOST_TEXT = 20_000_000
"""Characters of all cells."""

WIDEST = MOST_COLUMNS + 20
"""Columns in which something is looked for, to say that they are too many."""


class Unreadable(Exception):
    """A file is no table that we read; `reason` ends the Fluent key of what its sender is told."""

    def __init__(self, reason: str, **args: str | int) -> None:
        super().__init__(reason)
        self.reason, self.args_said = reason, args


@dataclass(frozen=True, slots=True)
class Row:
    """One row with something in it, under the number that it has in the file."""

    number: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """All rows with something in them; of a workbook, of one of its sheets."""

    rows: Sequence[Row]
    sheet: str | None = None
    """The sheet's name, where there is more than one."""

    def write(self) -> dict[str, Any]:
        """As JSON: `Table.read(table.write()) == table`."""
        return asdict(self)

    @classmethod
    def read(cls, written: dict[str, Any]) -> Self:
        """What `write` wrote."""
        return cls([Row(row["number"], row["cells"]) for row in written["rows"]], written["sheet"])


class Gathered:
    """Rows as they are read, counted against the limits."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._characters = 0

    def add(self, number: int, cells: Sequence[str]) -> None:
        """One more row; an empty one is passed over. Raises Unreadable when it is too much."""
        width = next((n for n in range(len(cells), 0, -1) if cells[n - 1].strip()), 0)
        if not width:
            return
        if width > MOST_COLUMNS:
            raise Unreadable("columns", most=MOST_COLUMNS)
        # A head, and a title or two above it.
        if len(self.rows) >= MOST_ROWS + 10:
            raise Unreadable("rows", most=MOST_ROWS)
        self._characters += sum(map(len, cells[:width]))
        if self._characters > MOST_TEXT:
            raise Unreadable("heavy")
        self.rows.append(Row(number, cells[:width]))
