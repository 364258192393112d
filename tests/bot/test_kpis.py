"""The numbers in words: whole, short enough for a picture's caption, and silent about what there was nothing of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import staff_turn
from bot.channels.telegram.send import CAPTION_LIMIT
from bot.channels.whatsapp.content import BODY_LIMIT, ITEMS
from bot.dispatch import ROUTER, Dispatch
from bot.fields import METRIC, Chart, FieldError, Here
from bot.fields.digests import RHYTHM, Rhythm
from bot.fields.kpis import REP, SPOT
from bot.fields.periods import PERIOD, brief
from bot.handlers.kpis import PAGE, team
from bot.house import House
from bot.incoming import Incoming, IncomingKind
from bot.kpis import messages
from bot.kpis.changes import change, length, percent
from bot.kpis.periods import compared, title
from bot.kpis.words import lines
from bot.reply import Choice, Line, Reply, Text, text
from bot.router import Match
from bot.speech import Speech
from bot.speech.parts import utf16_units, whatsapp_characters
from bot.turn import Turn
from bot.vocabulary import VOCABULARY
from crm import office, parties, people
from crm.colleagues import Handle, NoSuchColleague
from crm.kpis import Kpis, Measure, Metric, Oldest, Rep, Share, Spread
from crm.office import Office
from crm.people import Person
from crm.periods import Period
from storage.models import (
    ActivityKind,
    ChannelName,
    DigestEvery,
    Identity,
    OutboundMessage,
    Priority,
    Role,
    Staff,
)
from storage.transactions import transaction

RIYADH = ZoneInfo("Asia/Riyadh")
TODAY = date(2026, 11, 26)
"""A Thursday."""
NOW = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
HOUSE = House("Palm Trading", "en", "Asia/Riyadh")
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
WIDE = Period(date(2025, 10, 15), TODAY)
NOTHING = Kpis(
    NOVEMBER, None, NOW, open=Measure(0, 0), open_by_priority={}, oldest=None, leads=Measure(0, 0),
    contacted=Measure(Share(0, 0), Share(0, 0)), conversions=Measure(0, 0), rate=Measure(Share(0, 0), Share(0, 0)),
    response=Measure(None, None), resolution=Measure(None, None), rating=Measure(None, None), ratings=Measure(0, 0),
    activities=Measure(0, 0), by_channel=dict.fromkeys(ActivityKind, 0), overdue=Measure(0, 0), reps=[],
)  # fmt: skip


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


LARGE = Kpis(
    WIDE, None, NOW, open=Measure(12_345, 11_234), open_by_priority=dict.fromkeys(Priority, 9_999),
    oldest=Oldest(999_999, "مكيف الهواء " * 20, NOW - hours(9e4)), leads=Measure(33_456, 12_987),
    contacted=Measure(Share(1, 1), Share(0, 9)), conversions=Measure(11_987, 99_998),
    rate=Measure(Share(99, 100), Share(1, 100)),
    response=Measure(Spread(hours(9.98), hours(9.98), 99), Spread(hours(0.5), hours(1), 2)),
    resolution=Measure(Spread(hours(9_999), hours(9_999), 99), Spread(hours(9), hours(9), 2)),
    rating=Measure(4.63, 1.2), ratings=Measure(12_345, 1), activities=Measure(9_923_456, 1_234_567),
    by_channel={kind: 1_923_456 for kind in ActivityKind if kind is not ActivityKind.TASK},
    overdue=Measure(11_123, 22_234),
    reps=[Rep(n, "عبدالرحمن بن عبدالعزيز آل الشيخ القحطاني", 9, 9_999, 99_999, 999_999, None) for n in range(5)],
)  # fmt: skip
HUGE = replace(
    LARGE, open=Measure(10**12, 1), leads=Measure(10**12, 1), conversions=Measure(10**12, 1),
    activities=Measure(10**12, 1), ratings=Measure(10**12, 1), overdue=Measure(10**12, 1),
)  # fmt: skip
"""More than there will be: the ranking gives way."""
SOME = replace(
    NOTHING, open=Measure(3, 1), open_by_priority={Priority.HIGH: 1, Priority.MEDIUM: 2, Priority.LOW: 0},
    oldest=Oldest(45, "The door", NOW - timedelta(days=3)), leads=Measure(4, 5),
    contacted=Measure(Share(3, 4), Share(1, 2)), conversions=Measure(1, 0), rate=Measure(Share(1, 4), Share(0, 5)),
    response=Measure(Spread(hours(1.5), hours(4), 5), Spread(hours(2), hours(5), 4)),
    resolution=Measure(Spread(hours(12.4), hours(12.4), 1), None), rating=Measure(4.0, 4.5), ratings=Measure(1, 2),
    activities=Measure(11, 11), by_channel={ActivityKind.WHATSAPP: 8, ActivityKind.CALL: 3, ActivityKind.NOTE: 0},
    overdue=Measure(0, 2),
    reps=[Rep(1, "Ali", 2, 1, 4, 8, None), Rep(2, "Huda", 2, 0, 1, 3, None), Rep(3, "Sam", 0, 0, 0, 0, None)],
)  # fmt: skip


def said(body: Sequence[Line], language: str = "en", digits: str = "auto") -> str:
    return Speech(language, digits, RIYADH, NOW).say(body)


def plain(body: Sequence[Line], language: str = "en", digits: str = "auto") -> str:
    return "".join(c for c in said(body, language, digits) if c not in "\u200e\u200f\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("digits", ["auto", "arabic"])
def test_it_fits_under_a_picture_and_over_a_list_however_large_the_numbers(language: str, digits: str) -> None:
    shown = said(lines(LARGE, TODAY), language, digits)
    assert 800 < utf16_units(shown) <= CAPTION_LIMIT
    assert whatsapp_characters(shown) <= BODY_LIMIT


def test_each_number_has_its_change_and_what_there_was_nothing_of_has_none() -> None:
    assert (
        plain(lines(SOME, TODAY))
        == """\
📊 <b>November 2026</b> · the whole team

🎫 <b>3</b> open tickets now ▲2
🔴 1 · 🟡 2
Oldest: T45 The door, 3 days
⏰ Nothing overdue ▼2

🌱 <b>4</b> new leads ▼1 · 75% contacted within an hour ▲25 pts
🤝 <b>1</b> conversion ▲1 · 25% of leads ▲25 pts
⏱ First response <b>1 h 30 min</b> ▼30 min · 90% within 4 h
✅ Resolution <b>12 h</b>
⭐ <b>4</b> of 5 ▼0.5 · 1 rating
💬 <b>11</b> activities
WhatsApp 8 · calls 3

🏆 <b>Top of the team</b>
1. Ali 🤝 1 ✅ 4 💬 8
2. Huda 🤝 0 ✅ 1 💬 3

<i>▲▼ compared with as much of October 2026</i>"""
    )


def test_in_arabic_with_its_digits_and_its_plurals() -> None:
    assert (
        plain(lines(SOME, TODAY), "ar", "arabic")
        == """\
📊 <b>نوفمبر ٢٠٢٦</b> · الفريق كله

🎫 <b>٣</b> تذاكر مفتوحة الآن ▲٢
🔴 ١ · 🟡 ٢
أقدمها: T45 The door، منذ ٣ أيام
⏰ لا شيء متأخر ▼٢

🌱 <b>٤</b> عملاء محتملين جدد ▼١ · الرد خلال ساعة ٧٥٪ ▲٢٥ نقطة
🤝 تحويل <b>واحد</b> ▲١ · نسبة التحويل ٢٥٪ ▲٢٥ نقطة
⏱ أول رد <b>١ س ٣٠ د</b> ▼٣٠ دقيقة · ٩٠٪ خلال ٤ ساعات
✅ الإنجاز <b>١٢ ساعة</b>
⭐ <b>٤</b> من ٥ ▼٠٫٥ · تقييم واحد
💬 <b>١١</b> نشاطًا
واتساب ٨ · مكالمات ٣

🏆 <b>الأوائل</b>
١. Ali 🤝 ١ ✅ ٤ 💬 ٨
٢. Huda 🤝 ٠ ✅ ١ 💬 ٣

<i>▲▼ مقارنةً بالمدة نفسها من: أكتوبر ٢٠٢٦</i>"""
    )


def test_a_change_stands_alone_so_that_its_sign_keeps_its_place() -> None:
    assert "\u2068▼\u206830 min\u2069\u2069" in said(lines(SOME, TODAY))
    assert "\u2068\u200f▲2\u2069" in said(lines(SOME, TODAY), "ar")


def test_a_change_is_of_what_is_shown() -> None:
    """Seconds are not, nor are parts of a hundredth; but some are never none, and nearly all never all."""

    def by(now: float, before: float) -> Text | None:
        return change(Measure(*[Spread(timedelta(seconds=one), timedelta(seconds=one), 1) for one in (now, before)]))

    assert by(300, 330) is by(330, 300) is None
    assert [by(299, 300), by(300, 299)] == [
        text(key, by=length(timedelta(minutes=1))) for key in ("kpi-down", "kpi-up")
    ]
    shown = [plain([percent(Share(part, 1000))]) for part in (0, 1, 500, 999, 1000)]
    assert shown == ["0%", "1%", "50%", "99%", "100%"]


def test_an_empty_period_is_said_in_a_sentence() -> None:
    assert plain(lines(NOTHING, TODAY)) == (
        "📊 <b>November 2026</b> · the whole team\n\n"
        "Nothing has happened yet: no new leads, no conversions and no messages."
    )
    past = replace(NOTHING, period=NOVEMBER.before(), open=Measure(2, 0), open_by_priority={Priority.LOW: 2})
    assert plain(lines(past, TODAY)) == (
        "📊 <b>October 2026</b> · the whole team\n\n🎫 <b>2</b> open tickets now\n🔵 2\n\n"
        "Nothing happened: no new leads, no conversions and no messages."
    )


@pytest.mark.parametrize(
    ("period", "english", "arabic"),
    [
        ((26, 26), "Thursday 26 November · today", "الخميس 26 نوفمبر · اليوم"),
        ((22, 28), "This week, 22 to 28 November", "هذا الأسبوع، من 22 إلى 28 نوفمبر"),
        ((15, 21), "Last week, 15 to 21 November", "الأسبوع الماضي، من 15 إلى 21 نوفمبر"),
        ((8, 14), "Week of 8 to 14 November", "أسبوع من 8 إلى 14 نوفمبر"),
        ((1, 30), "November 2026", "نوفمبر 2026"),
        ((3, 5), "3 to 5 November", "من 3 إلى 5 نوفمبر"),
    ],
)
def test_a_period_is_called_as_one_calls_it_today(period: tuple[int, int], english: str, arabic: str) -> None:
    days = Period(date(2026, 11, period[0]), date(2026, 11, period[1]))
    assert (plain([title(days, TODAY)]), plain([title(days, TODAY)], "ar")) == (english, arabic)


def test_of_other_years_and_quarters() -> None:
    assert plain([title(Period(date(2025, 12, 20), date(2026, 1, 3)), TODAY)]) == "20 December 2025 to 3 January"
    assert plain([title(Period(date(2025, 4, 1), date(2025, 6, 30)), TODAY)]) == "Second quarter of 2025"
    assert plain([compared(Period(TODAY, TODAY), TODAY)]) == "<i>▲▼ compared with as much of 25 November</i>"
    assert plain([compared(NOVEMBER.before(), TODAY)]) == "<i>▲▼ compared with September 2026</i>"
    year = Period(date(2025, 1, 1), date(2025, 12, 31))
    assert (plain([title(year, TODAY)]), plain([title(year, TODAY)], "ar")) == ("2025", "عام 2025")
    assert plain([compared(year, TODAY)]) == "<i>▲▼ compared with 2024</i>"


@pytest.mark.parametrize(
    ("working", "shown"),
    [(0, "0 min"), (59 / 60, "59 min"), (1, "1 h"), (9.5, "9 h 30 min"), (29.6, "30 h"), (1000, "1,000 h")],
)
def test_working_time_is_never_said_in_days(working: float, shown: str) -> None:
    assert plain([length(hours(working))]) == shown


HERE = VOCABULARY.at(Here(NOW, RIYADH, "SA"))

READ = [
    ("today · اليوم", "26..26"),
    ("yesterday · أمس · امبارح", "25..25"),
    ("this week · the week · هذا الأسبوع · الأسبوع", "22..28"),
    ("last week · الأسبوع الماضي · الأسبوع اللي فات", "15..21"),
    ("the week before last · week before last · الأسبوع قبل الماضي · الأسبوع قبل اللي فات", "8..14"),
    ("the day before yesterday · قبل أمس · قبل يومين", "24..24"),
    ("a week ago · قبل أسبوع", "19..19"),
    ("this month · november · Nov · الشهر · نوفمبر · شهر نوفمبر · في نوفمبر · تشرين الثاني", "1..30"),
    ("last month · october · for October · الشهر الماضي · أكتوبر", "2026-10-01..2026-10-31"),
    ("the month before last · الشهر قبل الماضي · في الشهر ما قبل الماضي", "2026-09-01..2026-09-30"),
    ("quarter before last · الربع قبل الماضي", "2026-04-01..2026-06-30"),
    ("the year before last · 2024 · السنة قبل الماضية", "2024-01-01..2024-12-31"),
    ("the day before yesterday to today · من قبل أمس إلى اليوم", "24..26"),
    ("the last month · in the last month · آخر شهر · شهر ١٠ · month 10 · 10/2026 · 2026-10", "2026-10-01..2026-10-31"),
    ("in the last week · آخر أسبوع · خلال آخر أسبوع", "15..21"),
    ("quarter · هذا الربع · Q4 · الربع الرابع", "2026-10-01..2026-12-31"),
    ("q3 · الربع الثالث · الربع الماضي", "2026-07-01..2026-09-30"),
    ("first quarter · الربع الأول · first quarter of 2026 · q1 of 2026", "2026-01-01..2026-03-31"),
    ("last 7 days · past 7 days · آخر ٧ أيام · last seven days · آخر سبعة أيام · السبعة أيام الماضية", "20..26"),
    ("last 30 days · آخر ٣٠ يومًا", "2026-10-28..2026-11-26"),
    ("last 2 weeks · آخر أسبوعين", "13..26"),
    ("1 nov · ١ نوفمبر · 1/11 · 2026-11-01", "1..1"),
    ("1 nov to 15 nov · 1-15 nov · nov 1 to 15 · from 1 to 15 november · 1/11 - 15/11", "1..15"),
    ("من ١ إلى ١٥ نوفمبر · من 1 نوفمبر حتى 15 نوفمبر · بين ١ و ١٥ نوفمبر · 1–15 نوفمبر", "1..15"),
    ("since 20 nov · 20 nov to today · منذ ٢٠ نوفمبر · من ٢٠ نوفمبر إلى اليوم", "20..26"),
    ("sunday · الأحد", "22..22"),
    ("20 nov to 10 dec", "2026-11-20..2026-12-10"),
    ("15 nov to 1 nov", "2026-11-15..2026-11-01"),
    ("december · ديسمبر · شهر 12", "2025-12-01..2025-12-31"),
    ("1 nov to 15 nov 2025 · Nov 1 - Nov 15, 2025 · 1/11-15/11/2025 · 1-15 nov 2025", "2025-11-01..2025-11-15"),
    ("20 dec to 5 jan 2026 · 20 dec 2025 to 5 jan", "2025-12-20..2026-01-05"),
    ("oct-nov · october-november · oct to nov 2026", "2026-10-01..2026-11-30"),
    ("sun-wed", "22..25"),
    ("28 nov", "2025-11-28..2025-11-28"),
    ("jan to march · من يناير إلى مارس", "2026-01-01..2026-03-31"),
    ("year · هذه السنة", "2026-01-01..2026-12-31"),
    ("2025 · last year · آخر سنة", "2025-01-01..2025-12-31"),
    ("2026-11-01..2026-11-15", "1..15"),
]


PIECES = [
    "from", "to", "-", "..", "of", "since", "the", "last", "31", "29", "٣٠", "²", "days", "weeks", "month", "nov",
    "feb", "q1", "week", "9999", "0", "1/1", "31/12/9999", "2026-11-01", "2025", "0001-01-01", "9999-12-31", "من",
    "إلى", "منذ", "في", "آخر", "ثلاثة", "يوم", "شهر", "الربع", "الأول", "الماضي", "فبراير", "and", "until", "next",
    "sunday", "ل٥", "-5",
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "period"), [(one.strip(), period) for words, period in READ for one in words.split("·")]
)
def test_a_period_is_read_as_people_say_it(typed: str, period: str) -> None:
    first, last = (part if "-" in part else f"2026-11-{int(part):02d}" for part in period.split(".."))
    found = PERIOD.read(typed, HERE)
    assert str(found) == f"{first}..{last}"
    assert PERIOD.read(PERIOD.write(found)) == found


@pytest.mark.parametrize("typed", ["tomorrow", "next week", "next month", "الشهر القادم", "الأسبوع الجاي", "غدًا"])
def test_what_is_to_come_is_read_as_that(typed: str) -> None:
    assert PERIOD.read(typed, HERE).first > TODAY


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "31 feb",
        "12",
        "Ali",
        "علي",
        "soon",
        "9 am",
        "T45",
        "2026-13-01..2026-13-02",
        "0001-01-01..0001-01-02",
        "0001-01-01 to 5 nov",
        "1 nov to 9999-12-31",
        "month 13",
        "last no days",
        "Al-Ali",
        "شهر 0",
        "before last week",
        "before the last month",
        "from before last week",
        "a week before last week",
        "before last week to yesterday",
        "before this week",
        "قبل الأسبوع الماضي",
        "ما قبل الشهر الماضي",
    ],
)
def test_what_says_no_days_is_none(typed: str) -> None:
    with pytest.raises(FieldError):
        PERIOD.read(typed, HERE)


@given(st.lists(st.sampled_from(PIECES), max_size=9), st.sampled_from([RIYADH, ZoneInfo("America/New_York")]))
def test_whatever_is_said_is_days_or_none(said: list[str], zone: ZoneInfo) -> None:
    try:
        found = PERIOD.read(" ".join(said), VOCABULARY.at(Here(NOW, zone, "SA")))
    except FieldError:
        return
    assert PERIOD.read(PERIOD.write(found)) == found


@pytest.mark.parametrize("typed", ["31 feb", ">12.3", "week 99"])
def test_a_period_that_is_not_understood_is_nobodys_name(typed: str) -> None:
    with pytest.raises(FieldError):
        REP.read(typed, HERE)


@pytest.mark.parametrize("typed", ["Ali last week", "@Ali today", "علي الأسبوع الماضي", "@علي أمس", "علي أمس"])
def test_days_after_a_name_are_no_part_of_it(typed: str) -> None:
    """The router would take all of it for a name that nobody has."""
    with pytest.raises(FieldError):
        REP.read(typed, HERE)
    with pytest.raises(FieldError):
        PERIOD.read(typed, HERE)


@pytest.mark.parametrize("name", ["محمد خميس", "علي جمعة", "Sunday Okafor", "Ali May"])
def test_who_is_called_as_a_day_is_has_a_name(name: str) -> None:
    assert REP.read(name, HERE).said == name


def test_a_colleague_is_called_by_name_or_by_a_button() -> None:
    assert REP.read("@12", HERE).said == "12"
    assert REP.read("Ali Hassan", HERE).said == "Ali Hassan"


@pytest.mark.parametrize(
    ("typed", "rhythm"),
    [
        ("on", Rhythm()), ("تشغيل", Rhythm()), ("off", Rhythm(on=False)), ("إيقاف", Rhythm(on=False)),
        ("daily", Rhythm(every=DigestEvery.DAY)), ("weekly", Rhythm(every=DigestEvery.WEEK)),
        ("daily 7:30", Rhythm(every=DigestEvery.DAY, minute=450)),
        ("يومي ٧:٣٠", Rhythm(every=DigestEvery.DAY, minute=450)),
        ("weekly sunday 8:00", Rhythm(every=DigestEvery.WEEK, minute=480, weekday=7)),
        ("أسبوعي الأحد ٨", Rhythm(every=DigestEvery.WEEK, minute=480, weekday=7)),
        ("كل اثنين", Rhythm(every=DigestEvery.WEEK, weekday=1)), ("8 am", Rhythm(minute=480)),
        ("weekly 8", Rhythm(every=DigestEvery.WEEK, minute=480)),
        ("weekly thursday 8", Rhythm(every=DigestEvery.WEEK, minute=480, weekday=4)),
        ("كل صباح", Rhythm(every=DigestEvery.DAY, minute=540)),
    ],
)  # fmt: skip
def test_how_often_is_read_as_people_say_it(typed: str, rhythm: Rhythm) -> None:
    assert RHYTHM.read(typed, HERE) == rhythm
    if RHYTHM.write(rhythm) not in ("on", "off"):
        assert RHYTHM.read(RHYTHM.write(rhythm)) == rhythm


@pytest.mark.parametrize("typed", ["monthly", "weekdays 8", "every monday and tuesday", "@Ali", "daily @Ali", ""])
def test_another_rhythm_than_ours_is_refused(typed: str) -> None:
    with pytest.raises(FieldError):
        RHYTHM.read(typed, HERE)


BOSS = Staff(id=999_999, name="Mona", role=Role.MANAGER, timezone="Asia/Riyadh")
AGENT = Staff(id=888_888, name="Ali", role=Role.AGENT, timezone="Asia/Riyadh")


@pytest.mark.parametrize(
    "period", [NOVEMBER, WIDE, Period(TODAY, TODAY), Period(date(2026, 11, 22), date(2026, 11, 28))]
)
@pytest.mark.parametrize(("of", "asker"), [(None, BOSS), (AGENT, BOSS), (AGENT, AGENT)])
def test_the_buttons_fit_both_channels_and_offer_what_is_not_shown(
    period: Period, of: Staff | None, asker: Staff
) -> None:
    rows = messages.choices(period, of, asker, TODAY)
    buttons = [choice for row in rows for choice in row]
    assert len({choice.says for choice in buttons}) == len(buttons) <= ITEMS
    assert all(len(choice.says.encode()) <= 64 for choice in buttons)
    names = {"kpi today", "kpi week", "kpi month", "kpi quarter"}
    assert len(names & {" ".join(choice.says.split()[:2]) for choice in buttons}) == (4 if period == WIDE else 3)
    assert ("kpi_rep" in {choice.says.split()[0] for choice in buttons}) == (asker is BOSS)
    assert all((" @" in choice.says) == (asker is BOSS and of is AGENT) for choice in buttons if _names_whose(choice))


def _names_whose(choice: Choice) -> bool:
    return choice.label != text("button-kpi-team") and not choice.says.startswith("kpi_rep")


@pytest.mark.parametrize("metric", Metric)
def test_the_longest_button_of_a_list_fits(metric: Metric) -> None:
    spot = (2 * 10**15, 10**7)
    says = f"behind {METRIC.write(metric)} {brief(WIDE)} {SPOT.write(spot)} @99999"
    assert len(says.encode()) <= 64
    assert PERIOD.read(brief(WIDE)) == WIDE
    assert SPOT.read(SPOT.write(spot)) == spot


@pytest.mark.parametrize("kind", Chart)
def test_from_a_chart_one_goes_to_the_others_and_back(kind: Chart) -> None:
    said_ = [choice.says for row in messages.chart_choices(kind, NOVEMBER, None, BOSS) for choice in row]
    others = [f"chart {other.value} {NOVEMBER}" for other in Chart if other is not kind]
    assert said_ == [*others, f"kpi {NOVEMBER}"]
    own = [choice.says for row in messages.chart_choices(kind, NOVEMBER, AGENT, AGENT) for choice in row]
    assert not [one for one in own if "team" in one or "@" in one]


@pytest.fixture
async def boss(database: str) -> Person:
    async with transaction():
        staff = await people.add_staff(
            "Mona", Role.MANAGER, language="en", timezone="Asia/Riyadh", addresses={ChannelName.TELEGRAM: "1"}, at=NOW
        )
    return Person(await Identity.get(), staff=staff)


def row() -> OutboundMessage:
    return OutboundMessage(body=[], choices=[])


def digest(**args: Any) -> Text:
    usual = {"day": TODAY, "period": "2026-11-25..2026-11-25", "of": 0, "picture": True}
    return Text("fresh-digest", {**usual, **args})


@pytest.fixture
def closed_on_fridays() -> Iterator[None]:
    usual = office.current()
    office.use(Office(ZoneInfo("Asia/Riyadh"), office.read_hours("sun-thu 9:00-17:00")))
    yield
    office.use(usual)


@pytest.mark.usefixtures("closed_on_fridays")
async def test_a_digest_of_a_working_day_comes_even_when_nothing_happened(boss: Person) -> None:
    reply = await messages.digest(digest(), row(), boss, HOUSE, NOW)
    assert reply is not None
    assert plain(reply.body).startswith("☀️ <b>Good morning, Mona</b>\n📊 <b>Wednesday 25 November · yesterday</b>")
    assert reply.file is None
    later = await messages.digest(digest(), row(), boss, HOUSE, NOW + timedelta(hours=4))
    assert later is not None
    assert plain(later.body).startswith("👋 <b>Hello, Mona</b>")


@pytest.mark.usefixtures("closed_on_fridays")
async def test_nothing_is_said_of_a_day_off_on_which_nothing_happened(boss: Person) -> None:
    friday = digest(day=date(2026, 11, 28), period="2026-11-27..2026-11-27")
    assert await messages.digest(friday, row(), boss, HOUSE, NOW + timedelta(days=2)) is None


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_however_much_there_is_it_stays_one_message(
    boss: Person, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def measured(*_: object) -> Kpis:
        return HUGE

    monkeypatch.setattr(messages.kpis, "measure", measured)
    assert boss.staff is not None
    boss.staff.name, boss.staff.language = "عبدالرحمن بن عبدالعزيز آل الشيخ القحطاني", language
    reply = await messages.digest(digest(), row(), boss, HOUSE, NOW)
    assert reply is not None
    assert utf16_units(said(lines(HUGE, TODAY), language)) > CAPTION_LIMIT
    assert utf16_units(said(reply.body, language)) <= CAPTION_LIMIT


async def test_nor_when_its_time_is_over(boss: Person) -> None:
    assert await messages.digest(digest(), row(), boss, HOUSE, NOW + timedelta(days=1)) is None
    weekly = digest(day=date(2026, 11, 22), period="2026-11-15..2026-11-21")
    assert await messages.digest(weekly, row(), boss, HOUSE, NOW) is not None
    assert await messages.digest(weekly, row(), boss, HOUSE, NOW + timedelta(days=3)) is None


async def test_who_manages_no_more_or_works_here_no_more_reads_nothing_of_others(boss: Person) -> None:
    assert boss.staff is not None
    async with transaction():
        other = await people.add_staff(
            "Ali", Role.AGENT, language="en", timezone="UTC", addresses={ChannelName.TELEGRAM: "2"}, at=NOW
        )
    for of in (None, other):
        boss.staff.role = Role.MANAGER
        shown = await messages.numbers(messages.asked(NOVEMBER, of), row(), boss, HOUSE, NOW)
        assert shown is not None
        assert ("Ali" in plain(shown.body)) == (of is other)
        boss.staff.role = Role.AGENT
        shown = await messages.numbers(messages.asked(NOVEMBER, of), row(), boss, HOUSE, NOW)
        assert shown is not None
        assert plain(shown.body).startswith("📊 <b>November 2026</b> · Mona")
    boss.staff.active = False
    assert await messages.numbers(messages.asked(NOVEMBER, None), row(), boss, HOUSE, NOW) is None
    assert await messages.digest(digest(), row(), boss, HOUSE, NOW) is None
    assert await messages.chart(messages.asked_chart(Chart.TEAM, NOVEMBER, None), row(), boss, HOUSE, NOW) is None


async def test_a_large_team_is_offered_page_by_page(boss: Person) -> None:
    async with transaction():
        for number in range(10):
            await people.add_staff(f"Rep {number}", Role.AGENT, language="en", timezone="UTC", addresses={}, at=NOW)
    first, more = await team(None)
    second, end = await team(more)
    assert [len(first), len(second), end] == [PAGE, 3, None]
    assert [one.name for one in (*first, *second)] == ["Mona", *[f"Rep {number}" for number in range(10)]]
    assert PAGE + 2 <= ITEMS


async def answer(person: Person, said: str) -> Reply:
    """What somebody is answered."""
    async with transaction():
        incoming = Incoming(ChannelName.TELEGRAM, "1", "1", person.identity.address, IncomingKind.MESSAGE, said, NOW)
        turn = Turn(incoming, await people.person_of(person.identity), 0, NOW, HOUSE)
        turn.usage = Dispatch(turn).usage
        (reply,) = await staff_turn.answer(turn)
        return reply


async def test_a_page_from_which_all_is_gone_is_the_first_one(boss: Person) -> None:
    async with transaction():
        await parties.add("Emma", phone=None, company=None, source="fair", note=None, by=boss.staff, at=NOW - hours(1))
    first = await answer(boss, f"behind leads {brief(NOVEMBER)}")
    assert "<b>L1</b> Emma" in plain(first.body)
    assert await answer(boss, f"behind leads {brief(NOVEMBER)} {SPOT.write((0, 0))}") == first
    none = await answer(boss, f"behind conversions {brief(NOVEMBER)} {SPOT.write((0, 0))}")
    assert plain(none.body).startswith("<b>Conversions</b>: none")


LAST_WEEK, YESTERDAY = PERIOD.read("last week", HERE), PERIOD.read("yesterday", HERE)


def rep(said: str, *, whole: bool = True) -> dict[str, object]:
    return {"colleague": Handle(said, whole=whole)}


@pytest.mark.parametrize(
    ("typed", "command", "args"),
    [
        ("kpi Ali last week", "kpi", rep("Ali") | {"period": LAST_WEEK}),
        ("kpi last week Ali", "kpi", rep("Ali", whole=False) | {"period": LAST_WEEK}),
        ("kpi @Ali last week", "kpi", rep("Ali") | {"period": LAST_WEEK}),
        ("kpi Sunday Okafor last week", "kpi", rep("Sunday Okafor") | {"period": LAST_WEEK}),
        ("مؤشرات علي أمس", "kpi", rep("علي") | {"period": YESTERDAY}),
        ("مؤشرات محمد خميس الأسبوع الماضي", "kpi", rep("محمد خميس") | {"period": LAST_WEEK}),
        ("مؤشرات محمد خميس", "kpi", rep("محمد خميس", whole=False)),
        ("chart @علي الأسبوع الماضي", "chart", rep("علي") | {"period": LAST_WEEK}),
        ("chart last week team", "chart", {"chart": Chart.TEAM, "period": LAST_WEEK}),
        ("behind overdue @Ali last week", "behind", rep("Ali") | {"metric": Metric.OVERDUE, "period": LAST_WEEK}),
    ],
)
def test_days_and_name_come_in_either_order(typed: str, command: str, args: dict[str, object]) -> None:
    found = ROUTER.match(typed, lambda _: True, vocabulary=HERE)
    assert isinstance(found, Match)
    assert (found.command.name, found.args) == (command, args)


@pytest.mark.parametrize("said", ["stats look good today", "الأداء ممتاز اليوم", "metrics were fine last week"])
def test_what_is_said_to_somebody_else_asks_for_no_numbers(said: str) -> None:
    assert ROUTER.match(said, lambda _: True, vocabulary=HERE, strict=True) is None


@pytest.mark.parametrize("said", ["kpi Kha today", "kpi to last month", "مؤشرات ما قبل أمس"])
async def test_words_before_the_days_are_nobodys_mere_beginning(boss: Person, said: str) -> None:
    async with transaction():
        for name in ("Khalid", "Tom", "ماجد"):
            await people.add_staff(name, Role.AGENT, language="en", timezone="Asia/Riyadh", at=NOW, addresses={})
    (line,) = (await answer(boss, said)).body
    assert isinstance(line, Text)
    assert line.key == NoSuchColleague.key
