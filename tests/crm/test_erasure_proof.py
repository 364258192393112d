"""The proof of an erasure: a person with everything, on both channels, of whom nothing is found in the end."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import logs, traces
from bot.channels import Rejected
from crm import erasure, kpis, office, periods, person_rows
from crm.periods import Unit
from sandbox.messages import Message
from sandbox.phones import Phone
from storage import clock
from storage.database import dialect, sqlite_path
from storage.models import (
    Activity,
    Attachment,
    Customer,
    Erasure,
    Identity,
    Import,
    ImportStatus,
    Lead,
    Report,
    ReportFormat,
    ReportStatus,
    Role,
    SavedReply,
    Staff,
)
from storage.transactions import transaction
from tests.crm.test_erasure import dumped, owned
from tests.faults.support import hears, quiet, until
from tests.stage import Stage, opened

MARKS = ("zqx", "ظغض", "507654321")
"""What is in all that is said by the person and about them, and nowhere else."""


@pytest.fixture
async def stage(database: str, tmp_path: Path) -> AsyncIterator[Stage]:
    logs.configure("WARNING")
    async with opened(database, tmp_path) as stage:
        yield stage


class Play:
    """Phones, and what is said on them, each thing after the other."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def say(self, phone: Phone, *texts: str, quote: Message | None = None, forwarded: bool = False) -> None:
        for text in texts:
            await phone.send(text, quote=quote, forwarded=forwarded)
            await self.settle()

    async def press(self, phone: Phone, label: str) -> None:
        found = [
            (message, button)
            for message in phone.messages for button in message.buttons if label in button.text
        ]  # fmt: skip
        message, button = found[-1]
        await phone.press(message, button.id)
        await self.settle()

    async def settle(self) -> None:
        await self._stage.sandbox.world.idle()
        await quiet()


async def live(play: Play, stage: Stage, word: str, phones: tuple[Phone, Phone], staff: tuple[Phone, Phone]) -> Lead:
    """Everything that can happen with somebody; all that is said has the word in it."""
    first, second = phones
    rep, boss = staff
    await play.say(first, f"{word} hello there")
    lead = await Lead.all().order_by("-id").first()
    assert lead is not None
    ref = f"L{lead.id}"
    await first.send_media("photo", b"\xff\xd8\xff" + word.encode() * 50, "image/jpeg", f"{word}.jpg", f"{word} this")
    await first.send_location(24.7, 46.6, name=f"{word} place", address=f"{word} street")
    await first.send_contact(f"{word} friend", "+966500000088")
    await play.say(first, "open", f"{word} printer", f"{word} it smokes", "high", "confirm")
    ticket = f"T{(await person_rows.belonging(lead))['ticket'][-1]}"
    await play.say(rep, f"{word} we are coming", quote=await hears(rep, f"{word} it smokes"))
    await play.say(
        rep, f"take {ticket}", f"note {ticket} @Mona {word} look at this", f"note {ref}", f"{word} said later",
        f"task {ref} {word} to be done", f"remind {ref} tomorrow at 9 {word} ring them", f"label {ref} {word}label",
        f"edit {ref} company {word} company", f"edit {ref} email {word}@example.com",
        f"edit {ref} name {word}ia Newname", f"subject {ticket} {word} other subject", f"lost {ref} {word} reason",
        f"qualify {ref}", f"/hello {ticket}", "/hello", f"find {word}ia", "leads", "mine", "tickets", "tasks", "today",
        "labels", f"{ref}", f"timeline {ref}", f"thread {ticket}", f"close {ticket}",
    )  # fmt: skip
    await play.say(first, "5", f"{word} so quick and kind")
    await play.say(first, f"{word} it is broken again", quote=await hears(first, ticket))
    await play.say(boss, f"{word} was forwarded by a friend", forwarded=True)
    await play.press(boss, f"{word}ia")
    await play.say(second, f"{word} from elsewhere")
    await second.send_media("voice", b"OggS" + word.encode() * 70, "audio/ogg", f"{word}.ogg")
    await play.settle()
    other = await Lead.all().order_by("-id").first()
    assert other is not None
    await play.say(boss, f"merge {ref} L{other.id}", f"merge {ref} L{other.id} yes", f"convert {ref}", "customers")
    await play.say(boss, "kpi", f"find {word}ia", f"{ticket}", "undo", f"note {ref} {word} unfinished business")
    customer = await Customer.all().order_by("-id").first()
    assert customer is not None
    for task in await Activity.filter(customer_id=customer.id, kind="task", done_at=None, dropped_at=None):
        await play.say(rep, f"A{task.id}", f"done A{task.id}")
    await play.say(rep, f"close {ticket}")
    # In the middle of something about them, and of something of theirs.
    await play.say(rep, f"log C{customer.id} call")
    await play.say(first, "open", f"{word} half a")

    async def fetched() -> bool:
        return not await Attachment.filter(fetch_at__isnull=False).exists()

    await until(fetched)
    return lead


async def papers(word: str, folder: Path, boss: Staff) -> None:
    """Files of which nobody knows whom they have in them."""
    identity = await Identity.get(staff_id=boss.id)
    made: dict[str, Any] = {"staff_id": boss.id, "identity_id": identity.id, "created_at": clock.now()}
    (folder / "made").mkdir(exist_ok=True)
    for name in ("report.pdf", "card.png", "sheet.xlsx", "refused.xlsx"):
        (folder / "made" / name).write_text(f"{word} is in here")
    await Report.create(
        **made, format=ReportFormat.PDF, status=ReportStatus.MADE, path="made/report.pdf", name=f"{word}.pdf"
    )
    await Import.create(
        **made, status=ImportStatus.DONE, path="made/sheet.xlsx", refused="made/refused.xlsx", name=f"{word}.xlsx",
        plan={"rows": [[word]]},
    )  # fmt: skip


def found_in(text: str, marks: tuple[str, ...]) -> list[str]:
    """The marks that are in a text, in any of the ways in which JSON writes them."""
    plain = text.casefold() + re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text.casefold())
    return [mark for mark in marks if mark in plain]


@pytest.mark.slow
async def test_nothing_is_found_and_everybody_else_is_as_before(stage: Stage, database: str) -> None:
    play = Play(stage)
    rep = await stage.staff("Khalid", "whatsapp", Role.AGENT, "en")
    boss = await stage.staff("Mona", "telegram", Role.MANAGER, "en")
    admin = await stage.staff("Adam", "telegram", Role.ADMIN, "en")
    await Staff.all().update(agenda_at=None)
    await Staff.filter(name__in=("Mona", "Adam")).update(on_duty=False)
    await SavedReply.create(
        name="hello", text_ar="أهلا {name}", text_en="Hello {name}", created_at=clock.now(), updated_at=clock.now()
    )
    theirs = (
        stage.customer("Zqxia Ghaith", "whatsapp", "en", "whatsapp:+966507654321"),
        stage.customer("ظغضاء zqx", "telegram", "ar"),
    )
    others = (stage.customer("Omar Ghaith", "whatsapp", "en"), stage.customer("Omar Second", "telegram", "en"))
    lead = await live(play, stage, "zqx", theirs, (rep, boss))
    another = await live(play, stage, "omar", others, (rep, boss))
    await papers("zqx", stage.settings.media_folder, await stage.member("Mona"))
    [customer, kept] = [await Customer.get(id=(await Lead.get(id=one.id)).customer_id) for one in (lead, another)]
    await play.say(rep, f"C{customer.id}", f"remind C{customer.id} tomorrow at 10 zqx call")
    for task in await Activity.filter(customer_id=customer.id, kind="task", done_at=None, dropped_at=None):
        await play.say(rep, f"done A{task.id}")
    marks = (*MARKS, theirs[1].address)
    before = await dumped()
    tables = {table for table, lines in before.items() if found_in("\n".join(lines), marks)}
    # The test would prove nothing if they were not nearly everywhere.
    assert tables >= {
        "lead", "customer", "identity", "activity", "ticket", "ticket_message", "change", "attachment", "label",
        "inbound_message", "outbound_message", "outbound_part", "progress", "search_word", "report", "import", "pace",
    }  # fmt: skip
    if dialect() == "sqlite":
        assert any(found_in(text, marks) for text in written(database))
    numbers, owns = await measured(), await owned(kept)

    # What they had not finished is over with them; whoever erases them has it on the screen.
    await play.say(admin, f"C{customer.id}")
    await play.press(admin, "Timeline")
    await play.say(admin, f"erase C{customer.id}", quote=await hears(admin, "zqxia"))
    typed = re.search(r"erase C\d+ (\d{4})", (await hears(admin, "🔑")).text)
    assert typed is not None
    await play.say(admin, typed[0], quote=await hears(admin, "zqx"))
    await hears(admin, "is erased")
    stage.move(timedelta(minutes=2))

    async def cleared() -> bool:
        await traces.clear(stage.settings.media_folder)
        return bool(await Erasure.filter(cleared_at__isnull=False).exists())

    await until(cleared)

    after = await dumped()
    left = [f"{table}: {line}" for table, lines in after.items() for line in lines if found_in(line, marks)]
    assert not left, "\n".join(left)
    for path in stage.settings.media_folder.rglob("*"):
        assert not found_in(path.name, marks)
        assert not path.is_file() or not found_in(path.read_bytes().decode(errors="replace"), marks), path
    if dialect() == "sqlite":
        assert not [mark for text in written(database) for mark in found_in(text, marks)]
    assert await measured() == numbers
    for table, lines in (await owned(kept)).items():
        changed = {*without(table, lines)} ^ {*without(table, owns[table])}
        assert not changed, "\n".join(changed)
    for model in (Lead, Customer):
        assert {one.name == "" for one in await model.filter(erased_at__isnull=False)} == {True}

    # Whatever is still on somebody's screen says so, and they come back as anybody.
    await play.say(rep, "hello again", quote=await hears(rep, "zqx it smokes"))
    await hears(rep, "was erased for good")
    await play.press(boss, f"C{customer.id}")
    await hears(boss, "was erased for good")
    people = await Lead.all().count()
    await play.say(theirs[0], "It is me again")
    await hears(theirs[0], "welcome")
    assert await Lead.all().count() == people + 1


def written(database: str) -> list[str]:
    """What is in the files of SQLite, free pages and log and all."""
    place = sqlite_path(database)
    return [path.read_bytes().decode(errors="replace") for path in place.parent.glob(f"{place.name}*")]


async def measured() -> kpis.Kpis:
    zone = office.current().zone
    today = NOON.astimezone(zone).date()
    return await kpis.measure(periods.around(Unit.MONTH, today), None, zone, NOON)


NOON = clock.now() + timedelta(days=1)
"""Of both counts alike: what is overdue depends on it."""


def without(table: str, lines: list[dict[str, Any]]) -> list[str]:
    """The rows as text, but for what goes on by itself."""
    passing = {"next_at"} if table == "pace" else {"payload"} if table == "inbound_message" else set()
    return [json.dumps({name: str(value) for name, value in line.items() if name not in passing}) for line in lines]


async def test_what_is_being_fetched_just_then_goes_as_well(stage: Stage) -> None:
    play = Play(stage)
    sara = stage.customer("Sara", "telegram", "en")
    await play.say(sara, "Hello")
    await sara.send_media("photo", b"\xff\xd8\xff" + b"p" * 900, "image/jpeg", "photo.jpg")
    await play.settle()
    photo = await until(lambda: Attachment.filter(path__isnull=False).first())
    assert photo is not None
    lead = await Lead.get()
    async with transaction():
        code = await erasure.ask(lead, by=None, at=clock.now())
        assert await erasure.confirm(lead, code, by=None, at=clock.now())
    library = stage.diwan.library
    await library.forget_erased()
    place = stage.settings.media_folder / (photo.path or "")
    assert not place.is_file()
    # Whoever claimed it before comes back with the bytes only now.
    with pytest.raises(Rejected):
        await library.fetch(photo, stage.diwan.channels)
    assert not place.is_file()
    assert not await Attachment.all().exists()
