"""Words: what is said of a report when it is asked for, and when its file is there."""

from __future__ import annotations

from datetime import date, datetime

from bot.house import House
from bot.kpis.periods import title
from bot.reply import Line, Made, Reply, Text, text
from bot.reports.order import whose
from crm import people, reports
from crm.people import Person
from crm.refusal import Refusal
from crm.reports import Subject
from storage.models import AttachmentKind, OutboundMessage, Report, ReportFormat, ReportStatus

MADE = "fresh-report"
"""The file of a report; so many rows of so many are in it."""


def begun(format: ReportFormat, subject: Subject, today: date, *, already: bool = False) -> list[Line]:
    """It is being made."""
    key = "report-already" if already else "report-begun"
    lines: list[Line] = [text(key, what=_what(format), **_of(subject, today))]
    if subject.asked.notes:
        lines.append(text("report-with-notes"))
    return lines


async def composed(said: Text, row: OutboundMessage, person: Person, house: House, now: datetime) -> Reply | None:
    """The file, if whoever asked may (still) read it."""
    report = await Report.get_or_none(id=int(str(said.args["id"])))
    if report is None or person.staff is None or report.status is not ReportStatus.MADE:
        return None
    try:
        subject = await reports.handed_out(report, by=person)
    except Refusal as refusal:
        return Reply([refusal.text])
    if report.path is None:
        return Reply([text("made-gone")])
    count, total = int(str(said.args["rows"])), int(str(said.args["total"]))
    today = people.today(person.staff.timezone, now)
    lines: list[Line] = [text("report-made", what=_what(report.format), count=count, **_of(subject, today))]
    if report.path.endswith(".zip"):
        lines.append(text("report-zip"))
    if count < total:
        lines.append(text("report-cut", count=count, total=total))
    return Reply(lines, file=Made(AttachmentKind.DOCUMENT, report.name, path=report.path))


def _what(format: ReportFormat) -> Text:
    return text(f"report-format-{format.value}")


def _of(subject: Subject, today: date) -> dict[str, Text]:
    return {"whose": whose(subject), "days": title(subject.asked.period, today)}
