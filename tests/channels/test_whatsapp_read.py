"""Reading Twilio's forms: what the sandbox's phones write, and forms that they cannot make."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from aiohttp import web

from bot.channels import Rejected, Unavailable
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp import read as whatsapp_read
from bot.incoming import Incoming, IncomingKind
from bot.reply import Labelled, Outgoing
from sandbox.phones import Phone
from sandbox.server import Sandbox
from storage.models import AttachmentKind, ChannelName, OutboundStatus

SID = "SM" + "1" * 32
ACCOUNT_SID = "AC" + "2" * 32
NUMBER = "+14155238886"


@pytest.fixture
def phone(sandbox: Sandbox) -> Phone:
    return sandbox.world.add_phone("ليلى حداد", "whatsapp", "ar")


class Ear:
    """A webhook that keeps the forms it is given."""

    def __init__(self, whatsapp: WhatsApp) -> None:
        self.whatsapp = whatsapp
        self.forms: asyncio.Queue[list[tuple[str, str]]] = asyncio.Queue()

    async def take(self, request: web.Request) -> web.Response:
        self.forms.put_nowait(parse_qsl((await request.read()).decode(), keep_blank_values=True))
        return web.Response()

    async def __call__(self) -> Incoming:
        async with asyncio.timeout(60):
            row = self.whatsapp.locate(await self.forms.get())
        incoming = self.whatsapp.read(row.payload)
        assert incoming is not None
        assert (incoming.provider_id, incoming.sender, incoming.message_id) == (
            row.provider_id,
            row.sender,
            row.message_id,
        )
        return incoming


@pytest.fixture
async def hear(sandbox: Sandbox, whatsapp: WhatsApp) -> AsyncIterator[Ear]:
    ear = Ear(whatsapp)
    app = web.Application()
    app.router.add_post("/", ear.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sandbox.twilio.webhook_url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield ear
    await sandbox.twilio.close()
    await runner.cleanup()


async def test_a_text_and_a_quote(phone: Phone, hear: Ear) -> None:
    first = await phone.send("مرحبا")
    await phone.send("نعم", quote=first, forwarded=True)
    heard, again = await hear(), await hear()
    assert (heard.channel, heard.account, heard.sender) == (ChannelName.WHATSAPP, NUMBER, phone.address)
    assert (heard.kind, heard.text, heard.name, heard.phone) == (
        IncomingKind.MESSAGE,
        "مرحبا",
        "ليلى حداد",
        phone.number,
    )
    assert (heard.quotes, heard.forwarded, heard.message_id) == (None, False, first.provider_id)
    assert (again.quotes, again.forwarded) == (first.provider_id, True)


async def test_presses(phone: Phone, hear: Ear, whatsapp: WhatsApp) -> None:
    await phone.send("x")
    await hear()
    buttons = [[Labelled("Close", "close T45"), Labelled("Menu", "menu")]]
    await whatsapp.send(Outgoing(phone.address, "T45", buttons))
    await whatsapp.send(Outgoing(phone.address, "?", [[Labelled(f"L{n}", f"L{n}")] for n in range(4)], "Leads"))
    shown, listed = await phone.next(), await phone.next()
    await phone.press(shown, "Close")
    await phone.press(listed, "L2")
    for text, on in (("close T45", shown), ("L2", listed)):
        heard = await hear()
        assert (heard.kind, heard.text, heard.pressed_on, heard.quotes) == (
            IncomingKind.PRESS,
            text,
            on.provider_id,
            None,
        )


@pytest.mark.parametrize(
    ("kind", "type_", "found"),
    [
        ("photo", "image/jpeg", AttachmentKind.PHOTO),
        ("voice", "audio/ogg", AttachmentKind.VOICE),
        ("audio", "audio/mpeg", AttachmentKind.AUDIO),
        ("video", "video/mp4", AttachmentKind.VIDEO),
        ("document", "application/pdf", AttachmentKind.DOCUMENT),
        ("sticker", "image/webp", AttachmentKind.STICKER),
    ],
)
async def test_media(
    sandbox: Sandbox, phone: Phone, hear: Ear, tmp_path: Path, kind: Any, type_: str, found: AttachmentKind
) -> None:
    await phone.send_media(kind, b"0123456789", type_, "a.bin", "see")
    heard = await hear()
    (media,) = heard.media
    assert (media.kind, media.type, heard.text) == (found, type_, "see")
    to = tmp_path / "a"
    assert await hear.whatsapp.fetch(media.source or "", to, 10) == 10
    assert to.read_bytes() == b"0123456789"
    with pytest.raises(Rejected):
        await hear.whatsapp.fetch(media.source or "", tmp_path / "b", 9)
    sandbox.faults.add("twilio", "404", method="Media")
    with pytest.raises(Unavailable):
        await hear.whatsapp.fetch(media.source or "", tmp_path / "b", 10)


async def test_credentials_go_to_twilio_alone(whatsapp: WhatsApp, tmp_path: Path) -> None:
    seen: list[str | None] = []

    async def store(request: web.Request) -> web.Response:
        seen.append(request.headers.get("Authorization"))
        return web.Response(body=b"bytes")

    async def redirect(request: web.Request) -> web.Response:
        seen.append(request.headers.get("Authorization"))
        raise web.HTTPTemporaryRedirect(str(request.query["to"]))

    runners = []
    for path, serve in (("/store", store), ("/media", redirect)):
        app = web.Application()
        app.router.add_get(path, serve)
        runners.append(web.AppRunner(app))
        await runners[-1].setup()
        await web.TCPSite(runners[-1], "127.0.0.1", 0).start()
    elsewhere, api = (f"http://127.0.0.1:{runner.addresses[0][1]}" for runner in runners)
    at_api = WhatsApp(ACCOUNT_SID, "x" * 32, NUMBER, api_url=api)
    assert await at_api.fetch(f"{api}/media?to={elsewhere}/store", tmp_path / "a", 99) == 5
    assert seen[0]
    assert seen[1:] == [None]
    for address in (f"{elsewhere}/store", "https://twilio.com.example.net/x", "file:///etc/passwd"):
        with pytest.raises(Rejected):
            await at_api.fetch(address, tmp_path / "b", 99)
    await at_api.close()
    for runner in runners:
        await runner.cleanup()


async def test_places_and_contacts(phone: Phone, hear: Ear, tmp_path: Path) -> None:
    await phone.send_location(24.7, 46.7, name="Office", address="King Fahd Road")
    await phone.send_contact("Omar Ali", "+966500000009")
    place, card = await hear(), await hear()
    assert (place.media[0].kind, place.media[0].details) == (
        AttachmentKind.LOCATION,
        {"latitude": 24.7, "longitude": 46.7, "name": "Office", "address": "King Fahd Road"},
    )
    assert card.media[0].kind is AttachmentKind.CONTACT
    await hear.whatsapp.fetch(card.media[0].source or "", tmp_path / "card", 9999)
    found = whatsapp_read.read_card((tmp_path / "card").read_text())
    assert found == {"name": "Omar Ali", "phone": "+966500000009"}


def test_other_cards() -> None:
    folded = "BEGIN:VCARD\nitem1.TEL;TYPE=CELL:+966 50 000 0009\nFN:Omar\\, of the\n  north\nTEL:2\nEND:VCARD"
    assert whatsapp_read.read_card(folded) == {"name": "Omar, of the north", "phone": "+966500000009"}
    assert whatsapp_read.read_card("TEL:ext 9") == {"phone": "ext 9"}
    assert whatsapp_read.read_card("") == {}


async def test_acknowledging_shows_typing_and_never_raises(
    sandbox: Sandbox, phone: Phone, hear: Ear, whatsapp: WhatsApp
) -> None:
    message = await phone.send("x")
    heard = await hear()
    await whatsapp.acknowledge(heard)
    assert phone.typing
    assert message.status == "read"
    for kind in ("500", "429", "reset", "timeout"):
        sandbox.faults.add("twilio", kind, method="Typing")
        await whatsapp.acknowledge(heard)


async def test_sweeping_finds_what_never_came(sandbox: Sandbox, phone: Phone, hear: Ear, whatsapp: WhatsApp) -> None:
    start = datetime.now(UTC)
    await phone.send("came")
    came = await hear()
    sandbox.twilio.webhook_url = ""
    await phone.send("never came")
    await whatsapp.send(Outgoing(phone.address, "ours"))
    rows = [row async for row in whatsapp.sweep(start, datetime.now(UTC) + timedelta(seconds=5))]
    found = [whatsapp.read(row.payload) for row in rows]
    assert [incoming and incoming.text for incoming in found] == ["never came", "came"]
    assert rows[1].provider_id == came.provider_id
    assert rows[0].sender == phone.address
    assert found[0] is not None
    assert found[0].phone == phone.number
    assert abs(found[0].at - start) < timedelta(seconds=10)


FORM = {
    "MessageSid": SID,
    "AccountSid": ACCOUNT_SID,
    "From": "whatsapp:+966500000001",
    "To": f"whatsapp:{NUMBER}",
    "Body": "",
}


def locate(form: dict[str, str]) -> Any:
    return whatsapp_read.locate(ACCOUNT_SID, NUMBER, list(form.items()))


def read(form: dict[str, str]) -> Incoming:
    return whatsapp_read.read(NUMBER, json.dumps(FORM | form))


@pytest.mark.parametrize(
    "wrong",
    [
        {"MessageSid": "SM1"},
        {"MessageSid": "SM" + "A" * 32},
        {"MessageSid": SID + "\n"},
        {"AccountSid": "AC" + "3" * 32},
        {"From": ""},
        {"From": "+966500000001"},
        {"From": "whatsapp:+966500000001 "},
        {"From": "whatsapp:+966500000001MessageTypetextFromwhatsapp:+966500000002"},
        {"To": "whatsapp:+14155238887"},
    ],
)
def test_fields_must_be_of_their_form(wrong: dict[str, str]) -> None:
    assert locate(FORM).sender == FORM["From"]
    with pytest.raises(ValueError, match="form"):
        locate(FORM | wrong)


def test_fields_must_be_there_once() -> None:
    with pytest.raises(ValueError, match="repeated"):
        whatsapp_read.locate(ACCOUNT_SID, NUMBER, [*FORM.items(), ("From", "whatsapp:+1")])
    for name in ("MessageSid", "AccountSid", "From", "To"):
        with pytest.raises(ValueError, match="form"):
            locate({key: value for key, value in FORM.items() if key != name})


def test_an_address_that_is_no_phone() -> None:
    heard = read({"From": "whatsapp:US.ABC123", "WaId": ""})
    assert (heard.sender, heard.phone) == ("whatsapp:US.ABC123", None)
    assert locate(FORM | {"From": "whatsapp:US.ABC123"}).sender == "whatsapp:US.ABC123"
    assert read({"From": "whatsapp:+1", "WaId": "1"}).phone is None


def test_what_no_database_keeps_is_left_out() -> None:
    heard = read({"Body": "a\x00b", "ProfileName": "\x00"})
    assert (heard.text, heard.name) == ("ab", "")


def test_odd_numbers_of_media() -> None:
    assert read({"NumMedia": "x"}).media == ()
    assert read({"NumMedia": "2", "MediaUrl1": "https://api.twilio.com/x"}).media[0].type == "application/octet-stream"
    assert read({"Latitude": "north", "Longitude": "1"}).media == ()


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("queued", OutboundStatus.SENDING),
        ("sent", OutboundStatus.SENT),
        ("delivered", OutboundStatus.DELIVERED),
        ("read", OutboundStatus.READ),
        ("undelivered", OutboundStatus.FAILED),
        ("new-fangled", None),
    ],
)
def test_status_callbacks(status: str, found: OutboundStatus | None) -> None:
    form = {"MessageSid": SID, "AccountSid": ACCOUNT_SID, "MessageStatus": status, "ErrorCode": "63016"}
    assert whatsapp_read.status(ACCOUNT_SID, list(form.items())) == (SID, found, "63016")
    form |= {"ErrorCode": "no code"}
    assert whatsapp_read.status(ACCOUNT_SID, list(form.items()))[2] is None
