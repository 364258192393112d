"""Moments, days and durations in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.speech import Catalogue, Speech
from bot.speech.markup import plain
from storage.text import InFull, text
from tests.speech.conftest import NOW, RIYADH, Speak


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


@pytest.mark.parametrize(
    ("value", "english", "arabic"),
    [
        (timedelta(), "Wednesday 4 March, 3:00 pm", "الأربعاء 4 مارس، 3:00 م"),
        (timedelta(minutes=5), "Wednesday 4 March, 3:05 pm · in 5 min", "الأربعاء 4 مارس، 3:05 م · بعد 5 دقائق"),
        (timedelta(hours=3), "Wednesday 4 March, 6:00 pm · in 3 hours", "الأربعاء 4 مارس، 6:00 م · بعد 3 ساعات"),
        (timedelta(hours=-2), "Wednesday 4 March, 1:00 pm · 2 hours ago", "الأربعاء 4 مارس، 1:00 م · قبل ساعتين"),
        (timedelta(days=1), "Thursday 5 March, 3:00 pm · tomorrow", "الخميس 5 مارس، 3:00 م · غدًا"),
        (timedelta(days=11), "Sunday 15 March, 3:00 pm · in 11 days", "الأحد 15 مارس، 3:00 م · بعد 11 يومًا"),
        (timedelta(days=-2), "Monday 2 March, 3:00 pm · 2 days ago", "الاثنين 2 مارس، 3:00 م · قبل يومين"),
    ],
)
def test_moments_in_full(speak: Speak, value: timedelta, english: str, arabic: str) -> None:
    assert said(speak, "en", InFull(NOW + value)) == english
    assert said(speak, "ar", InFull(NOW + value)) == arabic


def test_a_day_in_full_and_a_time_of_day(speak: Speak) -> None:
    assert said(speak, "en", InFull(date(2027, 3, 4))) == "Thursday 4 March 2027 · in 365 days"
    assert said(speak, "ar", InFull(date(2026, 3, 5)), "arabic") == "الخميس ٥ مارس · غدًا"
    assert said(speak, "en", time(22, 30)) == "10:30 pm"
    assert said(speak, "ar", time(0), "arabic") == "١٢:٠٠ ص"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (date(2026, 3, 5), "غدًا"),
        (date(2026, 3, 20), "20 مارس (1 شوال)"),
        (date(2027, 2, 8), "8 فبراير 2027 (1 رمضان 1448)"),
        (date(2090, 1, 1), "1 يناير 2090"),
        (InFull(date(2026, 3, 5)), "الخميس 5 مارس (16 رمضان) · غدًا"),
        (NOW + timedelta(days=7), "11 مارس (22 رمضان)، 3:00 م"),
    ],
)
def test_the_hijri_date_stands_beside_dates_alone(words: Catalogue, value: Any, shown: str) -> None:
    speech = Speech("ar", "latin", RIYADH, NOW, words, calendar="hijri")
    assert plain(speech.say([text("one", x=value)]))[1:].strip("\u2068\u2069") == shown
