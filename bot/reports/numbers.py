"""Numbers: the sheet of a report that has the KPIs, with the charts of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bot.reply import text
from bot.sheets import Cell, Column, Table, Workbook
from bot.speech import Speech
from crm.kpis import Kpis, Measure, Series, Share, Spread
from storage.models import ActivityKind, Priority

NAME = text("report-area-numbers")

TONES = ("#1F7A8C", "#F2A541", "#7A9E4B", "#B5544D", "#6C6EA0")

CHARTS, CHART_ROWS = 5, 16
"""The column beside the numbers in which the charts are, and the rows that each of them takes."""

_HOUR = timedelta(hours=1)

EPOCH = date(1899, 12, 30)
"""Excel's day 0."""

ON_ONE_PAGE = 110
"""Rows."""

CHANNELS = (ActivityKind.WHATSAPP, ActivityKind.TELEGRAM, ActivityKind.CALL, ActivityKind.EMAIL, ActivityKind.NOTE)


@dataclass(frozen=True, slots=True)
class Number:
    """One line: what it is, what it holds, and what it was in the period before."""

    name: str
    cell: Cell
    now: Any
    before: Any

    @property
    def change(self) -> Any:
        """By how much it is another; None where there is nothing to compare."""
        return None if self.now is None or self.before is None else self.now - self.before


def lines(kpis: Kpis) -> list[Number]:
    """Every number of a period."""

    def shares(name: str, measure: Measure[Share]) -> Number:
        return Number(name, Cell.SHARE, measure.value.ratio, measure.before.ratio)

    def spreads(name: str, measure: Measure[Spread | None]) -> Sequence[Number]:
        now, before = measure.value, measure.before
        return (
            Number(f"{name}-median", Cell.LENGTH, now and now.median, before and before.median),
            Number(f"{name}-p90", Cell.LENGTH, now and now.p90, before and before.p90),
        )

    def counts(name: str, measure: Measure[int]) -> Number:
        return Number(name, Cell.NUMBER, measure.value, measure.before)

    return [
        counts("open", kpis.open), counts("leads", kpis.leads), shares("contacted", kpis.contacted),
        counts("conversions", kpis.conversions), shares("rate", kpis.rate), *spreads("response", kpis.response),
        *spreads("resolution", kpis.resolution),
        Number("rating", Cell.NUMBER, kpis.rating.value, kpis.rating.before), counts("ratings", kpis.ratings),
        counts("activities", kpis.activities), counts("overdue", kpis.overdue),
    ]  # fmt: skip


def table(path: Path, speech: Speech, kpis: Kpis) -> None:
    """The same as CSV."""
    columns = [
        Column(text("report-column-number"), Cell.WORD, 0, lambda row: text(f"report-number-{row['line'].name}")),
        Column(text("report-column-now"), Cell.NUMBER, 0, lambda row: row["line"].now),
        Column(text("report-column-before"), Cell.NUMBER, 0, lambda row: row["line"].before),
    ]
    written = Table.open_at(path, speech, columns)
    written.add({"line": line} for line in lines(kpis))
    written.close()


def page(book: Workbook, kpis: Kpis, series: Series) -> None:
    """The first page of a workbook."""
    written = _Page(book)
    written.head("number", "now", "before", "change")
    for line in lines(kpis):
        written.row(text(f"report-number-{line.name}"), line.cell, line.now, line.before)
        written.change(line)
    days = written.block(
        "by-day", ("day", "leads", "conversions"),
        [(day.day, Cell.NUMBER, day.leads, day.conversions) for day in series.days],
    )  # fmt: skip
    channels = written.block(
        "by-channel", ("kind", "activities"),
        [(text(f"report-kind-{kind.value}"), Cell.NUMBER, kpis.by_channel.get(kind, 0)) for kind in CHANNELS],
    )  # fmt: skip
    resolution = written.block(
        "by-priority", ("priority", "median", "p90", "count"),
        [_priority(priority, series.resolution.get(priority)) for priority in reversed(Priority)],
    )  # fmt: skip
    team = written.block(
        "team", ("member", "conversions", "leads", "tickets-closed", "activities"),
        [(rep.name, Cell.NUMBER, rep.conversions, rep.leads, rep.closed, rep.activities) for rep in kpis.reps],
    ) if kpis.reps else None  # fmt: skip
    written.chart("line", "by-day", days, (1, 2), by_date=True)
    written.chart("doughnut", "by-channel", channels, (1,))
    written.chart("bar", "by-priority", resolution, (1, 2))
    if team:
        written.chart("column", "team", team, (1, 2))
    written.finish()


def _priority(priority: Priority, spread: Spread | None) -> tuple[Any, ...]:
    name = text(f"priority-{priority.value}")
    return (name, Cell.LENGTH, spread and spread.median, spread and spread.p90, spread.count if spread else 0)


@dataclass(frozen=True, slots=True)
class _Block:
    """Where a small table lies: its head, and its first and last rows."""

    head: int
    first: int
    last: int


class _Page:
    """A page that is written from the top down, with charts beside it."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._page = book.page(NAME)
        self._page.set_column(0, 0, 38)
        self._page.set_column(1, 4, 17)
        self._page.set_portrait()
        self._page.freeze_panes(1, 0)
        self._title = book.style(bold=True, font_size=12, font_color="#1F4E5F")
        hours = book.say(text("report-hours"))
        self._signed = {
            (kind, cell): book.style(num_format=f"+{written};-{written};0")
            for kind, cell, written in (
                (int, Cell.NUMBER, "#,##0"), (float, Cell.NUMBER, "0.0"), (float, Cell.SHARE, "0.0%"),
                (timedelta, Cell.LENGTH, f'#,##0.0" {hours}"'),
            )
        }  # fmt: skip
        self._day = book.style(num_format="yyyy-mm-dd", align=book.side)
        self._row = 0
        self._charts = 0

    def head(self, *names: str) -> None:
        """The names of columns."""
        self._page.set_row(self._row, 32)
        for at, name in enumerate(names):
            self._page.write_string(self._row, at, self._book.say(text(f"report-column-{name}")), self._book.head)
        self._row += 1

    def row(self, name: Any, cell: Cell, *values: Any) -> None:
        """A name and its numbers."""
        if isinstance(name, date):
            self._page.write_number(self._row, 0, (name - EPOCH).days, self._day)
        else:
            self._book.write(self._page, self._row, 0, Cell.NAME, name)
        for at, value in enumerate(values, start=1):
            # In its own way, but that how many of them there are is a number.
            self._book.write(self._page, self._row, at, Cell.NUMBER if isinstance(value, int) else cell, value)
        self._row += 1

    def change(self, line: Number) -> None:
        """By how much the number above is another, with its sign: a length in hours, for Excel has none below zero."""
        by = line.change
        if by is not None:
            hours = by / _HOUR if isinstance(by, timedelta) else by
            self._page.write_number(self._row - 1, 3, hours, self._signed[type(by), line.cell])

    def block(self, name: str, heads: Sequence[str], found: Sequence[tuple[Any, ...]]) -> _Block:
        """A small table under a title."""
        self._row += 1
        self._page.write_string(self._row, 0, self._book.say(text(f"report-chart-{name}")), self._title)
        self._row += 1
        head = self._row
        self.head(*heads)
        for values in found:
            self.row(*values)
        return _Block(head, head + 1, self._row - 1)

    def finish(self) -> None:
        """Printed, it is one page, unless nobody could read that."""
        self._page.fit_to_pages(1, 1 if self._row <= ON_ONE_PAGE else 0)

    def chart(self, kind: str, name: str, block: _Block, columns: Sequence[int], *, by_date: bool = False) -> None:
        """A picture of some columns of a table, below the others; of an empty one none."""
        if block.last < block.first:
            return
        book, sheet = self._book, self._page.get_name()
        chart = book.book.add_chart({"type": kind})
        for tone, column in enumerate(columns):
            chart.add_series({
                "name": [sheet, block.head, column],
                "categories": [sheet, block.first, 0, block.last, 0],
                "values": [sheet, block.first, column, block.last, column],
                **_look(kind, tone, block.last - block.first + 1),
            })  # fmt: skip
        chart.set_title({"name": book.say(text(f"report-chart-{name}")), "name_font": {"size": 13, "bold": True}})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 560, "height": 310})
        if kind != "doughnut":
            _axes(chart, kind, book.is_rtl, by_date)
        self._page.insert_chart(1 + self._charts * CHART_ROWS, CHARTS, chart, {"x_offset": 12})
        self._charts += 1


def _look(kind: str, tone: int, points: int) -> Mapping[str, Any]:
    if kind == "line":
        return {"line": {"color": TONES[tone], "width": 2.25}}
    if kind == "doughnut":
        return {
            "points": [{"fill": {"color": TONES[at % len(TONES)]}} for at in range(points)],
            "data_labels": {"percentage": True},
        }
    return {"fill": {"color": TONES[tone]}, "gap": 60}


def _axes(chart: Any, kind: str, is_rtl: bool, by_date: bool) -> None:
    """What is read from the right runs from there; bars begin with the first at the top."""
    grid = {"visible": True, "line": {"color": "#E3E9EC"}}
    along: dict[str, Any] = {"reverse": is_rtl, "major_gridlines": {"visible": False}}
    up: dict[str, Any] = {"num_format": "0", "major_gridlines": grid, "min": 0}
    if kind == "bar":
        # XlsxWriter calls the one below x, whatever is on it.
        up |= {"num_format": "[h]:mm", "reverse": is_rtl}
        along["reverse"] = True
        # The hours are below all the same.
        chart.set_x_axis({**up, "label_position": "high"})
        chart.set_y_axis(along)
        return
    if by_date:
        along |= {"date_axis": True, "num_format": "d/m"}
    chart.set_x_axis(along)
    chart.set_y_axis(up)
