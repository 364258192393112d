"""Moments, days and durations in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.speech.markup import plain
from storage.text import text
from tests.speech.conftest import NOW, Speak


def said(speak: Speak, language: str, value: Any, digits: str = "auto") -> str:
    shown = plain(speak(language, digits).say([text("one", x=value)]))
    return shown[1:].strip("\u2068\u2069")


@pytest.mark.parametrize(
    ("minutes", "english", "arabic"),
    [
        (0, "just now", "الآن"),
        (-0.9, "just now", "الآن"),
        (-1, "1 min ago", "قبل دقيقة"),
        (-2, "2 min ago", "قبل دقيقتين"),
        (-5, "5 min ago", "قبل 5 دقائق"),
        (-11, "11 min ago", "قبل 11 دقيقة"),
        (29.99, "in 30 min", "بعد 30 دقيقة"),
        (-55 - 60, "today 1:05 pm", "اليوم 1:05 م"),
        (8 * 60, "today 11:00 pm", "اليوم 11:00 م"),
        (9 * 60, "tomorrow 12:00 am", "غدًا 12:00 ص"),
        (-(29 * 60 + 30), "yesterday 9:30 am", "أمس 9:30 ص"),
        (-6 * 1440, "Thursday 3:00 pm", "الخميس 3:00 م"),
        (6 * 1440, "Tuesday 3:00 pm", "الثلاثاء 3:00 م"),
        (7 * 1440, "11 March, 3:00 pm", "11 مارس، 3:00 م"),
        (-100 * 1440, "24 November 2025, 3:00 pm", "24 نوفمبر 2025، 3:00 م"),
    ],
)
def test_moments(speak: Speak, minutes: float, english: str, arabic: str) -> None:
    at = NOW + timedelta(minutes=minutes)
    assert said(speak, "en", at) == english
    assert said(speak, "ar", at) == arabic


def test_minutes_win_over_midnight_and_naive_is_utc(speak: Speak) -> None:
    midnight = datetime(2026, 3, 4, 21, 5, tzinfo=UTC)
    shown = speak("en", now=midnight).say([text("one", x=midnight - timedelta(minutes=20))])
    assert "20 min ago" in shown
    assert said(speak, "en", datetime(2026, 3, 4, 10, 0)) == "today 1:00 pm"  # noqa: DTZ001 - what a driver may return


def test_arabic_indic_digits(speak: Speak) -> None:
    assert said(speak, "ar", NOW + timedelta(days=7), "arabic") == "١١ مارس، ٣:٠٠ م"
    assert said(speak, "ar", timedelta(hours=2, minutes=5), "arabic") == "ساعتان و٥ دقائق"


@pytest.mark.parametrize(
    ("day", "english", "arabic"),
    [
        (date(2026, 3, 4), "today", "اليوم"),
        (date(2026, 3, 3), "yesterday", "أمس"),
        (date(2026, 3, 5), "tomorrow", "غدًا"),
        (date(2026, 3, 6), "Friday", "الجمعة"),
        (date(2026, 4, 1), "1 April", "1 أبريل"),
        (date(2027, 4, 1), "1 April 2027", "1 أبريل 2027"),
    ],
)
def test_days(speak: Speak, day: date, english: str, arabic: str) -> None:
    assert said(speak, "en", day) == english
    assert said(speak, "ar", day) == arabic


@pytest.mark.parametrize(
    ("length", "english", "arabic"),
    [
        (timedelta(), "0 s", "0 ثانية"),
        (timedelta(seconds=45), "45 s", "45 ثانية"),
        (timedelta(minutes=1), "1 min", "دقيقة"),
        (timedelta(hours=2, minutes=5, seconds=30), "2 h 5 min", "ساعتان و5 دقائق"),
        (timedelta(hours=11), "11 h", "11 ساعة"),
        (timedelta(hours=1, seconds=30), "1 h", "ساعة"),
        (timedelta(days=2, hours=3), "2 days 3 h", "يومان و3 ساعات"),
        (timedelta(days=1), "1 day", "يوم"),
        (timedelta(days=100), "100 days", "100 يوم"),
        (-timedelta(hours=3), "-3 h", "-3 ساعات"),
    ],
)
def test_durations(speak: Speak, length: timedelta, english: str, arabic: str) -> None:
    assert said(speak, "en", length) == english
    assert said(speak, "ar", length) == arabic
