"""What people type, without what cannot be seen; with storage.spelling, made comparable."""

from __future__ import annotations

import re
import unicodedata

from storage.spelling import fold, latin_digits

__all__ = ["clean", "fold", "latin_digits"]

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_JOINERS = "\u200c\u200d"
# Cf characters that are seen: Arabic number signs and the end of a verse.
_SEEN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")
_BLACK_FLAG = "\U0001f3f4"


def clean(text: str) -> str:
    """What a person wrote, without invisible characters, NULs and lone surrogates, and trimmed.

    Joiners stay between the characters that they shape (emoji families, Persian words); line ends become `\\n`.
    """
    text = _LINE_ENDS.sub("\n", text)
    if text.isascii() and text.isprintable():
        return text.strip()
    kept: list[str] = []
    for index, character in enumerate(text):
        category = unicodedata.category(character)
        if category == "Cf":
            if not _matters(text, index, kept):
                continue
        elif (category == "Cc" and character not in "\n\t") or category == "Cs":
            continue
        kept.append(character)
    return "".join(kept).strip().strip(_JOINERS).strip()


def _matters(text: str, index: int, kept: list[str]) -> bool:
    character = text[index]
    if character in _JOINERS:
        after = text[index + 1 : index + 2]
        return bool(kept) and not kept[-1].isspace() and kept[-1] not in _JOINERS and bool(after) and _shapes(after)
    if "\U000e0020" <= character <= "\U000e007f":
        return bool(kept) and (kept[-1] == _BLACK_FLAG or "\U000e0020" <= kept[-1] <= "\U000e007f")
    return character in _SEEN


def _shapes(character: str) -> bool:
    return not character.isascii() and unicodedata.category(character) not in ("Cf", "Cc", "Cs", "Zs", "Zl", "Zp")
