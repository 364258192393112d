"""Fields of moments of which a few are offered as buttons, and of what a reminder is: when, how often, and of what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot import dates, repeats
from bot.fields.base import Field, FieldError
from bot.fields.vocabulary import CANONICAL, Here, Vocabulary, trim
from bot.fields.when import When, split
from bot.speech.typed import clean
from crm.recurrence import Recurrence
from storage import walltime
from storage.text import Text

MORNING, AFTERNOON = 9 * 60, 16 * 60
"""The minutes of the day that are offered."""

SUNDAY = 7


class Soon(StrEnum):
    """A moment that is offered; it means the next such one when it is pressed."""

    MINUTES = "minutes"
    HOUR = "hour"
    AFTERNOON = "afternoon"
    TOMORROW = "tomorrow"
    SUNDAY = "sunday"

    def at(self, here: Here) -> datetime:
        """The moment, in UTC."""
        today = here.now.astimezone(here.zone).date()
        match self:
            case Soon.MINUTES:
                return here.now + timedelta(minutes=10)
            case Soon.HOUR:
                return here.now + timedelta(hours=1)
            case Soon.TOMORROW:
                return walltime.moment(today + timedelta(days=1), MORNING, here.zone)
            case Soon.SUNDAY:
                ahead = (SUNDAY - today.isoweekday()) % 7 or 7
                return walltime.moment(today + timedelta(days=ahead), MORNING, here.zone)
        at = walltime.moment(today, AFTERNOON, here.zone)
        return at if at > here.now else walltime.moment(today + timedelta(days=1), AFTERNOON, here.zone)


LATER = (Soon.MINUTES, Soon.HOUR, Soon.TOMORROW)
"""To when a reminder that rang is put off."""

REMINDED = (Soon.HOUR, Soon.AFTERNOON, Soon.TOMORROW, Soon.SUNDAY)
"""When one is reminded."""


class Offered(When):
    """A moment to come, of which some are offered."""

    def __init__(self, *offers: Soon):
        self.offers = offers

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> datetime:
        soon = _offer(self.offers, typed, vocabulary)
        return soon if soon else super().read(typed, vocabulary)

    def choices(self) -> Sequence[tuple[str, str]]:
        return _choices(self.offers)


@dataclass(frozen=True, slots=True)
class Wish:
    """When one is to be reminded, once or by a rule, and of what, if that was said along with it."""

    at: datetime | None
    rule: Recurrence | None = None
    words: str = ""


class Wished(Field[Wish]):
    """When, once or again and again, with or without what: "tomorrow at 4 call her", «كل أحد ٩ الصبح»."""

    span = 8
    _WHEN = When()

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> Wish:
        when, _, words = typed.partition("\n")
        here = vocabulary.here
        if here is None:
            try:
                return Wish(None, Recurrence.read(clean(when)), words)
            except ValueError:
                return Wish(self._WHEN.read(when), None, words)
        if soon := _offer(REMINDED, typed, vocabulary):
            return Wish(soon)
        return wish(typed, here) or Wish(self._WHEN.read(typed, vocabulary))

    def write(self, value: Wish) -> str:
        when = str(value.rule) if value.rule else self._WHEN.write(_moment(value))
        # A line of its own: no words begin on the line of the moment.
        return f"{when}\n{value.words}" if value.words else when

    def choices(self) -> Sequence[tuple[str, str]]:
        return _choices(REMINDED)

    def show(self, value: Wish) -> Text | str:
        return repeats.said(value.rule) if value.rule else self._WHEN.show(_moment(value))

    def example(self, vocabulary: Vocabulary, language: str) -> str:
        return self._WHEN.example(vocabulary, language)


WISHED = Wished()


def wish(typed: str, here: Here) -> Wish | None:
    """What free text wishes, when a moment or a rule stands at its start or end; None when none does."""
    said = clean(typed).strip()
    if rule := dates.read_repeat(said, here.now, here.zone):
        return Wish(None, rule)
    if repeated := dates.split_repeat(said, here.now, here.zone):
        return Wish(None, repeated.rule, repeated.rest)
    if dates.is_repeating(said):
        return None  # by no rule that we keep: that one Sunday is meant would be wrong
    if found := split(said, here):
        return Wish(found[0], None, found[1])
    moment = dates.read(trim(said), here.now, here.zone)
    return Wish(moment.at) if moment and moment.at > here.now else None


def _moment(value: Wish) -> datetime:
    if value.at is None:
        raise FieldError("field-when-unknown", typed="")
    return value.at


def _offer(offers: Sequence[Soon], typed: str, vocabulary: Vocabulary) -> datetime | None:
    if vocabulary.here is None:
        return None
    said = vocabulary.normal(typed)
    for soon in offers:
        if said == soon.value or said in vocabulary.folded(_key(soon)):
            return soon.at(vocabulary.here)
    return None


def _choices(offers: Sequence[Soon]) -> Sequence[tuple[str, str]]:
    return [(soon.value, _key(soon)) for soon in offers]


def _key(soon: Soon) -> str:
    return f"soon-{soon.value}"
