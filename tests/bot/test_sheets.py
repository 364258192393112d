"""Sheets: what is written is read back as it was, and nothing that people wrote is ever computed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from bot.sheets import Cell, Column, Table, Workbook, safe, shown, workbook
from bot.speech import Speech
from storage.text import text

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Riyadh")

BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "−")
HIDDEN = ("", " ", "\u200f", "\u2068", "\u00a0", "\ufeff")
"""What may stand before them unseen."""

HOSTILE = (
    "=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://example.com","y")', "@SUM(1)", "-2+3", "+966501234567",
    "＝1+1", "{=1}", "http://example.com/a", "mailto:a@example.com", "internal:Sheet1!A1", "1e5", "007", "TRUE",
    "_x000D_ and _x0041_", "<b>&amp;\"'", "مرحبًا \u202eevil\u202c T45", "سطر\nآخر", "#N/A", "'=1",
)  # fmt: skip


def speech(language: str = "en") -> Speech:
    return Speech(language, "auto", ZONE, NOW)


def columns(*cells: Cell) -> Sequence[Column]:
    return [Column(f"column {at}", cell, 20, lambda row, at=at: row[str(at)]) for at, cell in enumerate(cells)]


def row(*values: Any) -> Mapping[str, Any]:
    return {str(at): value for at, value in enumerate(values)}


def book_of(folder: Path, found: Sequence[Mapping[str, Any]], *cells: Cell, language: str = "en") -> Any:
    """A workbook of one sheet, read back."""
    path = folder / "book.xlsx"
    written = Workbook(path, speech(language), title="تقرير", organisation="Palm & Sons", folder=folder)
    sheet = written.sheet("Rows", columns(*cells))
    sheet.add(found)
    sheet.finish()
    written.close()
    return openpyxl.load_workbook(path)


@pytest.mark.parametrize("said", HOSTILE)
def test_people_s_text_is_text_in_excel(tmp_path: Path, said: str) -> None:
    cell = book_of(tmp_path, [row(said)], Cell.TEXT)["Rows"]["A2"]
    # openpyxl leaves to its caller what Excel undoes by itself: `_x000D_` is written `_x005F_x000D_`.
    assert (cell.data_type, unescape(cell.value), cell.hyperlink) == ("s", shown(said), None)


@pytest.mark.parametrize("begins", BEGINNINGS)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_people_s_text_is_text_in_csv(begins: str, hidden: str) -> None:
    assert safe(f"{hidden}{begins}1+1").startswith("'")


@pytest.mark.parametrize("said", ["hello", "السلام عليكم", "a=1", "1-2", "", "   ", "(+966)", "T45", "٣ = ٤"])
def test_what_computes_nothing_stays_as_it_is_in_csv(said: str) -> None:
    assert safe(said) == said


@pytest.mark.parametrize(
    "said", ["hi;=1+1;", "hi\n=1+1\nx", "hi\r\n \u200f@SUM(1)", 'a;"=1+1"', "a;\ufeff＋1;", "\t-1"]
)
def test_csv_computes_nothing_where_another_character_separates(tmp_path: Path, said: str) -> None:
    table = Table.open_at(tmp_path / "a.csv", speech(), columns(Cell.NUMBER, Cell.TEXT, Cell.TEXT))
    table.add([row(1, said, "last")])
    table.close()
    content = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    cells = [cell.strip(' "\u200f\ufeff') for cell in re.split("[;\t\r\n]+", content)]
    assert not [cell for cell in cells if cell.startswith(BEGINNINGS)]
    [_, values] = csv.reader(io.StringIO(content, newline=""))
    assert values[1].replace("'", "") == said.replace("\r\n", "\n")


@pytest.mark.parametrize("said", ["a; b", "one\ntwo", "1;2\t3", "السلام عليكم؛ =", "x\n\ny;"])
def test_csv_leaves_alone_what_begins_nothing(said: str) -> None:
    assert safe(said) == said


@pytest.mark.parametrize("said", HOSTILE)
def test_csv_reads_back(tmp_path: Path, said: str) -> None:
    table = Table.open_at(tmp_path / "a.csv", speech(), columns(Cell.TEXT, Cell.NUMBER))
    table.add([row(said, 7)])
    table.close()
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith("\ufeff".encode())
    head, values = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert head == ["column 0", "column 1"]
    assert values == [safe(shown(said)), "7"]


def test_dates_and_numbers_are_what_they_are(tmp_path: Path) -> None:
    values = row(NOW, date(2026, 2, 28), timedelta(hours=30, minutes=5), 12_345, 0.25, 4.6, None)
    kinds = (Cell.MOMENT, Cell.DAY, Cell.LENGTH, Cell.NUMBER, Cell.SHARE, Cell.NUMBER, Cell.TEXT)
    at, day, length, count, share, stars, nothing = next(book_of(tmp_path, [values], *kinds)["Rows"].iter_rows(2))
    assert at.value == datetime(2026, 11, 26, 15, 0)  # noqa: DTZ001
    assert day.value == datetime(2026, 2, 28)  # noqa: DTZ001
    assert length.value == timedelta(hours=30, minutes=5)
    assert (count.value, share.value, stars.value, nothing.value) == (12_345, 0.25, 4.6, None)
    assert share.number_format == "0.0%"


def test_csv_has_moments_of_the_reader_s_zone(tmp_path: Path) -> None:
    table = Table.open_at(tmp_path / "a.csv", speech(), columns(Cell.MOMENT, Cell.LENGTH, Cell.DAY))
    table.add([row(NOW, timedelta(hours=30, minutes=5, seconds=7), date(2026, 2, 28))])
    table.close()
    assert (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[1] == "2026-11-26 15:00,30:05:07,2026-02-28"


def test_the_head_stays_filters_and_is_printed_on_each_page(tmp_path: Path) -> None:
    book = book_of(tmp_path, [row("a", 1), row("b", 2)], Cell.TEXT, Cell.NUMBER)
    sheet = book["Rows"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.column_dimensions["A"].width >= 20
    assert (book.properties.title, book.properties.creator) == ("تقرير", "Palm & Sons")


@pytest.mark.parametrize(("language", "rtl"), [("ar", True), ("en", False)])
def test_it_runs_as_it_is_read(tmp_path: Path, language: str, rtl: bool) -> None:
    found = [row("مرحبًا Ali", text("status-open")), row("hello", text("status-open"))]
    sheet = book_of(tmp_path, found, Cell.TEXT, Cell.WORD, language=language)["Rows"]
    assert bool(sheet.sheet_view.rightToLeft) is rtl
    assert (sheet["A2"].alignment.readingOrder, sheet["A3"].alignment.readingOrder) == (2, 1)
    assert sheet["B2"].alignment.readingOrder == (2 if rtl else 1)
    assert sheet["A2"].alignment.horizontal == ("right" if rtl else "left")


def test_more_rows_than_a_sheet_has_go_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 4)
    book = book_of(tmp_path, [row(at) for at in range(7)], Cell.NUMBER)
    assert book.sheetnames == ["Rows", "Rows 2", "Rows 3"]
    assert [[cell.value for cell in sheet["A"]] for sheet in book] == [
        ["Column 0", 0, 1, 2], ["Column 0", 3, 4, 5], ["Column 0", 6],
    ]  # fmt: skip
    assert [sheet.auto_filter.ref for sheet in book] == ["A1:A4", "A1:A4", "A1:A2"]


@pytest.mark.parametrize("character", ["a", "ع", "😀", "e\u0301"])
def test_a_long_text_is_cut_as_excel_counts(tmp_path: Path, character: str) -> None:
    said = shown("x" + character * 40_000)
    units = len(said.encode("utf-16-le")) // 2
    assert 32_765 <= units <= 32_767
    assert said.endswith("…")
    assert book_of(tmp_path, [row(said)], Cell.TEXT)["Rows"]["A2"].value == said


def test_a_text_that_fits_is_whole() -> None:
    assert shown("a" * 32_767) == "a" * 32_767


def test_control_characters_are_left_out(tmp_path: Path) -> None:
    said = "a\x00b\x07c\x1bd\x0be\x0cf\ufffeg\ud800h\u202ei\tj\r\nk\rl"
    assert shown(said) == "abcdefghi\tj\nk\nl"
    assert book_of(tmp_path, [row(said)], Cell.TEXT)["Rows"]["A2"].value == "abcdefghi\tj\nk\nl"


@pytest.mark.parametrize("name", ["a/b:c*d?[e]", "'quoted'", "x" * 60, "", "History"])
def test_a_sheet_has_a_name_that_excel_takes(tmp_path: Path, name: str) -> None:
    written = Workbook(tmp_path / "a.xlsx", speech(), title="", organisation="", folder=tmp_path)
    for _ in range(3):
        written.sheet(name, columns(Cell.TEXT)).finish()
    written.close()
    names = openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames
    assert len(names) == len(set(names)) == 3
    assert all(len(one) <= 31 for one in names)


def test_little_is_held_and_nothing_is_left(tmp_path: Path) -> None:
    book_of(tmp_path, [row("a")], Cell.TEXT)
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]
