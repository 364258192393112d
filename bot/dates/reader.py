"""The reader of moments: whole phrases, and phrases at either end of free text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

from bot.dates.moment import Moment
from bot.dates.parser import Parser
from bot.dates.phrase import Phrase
from bot.dates.sentence import Words
from bot.dates.tokens import SEPARATORS, Token, tokens

LONGEST = 300
"""Characters at the start and at the end of a text that are looked through for a date."""

MOST = 32
"""Words at the end of a text in which a date may begin."""

AROUND = " \t\n,،.-–—:;؛"
"""What may stand between a date and the rest of a text."""


class Split(NamedTuple):
    """A text taken apart: the moment at its start or end, and what remains."""

    moment: Moment
    rest: str


def read(text: str, now: datetime, zone: tzinfo) -> Moment | None:
    """The moment that the whole text says; None when it says none, or something else besides."""
    text = text.strip()
    if len(text) > LONGEST:
        return None
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            return Moment(at.astimezone(UTC), has_clock=True)
    except (ValueError, OverflowError):
        pass
    words = tokens(text)
    parser = Parser(Words(words))
    if parser.end == 0:
        # "8 tonight": the hour comes before the day that makes it one.
        words = tokens("at " + text)
        parser = Parser(Words(words))
        if not parser.phrase.says_day:
            return None
    if parser.phrase.empty or any(not idle(word) for word in words[parser.end :]):
        return None
    return parser.phrase.moment(now, zone)


class Clock(NamedTuple):
    """A time of day: minutes after midnight, and whether it was said which half of the day it is of."""

    minute: int
    sure: bool


def clock(text: str) -> Clock | None:
    """The time of day that the whole text says: `22:00`, `10 pm`, «١٠ مساءً»; a bare hour of 1 to 11 is not sure."""
    words = tokens("at " + text[:LONGEST])
    parser = Parser(Words(words))
    phrase = parser.phrase
    if parser.end < len(words) or phrase.says_day or phrase.timed or not phrase.says_clock:
        return None
    hour = phrase.hour
    marked = phrase.part is not None or phrase.half_day is not None
    sure = marked or hour is None or hour > 11 or hour == 0
    return Clock((phrase.minute_of_day if sure else (hour or 0) * 60 + phrase.minute) % 1440, sure)


def split(text: str, now: datetime, zone: tzinfo) -> Split | None:
    """The moment at the start or the end of free text, and the rest; None when there is none, or nothing else."""
    return _at_end(text, now, zone) or _at_start(text, now, zone)


def _at_end(text: str, now: datetime, zone: tzinfo) -> Split | None:
    # A date has no line end in it, and what a long text ends with is in its last characters.
    cut = max(text.rfind("\n") + 1, len(text) - LONGEST)
    words = tokens(text[cut:])
    line = Words(words)
    for start in range(max(0, len(words) - MOST), len(words)):
        parser = Parser(line, start)
        if parser.end > start and all(idle(word) for word in words[parser.end :]) and parser.phrase.strength:
            moment = parser.phrase.moment(now, zone)
            rest = text[: cut + words[start].start].rstrip(AROUND)
            if moment is None or not rest:
                return None
            # The rest of the date may stand at the other end: "tomorrow call Ahmed at 5".
            return _both_ends(rest, parser.phrase, now, zone) or Split(moment, rest)
    return None


def leading(text: str, now: datetime, zone: tzinfo) -> Split | None:
    """The moment at the start of free text, and the rest to the letter: nothing else is left out."""
    found = _at_start(text, now, zone)
    return Split(found.moment, text[text.index(found.rest) :].rstrip()) if found and found.rest else None


def _at_start(text: str, now: datetime, zone: tzinfo) -> Split | None:
    words = tokens(text[:LONGEST].split("\n")[0])
    parser = Parser(Words(words))
    rest = text[words[parser.end - 1].end :].strip(AROUND) if parser.end else ""
    if all(map(idle, words[parser.end :])) or not parser.phrase.strength or cut_short(words, parser.end):
        return None
    moment = parser.phrase.moment(now, zone)
    return Split(moment, rest) if moment else None


def _both_ends(text: str, said: Phrase, now: datetime, zone: tzinfo) -> Split | None:
    if said.says_day or said.timed or said.now:
        return None
    words = tokens(text[:LONGEST])
    parser = Parser(Words(words))
    day = parser.phrase
    if not day.says_day or day.says_clock or day.timed or not day.strength:
        return None
    rest = text[words[parser.end - 1].end :].strip(AROUND)
    day.take_clock(said)
    moment = day.moment(now, zone)
    return Split(moment, rest) if moment and rest else None


def cut_short(words: Sequence[Token], end: int) -> bool:
    """Whether the date ends within a word or a number, as in 10.5.2.1."""
    return end < len(words) and words[end].start == words[end - 1].end and not words[end].mark


_IDLE = (
    SEPARATORS
    | set("!?؟()")
    | {"please", "pls", "or", "so", "inshallah", "باذن", "لو", "سمحت", "سمحتي", "فضلك", "ان", "شاء", "الله"}
)
"""What may stand behind a date without meaning anything else."""


def idle(word: Token) -> bool:
    """Whether a word behind a date says nothing."""
    return word.said in _IDLE
