"""Calendar: dates in figures and with the names of months, "15/3", «١٥ من مارس», "on the 20th"."""

from __future__ import annotations

import re

from bot.dates.clocks import Clocks
from bot.dates.words import Kind

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}|\d{2}))?")


class Calendar(Clocks):
    """Reads days of the month."""

    def _numeric_date(self, at: int) -> int | None:
        phrase = self.phrase
        token = self._words[at]
        if not token.number or phrase.of_month is not None or phrase.month is not None:
            return None
        if found := _YEAR_FIRST.fullmatch(token.said):
            year, month, day = (int(group) for group in found.groups())
        elif (found := _DAY_FIRST.fullmatch(token.said)) and not self._is_clock(at) and not self._is_range(at):
            day, month = int(found[1]), int(found[2])
            year = int(found[3]) if found[3] else 0
            year += 2000 if 0 < year < 100 else 0
        else:
            return None
        if not (1 <= month <= 12 and 1 <= day <= 31 and (year == 0 or 1 <= year <= 9998)):
            return None
        phrase.of_month, phrase.month, phrase.year = day, month, year or None
        phrase.hijri = 1340 < year < 1500
        phrase.strength += 1
        end = at + 1
        if self._said(end) == "t" and end + 1 < len(self._words) and self._words[end + 1].number:
            end += 1
        return end

    def _month_at(self, at: int) -> tuple[int, int, bool] | None:
        """The end and number of a month, and whether it is a Hijri one; شهر ٣ too."""
        for kind in (Kind.MONTH, Kind.HIJRI):
            if found := self._is(at, kind):
                return found[0], found[1], kind is Kind.HIJRI
        if self._said(at) == "شهر":
            if named := self._is(at + 1, Kind.MONTH) or self._is(at + 1, Kind.HIJRI):
                return named[0], named[1], bool(self._is(at + 1, Kind.HIJRI))
            if (number := self._whole(at + 1, 12)) and number[1] >= 1:
                return number[0], number[1], False
        return None

    def _month_day(self, at: int) -> int | None:
        """A day and a month with a name, in either order: 15 March 2026, March 15th, ١٥ من شهر مارس."""
        phrase = self.phrase
        if phrase.of_month is not None or phrase.month is not None:
            return None
        number = self._day_number(at)
        if number and (named := self._month_at(self._of(number[0]))):
            end, day = named[0], number[1]
        elif (named := self._month_at(at)) and (number := self._day_number(self._of(named[0]))):
            end, day = number
            if self._is(end, Kind.HALF_DAY) and not self._words[end - 1].ordinal:
                return None
        else:
            return None
        phrase.of_month, phrase.month, phrase.hijri = day, named[1], named[2]
        phrase.strength += 1
        return self._with_year(end)

    def _day_number(self, at: int) -> tuple[int, int] | None:
        number = self._number(at)
        if number is None and self._said(at) in ("اول", "الاول", "first"):
            number = at + 1, 1
        return number if number and 1 <= number[1] <= 31 else None

    def _with_year(self, end: int) -> int:
        at = end + 1 if self._said(end) in (",", "،", "سنه", "عام") else end
        if (
            at < len(self._words)
            and self._words[at].number
            and re.fullmatch(r"1[34]\d\d|20\d\d|19\d\d", self._said(at))
        ):
            year = int(self._said(at))
            if self.phrase.hijri or year > 1900:
                self.phrase.year = year
                return at + 1
        return end

    def _month_day_alone(self, at: int) -> int | None:
        """A day of the month alone: "on the 20th", «يوم ١٥»; "the 5th" of a period said before."""
        phrase = self.phrase
        if phrase.of_month is not None:
            return None
        token = self._words[at]
        marked = token.ordinal
        start = at
        if not marked and (on := self._is(at, Kind.ON)) and self._said(at) != "the":
            start, marked = on[0], True
        if not marked or start >= len(self._words):
            return None
        number = self._whole(start, 31)
        if number is None or number[1] < 1 or (self._is(number[0], Kind.UNIT) and self._said(number[0]) != "شهر"):
            return None
        phrase.of_month = number[1]
        phrase.strength += 1
        return number[0]
