"""Weekdays: several in a row, "Sunday and Wednesday", «من الأحد إلى الخميس»."""

from __future__ import annotations

from bot.dates.parser import Parser
from bot.dates.words import Kind

_NUMBERS = {"ثلاث": 2, "اربع": 3}
"""What dialects call days, and the tables numbers."""

_JOINS = frozenset(",،&/+")
_RANGES = frozenset({"to", "till", "through", "thru", "-", "–", "الي", "حتي", "لين", "لغايه", "لحد"})


class Weekdays(Parser):
    """Reads lists and ranges of weekdays, which count from Sunday (0)."""

    def _weekdays_at(self, at: int) -> tuple[int, frozenset[int], bool] | None:
        """The end of a list of weekdays, the days, and whether it was a range: «أحد وأربعاء», Sunday to Thursday."""
        first = self._weekday_at(at)
        if first is None:
            return None
        end, day = first
        linked = self._said(end) in _RANGES
        opened = at > 0 and self._said(at - 1) in ("from", "من")
        if (linked or opened) and (last := self._weekday_at(end + linked)):
            return last[0], frozenset((day + more) % 7 for more in range((last[1] - day) % 7 + 1)), True
        days = {day}
        while further := self._further(end):
            end = further[0]
            days.add(further[1])
        return end, frozenset(days), False

    def _further(self, at: int) -> tuple[int, int] | None:
        if self._said(at) == "واحد":
            # Folded, «وأحد» is the number one.
            return at + 1, 0
        start = at + (self._said(at) in _JOINS)
        start = self._after(start, Kind.AND)
        return self._weekday_at(start) if start > at else None

    def _weekday_at(self, at: int) -> tuple[int, int] | None:
        start = at + (self._said(at) in ("يوم", "نهار", "on"))
        also = _NUMBERS.get(self._said(start))
        found = self._is(start, Kind.WEEKDAY) or ((start + 1, also) if also else None)
        if found is None or not self._is(start, Kind.NUMBER):
            return found
        # «كل تلات ساعات» is no Tuesday, «كل تلات ساعة ٩» is one.
        counted = self._is_count(found[0]) and self._said(found[0]) != "ساعه"
        return None if counted else found

    def _is_count(self, at: int) -> bool:
        return any(self._is(at, kind) for kind in (Kind.UNIT, Kind.WORKING))
