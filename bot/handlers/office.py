"""The office: its hours and holidays for everyone who asks, its targets for the staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from bot.reply import BLANK, Line, Reply, Text, text
from bot.router import Commands
from bot.turn import Turn
from crm import office
from crm.office import Holiday, Office, Span
from storage.models import Priority

commands = Commands()

WEEK = (7, 1, 2, 3, 4, 5, 6)
"""From Sunday on, in ISO weekdays."""

AHEAD = 8
"""Holidays that are shown."""


@commands.command("hours", least=None, group="general")
async def hours(turn: Turn) -> Reply:
    """When somebody is there; to the staff also how soon a ticket is answered and closed."""
    here = office.current()
    opening = here.next_opening(turn.now)
    lines: list[Line] = [
        text("hours-title"),
        text("hours-open") if opening == turn.now else text("hours-closed", at=opening),
        BLANK,
        *_week(here),
    ]
    today = turn.now.astimezone(here.zone).date()
    ahead = [days for days in here.holidays if days[1] >= today]
    if ahead:
        lines += [BLANK, text("hours-holidays"), *[_holiday(days) for days in ahead[:AHEAD]]]
    if turn.person.staff:
        lines += [BLANK, text("hours-targets"), *_targets(here), text("hours-reopen", count=here.reopen.days)]
    return Reply(lines)


def _week(here: Office) -> list[Line]:
    lines: list[Line] = []
    for spans, numbers in groupby(WEEK, key=lambda number: here.hours.get(number, ())):
        if spans:
            first, *others = numbers
            days = text("weekday", number=first)
            if others:
                days = text("hours-days", first=days, last=text("weekday", number=others[-1]))
            lines.append(text("hours-line", days=days, spans=_spans(spans)))
    return lines


def _spans(spans: Sequence[Span]) -> Text | list[Text]:
    if spans == ((0, office.MIDNIGHT),):
        return text("hours-all-day")
    return [text("hours-span", start=_clock(start), end=_clock(end)) for start, end in spans]


def _clock(minutes: int) -> Text:
    hour, minute = divmod(minutes % office.MIDNIGHT, 60)
    shown = f"{hour % 12 or 12}:{minute:02d}"
    return text("clock-am", clock=shown) if hour < 12 else text("clock-pm", clock=shown)


def _holiday(days: Holiday) -> Line:
    first, last = days
    return text("hours-holiday", day=first) if first == last else text("hours-holiday-range", first=first, last=last)


def _targets(here: Office) -> list[Line]:
    return [
        text(
            "hours-target", mark=text(f"priority-mark-{priority.value}"), priority=text(f"priority-{priority.value}"),
            response=_length(here.response[priority]), resolution=_length(here.resolution[priority]),
        )
        for priority in reversed(Priority)
    ]  # fmt: skip


def _length(working: timedelta) -> Text:
    # A timedelta would be said in days, and a working day is none of 24 hours.
    minutes = working // timedelta(minutes=1)
    return text("duration-minutes", count=minutes) if minutes % 60 else text("duration-hours", count=minutes // 60)
