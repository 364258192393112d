"""The router: which command a text says, with the values of its fields."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from bot.commands import Audience, Command, Commands, Least, PatternError, Slot
from bot.fields import FieldError, OneOf, Reference, Vocabulary, trim
from crm import references
from crm.references import Ref, RefKind
from storage.models.kinds import Role

__all__ = ["Audience", "Command", "Commands", "Match", "PatternError", "Router", "Usage"]

Allowed = Callable[[Command], bool]

NEAR = 0.75
"""How alike (0 to 1) a word must be to a command's to be taken for a slip of it."""

_WORD = re.compile(r"\S+")
_MENTION = re.compile(r"@\w+$")


@dataclass(frozen=True, slots=True)
class Match:
    """A command that was said. A reference is a Ref; a field that was left out is not in `args`."""

    command: Command
    args: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Usage:
    """A command whose fields were not: `error` says what could not be read, None when something is missing or over."""

    command: Command
    error: FieldError | None = None


@dataclass(frozen=True, slots=True)
class _Given:
    """A value of a field, and whether it was typed or came from the context."""

    name: str
    value: Any
    free: bool
    typed: bool


class Router:
    """Finds the command in what people type, in the vocabulary of all languages."""

    def __init__(self, commands: Commands, vocabulary: Vocabulary) -> None:
        """Raises PatternError when two commands could be said by the same words to the same people."""
        self.commands = commands
        self._vocabulary = vocabulary
        self._phrases: dict[str, list[Command]] = {}
        self._bare: dict[RefKind, list[Command]] = {}
        for command in commands:
            for phrase in {vocabulary.normal(command.name)} | vocabulary.folded(command.key):
                _claim(self._phrases, phrase, command)
            if command.bare:
                for kind in _kinds(command.slots[0]):
                    _claim(self._bare, kind, command)
            for slot in command.slots:
                slot.field.check(vocabulary)
        self._longest = max((len(phrase.split()) for phrase in self._phrases), default=0)

    def __iter__(self) -> Iterator[Command]:
        return iter(self.commands)

    def match(
        self, text: str, allowed: Allowed, *, context: Mapping[str, Ref] | None = None, strict: bool = False,
        vocabulary: Vocabulary | None = None,
    ) -> Match | Usage | None:  # fmt: skip
        """The command that the text says, among those allowed.

        `context` has the references that go without saying (a quoted notice about T45): they fill the reference
        fields that were left out, the first that is of the right kind; an optional field by its own name alone.
        When the text begins with a command's word and goes on otherwise, the answer is a Usage; with `strict` (for
        customers, whose prose may begin so) it is None, and so is free text after a command's word without a
        reference, unless it was said with a slash. `vocabulary` is the router's own, there and then.
        """
        words = _words(text)
        if not words:
            return None
        bare = self._match_bare(text, allowed)
        if bare is not None:
            return bare
        slash = trim(text[slice(*words[0])]).startswith("/")
        usage: Usage | None = None
        for command, taken in self._said(text, words):
            if not allowed(command):
                continue
            fitting = _Fitting(text, words, vocabulary or self._vocabulary, context or {})
            given = fitting.fit(command.slots, taken)
            if given is None and command.any_order and (slash or not strict):
                given = fitting.fit_otherwise(command.slots, taken)
            if given is None:
                usage = usage or Usage(command, fitting.error)
            elif not strict or slash or (_meant(given) and (given or not command.prose)):
                return Match(command, {each.name: each.value for each in given})
        return None if strict else usage

    def names(self, text: str, allowed: Allowed) -> bool:
        """Whether the text says an allowed command, or its words and then nothing, or a record, that does not fit."""
        if isinstance(self.match(text, allowed), Match):
            return True
        words = _words(text)
        return bool(words) and any(
            allowed(command) and (taken == len(words) or references.resembles(trim(text[slice(*words[taken])])))
            for command, taken in self._said(text, words)
        )

    def nearest(self, text: str, allowed: Allowed) -> Command | None:
        """The allowed command whose word the text's beginning looks like a slip of."""
        words = [self._vocabulary.normal(_unslashed(word)) for word in text.split()[: self._longest]]
        phrases = {
            phrase: command
            for phrase, commands in self._phrases.items()
            for command in commands
            if allowed(command) and not command.bare
        }
        best: tuple[float, Command] | None = None
        for count in range(1, len(words) + 1):
            typed = " ".join(words[:count])
            for phrase in difflib.get_close_matches(typed, phrases, n=1, cutoff=NEAR):
                likeness = difflib.SequenceMatcher(None, phrase, typed).ratio()
                if best is None or likeness > best[0]:
                    best = (likeness, phrases[phrase])
        return None if best is None else best[1]

    def word(self, command: Command, language: str) -> str:
        """The first word of a command in a language; its name when the language has none."""
        return self._vocabulary.word(command.key, language) or command.name

    def usage(self, command: Command, language: str) -> str:
        """How a command is said, by example: `move T45 in progress`, `tickets [open|mine|closed]`."""
        head = [] if command.bare else [self.word(command, language)]
        return " ".join([*head, *(self._sample(slot, language) for slot in command.slots if not _for_buttons(slot))])

    def _sample(self, slot: Slot, language: str) -> str:
        if not slot.optional:
            return slot.field.example(self._vocabulary, language)
        if not isinstance(slot.field, OneOf):
            return f"[{slot.field.example(self._vocabulary, language)}]"
        words = [self._vocabulary.word(key, language) or value for value, key in slot.field.choices()]
        return f"[{'|'.join(words)}]"

    def _match_bare(self, text: str, allowed: Allowed) -> Match | None:
        ref = references.parse(trim(text))
        for command in self._bare.get(ref.kind, ()) if ref else ():
            if allowed(command):
                return Match(command, {command.slots[0].name: ref})
        return None

    def _said(self, text: str, words: list[tuple[int, int]]) -> Iterator[tuple[Command, int]]:
        """The commands by whose words the text begins, and how many words that is; the longest first."""
        first, *others = (text[slice(*span)] for span in words[: self._longest])
        typed = [_unslashed(first), *others]
        for count in range(len(typed), 0, -1):
            for command in self._phrases.get(self._vocabulary.normal(" ".join(typed[:count])), ()):
                yield command, count


class _Fitting:
    """One try to fit what follows a command's word to its fields, going back where another reading fits better."""

    def __init__(
        self, text: str, words: list[tuple[int, int]], vocabulary: Vocabulary, context: Mapping[str, Ref], *,
        otherwise: bool = False,
    ) -> None:  # fmt: skip
        """With `otherwise` the fields are not in their order: each takes the fewest words that fit, else the most."""
        self._text = text
        self._words = words
        self._vocabulary = vocabulary
        self._context = context
        self._otherwise = otherwise
        self._reached = -1
        self.error: FieldError | None = None
        """Why the field that came furthest could not be read."""

    def fit(self, slots: tuple[Slot, ...], at: int) -> list[_Given] | None:
        """The values of these fields in the words from `at` on; None when they do not fit."""
        if not slots:
            return None if any(trim(self._piece(i, i + 1)) for i in range(at, len(self._words))) else []
        slot, others = slots[0], slots[1:]
        remaining = len(self._words) - at
        counts = range(remaining, remaining - 1, -1) if slot.rest else range(min(slot.field.span, remaining), 0, -1)
        for count in (reversed(counts) if self._otherwise else counts) if remaining else ():
            try:
                value = slot.field.read(self._piece(at, at + count), self._vocabulary)
            except FieldError as error:
                self._note(error, at)
                continue
            if self._otherwise:
                value = slot.field.out_of_order(value)
            after = self.fit(others, at + count)
            if after is not None:
                return [_Given(slot.name, value, slot.field.free, typed=True), *after]
        known = self._context.get(slot.name) if slot.optional else self._known(slot, at)
        if known is not None:
            after = self.fit(others, at)
            if after is not None:
                return [_Given(slot.name, known, free=False, typed=False), *after]
        return self.fit(others, at) if slot.optional else None

    def fit_otherwise(self, slots: tuple[Slot, ...], at: int) -> list[_Given] | None:
        """The same for fields in another order: "Ali last week" is Ali's last week, and not Ali Last's week."""
        fitting = _Fitting(self._text, self._words, self._vocabulary, self._context, otherwise=True)
        orders = (order for order in permutations(slots) if order != slots)
        return next((found for order in orders if (found := fitting.fit(order, at)) is not None), None)

    def _piece(self, start: int, end: int) -> str:
        return self._text[self._words[start][0] : self._words[end - 1][1]]

    def _known(self, slot: Slot, at: int) -> Ref | None:
        """The context's reference for this field, unless another reference was typed in its place."""
        if at < len(self._words) and references.resembles(trim(self._piece(at, at + 1))):
            return None
        kinds = _kinds(slot)
        named = self._context.get(slot.name)
        return next((ref for ref in (named, *self._context.values()) if ref is not None and ref.kind in kinds), None)

    def _note(self, error: FieldError, at: int) -> None:
        if at > self._reached:
            self._reached, self.error = at, error


def _words(text: str) -> list[tuple[int, int]]:
    """Where the words are; marks before the first are none."""
    words = [found.span() for found in _WORD.finditer(text)]
    while words and not trim(text[slice(*words[0])]):
        del words[0]
    return words


def _kinds(slot: Slot) -> tuple[RefKind, ...]:
    return slot.field.kinds if isinstance(slot.field, Reference) else ()


def _for_buttons(slot: Slot) -> bool:
    """Whether only buttons say this field, such as where the next page of a list begins."""
    shown = slot.rest or slot.field.shown or isinstance(slot.field, OneOf | Reference)
    return slot.optional and not shown


def _meant(given: list[_Given]) -> bool:
    """Whether this can only be a command: no free words in it, or a typed reference before them."""
    return not any(each.free for each in given) or any(each.typed and isinstance(each.value, Ref) for each in given)


def _unslashed(word: str) -> str:
    plain = trim(word)
    return _MENTION.sub("", plain[1:]) if plain.startswith("/") else plain


def _claim(table: dict[Any, list[Command]], said: Any, command: Command) -> None:
    claimed = table.setdefault(said, [])
    for other in claimed:
        if _overlap(other.least, command.least):
            raise PatternError(f"{said!s} says both {other.name!r} and {command.name!r}")
    claimed.append(command)


def _overlap(one: Least, other: Least) -> bool:
    """Whether some person may say commands of both."""
    return one is None or other is None or isinstance(one, Role) == isinstance(other, Role)
