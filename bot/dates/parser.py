"""The parser: fills the slots of a phrase, word by word, as far as the words are of a date."""

from __future__ import annotations

from collections.abc import Callable

from bot.dates.days import Days
from bot.dates.sentence import Words
from bot.dates.tokens import SEPARATORS
from bot.dates.words import Kind

FILLERS = 8
"""Words in a row that may say nothing, such as "on the"."""


class Parser(Days):
    """Reads one phrase from a token on. `end` is the token behind the last that was of the date."""

    def __init__(self, words: Words, start: int = 0) -> None:
        super().__init__(words)
        self.end = at = start
        while at < len(words.tokens):
            after = self._match(at)
            if after is not None:
                at = self.end = after
                continue
            skipped = self._filler(at)
            if skipped is None or skipped - self.end > FILLERS:
                break
            at = skipped

    def _match(self, at: int) -> int | None:
        """The end of the longest thing that is said here and was not said before; the slots are filled."""
        matchers: tuple[Callable[[int], int | None], ...] = (
            self._simple, self._quantity, self._numeric_date, self._month_day, self._edge, self._ordinal_weekday,
            self._weekday, self._period, self._month_day_alone, self._clock, self._part, self._next,
        )  # fmt: skip
        for matcher in matchers:
            after = matcher(at)
            if after is not None:
                return after
        return None

    def _filler(self, at: int) -> int | None:
        if self._words[at].mark:
            return at + 1 if self._words[at].said in SEPARATORS else None
        best = at
        for kind in (Kind.FILLER, Kind.AT, Kind.ON, Kind.THIS):
            best = max(best, self._after(at, kind))
        if best == at and self._said(at) == "و":
            best = at + 1
        return best if best > at else None
