"""Periods in words: what they are called today, and with which they are compared."""

from __future__ import annotations

from datetime import date

from bot.reply import Text, text
from bot.speech.graphemes import shorten
from crm.periods import Period, Unit, around
from storage.models import Staff
from storage.text import InFull

NAME = 20
"""Characters of a name."""


def title(period: Period, today: date) -> Text:
    """What a period is called: "Thursday 26 November · today", "this week, 22 to 28 November", "November 2026"."""
    unit = period.unit()
    if unit is Unit.DAY:
        return text("kpi-day", day=InFull(period.first))
    if unit is Unit.WEEK:
        this = around(Unit.WEEK, today)
        key = {this: "kpi-week-this", this.before(): "kpi-week-last"}.get(period, "kpi-week")
        return Text(key, {"days": _days(period, today)})
    return _called(period, today)


def compared(period: Period, today: date) -> Text:
    """With what it is compared: of a period that still runs, as much of the one before."""
    before = period.before()
    runs = period.last >= today
    return text("kpi-compared-so-far" if runs else "kpi-compared", before=_called(before, today))


def of_whom(of: Staff | None) -> Text:
    """Whose numbers they are."""
    return text("kpi-of-team") if of is None else text("kpi-of", name=shorten(of.name, NAME))


def _called(period: Period, today: date) -> Text:
    year = _year(period.first)
    match period.unit():
        case Unit.MONTH:
            return text("kpi-month", number=period.first.month, year=year)
        case Unit.QUARTER:
            return text("kpi-quarter", quarter=period.first.month // 3 + 1, year=year)
        case Unit.YEAR:
            return text("kpi-whole-year", year=year)
        case Unit.DAY:
            return _date(period.first, today)
    return _days(period, today)


def _days(period: Period, today: date) -> Text:
    first, last = period.first, period.last
    if (first.year, first.month) == (last.year, last.month) and first.year == today.year:
        return text("kpi-days", first=first.day, last=last.day, number=last.month)
    return text("kpi-range", first=_date(first, today), last=_date(last, today))


def _date(day: date, today: date) -> Text:
    if day.year == today.year:
        return text("kpi-date", day=day.day, number=day.month)
    return text("kpi-date-year", day=day.day, number=day.month, year=_year(day))


def _year(day: date) -> Text:
    """The year digit by digit: as a number it would be parted at its thousands, as a word keep its Latin digits."""
    first, second, third, fourth = map(int, f"{day.year:04d}")
    return text("kpi-year", first=first, second=second, third=third, fourth=fourth)
