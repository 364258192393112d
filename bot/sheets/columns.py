"""Columns: what a sheet has side by side, and what people's text may hold in one of its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.reply import Text
from bot.speech import bidi

MOST = 32_767
"""What Excel takes in a cell, counted as it counts: what lies beyond U+FFFF is two."""

ELLIPSIS = "…"

# What XML has no place for, beside the control characters.
_NO_CHARACTERS = re.compile("[\ufffe\uffff\x0b\x0c\x85]")
_LINE_ENDS = re.compile("\r\n?")


class Cell(Enum):
    """What a column holds, and so how it is written."""

    TEXT = "text"
    """Somebody's own words, of any length."""
    NAME = "name"
    """A short thing that somebody wrote or is called; a phone; a reference."""
    WORD = "word"
    """One of ours: a Text."""
    MOMENT = "moment"
    """A datetime (aware)."""
    DAY = "day"
    """A date."""
    LENGTH = "length"
    """A timedelta."""
    NUMBER = "number"
    SHARE = "share"
    """0 to 1, shown in percent."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is called, what it holds, how wide it is in characters, and how it is had of a row."""

    name: Text | str
    cell: Cell
    width: int
    of: Callable[[Mapping[str, Any]], Any]


def began(word: str) -> str:
    """A word that is small in a sentence, as it begins a cell."""
    return word[:1].upper() + word[1:]


def shown(written: str, most: int = MOST) -> str:
    """People's text as a cell takes it: without control characters, and cut with an ellipsis where it is too long."""
    said = (
        _NO_CHARACTERS.sub("", bidi.sendable(bidi.without_controls(written))).replace("\r\n", "\n").replace("\r", "\n")
    )
    # Longer than half of it in characters: only then may it be longer than all of it as Excel counts.
    if len(said) * 2 <= most or len(units := said.encode("utf-16-le")) <= most * 2:
        return said
    # Half of a character that the cut left is dropped.
    return units[: (most - 1) * 2].decode("utf-16-le", "ignore") + ELLIPSIS
