"""Spelling: two ways of writing the same word made one, for commands, labels and the search."""

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
