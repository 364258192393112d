"""Lettering: people's text as it can be drawn, in its own direction, whatever they wrote."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.speech import Speech, bidi, graphemes
from storage.text import Text

Said = Text | str
"""Text is put into words; a str is somebody's own words or a name."""

# What no font of ours has: emoji, and what shapes or joins them. The signs are those that are emoji by default.
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\U000e0000-\U000e007f\ufe00-\ufe0f\u20e3\ue000-\uf8ff\ufffe\uffff"
    "\u231a\u231b\u23e9-\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5"
    "\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797"
    "\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55]+"
)
_SPACES = re.compile("[^\\S\n]+")
_JOINED = re.compile("[\u0620-\u064a\u066e-\u06d3]")

# Our own words run as their language does, even when they begin with a name of the other.
_OURS = {"ar": "\u2067", "en": "\u2066"}

# A place to break a word; between Arabic letters, one that leaves them joined.
_BREAK, _JOINED_BREAK = "\u200b", "\u200d\u200b\u200d"

STEP = 8
"""Characters between two places where a word that is too long may break."""


def line(said: Said, speech: Speech, *, limit: int | None = None, longest: int | None = None) -> str:
    """On one line, of at most `limit` characters; words of more than `longest` may break. Isolated: whatever it is put
    beside, it moves nothing."""
    if isinstance(said, Text):
        shown = _drawable(speech.label(said))
    else:
        shown = " ".join(bidi.without_controls(_drawable(said)).split())
    if limit is not None and len(shown) > limit:
        shown = graphemes.shorten(bidi.without_controls(shown), limit)
    shown = _breakable(shown, longest)
    return f"{_OURS[speech.language]}{shown}{bidi.PDI}" if isinstance(said, Text) else bidi.isolate(shown)


def lines(said: Said, speech: Speech, *, longest: int) -> str:
    """On as many lines as were written; words of more than `longest` characters may break. "" when nothing is left."""
    if isinstance(said, Text):
        return line(said, speech, longest=longest)
    shown = (_breakable(one.strip(), longest) for one in bidi.without_controls(_drawable(said)).splitlines())
    return "\n".join(bidi.isolate(one) for one in shown if one)


def _drawable(written: str) -> str:
    return _SPACES.sub(" ", _EMOJI.sub("", bidi.sendable(written)))


def _breakable(shown: str, longest: int | None) -> str:
    if longest is None or len(shown) <= longest:
        return shown
    return " ".join(_broken(word) if len(word) > longest else word for word in shown.split(" "))


def _broken(word: str) -> str:
    characters = graphemes.split(word)
    pieces = ["".join(characters[at : at + STEP]) for at in range(0, len(characters), STEP)]
    broken = pieces[:1]
    for before, after in pairwise(pieces):
        joined = _JOINED.match(before[-1]) and _JOINED.match(after[0])
        broken += [_JOINED_BREAK if joined else _BREAK, after]
    return "".join(broken)
