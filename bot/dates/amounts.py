"""Amounts: durations, "in 2 hours", «بعد يومين», «قبل ساعة ونص»."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.dates.sentence import Sentence
from bot.dates.words import Kind

_MINUTES = {"minute": 1, "hour": 60}
_SHORT = {"m": "minute", "h": "hour", "d": "day", "w": "week", "د": "minute", "س": "hour"}
_FARTHEST = 10_000
_DECIMAL = re.compile(r"\d{1,3}[.,]\d{1,2}")


class Amounts(Sentence):
    """Reads how far off something is."""

    def _quantity(self, at: int) -> int | None:
        """A duration: "in 2 hours", «بعد يومين», "a week from now", «قبل ساعة»."""
        phrase = self.phrase
        if phrase.timed or phrase.days is not None or phrase.weeks or phrase.months or phrase.workdays is not None:
            return None
        intro, ago = self._is(at, Kind.IN), self._is(at, Kind.AGO)
        opened = intro or (ago if self._said(at) != "ago" else None)
        start = opened[0] if opened else at
        if intro and self._said(start) in ("شوي", "شويه", "قليل"):
            phrase.length, phrase.timed = timedelta(minutes=30), True
            phrase.strength += 1
            return start + 1
        first = self._amount(start, bare=bool(opened))
        if first is None:
            return None
        end, amounts = first
        while (more := self._amount(self._after(end, Kind.AND), bare=False)) and len(amounts) < 4:
            end, amounts = more[0], amounts + more[1]
        later, past = self._is(end, Kind.LATER), self._is(end, Kind.AGO)
        if not opened and self._said(end) == "ago" and past:
            phrase.ago, end = True, past[0]
        elif later:
            end = later[0]
        elif ago and not intro:
            phrase.ago = True
        for count, unit in amounts:
            if abs(count) > _FARTHEST:
                return None
            if unit in _MINUTES:
                phrase.length += timedelta(minutes=round(count * _MINUTES[unit]))
                phrase.timed = True
            elif unit == "day":
                phrase.days = (phrase.days or 0) + round(count)
            elif unit == "workday":
                phrase.workdays = round(count)
            elif unit == "week":
                phrase.weeks += int(count)
                phrase.days = (phrase.days or 0) + round(count % 1 * 7) or phrase.days
            else:
                months = count * (12 if unit == "year" else 1)
                phrase.months += int(months)
                phrase.days = (phrase.days or 0) + round(months % 1 * 30) or phrase.days
        phrase.intro = bool(intro) or phrase.intro
        phrase.strength += bool(intro or later or phrase.ago)
        return end

    def _amount(self, at: int, *, bare: bool) -> tuple[int, list[tuple[float, str]]] | None:
        """How many of a unit: `2 hours`, ساعتين, نص ساعة, ساعة ونص. With `bare`, a unit alone is one of it."""
        count: float
        if two := self._is(at, Kind.TWO):
            unit, end = str(two[1]), two[0]
            if unit == "day" and (work := self._is(end, Kind.WORKING)):
                return work[0], [(2, "workday")]
            return self._and_part(end, 2, unit)
        start = at
        if fraction := self._is(at, Kind.FRACTION):
            after = self._after(fraction[0], Kind.FILLER) if self._said(fraction[0]) == "of" else fraction[0]
            hour = self._is(self._after(after, Kind.A), Kind.UNIT)
            return (hour[0], [(fraction[1], "minute")]) if hour and hour[1] == "hour" else None
        a = self._is(at, Kind.A)
        if a and (fraction := self._is(a[0], Kind.FRACTION)):
            return self._amount(a[0], bare=bare)
        if at < len(self._words) and self._words[at].number and _DECIMAL.fullmatch(self._said(at)):
            count, start = float(self._said(at).replace(",", ".")), at + 1
        elif number := self._number(at):
            start, count = number
        elif a and self._said(at) != "the":
            start, count = a[0], 1
        elif bare:
            count = 1
        else:
            return None
        half = 0.0
        if start > at and (fraction := self._fraction_after(start)):
            half = fraction[1] / 60
            start = fraction[0]
        working = self._is(start, Kind.WORKING)
        start = working[0] if working else start
        if start < len(self._words) and self._joined(start) and self._said(start) in _SHORT and start > at:
            return start + 1, [(count, _SHORT[self._said(start)])]
        unit_found = self._is(start, Kind.UNIT)
        if unit_found is None:
            return None
        end, unit = unit_found[0], str(unit_found[1])
        if self._said(start) == "شهر" and self._whole(end, 12):
            # The month by its number: ١٥ شهر ٣.
            return None
        if unit == "day" and (working or self._is(end, Kind.WORKING)):
            return (end if working else self._after(end, Kind.WORKING)), [(count, "workday")]
        if start == at and (self._is(end, Kind.WEEKDAY) or (end < len(self._words) and self._words[end].number)):
            # "before Thursday", and "after 5": the unit is none here (قبل يوم الخميس, بعد الساعة ٥).
            return None
        return self._and_part(end, count + half, unit)

    def _fraction_after(self, at: int) -> tuple[int, int] | None:
        """What is added to a number: "and a half", ونص, إلا ربع; in minutes of an hour."""
        joined = self._is(at, Kind.AND)
        less = self._said(at) == "الا"
        if not joined and not less:
            return None
        start = self._after(at + 1, Kind.A)
        fraction = self._is(start, Kind.FRACTION)
        return (fraction[0], -fraction[1] if less else fraction[1]) if fraction else None

    def _and_part(self, end: int, count: float, unit: str) -> tuple[int, list[tuple[float, str]]]:
        """A part of the unit said after it: ساعة ونص, an hour and a half."""
        if unit in ("hour", "week", "day", "month", "year") and (fraction := self._fraction_after(end)):
            return fraction[0], [(count + fraction[1] / 60, unit)]
        return end, [(count, unit)]
