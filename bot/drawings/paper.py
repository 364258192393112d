"""Paper: the report as a PDF. A cover with the numbers, then what happened with each lead and customer."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.drawings import figures, tiles, typeset
from bot.drawings.lettering import Said, line, lines
from bot.kpis.periods import compared
from bot.speech import Speech
from crm.kpis import Kpis, Series
from crm.periods import Period
from storage.models import Direction
from storage.text import text

LONG_TEXT, LONG_NAME = 40, 16
"""Words of more characters than that may break, where they do not fit beside each other."""

NAME = 60
"""Characters of a name."""

TAGGED = 2000
"""A paper of more entries has no tags for reading it aloud: they would make it seven times as large."""

_LONG_AGO = timedelta(days=20 * 366)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `kind` is what it was ("WhatsApp", "Note"); `internal` was not said outside."""

    at: datetime
    kind: Said
    who: Said
    text: Said
    direction: Direction | None = None
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One lead or customer: the reference ("C7"), the name, some facts (a label and a value), and what happened,
    in the order in which it is to be read."""

    reference: str
    name: str
    facts: Sequence[tuple[Said, Said]]
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Paper:
    """A report in the language of `speech`, whose `now` is when it was made.

    `title` is what it is ("Interaction summary"), `whose` of whom. The cover has the numbers when there are any.
    """

    speech: Speech
    organisation: str
    title: Said
    period: Period
    whose: Said | None = None
    kpis: Kpis | None = None
    series: Series | None = None
    sections: Sequence[Section] = ()


def paper(report: Paper, to: Path) -> int:
    """Write the PDF to `to`; how many pages it has."""
    entries = sum(len(section.entries) for section in report.sections)
    return typeset.pdf("paper.typ", _shown(report), to, at=report.speech.now, tagged=entries <= TAGGED)


def _shown(report: Paper) -> dict[str, Any]:
    speech = report.speech
    # Who reads it on paper does not know when "yesterday" was.
    dated = copy(speech)
    dated.now = speech.now - _LONG_AGO
    first, last = report.period.first, report.period.last
    days = text("drawn-date", date=first) if first == last else text("drawn-range", first=first, last=last)
    return {
        "lang": speech.language,
        "organisation": line(report.organisation, speech, limit=NAME, longest=LONG_NAME),
        "title": line(report.title, speech, longest=LONG_TEXT),
        "period": line(days, dated),
        "whose": line(report.whose, speech, limit=NAME, longest=LONG_TEXT) if report.whose else "",
        "made": line(text("drawn-made", at=speech.now), dated),
        # How typst is told which digits the pages are numbered with.
        "one": speech.label(text("drawn-number", count=1)),
        "numbers": _numbers(report.kpis, report.series, speech),
        "heads": [line(text(f"drawn-head-{name}"), speech) for name in ("date", "what", "who", "text")],
        "nothing": line(text("drawn-nothing"), speech),
        "sections": [_section(section, speech, dated) for section in report.sections],
    }


def _numbers(kpis: Kpis | None, series: Series | None, speech: Speech) -> dict[str, Any] | None:
    if kpis is None:
        return None
    return {
        "tiles": tiles.tiles(kpis, speech),
        "figures": figures.cover(kpis, series, speech) if series else [],
        "compared": line(compared(kpis.period, speech.now.astimezone(speech.zone).date()), speech),
    }


def _section(section: Section, speech: Speech, dated: Speech) -> dict[str, Any]:
    return {
        "reference": section.reference,
        "name": line(section.name, speech, limit=NAME, longest=LONG_NAME),
        "facts": [
            [line(label, dated, longest=LONG_NAME), line(value, dated, longest=LONG_NAME)]
            for label, value in section.facts
        ],
        "entries": [_entry(entry, speech, dated) for entry in section.entries],
    }


def _entry(entry: Entry, speech: Speech, dated: Speech) -> dict[str, Any]:
    local = entry.at.astimezone(speech.zone)
    way = entry.direction.value if entry.direction else "internal" if entry.internal else ""
    return {
        "date": line(text("drawn-date", date=local.date()), dated),
        "clock": line(text("drawn-clock", clock=local.time()), dated),
        "kind": line(entry.kind, dated, longest=LONG_NAME),
        "way": way,
        "way_said": line(text(f"drawn-way-{way}"), speech) if way else "",
        "who": line(entry.who, dated, limit=NAME, longest=LONG_NAME),
        "text": lines(entry.text, dated, longest=LONG_TEXT) or line(text("drawn-signs"), speech),
    }
