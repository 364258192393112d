"""What a field is: it reads one kind of value as people type it, and writes it canonically."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from bot.fields.vocabulary import CANONICAL, Vocabulary
from bot.speech.typed import clean
from storage.text import Text, Value

T = TypeVar("T")


class FieldError(ValueError):
    """What was typed is no such value; `text` is what the person is told."""

    def __init__(self, key: str, **args: Value) -> None:
        super().__init__(key)
        self.text = Text(key, args)

    @property
    def key(self) -> str:
        """The Fluent key of what the person is told."""
        return self.text.key


class Field(ABC, Generic[T]):
    """One kind of value. `read(write(value)) == value` for every value that it can read."""

    span: ClassVar[int] = 1
    """How many words of a command it takes at most."""
    free: ClassVar[bool] = False
    """Whether it takes people's own words, so that almost any text is one."""
    shown: ClassVar[bool] = False
    """Whether help shows it where it may be left out, though it is of no closed set."""
    multiline: ClassVar[bool] = False
    """Whether its values can have several lines, and be long."""

    @abstractmethod
    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> T:
        """The value that was typed, in words of the vocabulary or canonically. Raises FieldError."""

    @abstractmethod
    def write(self, value: T) -> str:
        """The value as a canonical string."""

    def choices(self) -> Sequence[tuple[str, str]]:
        """Every value of a closed set: its canonical string and the Fluent key of its label. Empty for open kinds."""
        return ()

    def show(self, value: T) -> Text | str:
        """The value as it is read in a chat."""
        return self.write(value)

    def out_of_order(self, value: T) -> T:
        """A value that stands elsewhere than its command says, where it may rather be a part of something else."""
        return value

    def example(self, vocabulary: Vocabulary, language: str) -> str:
        """How such a value is typed, for help."""
        return "…"

    def check(self, vocabulary: Vocabulary) -> None:
        """Raise ValueError when the vocabulary gives two values the same word, or a value none."""
        return


def shorten(typed: str) -> str:
    """What was typed, short enough to be repeated to the one who typed it."""
    words = " ".join(clean(typed).split())
    return words if len(words) <= 40 else words[:39] + "…"
