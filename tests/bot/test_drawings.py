"""Drawings: pictures of the right size in the reader's language, and a PDF whose text is the text that went in."""

from __future__ import annotations

import random
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from bot.drawings import Entry, Paper, Section, card, chart, figures, paper, tiles
from bot.speech import Speech, bidi
from crm.kpis import Day, Kpis, Measure, Rep, Series, Share, Spread
from crm.periods import Period
from storage.models import ActivityKind, Direction, Priority, Staff
from storage.text import text
from tests.bot.leaf import glyphs, leaves, words

NOW = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
FIRST = date(2026, 11, 1)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NONE, NOTHING = Measure(0, 0), Measure(None, None)
NO_SHARE = Measure(Share(0, 0), Share(0, 0))
RESOLUTION = {priority: Spread(place * 2 * HOUR, place * 5 * HOUR, 7) for place, priority in enumerate(Priority, 1)}
SERIES = Series([Day(FIRST + timedelta(day), day % 7, day % 3) for day in range(26)], RESOLUTION)
NUMBERS = Kpis(
    Period(FIRST, date(2026, 11, 30)), None, NOW, open=Measure(23, 29),
    open_by_priority={Priority.HIGH: 4, Priority.MEDIUM: 11, Priority.LOW: 8}, oldest=None, leads=Measure(142, 121),
    contacted=Measure(Share(96, 118), Share(78, 104)), conversions=Measure(34, 36),
    rate=Measure(Share(31, 142), Share(30, 121)),
    response=Measure(Spread(18 * MINUTE, 95 * MINUTE, 131), Spread(26 * MINUTE, 2 * HOUR, 120)),
    resolution=Measure(Spread(5 * HOUR, 14 * HOUR, 148), Spread(6 * HOUR, 15 * HOUR, 130)), rating=Measure(4.6, 4.6),
    ratings=Measure(57, 49), activities=Measure(1144, 1010),
    by_channel=dict(zip(ActivityKind, (612, 274, 148, 71, 39), strict=False)), overdue=Measure(6, 9),
    reps=[Rep(1, "نورة", 52, 14, 61, 420, None), Rep(2, "Sarah Haddad", 30, 7, 22, 205, None)],
)  # fmt: skip
ZEROS = replace(
    NUMBERS, open=NONE, open_by_priority={}, leads=NONE, contacted=NO_SHARE, conversions=NONE, rate=NO_SHARE,
    response=NOTHING, resolution=NOTHING, rating=NOTHING, ratings=NONE, activities=NONE, by_channel={}, reps=[],
)  # fmt: skip
NO_SERIES = Series([Day(FIRST + timedelta(day), 0, 0) for day in range(26)], dict.fromkeys(Priority))
ONE_DAY = Series([Day(FIRST, 3, 5)], RESOLUTION)
HUGE = 10**12 + 7

PARAGRAPH = (
    "وصلنا طلبكم صباح اليوم وسنبدأ العمل عليه بعد اعتماد العرض من إدارة المشتريات، ثم نوافيكم بجدول زمني مفصل يبيّن "
    "مراحل التسليم والاختبار والتدريب، ولا يبدأ احتساب المدة إلا بعد استلام الدفعة الأولى كاملةً، والله ولي التوفيق. "
)
MIXED = [
    "السلام عليكم، متى يصل الطلب رقم 4417؟ وهل يشمل السعر ضريبة 15٪؟",
    "شرحتُ له باقة Business Pro (v2.1) وطلب عرضًا مكتوبًا على accounts@example.com قبل 12/3/2026",
    "Hello, please call محمد العتيبي at +966 55 123 4567 before 10:30.",
    "لا إله إلا الله، الأولى والآخرة، سلامٌ عليكم",
]
HOSTILE = [
    '#import "x": y',
    "$ sum_(k=0)^n k $ #eval(\"1\") @ref <label> *b* _i_ `raw`",
    r"\u{1F600} \u{202e} C:\new\table \\ \" \n",
    "it's \"quoted\" // comment /* not */ [x] {y} = heading",
    "abc \u202eevil\u202c \u2066iso \u200fmark \u2069 end",
    "fine\x00\x07\ud800 text",
    "\ue000 private \ufffe",
]  # fmt: skip


def speech_of(language: str, digits: str = "auto") -> Speech:
    return Speech(language, digits, ZoneInfo("Asia/Riyadh"), NOW)


def size(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high


def strings(shown: Any) -> Iterator[str]:
    """All words that a drawing is given."""
    match shown:
        case str():
            yield bidi.without_controls(shown)
        case dict():
            for name, value in shown.items():
                if name not in ("kind", "tone"):
                    yield from strings(value)
        case list():
            for value in shown:
                yield from strings(value)


def said(*texts: str, who: str = "خالد") -> Section:
    """A customer who said all this."""
    entries = [Entry(NOW - place * HOUR, "واتساب", who, each, Direction.IN) for place, each in enumerate(texts)]
    return Section("C7", "مؤسسة النخيل", [("الهاتف", "+966 55 123 4567")], entries)


def report(language: str, *sections: Section, digits: str = "auto", **more: Any) -> Paper:
    return Paper(
        speech_of(language, digits), "شركة الواحة", "ملخص التواصل", NUMBERS.period, sections=sections, **more
    )  # fmt: skip


def holds_in_order(found: Iterable[str], expected: Iterable[str]) -> bool:
    """Whether the expected words are among those found, one after the other."""
    left = iter(found)
    return all(word in left for word in expected)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    ("numbers", "series"),
    [
        (NUMBERS, SERIES),
        (ZEROS, NO_SERIES),
        (replace(NUMBERS, period=Period(FIRST, FIRST)), ONE_DAY),
        (replace(NUMBERS, of=Staff(name="Wolfeschlegelsteinhausenbergerdorff " * 3)), SERIES),
        (
            replace(
                NUMBERS, period=Period(date(2026, 9, 1), date(2026, 12, 1)), leads=Measure(HUGE, 1),
                open=Measure(HUGE, 1), open_by_priority={Priority.HIGH: HUGE}, ratings=Measure(HUGE, 1),
                response=Measure(Spread(99999 * HOUR, 99999 * HOUR, HUGE), None),
                by_channel=dict.fromkeys(ActivityKind, HUGE),
            ),
            Series([Day(date(2026, 9, 1) + timedelta(7 * week), HUGE // (week + 1), week) for week in range(13)],
                   dict.fromkeys(Priority, Spread(99999 * HOUR, 99999 * HOUR, HUGE))),
        ),
    ],
    ids=["a month", "zeros", "one day", "a long name", "huge numbers of 92 days"],
)  # fmt: skip
def test_a_card_fits_a_phone(language: str, numbers: Kpis, series: Series) -> None:
    drawn = card(numbers, series, speech_of(language))
    assert size(drawn) == (1080, 1350)
    assert len(drawn) < 300_000


def test_a_card_shows_the_numbers_and_the_language() -> None:
    others = [
        card(replace(NUMBERS, leads=Measure(143, 121)), SERIES, speech_of("ar")),
        card(NUMBERS, replace(SERIES, days=[*SERIES.days[:-1], Day(date(2026, 11, 26), 6, 0)]), speech_of("ar")),
        card(NUMBERS, replace(SERIES, resolution=dict.fromkeys(Priority)), speech_of("ar")),
        card(NUMBERS, SERIES, speech_of("ar", "arabic")),
        card(NUMBERS, SERIES, speech_of("en")),
    ]
    assert len({card(NUMBERS, SERIES, speech_of("ar")), *others}) == 6
    assert card(NUMBERS, SERIES, speech_of("ar")) == card(NUMBERS, SERIES, speech_of("ar"))


@pytest.mark.parametrize("kind", ["conversions", "resolution", "channels", "team"])
@pytest.mark.parametrize(("numbers", "series"), [(NUMBERS, SERIES), (ZEROS, NO_SERIES)], ids=["numbers", "zeros"])
def test_a_chart_is_a_picture(kind: str, numbers: Kpis, series: Series) -> None:
    arabic, english = (chart(kind, numbers, series, speech_of(language)) for language in ("ar", "en"))
    assert size(arabic)[0] == size(english)[0] == 1080
    assert arabic != english


@pytest.mark.parametrize(("numbers", "series"), [(NUMBERS, SERIES), (ZEROS, NO_SERIES)], ids=["numbers", "zeros"])
def test_every_label_is_in_the_readers_language(numbers: Kpis, series: Series) -> None:
    def labels(language: str, digits: str = "auto") -> list[str]:
        speech = speech_of(language, digits)
        made = [each(replace(numbers, reps=()), series, speech) for each in figures.FIGURES.values()]
        return [label for label in strings([tiles.tiles(numbers, speech), *made]) if label]

    assert len(labels("ar")) > 25
    assert [label for label in labels("ar", "arabic") if re.search("[A-Za-z0-9]", label)] == []
    assert [label for label in labels("en") if re.search("[\u0600-\u06ff]", label)] == []
    assert [label for label in labels("ar") + labels("en") if "drawn-" in label or "{" in label] == []


def test_a_tile_says_whether_its_change_is_good() -> None:
    shown = tiles.tiles(NUMBERS, speech_of("en"))
    assert [(tile["up"], tile["good"]) for tile in shown if tile["change"]] == [
        (True, True), (True, True), (False, False), (False, True), (False, True),
    ]  # fmt: skip
    assert [tile["same"] != "" for tile in shown] == [False] * 5 + [True]


def test_the_ranking_goes_by_what_there_is() -> None:
    reps = [Rep(1, "A", 0, 0, 8, 3, None), Rep(2, "B", 0, 0, 2, 9, None)]
    shown = figures.team(replace(NUMBERS, reps=reps), SERIES, speech_of("en"))
    assert [row["share"] for row in shown["rows"]] == [1, 0.25]
    assert bidi.without_controls(shown["note"]) == "Tickets closed"


def test_who_is_called_by_a_sign_alone_has_a_dash_for_a_name() -> None:
    shown = figures.team(replace(NUMBERS, reps=[Rep(1, "🌟", 1, 1, 1, 1, None)]), SERIES, speech_of("en"))
    assert bidi.without_controls(shown["rows"][0]["label"]) == "—"


TEXT = {"ar": (40, 290), "en": (300, 560)}
"""From where to where the column of the text goes."""


def came_out(path: Path, language: str, written: str) -> bool:
    """Whether the column of the text has exactly these words in a row, on one page."""
    rtl = words(written)[0] > "\u0600"
    expected = " ".join(words(written))
    return any(expected in " ".join(leaf) for leaf in leaves(path, TEXT[language], rtl=rtl))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_text_comes_out_as_it_went_in(language: str, tmp_path: Path) -> None:
    made = tmp_path / "paper.pdf"
    paper(report(language, said(*MIXED, PARAGRAPH * 2)), made)
    assert [each for each in (*MIXED, PARAGRAPH * 2) if not came_out(made, language, each)] == []
    assert not came_out(made, language, "العرض اعتماد")
    assert not came_out(made, language, "العتيبى")
    names = [word for leaf in leaves(made) for word in leaf]
    assert holds_in_order(names, words("مؤسسة النخيل"))
    assert holds_in_order(names, words("+966 55 123 4567"))


def test_random_arabic_comes_out_as_it_went_in(tmp_path: Path) -> None:
    made, chance = tmp_path / "paper.pdf", random.Random(5)
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى"
    texts = [
        " ".join("".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(40)) for _ in range(8)
    ]  # fmt: skip
    paper(report("ar", said(*texts)), made)
    assert [each for each in texts if not came_out(made, "ar", each)] == []


def test_the_cover_has_the_numbers(tmp_path: Path) -> None:
    made = tmp_path / "paper.pdf"
    paper(report("en", said("Hello"), whose=text("kpi-of-team"), kpis=NUMBERS, series=SERIES), made)
    cover, table = leaves(made)
    assert holds_in_order(cover, ["1", "November", "2026", "to", "30", "November", "2026"])
    assert {"142", "81%", "34", "23", "4.6", "1,144", "WhatsApp", "High"} <= set(cover)
    assert holds_in_order(table, ["Date", "What", "Who", "Text"])


def test_each_page_has_its_number_and_the_heads(tmp_path: Path) -> None:
    made = tmp_path / "paper.pdf"
    long = said(*[PARAGRAPH] * 60)
    pages = paper(report("ar", long, kpis=NUMBERS, series=SERIES), made)
    found = leaves(made)
    assert pages == len(found) > 4
    for number, leaf in enumerate(found, 1):
        assert holds_in_order(leaf[-20:], [str(number), "/", str(pages)]) or f"{number}/{pages}" in leaf
    assert all({"التاريخ", "النوع", "مَن", "النص"} <= set(leaf) for leaf in found[1:])
    assert all(holds_in_order(leaf, ["شركة", "الواحة"]) for leaf in found)


def test_the_pages_are_numbered_in_the_readers_digits(tmp_path: Path) -> None:
    made = tmp_path / "paper.pdf"
    paper(report("ar", said("أهلًا"), digits="arabic"), made)
    assert "١" in leaves(made)[0][-8:]
    assert not re.search(
        "[0-9]", " ".join(word for word in leaves(made)[0] if word not in ("C7", *words("+966 55 123 4567")))
    )


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_file_says_its_title_and_language(language: str, tmp_path: Path) -> None:
    made = tmp_path / "paper.pdf"
    paper(report(language, said("أهلًا")), made)
    with pypdfium2.PdfDocument(made) as document:
        told = document.get_metadata_dict()
        assert told["Title"] == "ملخص التواصل"
        assert told["Author"] == "شركة الواحة"
        assert told["CreationDate"].startswith("D:20261126")
    assert f"/Lang({language})".encode() in made.read_bytes()


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    made = tmp_path / "paper.pdf"
    section = said(*HOSTILE, who='#panic("x") $')
    section = replace(section, reference="#x", name='"; #read("/etc/passwd")', facts=[(each, each) for each in HOSTILE])
    hostile = replace(report("en", section), organisation=HOSTILE[0], title=HOSTILE[1], whose=HOSTILE[3])
    paper(hostile, made)
    found = [word for leaf in leaves(made) for word in leaf]
    seen = [
        "#import",
        "$",
        '#eval("1',
        "@ref",
        "<label>",
        r"\u{1F600",
        "C:\\new\\table",
        "//",
        "comment",
        "*b*",
        "evil",
    ]
    assert [word for word in seen if word not in found and words(word)[0] not in found] == []
    assert holds_in_order(found, ["abc", "evil", "iso", "mark", "end"])
    assert holds_in_order(found, words('#read("/etc/passwd")'))


@pytest.mark.parametrize("letter", ["W", "ه", "مـ", "أ"])
def test_ten_thousand_letters_without_a_space_stay_on_the_page(letter: str, tmp_path: Path) -> None:
    made = tmp_path / "paper.pdf"
    endless = letter * (10_000 // len(letter))
    section = replace(said(endless, who=endless), name=endless, facts=[(endless[:200], endless[:200])])
    paper(replace(report("ar", section), organisation=endless, title=endless[:300], whose=endless), made)
    seen = 0
    with pypdfium2.PdfDocument(made) as document:
        for page in document:
            wide = page.get_width()
            shown = glyphs(page)
            assert all(glyph.left >= -1 and glyph.right <= wide + 1 for glyph in shown)
            seen += sum(glyph.text.count(letter[0]) for glyph in shown)
    assert seen >= len(endless) // len(letter)


def test_emoji_are_left_out_and_their_words_stay(tmp_path: Path) -> None:
    made = tmp_path / "paper.pdf"
    paper(report("ar", said("شكرًا 👍🏽❤️ جزيلًا 👨‍👩‍👧", "👍", "🇸🇦 السعودية", "")), made)
    (found,) = leaves(made)
    assert holds_in_order(found, ["شكرًا", "جزيلًا"])
    assert holds_in_order(found, words("رموز تعبيرية فقط"))
    assert "السعودية" in found
    assert not re.search("[\U0001f000-\U0001faff\ufffd]", "".join(found))


def test_internal_notes_and_directions_are_named(tmp_path: Path) -> None:
    made = tmp_path / "paper.pdf"
    entries = [
        Entry(NOW, "Note", "Noura", "kept inside", internal=True),
        Entry(NOW, "Call", "Noura", "called", Direction.OUT),
        Entry(NOW, "WhatsApp", "Maria", "wrote", Direction.IN),
    ]
    paper(report("en", Section("L12", "Maria", [], entries), Section("C1", "Nobody", [], [])), made)
    (found,) = leaves(made)
    assert {"internal", "outgoing", "incoming"} <= set(found)
    assert holds_in_order(found, ["L12", "Maria", "C1", "Nobody", "Nothing", "in", "this", "period"])
    assert holds_in_order(found, ["26", "November", "2026"])
    assert holds_in_order(found, ["10:00", "am"])


def test_a_long_paper_has_no_tags(tmp_path: Path) -> None:
    made = tmp_path / "paper.pdf"
    tagged: list[bool] = []
    for count in (20, 2001):
        paper(report("ar", said(*["نعم"] * count)), made)
        with pypdfium2.PdfDocument(made) as document:
            tagged.append(bool(pdfium.FPDFCatalog_IsTagged(document)))
    assert tagged == [True, False]
