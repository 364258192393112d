"""A small catalogue of test messages beside the project's own speech words."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.speech import LOCALES, Catalogue, Speech

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
RIYADH = ZoneInfo("Asia/Riyadh")

ENGLISH = """
hello = Hello
wrote = <b>{ $name }</b> wrote on { $ticket }
called = Call { $phone } between { $hours }
messages = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
state = { $status ->
    [open] Open
   *[other] Other: { $status }
}
flag = { $on ->
    [true] On
   *[false] Off
}
card =
    <b>{ $ticket }</b> · { $title }

    { $status } since { $since }
one = { $x }
two = { $x } / { $y }
code = Copy <code>{ $x }</code> not { $x }
change = It changed by { $x }
share = { $x }% of 24, see S24 and /T45
status-open = Open
    .short = op
command-close = close, shut
field = A field
    .words = alpha, beta
"""
ARABIC = """
hello = مرحبًا
wrote = كتب <b>{ $name }</b> في { $ticket }
called = اتصل على { $phone } بين { $hours }
messages = { $count ->
    [zero] لا رسائل
    [one] رسالة واحدة
    [two] رسالتان
    [few] { $count } رسائل
    [many] { $count } رسالةً
   *[other] { $count } رسالة
}
state = { $status ->
    [open] مفتوحة
   *[other] أخرى: { $status }
}
flag = { $on ->
    [true] نعم
   *[false] لا
}
card =
    <b>{ $ticket }</b> · { $title }

    { $status } منذ { $since }
one = { $x }
two = { $x } / { $y }
code = انسخ <code>{ $x }</code> لا { $x }
change = تغيّر بمقدار { $x }
share = { $x }% من 24، انظر S24 و /T45
status-open = مفتوحة
    .short = مف
command-close = أغلق، اقفل
field = حقل
    .words = ألف، باء
"""

Speak = Callable[..., Speech]


def write_locales(folder: Path, english: str, arabic: str) -> Path:
    for language, words in (("en", english), ("ar", arabic)):
        (folder / language).mkdir(parents=True)
        shutil.copy(LOCALES / language / "speech.ftl", folder / language)
        (folder / language / "test.ftl").write_text(words, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def words(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return Catalogue(write_locales(tmp_path_factory.mktemp("locales"), ENGLISH, ARABIC))


@pytest.fixture(scope="session")
def speak(words: Catalogue) -> Speak:
    def make(language: str = "en", digits: str = "auto", now: datetime = NOW) -> Speech:
        return Speech(language, digits, RIYADH, now, words)

    return make
