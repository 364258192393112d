"""Neutral markup on each channel, and cut into parts."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.speech.bidi import FSI, LRM, PDI, RLM
from bot.speech.markup import WORD_JOINER, parse, plain, telegram, whatsapp
from bot.speech.parts import Measure, split, utf16_units, whatsapp_characters
from sandbox.markup import parse_html, parse_whatsapp


def test_telegram_takes_balanced_markup_as_it_is() -> None:
    markup = f"{RLM}<b>{FSI}a &lt; b{PDI}</b> <i>x</i>\n<code>1 &amp; 2</code>"
    assert telegram(markup) == markup


@pytest.mark.parametrize(
    ("markup", "mended"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<u>x</u>", "&lt;u&gt;x&lt;/u&gt;"),
        ("<b>x", "<b>x</b>"),
        ("x</b>", "x"),
        ("<b><i>x</b></i>", "<b><i>x</i></b>"),
        ("&copy;", "&amp;copy;"),
    ],
)
def test_telegram_mends_the_rest(markup: str, mended: str) -> None:
    assert telegram(markup) == mended


@pytest.mark.parametrize(
    ("markup", "written"),
    [
        ("plain &lt;b&gt; &amp;", "plain <b> &"),
        ("a <b>bold</b>, <i>it</i> <code>x_y *z*</code>", "a *bold*, _it_ `x_y *z*`"),
        ("a<b> bold </b>b", "a *bold* b"),
        (f"{RLM}<b>{FSI}Sara{PDI}</b> كتب", f"*{RLM}{FSI}Sara{PDI}* كتب"),
        (f"{RLM}كتب {FSI}<b>Sara</b>{PDI}", f"{RLM}كتب *{FSI}Sara{PDI}*"),
        ("pre<b>fix</b>", "prefix"),
        ("<b>post</b>fix", "postfix"),
        ("<b>a * b</b>", "a * b"),
        ("<b></b> <b>  </b>x", "    x"[1:]),
        ("<b><i>x</i></b>", "*_x_*"),
        ("<b>x <b>y</b></b>", "*x y*"),
        ("<b>one\ntwo</b>", "*one*\n*two*"),
        ("<code>a<b>b</b></code>", "`ab`"),
        ("5 * 3 * 2", f"5 {WORD_JOINER}*{WORD_JOINER} 3 {WORD_JOINER}*{WORD_JOINER} 2"),
        ("*x* snake_case_name", f"{WORD_JOINER}*{WORD_JOINER}x{WORD_JOINER}*{WORD_JOINER} snake_case_name"),
        ("* item", "* item"),
        ("https://x.com/_a_?b=*c* *", "https://x.com/_a_?b=*c* *"),
        ("<b>https://x.com/</b>", "https://x.com/"),
        ("<b>x</b> 2*", f"*x* 2{WORD_JOINER}*{WORD_JOINER}"),
    ],
)
def test_whatsapp(markup: str, written: str) -> None:
    assert whatsapp(markup) == written


def test_whatsapp_shows_the_marks_that_it_was_given() -> None:
    markup = f"{LRM}<b>{FSI}T45{PDI}</b> · <i>{FSI}no power{PDI}</i>\n{LRM}Reply: <code>reply T45 text</code>"
    shown, entities = parse_whatsapp(whatsapp(markup))
    assert shown == plain(markup)
    assert [entity.type for entity in entities] == ["bold", "italic", "code"]


@given(st.text())
def test_whatsapp_shows_the_same_characters(words: str) -> None:
    assert whatsapp(escape(words, quote=False)).replace(WORD_JOINER, "") == words.replace(WORD_JOINER, "")


PIECES = st.sampled_from(
    [
        *("<b>", "</b>", "<i>", "</i>", "<code>", "</code>", "&lt;", "&amp;", "<", "&", "*", "_x", "\n"),
        *("word ", "كلمة ", "👩‍👩‍👧 ", "e\u0301", FSI, PDI, RLM, "🇸🇦🇰🇼", "https://x.com/a_b "),
    ]
)
MARKUP = st.lists(PIECES, max_size=60).map("".join)


@given(MARKUP)
def test_any_markup_is_written_without_loss(markup: str) -> None:
    visible = plain(markup)
    html, _ = parse_html(telegram(markup))
    assert html == visible.strip()
    assert telegram(telegram(markup)) == telegram(markup)
    marks = "*_`" + WORD_JOINER
    drop = str.maketrans("", "", marks)
    assert "".join(whatsapp(markup).translate(drop).split()) == "".join(visible.translate(drop).split())


@given(MARKUP.map(telegram), st.integers(16, 60), st.sampled_from([utf16_units, whatsapp_characters]))
def test_parts_lose_nothing_and_stay_within_the_limit(markup: str, limit: int, size: Measure) -> None:
    parts = split(markup, limit, size)
    for part in parts:
        assert telegram(part) == part
        assert size(part) <= limit
    drop = str.maketrans("", "", RLM + FSI + PDI)
    together = "".join("".join(plain(part).translate(drop).split()) for part in parts)
    assert together == "".join(plain(markup).translate(drop).split())


def test_parts_are_cut_at_line_ends_then_at_words() -> None:
    assert split("one\n\ntwo\nthree", 8, utf16_units) == ["one\n\ntwo", "three"]
    assert split("one two three", 9, utf16_units) == ["one two", "three"]
    assert split("x", 9, utf16_units) == ["x"]
    assert split(" \n", 9, utf16_units) == []


def test_a_cut_closes_and_reopens_what_is_open() -> None:
    line = f"{RLM}▎{FSI}<b>one two &amp; three</b>{PDI}"
    assert split(line, 14, utf16_units) == [
        f"{RLM}▎{FSI}<b>one two &amp;</b>{PDI}",
        f"{RLM}▎{FSI}<b>three</b>{PDI}",
    ]


def test_long_words_are_cut_between_characters() -> None:
    parts = split("👍🏽" * 3_000, 4_096, utf16_units)
    assert [utf16_units(part) for part in parts] == [4_096, 4_096, 3_808]
    assert all(part.startswith("👍🏽") and part.endswith("🏽") for part in parts)


def test_parse_gives_spans() -> None:
    plain_text, spans = parse("a <b>b <i>c</i></b>")
    assert plain_text == "a b c"
    assert [(span.start, span.end, span.tag) for span in spans] == [(2, 5, "b"), (4, 5, "i")]
