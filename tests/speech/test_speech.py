"""How bodies and labels look, in both languages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.speech import Speech
from bot.speech.bidi import FSI, LRM, PDI, RLM
from bot.speech.markup import parse, plain, telegram, whatsapp
from storage.text import BLANK, Text, Words, text
from tests.speech.conftest import NOW, RIYADH, Speak


def isolated(value: str) -> str:
    return f"{FSI}{value}{PDI}"


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "لا رسائل"),
        (1, "رسالة واحدة"),
        (2, "رسالتان"),
        (3, "3 رسائل"),
        (11, "11 رسالةً"),
        (100, "100 رسالة"),
        (1103, "1,103 رسائل"),
        (2.0, "رسالتان"),
        (1.5, "1.5 رسالة"),
    ],
)
def test_arabic_plurals(speak: Speak, count: float, said: str) -> None:
    assert speak("ar").say([text("messages", count=count)]) == RLM + said


def test_english_plurals(speak: Speak) -> None:
    said = [speak().say([text("messages", count=n)]) for n in (0, 1, 1.0, 2, 12345)]
    assert said == [LRM + s for s in ("0 messages", "1 message", "1 message", "2 messages", "12,345 messages")]


def test_arabic_indic_digits(speak: Speak) -> None:
    assert speak("ar", "arabic").say([text("messages", count=1103)]) == f"{RLM}١٬١٠٣ رسائل"
    assert speak("ar", "arabic").say([text("share", x=12.5)]) == f"{RLM}١٢٫٥٪ من ٢٤، انظر S24 و /T45"
    assert speak("ar", "latin").say([text("share", x=12.5)]) == f"{RLM}12.5% من 24، انظر S24 و /T45"
    assert speak("en", "arabic").say([text("messages", count=1103)]) == f"{LRM}1,103 messages"
    # A person's own words, references among them, keep their digits.
    assert speak("ar", "arabic").say([text("one", x="T45")]) == RLM + isolated("T45")


def test_values_are_isolated_in_arabic_lines(speak: Speak) -> None:
    said = speak("ar").say([text("called", phone="+966 50 123 4567", hours="10:00-11:30")])
    assert said == f"{RLM}اتصل على {isolated('+966 50 123 4567')} بين {isolated('10:00-11:30')}"
    said = speak("ar").say([text("wrote", name="Sara", ticket="T45")])
    assert said == f"{RLM}كتب <b>{isolated('Sara')}</b> في {isolated('T45')}"


def test_signed_numbers_are_isolated_and_fractions_keep_their_order(speak: Speak) -> None:
    assert speak("ar").say([text("change", x=-5)]) == f"{RLM}تغيّر بمقدار {isolated('-5')}"
    assert speak("ar").say([text("two", x=3, y=5)]) == f"{RLM}3 / 5"


def test_an_arabic_name_in_an_english_line(speak: Speak) -> None:
    said = speak().say([text("wrote", name="محمد العتيبي", ticket="T45")])
    assert said == f"{LRM}<b>{isolated('محمد العتيبي')}</b> wrote on {isolated('T45')}"


def test_every_line_of_a_message_starts_with_its_mark(speak: Speak) -> None:
    card = text("card", ticket="T45", title="لا يعمل", status=text("status-open"), since=NOW - timedelta(minutes=5))
    assert speak("ar").say([card, BLANK, Words("سطر\n\nline two")]).split("\n") == [
        f"{RLM}<b>{isolated('T45')}</b> · {isolated('لا يعمل')}",
        "",
        f"{RLM}{isolated('مفتوحة')} منذ {isolated('قبل 5 دقائق')}",
        "",
        f"{RLM}{isolated('سطر')}",
        "",
        f"{RLM}{isolated('line two')}",
    ]


def test_words_alone_are_passed_on_as_they_are(speak: Speak) -> None:
    assert speak("ar").say([Words("Hi *there*\n\n  مرحبا <3 & bye\n")]) == "Hi *there*\n\n  مرحبا &lt;3 &amp; bye\n"


def test_quoted_and_limited_words(speak: Speak) -> None:
    assert speak("ar").say([Words("a\nb", quoted=True)]) == f"{RLM}▎{isolated('a')}\n{RLM}▎{isolated('b')}"
    assert speak().say([text("hello"), Words("one two three", limit=9)]) == f"{LRM}Hello\n{LRM}{isolated('one two…')}"


def test_long_words_and_long_arguments(speak: Speak) -> None:
    long = "كلمة " * 2_000
    assert plain(speak("ar").say([text("hello"), Words(long)])).count("كلمة") == 2_000
    assert speak("ar").say([text("one", x=long)]).count("كلمة") == 2_000
    assert speak("ar").say([text("one", x=text("one", x=long))]).count("كلمة") == 2_000


def test_hostile_words_are_only_words(speak: Speak) -> None:
    said = speak().say([text("wrote", name="<b>{ $ticket }</b> *x* \u202eevil\u2069\ue000\x00\ud800", ticket="T\n4")])
    name = isolated("&lt;b&gt;{ $ticket }&lt;/b&gt; *x* evil\ue000")
    assert said == f"{LRM}<b>{name}</b> wrote on {isolated('T 4')}"


def test_a_text_argument_carries_markup_and_a_list_is_joined(speak: Speak) -> None:
    inner = text("wrote", name="Ali", ticket="T1")
    said = speak().say([text("one", x=inner)])
    assert said == LRM + isolated(f"<b>{isolated('Ali')}</b> wrote on {isolated('T1')}")
    a, b, c = (isolated(x) for x in "abc")
    assert speak().say([text("one", x=["a", "b", "c"])]) == f"{LRM}{a}, {b} and {c}"
    assert speak("ar").say([text("one", x=["a", "b", "c"])]) == f"{RLM}{a} و{b} و{c}"
    assert speak("ar").say([text("one", x=["a"])]) == RLM + a
    assert speak("ar").say([text("one", x=[])]) == f"{RLM}—"


def test_what_is_copied_has_no_invisible_characters(speak: Speak) -> None:
    assert speak("ar").say([text("code", x="AB-12")]) == f"{RLM}انسخ <code>AB-12</code> لا {isolated('AB-12')}"
    assert speak("ar").say([text("one", x="https://example.com/a?b=1&c=2")]) == (
        f"{RLM}https://example.com/a?b=1&amp;c=2"
    )


def test_strings_and_bools_choose_variants(speak: Speak) -> None:
    assert speak("ar").say([text("state", status="open")]) == f"{RLM}مفتوحة"
    assert speak().say([text("state", status="lost")]) == f"{LRM}Other: {isolated('lost')}"
    assert [speak().say([text("flag", on=on)]) for on in (True, False)] == [f"{LRM}On", f"{LRM}Off"]


def test_attributes_and_missing_keys(speak: Speak) -> None:
    assert speak("ar").say([text("status-open.short")]) == f"{RLM}مف"
    assert speak("ar").say([text("no-such-key", x="1")]) == f"{RLM}no-such-key"
    assert "Call" in speak().say([text("called", phone="1")])


def test_labels(speak: Speak) -> None:
    assert speak("ar").label(text("status-open")) == "مفتوحة"
    assert speak("ar").label(text("wrote", name="محمد", ticket="T45")) == f"كتب محمد في {isolated('T45')}"
    assert speak("ar").label(text("change", x=-5)) == f"تغيّر بمقدار {isolated('-5')}"
    assert speak().label("Sara <b> & \u202eco\n") == "Sara <b> & co"
    assert speak().label("Open a new ticket", limit=12) == "Open a new…"
    assert speak().label(text("one", x="a & b")) == "a & b"
    cut = speak("ar").label(text("wrote", name="Mohammed Al Otaibi", ticket="T45"), limit=20)
    assert len(cut) <= 20
    assert cut.count(FSI) == cut.count(PDI) == 1
    assert cut.endswith("…" + PDI)


def test_words_of_commands(speak: Speak) -> None:
    assert speak("ar").words("command-close") == ("أغلق", "اقفل", "close", "shut")
    assert speak("ar").words("command-close", "en") == ("close", "shut")
    assert speak().words("field") == ("alpha", "beta", "ألف", "باء")
    assert speak().words("no-such-key") == ()


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.text()
    | st.integers(min_value=-(10**30), max_value=10**30)
    | st.floats()
    | st.datetimes(timezones=st.timezones())
    | st.dates()
    | st.timedeltas()
    | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.builds(lambda x: Text("one", {"x": x}), inner),
    max_leaves=4,
)
LINES = (
    st.builds(Words, st.text(), st.none() | st.integers(0, 20), st.booleans())
    | st.builds(lambda x, y: Text("two", {"x": x, "y": y}), VALUES, VALUES)
    | st.builds(lambda x: Text("code", {"x": x}), VALUES)
)


@given(st.lists(LINES, min_size=1, max_size=4), st.sampled_from(["en", "ar"]), st.sampled_from(["auto", "arabic"]))
def test_whatever_is_said_has_marks_and_balanced_tags(words: Any, body: Any, language: Any, digits: Any) -> None:
    body = [text("hello"), *body]
    said = Speech(language, digits, RIYADH, NOW, words).say(body)
    mark = RLM if language == "ar" else LRM
    assert all(not line or line.startswith(mark) for line in said.split("\n"))
    assert all(line.count(FSI) == line.count(PDI) for line in said.split("\n"))
    assert telegram(said) == said
    assert all(span.end >= span.start for span in parse(said)[1])
    said.encode()
    whatsapp(said).encode()


@given(VALUES, st.sampled_from(["en", "ar"]), st.integers(0, 30))
def test_labels_keep_their_limit(words: Any, value: Any, language: Any, limit: int) -> None:
    label = Speech(language, "auto", RIYADH, NOW, words).label(Text("one", {"x": value}), limit)
    assert len(label) <= limit
    assert "\n" not in label
    assert label.count(FSI) == label.count(PDI)
