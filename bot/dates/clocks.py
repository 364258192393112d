"""Clocks: hours and minutes, "half past three", «٤ ونص العصر»."""

from __future__ import annotations

import re

from bot.dates.amounts import Amounts
from bot.dates.words import Kind

_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)(?::\d\d)?")
_HOURS = re.compile(r"([01]?\d|2[0-3])-([01]?\d|2[0-3])")
_TEENS = frozenset({5, 10, 15, 20, 25})


class Clocks(Amounts):
    """Reads the time of day."""

    _between = False
    """Whether the hours of a range are read."""

    def _clock(self, at: int) -> int | None:
        phrase = self.phrase
        if phrase.hour is not None or phrase.timed:
            return None
        opened = self._is(at, Kind.AT)
        start = opened[0] if opened else at
        while further := self._is(start, Kind.AT):
            start, opened = further[0], further
        self._between = any(word.said in ("between", "بين") for word in self._words[at:start])
        found = self._clock_at(start, at_said=opened is not None or phrase.says_day or phrase.part is not None)
        if found is None:
            return None
        end, hour, minute, sure = found
        end = max(end, self._after(end, Kind.UNIT)) if self._said(end) in ("ساعه", "hours") else end
        if half := self._is(end, Kind.HALF_DAY):
            end, phrase.half_day = half
            sure = True
        elif (part := self._is(end, Kind.PART) or self._is(self._on(end), Kind.PART)) and phrase.part is None:
            end, phrase.part = part
            sure = True
        elif len(self._said(start)) > 1 and self._said(start)[0] == "0":
            # 06:30 is of the 24 hours that a watch shows.
            phrase.half_day = "am"
        if not (sure or opened or phrase.says_day or phrase.part is not None):
            return None
        phrase.hour, phrase.minute = hour % 24 if hour < 24 else 0, minute
        if hour == 24:
            phrase.hour, phrase.half_day = 12, "night"
        phrase.strength += sure or start - at > 1 or self._said(at) in ("at", "@", "الساعه") or phrase.says_day
        return self._range(end)

    def _on(self, at: int) -> int:
        return at + 1 if self._said(at) in ("في", "in", "من") else at

    def _range(self, end: int) -> int:
        """Behind the end of a range: "between 4 and 5", «٤-٥». The earlier is meant."""
        if self._said(end) in ("to", "and", "و", "-", "–", "الي", "لين", "حتي", "ل"):
            later = self._clock_at(end + 1, at_said=True)
            if later:
                return self._after(later[0], Kind.HALF_DAY)
        return end

    def _clock_at(self, at: int, *, at_said: bool) -> tuple[int, int, int, bool] | None:
        """The end, hour and minute of a time on the clock, and whether it can be nothing else."""
        if at >= len(self._words):
            return None
        token = self._words[at]
        if token.number and (found := _CLOCK.fullmatch(token.said)) and (at_said or self._is_clock(at)):
            return at + 1, int(found[1]), int(found[2]), ":" in token.said
        if token.number and self._is_range(at) and (found := _HOURS.fullmatch(token.said)):
            return at + 1, int(found[1]), 0, False
        to = self._minutes_to(at)
        if to:
            return to
        hour = self._is(at, Kind.HOUR)
        sure = False
        if hour:
            end, value = hour
            sure = end - at > 1 or at_said
            if not sure and not self._is(end, Kind.PART) and not self._fraction_after(end):
                return None
        else:
            number = self._whole(at, 24)
            if number is None or token.ordinal:
                return None
            end, value = number
            if (self._is(end, Kind.UNIT) and self._said(end) not in ("ساعه",)) or self._is(end, Kind.WORKING):
                return None
            if token.number and len(token.said) > 2:
                return None
        if self._said(end) in ("o'clock", "oclock", "تماما", "sharp"):
            end, sure = end + 1, True
        minute = 0
        if more := self._minutes_after(end, at_said):
            end, minute = more
            sure = sure or bool(self._is(end - 1, Kind.FRACTION))
        if value > 24 or (value == 24 and minute):
            return None
        if minute < 0:
            value, minute = (value - 1) or 12, minute + 60
        return end, value, minute, sure

    def _is_clock(self, at: int) -> bool:
        """Whether `4.30` is a time: two digits of minutes, and no month."""
        said = self._said(at)
        if not _CLOCK.fullmatch(said):
            return False
        after_clock = self._is(at + 1, Kind.HALF_DAY) or self._is(at + 1, Kind.PART)
        return ":" in said or bool(after_clock) or int(said.split(".")[1]) > 12

    def _is_range(self, at: int) -> bool:
        """Whether `2-4` is two hours: a day was said, or what follows is of hours."""
        follows = self._is(at + 1, Kind.HALF_DAY) or self._is(at + 1, Kind.PART)
        return bool(_HOURS.fullmatch(self._said(at)) and (self.phrase.says_day or follows))

    def _minutes_to(self, at: int) -> tuple[int, int, int, bool] | None:
        """Half past three, quarter to five, twenty past four."""
        amount = self._is(self._after(at, Kind.A), Kind.FRACTION)
        if amount is None and (number := self._whole(at)) and number[1] in _TEENS:
            amount = self._after(number[0], Kind.UNIT), number[1]
        if amount is None:
            return None
        past, to = self._said(amount[0]) == "past", self._said(amount[0]) in ("to", "till", "til")
        hour = self._whole(amount[0] + 1, 12) if past or to else None
        if hour is None:
            return None
        return (hour[0], hour[1], amount[1], True) if past else (hour[0], (hour[1] - 1) or 12, 60 - amount[1], True)

    def _minutes_after(self, at: int, at_said: bool) -> tuple[int, int] | None:
        """The minutes after an hour: ونص, إلا ربع, وعشر دقائق, ونص وخمسة."""
        total, end, some = 0, at, False
        while len(self._words) > end and self._said(end) in ("و", "الا", "and"):
            sign = -1 if self._said(end) == "الا" else 1
            start = self._after(end + 1, Kind.A)
            if fraction := self._is(start, Kind.FRACTION):
                end, minutes = fraction
            elif (number := self._whole(start, 59)) and self._said(end) != "and":
                end, minutes = number
                unit = self._is(end, Kind.UNIT)
                if (unit and unit[1] != "minute") or (not unit and (self._between or minutes not in _TEENS)):
                    break
                end = unit[0] if unit else end
            else:
                break
            total, some = total + sign * minutes, True
        return (end, total) if some and -60 < total < 60 else None
