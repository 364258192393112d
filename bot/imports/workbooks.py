"""Workbooks: Excel files, read as text, without computing, following or unpacking anything that does harm."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any

import openpyxl
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from bot.imports.table import MOST_UNPACKED, WIDEST, Gathered, Table, Unreadable

LAST_ROW = 1_048_576

MOST_PARTS = 5_000
"""Of a workbook's zip."""

MOST_SHEETS = 200

MOST_INDEX = 4 * 1024 * 1024
"""Bytes of the part that names the sheets."""

LOOKED_AT = 20
"""Rows by which it is told whether a sheet has anything."""

_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})


def read(path: Path) -> Table:
    """The rows of the first sheet that is seen and has any. Formulas are what they came to when it was saved.

    Raises Unreadable.
    """
    _check(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # As a file: whatever its name ends in.
            with path.open("rb") as file:
                return _read(file)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        # What a file can be wrong in is endless, and so is what openpyxl raises then.
        raise Unreadable("broken") from error


def _check(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Unreadable("broken") from None
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise Unreadable("format" if names & {"xl/workbook.bin", "content.xml", "Index/Document.iwa"} else "none")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("locked")
    # What a part says of its size it cannot exceed: zipfile stops there.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable("heavy")
    if next(part for part in parts if part.filename == "xl/workbook.xml").file_size > MOST_INDEX:
        raise Unreadable("heavy")


def _read(file: IO[bytes]) -> Table:
    book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"][:MOST_SHEETS]
    filled = [sheet for sheet in sheets if _has_any(sheet)]
    if not filled:
        return Table([])
    gathered = Gathered()
    for number, cells in _rows(filled[0]):
        gathered.add(number, [_text(cell) for cell in cells])
    return Table(gathered.rows, filled[0].title if len(filled) > 1 else None)


def _has_any(sheet: ReadOnlyWorksheet) -> bool:
    return any(any(cell is not None for cell in cells) for _, cells in _rows(sheet, LOOKED_AT))


def _rows(sheet: ReadOnlyWorksheet, most: int = LAST_ROW) -> Iterator[tuple[int, tuple[Any, ...]]]:
    # What a sheet says of its size is not believed.
    sheet.reset_dimensions()
    return enumerate(sheet.iter_rows(min_row=1, max_row=most, max_col=WIDEST, values_only=True), 1)


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return "" if value in _ERRORS else value
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case date() | time():
            return value.isoformat()
    return str(value)
