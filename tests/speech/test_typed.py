"""What people type, and the language they type in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.speech import detect, graphemes
from bot.speech.typed import clean, fold, latin_digits


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  hi \r\nthere\x00 ", "hi \nthere"),
        ("\u200fأغلق\u202e T45\u200e", "أغلق T45"),
        ("a\u200b\ufeffb\ud800c", "abc"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u200d b\u200c", "a b"),
        ("🏴\U000e0067\U000e0062\U000e007f x\U000e0067", "🏴\U000e0067\U000e0062\U000e007f x"),
        ("❤️ ok", "❤️ ok"),
        ("\u200d", ""),
        ("x\u2028y", "x\ny"),
    ],
)
def test_clean(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@given(st.text())
def test_clean_is_sendable_and_settled(typed: str) -> None:
    cleaned = clean(typed)
    cleaned.encode()
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  أَغْلِق   T٤٥ ", "اغلق t45"),
        ("إلغـــاء", "الغاء"),
        ("مُهِمّة", "مهمه"),
        ("على", "علي"),
        ("مسؤول شيئ", "مسوول شيي"),
        ("CLOSE", "close"),
        ("Ｃｌｏｓｅ", "close"),
        ("نعم\u200f", "نعم"),
        ("❤️", "❤"),
        ("ﻻ", "لا"),
    ],
)
def test_fold(typed: str, folded: str) -> None:
    assert fold(typed) == folded
    assert fold(folded) == folded


def test_nothing_unseen_tells_words_apart() -> None:
    unseen = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in ("Cf", "Cs")]
    assert [ascii(one) for one in unseen if fold(f"a{one}b") != "ab"] == []


def test_latin_digits() -> None:
    assert latin_digits("T٤٥ ۱۲ １２ ٣٫٥٪ ١٬٠٠٠") == "T45 12 12 3.5% 1,000"


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("السلام عليكم", "ar"),
        ("Hello, my order is late", "en"),
        ("salam 3alaikum", "en"),
        ("أريد شراء iPhone 15 Pro Max من فضلك", "ar"),
        ("ابغى Samsung Galaxy S24 Ultra", "ar"),
        ("عندكم iphone 15 pro max؟", "ar"),
        ("Please call محمد العتيبي today", "en"),
        ("my name is محمد", "en"),
        ("T45", None),
        ("T45 شكرا", "ar"),
        ("/start", None),
        ("@sara_sales", None),
        ("https://example.com/abc", None),
        ("١٢٣ 456 👍", None),
        ("ok", None),
        ("ok thanks", "en"),
        ("Привет", None),
        ("", None),
        ("a@b.com", None),
    ],
)
def test_detect(written: str, language: str | None) -> None:
    assert detect(written) == language


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("one two", 7, "one two"),
        ("one two three", 9, "one two…"),
        ("one two three", 8, "one two…"),
        ("abcdefghij", 5, "abcd…"),
        ("👩‍👩‍👧👩‍👩‍👧", 7, "👩‍👩‍👧…"),
        ("👍🏽👍🏽", 3, "👍🏽…"),
        ("cafe\u0301s", 5, "caf…"),
        ("🇸🇦🇰🇼🇶🇦", 4, "🇸🇦…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_shorten(text: str, limit: int, short: str) -> None:
    assert graphemes.shorten(text, limit) == short


@given(st.text(alphabet="ab ي\u0301\u200d👩🏽🇸🇦❤️\n"), st.integers(0, 12))
def test_shorten_and_split_agree(text: str, limit: int) -> None:
    pieces = graphemes.split(text)
    assert "".join(pieces) == text
    short = graphemes.shorten(text, limit)
    assert len(short) <= max(limit, 0) or short == text
    if short != text and short:
        kept = short[:-1]
        assert any("".join(pieces[:n]).rstrip() == kept for n in range(len(pieces) + 1))
