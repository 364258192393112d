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

# Invisible formatting (Cf), lone surrogates (Cs), and what chooses the look of an emoji.
_UNSEEN = re.compile(
    "[\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)


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
        text = _UNSEEN.sub("", text)
    return " ".join(text.casefold().replace("\0", "").split())


_DIGRAPHS = (("gh", "g"), ("kh", "x"), ("sh", "c"), ("ch", "c"), ("th", "t"), ("dh", "z"), ("ph", "f"), ("ck", "k"))
"""What two Latin letters stand for, by the code of the Arabic letter."""

_CODES = {
    **dict(zip("bpcdfvghjklmnqrstxz", "bbkdffjhjklmnkrstkz", strict=True)),
    **dict(zip("بتثجحخدذرزسشصضطظغفقكلمنه", "bttjhxdzrzscsdtzgfkklmnh", strict=True)),
    "پ": "b", "چ": "c", "ڤ": "f", "گ": "j",
}  # fmt: skip
"""Each consonant's code, the same in both scripts; vowels, hamza and ع have none, nor و and ي but at the beginning."""

_SOFT_C = re.compile("c(?=[eiy])")
_SERVANT = re.compile(r"bd(l)(?=..)")
"""عبد and the article, which Latin writes as it is heard: Abdulrahman, Abdurrahman."""


def skeleton(word: str) -> str:
    """The consonants of a folded word, the same for both scripts: `محمد`, `mohammed` and `mhmd` are `mhmd`.

    Words that differ in vowels alone share one; a word of vowels has none ("").
    """
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    for pair, code in _DIGRAPHS:
        # A capital stands for itself until the single letters are read.
        plain = plain.replace(pair, code.upper())
    plain = _SOFT_C.sub("s", plain)
    first = {"و": "w", "w": "w", "ي": "y", "y": "y"}.get(plain[:1], "")
    # What ends in an h in one script often does not in the other: نورة, Noura, Norah.
    coded = "".join(_CODES.get(c, c.lower() if c.isupper() else "") for c in plain.rstrip("hحه"))
    said = "".join(c for i, c in enumerate(first + coded) if (first + coded)[i - 1 : i] != c)
    return _SERVANT.sub("bd", said, count=1) if said.startswith("bdl") else said
