"""What a reader sees as one character, and cutting between such characters."""

from __future__ import annotations

import re
import unicodedata

ELLIPSIS = "…"
ZWJ = "\u200d"

# Latin and Arabic letters and punctuation, each of which is a character by itself.
_SIMPLE = re.compile("[\x20-\u02ff\u060c-\u060f\u061b-\u064a\u0660-\u066f]*")


def extends(character: str) -> bool:
    """Whether a character belongs to the one before it: combining marks, joiners, selectors, skin tones, tags."""
    if character < "\u0300":
        return False
    return (
        character in "\u200c\u200d"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
        or unicodedata.category(character) in ("Mn", "Me", "Mc")
    )


def is_boundary(text: str, index: int) -> bool:
    """Whether the text can be cut before `index` without breaking what is seen as one character."""
    if index <= 0 or index >= len(text):
        return True
    before, after = text[index - 1], text[index]
    if extends(after) or before == ZWJ or before + after == "\r\n":
        return False
    if _is_flag_letter(before) and _is_flag_letter(after):
        start = index
        while start > 0 and _is_flag_letter(text[start - 1]):
            start -= 1
        return (index - start) % 2 == 0
    return True


def split(text: str) -> list[str]:
    """The characters of a text as a reader sees them: `"".join(split(text)) == text`."""
    if _SIMPLE.fullmatch(text):
        return list(text)
    found: list[str] = []
    flag = False
    for character in text:
        letter = _is_flag_letter(character)
        if found and (extends(character) or found[-1][-1] == ZWJ or (letter and flag)):
            found[-1] += character
            flag = False
        else:
            found.append(character)
            flag = letter
    return found


def shorten(text: str, limit: int) -> str:
    """The text in at most `limit` characters, cut at a word where one ends in the second half, with an ellipsis."""
    if len(text) <= limit:
        return text
    end = max(limit - len(ELLIPSIS), 0)
    while end > 0 and not is_boundary(text, end):
        end -= 1
    cut = end
    if end and not text[end].isspace():
        cut = next((i for i in range(end, end // 2, -1) if text[i - 1].isspace() and is_boundary(text, i)), end)
    return text[:cut].rstrip() + ELLIPSIS if limit > 0 else ""


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
