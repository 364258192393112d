"""Sentence: what stands at a place of a text that may be a date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.dates.phrase import Phrase
from bot.dates.tokens import Token
from bot.dates.words import INDEX, LONGEST, Kind

Sayings = list[tuple[int, dict[Kind, object]]]


class Words:
    """The tokens of a text, and what each can begin: looked up once, however often it is asked."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._sayings: dict[int, Sayings] = {}

    def sayings(self, at: int) -> Sayings:
        """What the words from here on can be, the longest saying first, with the index behind it."""
        if at not in self._sayings:
            self._sayings[at] = self._look_up(at)
        return self._sayings[at]

    def _look_up(self, at: int) -> Sayings:
        if at >= len(self.tokens) or self.tokens[at].number or self.tokens[at].mark:
            return []
        here = tuple(token.said for token in self.tokens[at : at + LONGEST])
        known = INDEX.get(here[0], {}).items()
        found = [(at + len(saying), kinds) for saying, kinds in known if here[: len(saying)] == saying]
        return sorted(found, key=lambda each: -each[0])


class Sentence:
    """A phrase that is being read from the words. Its readers give the index behind what they read, or None."""

    phrase: Phrase

    def __init__(self, words: Words) -> None:
        self._all = words
        self._words = words.tokens
        self.phrase = Phrase()

    def _is(self, at: int, kind: Kind) -> tuple[int, Any] | None:
        """The end and the value of the longest saying of this kind that begins here."""
        for after, kinds in self._all.sayings(at):
            if kind in kinds:
                return after, kinds[kind]
        return None

    def _after(self, at: int, kind: Kind) -> int:
        """The end of a saying of this kind, or here."""
        found = self._is(at, kind)
        return found[0] if found else at

    def _said(self, at: int) -> str:
        return self._words[at].said if at < len(self._words) else ""

    def _joined(self, at: int) -> bool:
        """Whether a token is written right after the one before."""
        return 0 < at < len(self._words) and self._words[at].start == self._words[at - 1].end

    def _whole(self, at: int, most: int = 9999) -> tuple[int, int] | None:
        """A whole number in digits or words, with the index behind it."""
        if at >= len(self._words):
            return None
        token = self._words[at]
        if token.number:
            return (at + 1, int(token.said)) if token.said.isdigit() and int(token.said[:6]) <= most else None
        found = self._is(at, Kind.NUMBER)
        return (found[0], found[1]) if found and found[1] <= most else None

    def _number(self, at: int) -> tuple[int, int] | None:
        """A number, also of two words: خمسة وأربعين, twenty five."""
        first = self._whole(at)
        if first is None or self._words[at].number:
            return first
        end, count = first
        second = self._whole(self._after(end, Kind.AND)) if count < 10 and self._said(end) == "و" else None
        if second and second[1] >= 20 and second[1] % 10 == 0 and not self._words[second[0] - 1].number:
            return second[0], count + second[1]
        second = self._whole(end) if count >= 20 and count % 10 == 0 else None
        return (second[0], count + second[1]) if second and second[1] < 10 else first

    def _of(self, at: int) -> int:
        return at + 1 if self._said(at) in ("of", "من", "في", "the") else at
