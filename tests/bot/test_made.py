"""Files of our own: lent under signed addresses for an hour, kept for two days."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot import drawings
from bot.channels import Rejected
from bot.media import KEPT, LENT, MADE_ROUTE, Library
from bot.reply import Made
from crm.files import Rules
from storage.models import AttachmentKind, Role
from tests.stage import opened

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
PICTURE = Made(AttachmentKind.PHOTO, "مؤشرات.png", make=lambda: b"drawn")


class House:
    """A library on loopback, whose clock a test sets."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.now = folder, NOW
        self.library = Library(folder, Rules(), "https://crm.example.com", "key", lambda: self.now)

    async def fetch(self, server: TestServer, address: str) -> tuple[int, bytes, str]:
        async with aiohttp.ClientSession() as session, session.get(server.make_url(address)) as answer:
            return answer.status, await answer.read(), answer.headers.get("Content-Disposition", "")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "media")


@pytest.fixture
async def server(house: House) -> AsyncIterator[TestServer]:
    app = web.Application()
    app.router.add_get(MADE_ROUTE, house.library.serve_made)
    server = TestServer(app)
    await server.start_server()
    yield server
    await server.close()


async def test_it_is_drawn_and_lent_for_an_hour(house: House, server: TestServer) -> None:
    media = await house.library.made(PICTURE)
    assert media.path is not None
    assert (media.type, media.path.read_bytes()) == ("image/png", b"drawn")
    address = urlsplit(media.url or "").path
    status, content, shown = await house.fetch(server, address)
    assert (status, content) == (200, b"drawn")
    assert "%D9%85" in shown
    house.now += LENT + timedelta(seconds=1)
    assert (await house.fetch(server, address))[0] == 404


@pytest.mark.parametrize("part", [2, 3, 4], ids=["another file", "for longer", "by nobody"])
async def test_an_address_that_was_changed_opens_nothing(house: House, server: TestServer, part: int) -> None:
    parts = urlsplit((await house.library.made(PICTURE)).url or "").path.split("/")
    other = urlsplit((await house.library.made(PICTURE)).url or "").path.split("/")
    changed = {2: other[2], 3: str(int(parts[3]) + 60), 4: "0" * 64}
    assert (await house.fetch(server, "/".join([*parts[:part], changed[part], *parts[part + 1 :]])))[0] == 404


async def test_what_nobody_will_fetch_any_more_goes(house: House) -> None:
    old, new = [(await house.library.made(PICTURE)).path for _ in range(2)]
    assert old is not None
    assert new is not None
    past = (NOW - KEPT - timedelta(minutes=1)).timestamp()
    os.utime(old, (past, past))
    os.utime(new, (NOW.timestamp(), NOW.timestamp()))
    await house.library.forget_made()
    assert (old.exists(), new.exists()) == (False, True)
    with pytest.raises(Rejected):
        await house.library.made(Made(AttachmentKind.DOCUMENT, "x.pdf", path=f"made/{old.name}"))


@pytest.mark.parametrize(("channel", "language"), [("telegram", "en"), ("whatsapp", "ar")])
async def test_numbers_come_without_the_picture_that_cannot_be_drawn(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, channel: str, language: str
) -> None:
    def broken(*_: object) -> bytes:
        raise ValueError("no such font")

    monkeypatch.setattr(drawings, "card", broken)
    async with opened(database, tmp_path) as stage:
        mona = await stage.staff("Mona", channel, Role.MANAGER, language)
        await stage.customer("Emma", "telegram", "en").send("Hello")
        await mona.next()
        await mona.send("kpi")
        got = await mona.next()
    assert got.media is None
    assert "📊" in got.text
    assert ("could not be drawn" if language == "en" else "تعذّر رسم الصورة") in got.text
