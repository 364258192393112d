"""Fields of the digest: how often and when it comes, whose numbers are in it, and whether with a picture."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot import dates
from bot.fields.base import Field, FieldError, shorten
from bot.fields.closed import OneOf
from bot.fields.vocabulary import CANONICAL, Vocabulary
from crm.periods import DAY
from crm.recurrence import Every, Recurrence
from storage.models.kinds import DigestEvery

LONGEST = 100
"""Characters in which a rhythm is looked for."""

_EVERY = {Every.DAY: DigestEvery.DAY, Every.WEEK: DigestEvery.WEEK}
_CLOCK = re.compile(r"\d|\b(?:nine|noon|midnight|morning|التاسعه|تسعه|الصبح|صباحا?|الظهر)\b")
# What people shorten: «يومي ٧», «أسبوعي الأحد».
_IN_FULL = ((re.compile(r"^يومي\b"), "يوميا"), (re.compile(r"^اسبوعي\b"), "اسبوعيا"))


class Scope(StrEnum):
    """Whose numbers, when nobody is named."""

    TEAM = "team"
    ME = "me"


class Picture(StrEnum):
    """Whether the numbers come with their picture."""

    WITH = "with-picture"
    WITHOUT = "without-picture"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often; what was not said is None, and stays as it is."""

    on: bool = True
    every: DigestEvery | None = None
    minute: int | None = None
    weekday: int | None = None


class Rhythmic(Field[Rhythm]):
    """How often and when: "daily 7:30", "weekly sunday 8", «أسبوعي الأحد ٨», "on", "off", or an hour alone."""

    span = 7
    shown = True

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> Rhythm:
        said = vocabulary.normal(typed)
        for on, word in ((True, "on"), (False, "off")):
            if said == word or said in vocabulary.folded(f"digest-{word}"):
                return Rhythm(on)
        for every in DigestEvery:
            if said in vocabulary.folded(f"digest-every-{every.value}"):
                return Rhythm(every=every)
        found = _rule(said, vocabulary)
        if found is None:
            raise FieldError("field-rhythm-unknown", typed=shorten(typed))
        return found

    def write(self, value: Rhythm) -> str:
        on = (value.weekday,) if value.every is DigestEvery.WEEK and value.weekday else ()
        if not value.on or value.every is None or value.minute is None or (value.every is DigestEvery.WEEK and not on):
            return "on" if value.on else "off"
        return str(Recurrence(Every(value.every.value), value.minute, on))

    def example(self, vocabulary: Vocabulary, language: str) -> str:
        return "يومي 8:00" if language == "ar" else "daily 8:00"


def _rule(said: str, vocabulary: Vocabulary) -> Rhythm | None:
    try:
        return _rhythm(Recurrence.read(said), clock=True)
    except ValueError:
        pass
    here = vocabulary.here
    if here is None or len(said) > LONGEST:
        return None
    if alone := dates.clock(said):
        return Rhythm(minute=alone.minute)
    for short, full in _IN_FULL:
        said = short.sub(full, said)
    rule, tomorrow = (
        dates.read_repeat(said, now, here.zone) or dates.read_repeat(f"every {said}", now, here.zone)
        for now in (here.now, here.now + DAY)
    )  # fmt: skip
    if rule is None:
        return None
    found = _rhythm(rule, clock=bool(_CLOCK.search(said)))
    # A weekday that would be another one tomorrow was not said.
    return replace(found, weekday=None) if found and tomorrow and tomorrow.on != rule.on else found


def _rhythm(rule: Recurrence, *, clock: bool) -> Rhythm | None:
    every = _EVERY.get(rule.every)
    if every is None or len(rule.on) > 1 or rule.until:
        return None
    return Rhythm(every=every, minute=rule.minute if clock else None, weekday=next(iter(rule.on), None))


RHYTHM = Rhythmic()
PICTURE = OneOf(Picture, "digest")
SCOPE = OneOf(Scope, "digest")
