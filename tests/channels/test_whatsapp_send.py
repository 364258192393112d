"""Sending through Twilio's real SDK to the sandbox's Twilio."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.channels import DeliveryError, Rejected, Throttled, Unavailable, Unreachable, Unsettled, WindowClosed
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp.errors import judge
from bot.reply import Labelled, Media, Outgoing
from sandbox.phones import Phone
from sandbox.server import Sandbox
from storage.models import AttachmentKind
from tests.channels.conftest import MemoryContents

BUTTONS = [[Labelled("Close", "close T45"), Labelled("Reply", "reply T45")], [Labelled("Menu", "menu")]]
ITEMS = [[Labelled(f"Choice {n}", f"pick {n}", f"About {n}")] for n in range(1, 6)]


@pytest.fixture
async def phone(sandbox: Sandbox) -> Phone:
    phone = sandbox.world.add_phone("ليلى حداد", "whatsapp", "ar")
    await phone.send("مرحبا")
    return phone


def made(sandbox: Sandbox) -> int:
    return sum(kind == "Content" for kind, _ in sandbox.twilio.calls)


async def test_text(sandbox: Sandbox, whatsapp: WhatsApp, phone: Phone) -> None:
    sent = await whatsapp.send(Outgoing(phone.address, "<b>T45</b> is <i>open</i>"))
    message = await phone.next()
    assert message.source == "*T45* is _open_"
    assert (list(sent.provider_ids), sent.numbered) == ([message.provider_id], False)


async def test_statuses_are_reported_to_the_public_address(sandbox: Sandbox, phone: Phone) -> None:
    whatsapp = WhatsApp(
        sandbox.account_sid,
        sandbox.auth_token,
        sandbox.whatsapp_number,
        public_url="https://crm.example.com",
        api_url=sandbox.twilio_url,
    )
    await whatsapp.send(Outgoing(phone.address, "x"))
    assert sandbox.twilio.calls[-1][1]["StatusCallback"] == "https://crm.example.com/webhooks/whatsapp/status"
    await whatsapp.close()


async def test_long_text_goes_in_parts(whatsapp: WhatsApp, phone: Phone) -> None:
    long = "\n".join(f"{n} " + "س" * 95 for n in range(35))
    sent = await whatsapp.send(Outgoing(phone.address, long))
    texts = [(await phone.next()).text for _ in sent.provider_ids]
    assert len(texts) == 3
    assert "\n".join(texts) == long
    rest = await whatsapp.send(Outgoing(phone.address, long, parts_sent=2))
    assert len(rest.provider_ids) == 1


async def test_three_choices_are_buttons_whose_resource_is_made_once(
    sandbox: Sandbox, whatsapp: WhatsApp, phone: Phone
) -> None:
    await whatsapp.send(Outgoing(phone.address, "<b>T45</b>\nsecond line", BUTTONS))
    other = [[Labelled("أغلق", "أغلق T46"), Labelled("Reply", "reply T46"), Labelled("Menu", "menu")]]
    sent = await whatsapp.send(Outgoing(phone.address, "T46", other))
    first, second = await phone.next(), await phone.next()
    assert first.source == "*T45*\nsecond line"
    assert [(b.text, b.id) for b in first.buttons] == [
        ("Close", "close T45"),
        ("Reply", "reply T45"),
        ("Menu", "menu"),
    ]
    assert (second.buttons[0].text, second.buttons[0].id) == ("أغلق", "أغلق T46")
    assert not sent.numbered
    assert made(sandbox) == 1


async def test_up_to_ten_are_a_list(sandbox: Sandbox, whatsapp: WhatsApp, phone: Phone) -> None:
    await whatsapp.send(Outgoing(phone.address, "Which?", ITEMS, list_title="Choices"))
    message = await phone.next()
    assert message.listing is not None
    assert message.listing.button == "Choices"
    assert [(i.id, i.title, i.description) for i in message.listing.items][:2] == [
        ("pick 1", "Choice 1", "About 1"),
        ("pick 2", "Choice 2", "About 2"),
    ]


async def test_a_long_label_is_cut_and_stands_whole_below(whatsapp: WhatsApp, phone: Phone) -> None:
    label = "The printer on the second floor is on fire"
    choices = [[Labelled(label, "T1"), Labelled("Other", "T2")]]
    await whatsapp.send(Outgoing(phone.address, "Which?", choices, list_title="Choices"))
    message = await phone.next()
    assert message.listing is not None
    first, second = message.listing.items
    assert (first.title, first.description) == ("The printer on the seco…", label)
    assert (second.title, second.description) == ("Other", "")


@pytest.mark.parametrize(
    ("choices", "title"),
    [
        ([[Labelled(f"Choice {n}", f"pick {n}")] for n in range(11)], "Choices"),
        ([[Labelled("x" * 30 + str(n), f"pick {n}")] for n in range(3)], "Choices"),
        (ITEMS, ""),
        ([[Labelled("One", "same"), Labelled("Two", "same")]], "Choices"),
        ([[Labelled("One", "x" * 201)]], "Choices"),
    ],
    ids=["too many", "alike after cutting", "no title", "say the same", "say too much"],
)
async def test_anything_else_is_a_numbered_list(
    sandbox: Sandbox, whatsapp: WhatsApp, phone: Phone, choices: Any, title: str
) -> None:
    hint = "Answer with a number."
    sent = await whatsapp.send(Outgoing(phone.address, "Which?", choices, title, hint))
    message = await phone.next()
    assert sent.numbered
    assert message.buttons == ()
    flat = [choice.label for row in choices for choice in row]
    listed = "\n".join(f"{n}. {label}" for n, label in enumerate(flat, 1))
    assert message.text == f"Which?\n\n{listed}\n\n{hint}"
    assert made(sandbox) == 0


async def test_a_numbered_list_in_arabic(whatsapp: WhatsApp, phone: Phone) -> None:
    choices = [[Labelled("أولا", "1 & <b>"), Labelled("<ثانيا>", "1 & <b>")]]
    message = Outgoing(phone.address, "\u200fأيها؟", choices, "", "\u200fأجب برقم مثل ٢")
    await whatsapp.send(message)
    text = (await phone.next()).text
    assert text == "\u200fأيها؟\n\n\u200f١. أولا\n\u200f٢. <ثانيا>\n\n\u200fأجب برقم مثل ٢"


async def test_a_body_too_long_for_buttons_goes_first(whatsapp: WhatsApp, phone: Phone) -> None:
    long = "\n".join(f"{n} " + "x" * 95 for n in range(13))
    sent = await whatsapp.send(Outgoing(phone.address, long, BUTTONS))
    first, second = await phone.next(), await phone.next()
    assert first.buttons == ()
    assert [b.id for b in second.buttons] == ["close T45", "reply T45", "menu"]
    assert f"{first.text}\n{second.text}" == long
    assert not sent.numbered


async def test_when_twilio_refuses_the_content_a_list_serves(
    sandbox: Sandbox, whatsapp: WhatsApp, phone: Phone, contents: MemoryContents
) -> None:
    sandbox.faults.add("twilio", "403", method="Content")
    sent = await whatsapp.send(Outgoing(phone.address, "Which?", BUTTONS))
    assert sent.numbered
    assert "1. Close" in (await phone.next()).text
    assert contents.sids == {}


async def test_text_that_looks_like_a_variable_falls_back_too(whatsapp: WhatsApp, phone: Phone) -> None:
    sent = await whatsapp.send(Outgoing(phone.address, "{{9}} items", BUTTONS))
    assert sent.numbered
    assert (await phone.next()).text.startswith("{{9}} items")


async def test_a_retry_after_refused_buttons_goes_on_with_the_list(
    sandbox: Sandbox, whatsapp: WhatsApp, phone: Phone
) -> None:
    wide = [[Labelled("x" * 180 + str(n), f"pick {n}")] for n in range(9)]
    body = "x" * 900
    whole = await whatsapp.send(Outgoing(phone.address, body, wide))
    assert len(whole.provider_ids) == 2
    rest = await whatsapp.send(Outgoing(phone.address, body, wide, parts_sent=1))
    assert len(rest.provider_ids) == 1
    assert rest.numbered


async def test_a_resource_that_is_gone_is_made_again(
    sandbox: Sandbox, whatsapp: WhatsApp, phone: Phone, contents: MemoryContents
) -> None:
    await whatsapp.send(Outgoing(phone.address, "x", BUTTONS))
    (old,) = contents.sids.values()
    sandbox.twilio.contents.delete(old)
    sent = await whatsapp.send(Outgoing(phone.address, "y", BUTTONS))
    assert not sent.numbered
    assert contents.sids.popitem()[1] != old


async def test_making_a_resource_that_times_out_sends_nothing(
    sandbox: Sandbox, whatsapp: WhatsApp, phone: Phone
) -> None:
    sandbox.faults.add("twilio", "500", method="Content")
    with pytest.raises(Unavailable):
        await whatsapp.send(Outgoing(phone.address, "x", BUTTONS))
    assert len(phone.messages) == 1


@pytest.fixture
async def files() -> AsyncIterator[str]:
    """A place on loopback where Twilio fetches our files."""

    async def serve(request: web.Request) -> web.Response:
        return web.Response(body=b"bytes of it", content_type=request.query["type"])

    app = web.Application()
    app.router.add_get("/{name}", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_media_with_its_caption(whatsapp: WhatsApp, phone: Phone, files: str) -> None:
    media = Media(AttachmentKind.PHOTO, url=f"{files}/a.png?type=image/png")
    await whatsapp.send(Outgoing(phone.address, "<b>look</b>", media=media))
    message = await phone.next()
    assert (message.kind, message.source) == ("photo", "*look*")


async def test_media_that_takes_no_caption_goes_before_the_words(whatsapp: WhatsApp, phone: Phone, files: str) -> None:
    voice = Media(AttachmentKind.VOICE, url=f"{files}/a.ogg?type=audio/ogg")
    sent = await whatsapp.send(Outgoing(phone.address, "listen", media=voice))
    assert len(sent.provider_ids) == 2
    assert [(await phone.next()).kind for _ in range(2)] == ["audio", "text"]
    photo = Media(AttachmentKind.PHOTO, url=f"{files}/a.png?type=image/png")
    await whatsapp.send(Outgoing(phone.address, "look", BUTTONS, media=photo))
    shown = [await phone.next() for _ in range(2)]
    assert [(m.kind, len(m.buttons)) for m in shown] == [("photo", 0), ("text", 3)]


async def test_places_and_contacts(sandbox: Sandbox, whatsapp: WhatsApp, phone: Phone) -> None:
    place = Media(AttachmentKind.LOCATION, name="Office", latitude=24.5, longitude=46.5)
    await whatsapp.send(Outgoing(phone.address, "", media=place))
    assert sandbox.twilio.calls[-1][1]["PersistentAction"] == "geo:24.5,46.5|Office"
    await whatsapp.send(Outgoing(phone.address, "", media=Media(AttachmentKind.CONTACT, name="Omar", phone="+9665")))
    assert [(await phone.next()).text for _ in range(2)] == ["Office", "Omar\n+9665"]


async def test_what_will_never_go(whatsapp: WhatsApp, phone: Phone) -> None:
    for message in (
        Outgoing(phone.address, ""),
        Outgoing("whatsapp:nobody", "x"),
        Outgoing(phone.address, "x", media=Media(AttachmentKind.PHOTO, path=Path("/a"))),
        Outgoing(phone.address, "x", media=Media(AttachmentKind.LOCATION)),
        Outgoing(phone.address, "x", media=Media(AttachmentKind.CONTACT)),
    ):
        with pytest.raises(Rejected):
            await whatsapp.send(message)


async def test_a_throttled_sender(sandbox: Sandbox, whatsapp: WhatsApp, phone: Phone) -> None:
    sandbox.faults.add("twilio", "429", method="Messages", retry_after=3)
    with pytest.raises(Throttled) as caught:
        await whatsapp.send(Outgoing(phone.address, "x"))
    assert (caught.value.code, caught.value.whole_sender) == ("20429", True)
    assert caught.value.retry_after >= timedelta(seconds=1)
    assert len(phone.messages) == 1


async def test_an_opted_out_number(whatsapp: WhatsApp, phone: Phone) -> None:
    await phone.block()
    with pytest.raises(Unreachable) as caught:
        await whatsapp.send(Outgoing(phone.address, "x"))
    assert caught.value.code == "21610"


@pytest.mark.parametrize(
    ("code", "status", "error"),
    [
        (63016, 400, WindowClosed),
        (63014, 400, Unreachable),
        (63018, 400, Throttled),
        (21211, 400, Rejected),
        (20003, 401, Unavailable),
        (20503, 503, Unavailable),
        (20500, 500, Unsettled),
    ],
)
def test_what_codes_mean(code: int, status: int, error: type[DeliveryError]) -> None:
    found = judge(code, status, ["MM1"])
    assert type(found) is error
    assert (found.code, found.sent) == (str(code), ("MM1",))


async def test_no_answer_is_unsettled_and_settled_from_the_list(
    sandbox: Sandbox, whatsapp: WhatsApp, phone: Phone
) -> None:
    start = datetime.now(UTC)
    sandbox.faults.add("twilio", "timeout", method="Messages")
    with pytest.raises(Unsettled):
        await whatsapp.send(Outgoing(phone.address, "<b>T45</b> is open, * * *"))
    message = await phone.next()
    assert await whatsapp.settle(phone.address, "<b>T45</b> is open, * * *", start) == [message.provider_id]
    assert await whatsapp.settle(phone.address, "T45 is closed", start) == []
    assert await whatsapp.settle(phone.address, "T45 is open", start + timedelta(minutes=1)) == []
    assert await whatsapp.settle("whatsapp:+966509999999", "T45 is open, ***", start) == []


async def test_server_errors_and_cut_lines_are_unsettled(sandbox: Sandbox, whatsapp: WhatsApp, phone: Phone) -> None:
    start = datetime.now(UTC)
    for kind in ("500", "reset"):
        sandbox.faults.add("twilio", kind, method="Messages")
        with pytest.raises(Unsettled):
            await whatsapp.send(Outgoing(phone.address, "lost"))
    assert await whatsapp.settle(phone.address, "lost", start) == []


async def test_one_part_of_several_is_settled(sandbox: Sandbox, whatsapp: WhatsApp, phone: Phone) -> None:
    start = datetime.now(UTC)
    long = "\n".join(f"{n} " + "س" * 95 for n in range(35))
    sent = await whatsapp.send(Outgoing(phone.address, long))
    assert len(sent.provider_ids) == 3
    assert await whatsapp.settle(phone.address, long, start) == list(sent.provider_ids)


async def test_a_numbered_list_is_settled(whatsapp: WhatsApp, phone: Phone) -> None:
    start = datetime.now(UTC)
    sent = await whatsapp.send(Outgoing(phone.address, "Which?", ITEMS))
    assert await whatsapp.settle(phone.address, "Which?", start) == list(sent.provider_ids)


async def test_nobody_listening_is_unavailable() -> None:
    whatsapp = WhatsApp("AC" + "0" * 32, "x" * 32, "+14155238886", api_url="http://127.0.0.1:9")
    with pytest.raises(Unavailable):
        await whatsapp.send(Outgoing("whatsapp:+966500000001", "x"))
    await whatsapp.close()


async def test_check(sandbox: Sandbox, whatsapp: WhatsApp) -> None:
    assert (await whatsapp.check()).status == "active"
    wrong = WhatsApp(sandbox.account_sid, "x" * 32, "+14155238886", api_url=sandbox.twilio_url)
    with pytest.raises(Unavailable) as caught:
        await wrong.check()
    assert caught.value.code == "20003"
    await wrong.close()
