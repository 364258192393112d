"""Sending through the real library to the sandbox's Bot API."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels import Rejected, Throttled, Unavailable, Unreachable, Unsettled
from bot.channels.telegram import Telegram
from bot.channels.telegram.errors import Request
from bot.incoming import IncomingKind
from bot.reply import Labelled, Media, Outgoing
from sandbox.phones import Phone
from sandbox.server import Sandbox
from storage.models import AttachmentKind


@pytest.fixture
async def phone(sandbox: Sandbox, telegram: Telegram) -> Phone:
    phone = sandbox.world.add_phone("Layla Haddad", "telegram", "en")
    await phone.send("hello")
    return phone


async def test_text_with_buttons_and_a_quote(telegram: Telegram, phone: Phone) -> None:
    rows = [[Labelled("Close", "close T45"), Labelled("أغلق", "أغلق T45")], [Labelled("Menu", "menu")]]
    sent = await telegram.send(
        Outgoing(phone.address, "<b>T45</b> a &lt; b", rows, quotes=phone.messages[0].provider_id)
    )
    message = await phone.next()
    assert (message.text, [e.type for e in message.entities]) == ("T45 a < b", ["bold"])
    assert [[b.id for b in row] for row in message.rows] == [["close T45", "أغلق T45"], ["menu"]]
    assert message.quote is phone.messages[0]
    assert list(sent.provider_ids) == [message.provider_id]
    assert not sent.numbered


async def test_quoting_what_is_gone_still_sends(telegram: Telegram, phone: Phone) -> None:
    await telegram.send(Outgoing(phone.address, "hello", quotes="99999"))
    assert (await phone.next()).quote is None


async def test_long_text_goes_in_parts_with_the_buttons_on_the_last(telegram: Telegram, phone: Phone) -> None:
    long = "\n".join(f"line {n} " + "x" * 90 for n in range(60))
    message = Outgoing(phone.address, long, [[Labelled("Menu", "menu")]])
    sent = await telegram.send(message)
    first, second = await phone.next(), await phone.next()
    assert len(sent.provider_ids) == 2
    assert first.rows == []
    assert [b.id for b in second.buttons] == ["menu"]
    assert f"{first.text}\n{second.text}".split() == long.split()


async def test_a_retry_goes_on_where_the_last_attempt_stopped(telegram: Telegram, phone: Phone) -> None:
    long = "\n".join(f"{n} " + "x" * 95 for n in range(90))
    sent = await telegram.send(Outgoing(phone.address, long, quotes="1", parts_sent=2))
    message = await phone.next()
    assert list(sent.provider_ids) == [message.provider_id]
    assert message.text.split("\n")[-1].startswith("89 ")
    assert message.quote is None


async def test_parts_that_went_out_are_named_by_the_error(sandbox: Sandbox, telegram: Telegram, phone: Phone) -> None:
    sandbox.faults.add("telegram", "429", method="sendMessage", retry_after=7)
    photo = Media(AttachmentKind.LOCATION, latitude=24.7, longitude=46.7)
    with pytest.raises(Throttled) as caught:
        await telegram.send(Outgoing(phone.address, "here", media=photo))
    assert caught.value.retry_after == timedelta(seconds=7)
    assert caught.value.whole_sender
    assert list(caught.value.sent) == [(await phone.next()).provider_id]


async def test_edits_in_place(telegram: Telegram, phone: Phone) -> None:
    sent = await telegram.send(Outgoing(phone.address, "page 1"))
    again = await telegram.send(Outgoing(phone.address, "page 2", edits=sent.provider_ids[0]))
    assert again.provider_ids == sent.provider_ids
    message = phone.find(sent.provider_ids[0])
    assert message is not None
    assert message.text == "page 2"
    assert message.edited


async def test_a_picture_takes_the_place_of_a_picture(telegram: Telegram, phone: Phone, tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.png").write_bytes(b"picture %d" % number)
    first, second = [Media(AttachmentKind.PHOTO, name="card.png", path=tmp_path / f"{n}.png") for n in (1, 2)]
    choices = [[Labelled("Week", "kpi week")]]
    sent = await telegram.send(Outgoing(phone.address, "<b>today</b>", media=first))
    again = await telegram.send(
        Outgoing(phone.address, "<b>week</b>", choices, media=second, edits=sent.provider_ids[0])
    )
    assert again.provider_ids == sent.provider_ids
    message = phone.find(sent.provider_ids[0])
    assert message is not None
    assert message.media is not None
    assert (message.kind, message.text, message.media.content) == ("photo", "week", b"picture 2")
    assert [button.text for row in message.rows for button in row] == ["Week"]


async def test_words_after_a_picture_are_sent_anew(telegram: Telegram, phone: Phone, tmp_path: Path) -> None:
    (picture := tmp_path / "card.png").write_bytes(b"picture")
    media = Media(AttachmentKind.PHOTO, name="card.png", path=picture)
    sent = await telegram.send(Outgoing(phone.address, "numbers", media=media))
    again = await telegram.send(Outgoing(phone.address, "a list", edits=sent.provider_ids[0]))
    assert again.provider_ids != sent.provider_ids


async def test_a_long_caption_does_not_take_the_place_of_a_picture(
    telegram: Telegram, phone: Phone, tmp_path: Path
) -> None:
    (picture := tmp_path / "card.png").write_bytes(b"picture")
    media = Media(AttachmentKind.PHOTO, name="card.png", path=picture)
    sent = await telegram.send(Outgoing(phone.address, "numbers", media=media))
    again = await telegram.send(Outgoing(phone.address, "long " * 300, media=media, edits=sent.provider_ids[0]))
    assert len(again.provider_ids) == 2
    assert again.provider_ids[0] != sent.provider_ids[0]


async def test_an_edit_that_changes_nothing_counts_as_sent(telegram: Telegram, phone: Phone) -> None:
    sent = await telegram.send(Outgoing(phone.address, "same"))
    again = await telegram.send(Outgoing(phone.address, "same", edits=sent.provider_ids[0]))
    assert again.provider_ids == sent.provider_ids


@pytest.mark.parametrize("target", ["88888", "1"], ids=["gone", "not ours"])
async def test_what_cannot_be_edited_is_sent_anew(telegram: Telegram, phone: Phone, target: str) -> None:
    sent = await telegram.send(Outgoing(phone.address, "anew", edits=target))
    assert (await phone.next()).provider_id == sent.provider_ids[0] != target


@pytest.mark.parametrize("kind", ["photo", "voice", "audio", "video", "document"])
async def test_media_with_its_caption(telegram: Telegram, phone: Phone, tmp_path: Path, kind: str) -> None:
    (file := tmp_path / "kept").write_bytes(b"bytes of it")
    media = Media(AttachmentKind(kind), name="bill.bin", path=file)
    await telegram.send(Outgoing(phone.address, "<b>look</b>", media=media))
    message = await phone.next()
    assert (message.kind, message.text, message.entities[0].type) == (kind, "look", "bold")
    assert message.media is not None
    assert message.media.content == b"bytes of it"


async def test_media_by_reference_and_a_long_text_of_its_own(telegram: Telegram, phone: Phone, tmp_path: Path) -> None:
    await phone.send_media("photo", b"jpeg", "image/jpeg")
    media = sandbox_reference(phone)
    await telegram.send(Outgoing(phone.address, "word " * 300, media=media))
    photo, text = await phone.next(), await phone.next()
    assert (photo.kind, photo.text) == ("photo", "")
    assert text.text.startswith("word word")


async def test_stickers_places_and_contacts(telegram: Telegram, phone: Phone, tmp_path: Path) -> None:
    (file := tmp_path / "s.webp").write_bytes(b"webp")
    await telegram.send(Outgoing(phone.address, "", media=Media(AttachmentKind.STICKER, path=file)))
    place = Media(AttachmentKind.LOCATION, latitude=24.5, longitude=46.5)
    await telegram.send(Outgoing(phone.address, "", media=place))
    await telegram.send(
        Outgoing(phone.address, "", media=Media(AttachmentKind.CONTACT, name="Omar", phone="+966500000009"))
    )
    sticker, place_shown, contact = [await phone.next() for _ in range(3)]
    assert sticker.kind == "sticker"
    assert place_shown.location is not None
    assert place_shown.location.latitude == 24.5
    assert contact.contact is not None
    assert contact.contact.phone == "+966500000009"


async def test_what_will_never_go(telegram: Telegram, phone: Phone) -> None:
    too_much = Labelled("x", "س" * 40)
    for message in (
        Outgoing(phone.address, ""),
        Outgoing(phone.address, "x", [[too_much]]),
        Outgoing("someone", "x"),
        Outgoing(phone.address, "x", media=Media(AttachmentKind.PHOTO, path=Path("/nowhere"))),
        Outgoing(phone.address, "x", media=Media(AttachmentKind.PHOTO)),
        Outgoing(phone.address, "x", media=Media(AttachmentKind.PHOTO, reference="nonsense")),
    ):
        with pytest.raises(Rejected):
            await telegram.send(message)


async def test_nobody_there(telegram: Telegram, phone: Phone) -> None:
    with pytest.raises(Unreachable):
        await telegram.send(Outgoing("123456", "x"))
    await phone.block()
    with pytest.raises(Unreachable) as caught:
        await telegram.send(Outgoing(phone.address, "x"))
    assert caught.value.code == "bot was blocked by the user"


async def test_server_errors_are_unsettled(sandbox: Sandbox, telegram: Telegram, phone: Phone) -> None:
    for kind, code in (("500", "500"), ("reset", "")):
        sandbox.faults.add("telegram", kind, method="sendMessage")
        with pytest.raises(Unsettled) as caught:
            await telegram.send(Outgoing(phone.address, "x"))
        assert caught.value.code.startswith(code)


async def test_an_answer_that_never_comes_is_unsettled(sandbox: Sandbox, telegram: Telegram, phone: Phone) -> None:
    impatient = Request(read_timeout=0.3)
    telegram.bot._request = (telegram._requests[1], impatient)
    sandbox.faults.add("telegram", "timeout", method="sendMessage")
    with pytest.raises(Unsettled) as caught:
        await telegram.send(Outgoing(phone.address, "x"))
    assert caught.value.code == "ReadTimeout"
    assert (await phone.next()).text == "x"
    await impatient.shutdown()


async def test_nobody_listening_is_unavailable() -> None:
    telegram = Telegram("7012345678:AAxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "http://127.0.0.1:9")
    with pytest.raises(Unavailable):
        await telegram.send(Outgoing("1", "x"))
    await telegram.close()


async def test_a_wrong_token_waits_to_be_mended(sandbox: Sandbox) -> None:
    telegram = Telegram("7012345678:AAxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", sandbox.telegram_url)
    with pytest.raises(Unavailable):
        await telegram.check()
    await telegram.close()


async def test_acknowledging_never_raises(sandbox: Sandbox, telegram: Telegram, phone: Phone) -> None:
    await telegram.send(Outgoing(phone.address, "x", [[Labelled("Menu", "menu")]]))
    shown = await phone.next()
    await phone.press(shown, "Menu")
    rows = telegram.poll()
    heard = [telegram.read((await anext(rows)).payload) for _ in range(2)]
    press = heard[1]
    assert press is not None
    assert press.kind is IncomingKind.PRESS
    await telegram.acknowledge(press)
    assert sandbox.telegram.calls[-1][0].lower() == "answercallbackquery"
    await phone.send("/menu")
    await rows.aclose()
    sandbox.faults.add("telegram", "500", times=3)
    await telegram.acknowledge(press)


async def test_there_is_no_list_to_settle_from(telegram: Telegram) -> None:
    with pytest.raises(LookupError):
        await telegram.settle("1", "x", datetime.now(UTC))


async def test_menus_and_registration(sandbox: Sandbox, telegram: Telegram, phone: Phone) -> None:
    await telegram.menus({"": [("menu", "Menu")], "ar": [("menu", "القائمة")]})
    assert phone.json()["menu"] == [{"command": "menu", "description": "Menu"}]
    await telegram.menus({"": [("leads", "Leads")]}, chat=phone.address)
    assert phone.json()["menu"] == [{"command": "leads", "description": "Leads"}]
    await telegram.register("https://crm.example.com/webhooks/telegram", "s" * 20)
    found = await telegram.check()
    assert found.webhook == "https://crm.example.com/webhooks/telegram"
    assert found.username == "diwan_sandbox_bot"
    assert sandbox.telegram.updates.secret == "s" * 20


def sandbox_reference(phone: Phone) -> Media:
    """Telegram's own id of the last photo that this phone sent."""
    media = phone.messages[-1].media
    assert media is not None
    return Media(AttachmentKind.PHOTO, reference=f"AgACAgADSandbox-{media.id}")
