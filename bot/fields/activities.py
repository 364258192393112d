"""Fields of a rep's day: what was logged, how a call went, a section of the agenda, and a place in a list."""

from __future__ import annotations

import re
from enum import StrEnum

from bot.fields.base import Field, FieldError, shorten
from bot.fields.closed import OneOf
from bot.fields.durations import Duration
from bot.fields.vocabulary import CANONICAL, Vocabulary
from storage.models.kinds import CallOutcome


class Logged(StrEnum):
    """What happened outside of Diwan, and who began it."""

    CALL = "call"
    CALL_IN = "call_in"
    EMAIL = "email"
    EMAIL_IN = "email_in"
    NOTE = "note"


class Section(StrEnum):
    """A part of the agenda."""

    TASKS = "tasks"
    WAITING = "waiting"
    TICKETS = "tickets"


class Place(Field[tuple[int, ...]]):
    """Where the next page of a list begins, as its button says it: `>1772.0.5`."""

    _WRITTEN = re.compile(r">\d{1,18}(\.\d{1,18}){0,3}", re.ASCII)

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> tuple[int, ...]:
        if not self._WRITTEN.fullmatch(typed):
            raise FieldError("field-place-unknown", typed=shorten(typed))
        return tuple(int(part) for part in typed[1:].split("."))

    def write(self, value: tuple[int, ...]) -> str:
        return ">" + ".".join(map(str, value))


LOGGED = OneOf(Logged, "logged")
OUTCOME = OneOf(CallOutcome, "outcome")
SECTION = OneOf(Section, "section")
DURATION = Duration()
PLACE = Place()
