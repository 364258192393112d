"""Fields of moments and days, read in the words in which people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot import dates
from bot.fields.base import Field, FieldError, shorten
from bot.fields.vocabulary import CANONICAL, Here, Vocabulary, trim
from bot.speech.typed import clean, fold
from storage.text import InFull, Text

MINUTE = timedelta(minutes=1)
"""What was said for this very minute is not past."""


_UNITS = frozenset({"دقيقه", "ساعه", "يوم", "اسبوع", "شهر"})
"""As they are when folded."""


class When(Field[datetime]):
    """A moment to come, in UTC: "tomorrow 10am", «بكرة العصر». A day alone means an hour of it at which people work.

    Canonical values (`2026-03-05T07:00:00Z`) are read anywhere, words only where somebody typed them (`here`).
    """

    span = 8

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> datetime:
        return _moment(typed, vocabulary).at

    def write(self, value: datetime) -> str:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")

    def show(self, value: datetime) -> Text | str:
        return Text("when", {"at": InFull(value)})

    def example(self, vocabulary: Vocabulary, language: str) -> str:
        return "غدًا 10 صباحًا" if language == "ar" else "tomorrow 10am"


class Day(Field[date]):
    """A day, today or later, in the writer's zone; a clock that was said with it is left out."""

    span = 8

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> date:
        try:
            return date.fromisoformat(clean(typed))
        except ValueError:
            pass
        moment = _moment(typed, vocabulary)
        return moment.at.astimezone(vocabulary.here.zone if vocabulary.here else UTC).date()

    def write(self, value: date) -> str:
        return value.isoformat()

    def show(self, value: date) -> Text | str:
        return Text("when", {"at": InFull(value)})

    def example(self, vocabulary: Vocabulary, language: str) -> str:
        return "الأحد القادم" if language == "ar" else "next Sunday"


def split(text: str, here: Here) -> tuple[datetime, str] | None:
    """A coming moment (UTC) that free text starts or ends with, and the rest of it.

    "call about the offer tomorrow 10am" gives tomorrow at ten and "call about the offer". None when there is no such
    phrase, when nothing else was said, or when it is past.
    """
    found = dates.split(clean(text), here.now, here.zone)
    return (found.moment.at, found.rest) if found and found.moment.at > here.now - MINUTE else None


def missed(text: str, here: Here) -> datetime | None:
    """The time of day (UTC) that free text names as `split` reads it, when it is past; None otherwise."""
    found = dates.split(clean(text), here.now, here.zone)
    return found.moment.at if found and found.moment.has_clock and found.moment.at <= here.now - MINUTE else None


def _moment(typed: str, vocabulary: Vocabulary) -> dates.Moment:
    here = vocabulary.here
    moment = _said(trim(typed), here) if here else _canonical(typed)
    if moment is None:
        raise FieldError("field-when-unknown", typed=shorten(typed))
    if here and moment.at <= here.now - MINUTE:
        raise FieldError("field-when-past", at=InFull(moment.at))
    return moment


def _said(typed: str, here: Here) -> dates.Moment | None:
    """What people say when they are asked when: a unit of time alone is one of it, «ساعة»."""
    if moment := dates.read(typed, here.now, here.zone):
        return moment
    first = fold(typed).partition(" ")[0]
    return dates.read(f"بعد {typed}", here.now, here.zone) if first in _UNITS else None


def _canonical(typed: str) -> dates.Moment | None:
    try:
        at = datetime.fromisoformat(clean(typed))
        return dates.Moment(at.astimezone(UTC), has_clock=True) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None
