"""Tokens: a text as the words and numbers of a date, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dates.words import INDEX, known
from storage.spelling import fold, latin_digits

_TOKEN = re.compile(
    r"(?P<code>[A-Za-z]\d[\w-]*|[متن]\d+\b)"
    r"|(?P<joined>2mor(?:o|row)\b|2nite\b)"
    r"|(?P<number>\d+(?:[:.,/\-]\d+)*)(?P<ordinal>(?:st|nd|rd|th)\b)?"
    r"|(?P<word>[ap]\.m\b\.?|o['’]clock|[^\W\d_](?:[^\W\d_]|[\u064b-\u0655\u0670])*(?:['’]s\b)?|@)"
    r"|(?P<mark>\S)"
)
SEPARATORS = frozenset(",،.-–—؛;:")
"""Marks that may stand between the words of one date."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word (folded), a number (`10`, `3:30`, `5/3`) or a mark. A code such as T45 is never part of a date."""

    said: str
    start: int
    end: int
    number: bool = False
    ordinal: bool = False
    mark: bool = False


def tokens(text: str) -> list[Token]:
    """The tokens of a text whose characters have the same places as in the text."""
    found: list[Token] = []
    plain = latin_digits(text)
    if len(plain) != len(text):
        plain = text
    for match in _TOKEN.finditer(plain):
        start, end = match.span()
        if match["number"]:
            found.append(Token(match["number"], start, end, number=True, ordinal=bool(match["ordinal"])))
        elif word := match["word"] or match["joined"]:
            found += _words(word, start, end)
        else:
            found.append(Token(match[0], start, end, mark=match["code"] is None))
    return found


def _words(word: str, start: int, end: int) -> list[Token]:
    folded = fold(word).replace("’", "'").removesuffix("'s").rstrip(".")
    if folded not in INDEX and len(folded) > 2 and folded[0] == "و" and known(folded[1:]) in INDEX:
        # و is written together with what it joins: ونص.
        return [Token("و", start, start + 1), Token(known(folded[1:]), start + 1, end)]
    return [Token(known(folded), start, end)]
