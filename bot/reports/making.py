"""Making: what the job of a report does: draw the file, show how far it is, and put it into the outbox."""

from __future__ import annotations

import shutil
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.job import Bench, Lost
from bot.media import new_made
from bot.progress import Progress
from bot.reply import Line, text
from bot.reports import papers, spreadsheets, words
from bot.reports.order import Drawn, Order, file_name
from bot.speech import Speech
from bot.traces import MAKING, making_of
from crm import files, people, report_rows, reports
from crm.people import Person
from crm.refusal import Refusal
from crm.reports import Asked, Subject
from storage import clock, jobs, outbox, rows
from storage.models import (
    Identity,
    Report,
    ReportFormat,
    ReportStatus,
)
from storage.outbox import Draft
from storage.transactions import transaction

FORGOTTEN = 86_400.0
"""Seconds after which what a try left behind is nobody's."""

DRAWERS: Mapping[ReportFormat, Callable[[Order], Awaitable[Drawn]]] = {
    ReportFormat.PDF: papers.document,
    ReportFormat.XLSX: spreadsheets.workbook,
    ReportFormat.CSV: spreadsheets.table,
}


async def make(report: Report, bench: Bench) -> None:
    """Make the file, and put it in the outbox; or say why not. Raises Lost."""
    identity = await rows.get(Identity, report.identity_id)
    person = await people.person_of(identity)
    folder = _fresh(bench.folder, report)
    progress = Progress(report, identity, bench.say, "report-progress")
    try:
        subject = await reports.subject(Asked.read(report.about), by=person)
        zone = ZoneInfo(person.timezone or bench.house.timezone)
        speech = _speech(person, zone)
        scope = await report_rows.scope(subject, zone, speech.now)
        order = Order(scope, report.format, speech, zone, bench.house.organisation, folder, progress.advance)
        drawn = await DRAWERS[report.format](order)
        await _hand_in(report, subject, drawn, file_name(subject, speech, drawn.ending), progress, bench)
    except Refusal as refusal:
        # Whoever asked may have less to see by now.
        await _give_up(report, "refused", [refusal.text], progress)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    bench.say()


async def _hand_in(report: Report, subject: Subject, drawn: Drawn, name: str, progress: Progress, bench: Bench) -> None:
    identity, size = progress.identity, drawn.path.stat().st_size
    most = files.SENT[identity.channel][None]
    if size > most:
        args = {"size": _mb(size), "most": _mb(most)}
        channel = text(f"channel-{identity.channel.value}")
        said = text("report-too-large", **args, channel=channel)
        await _give_up(report, "too-large", [said], progress, size=size)
        return
    path = new_made(bench.folder, drawn.ending)
    # Written down first: should we die now, the next try finds it.
    report.path = path
    if not await Report.filter(id=report.id, claim=report.claim).update(path=path):
        raise Lost
    drawn.path.replace(bench.folder / path)
    body = [text(words.MADE, id=report.id, rows=drawn.rows, total=drawn.total)]
    async with transaction():
        if not await jobs.finish(
            report, status=ReportStatus.MADE, about=subject.made(), path=path, name=name, size=size, done=drawn.rows,
            total=drawn.rows, error=None, finished_at=clock.now(),
        ):  # fmt: skip
            (bench.folder / path).unlink(missing_ok=True)
            raise Lost
        done = await progress.last(text("report-progress-done"))
        await outbox.put([*done, Draft(identity.id, identity.channel, f"report:{report.id}", body)])


async def _give_up(
    report: Report, error: str, body: list[Line], progress: Progress, *, size: int | None = None
) -> None:
    identity = progress.identity
    async with transaction():
        if not await jobs.finish(
            report, status=ReportStatus.FAILED, error=error, size=size, path=None, finished_at=clock.now()
        ):
            raise Lost
        done = await progress.last(text("report-progress-over"))
        await outbox.put([*done, Draft(identity.id, identity.channel, f"report:{report.id}", body)])


def _speech(person: Person, zone: ZoneInfo) -> Speech:
    return Speech(person.language, person.digits, zone, clock.now(), calendar=person.calendar)


def _fresh(media: Path, report: Report) -> Path:
    """An empty folder for this try; what those before it left behind goes."""
    if report.path:
        (media / report.path).unlink(missing_ok=True)
    making = media / MAKING
    making.mkdir(parents=True, exist_ok=True)
    for left in making.iterdir():
        # Others may be done with theirs at any moment.
        with suppress(FileNotFoundError):
            if left.name.startswith(f"{report.id}-") or time.time() - left.stat().st_mtime > FORGOTTEN:
                shutil.rmtree(left, ignore_errors=True)
    folder = media / making_of(report)
    folder.mkdir()
    return folder


def _mb(size: int) -> float:
    return round(size / files.MB, 1)
