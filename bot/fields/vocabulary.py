"""The words that people type, in every language at once, and how a typed text is compared with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from bot.speech.typed import clean, fold

PUNCTUATION = ".,;:!?…،؛؟\"'«»“”‘’" + "".join(filter(str.isspace, map(chr, range(0x3001))))
"""What may stand around a typed word without changing it."""


def trim(typed: str) -> str:
    """A cleaned text without the punctuation around it: `"T45."` is `T45`."""
    return clean(typed).strip(PUNCTUATION)


@dataclass(frozen=True, slots=True)
class Here:
    """When and where something was typed: what "tomorrow at ten", or a number without its country code, depends on."""

    now: datetime
    """Aware."""
    zone: tzinfo
    """The writer's."""
    region: str
    """The organisation's country, as ISO 3166 has it: `SA`."""


@dataclass(frozen=True)
class Vocabulary:
    """The words of a Fluent key in all languages, and the folding under which two spellings are the same word.

    `words("command-close")` gives `("close", "shut", "أغلق")`, or `()` for a key that has no words. `fold` drops case,
    Arabic spelling variants and marks, and makes digits Latin.
    """

    words: Callable[[str], tuple[str, ...]]
    fold: Callable[[str], str] = fold
    here: Here | None = None
    """None where nobody types: canonical values are read."""
    _folded: dict[str, frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def at(self, here: Here) -> Vocabulary:
        """The same words, typed then and there."""
        heard = Vocabulary(self.words, self.fold, here)
        object.__setattr__(heard, "_folded", self._folded)
        return heard

    def normal(self, typed: str) -> str:
        """The form in which words are compared: folded, trimmed, `_` as a space, single spaces."""
        return " ".join(self.fold(trim(typed)).replace("_", " ").split())

    def folded(self, key: str) -> frozenset[str]:
        """The words of a key, each in normal form."""
        if key not in self._folded:
            self._folded[key] = frozenset(self.normal(word) for word in self.words(key)) - {""}
        return self._folded[key]

    def word(self, key: str, language: str) -> str | None:
        """The first word of a key in that language's script; None when it has none."""
        arabic = language == "ar"
        return next((word for word in self.words(key) if _is_arabic(word) == arabic), None)


CANONICAL = Vocabulary(words=lambda _: ())
"""No words at all: what reads canonical values, such as a conversation's answers."""


def _is_arabic(word: str) -> bool:
    return any("\u0600" <= c <= "\u06ff" for c in word)
