"""What the check of the words finds, and that the project's own words are sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.speech import Catalogue, CatalogueError, check
from tests.speech.conftest import ARABIC, ENGLISH, write_locales


def test_the_projects_words_are_sound() -> None:
    assert check() == []


def test_the_words_of_these_tests_are_sound(tmp_path: Path) -> None:
    assert check(write_locales(tmp_path, ENGLISH, ARABIC)) == []


@pytest.mark.parametrize(
    ("english", "arabic", "problem"),
    [
        ("a = A", "", "a: only in en"),
        ("a = A\n    .x = X", "a = أ", "a: attribute .x only in en"),
        ("a = { $x }", "a = أ", "a: $x only in en"),
        ("a = A\n    .l = { $x }", "a = أ\n    .l = أ", "a.l: $x only in en"),
        ("a = { b }\nb = { $x }", "a = { b }\nb = أ", "a: $x only in en"),
        ("a = A\na = B", "a = أ", "en/test.ftl: a is there twice"),
        ("hello world", "a = أ", "en/test.ftl: not Fluent, near 'hello world'"),
        ("a = { nothing }", "a = أ", "en: a: refers to nothing, which is not there"),
        ("a = { -gone }", "a = أ", "en: a: refers to gone, which is not there"),
        ("a = { NUMBER($x) }", "a = { $x }", "en: a: NUMBER() is not available"),
        ("a = <u>A</u>", "a = أ", "'<u>' is not markup"),
        ("a = A < B", "a = أ", "is not markup"),
        ("a = A > B", "a = أ", "a bare > should be &gt;"),
        ("a = A & B", "a = أ", "'&' should be &amp;"),
        ("a = <b>A", "a = أ", "<b> is not closed on its line"),
        ("a = A</b>", "a = أ", "</b> closes nothing on its line"),
        ("a =\n    <b>A\n    B</b>", "a = أ", "<b> is not closed on its line"),
        ("a = \u200fA", "a = أ", "holds a direction mark"),
        (
            "a = { $n }",
            "a = { $n ->\n [one] أ\n *[other] { $n }\n }",
            "ar: a: plural forms left out: few, many, two, zero",
        ),
        ("a = { $n ->\n [one] A\n *[two] { $n }\n }", "a = { $n }", "en: a: plural forms left out: other"),
    ],
)
def test_a_problem_is_found(tmp_path: Path, english: str, arabic: str, problem: str) -> None:
    found = check(write_locales(tmp_path, english + "\n", arabic + "\n"))
    assert any(problem in line for line in found), found


def test_a_zero_may_be_a_number(tmp_path: Path) -> None:
    arabic = "a = { $n ->\n [0] لا\n [one] أ\n [two] أ\n [few] { $n }\n [many] { $n }\n *[other] { $n }\n }\n"
    assert check(write_locales(tmp_path, "a = { $n }\n", arabic)) == []


def test_junk_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="not Fluent"):
        Catalogue(write_locales(tmp_path, "hello world\n", ""))
    with pytest.raises(CatalogueError, match=r"en: no \.ftl files"):
        Catalogue(tmp_path / "nowhere")


def test_keys(words: Catalogue) -> None:
    assert list(words.keys("command-")) == ["command-close"]
    assert words.has("status-open.short", "ar")
    assert not words.has("status-open.long")
