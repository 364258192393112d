"""Reading updates: what the sandbox's phones write, and forms that they cannot make."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.channels import Rejected, Unavailable
from bot.channels.telegram import Telegram
from bot.channels.telegram import read as telegram_read
from bot.incoming import Incoming, IncomingKind
from sandbox.phones import Phone
from sandbox.server import Sandbox
from storage.models import AttachmentKind, ChannelName

ACCOUNT = "7012345678"


@pytest.fixture
def phone(sandbox: Sandbox) -> Phone:
    return sandbox.world.add_phone("Layla Haddad", "telegram", "ar")


class Ear:
    """Hears one update after another by polling."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram, self.rows = telegram, telegram.poll()

    async def __call__(self) -> Incoming:
        row = await anext(self.rows)
        incoming = self.telegram.read(row.payload)
        assert incoming is not None
        assert (incoming.provider_id, incoming.sender) == (row.provider_id, row.sender)
        assert incoming.message_id == row.message_id
        return incoming


@pytest.fixture
async def hear(telegram: Telegram) -> AsyncIterator[Ear]:
    ear = Ear(telegram)
    yield ear
    await ear.rows.aclose()


async def test_a_text_and_a_quote(phone: Phone, hear: Ear) -> None:
    first = await phone.send("مرحبا")
    await phone.send("/start invite-1", quote=first, forwarded=True)
    heard = await hear()
    assert (heard.channel, heard.account, heard.sender) == (ChannelName.TELEGRAM, ACCOUNT, phone.address)
    assert (heard.kind, heard.text, heard.name, heard.language) == (IncomingKind.MESSAGE, "مرحبا", "Layla Haddad", "ar")
    assert (heard.message_id, heard.quotes, heard.forwarded, heard.phone) == (first.provider_id, None, False, None)
    assert heard.at == first.at.replace(microsecond=0)
    again = await hear()
    assert (again.text, again.quotes, again.forwarded) == ("/start invite-1", first.provider_id, True)


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("photo", "image/jpeg"),
        ("voice", "audio/ogg"),
        ("audio", "audio/mpeg"),
        ("video", "video/mp4"),
        ("document", "application/pdf"),
        ("sticker", "image/webp"),
    ],
)
async def test_media(phone: Phone, hear: Ear, kind: Any, type_: str) -> None:
    await phone.send_media(kind, b"x" * 100, type_, "file.bin", "" if kind == "sticker" else "see")
    heard = await hear()
    (media,) = heard.media
    assert (media.kind, media.type, media.size) == (AttachmentKind(kind), type_, 100)
    assert media.source
    assert heard.text == ("" if kind == "sticker" else "see")


async def test_the_largest_photo_is_taken(phone: Phone, hear: Ear) -> None:
    await phone.send_media("photo", b"x" * 999_999, "image/jpeg")
    (media,) = (await hear()).media
    assert media.size == 999_999
    assert media.details == {"width": 1280, "height": 960}


async def test_places_and_contacts(phone: Phone, hear: Ear) -> None:
    await phone.send_location(24.7, 46.7)
    await phone.send_location(24.7, 46.7, name="Office", address="King Fahd Road")
    await phone.send_contact("Omar Ali", "+966500000009")
    await phone.send_contact()
    place, venue, other, own = [await hear() for _ in range(4)]
    assert place.media[0].details == {"latitude": 24.7, "longitude": 46.7}
    assert venue.media[0].details == {
        "latitude": 24.7,
        "longitude": 46.7,
        "name": "Office",
        "address": "King Fahd Road",
    }
    assert (venue.media[0].kind, venue.media[0].name) == (AttachmentKind.LOCATION, "Office")
    assert other.media[0].details == {"name": "Omar Ali", "phone": "+966500000009"}
    assert other.phone is None
    assert own.phone == phone.number


async def test_edits_and_blocks(phone: Phone, hear: Ear) -> None:
    await phone.edit(await phone.send("on"), "one")
    await phone.block()
    await phone.block(False)
    said, edited, blocked, unblocked = [await hear() for _ in range(4)]
    assert (edited.text, edited.edited, edited.message_id) == ("one", True, said.message_id)
    assert (blocked.kind, unblocked.kind) == (IncomingKind.BLOCKED, IncomingKind.UNBLOCKED)


async def test_polling_confirms_what_was_taken(sandbox: Sandbox, phone: Phone, telegram: Telegram) -> None:
    await phone.send("one")
    rows = telegram.poll()
    await anext(rows)
    assert len(sandbox.telegram.updates.pending) == 1
    await phone.send("two")
    await anext(rows)
    assert [u.body["text"] for u in sandbox.telegram.updates.pending.values()] == ["two"]
    await rows.aclose()


async def test_polling_waits_failures_out(sandbox: Sandbox, phone: Phone, hear: Ear) -> None:
    sandbox.faults.add("telegram", "500", method="getUpdates")
    await phone.send("still here")
    assert (await hear()).text == "still here"


async def test_files_are_fetched_within_the_limit(
    sandbox: Sandbox, phone: Phone, telegram: Telegram, hear: Ear, tmp_path: Any
) -> None:
    await phone.send_media("document", b"0123456789", "text/plain", "a.txt")
    source = (await hear()).media[0].source or ""
    to = tmp_path / "a"
    assert await telegram.fetch(source, to, 10) == 10
    assert to.read_bytes() == b"0123456789"
    with pytest.raises(Rejected):
        await telegram.fetch(source, tmp_path / "b", 9)
    with pytest.raises(Rejected):
        await telegram.fetch("nonsense", tmp_path / "b", 9)
    for method, kind in (("getFile", "500"), ("file", "500"), ("file", "reset"), ("getFile", "429")):
        # aiohttp itself asks a second time for what it may ask twice, on a fresh connection.
        sandbox.faults.add("telegram", kind, method=method, times=2 if kind == "reset" else 1)
        with pytest.raises(Unavailable):
            await telegram.fetch(source, tmp_path / "b", 99)
    assert not (tmp_path / "b").exists()


WRITER = {"id": 5, "is_bot": False, "first_name": "A\x00b"}
PRIVATE = {"id": 5, "type": "private"}
GROUP = {"id": -5, "type": "group"}


def message(**fields: Any) -> dict[str, Any]:
    return {"message_id": 9, "date": 1_700_000_000, "from": WRITER, "chat": PRIVATE} | fields


@pytest.mark.parametrize(
    ("update", "kind"),
    [
        ({"message": message(animation={"file_id": "a"}, document={"file_id": "d"})}, AttachmentKind.VIDEO),
        ({"message": message(video_note={"file_id": "a", "duration": 3})}, AttachmentKind.VIDEO),
        ({"message": message(sticker={"file_id": "a", "is_animated": True})}, AttachmentKind.STICKER),
    ],
)
def test_rarer_media(update: dict[str, Any], kind: AttachmentKind) -> None:
    heard = read({"update_id": 1} | update)
    assert heard is not None
    assert (heard.media[0].kind, heard.media[0].source) == (kind, "a")


def test_what_no_database_keeps_is_left_out() -> None:
    heard = read({"update_id": 1, "message": message(text="a\x00\ud83db")})
    assert heard is not None
    assert (heard.name, heard.text) == ("Ab", "ab")


def test_a_press_on_a_message_too_old_to_see() -> None:
    query = {"id": "q", "from": WRITER, "data": "menu", "message": {"message_id": 3, "date": 0, "chat": PRIVATE}}
    heard = read({"update_id": 1, "callback_query": query})
    assert heard is not None
    assert (heard.kind, heard.text, heard.pressed_on, heard.callback) == (IncomingKind.PRESS, "menu", "3", "q")


def test_polls_and_dice_have_words_too() -> None:
    found = [
        read({"update_id": 1, "message": message(**x)})
        for x in ({"poll": {"question": "?"}}, {"dice": {"emoji": "🎲"}})
    ]
    assert [heard and heard.text for heard in found] == ["?", "🎲"]


@pytest.mark.parametrize(
    "update",
    [
        {"message": message(text="x", chat=GROUP)},
        {"message": message(text="x", **{"from": WRITER | {"is_bot": True}})},
        {"callback_query": {"id": "q", "from": WRITER, "data": "x"}},
        {"callback_query": {"id": "q", "from": WRITER, "data": "x", "message": {"message_id": 1, "chat": GROUP}}},
        {"channel_post": message(text="x")},
        {},
    ],
)
def test_what_is_not_ours_to_hear(update: dict[str, Any]) -> None:
    assert read({"update_id": 1} | update) is None
    assert locate({"update_id": 1} | update) is None


@pytest.mark.parametrize(
    "update",
    [
        {"message": message(pinned_message=message(text="x"))},
        {"callback_query": {"id": "q", "from": WRITER, "game_short_name": "x", "message": message()}},
    ],
)
def test_what_says_nothing(update: dict[str, Any]) -> None:
    assert read({"update_id": 1} | update) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"7",
        b'{"message": 1}',
        b"\xff",
        b'{"update_id": "x"}',
        b'{"update_id": 1, "message": 7}',
    ],
)
def test_what_is_no_update_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        telegram_read.locate(ACCOUNT, body)


def read(update: dict[str, Any]) -> Incoming | None:
    return telegram_read.read(ACCOUNT, json.dumps(update))


def locate(update: dict[str, Any]) -> Any:
    return telegram_read.locate(ACCOUNT, json.dumps(update).encode())
