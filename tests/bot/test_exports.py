"""`python -m bot export`: the files of the shell, and all that is kept of one person."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import zipfile
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import structlog
from click.testing import CliRunner, Result

from bot.cli import main
from crm import labels, leads, people, person_rows, tickets
from storage.database import close_database, open_database
from storage.models import (
    Activity,
    ActivityKind,
    Attachment,
    AttachmentKind,
    ChannelName,
    Direction,
    Identity,
    InboundMessage,
    InboundStatus,
    Lead,
    OutboundMessage,
    Priority,
    Role,
    Staff,
)
from storage.transactions import transaction

TOKEN = "7012345678:AA" + "b" * 33

Say = Callable[..., Result]


@pytest.fixture
def say(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Say]:
    monkeypatch.chdir(tmp_path)
    settings = {
        "DATABASE_URL": database_url, "TELEGRAM_TOKEN": TOKEN, "LANGUAGE": "ar", "TIMEZONE": "Asia/Riyadh",
        "MEDIA_FOLDER": str(tmp_path / "media"), "ORGANISATION": "Palm Trading",
    }  # fmt: skip
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def run(*arguments: str, **environment: str) -> Result:
        return CliRunner().invoke(main, arguments, env=settings | environment)

    yield run
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def on(url: str, work: Callable[[], Awaitable[Any]]) -> Any:
    """Do something with the database open."""

    async def do() -> Any:
        await open_database(url)
        try:
            return await work()
        finally:
            await close_database()

    return asyncio.run(do())


async def fill(media: Path) -> None:
    """Somebody who wrote, became a customer, has a ticket, a label and a photo; and somebody else."""
    now = datetime.now(UTC) - timedelta(minutes=5)
    async with transaction():
        staff = await people.add_staff(
            "Huda", Role.AGENT, language="en", timezone="Asia/Riyadh", addresses={ChannelName.TELEGRAM: "1"}, at=now
        )
    for number, name in enumerate(("نورة MARK", "Other"), 1):
        await wrote(number, name, staff, now, media)


async def wrote(number: int, name: str, staff: Staff, now: datetime, media: Path) -> None:
    async with transaction():
        lead = await Lead.create(
            name=name, phone=f"+96650000000{number}", owner=staff, source="whatsapp", created_at=now, updated_at=now
        )
        identity = await Identity.create(
            channel="whatsapp", address=f"whatsapp:{number}", lead=lead, name=name, language="ar", created_at=now
        )
        said = await InboundMessage.create(
            channel="whatsapp", account="a", provider_id=f"in{number}", sender=identity.address, received_at=now,
            payload=json.dumps({"Body": f"=1+1 {name}"}), status=InboundStatus.DONE,
        )  # fmt: skip
        activity = await Activity.create(
            kind=ActivityKind.WHATSAPP, direction=Direction.IN, text=f"=1+1 {name}", at=now, lead=lead, inbound=said
        )
        path = f"ab/{number}.jpg"
        (media / "ab").mkdir(parents=True, exist_ok=True)
        (media / path).write_bytes(name.encode())
        await Attachment.create(
            activity=activity, channel="whatsapp", kind=AttachmentKind.PHOTO, path=path, name="p.jpg", created_at=now
        )
        await labels.add(lead, "vip", by=staff, at=now)
        await tickets.open_by(lead, "broken", priority=Priority.HIGH, description="inside", by=staff, at=now)
    async with transaction():
        await leads.convert(lead, by=staff, at=now)


def test_a_report(say: Say, database_url: str, tmp_path: Path) -> None:
    on(database_url, lambda: fill(tmp_path / "media"))
    done = say("export", "report", "--to", "r.xlsx", "--language", "en")
    assert done.exit_code == 0, done.output
    assert "rows" in done.stdout
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert [row[6] for row in book["Activities"].iter_rows(2, values_only=True)] == ["=1+1 نورة MARK", "=1+1 Other"]
    done = say("export", "report", "--to", "r.csv", "--format", "csv", "--party", "C1", "--period", "هذا الشهر")
    assert done.exit_code == 0, done.output
    lines = (tmp_path / "r.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "'=1+1 نورة MARK" in lines[1]
    done = say("export", "report", "--to", "r.csv", "--format", "csv", "--party", "C1", "--notes")
    assert "inside" in (tmp_path / "r.csv").read_text("utf-8-sig")
    done = say("export", "report", "--to", "r.pdf", "--format", "pdf", "--staff", "Huda")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF-")
    assert {path.name for path in tmp_path.iterdir() if not path.name.startswith(("media", "test"))} >= {"r.csv"}
    assert not list(tmp_path.glob(".*making*"))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("C9",), "C9"),
        (("report", "--party", "C9"), "C9"),
        (("report", "--staff", "Nobody"), "Nobody"),
        (("report", "--period", "the week of my life"), "the week of my life"),
        (("report", "--period", "2020-01-02..2020-01-01"), "before it begins"),
        (("somebody",), "somebody"),
    ],
)
def test_what_is_not_there_is_told(say: Say, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    done = say("export", *arguments, "--to", "x.zip")
    assert done.exit_code == 1
    assert told in done.stderr
    assert not (tmp_path / "x.zip").exists()


def test_all_that_is_kept_of_one_person(say: Say, database_url: str, tmp_path: Path) -> None:
    on(database_url, lambda: fill(tmp_path / "media"))

    async def keys() -> Any:
        return await person_rows.belonging(await Lead.get(id=1))

    held = on(database_url, keys)
    # By the lead that it was, too.
    assert {table for table, found in held.items() if found} == {
        "lead", "customer", "identity", "activity", "ticket", "ticket_message", "change", "label", "attachment",
        "search_word", "inbound_message", "outbound_message", "pace",
    }  # fmt: skip
    for said in ("C1", "l1"):
        done = say("export", said, "--to", "p.zip")
        assert done.exit_code == 0, done.output
    with zipfile.ZipFile(io.BytesIO((tmp_path / "p.zip").read_bytes())) as archive:
        names = set(archive.namelist())
        for language in ("ar", "en"):
            assert "نورة MARK" in archive.read(f"README.{language}.txt").decode()
        data = {table: json.loads(archive.read(f"data/{table}.json")) for table, ids in held.items() if ids
                if f"data/{table}.json" in names}  # fmt: skip
        for table, ids in held.items():
            if table != "pace":
                assert [row["id"] for row in data.get(table, [])] == list(ids), table
        assert data["inbound_message"][0]["payload"] == {"Body": "=1+1 نورة MARK"}
        assert data["activity"][0]["at"].endswith("+00:00")
        [photo] = data["attachment"]
        assert archive.read(f"media/{photo['id']}.jpg") == "نورة MARK".encode()
        everything = b"".join(archive.read(name) for name in names)
        assert b"+966500000001" in everything
        assert b"+966500000002" not in everything
        assert b"Other" not in everything.replace(b"others", b"")


async def test_every_row_about_them_is_found(database: str, tmp_path: Path) -> None:
    """Whatever table has a column that names somebody is looked at."""
    await fill(tmp_path)
    held = await person_rows.belonging(await Lead.get(id=1))
    assert held["lead"] == [1]
    assert held["customer"] == [1]
    other = await person_rows.belonging(await Lead.get(id=2))
    for table, ids in held.items():
        assert not set(ids) & set(other[table]), table
    to_staff = await OutboundMessage.filter(identity__staff_id__not_isnull=True)
    assert {row.id for row in to_staff if row.customer_id == 1 or row.lead_id == 1} <= set(held["outbound_message"])
