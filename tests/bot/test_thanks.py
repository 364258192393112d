"""Thanks: what says thank you and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import thanks


@pytest.mark.parametrize(
    "said",
    [
        "شكرا", "شكرًا جزيلًا لكم!", "الله يعطيكم العافية 🌹", "مشكور أخوي", "تسلم، يعطيك العافية",
        "شُكراً لك على سرعة الرد ❤️", "تمام", "جزاكم الله خيرًا", "Thanks a lot!", "thank you so much 🙏",
        "👍", "👍🏽", "ok, thanks",
        "THX", "Thank you all", "🙏🙏",
    ],
)  # fmt: skip
def test_thanks_alone(said: str) -> None:
    assert thanks.only(said)


@pytest.mark.parametrize(
    "said",
    [
        "", "شكرا بس ما انحلت", "شكرًا، انحلّت", "thanks but it broke again", "thanks?", "you", "so", "5", "❓", "👎",
        "لا شكرا",
        "not ok", "thank you " * 20, "لكم",
    ],
)  # fmt: skip
def test_more_or_other_than_thanks(said: str) -> None:
    assert not thanks.only(said)


@pytest.mark.parametrize(
    "said", ["أهلا", "أهلًا!", "السلام عليكم ورحمة الله وبركاته،", "صباح الخير ☀️", "Hi", "Good morning!"]
)
def test_a_greeting(said: str) -> None:
    assert thanks.greets(said)


@pytest.mark.parametrize("said", ["", "!", "أهّل", "السلام عليكم، وين الطلب", "hi T45", "hello world"])
def test_more_or_other_than_a_greeting(said: str) -> None:
    assert not thanks.greets(said)


@given(st.text())
def test_any_text_can_be_asked_about(said: str) -> None:
    thanks.only(said)
    thanks.greets(said)
