"""Saved replies: names, placeholders, the language that goes out, and what the customer is called."""

from __future__ import annotations

import asyncio

import pytest

from crm import saved_replies
from crm.refusal import Refusal
from storage.models import Lead, SavedReply, Staff
from storage.transactions import transaction
from tests.crm.conftest import NOW


async def add(rep: Staff, name: str, ar: str = "مرحبًا {الاسم}", en: str = "Hello {name}") -> SavedReply:
    async with transaction():
        return await saved_replies.add(name, ar=ar, en=en, by=rep, at=NOW)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Hello", "hello"), ("/hello", "hello"), ("أهلاً", "اهلا"), ("تَرحيب", "ترحيب"), ("q1", "q1"), ("ok٢", "ok2")],
)
def test_names_are_folded(typed: str, kept: str) -> None:
    assert saved_replies.check_name(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "a", "two words", "12", "1st", "hello!", "snake_case", "x" * 17, "漢" * 11, "👋🏻", "a/b"]
)
def test_names_that_are_none(typed: str) -> None:
    with pytest.raises(saved_replies.NameNotGood):
        saved_replies.check_name(typed)


@pytest.mark.parametrize("typed", ["{phone}", "hello {name} {}", "{ الرقم }", "{name} {{x}}"])
def test_unknown_placeholders(typed: str) -> None:
    with pytest.raises(saved_replies.UnknownPlaceholder):
        saved_replies.check_text(typed)


@pytest.mark.parametrize("typed", ["{name}", "{ Name }", "{الاسم}", "{إسم}", "no braces", "a { b", "c } d"])
def test_known_placeholders(typed: str) -> None:
    assert saved_replies.check_text(typed) == typed


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("سعد القحطاني", "سعد"), ("عبد الله سعد", "عبد الله"), ("أبو فهد", "أبو فهد"), ("Abdullah Saad", "Abdullah"),
        ("Abu Fahad Trading", "Abu Fahad"), ("+966501234567", ""), ("Telegram", ""), ("", ""), ("Emma", "Emma"),
    ],
)  # fmt: skip
def test_first_names(name: str, first: str) -> None:
    assert saved_replies.first_name(Lead(name=name)) == first


@pytest.mark.parametrize(
    ("words", "name", "filled"),
    [
        ("Hello {name}, how are you?", "Emma Stone", "Hello Emma, how are you?"),
        ("مرحبًا {الاسم}، كيف نخدمك؟", "سعد", "مرحبًا سعد، كيف نخدمك؟"),
        ("Hello {name}, how are you?", "+966501234567", "Hello, how are you?"),
        ("{name}, hello", "+966501234567", "hello"),
        ("مرحبًا {الاسم}، كيف نخدمك؟", "", "مرحبًا، كيف نخدمك؟"),
        ("a\n\nb {name}", "\\1 x", "a\n\nb"),
    ],
)
def test_the_name_is_filled_in(words: str, name: str, filled: str) -> None:
    assert saved_replies.filled(words, Lead(name=name)).rstrip() == filled


async def test_the_customers_language_goes_out(rep: Staff) -> None:
    both, arabic = await add(rep, "both"), await add(rep, "arabic", en="")
    assert saved_replies.text_in(both, "ar") == ("مرحبًا {الاسم}", "ar")
    assert saved_replies.text_in(both, "en") == ("Hello {name}", "en")
    assert saved_replies.text_in(arabic, "en") == ("مرحبًا {الاسم}", "ar")


async def test_what_is_refused_keeps_nothing(rep: Staff) -> None:
    one = await add(rep, "ترحيب")
    for name, ar, en, refusal in (
        ("تَرحيب", "x", "", saved_replies.NameTaken),
        ("other", " ", "\n", saved_replies.NothingSaid),
        ("other", "{x}", "", saved_replies.UnknownPlaceholder),
    ):
        with pytest.raises(refusal):
            await add(rep, name, ar, en)
    assert [row.name for row in await SavedReply.all()] == [one.name]


async def test_change_and_delete(rep: Staff) -> None:
    one, other = await add(rep, "one"), await add(rep, "other")
    async with transaction():
        changed = await saved_replies.change(one.id, "First", ar="", en="Hi", at=NOW)
    assert (changed.name, changed.text_ar, changed.text_en) == ("first", "", "Hi")
    with pytest.raises(saved_replies.NameTaken):
        async with transaction():
            await saved_replies.change(one.id, other.name, ar="", en="Hi", at=NOW)
    async with transaction():
        await saved_replies.delete(other)
    with pytest.raises(saved_replies.NoSuchSavedReply):
        async with transaction():
            await saved_replies.delete(other)
    with pytest.raises(saved_replies.NoSuchSavedReply):
        async with transaction():
            await saved_replies.change(other.id, "again", ar="", en="Hi", at=NOW)
    assert await saved_replies.called("OTHER") is None
    assert [row.name for row in await saved_replies.listed(after="", limit=9)] == ["first"]
    assert await saved_replies.listed(after="first", limit=9) == []


async def test_two_who_take_a_name_at_once(rep: Staff) -> None:
    tries = await asyncio.gather(*(add(rep, "hello", en=str(n)) for n in range(4)), return_exceptions=True)
    assert sum(isinstance(one, SavedReply) for one in tries) == 1
    assert all(isinstance(one, SavedReply | Refusal) for one in tries)
    assert await SavedReply.all().count() == 1
