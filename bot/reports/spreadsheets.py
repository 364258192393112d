"""Spreadsheets: a report as an Excel workbook, or as CSV: one person's history in one file, all the rest in a zip."""

from __future__ import annotations

import asyncio
import zipfile
from pathlib import Path

from bot.reports import areas, numbers
from bot.reports.order import Drawn, Order, whose
from bot.sheets import Table, Workbook
from crm import kpis, report_rows
from crm.report_rows import Area

Measured = tuple[kpis.Kpis, kpis.Series]


async def workbook(order: Order) -> Drawn:
    """The numbers with their charts, then a sheet of each kind of rows."""
    speech, path = order.speech, order.folder / "report.xlsx"
    title = speech.label(whose(order.subject))
    book = Workbook(path, speech, title=title, organisation=order.organisation, folder=order.folder)
    measured = await measure(order)
    if measured is not None:
        numbers.page(book, *measured)
    counts = {area: await report_rows.count(area, order.scope) for area in order.scope.areas}
    done, total = 0, sum(counts.values())
    for area in order.scope.areas:
        sheet = book.sheet(areas.name(area), areas.COLUMNS[area])
        async for found in report_rows.pages(area, order.scope):
            # Beside the loop: it has signs of life to give.
            await asyncio.to_thread(sheet.add, found)
            done += len(found)
            await order.advance(done, total)
        sheet.finish()
    await asyncio.to_thread(book.close)
    return Drawn(path, done, total)


async def table(order: Order) -> Drawn:
    """One person's history, or a zip of all that there is."""
    if order.subject.party is not None:
        total = await report_rows.count(Area.HISTORY, order.scope)
        path = order.folder / "report.csv"
        return Drawn(path, await _write(path, Area.HISTORY, order, 0, total), total)
    counts = {area: await report_rows.count(area, order.scope) for area in order.scope.areas}
    done, total = 0, sum(counts.values())
    path = order.folder / "report.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        measured = await measure(order)
        if measured is not None:
            inside = order.folder / "numbers.csv"
            numbers.table(inside, order.speech, measured[0])
            await asyncio.to_thread(archive.write, inside, f"{order.speech.label(numbers.NAME)}.csv")
        for area in order.scope.areas:
            inside = order.folder / f"{area.value}.csv"
            done = await _write(inside, area, order, done, total)
            await asyncio.to_thread(archive.write, inside, f"{order.speech.label(areas.name(area))}.csv")
            inside.unlink()
    return Drawn(path, done, total)


async def measure(order: Order) -> Measured | None:
    """The numbers of the team or of one of it; one person has none."""
    subject = order.subject
    if subject.party is not None:
        return None
    given = (subject.asked.period, subject.staff, order.zone, order.speech.now)
    return await kpis.measure(*given), await kpis.series(*given)


async def _write(path: Path, area: Area, order: Order, done: int, total: int) -> int:
    table = Table.open_at(path, order.speech, areas.COLUMNS[area])
    try:
        async for found in report_rows.pages(area, order.scope):
            await asyncio.to_thread(table.add, found)
            done += len(found)
            await order.advance(done, total)
    finally:
        table.close()
    return done
