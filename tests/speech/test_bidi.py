"""Direction: our own words inside others keep the direction of their language, whatever stands first in them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.speech import Speech, bidi
from bot.speech.bidi import FSI, LRM, PDI, RLM
from storage.text import Text


def isolated(text: str) -> str:
    return f"{FSI}{text}{PDI}"


NESTED = f"{isolated('🌱 9 محتملين')} {isolated('▲8')}"


@pytest.mark.parametrize(
    ("language", "text", "mark"),
    [
        ("ar", "9 محتملين جدد", ""), ("ar", "<b>9</b> محتملين", ""), ("ar", "78%", ""), ("ar", "PDF", ""),
        ("ar", "▲8", RLM), ("ar", "🔴", RLM), ("ar", "4.5", ""), ("ar", "🔒 PDF", ""),
        ("ar", "PDF للفريق كله", RLM), ("ar", NESTED, RLM), ("ar", f"▲{isolated('78 نقطة')}", RLM),
        ("ar", f"<b>{isolated('Lina')}</b> 3", RLM), ("ar", "A &amp; B", ""), ("ar", f"مع {isolated('Lina')}", ""),
        ("en", "9 new leads", ""), ("en", f"▲{isolated('30 min')}", ""), ("en", "هدى", ""),
        ("en", f"{isolated('هدى')} · new", ""), ("en", "«هدى» is new", LRM),
    ],
)  # fmt: skip
def test_our_own_words_say_their_direction_where_their_letters_do_not(language: str, text: str, mark: str) -> None:
    assert bidi.isolate_own(text, language) == isolated(f"{mark}{text}")


def test_each_line_says_its_own() -> None:
    assert bidi.isolate_own(f"PDF للفريق\n\n{NESTED}", "ar").split("\n") == [
        isolated(f"{RLM}PDF للفريق"), "", isolated(f"{RLM}{NESTED}"),
    ]  # fmt: skip


@pytest.mark.parametrize(("language", "mark"), [("ar", RLM), ("en", "")])
def test_a_number_and_its_change_stand_in_the_order_of_the_language(language: str, mark: str) -> None:
    """The change is not to jump to the other side of the number that it belongs to."""
    speech = Speech(language, "latin", UTC, datetime(2026, 3, 4, tzinfo=UTC))
    changed = Text("kpi-changed", {"what": Text("kpi-leads", {"count": 9}), "change": Text("kpi-up", {"by": 8})})
    assert f"{FSI}{mark}{FSI}" in speech.say([Text("kpi-and", {"first": changed, "second": changed})])
