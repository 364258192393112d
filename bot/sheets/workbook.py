"""Workbook: an Excel file, written row by row in little memory: real dates and numbers, filters, a head that stays.

People's text is always text: nothing of it is computed, or followed as a link. In Arabic the sheets run from the right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any

import xlsxwriter

from bot.reply import Text
from bot.sheets.columns import Cell, Column, began, shown
from bot.speech import Speech

ROWS = 1_048_576
"""Of a sheet, its head among them; what is more goes on in the next one."""

NAME = 31
"""Characters of a sheet's name."""

FONT, HEAD, RULE = "Calibri", "#1F4E5F", "#D9E2E7"

LTR, RTL = 1, 2

_FORMATS = {
    Cell.MOMENT: "yyyy-mm-dd hh:mm", Cell.DAY: "yyyy-mm-dd", Cell.LENGTH: "[h]:mm:ss", Cell.NUMBER: "#,##0",
    Cell.SHARE: "0.0%",
}  # fmt: skip

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_ARABIC = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_EPOCH, _DAY = datetime(1899, 12, 30, tzinfo=UTC), 86_400


class Workbook:
    """One file that is being written: sheet after sheet, each of them row after row."""

    def __init__(self, path: Path, speech: Speech, *, title: str, organisation: str, folder: Path) -> None:
        """In `folder` it keeps what is not in the file yet."""
        self.speech = speech
        self.is_rtl = speech.language == "ar"
        self._organisation = organisation
        self.book = xlsxwriter.Workbook(
            str(path), {"constant_memory": True, "tmpdir": str(folder), "strings_to_urls": False,
                        "strings_to_formulas": False, "strings_to_numbers": False},
        )  # fmt: skip
        self.book.set_properties({
            "title": shown(title, 200), "author": shown(organisation, 200), "company": shown(organisation, 200),
            "created": speech.now.astimezone(UTC).replace(tzinfo=None),
        })  # fmt: skip
        self._taken: set[str] = set()
        way = RTL if self.is_rtl else LTR
        # Whichever way a text runs, it begins where its column does.
        self.side = "right" if self.is_rtl else "left"
        self.ways = {way: self._format(reading_order=way, text_wrap=True, align=self.side) for way in (LTR, RTL)}
        self.head = self._format(
            bold=True, font_color="#FFFFFF", bg_color=HEAD, reading_order=way, text_wrap=True, valign="vcenter",
            border=1, border_color=RULE,
        )  # fmt: skip
        self.word = self._format(reading_order=way, align=self.side)
        self.kinds = {cell: self._format(num_format=written) for cell, written in _FORMATS.items()}
        self.decimal = self._format(num_format="#,##0.0")
        self._words: dict[str, str] = {}

    def sheet(self, name: Text | str, columns: Sequence[Column]) -> Sheet:
        """A new sheet of these columns."""
        return Sheet(self, name, columns)

    def page(self, name: Text | str) -> Any:
        """A new empty page, to be written by hand: as every sheet is seen and printed."""
        page = self.book.add_worksheet(self._free(self.speech.label(name)))
        if self.is_rtl:
            page.right_to_left()
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        if self._organisation:
            page.set_header(f"&C{shown(self._organisation, 100).replace('&', '&&')}")
        page.set_footer("&C&P / &N")
        return page

    def say(self, word: Text) -> str:
        """A word of ours; what has no values in it is put into words once."""
        if word.args:
            return began(self.speech.label(word))
        if word.key not in self._words:
            self._words[word.key] = began(self.speech.label(word))
        return self._words[word.key]

    def close(self) -> None:
        """Write the file. It takes a while when it is large: call it in a thread."""
        self.book.close()

    def style(self, **more: Any) -> Any:
        """A format for a page that is written by hand."""
        return self._format(reading_order=RTL if self.is_rtl else LTR, **more)

    def write(self, page: Any, row: int, at: int, cell: Cell, value: Any) -> None:
        """One value into its place on a page, as what it is."""
        match value:
            case None | "":
                return
            case Text():
                page.write_string(row, at, self.say(value), self.word)
            case str():
                said = shown(value)
                page.write_string(row, at, said, self.ways[RTL if _ARABIC.search(said) else LTR])
            case datetime():
                page.write_number(row, at, _serial(value, self.speech.zone), self.kinds[Cell.MOMENT])
            case date():
                page.write_number(row, at, _serial(datetime.combine(value, time(), UTC), UTC), self.kinds[Cell.DAY])
            case timedelta():
                page.write_number(row, at, value.total_seconds() / _DAY, self.kinds[Cell.LENGTH])
            case float() if cell is not Cell.SHARE:
                page.write_number(row, at, value, self.decimal)
            case _:
                page.write_number(row, at, value, self.kinds.get(cell, self.kinds[Cell.NUMBER]))

    def _format(self, **more: Any) -> Any:
        return self.book.add_format({"font_name": FONT, "font_size": 11, "valign": "top", **more})

    def _free(self, name: str) -> str:
        name = _NOT_IN_NAMES.sub(" ", name).strip()[:NAME] or "1"
        free, number = name, 1
        while free.casefold() in self._taken:
            number += 1
            free = f"{name[: NAME - len(str(number)) - 1]} {number}"
        self._taken.add(free.casefold())
        return free


class Sheet:
    """Rows under a head, over as many sheets as they need."""

    def __init__(self, book: Workbook, name: Text | str, columns: Sequence[Column]) -> None:
        self._book = book
        self._name = name
        self._columns = columns
        self._row = 0
        self._page: Any = None
        self._begin()

    def add(self, found: Iterable[Mapping[str, Any]]) -> None:
        """Rows below those that are there."""
        for row in found:
            if self._row == ROWS:
                self.finish()
                self._begin()
            for at, column in enumerate(self._columns):
                self._book.write(self._page, self._row, at, column.cell, column.of(row))
            self._row += 1

    def finish(self) -> None:
        """No more rows: the filter is of those that there are."""
        self._page.autofilter(0, 0, max(self._row - 1, 1), len(self._columns) - 1)

    def _begin(self) -> None:
        page = self._page = self._book.page(self._name)
        for at, column in enumerate(self._columns):
            page.set_column(at, at, column.width)
        page.set_row(0, 30)
        for at, column in enumerate(self._columns):
            page.write_string(0, at, began(self._book.speech.label(column.name)), self._book.head)
        page.freeze_panes(1, 1)
        page.repeat_rows(0)
        self._row = 1


def _serial(value: datetime, zone: tzinfo) -> float:
    """A moment as Excel has it: in days, by the clock of its reader."""
    return (value.astimezone(zone).replace(tzinfo=UTC) - _EPOCH).total_seconds() / _DAY
