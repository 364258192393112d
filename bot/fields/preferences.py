"""Fields of what each person chooses for themselves: digits, a time zone, quiet hours, the hour of the agenda."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from zoneinfo import available_timezones

from bot import dates
from bot.fields.base import Field, FieldError, shorten
from bot.fields.closed import check_words
from bot.fields.vocabulary import CANONICAL, Vocabulary, trim
from bot.speech.typed import fold
from storage.text import Text


class Digits(StrEnum):
    """The digits that Arabic is written with."""

    LATIN = "latin"
    ARABIC = "arabic"


ZONES = (
    "Asia/Riyadh", "Asia/Dubai", "Asia/Kuwait", "Asia/Qatar", "Asia/Bahrain", "Asia/Muscat", "Africa/Cairo",
    "Asia/Amman", "Asia/Beirut", "Asia/Baghdad", "Asia/Damascus", "Asia/Jerusalem", "Asia/Aden",
    "Africa/Khartoum", "Africa/Tripoli", "Africa/Tunis", "Africa/Algiers", "Africa/Casablanca",
    "Europe/Istanbul", "Europe/London", "Europe/Paris", "Europe/Berlin", "America/New_York",
    "America/Los_Angeles", "Asia/Karachi", "Asia/Kolkata", "Asia/Manila", "Asia/Kuala_Lumpur", "UTC",
)  # fmt: skip
"""The zones that have words of their own in Fluent (`zone-asia-riyadh`), in the order in which they are offered."""

NEAR = 3
"""Zones that are offered in place of one that nobody knows."""


class Zone(Field[str]):
    """A time zone, as an IANA name; typed as a city or a country, in either language, or as that name."""

    span = 4

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> str:
        said = vocabulary.normal(typed)
        named = next((zone for zone in ZONES if said in vocabulary.folded(zone_key(zone))), None)
        name = named or _names().get(said)
        if name is None:
            near = _near(said, vocabulary)
            raise FieldError(
                "field-zone-near" if near else "field-zone-unknown",
                typed=shorten(typed), **({"near": [zone_label(zone) for zone in near]} if near else {}),
            )  # fmt: skip
        return name

    def write(self, value: str) -> str:
        return value

    def show(self, value: str) -> Text | str:
        return zone_label(value)

    def example(self, vocabulary: Vocabulary, language: str) -> str:
        return vocabulary.word(zone_key(ZONES[0]), language) or ZONES[0]

    def check(self, vocabulary: Vocabulary) -> None:
        check_words({zone_key(zone): zone for zone in ZONES}, vocabulary)


Hours = tuple[int, int]
"""From and until when, in minutes after midnight."""

_BETWEEN = re.compile(r"\s*(?:[-–—]|\b(?:to|till?|until|and|الى|إلى|الي|لين|حتى|لغاية|لحد|ل)\b)\s*")
_FROM = re.compile(r"^(?:from|between|من|بين)\s+")
_OFF = "quiet-off"


LONGEST = 100
"""Characters in which quiet hours are looked for."""


class Quiet(Field[Hours | None]):
    """Quiet hours: `22:00-07:00`, "10pm to 7am", «من ١٠ مساءً إلى ٧ صباحًا»; None is `off`.

    Hours without a half of the day begin in the evening and end in the morning.
    """

    span = 9

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> Hours | None:
        said = vocabulary.normal(typed)
        if said == "off" or said in vocabulary.folded(_OFF):
            return None
        parts = [part for part in _BETWEEN.split(_FROM.sub("", trim(typed[:LONGEST]))) if part]
        clocks = [dates.clock(part) for part in parts[:3]]
        match clocks:
            case [dates.Clock() as start, dates.Clock() as end]:
                # Nights are meant: a bare ten is ten in the evening.
                begins = start.minute if start.sure else (start.minute + 720) % 1440
                if begins != end.minute:
                    return begins, end.minute
        raise FieldError("field-quiet-unknown", typed=shorten(typed))

    def write(self, value: Hours | None) -> str:
        return "off" if value is None else "-".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in value)

    def example(self, vocabulary: Vocabulary, language: str) -> str:
        return "22:00-07:00"


class Daytime(Field[int | None]):
    """A time of day, in minutes after midnight: `7:30`, "8 am", «٧ ونص»; None is `off`.

    A bare hour is of the morning.
    """

    span = 5

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> int | None:
        said = vocabulary.normal(typed)
        if said == "off" or said in vocabulary.folded(_OFF):
            return None
        found = dates.clock(trim(typed[:LONGEST]))
        if found is None:
            raise FieldError("field-daytime-unknown", typed=shorten(typed))
        return found.minute

    def write(self, value: int | None) -> str:
        return "off" if value is None else f"{value // 60:02d}:{value % 60:02d}"

    def example(self, vocabulary: Vocabulary, language: str) -> str:
        return "7:30"


def zone_key(zone: str) -> str:
    """The Fluent key of a zone's label and words."""
    return "zone-" + zone.lower().replace("/", "-").replace("_", "-")


def zone_label(zone: str) -> Text | str:
    """A zone as it is read: its city in the person's language, or its IANA name."""
    return Text(zone_key(zone)) if zone in ZONES else zone


_CONTINENTS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """IANA names, and the cities of them, by how they are typed."""
    names: dict[str, str] = {}
    whole = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    # The others are old names: US/Pacific, Canada/Atlantic.
    for zone in (each for each in whole if each.startswith(_CONTINENTS)):
        names.setdefault(fold(zone.rsplit("/", 1)[-1].replace("_", " ")), zone)
    for zone in (*whole, "UTC"):
        names[fold(zone.replace("_", " "))] = zone
    return names


def _near(said: str, vocabulary: Vocabulary) -> Sequence[str]:
    words = {word: zone for zone in ZONES for word in vocabulary.folded(zone_key(zone))}
    known = {**_names(), **words}
    close = difflib.get_close_matches(said, known, n=NEAR * 2, cutoff=0.7) if len(said) <= 40 else []
    return list(dict.fromkeys(known[word] for word in close))[:NEAR]
