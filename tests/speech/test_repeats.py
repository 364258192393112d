"""Repeats: how people say how often, in both languages, and how it is said back to them."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import dates
from bot.dates.words import INDEX
from bot.repeats import said
from bot.speech import LANGUAGES, Speech
from bot.speech.markup import plain
from bot.speech.typed import clean
from crm.recurrence import Every, Recurrence

FOLDER = Path(__file__).parents[1] / "dates"
RIYADH = ZoneInfo("Asia/Riyadh")
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=RIYADH)

STILL_WRONG = frozenset({"مرة بالأسبوع يوم الأحد", "باليوم مرة الساعة ٨"})
"""Phrases that are not read; docs/dates.md has them."""


def rows(*names: str) -> Iterator[dict[str, str]]:
    for name in names:
        with (FOLDER / f"{name}.tsv").open(encoding="utf-8") as file:
            yield from csv.DictReader(file, delimiter="\t")


def phrases() -> Iterator[Any]:
    for row in rows("repeats", "repeats_held_out"):
        yield pytest.param(row["phrase"], row["rule"], id=row["phrase"])


def parted(text: str) -> tuple[str, str] | None:
    found = dates.split_repeat(clean(text), NOW, RIYADH)
    return (str(found.rule), found.rest) if found else None


@pytest.mark.parametrize(("phrase", "rule"), list(phrases()))
def test_how_people_say_how_often(phrase: str, rule: str) -> None:
    wanted = "-" if phrase in STILL_WRONG else rule
    assert str(dates.read_repeat(clean(phrase), NOW, RIYADH) or "-") == wanted


def test_what_is_said_of_one_moment_never_repeats() -> None:
    singles = [row["phrase"] for row in rows("phrases", "own", "held_out")]
    assert len(singles) > 300
    for phrase in singles:
        assert dates.read_repeat(clean(phrase), NOW, RIYADH) is None
        assert parted(phrase) is None
        assert not dates.is_repeating(phrase)


@pytest.mark.parametrize(
    ("text", "rule", "rest"),
    [
        ("call the supplier every Sunday 9am", "week 7 09:00", "call the supplier"),
        ("كل أحد ٩ الصبح أراجع المخزون", "week 7 09:00", "أراجع المخزون"),
        ("every day at 8 check the stock until 1 May", "day 08:00 until 2026-05-01", "check the stock"),
        ("كل خميس العصر: اتصل بسعد لغاية نهاية الشهر", "week 4 16:00 until 2026-03-31", "اتصل بسعد"),
        ("every Sunday call Ahmed at 5", "week 7 17:00", "call Ahmed"),
        ("at 5 call Ahmed every Sunday", "week 7 17:00", "call Ahmed"),
        ("call Ahmed every Sunday until May at 5", "week 7 17:00 until 2026-05-01", "call Ahmed"),
        ("every month review the contract on the 5th", "month 5 09:00", "review the contract"),
        ("كل أسبوع أراجع المخزون يوم الأحد", "week 7 09:00", "أراجع المخزون"),
        ("أتصل بالمورد كل خميس وأحد إن شاء الله", "week 4,7 09:00", "أتصل بالمورد"),
        ("راجع المخزون كل يوم دوام ٨ الصبح", "working-day 08:00", "راجع المخزون"),
        ("ادفع الرواتب كل ٢٧ بالشهر", "month 27 09:00", "ادفع الرواتب"),
        ("كل يوم إلا الجمعة أراجع المخزون", "week 1,2,3,4,6,7 09:00", "أراجع المخزون"),
        ("daily: check the stock", "day 09:00", "check the stock"),
        ("first line\nsend it every Sunday please", "week 7 09:00", "first line\nsend it"),
        ("every Sunday\nfirst line\nsecond", "week 7 09:00", "first line\nsecond"),
        ("call every customer on Sundays", "week 7 09:00", "call every customer"),
        ("call extension 5 on Sundays", "week 7 09:00", "call extension 5"),
        ("every day " + "x" * 100_000, "day 09:00", "x" * 100_000),
    ],
)
def test_a_text_is_split_from_the_rule_at_its_end_or_start(text: str, rule: str, rest: str) -> None:
    assert parted(text) == (rule, rest)


@pytest.mark.parametrize(
    "text",
    # Other words of every and of days.
    ["", "every day", "5 on weekdays", "كل يوم إن شاء الله", "weekly report to Ahmed tomorrow 10am",
     "call every customer tomorrow",
     "كل عام وأنتم بخير", "كل أحد من العملاء اتصل به", "every second counts", "call Ahmed on Sunday", "كل ما يتصل أحمد",
     # What no rule holds is never taken for half of it.
     "call every other Sunday", "every two weeks on Sundays call", "call him every two weeks on Sundays",
     "call every day for two weeks", "every day for two weeks call", "every day until noon check stock",
     "كل يومين أراجع المخزون", "أراجع المخزون كل يومين", "كل ٣ أيام أراجع المخزون", "كل ساعتين أشرب ماء",
     "check the stock at 9 and 5pm every day", "every day at 9 and 5pm check the stock", "take it twice every day",
     "every first Sunday of the month call", "send it on the last working day of every month",
     "send it on the first Sunday of every month", "call on Sunday every day at 9", "كل يوم إلا العيد أراجع المخزون",
     "every Sunday in March call", "every Sunday, starting next week, call", "monthly on the 1st and 15th pay",
     "كل يوم الساعة ٩ والخميس الساعة ١٠ أراجع"],
)  # fmt: skip
def test_other_texts_have_no_rule_at_their_ends(text: str) -> None:
    assert parted(text) is None


@pytest.mark.parametrize(
    ("text", "repeating"),
    [("call every other Sunday", True), ("كل يومين أراجع المخزون", True), ("call him every 2 hours", True),
     ("every Sunday 9am", True), ("كل ٣ أيام", True), ("every half hour", True), ("كل ساعة", True),
     ("call every customer on Sunday", False), ("كل عميل الأحد", False), ("tomorrow 10am", False), ("", False)],
)  # fmt: skip
def test_what_speaks_of_repeating_is_known_though_no_rule_holds_it(text: str, repeating: bool) -> None:
    assert dates.is_repeating(text) is repeating


@pytest.mark.parametrize(
    ("now", "text", "rule"),
    [
        # Without a day, it is the day of asking, in the asker's zone.
        ("2026-03-31T23:30", "every month", "month 31 09:00"),
        ("2026-03-07T23:30", "every week at 8", "week 6 08:00"),
        ("2026-03-08T00:30", "كل أسبوع", "week 7 09:00"),
        # The hour does not depend on the hour of asking.
        ("2026-03-04T22:00", "every day at 8", "day 08:00"),
        ("2026-03-04T22:00", "every Wednesday at 9 until today", "week 3 09:00 until 2026-03-04"),
        # A night goes on after midnight.
        ("2026-03-04T09:00", "every Thursday at 1 at night", "week 5 01:00"),
        ("2026-03-04T09:00", "every working day at midnight", None),
    ],
)
def test_other_moments_of_asking(now: str, text: str, rule: str | None) -> None:
    found = dates.read_repeat(text, datetime.fromisoformat(now).replace(tzinfo=RIYADH), RIYADH)
    assert (str(found) if found else None) == rule


WORDS = st.lists(
    st.sampled_from(sorted(INDEX))
    | st.sampled_from(["every", "كل", "until", "لغاية", "10", "٣", "1st", "5/3", "31/12/9999", "10:30", "0", ",", "-"])
    | st.text(max_size=6),
    max_size=10,
).map(" ".join)  # fmt: skip


@settings(max_examples=400)
@given(
    WORDS,
    st.datetimes(datetime(1990, 1, 1), datetime(9990, 1, 1)),  # noqa: DTZ001
    st.sampled_from(["Asia/Riyadh", "Africa/Cairo", "America/New_York", "Pacific/Apia"]),
)
def test_no_text_is_too_strange(text: str, now: datetime, zone: str) -> None:
    now, here = now.replace(tzinfo=UTC), ZoneInfo(zone)
    rule = dates.read_repeat(text, now, here)
    assert rule is None or Recurrence.read(str(rule)) == rule
    split = dates.split_repeat(text, now, here)
    assert split is None or (split.rest and split.rest in text)
    dates.is_repeating(text)


@pytest.mark.parametrize(
    "text",
    ["every " * 20_000, "كل يوم " * 20_000, "until " * 20_000, "every sun, " * 20_000, "at 9 " * 20_000 + "every day",
     "every day " + "until 1 May " * 20_000, "و" * 100_000, "كل " + "1 " * 50_000, "every day " + "twice & " * 20_000],
)  # fmt: skip
def test_long_input_is_read_in_time(text: str) -> None:
    began = time.process_time()
    dates.read_repeat(text, NOW, RIYADH)
    dates.split_repeat(text, NOW, RIYADH)
    dates.is_repeating(text)
    assert time.process_time() - began < 1


def shown(rule: Recurrence, language: str, digits: str = "auto") -> str:
    speech = Speech(language, digits, RIYADH, NOW)
    return clean(plain(speech.say([said(rule)]))).translate({0x2068: None, 0x2069: None})


@pytest.mark.parametrize(
    ("written", "english", "arabic"),
    [
        ("day 09:00", "every day at 9:00 am", "كل يوم 9:00 ص"),
        ("working-day 08:30", "every working day at 8:30 am", "كل يوم عمل 8:30 ص"),
        ("week 3,7 16:00", "every Sunday and Wednesday at 4:00 pm", "كل أحد وأربعاء 4:00 م"),
        ("month 1 09:00", "on the 1st of every month at 9:00 am", "يوم 1 من كل شهر، 9:00 ص"),
        ("month 22 00:05", "on the 22nd of every month at 12:05 am", "يوم 22 من كل شهر، 12:05 ص"),
        ("month 13 12:00", "on the 13th of every month at 12:00 pm", "يوم 13 من كل شهر، 12:00 م"),
        ("month 31 09:00", "on the last day of every month at 9:00 am", "آخر يوم من كل شهر، 9:00 ص"),
        ("day 09:00 until 2026-05-01", "every day at 9:00 am, until 1 May", "كل يوم 9:00 ص، حتى 1 مايو"),
        ("week 4 09:00 until 2027-05-01", "every Thursday at 9:00 am, until 1 May 2027",
         "كل خميس 9:00 ص، حتى 1 مايو 2027"),
    ],
)  # fmt: skip
def test_a_rule_is_said_in_words(written: str, english: str, arabic: str) -> None:
    rule = Recurrence.read(written)
    assert shown(rule, "en") == english
    assert shown(rule, "ar") == arabic


def test_digits_are_the_persons() -> None:
    assert shown(Recurrence.read("month 15 09:30"), "ar", "arabic") == "يوم ١٥ من كل شهر، ٩:٣٠ ص"


MINUTES = st.integers(0, 1439)
UNTIL = st.none() | st.dates(date(2026, 3, 4), date(2030, 1, 1))
RULES = st.one_of(
    st.builds(Recurrence, st.sampled_from([Every.DAY, Every.WORKING_DAY]), MINUTES, until=UNTIL),
    st.builds(
        Recurrence, st.just(Every.WEEK), MINUTES,
        st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days))), UNTIL,
    ),
    st.builds(Recurrence, st.just(Every.MONTH), MINUTES, st.tuples(st.integers(1, 31)), UNTIL),
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("digits", ["latin", "arabic"])
@settings(max_examples=150)
@given(rule=RULES)
def test_what_is_said_back_is_read_as_the_same_rule(language: str, digits: str, rule: Recurrence) -> None:
    assert dates.read_repeat(shown(rule, language, digits), NOW, RIYADH) == rule
