"""Make the example sheets anew from made-up records, with LibreOffice: `python -m docs.examples.sheets`."""

from __future__ import annotations

import asyncio
import itertools
import random
import shutil
import subprocess
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2

from bot import exports
from bot.speech import Speech
from crm import leads, people, tickets
from crm.periods import Period
from crm.reports import Asked
from docs.examples.make import png_of
from storage.database import close_database, open_database
from storage.migrate import migrate
from storage.models import (
    Activity,
    ActivityKind,
    CallOutcome,
    ChannelName,
    Direction,
    Lead,
    LeadStatus,
    Priority,
    ReportFormat,
    Role,
    Staff,
    TicketStatus,
)
from storage.transactions import transaction

HERE = Path(__file__).parent
ZONE = ZoneInfo("Asia/Riyadh")
NOW = datetime(2026, 11, 26, 15, 0, tzinfo=ZONE).astimezone(UTC)
PERIOD = Period(date(2026, 11, 1), date(2026, 11, 30))
ORGANISATION = {"ar": "شركة الواحة للتقنية", "en": "Oasis Technology"}
STAFF = {
    "ar": ("نورة القحطاني", "خالد العتيبي", "Sarah Haddad", "عبد الرحمن الدوسري"),
    "en": ("Noura Al-Qahtani", "Khalid Al-Otaibi", "Sarah Haddad", "Abdulrahman Al-Dossari"),
}
NAMES = {
    "ar": ("هدى الشمري", "سامي الحربي", "ريم المطيري", "فيصل الزهراني", "Layla Mansour", "ماجد العنزي", "دانة السبيعي"),
    "en": ("Huda Al-Shammari", "Sami Al-Harbi", "Reem Al-Mutairi", "Faisal Al-Zahrani", "ليلى منصور", "Majed Al-Anazi"),
}
COMPANIES = {"ar": ("مؤسسة النخيل", "مخابز الفجر", None, "Gulf Pumps"), "en": ("Palm Est.", "Dawn Bakeries", None)}
SAID = {
    "ar": (
        "السلام عليكم، متى يصل الطلب رقم 4471؟", "تم إرسال عرض السعر: 12,500 ريال شاملة الضريبة.",
        "=HYPERLINK(\"http://example.com\")", "الفاتورة INV-2026-118 فيها خطأ في الرقم الضريبي، أرجو التصحيح اليوم.",
        "شكرًا لكم، الخدمة ممتازة 👍", "Hello, is the pump model XR-20 still available?",
        "+966 رقم الدولة مطلوب في الاستمارة", "اتفقنا على زيارة الموقع يوم الأحد الساعة 10 صباحًا.",
    ),
    "en": (
        "Hello, when does order 4471 arrive?", "The quote went out: 12,500 SAR with tax.",
        "=HYPERLINK(\"http://example.com\")", "Invoice INV-2026-118 has a wrong tax number, please correct it today.",
        "Thank you, great service 👍", "هل ما زالت المضخة XR-20 متوفرة؟", "+966 is the country code on the form",
        "We agreed to visit the site on Sunday at 10.",
    ),
}  # fmt: skip
SUBJECTS = {
    "ar": ("الفاتورة فيها خطأ", "تأخر التوصيل", "طلب صيانة", "تغيير العنوان"),
    "en": ("Wrong invoice", "Late delivery", "Maintenance wanted", "Change of address"),
}


async def fill(language: str) -> None:
    """A month of a small team."""
    chance = random.Random(7)  # noqa: S311
    names = itertools.cycle(NAMES[language])

    def moment() -> datetime:
        at = datetime(2026, 11, chance.randint(1, 26), chance.randint(8, 16), chance.randint(0, 59), tzinfo=ZONE)
        return min(at.astimezone(UTC), NOW - timedelta(hours=6))

    async with transaction():
        team = [
            await people.add_staff(
                name, Role.AGENT, language=language, timezone=str(ZONE), at=NOW - timedelta(days=200),
                addresses={ChannelName.TELEGRAM: str(number)},
            )
            for number, name in enumerate(STAFF[language], 1)
        ]  # fmt: skip
    for number in range(60):
        await _lead(language, next(names), number, chance.choice(team), moment(), chance)


async def _lead(language: str, name: str, number: int, owner: Staff, at: datetime, chance: random.Random) -> None:
    async with transaction():
        lead = await Lead.create(
            name=name, phone=f"+9665{number:08}", email=f"n{number}@example.com", owner=owner, created_at=at,
            company=chance.choice(COMPANIES[language]), updated_at=at, status=chance.choice(list(LeadStatus)[:3]),
            source=chance.choice(("whatsapp", "telegram", "referral")),
        )  # fmt: skip
        for step in range(chance.randint(2, 7)):
            kind = chance.choices(list(ActivityKind), (6, 4, 2, 1, 1, 1))[0]
            said = kind in (ActivityKind.WHATSAPP, ActivityKind.TELEGRAM)
            way = chance.choice(list(Direction)) if said or kind is ActivityKind.CALL else None
            await Activity.create(
                kind=kind, direction=way, text=chance.choice(SAID[language]), at=at + timedelta(minutes=17 * step),
                author=None if way is Direction.IN and said else owner, lead=lead,
                outcome=chance.choice(list(CallOutcome)) if kind is ActivityKind.CALL else None,
                duration=chance.randint(20, 900) if kind is ActivityKind.CALL else None,
                due_at=at + timedelta(days=2) if kind is ActivityKind.TASK else None,
            )  # fmt: skip
        if number % 2 == 0:
            ticket, _ = await tickets.open_by(
                lead, chance.choice(SUBJECTS[language]), priority=chance.choice(list(Priority)),
                description=chance.choice(SAID[language]), by=owner, at=at,
            )  # fmt: skip
            ticket.first_response_at = at + timedelta(minutes=chance.randint(4, 240))
            if number % 4 == 0:
                ticket.status, ticket.closed_at = TicketStatus.CLOSED, at + timedelta(hours=chance.randint(1, 5))
                ticket.rating, ticket.rated_at = chance.randint(3, 5), ticket.closed_at
            await ticket.save()
        if number % 5 == 0:
            await leads.convert(lead, by=owner, at=at + timedelta(hours=2))


async def make(language: str, folder: Path) -> Path:
    """One workbook."""
    url = f"sqlite://{folder}/{language}.db"
    await migrate(url)
    await open_database(url)
    try:
        await fill(language)
        speech = Speech(language, "auto", ZONE, NOW)

        async def advance(done: int, total: int) -> None:
            return

        to = folder / f"sheet-{language}.xlsx"
        asked = Asked(PERIOD, notes=True)
        await exports.report(asked, ReportFormat.XLSX, speech, ZONE, ORGANISATION[language], to, advance)
        return to
    finally:
        await close_database()


def draw(book: Path, folder: Path) -> list[Path]:
    """Its pages as LibreOffice prints them."""
    office = shutil.which("soffice") or "soffice"
    subprocess.run(  # noqa: S603
        [office, "--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to", "pdf", "--outdir",
         str(folder), str(book)], check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    document = pypdfium2.PdfDocument(book.with_suffix(".pdf"))
    pages = []
    for number in range(len(document)):
        path = folder / f"{book.stem}-{number + 1}.png"
        path.write_bytes(png_of(document[number]))
        pages.append(path)
    return pages


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        for language in ("ar", "en"):
            pages = draw(asyncio.run(make(language, Path(name))), Path(name))
            shutil.copy(pages[0], HERE / f"sheet-{language}.png")


if __name__ == "__main__":
    main()
