"""Fields of closed sets, whose values are words in both languages, and references to records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Generic, TypeVar

from bot.fields.base import Field, FieldError, shorten
from bot.fields.vocabulary import CANONICAL, Vocabulary, trim
from bot.speech.typed import latin_digits
from crm import references
from crm.colleagues import Handle
from crm.references import Ref, RefKind
from storage.text import Text

E = TypeVar("E", bound=StrEnum)

EXAMPLES = {RefKind.LEAD: "L12", RefKind.CUSTOMER: "C7", RefKind.TICKET: "T45", RefKind.ACTIVITY: "A9"}


def hyphened(name: str) -> str:
    """A name as part of a Fluent key: `in_progress` is `in-progress`."""
    return name.replace("_", "-")


class OneOf(Field[E], Generic[E]):
    """One value of an enumeration. The label and the words of `in_progress` are in Fluent's `<prefix>-in-progress`."""

    span = 4

    def __init__(self, kind: type[E], prefix: str, *, values: Iterable[E] | None = None, sample: E | None = None):
        """`values` are the ones that can be said, all by default; `sample` is the one that help shows."""
        self.values: tuple[E, ...] = tuple(kind) if values is None else tuple(values)
        self.prefix = prefix
        self.sample = self.values[0] if sample is None else sample

    def key(self, value: E) -> str:
        """The Fluent key of a value's label and words."""
        return f"{self.prefix}-{hyphened(value.value)}"

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> E:
        said = vocabulary.normal(typed)
        for value in self.values:
            if said == vocabulary.normal(value.value):
                return value
        for value in self.values:
            if said in vocabulary.folded(self.key(value)):
                return value
        raise FieldError(
            f"field-{self.prefix}-unknown",
            typed=shorten(typed),
            values=[Text(self.key(value)) for value in self.values],
        )

    def write(self, value: E) -> str:
        return value.value

    def choices(self) -> Sequence[tuple[str, str]]:
        return [(value.value, self.key(value)) for value in self.values]

    def show(self, value: E) -> Text | str:
        return Text(self.key(value))

    def example(self, vocabulary: Vocabulary, language: str) -> str:
        return vocabulary.word(self.key(self.sample), language) or self.sample.value

    def check(self, vocabulary: Vocabulary) -> None:
        check_words({self.key(value): value.value for value in self.values}, vocabulary)


class YesNo(Field[bool]):
    """Yes or no, in Fluent's `form-yes` and `form-no`."""

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> bool:
        said = vocabulary.normal(typed)
        for value in (True, False):
            if said == self.write(value) or said in vocabulary.folded(f"form-{self.write(value)}"):
                return value
        raise FieldError("field-yes-no-unknown", typed=shorten(typed))

    def write(self, value: bool) -> str:
        return "yes" if value else "no"

    def choices(self) -> Sequence[tuple[str, str]]:
        return [("yes", "form-yes"), ("no", "form-no")]

    def show(self, value: bool) -> Text | str:
        return Text(f"form-{self.write(value)}")

    def example(self, vocabulary: Vocabulary, language: str) -> str:
        return vocabulary.word("form-yes", language) or "yes"

    def check(self, vocabulary: Vocabulary) -> None:
        check_words({"form-yes": "yes", "form-no": "no"}, vocabulary)


class Reference(Field[Ref]):
    """A reference to a record of one of some kinds: T45, L12, C7. `name` is part of its Fluent key.

    `sample` is the one that help shows.
    """

    def __init__(self, name: str, *kinds: RefKind, sample: str | None = None):
        self.name = name
        self.kinds = kinds
        self.sample = sample or EXAMPLES[kinds[0]]

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> Ref:
        ref = references.parse(trim(typed))
        if ref is None or ref.kind not in self.kinds:
            raise FieldError(f"field-{self.name}-unknown", typed=shorten(typed))
        return ref

    def write(self, value: Ref) -> str:
        return str(value)

    def example(self, vocabulary: Vocabulary, language: str) -> str:
        return self.sample


class Colleague(Field[Handle]):
    """A staff member by name, `@خالد`; whoever reads it finds out who that is (crm.colleagues)."""

    span = 3

    def __init__(self, *, suspended: bool = False):
        """With `suspended`, those are meant, too."""
        self.suspended = suspended

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> Handle:
        said = trim(typed)
        first, _, rest = said.partition(" ")
        if rest and vocabulary.normal(first) in vocabulary.folded("colleague-to"):
            said = rest.strip()
        said = said.removeprefix("@").strip()
        if not said or len(said) > 60 or references.resembles(said):
            raise FieldError("field-colleague-unknown", typed=shorten(typed))
        return Handle(latin_digits(said), self.suspended)

    def write(self, value: Handle) -> str:
        return f"@{value.said}"

    def example(self, vocabulary: Vocabulary, language: str) -> str:
        return "@خالد" if language == "ar" else "@Khalid"


def check_words(canonical: dict[str, str], vocabulary: Vocabulary) -> None:
    """Raise ValueError when two of these Fluent keys have a word in common, or one has no words.

    `canonical` gives the word that always works beside those of the key.
    """
    taken: dict[str, str] = {}
    for key, always in canonical.items():
        if not vocabulary.folded(key):
            raise ValueError(f"{key} has no words")
        for word in vocabulary.folded(key) | {vocabulary.normal(always)}:
            if taken.setdefault(word, key) != key:
                raise ValueError(f"{word!r} is a word of {taken[word]} and of {key}")
