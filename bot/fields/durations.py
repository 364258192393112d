"""How long something took, as people type it: "10 min", "an hour and a half", «١٠ دقائق», «نص ساعة»."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.fields.base import Field, FieldError, shorten
from bot.fields.vocabulary import CANONICAL, Vocabulary, trim
from bot.speech.typed import fold
from storage.text import Text

_UNITS = {
    1: "s sec secs second seconds ثانيه ثواني ثوان",
    60: "m min mins minute minutes د دقيقه دقايق دقيقتين دقيقتان",
    3600: "h hr hrs hour hours ساعه ساعات ساعتين ساعتان",
}
"""By their seconds, as they are when folded."""

_SECONDS = {word: seconds for seconds, words in _UNITS.items() for word in words.split()}
_PHRASES = {
    15: "quarter of an hour, a quarter of an hour, ربع ساعه",
    30: "half an hour, half hour, a half hour, نصف ساعه, نص ساعه",
    45: "three quarters of an hour, ساعه الا ربع",
    1: "a minute, one minute, minute, دقيقه, دقيقه واحده",
    2: "دقيقتين, دقيقتان",
    60: "an hour, one hour, hour, ساعه, ساعه كامله",
    75: "an hour and a quarter, ساعه وربع",
    90: "an hour and a half, hour and a half, ساعه ونص, ساعه ونصف",
    120: "ساعتين, ساعتان",
}
_MINUTES = {phrase.strip(): minutes for minutes, phrases in _PHRASES.items() for phrase in phrases.split(",")}
_UNIT = "|".join(sorted(_SECONDS, key=len, reverse=True))
_COUNTED = re.compile(rf"(\d{{1,5}}) ?({_UNIT})(?: ?(?:and |و ?)?(\d{{1,2}}) ?({_UNIT}))?")
LONGEST = timedelta(hours=24)


class Duration(Field[timedelta]):
    """A length of time of at least a second and at most a day; a number alone is of minutes."""

    span = 6

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> timedelta:
        plain = fold(trim(typed))
        found = timedelta(minutes=int(plain)) if re.fullmatch(r"\d{1,4}", plain) else measured(plain)
        if found is None or not timedelta(0) < found <= LONGEST:
            raise FieldError("field-duration-unknown", typed=shorten(typed))
        return found

    def write(self, value: timedelta) -> str:
        return f"{int(value.total_seconds())} s"

    def show(self, value: timedelta) -> Text | str:
        return Text("duration-shown", {"length": value})


def measured(typed: str) -> timedelta | None:
    """The length of time that this is, with its unit; None when it is none."""
    plain = fold(trim(typed))
    if plain in _MINUTES:
        return timedelta(minutes=_MINUTES[plain])
    found = _COUNTED.fullmatch(plain)
    if found is None:
        return None
    seconds = int(found[1]) * _SECONDS[found[2]]
    if found[3]:
        seconds += int(found[3]) * _SECONDS[found[4]]
    return timedelta(seconds=seconds)
