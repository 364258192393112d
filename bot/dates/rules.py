"""Rules: how often, from the words that say it: "every Sunday and Wednesday at 4", «يوم ٥ من كل شهر لغاية مايو»."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from bot.dates.parser import Parser
from bot.dates.phrase import OPENING, Phrase
from bot.dates.sentence import Words
from bot.dates.weekdays import Weekdays
from bot.dates.words import Kind, Part
from crm.recurrence import Every, Recurrence

_EDGES = {"start": 1, "middle": 15, "end": 31}
"""Days of the month; a short one takes its last."""

_WEEK = frozenset(range(7))
_ONE = {
    "day": Every.DAY, "يوم": Every.DAY, "week": Every.WEEK, "اسبوع": Every.WEEK, "month": Every.MONTH,
    "شهر": Every.MONTH,
}  # fmt: skip

# What stands beside a rule and is of it, though it was not read: then there is no rule to be sure of.
_UNREAD_BEFORE = (
    Kind.WEEKDAY, Kind.UNIT, Kind.TWO, Kind.ORDINAL, Kind.WORKING, Kind.EDGE, Kind.EVERY, Kind.EXCEPT, Kind.AND,
)  # fmt: skip
_UNREAD_BEHIND = (Kind.UNTIL, Kind.EXCEPT, Kind.NEXT)

_COUNTED = (
    Kind.UNIT, Kind.TWO, Kind.WEEKDAY, Kind.REPEAT, Kind.WORKING, Kind.ORDINAL, Kind.PART, Kind.FRACTION, Kind.EDGE,
)  # fmt: skip
"""What follows "every" where it says how often."""

_SINCE = frozenset({"starting", "beginning", "ابتداء", "بدءا", "اعتبارا"})
_FEWER = frozenset({"other", "twice", "times", "مرتين", "مرات", "&", "و"})


class Rules(Weekdays):
    """Reads one rule from a token on: the slots of a phrase hold its clock and its day of the month.

    Days of the week count from Sunday (0), as in a phrase.
    """

    def __init__(self, words: Words, start: int = 0) -> None:
        self.every: Every | None = None
        self.weekdays: frozenset[int] = frozenset()
        self.ranged = False
        """The weekdays were said from one to another."""
        self.left_out: frozenset[int] = frozenset()
        self.until: Phrase | None = None
        super().__init__(words, start)

    @property
    def says_rule(self) -> bool:
        """Whether anything was said to repeat."""
        return self.every is not None

    def rule(self, now: datetime, zone: tzinfo) -> Recurrence | None:
        """The rule that was said at this moment; None when its parts do not fit, or no rule can hold them."""
        every, on, minute = self.every, self._on_days(now.astimezone(zone)), self._minute()
        if self.left_out:
            every = Every.WEEK if every is Every.DAY and not on else None
            on = tuple(_WEEK - self.left_out)
        elif every is Every.DAY and self.ranged:
            every = Every.WEEK
        days_fit = not self.weekdays or every is Every.WEEK
        month_fits = self.phrase.of_month is None or every is Every.MONTH
        if every is None or not days_fit or not month_fits:
            return None
        if minute >= 1440:
            # The small hours of a night belong to the day after it.
            if every not in (Every.DAY, Every.WEEK):
                return None
            minute, on = minute - 1440, tuple((day + 1) % 7 for day in on)
        until = None
        if self.until:
            last = self.until.moment(now, zone)
            if last is None:
                return None
            until = last.at.astimezone(zone).date()
        if every is Every.WEEK:
            on = tuple(sorted(day or 7 for day in on))
        try:
            return Recurrence(every, minute, on, until)
        except ValueError:
            return None

    @property
    def speaks_of_repeating(self) -> bool:
        """Whether any of the words, be they read or not, say how often."""
        for at in range(len(self._words)):
            opened = self._is(at, Kind.EVERY)
            if opened and (self._said(opened[0]) in _FEWER or any(self._is(opened[0], kind) for kind in _COUNTED)):
                return True
            number = self._whole(opened[0]) if opened else None
            if number and self._is_count(number[0]):
                return True
        return False

    def take(self, other: Rules) -> bool:
        """Whether what was read elsewhere is only what this rule lacks (clock, end, day), and is now of it."""
        mine, phrase = self.phrase, other.phrase
        clock, weekdays, day = phrase.says_clock, other.weekdays, phrase.of_month
        if other.says_rule or other.left_out or not (clock or other.until or weekdays or day):
            return False
        if (clock and (mine.says_clock or not phrase.strength)) or (other.until and self.until):
            return False
        if weekdays and (self.weekdays or self.every is not Every.WEEK):
            return False
        if day and (mine.of_month or self.every is not Every.MONTH):
            return False
        if clock:
            mine.take_clock(phrase)
        self.until = self.until or other.until
        self.weekdays |= weekdays
        mine.of_month = mine.of_month or day
        return True

    def follows(self, start: int) -> bool:
        """Whether the words before a rule are of it, and were not read: "every other … on Sundays"."""
        return start > 0 and (
            self._said(start - 1) in _FEWER or any(self._is(start - 1, kind) for kind in _UNREAD_BEFORE)
        )

    def goes_on(self) -> bool:
        """Whether the words behind it are of it, and were not read: "… for two weeks", "… and 5pm"."""
        if any(self._is(self.end, kind) for kind in _UNREAD_BEHIND):
            return True
        if self._said(self.end - 1) == "احد" and self._said(self.end) == "من":
            # «كل أحد من العملاء» is each of them.
            return True
        at = self.end
        while at < len(self._words) and (skipped := self._filler(at) or self._after(at, Kind.AND)) > at:
            at = skipped
        at += self._said(at) in _SINCE
        if self._is(at, Kind.MONTH) or self._is_times(at):
            return True
        day = Parser(self._all, at).phrase
        number = self._number(at)
        clock = at > self.end and self._clock_at(at, at_said=False)
        return bool(clock or (day.says_day and day.strength) or (number and self._is_count(number[0])))

    def _is_times(self, at: int) -> bool:
        """Whether what begins here says how often, or when in a week or month."""
        opened = self._is(at, Kind.EVERY) or self._is(at, Kind.ORDINAL)
        after = opened[0] if opened else at
        return bool(self._is(after, Kind.WEEKDAY) or self._is(after, Kind.TWO) or (opened and self._is_count(after)))

    def _on_days(self, here: datetime) -> tuple[int, ...]:
        match self.every:
            case Every.WEEK:
                return tuple(self.weekdays) or (here.isoweekday() % 7,)
            case Every.MONTH:
                return (self.phrase.of_month or here.day,)
        return tuple(self.weekdays)

    def _minute(self) -> int:
        return self.phrase.minute_of_day if self.phrase.says_clock else OPENING.hour * 60

    def _match(self, at: int) -> int | None:
        matchers: tuple[Callable[[int], int | None], ...] = (
            self._until, self._except, self._edge_of_month, self._each, self._by_itself, self._weekday_list,
            self._number_of_month, self._month_day_alone, self._clock, self._part,
        )  # fmt: skip
        for matcher in matchers:
            after = matcher(at)
            if after is not None:
                return after
        return None

    def _filler(self, at: int) -> int | None:
        if self._is(at, Kind.UNTIL) or (self._said(at) == "و" and not self._is(at + 1, Kind.UNTIL)):
            return None
        return super()._filler(at)

    def _range(self, end: int) -> int:
        # "At 9 and 5" is two times of a day, which no rule holds.
        return end if self._said(end) in ("and", "و") and not self._between else super()._range(end)

    def _counts(self, every: Every, end: int) -> int | None:
        if self.every not in (None, every):
            return None
        self.every = every
        if every is not Every.MONTH:
            # After it an hour may be bare, as after a day.
            self.phrase.day = 0
        return end

    def _each(self, at: int) -> int | None:
        """Every day, each Sunday and Wednesday, every morning, «كل يوم عمل», «كل ١٠ بالشهر»."""
        found = self._is(at, Kind.EVERY)
        if found is None or self._is(at, Kind.REPEAT):
            return None
        start = found[0]
        if (working := self._is(start, Kind.REPEAT)) and working[1] == Every.WORKING_DAY:
            return self._counts(Every.WORKING_DAY, working[0])
        if listed := self._weekdays_at(start):
            return self._add(listed) if self._counts(Every.WEEK, start) else None
        named = self._said(start) == "يوم"
        day = self._whole(start + named, 31)
        if day and day[1]:
            month = self._month_said(day[0])
            sure = self._words[start].ordinal or (named and day[1] > 12 and self._words[start + 1].number)
            if (month or sure) and self.phrase.of_month is None:
                self.phrase.of_month = day[1]
                return self._counts(Every.MONTH, month or day[0])
        if part := self._is(start, Kind.PART):
            # "First thing every morning": what was said before is the nearer one.
            return self._counts(Every.DAY, part[0] if self.phrase.part else start)
        every = _ONE.get(self._said(start))
        return self._counts(every, start + 1) if every else None

    def _by_itself(self, at: int) -> int | None:
        """Daily, weekly, weekdays, on Sundays, «أيام الأحد»."""
        if found := self._is(at, Kind.REPEAT):
            end, value = found
            if isinstance(value, Part):
                self.phrase.part = value
                return self._counts(Every.DAY, end)
            many = self._said(end - 1).endswith("s") or self._said(at) == "ايام"
            alone = value != Every.WORKING_DAY or (many and not self._counted(at))
            return self._counts(Every(value), end) if alone else None
        days = self._said(at) == "ايام"
        start = at + (days or self._said(at) == "on")
        listed = self._weekdays_at(start)
        many = days or self._said(start).endswith("days")
        if listed and many and not self._counted(start) and self._counts(Every.WEEK, at):
            return self._add(listed)
        return None

    def _counted(self, at: int) -> bool:
        """Whether a number stands before, which is no hour: "in 3 working days" is once."""
        number = at > 0 and (self._words[at - 1].number or self._is(at - 1, Kind.NUMBER))
        return bool(number) and not self.phrase.says_clock

    def _weekday_list(self, at: int) -> int | None:
        listed = None if self.weekdays else self._weekdays_at(at)
        return self._add(listed) if listed else None

    def _add(self, listed: tuple[int, frozenset[int], bool]) -> int:
        end, days, ranged = listed
        self.weekdays |= days
        self.ranged = self.ranged or ranged
        return end

    def _except(self, at: int) -> int | None:
        found = self._is(at, Kind.EXCEPT)
        listed = self._weekdays_at(found[0]) if found else None
        if listed is None or self.left_out:
            return None
        self.left_out = listed[1]
        return listed[0]

    def _edge_of_month(self, at: int) -> int | None:
        """The last day of every month, «أول كل شهر», «كل آخر شهر»; after "monthly", the last day alone."""
        if self.phrase.of_month is not None:
            return None
        start = self._after(at, Kind.EVERY)
        before = start > at
        start += self._said(start) == "the"
        ordinal, edge = self._is(start, Kind.ORDINAL), self._is(start, Kind.EDGE)
        if ordinal and ordinal[1] in (1, -1):
            end, day = ordinal[0], 1 if ordinal[1] == 1 else 31
        elif edge:
            end, day = edge[0], _EDGES[edge[1]]
            if before and self._is(start, Kind.FRACTION):
                # «كل نص شهر» is twice a month.
                return None
        else:
            return None
        named = not self._is(end, Kind.REPEAT) and self._said(end) in ("day", "يوم")
        end += named
        month = self._month_said(end, bare=before)
        monthly = self.every is Every.MONTH and (named or day == 1)
        every_month = month is not None and (before or self._is(month - 2, Kind.EVERY))
        if not monthly and not every_month and not (month and self.every is Every.MONTH):
            return None
        self.phrase.of_month = day
        return self._counts(Every.MONTH, month or end)

    def _month_said(self, at: int, *, bare: bool = False) -> int | None:
        """The end of "of the month", «من كل شهر»; with `bare`, شهر alone."""
        start = self._of(self._of(at))
        each = self._is(start, Kind.EVERY)
        said = self._said(each[0] if each else start)
        if said in ("month", "الشهر") or (said == "شهر" and (each or bare)):
            return (each[0] if each else start) + 1
        return None

    def _number_of_month(self, at: int) -> int | None:
        """The day in "every month 15", where it can be no hour."""
        number = self._whole(at, 31)
        if self.every is not Every.MONTH or self.phrase.of_month is not None or not number or not number[1]:
            return None
        if self._is(number[0], Kind.HALF_DAY) or self._is(number[0], Kind.PART):
            return None
        self.phrase.of_month = number[1]
        return number[0]

    def _until(self, at: int) -> int | None:
        found = self._is(at, Kind.UNTIL)
        if self._said(at) == "اخر" and self.every not in (None, Every.MONTH):
            # «لآخر الشهر»: the tables take its ل off.
            found = at, None
        if found is None or self.until:
            return None
        parser = Parser(self._all, found[0])
        end, last = parser.end, parser.phrase
        if end == found[0] and (month := self._month_at(end)):
            end, last = month[0], Phrase(month=month[1], hijri=month[2])
        if not last.says_day or last.timed or last.now:
            return None
        if last.says_clock:
            # "Every day until 1 May at 9": the hour is of the rule.
            if last.hour is None or self.phrase.says_clock:
                return None
            self.phrase.take_clock(last)
            last.take_clock(Phrase())
        self.until = last
        return end
