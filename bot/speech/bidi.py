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
_LTR = re.compile(
    "[A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u0370-\u058f\u0900-\u1fff\u2c00-\ud7ff]"
)
_MARKUP = re.compile("</?[a-z]+[^<>]*>|&[a-z]+;")
_INNERMOST = re.compile(f"{FSI}[^{FSI}{PDI}]*{PDI}")
_NEUTRAL = re.compile(r"[^\w\s]")


def isolate(text: str) -> str:
    """Each line of a text between FSI and PDI: it takes its own direction and moves nothing around it."""
    if not text:
        return ""
    if "\n" not in text:
        return f"{FSI}{text}{PDI}"
    return "\n".join(f"{FSI}{line}{PDI}" if line.strip() else "" for line in text.split("\n"))


def isolate_own(text: str, language: str) -> str:
    """Our own words between FSI and PDI, in the direction of their language.

    That is told by their first letter, but not by one inside an isolate of theirs: where it would tell the other
    direction, or none, a mark does. `text` is neutral markup.
    """
    return "\n".join(isolate(_mark(line, language) + line) for line in text.split("\n")) if text else ""


def _mark(text: str, language: str) -> str:
    same, other = (_RTL, _LTR) if language == "ar" else (_LTR, _RTL)
    own = _outside_isolates(_MARKUP.sub("", text))
    first, wrong = same.search(own), other.search(own)
    if first and not (wrong and wrong.start() < first.start()):
        return ""
    # A number or a name alone is as its characters are; what has no letters at all goes from left to right.
    mixed = FSI in text or (not wrong and unicodedata.category(own[:1] or " ") == "So")
    return MARKS[language] if first or (language == "ar" and mixed) else ""


def _outside_isolates(text: str) -> str:
    while (less := _INNERMOST.sub("", text)) != text:
        text = less
    return text


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
