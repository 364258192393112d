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
    base, id, until_, proof, called = url.rsplit("/", 4)
    assert called == "photo.jpg"
    late = str(int(until_) - 7200)
    belated = library._proof(f"media {row.id} {late}")
    wrong = {
        "another proof": f"{base}/{id}/{until_}/{'0' * 64}/{called}",
        "another file": f"{base}/{int(id) + 1}/{until_}/{proof}/{called}",
        "a longer time": f"{base}/{id}/{int(until_) + 1}/{proof}/{called}",
        "expired": f"{base}/{id}/{late}/{belated}/{called}",
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
        assert "too large to be passed on" in notice.text
        await quiet()
        if channel == "telegram":
            # WhatsApp does not say how large a file is before it is fetched.
            told = await hears(customer, "could not take your file")
            assert "5 KB" in told.text
            assert "1 KB" in told.text
        else:
            told = await hears(customer, "larger than")
            assert "Document" in told.text
            assert "1 KB" in told.text
        assert len([m for m in customer.messages if "could not take" in m.text]) == 1
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


async def test_a_reps_file_that_turns_out_too_large(database: str, tmp_path: Path) -> None:
    """Twilio does not say how large it is: the words go, and the rep hears of the file afterwards."""
    async with impatient(database, tmp_path, media_limit=1000) as stage:
        customer, reps = await cast(stage, "telegram")
        rep = reps["whatsapp"]
        await rep.send_media("photo", b"x" * 5000, "image/jpeg", "", "reply L1 have a look")
        await hears(customer, "have a look")
        told = await hears(rep, "did not arrive")
        assert "too large" in told.text
        assert "have a look" in told.text
        await rep.send_media("photo", b"x" * 5000, "image/jpeg", "", "reply L1")
        await rep.until(lambda: len([m for m in rep.messages if "did not arrive" in m.text]) == 2)
        await quiet()
        assert [m.text for m in customer.messages if not m.mine][1:] == ["have a look"]
        assert not any(m.media for m in customer.messages if not m.mine)


@pytest.mark.database("sqlite")
async def test_a_reps_file_that_the_provider_cannot_fetch(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    customer, reps = await cast(stage, "whatsapp")
    monkeypatch.setattr(stage.diwan.library, "lend", lambda _: f"{stage.settings.public_url}/media/gone")
    content, type_, name = SENT["photo"]
    await reps["telegram"].send_media("photo", content, type_, name, "reply L1 have a look")
    told = await hears(reps["telegram"], "did not arrive")
    assert "could not take the file" in told.text
    assert "have a look" in told.text
    assert not any(m.media for m in customer.messages if not m.mine)


@CHANNELS
async def test_a_reps_file_reaches_the_customer_byte_for_byte(stage: Stage, channel: str) -> None:
    customer, reps = await cast(stage, channel)
    for rep in reps.values():
        for kind, (content, type_, name) in SENT.items():
            await rep.send_media(kind, content + rep.channel.encode(), type_, name, "reply L1")  # type: ignore[arg-type]
        await rep.idle()
    sent = sorted(content + side.encode() for side in reps for content, *_ in SENT.values())

    def got() -> bool:
        return sorted(m.media.content for m in customer.messages if not m.mine and m.media) == sent

    await customer.until(got)
    await quiet()
    named = {m.media.name for m in customer.messages if not m.mine and m.kind == "document" and m.media}
    assert "offer.pdf" in named
    kept = await Attachment.filter(activity__direction="out").count()
    assert kept == len(sent)


@CHANNELS
async def test_a_long_caption_goes_as_a_message_of_its_own(stage: Stage, channel: str) -> None:
    customer, reps = await cast(stage, channel)
    content, type_, name = SENT["photo"]
    words = "كلمة ١٢٣ " * 140
    side = reps["whatsapp" if channel == "telegram" else "telegram"]
    await side.send_media("photo", content, type_, name, f"reply L1 {words}".strip())
    await customer.until(lambda: any("كلمة ١٢٣" in m.text for m in customer.messages if not m.mine))
    await quiet()
    photo, text = [m for m in customer.messages if not m.mine][-2:]
    assert (photo.kind, photo.text, text.kind) == ("photo", "", "text")
    assert text.text.lstrip("\u200f") == words.strip()


async def test_an_album_goes_where_its_caption_says(stage: Stage) -> None:
    customer, reps = await cast(stage, "whatsapp")
    rep = reps["telegram"]
    content, type_, name = SENT["photo"]

    async def album(group: str, caption: str, *, quote: bool) -> None:
        notice = next(m for m in rep.messages if "New lead" in m.text) if quote else None
        for number in range(3):
            words = caption if number == 0 else ""
            await rep.send_media("photo", content + group.encode(), type_, name, words, group=group, quote=notice)
        await rep.idle()
        await quiet()

    await album("1001", "reply L1 all three", quote=False)
    await album("1002", "note for us alone", quote=True)
    await album("1003", "reply L99 nobody", quote=True)
    await album("1004", "", quote=True)
    got = [m.media.content[-4:] for m in customer.messages if not m.mine and m.media]
    assert got == [b"1001"] * 3 + [b"1004"] * 3
    assert await Attachment.filter(activity__kind="note").count() == 3
