"""Dates, times and durations in words: near ones relative, all in the person's zone and on a 12-hour clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Protocol


class Phrase(Protocol):
    """Says a Fluent message; ints choose plural forms, strings are inserted as they are."""

    def __call__(self, key: str, /, **args: int | str) -> str: ...


NOW = timedelta(minutes=1)
SOON = timedelta(hours=1)
NEAR_DAYS = 6
"""A day no further than this is named by its weekday: one day more would be ambiguous."""

_UNITS = (("duration-days", 86_400), ("duration-hours", 3_600), ("duration-minutes", 60), ("duration-seconds", 1))


def say_datetime(at: datetime, now: datetime, zone: tzinfo, phrase: Phrase) -> str:
    """A moment: "5 min ago", "today 2:05 pm", "Thursday 2:05 pm", "5 March, 2:05 pm". A naive one is taken as UTC."""
    at, now = (moment if moment.tzinfo else moment.replace(tzinfo=UTC) for moment in (at, now))
    distance = at - now
    if abs(distance) < NOW:
        return phrase("moment-now")
    minutes = int(abs(distance) / timedelta(minutes=1) + (0.5 if distance > timedelta(0) else 0))
    if minutes < SOON / timedelta(minutes=1):
        return phrase("moment-minutes-ago" if distance < timedelta(0) else "moment-in-minutes", count=minutes)
    local, here = _local(at, zone), _local(now, zone)
    clock = _clock(local, phrase)
    day, today = local.date(), here.date()
    days = (day - today).days
    if -1 <= days <= 1:
        return phrase(("moment-today", "moment-tomorrow", "moment-yesterday")[days], clock=clock)
    if abs(days) <= NEAR_DAYS:
        return phrase("moment-weekday", day=phrase("weekday", number=day.isoweekday()), clock=clock)
    return phrase("moment-date", day=_day_of_year(day, today, phrase), clock=clock)


def say_date(day: date, now: datetime, zone: tzinfo, phrase: Phrase) -> str:
    """A day: "today", "Thursday" within six days, "5 March", with its year when it is another."""
    today = _local(now if now.tzinfo else now.replace(tzinfo=UTC), zone).date()
    days = (day - today).days
    if -1 <= days <= 1:
        return phrase(("day-today", "day-tomorrow", "day-yesterday")[days])
    if abs(days) <= NEAR_DAYS:
        return phrase("weekday", number=day.isoweekday())
    return _day_of_year(day, today, phrase)


def say_duration(length: timedelta, phrase: Phrase) -> str:
    """A duration in its two largest units: "2 h 5 min". What is smaller is left out; a negative one has a minus."""
    seconds = int(abs(length.total_seconds()))
    parts: list[str] = []
    for index, (key, size) in enumerate(_UNITS):
        count, rest = divmod(seconds, size)
        if not count and not (size == 1 and seconds == 0):
            continue
        parts.append(phrase(key, count=count))
        if index + 1 < len(_UNITS):
            smaller, unit = _UNITS[index + 1]
            if rest // unit:
                parts.append(phrase(smaller, count=rest // unit))
        break
    shown = phrase("duration-join").join(parts)
    return f"-{shown}" if length <= timedelta(seconds=-1) else shown


def _local(at: datetime, zone: tzinfo) -> datetime:
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at


def _clock(at: datetime, phrase: Phrase) -> str:
    return phrase("clock-am" if at.hour < 12 else "clock-pm", clock=f"{at.hour % 12 or 12}:{at.minute:02d}")


def _day_of_year(day: date, today: date, phrase: Callable[..., str]) -> str:
    month = phrase("month", number=day.month)
    if day.year == today.year:
        return phrase("day-of-year", day=str(day.day), month=month)
    return phrase("day-of-another-year", day=str(day.day), month=month, year=str(day.year))
