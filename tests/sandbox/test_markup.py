"""Both kinds of markup as plain text with entities."""

from __future__ import annotations

import pytest

from sandbox import markup

Marks = list[tuple[str, int, int]]


def marks(found: tuple[markup.Entity, ...]) -> Marks:
    return [(entity.type, entity.offset, entity.length) for entity in found]


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("plain", "plain", []),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("🙂<u>x</u>", "🙂x", [("underline", 2, 1)]),
        ("  <s>x </s>\n", "x", [("strikethrough", 0, 1)]),
        ("&lt;&amp;&gt;&quot;&#65;&#x42;&nbsp;", '<&>"AB&nbsp;', []),
        ('<a href="https://e.com?a=1&amp;b=2">x</a>', "x", [("link", 0, 1)]),
        ('<a href="javascript:x">x</a>', "x", []),
        ("<b></b>x", "x", []),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
        ("<B>x</B>", "x", [("bold", 0, 1)]),
    ],
)
def test_html(source: str, text: str, found: Marks) -> None:
    shown, entities = markup.parse_html(source)
    assert (shown, marks(entities)) == (text, found)


def test_html_details() -> None:
    assert markup.parse_html('<a href="https://e.com?a=1&amp;b=2">x</a>')[1][0].url == "https://e.com?a=1&b=2"
    assert markup.parse_html('<pre><code class="language-py">x</code></pre>')[1][0].language == "py"


@pytest.mark.parametrize("source", ["<span>x</span>", "<script>x</script>", "<b", "a <b>c", "</b>"])
def test_wrong_html(source: str) -> None:
    with pytest.raises(markup.MarkupError):
        markup.parse_html(source)


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("*a* _b_ ~c~ `d`", "a b c d", [("bold", 0, 1), ("italic", 2, 1), ("strikethrough", 4, 1), ("code", 6, 1)]),
        ("*a _b_*", "a b", [("bold", 0, 3), ("italic", 2, 1)]),
        ("2*3*4", "2*3*4", []),
        ("* a *", "* a *", []),
        ("*a\nb*", "*a\nb*", []),
        ("```x\n*y*```", "x\n*y*", [("pre", 0, 5)]),
        ("*خبر*", "خبر", [("bold", 0, 3)]),
        ("snake_case_name", "snake_case_name", []),
        ("https://e.com/a_b_c.", "https://e.com/a_b_c.", [("link", 0, 19)]),
    ],
)
def test_whatsapp(source: str, text: str, found: Marks) -> None:
    shown, entities = markup.parse_whatsapp(source)
    assert (shown, marks(entities)) == (text, found)


def test_commands_and_addresses_are_found_outside_code() -> None:
    text, entities = markup.parse_html("/T45 a/b <code>/x</code> https://e.com/a, /go")
    assert marks(markup.detect(text, entities)) == [
        ("bot_command", 0, 4),
        ("code", 9, 2),
        ("link", 12, 15),
        ("bot_command", 29, 3),
    ]


def test_labels_compare_as_they_look() -> None:
    assert markup.plain("\u200f✅\ufe0f  \u2068Close\u2069 ") == "✅ close"


def test_what_telegram_drops() -> None:
    assert markup.clean("a\r\n\u202bb\u2067c\t") == "a\nb\u2067c "
