"""Dates, times and durations in words: near ones relative, all in the person's zone and on a 12-hour clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol

from hijridate import Gregorian


class Phrase(Protocol):
    """Says a Fluent message; ints choose plural forms, strings are inserted as they are."""

    def __call__(self, key: str, /, **args: int | str) -> str: ...


NOW = timedelta(minutes=1)
SOON = timedelta(hours=1)
NEAR_DAYS = 6
"""A day no further than this is named by its weekday: one day more would be ambiguous."""

_UNITS = (("duration-days", 86_400), ("duration-hours", 3_600), ("duration-minutes", 60), ("duration-seconds", 1))


def say_datetime(at: datetime, now: datetime, zone: tzinfo, phrase: Phrase, hijri: bool = False) -> str:
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
    return phrase("moment-date", day=_day_of_year(day, today, phrase, hijri), clock=clock)


def say_date(day: date, now: datetime, zone: tzinfo, phrase: Phrase, hijri: bool = False) -> str:
    """A day: "today", "Thursday" within six days, "5 March", with its year when it is another."""
    today = _local(now if now.tzinfo else now.replace(tzinfo=UTC), zone).date()
    days = (day - today).days
    if -1 <= days <= 1:
        return phrase(("day-today", "day-tomorrow", "day-yesterday")[days])
    if abs(days) <= NEAR_DAYS:
        return phrase("weekday", number=day.isoweekday())
    return _day_of_year(day, today, phrase, hijri)


def say_full(at: datetime | date, now: datetime, zone: tzinfo, phrase: Phrase, hijri: bool = False) -> str:
    """A moment or day in full, and how far off it is: "Thursday 5 March, 4:00 pm · in 2 days"."""
    now = now if now.tzinfo else now.replace(tzinfo=UTC)
    today = _local(now, zone).date()
    day, clock = at, ""
    if isinstance(at, datetime):
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        local = _local(at, zone)
        day, clock = local.date(), _clock(local, phrase)
    shown = phrase(
        "moment-full-day", weekday=phrase("weekday", number=day.isoweekday()),
        day=_day_of_year(day, today, phrase, hijri),
    )  # fmt: skip
    if clock:
        shown = phrase("moment-date", day=shown, clock=clock)
    if isinstance(at, datetime) and abs(at - now) < NOW:
        return shown
    return phrase("moment-full", moment=shown, distance=_distance(at, day, now, today, phrase))


def say_clock(at: time, phrase: Phrase) -> str:
    """A time of day: "10:00 pm"."""
    return _clock(at, phrase)


def _distance(at: datetime | date, day: date, now: datetime, today: date, phrase: Phrase) -> str:
    """How far off: minutes and hours for moments within a day, else days."""
    days = (day - today).days
    if isinstance(at, datetime) and abs(at - now) < timedelta(hours=12):
        minutes = round(abs(at - now) / timedelta(minutes=1))
        if minutes < 60:
            return phrase("moment-minutes-ago" if at < now else "moment-in-minutes", count=minutes)
        key = "moment-hours-ago" if at < now else "moment-in-hours"
        return phrase(key, count=round(minutes / 60))
    if -1 <= days <= 1:
        return phrase(("day-today", "day-tomorrow", "day-yesterday")[days])
    return phrase("moment-days-ago" if days < 0 else "moment-in-days", count=abs(days))


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


def _clock(at: datetime | time, phrase: Phrase) -> str:
    return phrase("clock-am" if at.hour < 12 else "clock-pm", clock=f"{at.hour % 12 or 12}:{at.minute:02d}")


def _day_of_year(day: date, today: date, phrase: Callable[..., str], hijri: bool) -> str:
    month = phrase("month", number=day.month)
    if day.year == today.year:
        shown = phrase("day-of-year", day=str(day.day), month=month)
    else:
        shown = phrase("day-of-another-year", day=str(day.day), month=month, year=str(day.year))
    beside = _hijri(day, day.year != today.year, phrase) if hijri else None
    return phrase("day-with-hijri", day=shown, hijri=beside) if beside else shown


def _hijri(day: date, with_year: bool, phrase: Callable[..., str]) -> str | None:
    """The Hijri date (Umm al-Qura); None outside 1924 to 2077, which its tables cover."""
    try:
        found = Gregorian.fromdate(day).to_hijri()
    except OverflowError:
        return None
    month = phrase("hijri-month", number=found.month)
    if with_year:
        return phrase("day-of-another-year", day=str(found.day), month=month, year=str(found.year))
    return phrase("day-of-year", day=str(found.day), month=month)
