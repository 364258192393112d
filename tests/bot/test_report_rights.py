"""Whose rows are in an agent's file, and who gets one when their role has changed: no more than the chat shows."""

from __future__ import annotations

import zipfile
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.house import make_house
from bot.reports import making, words
from crm import erasure, labels, leads, merges, parties, tickets
from crm.parties import Detail
from crm.people import Party
from crm.reports import Asked
from storage import clock, outlog
from storage.models import (
    Activity,
    ActivityKind,
    Change,
    Customer,
    Direction,
    Lead,
    LeadStatus,
    OutboundMessage,
    Priority,
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
from tests.bot.test_reports import bench_of, claimed, document, fill, person, table_of, this_month
from tests.stage import Stage, opened


@pytest.fixture
async def stage(database: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with opened(database, tmp_path) as stage:
        await stage.staff("Ali", "telegram", Role.AGENT, "en")
        await stage.staff("Sara", "whatsapp", Role.AGENT, "en")
        yield stage


async def made(stage: Stage, asked: Asked, format: ReportFormat, by: str = "Ali") -> Path:
    """The file of a report that this test makes itself."""
    report = await claimed(by, asked, format)
    await making.make(report, bench_of(stage))
    await report.refresh_from_db()
    assert report.status is ReportStatus.MADE, report.error
    return stage.settings.media_folder / (report.path or "")


async def own(name: str) -> Asked:
    return Asked(this_month(), (await Staff.get(name=name)).id)


async def test_a_lead_goes_with_the_customer_that_it_became(stage: Stage) -> None:
    ali, sara = await stage.member("Ali"), await stage.member("Sara")
    now = clock.now()
    for holder, was, name in ((sara, ali, "Reem"), (ali, ali, "Lama")):
        customer = await Customer.create(name=name, owner=holder, created_at=now, updated_at=now)
        await Lead.create(
            name=name, phone="+966500000002", owner=was, customer=customer, status=LeadStatus.CONVERTED,
            created_at=now - timedelta(seconds=9), updated_at=now,
        )  # fmt: skip
    with zipfile.ZipFile(await made(stage, await own("Ali"), ReportFormat.CSV)) as archive:
        assert [row[1] for row in table_of(archive.read("Leads.csv"))[1:]] == ["Lama"]


async def test_of_somebody_else_s_customer_a_paper_says_no_more_than_their_ticket(stage: Stage, tmp_path: Path) -> None:
    ali, sara = await stage.member("Ali"), await stage.member("Sara")
    now = clock.now() - timedelta(seconds=9)
    customer = await Customer.create(
        name="Reem", phone="+966500000002", email="reem@example.com", company="Reemco", owner=sara, created_at=now,
        updated_at=now,
    )  # fmt: skip
    ticket = await Ticket.create(subject="S", customer=customer, assignee=ali, created_at=now, updated_at=now)
    await TicketMessage.create(
        ticket=ticket, customer=customer, visibility=Visibility.EXTERNAL, direction=Direction.IN, text="please", at=now
    )
    said = [word for page in leaf.leaves(await made(stage, await own("Ali"), ReportFormat.PDF)) for word in page]
    assert {"Reem", "please"} <= {*said}
    assert not {"reem@example.com", "Reemco", "+966500000002"} & {*said}


async def test_what_became_of_somebody_else_s_ticket_is_not_in_it(stage: Stage) -> None:
    ali, sara = await stage.member("Ali"), await stage.member("Sara")
    now = clock.now() - timedelta(seconds=9)
    customer = await Customer.create(name="Nobodys", created_at=now, updated_at=now)
    ticket = await Ticket.create(subject="S", customer=customer, assignee=sara, created_at=now, updated_at=now)
    free = await Ticket.create(subject="S", customer=customer, created_at=now, updated_at=now)
    for one, subject in ((ticket, "Hersubject"), (free, "Freesubject")):
        await Change.create(
            field="subject", customer=customer, ticket=one, before="S", after=subject, author=ali, at=now
        )
    said = [word for page in leaf.leaves(await made(stage, await own("Ali"), ReportFormat.PDF)) for word in page]
    assert "Freesubject" in said
    assert "Hersubject" not in said


async def test_what_a_manager_had_made_is_no_agent_s(stage: Stage) -> None:
    await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    huda = await stage.member("Huda")
    hers = await fill(await stage.member("Sara"), "Reem", "+966500000002")
    await Activity.create(
        kind=ActivityKind.EMAIL, direction=Direction.OUT, text="by her", at=clock.now() - timedelta(seconds=9),
        customer=hers, author=huda,
    )  # fmt: skip
    await made(stage, await own("Huda"), ReportFormat.CSV, by="Huda")
    report = await Report.get()
    row = await OutboundMessage.get(key=f"report:{report.id}")
    [said] = outlog.body(row)
    assert isinstance(said, Text)
    house = make_house(stage.settings)
    given = await words.composed(said, row, await person("Huda"), house, clock.now())
    assert given
    assert given.file
    await Staff.filter(name="Huda").update(role=Role.AGENT)
    refused = await words.composed(said, row, await person("Huda"), house, clock.now())
    assert refused
    assert refused.file is None


@pytest.mark.parametrize("format", [ReportFormat.PDF, ReportFormat.XLSX, ReportFormat.CSV])
async def test_of_who_was_erased_it_tells_nothing(stage: Stage, format: ReportFormat) -> None:
    await stage.staff("Huda", "telegram", Role.ADMIN, "en")
    huda, ali = await stage.member("Huda"), await stage.member("Ali")
    at = clock.now() - timedelta(seconds=20)
    parts = {name: f"zqx {name}" for name in ("name", "company", "source", "note")}
    async with transaction():
        lead: Party = await parties.add(phone="+966507654321", by=ali, at=at, **parts)
        lead = await parties.edit(lead, Detail.NAME, "zqx other", by=ali, at=at)
        await labels.add(lead, "zqxlabel", by=ali, at=at)
        ticket = await tickets.open_for(
            lead, "zqx subject", priority=Priority.LOW, description="zqx words", inbound_id=None, at=at
        )
        await tickets.rename(ticket, "zqx another", by=ali, at=at)
        await tickets.prioritise(ticket, to=Priority.HIGH, by=ali, at=at)
        await tickets.note(ticket, "zqx inside", by=ali, at=at)
        assert isinstance(lead, Lead)
        lead = await leads.move(lead, to=LeadStatus.LOST, by=ali, at=at, reason="zqx reason")
    asked = Asked(this_month(), notes=True)
    assert "zqx" in said_in(await made(stage, asked, format, by="Huda"))
    async with transaction():
        code = await erasure.ask(lead, by=huda, at=at)
    async with transaction():
        assert await erasure.confirm(lead, code, by=huda, at=at)
    await Report.all().delete()
    said = said_in(await made(stage, asked, format, by="Huda"))
    assert "zqx" not in said
    assert "507654321" not in said
    assert "erased person" in said


def said_in(path: Path) -> str:
    """All that is in a file, in small letters."""
    if path.suffix == ".pdf":
        return " ".join(word for page in leaf.leaves(path) for word in page).casefold()
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if archive.read(name)).casefold()


async def test_all_days_of_a_person_are_those_of_whoever_was_merged_into_them(stage: Stage) -> None:
    """Without days, everything is in it."""
    phone = await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    huda, now = await stage.member("Huda"), clock.now()
    old, new = [
        await Customer.create(name=name, owner=huda, created_at=now - timedelta(days=days), updated_at=now)
        for name, days in (("Old", 90), ("New", 2))
    ]
    await Activity.create(
        kind=ActivityKind.CALL, direction=Direction.OUT, text="long ago", at=old.created_at, customer=old, author=huda
    )
    async with transaction():
        await merges.merge(new, old, by=huda, at=now)
    await phone.send(f"report csv C{new.id}")
    got = await document(phone)
    assert got.media
    assert "long ago" in [row[5] for row in table_of(got.media.content)[1:]]
