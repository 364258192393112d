"""Long input: what somebody pastes in costs no more than its length."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.fields import FieldError, Here
from bot.fields.preferences import Quiet
from bot.handlers.activities import due_and_words
from bot.handlers.details import parted
from bot.vocabulary import VOCABULARY

HERE = VOCABULARY.at(Here(datetime(2026, 3, 4, 6, 0, tzinfo=UTC), ZoneInfo("Asia/Riyadh"), "SA"))
TURN: Any = SimpleNamespace(vocabulary=HERE)


def _quiet(words: str) -> None:
    with pytest.raises(FieldError):
        Quiet().read(words, HERE)


@pytest.mark.parametrize(
    ("read", "words"),
    [
        (_quiet, "from 10 to " * 8000),
        (lambda words: parted(words, HERE), "12 34 " * 8000),
        (lambda words: due_and_words(TURN, words), "send, " + ", ; " * 8000 + "x tomorrow 10am"),
        (lambda words: due_and_words(TURN, words), "send " + "due by " * 8000 + "tomorrow 10am"),
    ],
)
def test_it_is_read_in_time(read: Callable[[str], object], words: str) -> None:
    began = time.process_time()
    read(words)
    assert time.process_time() - began < 3


def test_what_leads_over_to_a_date_is_no_part_of_the_task() -> None:
    due, words = due_and_words(TURN, "send the offer due by tomorrow 10am")
    assert (due, words) == (datetime(2026, 3, 5, 7, 0, tzinfo=UTC), "send the offer")
