"""Thanks: messages that say thank you and nothing else, which reopen no ticket and wait for no answer.

And greetings, which are no command.
"""

from __future__ import annotations

import re
import unicodedata

from bot.vocabulary import VOCABULARY

SYMBOLS = frozenset("👍👌🙏❤♥💙💚🌹🌷🌸😊🙂😍🤝👏✅💐⭐")

LONGEST = 120
"""Characters; who has more to say says something."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def only(said: str) -> bool:
    """Whether a message is made of nothing but thanks: the phrases in Fluent's `thanks`, and signs such as 👍."""
    if not said.strip() or len(said) > LONGEST:
        return False
    words = [word.replace("’", "'") for word in _WORD.findall(VOCABULARY.normal(said))]
    if any(character in "?؟" for character in said):
        return False
    signs = [c for c in said if unicodedata.category(c) == "So"]
    if any(sign not in SYMBOLS for sign in signs):
        return False
    return _made_of_phrases(words) if words else bool(signs)


def greets(said: str) -> bool:
    """Whether a message is one of the phrases in Fluent's `greeting`, and nothing else."""
    return " ".join(_WORD.findall(VOCABULARY.normal(said))) in VOCABULARY.folded("greeting")


def _made_of_phrases(words: list[str]) -> bool:
    phrases = {tuple(_WORD.findall(phrase)) for phrase in VOCABULARY.folded("thanks")}
    fillers = {tuple(_WORD.findall(phrase)) for phrase in VOCABULARY.folded("thanks-beside")}
    longest = max(map(len, phrases | fillers))
    # By how many words were read: whether that was thanks, or but what goes with it. None: not readable.
    read: list[bool | None] = [False] + [None] * len(words)
    for start in range(len(words)):
        if read[start] is None:
            continue
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            part = tuple(words[start:end])
            if part in phrases or part in fillers:
                read[end] = bool(read[end] or read[start] or part in phrases)
    return bool(read[-1])
