"""The language of a message, by the script of its letters."""

from __future__ import annotations

import re
from typing import Literal

Language = Literal["ar", "en"]

_IGNORED = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\S+|(?<!\S)[/@]\S+|\b[A-Za-z]{1,2}[-#]?[0-9\u0660-\u0669\u06f0-\u06f9]+\b",
)
_ARABIC = re.compile(r"[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdf1\ufe70-\ufefc]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)?[0-9]*")
_LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]")
# Said in every language of the region, so they tell nothing.
_SHARED = frozenset({"ok", "okay", "oki", "k"})
# Words of English sentences, which brands and names hardly ever contain: with them, the larger script wins.
_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        """
        a about and are at be but call can could did do does for from good have hello help hi how i in is it me my need
        not of on or please the thanks thank that their there this to want was we what when where which who why will
        with would yes you your
        """,
    )
)


def detect(text: str) -> Language | None:
    """Whether a person wrote Arabic or English; None when nothing decides (digits, emoji, references, other scripts).

    Addresses, /commands, @names and references such as T45 count for nothing; Arabic with Latin brand names is Arabic.
    """
    text = _IGNORED.sub(" ", text)
    arabic = len(_ARABIC.findall(text))
    words = [word for word in _LATIN_WORD.findall(text) if word.lower() not in _SHARED]
    if not arabic:
        return "en" if words else None
    # Inside Arabic, a capital or a digit marks a name (Samsung, iPhone, S24), unless it opens the message.
    plain = [w for i, w in enumerate(words) if w.islower() or (i == 0 and text.lstrip().startswith(w))]
    latin = sum(len(_LATIN_LETTER.findall(word)) for word in plain)
    sentence = any(word.lower() in _ENGLISH for word in plain)
    return "en" if latin > arabic * (1 if sentence else 3) else "ar"
