"""Fields of periods: the days that somebody asks about, as people say them in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot import dates
from bot.dates.words import INDEX, Kind
from bot.fields.base import Field, FieldError, shorten
from bot.fields.vocabulary import CANONICAL, Here, Vocabulary
from crm import periods
from crm.periods import DAY, Period, Unit, around

LONGEST = 100
"""Characters in which a period is looked for."""

YEARS = frozenset(range(1990, 2100))
"""In others no numbers are."""

HALF_A_YEAR = timedelta(days=183)
"""A range that runs so far into what is to come was said backwards."""


class Named(StrEnum):
    """A period that has a name; its words are in Fluent's `period-last-week`."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    LAST_WEEK = "last-week"
    WEEK_BEFORE_LAST = "week-before-last"
    MONTH = "month"
    LAST_MONTH = "last-month"
    MONTH_BEFORE_LAST = "month-before-last"
    QUARTER = "quarter"
    LAST_QUARTER = "last-quarter"
    QUARTER_BEFORE_LAST = "quarter-before-last"
    YEAR = "year"
    LAST_YEAR = "last-year"
    YEAR_BEFORE_LAST = "year-before-last"

    def on(self, today: date) -> Period:
        """The days that it names on a day."""
        if self is Named.YESTERDAY:
            return Period(today - DAY, today - DAY)
        if self is Named.TODAY:
            return around(Unit.DAY, today)
        name = self.value.removeprefix("last-").removesuffix("-before-last")
        period = around(Unit(name), today)
        if self.is_last:
            return period.before()
        return period.before().before() if self.value.endswith("-before-last") else period

    @property
    def is_last(self) -> bool:
        return self.value.startswith("last-")


OFFERED = (Named.YESTERDAY, Named.LAST_WEEK, Named.LAST_MONTH, Named.LAST_QUARTER, Named.YEAR)
"""What is offered to somebody who is asked for a period."""

# All of what is read here is folded: no case, no hamza, no ة, and Latin digits.
_LEADS_IN = re.compile(r"^(?:(?:for|of|in|on|during|over|the|month|about|عن|في|خلال|شهر|ل|لشهر)\s+)+")
_BEFORE = re.compile(r"\bbefore (?:the )?(?=(.+))")
_SINCE = re.compile(r"^(?:since|from|منذ|من|من يوم|ابتداء من)\s+")
_FROM = re.compile(r"^(?:from|between|من|بين)\s+")
_BETWEEN = re.compile(
    r"\s*\.\.+\s*|\s*[–—→]\s*|\s+-\s+|(?<=[^\W\d])-(?=[^\W\d])"
    r"|\s+(?:to|till|until|through|thru|and|الي|حتي|لغايه|لحد|لين|و|ل)\s+|\s+ل(?=\d)"
)
_DAYS = re.compile(r"(\d{1,2})\s*-\s*(\d{1,2})\s+(?=[^\W\d])")
_LAST = re.compile(
    r"(?:(?:the )?(?:last|past|previous)|(?:خلال )?(?:اخر|ال))\s*(\d{1,4}|[^\W\d]+)?\s*"
    r"(days?|weeks?|months?|يوم|يوما|ايام|يومين|اسبوع|اسابيع|اسبوعين|شهر|شهور|اشهر|شهرين)(?: الماضيه| الاخيره)?"
)
_LENGTHS = {"d": 1, "ي": 1, "w": 7, "س": 7, "m": 30, "ش": 30}
"""Days of a unit by the first letter of its word that tells it from the others."""
_YEAR = re.compile(r"(?:year |سنه |عام )?(20\d\d)")
_ORDINALS = ("الاول", "الثاني", "الثالث", "الرابع", "first", "second", "third", "fourth")
_QUARTER = re.compile(
    rf"(?:(?:q|الربع |quarter )([1-4])|الربع ({'|'.join(_ORDINALS[:4])})|({'|'.join(_ORDINALS[4:])}) quarter)"
    r"(?:(?: من| of)?(?: سنه| عام)? (20\d\d))?"
)
_NUMBERED = re.compile(r"(?:(?:month|شهر) |(?=\d{1,2}/2))(\d{1,2})(?:[ /](20\d\d))?|(20\d\d)-(\d{1,2})")
"""A month by its number: «شهر ١١», 11/2026."""
_CALLED = re.compile(r"@|^علي\b")
"""Somebody is called: Ali is written as "on" is, which is said of no days here."""
_TO_COME = re.compile(r"\b(?:next|coming|القادمه?|المقبله?|الجايه?|التاليه?)\b")
_ENDS_IN_YEAR = re.compile(r"([ /.])(20\d\d)$")
_HAS_YEAR = re.compile(r"\d{4}|\d[/.-]\d+[/.-]\d")
_MONTH = re.compile(r"[^\W\d][^\d]*(?: 20\d\d)?|\d{1,2}")
_DAY_ALONE = re.compile(r"\d{1,2}")
_BRIEF = re.compile(r"(\d{4})(\d\d)(\d\d)-(\d{4})(\d\d)(\d\d)")
_BACK = (timedelta(0), DAY, timedelta(days=7), timedelta(days=32), timedelta(days=366))
"""From how far back a day is looked for that was said without its year, or its week: it is past."""


class PeriodOf(Field[Period]):
    """Days, of which some at least are past: "last week", "1 nov to 15 nov", «الشهر الماضي», «من ١ إلى ١٥ نوفمبر».

    Canonical ones (`2026-11-01..2026-11-26`) are read anywhere, words only where somebody typed them (`here`).
    """

    span = 9
    shown = True

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> Period:
        said = vocabulary.normal(typed)
        found = periods.read(_BRIEF.sub(r"\1-\2-\3..\4-\5-\6", said))
        if found is None and vocabulary.here is not None and len(said) <= LONGEST and not _CALLED.search(said):
            found = _Reader(vocabulary, vocabulary.here).period(said)
        if found is None or not {found.first.year, found.last.year} <= YEARS:
            raise FieldError("field-period-unknown", typed=shorten(typed))
        return found

    def write(self, value: Period) -> str:
        return str(value)

    def example(self, vocabulary: Vocabulary, language: str) -> str:
        return vocabulary.word("period-last-week", language) or Named.LAST_WEEK.value


class OfferedPeriod(PeriodOf):
    """Days, of which some are offered."""

    def choices(self) -> list[tuple[str, str]]:
        return [(named.value, _key(named)) for named in OFFERED]


PERIOD = PeriodOf()


class _Reader:
    """Reads folded words, there and then."""

    def __init__(self, vocabulary: Vocabulary, here: Here) -> None:
        self._vocabulary, self._here = vocabulary, here
        self._today = here.now.astimezone(here.zone).date()

    def period(self, said: str) -> Period | None:
        shorter = _LEADS_IN.sub("", said)
        if named := self._named(said) or self._named(shorter):
            return named
        if self._has_no_first(said):
            return None
        found = (
            self._last(said) or self._quarter(shorter) or self._year(shorter) or self._numbered(said)
            or self._month(said) or self._range(said) or self._day(said)
        )  # fmt: skip
        if found is None and shorter != said:
            return self.period(shorter)
        return found or self._since(said)

    def _named(self, said: str) -> Period | None:
        named = _named(said, self._vocabulary)
        return named.on(self._today) if named else None

    def _has_no_first(self, said: str) -> bool:
        """Before last week: nobody says since when. (The day before yesterday is a day.)"""
        for before in _BEFORE.finditer(said):
            words = before[1].split()
            named = [_named(" ".join(words[:end]), self._vocabulary) for end in range(2, len(words) + 1)]
            if any(one and (one.is_last or words[0] == "this") for one in named):
                return True
        return False

    def _last(self, said: str) -> Period | None:
        """The last 30 days, today among them."""
        found = _LAST.fullmatch(said)
        if found is None or (found[1] is None and not found[2].endswith("ين")):
            return None
        count = _number(found[1]) if found[1] else 2
        days = (count or 0) * _LENGTHS[found[2].removeprefix("ا")[0]]
        return Period(self._today - (days - 1) * DAY, self._today) if 0 < days <= periods.LONGEST.days else None

    def _quarter(self, said: str) -> Period | None:
        found = _QUARTER.fullmatch(said)
        if found is None:
            return None
        number = int(found[1]) if found[1] else _ORDINALS.index(found[2] or found[3]) % 4 + 1
        return around(Unit.QUARTER, self._first_of(number * 3 - 2, found[4]))

    def _numbered(self, said: str) -> Period | None:
        found = _NUMBERED.fullmatch(said)
        month = int(found[1] or found[4]) if found else 0
        return around(Unit.MONTH, self._first_of(month, found[2] or found[3])) if found and 1 <= month <= 12 else None

    def _first_of(self, month: int, year: str | None) -> date:
        """The first of a month, of its year or else of the latest that has begun."""
        first = date(int(year or self._today.year), month, 1)
        return first if year or first <= self._today else first.replace(year=first.year - 1)

    def _year(self, said: str) -> Period | None:
        found = _YEAR.fullmatch(said)
        return around(Unit.YEAR, date(int(found[1]), 1, 1)) if found else None

    def _month(self, said: str) -> Period | None:
        """A month by its name: it has a first and a second day."""
        if not _MONTH.fullmatch(said) or said.isdigit():
            return None
        first, second = self._past(f"1 {said}"), self._past(f"2 {said}")
        if first is None or first.day != 1 or second is None or second - first != DAY:
            # Today may be the first: the second is of the year before.
            return None if first is None or first != self._today or first.day != 1 else around(Unit.MONTH, first)
        return around(Unit.MONTH, first)

    def _range(self, said: str) -> Period | None:
        found: list[Period] = []
        for begins, ends in _parted(_FROM.sub("", said)):
            whole = self._month(begins)
            first = whole.first if whole else self._past(begins)
            last = self._next(ends, first) if first else None
            if first and last:
                found.append(Period(first, last))
                if first <= last:
                    return found[-1]
        return found[0] if found else None

    def _since(self, said: str) -> Period | None:
        if not _SINCE.match(said):
            return None
        found = self.period(_SINCE.sub("", said))
        return Period(found.first, self._today) if found and found.first <= self._today else found

    def _day(self, said: str) -> Period | None:
        day = None if said.isdigit() else self._past(said)
        return Period(day, day) if day else None

    def _past(self, said: str) -> date | None:
        """A day, in its latest past: "1 nov" is of this year, or of the last one; what can only be to come is that."""
        found = [day for back in _BACK if (day := self._read(said, self._here.now - back))]
        if not found or found[0] <= self._today or self._is_relative(said):
            return found[0] if found else None
        return next((day for day in found if day <= self._today), found[0])

    def _next(self, said: str, first: date) -> date | None:
        """The day with which a range ends: the next such one after its first, unless that is too far off."""
        if whole := self._month(said):
            last = whole.last if whole.last >= first else _year_later(whole).last
        elif self._is_relative(said):
            return self._read(said, self._here.now)
        else:
            found = self._read(said, datetime.combine(first, time(), self._here.zone).astimezone(UTC))
            if found is None:
                return None
            last = found
        past = self._past(said) if last > self._today and last - first > HALF_A_YEAR else None
        return past or last

    def _is_relative(self, said: str) -> bool:
        """Whether it is a day further on each day, as yesterday is, or of what is to come by its words."""
        if _TO_COME.search(said):
            return True
        today, yesterday = self._read(said, self._here.now), self._read(said, self._here.now - DAY)
        return today is not None and yesterday is not None and today - yesterday == DAY

    def _read(self, said: str, now: datetime) -> date | None:
        moment = dates.read(said, now, self._here.zone)
        if moment is None or moment.has_clock or moment.at.year not in YEARS:
            return None
        return moment.at.astimezone(self._here.zone).date()


def _parted(said: str) -> Iterator[tuple[str, str]]:
    """The two ends of a range, in every way in which it can be taken apart; the month of one is of both."""
    if days := _DAYS.match(said):
        rest = said[days.end() :]
        yield f"{days[1]} {rest}", f"{days[2]} {rest}"
    for found in _BETWEEN.finditer(said):
        begins, ends = said[: found.start()], said[found.end() :]
        if _DAY_ALONE.fullmatch(begins):
            begins = re.sub(r"\b\d{1,2}\b", begins, ends, count=1)
        elif _DAY_ALONE.fullmatch(ends):
            ends = re.sub(r"\b\d{1,2}\b", ends, begins, count=1)
        yield from _dated(begins, ends)
    if "/" in said and said.count("-") == 1:
        begins, _, ends = said.partition("-")
        yield from _dated(begins.strip(), ends.strip())


def _dated(begins: str, ends: str) -> Iterator[tuple[str, str]]:
    """The ends of a range of which the last alone has a year: it is of both, or the first is of the year before."""
    found = _ENDS_IN_YEAR.search(ends)
    if found and not _HAS_YEAR.search(begins):
        for year in (int(found[2]), int(found[2]) - 1):
            yield f"{begins}{found[1]}{year}", ends
    yield begins, ends


def ends_in_days(typed: str, vocabulary: Vocabulary) -> bool:
    """Whether it is something else, such as a name, with a period's name behind it: "Ali last week"."""
    words = vocabulary.normal(typed).split()
    return any(_named(" ".join(words[at:]), vocabulary) for at in range(1, len(words)))


def _named(said: str, vocabulary: Vocabulary) -> Named | None:
    return next((named for named in Named if said == named.value or said in vocabulary.folded(_key(named))), None)


def brief(period: Period) -> str:
    """A period as a button says it that has to say more than that: `20261101-20261126`."""
    return f"{period.first:%Y%m%d}-{period.last:%Y%m%d}"


def _number(said: str) -> int | None:
    if said.isdecimal():
        return int(said)
    value = INDEX.get(said, {}).get((said,), {}).get(Kind.NUMBER)
    return value if isinstance(value, int) else None


def _year_later(month: Period) -> Period:
    return around(Unit.MONTH, month.first.replace(year=month.first.year + 1))


def _key(named: Named) -> str:
    return f"period-{named.value}"
