"""Order: what a report is drawn from, and what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.kpis.periods import of_whom
from bot.reply import Text, text
from bot.speech import Speech, bidi
from crm import people
from crm.people import Party
from crm.report_rows import Scope
from crm.reports import Subject
from storage.models import ReportFormat

Advance = Callable[[int, int], Awaitable[None]]
"""Called now and then with how many rows are in it, and how many there will be."""


@dataclass(frozen=True, slots=True)
class Order:
    """A report to be drawn, in the words of `speech`."""

    scope: Scope
    format: ReportFormat
    speech: Speech
    zone: ZoneInfo
    organisation: str
    folder: Path
    """Where it is drawn; nobody else's."""
    advance: Advance

    @property
    def subject(self) -> Subject:
        """Whom it is about."""
        return self.scope.subject


@dataclass(frozen=True, slots=True)
class Drawn:
    """A file: where it lies, what it has of how much."""

    path: Path
    rows: int
    total: int

    @property
    def ending(self) -> str:
        """What kind of file it is, as a name ends."""
        return self.path.suffix[1:]


def whose(subject: Subject) -> Text:
    """Of whom a report is."""
    return of_party(subject.party) if subject.party is not None else of_whom(subject.staff)


def of_party(party: Party) -> Text:
    """A lead or customer, by name and reference."""
    return text("report-of-party", ref=people.reference(party), name=people.name_of(party))


def file_name(subject: Subject, speech: Speech, ending: str) -> str:
    """What the file is called: whose it is, and of which days, without what no file may be called."""
    who: Text | str = text("report-file-team")
    if subject.party is not None:
        who = people.reference(subject.party)
    elif subject.staff is not None:
        who = subject.staff.name
    period = subject.asked.period
    named = speech.label(text("report-file", whose=who))
    plain = "".join(c for c in bidi.without_controls(named) if c.isalnum() or c in " -_().").strip()
    days = str(period.first) if period.first == period.last else f"{period.first} {period.last}"
    return f"{plain[:80]} {days}.{ending}"
