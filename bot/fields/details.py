"""Fields of leads and customers: what can be corrected, e-mail addresses, and words that are offered or one's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.fields.base import Field, FieldError, shorten
from bot.fields.closed import OneOf, check_words
from bot.fields.open import Phone, Phrase
from bot.fields.vocabulary import CANONICAL, Vocabulary, trim
from bot.speech.typed import latin_digits
from crm.leads import REASONS, SOURCES
from crm.parties import Detail
from storage.text import Text

CLEAR = "-"
"""What is answered, by a button or typed, to take away what is on record."""


class Email(Field[str]):
    """An e-mail address, in small letters."""

    _SHAPE = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}@[\w-]+(\.[\w-]+)+")

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> str:
        address = latin_digits(trim(typed)).casefold()
        if len(address) > 254 or not self._SHAPE.fullmatch(address):
            raise FieldError("field-email-unknown", typed=shorten(typed))
        return address

    def write(self, value: str) -> str:
        return value

    def example(self, vocabulary: Vocabulary, language: str) -> str:
        return "sara@example.com"


class Offered(Field[str]):
    """One of some usual values, or anything else in a few words. The label and words of `walk-in` are in Fluent's
    `<prefix>-walk-in`."""

    span = 4
    free = True

    def __init__(self, prefix: str, values: Sequence[str], most: int):
        """`most` is the length in characters of what somebody says instead."""
        self.prefix = prefix
        self.values = tuple(values)
        self._own = Phrase(2, most)

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> str:
        said = vocabulary.normal(typed)
        for value in self.values:
            if said == vocabulary.normal(value) or said in vocabulary.folded(f"{self.prefix}-{value}"):
                return value
        return self._own.read(typed, vocabulary)

    def write(self, value: str) -> str:
        return value

    def choices(self) -> Sequence[tuple[str, str]]:
        return [(value, f"{self.prefix}-{value}") for value in self.values]

    def show(self, value: str) -> Text | str:
        return Text(f"{self.prefix}-{value}") if value in self.values else value

    def check(self, vocabulary: Vocabulary) -> None:
        check_words({f"{self.prefix}-{value}": value for value in self.values}, vocabulary)


class Clearable(Field[str]):
    """A value of another field, or CLEAR: what is on record is taken away."""

    free = True

    def __init__(self, field: Field[str]):
        self.field = field

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> str:
        if typed.strip() in (CLEAR, "–", "—") or vocabulary.normal(typed) in vocabulary.folded("detail-clear"):
            return CLEAR
        return self.field.read(typed, vocabulary)

    def write(self, value: str) -> str:
        return value

    def choices(self) -> Sequence[tuple[str, str]]:
        return [*self.field.choices(), (CLEAR, "detail-clear")]

    def show(self, value: str) -> Text | str:
        return Text("detail-clear") if value == CLEAR else self.field.show(value)


DETAIL = OneOf(Detail, "detail", sample=Detail.PHONE)
NAME = Phrase(2, 80)
COMPANY = Phrase(2, 80)
EMAIL = Email()
SOURCE = Offered("source", SOURCES, 32)
REASON = Offered("lost-reason", REASONS, 200)

OF_DETAIL: dict[Detail, Field[Any]] = {
    Detail.NAME: NAME,
    Detail.PHONE: Clearable(Phone()),
    Detail.EMAIL: Clearable(EMAIL),
    Detail.COMPANY: Clearable(COMPANY),
    Detail.SOURCE: Clearable(SOURCE),
}
"""How each detail of a lead or customer is read."""
