"""Make the examples anew, from made-up numbers: `python -m docs.examples.make`."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2

from bot.drawings import Entry, Paper, Section, card, chart, paper
from bot.speech import Speech
from crm.kpis import Day, Kpis, Measure, Rep, Series, Share, Spread
from crm.periods import Period
from storage.models import ActivityKind, Direction, Priority
from storage.text import text

HERE = Path(__file__).parent
ZONE = ZoneInfo("Asia/Riyadh")
NOW = datetime(2026, 11, 26, 10, 0, tzinfo=ZONE).astimezone(UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

NAMES = {
    "ar": ("نورة القحطاني", "خالد العتيبي", "Sarah Haddad", "عبد الرحمن بن سليمان الدوسري"),
    "en": ("Noura Al-Qahtani", "Khalid Al-Otaibi", "Sarah Haddad", "Abdulrahman Al-Dossari"),
}
ORGANISATION = {"ar": "شركة الواحة للتقنية", "en": "Oasis Technology"}
TITLE = {"ar": "ملخص التواصل", "en": "Interaction summary"}


def speech_of(language: str, digits: str = "auto") -> Speech:
    return Speech(language, digits, ZONE, NOW)


def kpis_of(language: str) -> Kpis:
    """A month that went well on the whole."""
    reps = [
        Rep(place, name, leads, conversions, closed, activities, Spread(22 * MINUTE, 2 * HOUR, 10))
        for place, (name, leads, conversions, closed, activities) in enumerate(
            zip(NAMES[language], (52, 41, 30, 19), (14, 9, 7, 4), (61, 48, 22, 17), (420, 388, 205, 131), strict=True),
            1,
        )
    ]
    channels = dict(zip(ActivityKind, (612, 274, 148, 71, 39), strict=False))
    return Kpis(
        Period(date(2026, 11, 1), date(2026, 11, 30)), None, NOW,
        open=Measure(23, 29), open_by_priority={Priority.HIGH: 4, Priority.MEDIUM: 11, Priority.LOW: 8}, oldest=None,
        leads=Measure(142, 121), contacted=Measure(Share(96, 118), Share(78, 104)), conversions=Measure(34, 36),
        rate=Measure(Share(31, 142), Share(30, 121)),
        response=Measure(Spread(18 * MINUTE, 95 * MINUTE, 131), Spread(26 * MINUTE, 2 * HOUR, 120)),
        resolution=Measure(Spread(5 * HOUR, 14 * HOUR, 148), Spread(6 * HOUR, 15 * HOUR, 130)),
        rating=Measure(4.6, 4.6), ratings=Measure(57, 49), activities=Measure(1144, 1010), by_channel=channels,
        overdue=Measure(6, 9), reps=reps,
    )  # fmt: skip


def series_of(days: int = 26) -> Series:
    """Less on Fridays, a good third week."""
    first = date(2026, 11, 1)
    leads = [3, 6, 8, 7, 5, 1, 4, 7, 9, 6, 8, 2, 1, 5, 8, 11, 9, 7, 2, 3, 6, 7, 5, 4, 6, 2]
    made = [0, 1, 2, 1, 2, 0, 1, 1, 3, 2, 1, 0, 0, 1, 2, 3, 4, 2, 0, 1, 1, 2, 2, 0, 1, 1]
    return Series(
        [Day(first + timedelta(day), leads[day % 26], made[day % 26]) for day in range(days)],
        {
            Priority.HIGH: Spread(135 * MINUTE, 6 * HOUR, 41),
            Priority.MEDIUM: Spread(330 * MINUTE, 13 * HOUR, 72),
            Priority.LOW: Spread(11 * HOUR, 26 * HOUR, 35),
        },
    )


CHATS = {
    "ar": (
        (ActivityKind.WHATSAPP, Direction.IN, "السلام عليكم، متى يصل الطلب رقم 4417؟ وهل يشمل السعر ضريبة 15%؟"),
        (ActivityKind.WHATSAPP, Direction.OUT, "وعليكم السلام، يصلك غدًا بين 10:00 و12:30، والسعر شامل الضريبة."),
        (ActivityKind.CALL, Direction.OUT, "شرحتُ له باقة Business Pro (v2.1) وطلب عرضًا مكتوبًا."),
        (ActivityKind.EMAIL, Direction.IN, "Hello, please send the invoice to accounts@example.com.\nThank you!"),
        (ActivityKind.NOTE, None, "مهتم جدًا، لكن الميزانية تُعتمد في بداية الربع القادم. أتابع معه يوم 5/1."),
    ),
    "en": (
        (ActivityKind.WHATSAPP, Direction.IN, "Hi, when will order 4417 arrive? Does the price include the 15% VAT?"),
        (ActivityKind.WHATSAPP, Direction.OUT, "Hello! It arrives tomorrow between 10:00 and 12:30, VAT included."),
        (ActivityKind.CALL, Direction.OUT, "Went through Business Pro (v2.1). He asked for a written offer."),
        (ActivityKind.EMAIL, Direction.IN, "السلام عليكم، أرجو إرسال الفاتورة إلى accounts@example.com.\nوشكرًا!"),
        (ActivityKind.NOTE, None, "Very interested; the budget is approved early next quarter. Call on 5 January."),
    ),
}  # fmt: skip
KINDS = {
    "ar": ("واتساب", "تيليجرام", "مكالمة", "بريد", "ملاحظة"),
    "en": ("WhatsApp", "Telegram", "Call", "Email", "Note"),
}
FACTS = {"ar": ("الهاتف", "المسؤول", "الحالة", "عميل"), "en": ("Phone", "Owner", "Status", "Customer")}
PEOPLE = {
    "ar": (("C7", "مؤسسة النخيل للتجارة"), ("L12", "Maria Fernandez"), ("C31", "فهد الشمري")),
    "en": (("C7", "Palm Trading Est."), ("L12", "ماريا فرنانديز"), ("C31", "Fahad Al-Shammari")),
}


def paper_of(language: str, entries: int = 30) -> Paper:
    """A report with three people in it."""
    chats, kinds, facts = CHATS[language], dict(zip(ActivityKind, KINDS[language], strict=False)), FACTS[language]
    sections = []
    for place, (reference, name) in enumerate(PEOPLE[language]):
        told = []
        for at in range(entries // (place + 1)):
            kind, way, said = chats[at % len(chats)]
            who = name if way is Direction.IN else NAMES[language][at % 2]
            moment = NOW - timedelta(hours=11 * at, minutes=17 * at)
            told.append(Entry(moment, kinds[kind], who, said, way, internal=way is None))
        about = [(facts[0], "+966 55 123 4567"), (facts[1], NAMES[language][place]), (facts[2], facts[3])]
        sections.append(Section(reference, name, about, told))
    return Paper(
        speech_of(language), ORGANISATION[language], TITLE[language], Period(date(2026, 11, 1), date(2026, 11, 30)),
        text("kpi-of-team"), kpis_of(language), series_of(), sections,
    )  # fmt: skip


def png_of(page: pypdfium2.PdfPage) -> bytes:
    """A page as a picture."""
    drawn = page.render(scale=1.4, rev_byteorder=True)
    rows = bytes(drawn.buffer)
    wide = drawn.width * drawn.n_channels
    lines = b"".join(b"\0" + rows[at * drawn.stride : at * drawn.stride + wide] for at in range(drawn.height))
    head = struct.pack(">IIBBBBB", drawn.width, drawn.height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    written = (struct.pack(">I", len(of)) + name + of + struct.pack(">I", zlib.crc32(name + of)) for name, of in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


def main() -> None:
    for language in ("ar", "en"):
        speech, kpis, series = speech_of(language), kpis_of(language), series_of()
        (HERE / f"card-{language}.png").write_bytes(card(kpis, series, speech))
        for kind in ("conversions", "resolution", "channels", "team"):
            (HERE / f"chart-{kind}-{language}.png").write_bytes(chart(kind, kpis, series, speech))
        report = HERE / f"report-{language}.pdf"
        paper(paper_of(language), report)
        with pypdfium2.PdfDocument(report) as pages:
            for number in (0, 1):
                (HERE / f"report-{language}-{number + 1}.png").write_bytes(png_of(pages[number]))


if __name__ == "__main__":
    main()
