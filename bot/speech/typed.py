"""What people type, made comparable: invisible characters dropped, digits to Latin, spellings folded."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９٫٬٪",
    "0123456789" * 3 + ".,%",
)
_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ک": "ك", "ـ": None}
)
_VOWELS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]")
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


def latin_digits(text: str) -> str:
    """The text with Arabic-Indic, Persian and full-width digits as Latin ones: `T٤٥` is `T45`, `٣٫٥٪` is `3.5%`."""
    return text if text.isascii() else text.translate(_DIGITS)


def fold(text: str) -> str:
    """The form in which commands and yes/no words are compared: case, spelling variants, vowels and digits folded.

    `fold("أَغْلِق  T٤٥") == fold("اغلق t45")`. White space runs become one space.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        text = _VOWELS.sub("", text).translate(_LETTERS).translate(_DIGITS)
        text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cs") and not _is_selector(c))
    return " ".join(text.casefold().replace("\0", "").split())


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f"
