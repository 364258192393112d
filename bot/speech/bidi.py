"""Direction: the marks that start lines, the isolates around inserted values, what people's text may not hold."""

from __future__ import annotations

import re
import unicodedata

RLM = "\u200f"
LRM = "\u200e"
FSI = "\u2068"
PDI = "\u2069"
MARKS = {"ar": RLM, "en": LRM}

# Embeddings, overrides and isolates. Inside our isolate an unbalanced one would reach the rest of the line.
_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# What no wire carries: control characters other than tab and newline, and lone surrogates.
_UNSENDABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_LTR = re.compile("[A-Za-z\u00aa-\u02b8\u0370-\u058f\u0900-\u1fff\u2c00-\ud7ff]")
_NEUTRAL = re.compile(r"[^\w\s]")


def isolate(text: str) -> str:
    """Each line of a text between FSI and PDI: it takes its own direction and moves nothing around it."""
    if not text:
        return ""
    if "\n" not in text:
        return f"{FSI}{text}{PDI}"
    return "\n".join(f"{FSI}{line}{PDI}" if line.strip() else "" for line in text.split("\n"))


def needs_isolation(text: str, language: str) -> bool:
    """Whether a value could disturb a line of the language: letters of the other direction, or bare punctuation."""
    same, other = (_RTL, _LTR) if language == "ar" else (_LTR, _RTL)
    return bool(other.search(text)) or (not same.search(text) and bool(_NEUTRAL.search(text)))


def without_controls(text: str) -> str:
    """The text without bidirectional embeddings, overrides and isolates; direction marks stay."""
    return _CONTROLS.sub("", text)


def sendable(text: str) -> str:
    """The text without control characters (tab and line ends stay) and lone surrogates."""
    return _UNSENDABLE.sub("", text)


def start_line(line: str, language: str) -> str:
    """The line after its language's direction mark; a blank line stays blank."""
    return MARKS[language] + line if line.strip() else ""


def is_format(character: str) -> bool:
    """Whether a character is invisible formatting (category Cf), as marks and isolates are."""
    return unicodedata.category(character) == "Cf"
