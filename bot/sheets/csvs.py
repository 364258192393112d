"""CSV: UTF-8 with the mark by which Excel knows it, and with people's text that no spreadsheet takes for a formula.

Text that begins with `=`, `+`, `-`, `@` or one of their full-width forms, or with a tab or line end, after whatever is
not seen, has an apostrophe before it: `'+966501234567`. Excel and LibreOffice would otherwise compute it. So has what
follows a semicolon, tab or line end in a text: where lists are written with semicolons (as Windows does in Arabic),
Excel begins a new cell there, whatever is quoted.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO, Any, Self

from bot.reply import Text
from bot.sheets.columns import Cell, Column, began, shown
from bot.speech import Speech

BEGINS = frozenset("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫−")
"""With which a formula may begin; among them the forms that are turned into plain ones where they are typed."""

GUARD = "'"

_SPLITS = re.compile("([;\t\r\n]+)")


def safe(written: str) -> str:
    """A text that stays one, whatever opens it."""
    first = GUARD + written if _begins(written) else written
    if not _SPLITS.search(first):
        return first
    whole, *rest = _SPLITS.split(first)
    # By turns what splits and what follows it.
    return whole + "".join(
        GUARD + one if at % 2 and _begins(one, unseen='"') else one for at, one in enumerate(rest)
    )  # fmt: skip


def _begins(written: str, unseen: str = "") -> bool:
    """Whether it begins as a formula may, after what is not seen."""
    for character in written:
        if character in BEGINS:
            return True
        if not (character in unseen or character.isspace() or unicodedata.category(character) in ("Cf", "Cc", "Mn")):
            return False
    return False


class Table:
    """One CSV file that is being written."""

    def __init__(self, file: IO[str], speech: Speech, columns: Sequence[Column]) -> None:
        """`file` was opened with `newline=""` as UTF-8 with its mark (`open_at` does)."""
        self._file = file
        self._speech = speech
        self._columns = columns
        self._words: dict[str, str] = {}
        self._writer = csv.writer(file, lineterminator="\r\n")
        self._writer.writerow([safe(speech.label(column.name)) for column in columns])

    @classmethod
    def open_at(cls, path: Path, speech: Speech, columns: Sequence[Column]) -> Self:
        """A new file there."""
        return cls(path.open("w", encoding="utf-8-sig", newline=""), speech, columns)

    def add(self, found: Iterable[Mapping[str, Any]]) -> None:
        """Rows below those that are there."""
        columns = self._columns
        self._writer.writerows([[self._cell(column, column.of(row)) for column in columns] for row in found])

    def close(self) -> None:
        """No more rows."""
        self._file.close()

    def _cell(self, column: Column, value: Any) -> str:
        match value:
            case None | "":
                return ""
            case Text():
                return self._word(value)
            case str():
                return safe(shown(value))
            case datetime():
                return f"{value.astimezone(self._speech.zone):%Y-%m-%d %H:%M}"
            case date():
                return value.isoformat()
            case timedelta():
                seconds = int(value.total_seconds())
                return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
            case float() if column.cell is Cell.SHARE:
                return f"{value:.4f}"
        return str(value)

    def _word(self, word: Text) -> str:
        if word.args:
            return safe(began(self._speech.label(word)))
        if word.key not in self._words:
            self._words[word.key] = safe(began(self._speech.label(word)))
        return self._words[word.key]
