"""CSV: UTF-8 with the mark by which Excel knows it, and with people's text that no spreadsheet takes for a formula.

Text that begins with `=`, `+`, `-`, `@` or one of their full-width forms, or with a tab or line end, after whatever is
not seen, has an apostrophe before it: `'+966501234567`. Excel and LibreOffice would otherwise compute it.
"""

from __future__ import annotations

import csv
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


def safe(written: str) -> str:
    """A text that stays one, whatever opens it."""
    for character in written:
        if character in BEGINS:
            return GUARD + written
        if not (character.isspace() or unicodedata.category(character) in ("Cf", "Cc", "Mn")):
            return written
    return written


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
