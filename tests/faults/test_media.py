"""What people send besides words is fetched, kept, shown, and passed on as what it is; and what when that fails."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import aiohttp
import pytest

from sandbox.messages import MEDIA_KINDS
from sandbox.phones import Phone
from storage.models import Attachment, Role
from tests.faults.support import hears, impatient, quicken, quiet, until
from tests.stage import Stage

SENT = {
    "photo": (b"\xff\xd8\xff" + b"p" * 900, "image/jpeg", "photo.jpg"),
    "voice": (b"OggS" + b"v" * 700, "audio/ogg", "voice.ogg"),
    "document": (b"%PDF-1.4 " + b"d" * 5000, "application/pdf", "offer.pdf"),
}
# On PostgreSQL one channel is enough: the bytes lie in files.
CHANNELS = pytest.mark.parametrize(
    "channel", ["telegram", pytest.param("whatsapp", marks=pytest.mark.database("sqlite"))]
)


async def cast(stage: Stage, channel: str) -> tuple[Phone, dict[str, Phone]]:
    """A customer on the channel who has written, and a rep on each."""
    reps = {
        "telegram": await stage.staff("Rana", "telegram", Role.AGENT, "en"),
        "whatsapp": await stage.staff("Omar", "whatsapp", Role.MANAGER, "en"),
    }
    customer = stage.customer("Sara", channel, "en")
    await customer.send("Hello there, I would like some information")
    await hears(customer, "welcome")
    await quiet()
    return customer, reps


@CHANNELS
async def test_kept_and_passed_on(stage: Stage, channel: str) -> None:
    customer, reps = await cast(stage, channel)
    for kind, (content, type_, name) in SENT.items():
        await customer.send_media(kind, content, type_, name, "look at this" if kind == "photo" else "")  # type: ignore[arg-type]
    await customer.send_location(24.7136, 46.6753, name="Our warehouse", address="Riyadh")
    await customer.send_contact("Ali Hasan", "+966501234567")
    await customer.idle()
    await quiet()

    async def fetched() -> bool:
        return not await Attachment.filter(fetch_at__isnull=False).exists()

    await until(fetched)
    found = {row.kind.value: row for row in await Attachment.all()}
    assert set(found) == {*SENT, "location", "contact"}
    for kind, (content, type_, _) in SENT.items():
        row = found[kind]
        assert (row.type, row.size, row.digest) == (type_, len(content), hashlib.sha256(content).hexdigest())
        assert (stage.settings.media_folder / str(row.path)).read_bytes() == content
    for side, rep in reps.items():
        got = {m.kind: m for m in rep.messages if not m.mine and m.kind != "text"}
        heard_as = {"voice": "audio"} if side == "whatsapp" else {}
        for kind, (content, *_) in SENT.items():
            media = got[heard_as.get(kind, kind)].media  # type: ignore[index]
            assert media is not None
            assert media.content == content
        shown = " ".join(m.text for m in rep.messages if not m.mine)
        assert "look at this" in (got["photo"].text if side == "telegram" else shown)
        if side == "telegram":
            assert (got["location"].location.latitude, got["contact"].contact.phone) == (24.7136, "+966501234567")  # type: ignore[union-attr]
        else:
            assert "Our warehouse" in shown
            assert "Ali Hasan" in shown
            assert "+966501234567" in shown
    await reps["telegram"].send("timeline L1")
    page = await hears(reps["telegram"], "Photo")
    document = "offer.pdf" if channel == "telegram" else "Document"
    for word in ("Photo", "Voice note", document, "Our warehouse", "Ali Hasan"):
        assert word in page.text


async def test_addresses_are_signed_and_expire(stage: Stage) -> None:
    customer, _ = await cast(stage, "telegram")
    content, type_, name = SENT["photo"]
    await customer.send_media("photo", content, type_, name)
    await customer.idle()
    await quiet()
    await until(Attachment.filter(path__isnull=False).exists)
    row = await Attachment.get()
    library = stage.diwan.library
    url = library.lend(row)
    assert url is not None
    base, id, until_, proof = url.rsplit("/", 3)
    late = str(int(until_) - 7200)
    wrong = {
        "another proof": f"{base}/{id}/{until_}/{'0' * 64}",
        "another file": f"{base}/{int(id) + 1}/{until_}/{proof}",
        "a longer time": f"{base}/{id}/{int(until_) + 1}/{proof}",
        "expired": f"{base}/{id}/{late}/{library._proof(row.id, int(late))}",
        "no proof": f"{base}/{id}/{until_}",
    }
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as response:
            assert (response.status, await response.read()) == (200, content)
            assert response.headers["X-Content-Type-Options"] == "nosniff"
        for why, address in wrong.items():
            async with session.get(address) as response:
                assert response.status == 404, why


@CHANNELS
async def test_a_file_over_the_limit(database: str, tmp_path: Path, channel: str) -> None:
    async with impatient(database, tmp_path, media_limit=1000) as stage:
        customer, reps = await cast(stage, channel)
        await customer.send_media("document", b"x" * 5000, "application/pdf", "big.pdf", "please read this")
        await customer.idle()
        other = reps["whatsapp" if channel == "telegram" else "telegram"]
        notice = await hears(other, "please read this")
        assert "could not be fetched" in notice.text
        await quiet()
        row = await Attachment.get()
        assert (row.path, row.fetch_at) == (None, None)
        assert not [file for file in stage.settings.media_folder.rglob("*") if file.is_file()]


async def test_a_fresh_file_is_not_there_yet(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    quicken(monkeypatch, 0.3, 0.3, 0.3)
    customer, reps = await cast(stage, "whatsapp")
    stage.sandbox.faults.add("twilio", "404", method="Media", times=2)
    content, type_, name = SENT["photo"]
    await customer.send_media("photo", content, type_, name, "look at this")
    for rep in reps.values():
        await hears(rep, "look at this")
        assert [m.media.content for m in rep.messages if m.media] == [content]
    row = await Attachment.get()
    assert row.digest == hashlib.sha256(content).hexdigest()


async def test_a_lost_file_holds_nobody_up(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    quicken(monkeypatch, 0.2, 0.2, 0.2)
    customer, reps = await cast(stage, "whatsapp")
    stage.sandbox.faults.add("twilio", "404", method="Media", times=100)
    content, type_, name = SENT["photo"]
    await customer.send_media("photo", content, type_, name, "look at this")
    await customer.send("and this comes after it")
    for rep in reps.values():
        notice = await hears(rep, "look at this")
        assert "could not be fetched" in notice.text
        assert notice.kind not in MEDIA_KINDS
        await hears(rep, "and this comes after it")


async def test_a_kept_file_that_is_gone(stage: Stage) -> None:
    customer, reps = await cast(stage, "whatsapp")
    content, type_, name = SENT["photo"]
    await customer.send_media("photo", content, type_, name)
    await customer.idle()
    await quiet()
    await until(Attachment.filter(path__isnull=False).exists)
    row = await Attachment.get()
    (stage.settings.media_folder / str(row.path)).unlink()
    url = stage.diwan.library.lend(row)
    assert url is not None
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.status == 404
    await asyncio.sleep(0)
    assert [m for m in reps["telegram"].messages if m.kind == "photo"]
