"""Days: today and tomorrow, weekdays, weeks and months, parts of the day."""

from __future__ import annotations

from typing import Any

from bot.dates.calendar import Calendar
from bot.dates.words import NIGHT, WEAK, Kind


class Days(Calendar):
    """Reads days by what they are called."""

    def _simple(self, at: int) -> int | None:
        phrase = self.phrase
        if found := self._is(at, Kind.TONIGHT):
            if phrase.says_day or phrase.part:
                return None
            phrase.day, phrase.part = 0, NIGHT
            phrase.strength += 1
            return found[0]
        part = self._is(at, Kind.PART)
        if found := self._is(at, Kind.NOW):
            if not phrase.empty:
                return None
            phrase.now = True
            phrase.strength += 1
            return found[0]
        if (found := self._is(at, Kind.DAY)) and (not part or part[0] <= found[0]):
            if phrase.day is not None or phrase.weekday is not None or phrase.month or phrase.period:
                return None
            if found[1] == 0 and self._said(at) == "اليوم" and self._day_of(at + 1):
                return None
            phrase.day = found[1]
            phrase.strength += self._said(at) not in WEAK
            return found[0]
        return None

    def _day_of(self, at: int) -> bool:
        """Whether a number here is a day of the month: اليوم ١٥."""
        number = self._whole(at, 31)
        return bool(number and not self._is(number[0], Kind.PART) and not self._is(number[0], Kind.HALF_DAY))

    def _edge(self, at: int) -> int | None:
        """The start, middle or end of a week, month or year: "end of next month", «آخر الشهر», «نهاية مارس»."""
        phrase = self.phrase
        if phrase.edge or phrase.period or phrase.of_month is not None:
            return None
        found = self._is(at, Kind.EDGE)
        ordinal = self._is(at, Kind.ORDINAL)
        if found:
            end, edge = found
        elif ordinal and ordinal[1] in (1, -1):
            end, edge = ordinal[0], "start" if ordinal[1] == 1 else "end"
            end = self._of(self._of(end))
        else:
            return None
        start = self._after(self._of(self._of(end)), Kind.A)
        if named := self._month_at(start):
            phrase.month, phrase.hijri = named[1], named[2]
            end = self._with_year(named[0])
        else:
            if ordinal and self._is(start, Kind.UNIT) and self._said(start) in ("day", "days", "يوم"):
                work = self._is(start + 1, Kind.WORKING)
                if work:
                    phrase.workdays, phrase.strength = 1, phrase.strength + 1
                    return work[0]
            period = self._period_at(start)
            if period is None:
                return None
            end, phrase.period, phrase.shift = period
        phrase.edge = edge
        phrase.strength += 1
        return end

    def _period_at(self, at: int) -> tuple[int, str, int] | None:
        """A week, month or year with how far on it is: "next month", الأسبوع الجاي, "this week", "the month"."""
        start, shift = at, 0
        if (following := self._is(at, Kind.NEXT)) or (following := self._is(at, Kind.THIS)):
            start, shift = following[0], following[1]
        said = self._said(start)
        unit = self._is(start, Kind.UNIT) or self._is_article(start)
        if unit is None or unit[1] not in ("week", "month", "year"):
            return None
        end = unit[0]
        if start == at and (following := self._is(end, Kind.NEXT) or self._is(end, Kind.THIS)):
            end, shift = following
        elif start == at and not said.startswith("ال") and said not in ("week", "month", "year"):
            return None
        return end, str(unit[1]), int(shift)

    def _is_article(self, at: int) -> tuple[int, Any] | None:
        """A unit with the article: الشهر."""
        said = self._said(at)
        if not said.startswith(("ال", "هال")):
            return None
        units = {"الاسبوع": "week", "الشهر": "month", "السنه": "year", "العام": "year"}
        unit = units.get(said.removeprefix("ه"))
        return (at + 1, unit) if unit else None

    def _period(self, at: int) -> int | None:
        phrase = self.phrase
        if phrase.period or (phrase.month is not None) or phrase.day is not None or phrase.weeks or phrase.days:
            return None
        start = at + 1 if self._said(at) == "the" else at
        if self._is(start, Kind.NEXT) and (work := self._is(self._after(start, Kind.NEXT), Kind.WORKING)):
            if self._said(work[0]) == "day":
                phrase.workdays, phrase.strength = 1, phrase.strength + 1
                return work[0] + 1
            return None
        period = self._period_at(start)
        if period is None:
            return None
        said_so = period[0] - start > 1
        if not said_so and phrase.of_month is None and phrase.weekday is None:
            return None
        if period[1] == "week" and phrase.weekday is not None and not said_so:
            # "Sunday week" is a week after the coming Sunday.
            phrase.next = 2
            phrase.strength += 1
            return period[0]
        end, phrase.period, phrase.shift = period
        phrase.strength += 1
        return end

    def _ordinal_weekday(self, at: int) -> int | None:
        """The first Monday of April, «آخر خميس في الشهر»."""
        phrase = self.phrase
        ordinal = self._is(at, Kind.ORDINAL)
        weekday = self._is(ordinal[0], Kind.WEEKDAY) if ordinal else None
        if ordinal is None or weekday is None or phrase.weekday is not None:
            return None
        start = self._after(self._of(self._of(weekday[0])), Kind.A)
        if named := self._month_at(start):
            phrase.month, end = named[1], self._with_year(named[0])
        elif (period := self._period_at(start)) and period[1] == "month":
            end, phrase.period, phrase.shift = period
        else:
            return None
        phrase.nth, phrase.weekday = ordinal[1], weekday[1]
        phrase.strength += 1
        return end

    def _weekday(self, at: int) -> int | None:
        phrase = self.phrase
        if phrase.weekday is not None or (phrase.day is not None and not phrase.months):
            return None
        start, following, english = at, None, False
        if before := self._is(at, Kind.NEXT) or self._is(at, Kind.THIS):
            start, following = before
            english = True
        marked = self._said(start) in ("يوم", "نهار")
        start += marked
        weekday = self._is(start, Kind.WEEKDAY)
        if weekday is None:
            return None
        end = weekday[0]
        if following is None and (behind := self._is(end, Kind.NEXT) or self._is(end, Kind.THIS)):
            end, following = behind
        said = self._said(start)
        phrase.weekday, phrase.next, phrase.english = weekday[1], following, english
        phrase.strength += said not in WEAK or marked or following is not None
        return end

    def _next(self, at: int) -> int | None:
        """«الجاي» somewhat after its day: "Sunday morning next"."""
        found = self._is(at, Kind.NEXT)
        if found and self.phrase.weekday is not None and self.phrase.next is None and not self.phrase.period:
            self.phrase.next = found[1]
            return found[0]
        return None

    def _part(self, at: int) -> int | None:
        phrase = self.phrase
        found = self._is(at, Kind.PART)
        if found is None or self._said(found[0]) in ("الخير", "النور", "الورد"):
            return None
        if phrase.part is not None and phrase.hour is not None:
            return None
        # "tomorrow morning, first thing": the later is the nearer one.
        if phrase.part is not None and found[1].reads != phrase.part.reads:
            return None
        phrase.part = found[1]
        phrase.strength += bool(at and self._is(at - 1, Kind.THIS)) or found[0] - at > 1 or (
            self._said(at).startswith(("ال", "بال")) or phrase.hour is not None or phrase.says_day
        )  # fmt: skip
        return found[0]
