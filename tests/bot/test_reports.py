"""Reports: asked for in the chat, made by the real worker in a process of its own, compared with what is on record."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from bot import progress, traces
from bot.house import make_house
from bot.job import Bench
from bot.reports import making, words
from crm import files, people, report_rows, reports
from crm.access import NotAllowed
from crm.people import Person
from crm.periods import Period
from crm.report_rows import Area
from crm.reports import Asked, TooManyReports
from sandbox.messages import Message
from sandbox.phones import Phone
from storage import clock, jobs, outlog
from storage.models import (
    Activity,
    ActivityKind,
    CallOutcome,
    ChannelName,
    Customer,
    Direction,
    Identity,
    Lead,
    OutboundMessage,
    Report,
    ReportFormat,
    ReportStatus,
    Role,
    Staff,
    Ticket,
    TicketMessage,
    Visibility,
)
from storage.text import Text
from storage.transactions import transaction
from tests.bot import leaf
from tests.stage import Stage, opened

ZONE = ZoneInfo("Asia/Riyadh")

SAID = ("السلام عليكم، أين الطلب رقم 4471؟", "=1+1", "+966 501234567", "line one\nline two", "@ali, see T1")
NOTE, INSIDE = "a note of ours", "an internal message"


@pytest.fixture
async def stage(database: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with opened(database, tmp_path) as stage:
        yield stage


async def fill(owner: Staff, name: str = "نورة Noura", phone: str = "+966500000001") -> Customer:
    """A customer with everything, of whom `owner` takes care."""
    now = clock.now()
    async with transaction():
        customer = await Customer.create(
            name=name, phone=phone, email="n@example.com", company="نخيل", owner=owner, created_at=now, updated_at=now
        )
        at = now - timedelta(seconds=30)
        for said in SAID:
            await Activity.create(
                kind=ActivityKind.WHATSAPP, direction=Direction.IN, text=said, at=at, customer=customer
            )
        await Activity.create(
            kind=ActivityKind.CALL, direction=Direction.OUT, text="called", at=at, customer=customer, author=owner,
            duration=75, outcome=CallOutcome.ANSWERED,
        )  # fmt: skip
        await Activity.create(kind=ActivityKind.NOTE, text=NOTE, at=at, customer=customer, author=owner)
        ticket = await Ticket.create(
            subject="الفاتورة", customer=customer, assignee=owner, created_at=at, updated_at=at, rating=4, rated_at=at
        )
        for said, seen, way in (
            ("please help", Visibility.EXTERNAL, Direction.IN),
            ("نعم، حالًا", Visibility.EXTERNAL, Direction.OUT),
            (INSIDE, Visibility.INTERNAL, None),
        ):
            await TicketMessage.create(
                ticket=ticket, customer=customer, visibility=seen, direction=way, text=said, at=at,
                author=owner if way is not Direction.IN else None,
            )  # fmt: skip
    return customer


async def document(phone: Phone) -> Message:
    """The next file that comes."""
    while True:
        got = await phone.next()
        if got.media:
            return got


def book_of(got: Message) -> Any:
    assert got.media
    return openpyxl.load_workbook(io.BytesIO(got.media.content))


def column(sheet: Any, at: int) -> list[Any]:
    return [row[at] for row in sheet.iter_rows(2, values_only=True)]


def table_of(content: bytes) -> list[list[str]]:
    assert content.startswith("\ufeff".encode())
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("channel", "language", "said", "names"),
    [
        ("telegram", "ar", "تقرير إكسل هذا الشهر", ["المؤشرات", "الأنشطة", "التذاكر", "رسائل التذاكر"]),
        ("whatsapp", "en", "report excel this month", ["Numbers", "Activities", "Tickets", "Ticket messages"]),
    ],
)
async def test_excel_of_the_team(stage: Stage, channel: str, language: str, said: str, names: list[str]) -> None:
    phone = await stage.staff("Huda", channel, Role.MANAGER, language)
    customer = await fill(await stage.member("Huda"))
    await phone.send(said)
    begun = await phone.next()
    assert "⏳" in begun.text
    got = await document(phone)
    assert got.media
    assert got.media.name.endswith(".xlsx")
    book = book_of(got)
    assert book.sheetnames[:4] == names
    assert all(bool(sheet.sheet_view.rightToLeft) is (language == "ar") for sheet in book)
    acts = book[names[1]]
    there = await Activity.exclude(kind=ActivityKind.NOTE).order_by("id")
    assert column(acts, 6) == [one.text for one in there] == [*SAID, "called"]
    assert [cell.data_type for cell in acts["G"][1:]] == ["s"] * len(there)
    assert column(acts, 3) == [f"C{customer.id}"] * len(there)
    local = there[0].at + timedelta(hours=3)
    assert abs(column(acts, 0)[0] - local.replace(tzinfo=None)) < timedelta(milliseconds=2)
    assert column(acts, 8)[-1] == timedelta(seconds=75)
    assert column(book[names[3]], 6) == ["please help", "نعم، حالًا"]
    assert column(book[names[2]], 12) == [4]
    assert column(book[book.sheetnames[-1]], 2) == ["+966500000001"]
    # Four kinds of charts; there is somebody in the team.
    assert len(book.worksheets[0]._charts) == 4
    numbers = {row[0]: row[1] for row in book.worksheets[0].iter_rows(2, 14, values_only=True)}
    assert numbers["Activities" if language == "en" else "الأنشطة"] == 7


async def test_csv_of_the_team_is_a_zip_of_tables(stage: Stage) -> None:
    phone = await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    await fill(await stage.member("Huda"))
    await phone.send("report csv this month")
    got = await document(phone)
    assert got.media
    with zipfile.ZipFile(io.BytesIO(got.media.content)) as archive:
        assert archive.namelist() == [
            "Numbers.csv", "Activities.csv", "Tickets.csv", "Ticket messages.csv", "Leads.csv", "Customers.csv",
        ]  # fmt: skip
        head, *found = table_of(archive.read("Activities.csv"))
        assert head[6] == "Text"
        assert [row[6] for row in found] == [SAID[0], "'=1+1", "'+966 501234567", SAID[3], "'@ali, see T1", "called"]
        assert table_of(archive.read("Customers.csv"))[1][:3] == ["C1", "نورة Noura", "'+966500000001"]
        assert table_of(archive.read("Numbers.csv"))[2][:2] == ["New leads", "0"]


async def test_csv_of_one_person_is_their_history(stage: Stage) -> None:
    phone = await stage.staff("Huda", "whatsapp", Role.AGENT, "ar")
    await fill(await stage.member("Huda"))
    await phone.send("تقرير csv ع1")
    got = await document(phone)
    assert got.media
    assert got.media.name.endswith(".csv")
    _, *found = table_of(got.media.content)
    assert sorted(row[5] for row in found) == sorted(
        [SAID[0], "'=1+1", "'+966 501234567", SAID[3], "'@ali, see T1", "called", "please help", "نعم، حالًا"]
    )
    assert [row[1] for row in found].count("تذكرة") == 2


@pytest.mark.parametrize(("language", "said"), [("en", "report pdf C1"), ("ar", "تقرير pdf ع1")])
async def test_pdf_of_one_person(stage: Stage, language: str, said: str, tmp_path: Path) -> None:
    phone = await stage.staff("Huda", "telegram", Role.MANAGER, language)
    await fill(await stage.member("Huda"))
    await phone.send(said)
    got = await document(phone)
    assert got.media
    (tmp_path / "r.pdf").write_bytes(got.media.content)
    read = {word for page in leaf.leaves(tmp_path / "r.pdf", rtl=language == "ar") for word in page}
    for shown in (*SAID[:4], "called", "please help", "نعم، حالًا", "نورة", "n@example.com", "C1", "T1"):
        assert set(leaf.words(shown)) <= read, shown
    assert not set(leaf.words(NOTE)[2:]) & read
    assert "internal" not in read


async def test_notes_are_for_managers_who_ask(stage: Stage) -> None:
    boss = await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    rep = await stage.staff("Ali", "whatsapp", Role.AGENT, "en")
    await fill(await stage.member("Ali"))
    await boss.send("report excel with notes this month")
    assert "internal notes" in (await boss.next()).text
    book = book_of(await document(boss))
    assert NOTE in column(book["Activities"], 6)
    assert INSIDE in column(book["Ticket messages"], 6)
    for asked in ("report excel this month with notes", "report with notes"):
        await rep.send(asked)
        assert "for managers only" in (await rep.next()).text
    assert await Report.all().count() == 1


async def test_an_agent_has_their_own_and_what_nobody_has(stage: Stage) -> None:
    phone = await stage.staff("Ali", "telegram", Role.AGENT, "en")
    await stage.staff("Sara", "whatsapp", Role.AGENT, "en")
    ali, sara = await stage.member("Ali"), await stage.member("Sara")
    await fill(ali)
    hers = await fill(sara, "Reem", "+966500000002")
    # What Ali once wrote to somebody who is Sara's now.
    await Activity.create(
        kind=ActivityKind.EMAIL, direction=Direction.OUT, text="long ago", at=clock.now() - timedelta(seconds=9),
        customer=hers, author=ali,
    )  # fmt: skip
    await phone.send("report excel this month")
    book = book_of(await document(phone))
    assert set(column(book["Activities"], 4)) == {"نورة Noura"}
    assert column(book["Customers"], 1) == ["نورة Noura"]
    for said, told in (
        ("report pdf C2", "Sara"), ("report excel this month @Sara", "not yours"),
        ("report excel this month team", "not yours"),
    ):  # fmt: skip
        await phone.send(said)
        assert told in (got := await phone.next()).text, got.text
    assert await Report.all().count() == 1


async def person(name: str) -> Person:
    return await people.person_of(await Identity.get(staff__name=name))


def this_month() -> Period:
    today = clock.now().date()
    return Period(today - timedelta(days=20), today + timedelta(days=1))


async def claimed(name: str, asked: Asked, format: ReportFormat = ReportFormat.XLSX) -> Report:
    """A report that this test makes itself, in its own process."""
    async with transaction():
        made, _ = await reports.ask(asked, format, by=await person(name), inbound_id=None, at=clock.now())
        await Report.filter(id=made.id).update(claim="test", claimed_at=clock.now(), attempts=1)
    return await Report.get(id=made.id)


def bench_of(stage: Stage) -> Bench:
    return Bench(stage.settings, make_house(stage.settings), stage.settings.media_folder, lambda: None)


async def last_words(report: Report) -> str:
    row = await OutboundMessage.get(key=f"report:{report.id}")
    [line] = outlog.body(row)
    assert isinstance(line, Text)
    return line.key


async def test_who_is_no_manager_by_then_gets_none(stage: Stage) -> None:
    await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    await fill(await stage.member("Huda"))
    report = await claimed("Huda", Asked(this_month()))
    await Staff.filter(name="Huda").update(role=Role.AGENT)
    await making.make(report, bench_of(stage))
    await report.refresh_from_db()
    assert (report.status, report.error, report.path) == (ReportStatus.FAILED, "refused", None)
    assert await last_words(report) == NotAllowed.key


@pytest.mark.parametrize("change", [{"role": Role.AGENT}, {"active": False}])
async def test_it_is_not_handed_out_to_who_lost_the_right(stage: Stage, change: dict[str, Any]) -> None:
    await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    await fill(await stage.member("Huda"))
    report = await claimed("Huda", Asked(this_month()))
    await making.make(report, bench_of(stage))
    row = await OutboundMessage.get(key=f"report:{report.id}")
    [said] = outlog.body(row)
    assert isinstance(said, Text)
    given = await words.composed(said, row, await person("Huda"), make_house(stage.settings), clock.now())
    assert given
    assert given.file
    await Staff.filter(name="Huda").update(**change)
    refused = await words.composed(said, row, await person("Huda"), make_house(stage.settings), clock.now())
    assert refused
    assert refused.file is None


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_what_is_too_large_for_the_channel_is_told(
    stage: Stage, channel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = await stage.staff("Huda", channel, Role.MANAGER, "en")
    await fill(await stage.member("Huda"))
    monkeypatch.setattr(files, "SENT", {ChannelName(channel): {None: 1000}})
    report = await claimed("Huda", Asked(this_month()))
    await making.make(report, bench_of(stage))
    await report.refresh_from_db()
    assert (report.status, report.error, report.path) == (ReportStatus.FAILED, "too-large", None)
    assert "fewer days" in (await phone.next()).text
    assert list((stage.settings.media_folder / traces.MAKING).iterdir()) == []


async def test_what_goes_while_it_is_looked_at_stops_nobody(stage: Stage) -> None:
    await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    report = await claimed("Huda", Asked(this_month()))
    for part in (traces.MAKING, traces.MADE):
        folder = stage.settings.media_folder / part
        folder.mkdir(parents=True, exist_ok=True)
        # It is listed, and there is nothing any more.
        (folder / "0-gone").symlink_to("nowhere")
    await traces._remove_made(stage.settings.media_folder)
    await making.make(report, bench_of(stage))
    await report.refresh_from_db()
    assert report.status is ReportStatus.MADE


async def test_somebody_else_who_has_it_finishes_it(stage: Stage) -> None:
    await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    report = await claimed("Huda", Asked(this_month()))
    await Report.filter(id=report.id).update(claim="another")
    with pytest.raises(making.Lost):
        await making.make(report, bench_of(stage))
    assert not await OutboundMessage.filter(key=f"report:{report.id}").exists()
    assert not list((stage.settings.media_folder / "made").glob("*"))
    assert not await jobs.alive(report, clock.now())


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_it_shows_how_far_it_is(stage: Stage, channel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = await stage.staff("Huda", channel, Role.MANAGER, "en")
    await fill(await stage.member("Huda"))
    monkeypatch.setattr(progress, "SHOWN_EVERY", 0.0)
    monkeypatch.setattr(progress, "FEW", 0)
    monkeypatch.setattr(report_rows, "PAGE", 2)
    # By hand: whoever else would make it does it in another process, which has no such short steps.
    monkeypatch.setattr(jobs, "WAITING", dict.fromkeys(jobs.WAITING, ()))
    monkeypatch.setattr(jobs, "_CLAIM", jobs._CLAIM.replace("status IN ({states})", "false"))
    await phone.send("report excel this month")
    first = await phone.next()
    await stage.sandbox.world.idle()
    report = await Report.get()
    await Report.filter(id=report.id).update(claim="test", claimed_at=clock.now())
    await making.make(await Report.get(id=report.id), bench_of(stage))
    stage.diwan.wakeups.wake("outbox")
    got = await document(phone)
    shown = await OutboundMessage.filter(key__startswith=f"report:{report.id}:")
    if channel == "telegram":
        assert first.text.endswith("Here it is.")
        assert first.edited
        assert all(row.edits == first.provider_id for row in shown)
        assert len(shown) >= 2
    else:
        assert shown == []
        assert [m for m in phone.messages if not m.mine][-2:] == [first, got]


async def test_asked_for_twice_it_is_made_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    monkeypatch.setattr(jobs, "_CLAIM", jobs._CLAIM.replace("status IN ({states})", "false"))
    by, now = await person("Huda"), clock.now()
    async with transaction():
        first, was = await reports.ask(Asked(this_month()), ReportFormat.CSV, by=by, inbound_id=1, at=now)
        again, is_already = await reports.ask(Asked(this_month()), ReportFormat.CSV, by=by, inbound_id=2, at=now)
        assert (first.id, was, is_already) == (again.id, False, True)
        for day in range(reports.AT_ONCE - 1):
            period = Period(now.date() - timedelta(days=day), now.date())
            await reports.ask(Asked(period), ReportFormat.CSV, by=by, inbound_id=3, at=now)
        with pytest.raises(TooManyReports):
            await reports.ask(Asked(this_month(), notes=True), ReportFormat.CSV, by=by, inbound_id=4, at=now)


async def test_what_comes_meanwhile_is_neither_repeated_nor_does_it_hide_anything(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    huda = await stage.member("Huda")
    customer = await fill(huda)
    lead = await Lead.create(name="L", created_at=clock.now(), updated_at=clock.now())
    monkeypatch.setattr(report_rows, "PAGE", 2)
    for area in (Area.ACTIVITIES, Area.MESSAGES):
        scope = await report_rows.scope(await reports.everything(Asked(this_month())), ZONE, clock.now())
        expected = await report_rows.count(area, scope)
        seen: list[int] = []
        async for page in report_rows.pages(area, scope):
            seen += [row["id"] for row in page]
            # Something is said, and what was said goes over to somebody else.
            await Activity.create(
                kind=ActivityKind.EMAIL, direction=Direction.IN, text="new", at=clock.now(), lead=lead
            )
            await Activity.filter(customer_id=customer.id).update(customer_id=None, lead_id=lead.id)
        assert len(seen) == len(set(seen)) == expected
