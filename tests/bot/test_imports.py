"""Imports in the chat: through both channels, the real worker and a job's own process; and from the shell."""

from __future__ import annotations

import asyncio
import io
import os
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot import importing
from bot.speech.markup import plain
from crm import imports
from sandbox.messages import Message
from sandbox.phones import Phone
from storage import clock
from storage.models import (
    Activity,
    Change,
    Customer,
    Import,
    ImportStatus,
    Lead,
    OutboundMessage,
    PartyKind,
    Role,
)
from tests.stage import Stage, opened

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

GOOD = "Name,Phone,Company\nSara,0501234567,Noor\nFahad,0551234567,\nHuda,,\n"
FAULTY = f"{GOOD}x,0561234567,\nAli,12,\n"

BOTH = pytest.mark.parametrize(("channel", "language"), [("telegram", "en"), ("whatsapp", "ar")])


@pytest.fixture
async def stage(database: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with opened(database, tmp_path) as found:
        yield found


async def send(phone: Phone, content: str | bytes, name: str = "people.csv", caption: str = "", **more: Any) -> None:
    bytes_ = content.encode() if isinstance(content, str) else content
    await phone.send_media("document", bytes_, XLSX if name.endswith("xlsx") else CSV, name, caption, **more)


async def shown(
    phone: Phone, content: str | bytes, name: str = "people.csv", caption: str = "", **more: Any
) -> Message:
    """Send a file, and hear what was understood of it."""
    await send(phone, content, name, caption, **more)
    assert said(await phone.next()).startswith("⏳")
    return await phone.next()


async def document(phone: Phone) -> tuple[Message, str]:
    """The next file, and all that is said with it."""
    got = await phone.next()
    if got.media and not got.text:
        # WhatsApp's documents have no words.
        return got, said(await phone.next())
    return got, said(got)


def said(message: Message) -> str:
    return "".join(c for c in plain(message.text) if c not in "\u200e\u200f\u2068\u2069")


def rows_of(message: Message) -> list[list[Any]]:
    assert message.media
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(message.media.content)).active.values]


def button(message: Message, number: int = 0) -> str:
    return message.buttons[number].id


@BOTH
async def test_all_of_it_goes_in(stage: Stage, channel: str, language: str) -> None:
    phone = await stage.staff("Huda", channel, Role.MANAGER, language)
    got = await shown(phone, GOOD, caption="import leads" if language == "en" else "استورد محتملين")
    assert ("3 rows of leads" if language == "en" else "3 صفوف من المحتملين") in said(got)
    assert not await Lead.exists(name="Sara")
    await phone.press(got, button(got))
    assert ("importing 3 leads" if language == "en" else "أستورد 3 محتملين") in said(await phone.next())
    done = await phone.next()
    assert ("3 leads were imported" if language == "en" else "استُورد 3 محتملين") in said(done)
    assert await Lead.filter(source="import").order_by("id").values_list("name", "phone", "company", "owner_id") == [
        ("Sara", "+966501234567", "Noor", None), ("Fahad", "+966551234567", None, None), ("Huda", None, None, None),
    ]  # fmt: skip
    row = await Import.get()
    assert (row.status, row.plan, row.path, row.refused, row.claim) == (ImportStatus.DONE, {}, None, None, None)
    assert not list((stage.settings.media_folder / "made").glob("*"))
    await phone.press(done, button(done))
    if channel == "telegram":
        await phone.until(lambda: "Sara" in said(done))
    else:
        assert "Sara" in said(await phone.next())


@BOTH
async def test_what_they_are_is_asked_when_it_is_not_said(stage: Stage, channel: str, language: str) -> None:
    phone = await stage.staff("Huda", channel, Role.AGENT, language)
    got = await shown(phone, GOOD.encode("utf-16"))
    assert len(got.buttons) == 3
    await phone.press(got, button(got, 1))
    if channel == "telegram":
        await phone.until(lambda: "rows of customers" in said(got))
    else:
        got = await phone.next()
    await phone.press(got, button(got))
    await phone.next()
    await phone.next()
    huda = await stage.member("Huda")
    assert await Customer.all().order_by("id").values_list("name", "owner_id") == [
        ("Sara", huda.id), ("Fahad", huda.id), ("Huda", huda.id),
    ]  # fmt: skip
    assert await Change.filter(field="created", author_id=huda.id, customer_id__isnull=False).count() == 3


async def test_all_or_nothing_unless_the_good_ones_are_wanted(stage: Stage) -> None:
    phone = await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    got = await shown(phone, FAULTY, caption="import leads")
    assert "2 rows are wrong" in said(got)
    assert "Row 6: “12” isn’t a phone number" in said(got)
    assert [b.text for b in got.buttons] == ["Import 3 good", "Cancel"]
    # Whoever says it nonetheless, as an old button may.
    await phone.send("import go 1 all")
    assert "can't go in" in said(await phone.next()).replace("’", "'")
    await phone.press(got, button(got))
    await phone.next()
    file, words = await document(phone)
    assert "3 leads were imported" in words
    assert "2 rows were left out" in words
    head, first, second = rows_of(file)
    assert head == ["Row", "Reason", "Name", "Phone", "Company"]
    assert first[:3] == [5, "“x” isn’t a name of 2 to 80 characters", "x"]
    assert second[2:4] == ["Ali", "12"]
    assert await Lead.filter(source="import").count() == 3


async def test_many_wrong_rows_come_as_a_file(stage: Stage) -> None:
    phone = await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    await send(phone, "Name,Phone\n" + "".join(f"N {n},{n}\n" for n in range(8)), caption="import leads")
    await phone.next()
    file, words = await document(phone)
    assert "All the wrong rows" in words
    assert len(rows_of(file)) == 9
    got = await phone.next()
    assert "… and 3 more" in said(got)
    assert "nothing in it to import" in said(got)
    assert [b.text for b in got.buttons] == ["A sample file"]


async def test_doubles_are_left_or_filled_in_and_tell_nothing_of_others(stage: Stage) -> None:
    khalid = await stage.staff("Khalid", "telegram", Role.AGENT, "en")
    await stage.staff("Sami", "whatsapp", Role.AGENT, "en")
    sami, now = await stage.member("Sami"), clock.now()
    theirs = await Customer.create(
        name="Secret", phone="+966501111111", owner=sami, created_at=now, updated_at=now
    )  # fmt: skip
    free = await Lead.create(name="Free", phone="+966502222222", created_at=now, updated_at=now)
    content = (
        "Name,Phone,Email\nA,0501111111,a@x.com\nB,0502222222,b@x.com\n"
        "Cc,0503333333,\nDd,0503333333,\nAa,0501111111,\n"
    ).replace("\nA,", "\nAA,").replace("\nB,", "\nBB,")  # fmt: skip
    got = await shown(khalid, content, caption="import leads")
    assert f"1 is on record already: /L{free.id}" in said(got)
    assert "1 is on record already, with a colleague" in said(got)
    assert "2 rows have the phone of a row before them" in said(got)
    assert not {"Secret", "Sami", f"C{theirs.id}"} & {*said(got).replace("/", " ").split()}
    assert [b.text for b in got.buttons] == ["Import 1", "And fill in 1", "Cancel"]
    await khalid.press(got, button(got, 1))
    await khalid.next()
    file, words = await document(khalid)
    assert "1 lead was imported" in words
    assert "1 record was filled in" in words
    assert [row[1] for row in rows_of(file)[1:]] == [
        "On record already, with a colleague", "It has the phone of row 4", "It has the phone of row 2",
    ]  # fmt: skip
    await free.refresh_from_db()
    await theirs.refresh_from_db()
    assert (free.email, theirs.email) == ("b@x.com", None)
    assert await Lead.get(name="Cc")
    assert not await Lead.exists(name="Dd")


async def overtaken(stage: Stage, content: str) -> tuple[Phone, Message]:
    """Somebody else is quicker with the first of the rows: whoever agreed to them, and what they hear."""
    phone = await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    got = await shown(phone, content, caption="import leads")
    now = clock.now()
    await Lead.create(name="Faster", phone="+966501234567", created_at=now, updated_at=now)
    await phone.press(got, button(got))
    await phone.next()
    again = await phone.next()
    assert "Nothing was imported" in said(again)
    return phone, again


async def test_what_changed_meanwhile_is_shown_again(stage: Stage) -> None:
    phone, again = await overtaken(stage, GOOD)
    assert "1 is on record already" in said(again)
    assert not await Lead.exists(source="import")
    await phone.press(again, button(again))
    await phone.next()
    _, words = await document(phone)
    assert "2 leads were imported" in words


async def test_the_good_ones_are_as_many_as_were_agreed_to(stage: Stage) -> None:
    _, again = await overtaken(stage, FAULTY)
    assert again.buttons[0].text == "Import 2 good"
    assert not await Lead.exists(source="import")


async def test_two_take_in_the_same_file_at_once(stage: Stage) -> None:
    huda = await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    mona = await stage.staff("Mona", "whatsapp", Role.ADMIN, "en")
    shown_to = [(phone, await shown(phone, GOOD, caption="import leads")) for phone in (huda, mona)]
    await asyncio.gather(*(phone.press(got, button(got)) for phone, got in shown_to))
    heard = [(phone, [said(await phone.next()) for _ in range(2)][1]) for phone, _ in shown_to]
    assert sum("3 leads were imported" in words for _, words in heard) == 1
    assert sum("Nothing was imported" in words and "2 are on record already" in words for _, words in heard) == 1
    assert await Lead.filter(source="import").count() == 3


async def test_half_a_file_is_fetched_anew(stage: Stage) -> None:
    """What somebody who was killed in the middle of the fetching left behind is a shorter table, and none the worse."""
    phone = await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    await shown(phone, GOOD, caption="import leads")
    row = await Import.get()
    assert row.path
    half = stage.settings.media_folder / row.path
    half.write_text(GOOD[:40])
    await Import.filter(id=row.id).update(status=ImportStatus.WAITING, plan={})
    stage.diwan.wakeups.wake("jobs")
    assert "3 rows of leads" in said(await phone.next())
    assert not half.exists()
    assert (await Import.get()).path != row.path


async def test_owners_are_told_and_labels_and_notes_kept(stage: Stage) -> None:
    phone = await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    owner = await stage.staff("خالد", "whatsapp", Role.AGENT, "ar")
    content = "الاسم;المندوب;الوسم;ملاحظات\nسارة;خالد;مهم، جملة;طلبت عرضًا\nفهد;خالد;;\n".encode("cp1256")
    got = await shown(phone, content, caption="استورد محتملين")
    assert "سارة · with خالد · مهم and جملة · “طلبت عرضًا”" in said(got)
    await phone.press(got, button(got))
    assert "استورد Huda محتملَين" in said(await owner.next())
    khalid = await stage.member("خالد")
    assert await Lead.filter(owner_id=khalid.id).count() == 2
    assert (await Activity.get(kind="note")).text == "طلبت عرضًا"
    assert await OutboundMessage.filter(key__startswith="imported:").count() == 1


async def test_only_its_sender_confirms_and_once(stage: Stage) -> None:
    huda = await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    other = await stage.staff("Mona", "whatsapp", Role.ADMIN, "en")
    got = await shown(huda, GOOD, caption="import leads")
    await other.send(f"import go {(await Import.get()).id} all")
    assert "don’t have that file" in said(await other.next())
    await asyncio.gather(huda.press(got, button(got)), huda.press(got, button(got)))
    heard = sorted([said(await huda.next()) for _ in range(3)])
    assert sum("importing 3 leads" in one for one in heard) == 1
    assert sum("3 leads were imported" in one for one in heard) == 1
    assert sum("already" in one or "finished with" in one for one in heard) == 1
    assert await Lead.filter(source="import").count() == 3


async def test_it_is_left(stage: Stage) -> None:
    phone = await stage.staff("Huda", "whatsapp", Role.AGENT, "en")
    got = await shown(phone, GOOD, caption="import leads")
    await phone.press(got, button(got, 1))
    assert "nothing of" in said(await phone.next())
    await phone.press(got, button(got))
    assert "finished with" in said(await phone.next())
    assert not await Lead.exists(source="import")


async def test_it_is_good_for_a_day(stage: Stage) -> None:
    phone = await stage.staff("Huda", "telegram", Role.AGENT, "en")
    got = await shown(phone, GOOD, caption="import leads")
    stage.move(imports.VALID + timedelta(minutes=1))
    await phone.press(got, button(got))
    assert "more than a day ago" in said(await phone.next())


async def test_whoever_lost_their_access_takes_nothing_in(stage: Stage) -> None:
    phone = await stage.staff("Huda", "telegram", Role.AGENT, "en")
    got = await shown(phone, GOOD, caption="import leads")
    huda = await stage.member("Huda")
    huda.active = False
    await huda.save()
    await Import.all().update(status=ImportStatus.CONFIRMED, how={"way": "all"})
    stage.diwan.wakeups.wake("jobs")

    async def over() -> bool:
        return (await Import.get()).status is ImportStatus.CANCELLED

    await until(over)

    async def gone() -> bool:
        return not list((stage.settings.media_folder / "made").glob("*"))

    await until(gone)
    await phone.press(got, button(got))
    assert not await Lead.exists(source="import")


# When a spreadsheet is one to be imported


@BOTH
async def test_the_kind_that_was_said_before_is_kept(stage: Stage, channel: str, language: str) -> None:
    phone = await stage.staff("Huda", channel, Role.AGENT, language)
    await phone.send("import customers")
    asked = await phone.next()
    await phone.press(asked, button(asked))
    sample, _ = await document(phone)
    assert sample.media
    got = await shown(phone, sample.media.content, "sample.xlsx", forwarded=True)
    assert (await Import.get()).kind is PartyKind.CUSTOMER
    assert len(got.buttons) == 2


async def test_what_waits_for_a_file_goes_first(stage: Stage) -> None:
    phone = await stage.staff("Huda", "telegram", Role.AGENT, "en")
    customer = stage.customer("Ali", "whatsapp", "en")
    await customer.send("hello")
    await customer.next()
    notice = await phone.next()
    await send(phone, GOOD, quote=notice)
    await phone.next()
    assert (await customer.next()).media
    await phone.send("reply L1")
    await phone.next()
    await send(phone, GOOD)
    await phone.next()
    assert (await customer.next()).media
    assert not await Import.exists()


async def test_customers_import_nothing(stage: Stage) -> None:
    await stage.staff("Huda", "telegram", Role.AGENT, "en")
    customer = stage.customer("Ali", "telegram", "en")
    await send(customer, GOOD, caption="import leads")
    await customer.next()
    await customer.send("import")
    await stage.sandbox.world.idle()
    assert not await Import.exists()


@BOTH
async def test_what_its_sender_calls_a_table_is_looked_at(stage: Stage, channel: str, language: str) -> None:
    """Excel's "Unicode text", and files of which a phone says no more than that they are some."""
    phone = await stage.staff("Huda", channel, Role.AGENT, language)
    content = GOOD.replace(",", "\t").encode("utf-16")
    for number, type_ in enumerate(("text/plain", "application/octet-stream"), 1):
        await phone.send_media("document", content, type_, "people.txt", "import leads")
        assert said(await phone.next()).startswith("⏳")
        assert ("3 rows of leads" if language == "en" else "3 صفوف من المحتملين") in said(await phone.next())
        assert await Import.all().count() == number


async def test_what_is_no_spreadsheet_is_refused_with_its_command(stage: Stage) -> None:
    phone = await stage.staff("Huda", "telegram", Role.AGENT, "en")
    await phone.send_media("document", b"%PDF", "application/pdf", "people.pdf", "import leads")
    assert "can’t read that as a table" in said(await phone.next())
    assert not await Import.exists()


@BOTH
async def test_hostile_files_are_refused_in_the_senders_words(stage: Stage, channel: str, language: str) -> None:
    phone = await stage.staff("Huda", channel, Role.AGENT, language)
    wide = ",".join(["name"] * 1_000_000)
    got = await shown(phone, wide, caption="import leads")
    assert ("too many columns: 120" if language == "en" else "الأقصى 120 عمودًا") in said(got)
    got = await shown(phone, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "old.xlsx", "import leads")
    assert ("old Excel" if language == "en" else "إكسل القديم") in said(got)
    assert {one.status for one in await Import.all()} == {ImportStatus.REFUSED}
    assert not list((stage.settings.media_folder / "made").glob("*"))


@BOTH
async def test_a_file_that_is_too_large_is_refused(stage: Stage, channel: str, language: str) -> None:
    phone = await stage.staff("Huda", channel, Role.AGENT, language)
    await send(phone, b"name\n" + b"x" * (21 * 1024 * 1024))
    got = await phone.next()
    if said(got).startswith("⏳"):
        got = await phone.next()
    assert ("too large: " if language == "en" else "كبير جدًا") in said(got)


async def test_the_names_of_files_lead_nowhere(stage: Stage) -> None:
    phone = await stage.staff("Huda", "telegram", Role.AGENT, "en")
    got = await shown(phone, FAULTY, "../../<b>x</b>.csv", "import leads")
    assert "<b>x</b>" in got.text or "x" in said(got)
    await phone.press(got, button(got))
    await phone.next()
    file, _ = await document(phone)
    assert file.media
    assert "/" not in file.media.name


# From the shell


async def shell(stage: Stage, *arguments: str, answer: str | None = None) -> tuple[int, str]:
    """Run `python -m bot import`, while nobody else is connected here."""
    settings = stage.settings
    environment = {
        "DATABASE_URL": settings.database_url, "TELEGRAM_TOKEN": stage.sandbox.telegram_token, "LANGUAGE": "en",
        "MEDIA_FOLDER": str(settings.media_folder), "TIMEZONE": "Asia/Riyadh",
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "import", *arguments, stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, env={**os.environ, **environment},
    )  # fmt: skip
    written, _ = await process.communicate((answer or "").encode())
    return process.returncode or 0, written.decode()


async def test_from_the_shell(stage: Stage, tmp_path: Path) -> None:
    await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    file = tmp_path / "people.csv"
    file.write_text(FAULTY)
    given = (str(file), "--kind", "leads", "--by", "Huda")
    status, out = await shell(stage, *given)
    assert status == 1
    assert "2 rows are wrong" in out
    assert (tmp_path / "people - left out.xlsx").is_file()
    (tmp_path / "people - left out.xlsx").write_text("mended by now")
    status, out = await shell(stage, *given, "--good-only", answer="n\n")
    assert (status, await Lead.filter(source="import").count()) == (1, 0)
    status, out = await shell(stage, *given, "--good-only", answer="y\n")
    assert (status, await Lead.filter(source="import").count()) == (0, 3)
    assert "3 leads were imported." in out
    assert (await Import.get()).identity_id is None
    assert (tmp_path / "people - left out.xlsx").read_text() == "mended by now"
    assert (tmp_path / "people - left out 2.xlsx").is_file()
    status, out = await shell(stage, *given, "--good-only", "--yes")
    # Huda has no phone: nobody can tell that she is the same.
    assert "1 lead was imported." in out
    status, out = await shell(stage, str(tmp_path / "people - left out 2.xlsx"), *given[1:], "--yes")
    assert status == 1
    status, out = await shell(stage, str(file), "--kind", "leads", "--by", "Nobody")
    assert (status, "called Nobody" in out) == (1, True)


async def test_what_changed_after_it_was_shown_is_not_taken_in_from_the_shell(stage: Stage, tmp_path: Path) -> None:
    await stage.staff("Huda", "telegram", Role.MANAGER, "en")
    file = tmp_path / "people.csv"
    file.write_text(GOOD)
    settings = stage.settings
    wish = importing.Wish(file, PartyKind.LEAD, "Huda", good_only=False, fill=False)
    _, agreed = await importing.look(wish, settings)
    file.write_text(f"{GOOD}Omar,0571234567,\n")
    with pytest.raises(importing.NotImported, match="changed meanwhile"):
        await importing.take_in(wish, agreed, settings, None)
    assert not await Lead.exists(source="import")


async def until(look: Any, seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not await look():  # noqa: ASYNC110
            await asyncio.sleep(0.05)
