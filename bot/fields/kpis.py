"""Fields of the numbers: what is counted, which chart, whose they are, and where a page of a list begins."""

from __future__ import annotations

import re
import string
from dataclasses import replace
from enum import StrEnum

from bot.fields.base import Field, FieldError, shorten
from bot.fields.closed import Colleague, OneOf
from bot.fields.periods import ends_in_days
from bot.fields.vocabulary import CANONICAL, Vocabulary
from crm.colleagues import Handle
from crm.kpis import Metric

_DIGITS = string.digits + string.ascii_lowercase


class Chart(StrEnum):
    """A picture that can be asked for alone."""

    CONVERSIONS = "conversions"
    RESOLUTION = "resolution"
    CHANNELS = "channels"
    TEAM = "team"


class Rep(Colleague):
    """A colleague, who is called by no number and no date, lest a period that is not understood is taken for one; nor
    by a name with days behind it, lest nobody is called so."""

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> Handle:
        numbered = any(map(str.isdigit, typed)) and not typed.strip().startswith("@")
        if typed.strip().startswith(">") or numbered or ends_in_days(typed, vocabulary):
            raise FieldError("field-colleague-unknown", typed=shorten(typed))
        found = super().read(typed, vocabulary)
        # A button's: under the numbers of somebody who was suspended since it goes on working.
        return replace(found, suspended=True) if found.said.isdigit() else found

    def out_of_order(self, value: Handle) -> Handle:
        # Before the days stand all kinds of words: "before last week" is nobody whose name begins so.
        return replace(value, whole=True)


class Called(Rep):
    """A colleague who is called, `@Ali`: what is said without may be meant otherwise."""

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> Handle:
        if not typed.strip().startswith("@"):
            raise FieldError("field-colleague-unknown", typed=shorten(typed))
        return super().read(typed, vocabulary)


class Spot(Field[tuple[int, ...]]):
    """Where the next page of a list begins, as its button says it: a Place with base 36, for what it says is long."""

    _WRITTEN = re.compile(r">[0-9a-z]{1,12}(\.[0-9a-z]{1,12}){0,3}")

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> tuple[int, ...]:
        if not self._WRITTEN.fullmatch(typed):
            raise FieldError("field-place-unknown", typed=shorten(typed))
        return tuple(int(part, 36) for part in typed[1:].split("."))

    def write(self, value: tuple[int, ...]) -> str:
        return ">" + ".".join(map(_base36, value))


METRIC = OneOf(Metric, "metric")
CHART = OneOf(Chart, "chart")
REP = Rep()
CALLED = Called()
SPOT = Spot()


def _base36(number: int) -> str:
    digits = ""
    while number >= 36:
        number, last = divmod(number, 36)
        digits = _DIGITS[last] + digits
    return _DIGITS[number] + digits
