"""Saved replies: answers that the staff give often, kept by a word of their own, in both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from tortoise.exceptions import IntegrityError

from crm.people import Party
from crm.refusal import Refusal
from storage.models import SavedReply, Staff
from storage.spelling import fold
from storage.transactions import savepoint

PLACEHOLDERS = frozenset({"name", fold("الاسم"), fold("اسم")})
"""What may stand in braces: the customer's first name."""

LONGEST_NAME = 16
"""Characters, of two bytes at most, so that a button that says the name has room for it."""

_NAME = re.compile(r"[^\W\d_][^\W_]+")
_BRACED = re.compile(r"\{([^{}\n]*)\}")
_NAMELESS = re.compile(r"[ \t]*\{[^{}\n]*\}")
_FIRST_OF_TWO = frozenset(
    fold(word) for word in ("عبد", "أبو", "أم", "ابن", "بن", "بنت", "آل", "abu", "abd", "umm", "al")
)
"""Words that are half of a first name."""


class NoSuchSavedReply(Refusal):
    """No saved reply has that name."""

    key = "refusal-no-such-saved-reply"


class NameNotGood(Refusal):
    """A saved reply's name is not one short word of letters and digits."""

    key = "refusal-saved-name"


class NameTaken(Refusal):
    """Another saved reply has that name."""

    key = "refusal-saved-name-taken"


class NothingSaid(Refusal):
    """A saved reply has no text in either language."""

    key = "refusal-saved-empty"


class UnknownPlaceholder(Refusal):
    """Something else than the customer's name stands in braces."""

    key = "refusal-saved-placeholder"


def check_name(typed: str) -> str:
    """The name in the form in which it is kept. Raises NameNotGood."""
    name = fold(typed).removeprefix("/")
    if not _NAME.fullmatch(name) or max(len(name), len(name.encode()) / 2) > LONGEST_NAME:
        raise NameNotGood(name=typed, most=LONGEST_NAME)
    return name


def check_text(typed: str) -> str:
    """The text, when only the customer's name stands in braces. Raises UnknownPlaceholder."""
    for found in _BRACED.findall(typed):
        if fold(found) not in PLACEHOLDERS:
            raise UnknownPlaceholder(typed=f"{{{found}}}")
    return typed.strip()


async def add(name: str, *, ar: str, en: str, by: Staff, at: datetime) -> SavedReply:
    """Keep a new one. Raises NameNotGood, NameTaken, NothingSaid, or UnknownPlaceholder."""
    name, (arabic, english) = check_name(name), _texts(ar, en)
    try:
        async with savepoint():
            return await SavedReply.create(
                name=name, text_ar=arabic, text_en=english, author_id=by.id, created_at=at, updated_at=at
            )
    except IntegrityError:
        raise NameTaken(name=name) from None


async def change(id: int, name: str, *, ar: str, en: str, at: datetime) -> SavedReply:
    """Put another name or other texts in place of one's. Raises NoSuchSavedReply, or as `add` does."""
    name, (arabic, english) = check_name(name), _texts(ar, en)
    try:
        async with savepoint():
            changed = await SavedReply.filter(id=id).update(
                name=name, text_ar=arabic, text_en=english, updated_at=at.astimezone(UTC)
            )
    except IntegrityError:
        raise NameTaken(name=name) from None
    if not changed:
        raise NoSuchSavedReply(name=name)
    return await SavedReply.get(id=id)


async def delete(saved: SavedReply) -> None:
    """Forget one. What was sent with it stays on record. Raises NoSuchSavedReply when it is gone already."""
    if not await SavedReply.filter(id=saved.id).delete():
        raise NoSuchSavedReply(name=saved.name)


async def find(name: str) -> SavedReply:
    """The one of this name, however it is spelled. Raises NoSuchSavedReply."""
    found = await called(name)
    if found is None:
        raise NoSuchSavedReply(name=name)
    return found


async def called(name: str) -> SavedReply | None:
    """The one of this name, if there is one."""
    return await SavedReply.get_or_none(name=fold(name).removeprefix("/"))


async def listed(*, after: str, limit: int) -> Sequence[SavedReply]:
    """By name, from behind the name `after` ("" for the beginning)."""
    return await SavedReply.filter(name__gt=after).order_by("name").limit(limit)


async def exist() -> bool:
    """Whether there are any."""
    return await SavedReply.exists()


def text_in(saved: SavedReply, language: str) -> tuple[str, str]:
    """Its text in a language, or in the other where it has none; and which language that is."""
    texts = {"ar": saved.text_ar, "en": saved.text_en}
    spoken = language if texts.get(language) else "en" if language == "ar" else "ar"
    return texts[spoken], spoken


def filled(words: str, party: Party) -> str:
    """The words with the party's first name where it belongs; without it when nobody knows it."""
    name = first_name(party)
    if name:
        return _BRACED.sub(lambda _: name, words)
    return "\n".join(line.lstrip(" ،,") if _BRACED.search(old) else line
                     for old, line in ((old, _NAMELESS.sub("", old)) for old in words.split("\n")))  # fmt: skip


def first_name(party: Party) -> str:
    """What a party is called to their face: `سعد`, `عبد الله`, `Sara`; empty for a phone number or an address."""
    words = party.name.split()
    if not words or not any(c.isalpha() for c in words[0]) or party.name.casefold() in ("telegram", "whatsapp"):
        return ""
    return " ".join(words[: 2 if fold(words[0]) in _FIRST_OF_TWO else 1])


def _texts(ar: str, en: str) -> tuple[str, str]:
    arabic, english = check_text(ar), check_text(en)
    if not arabic and not english:
        raise NothingSaid()
    return arabic, english
