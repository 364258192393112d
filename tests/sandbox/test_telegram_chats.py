"""The Bot API through the real library: what is sent, edited and deleted, and how the bad is refused."""

from __future__ import annotations

from datetime import timedelta

import aiohttp
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from sandbox.phones import Phone
from sandbox.server import Sandbox

KEYBOARD = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Close", callback_data="close T1"), InlineKeyboardButton("Site", url="https://example.com")]]
)


async def test_a_formatted_text_with_buttons_and_a_quote(bot: Bot, james: Phone) -> None:
    sent = await bot.send_message(
        james.address,
        '<b>ب 🙂</b> &lt;<a href="https://example.com">x</a>&gt; /T45',
        parse_mode="HTML",
        reply_markup=KEYBOARD,
        reply_parameters=ReplyParameters(int(james.messages[0].provider_id)),
    )
    shown = await james.next()
    assert shown.text == sent.text == "ب 🙂 <x> /T45"
    assert [(e.type, e.offset, e.length) for e in shown.entities] == [
        ("bold", 0, 4),
        ("link", 6, 1),
        ("bot_command", 9, 4),
    ]
    assert sent.parse_entities([MessageEntity.TEXT_LINK, MessageEntity.BOT_COMMAND]).keys() == set(sent.entities[1:])
    assert shown.quote is james.messages[0]
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "/start"
    assert [(b.id, b.text, b.url) for b in shown.buttons] == [
        ("close T1", "Close", None),
        ("https://example.com", "Site", "https://example.com"),
    ]
    assert sent.reply_markup == KEYBOARD
    assert (sent.chat.id, sent.chat.type, sent.from_user) == (int(james.address), "private", bot.bot)


async def test_edits(bot: Bot, james: Phone) -> None:
    sent = await bot.send_message(james.address, "one", reply_markup=KEYBOARD)
    shown = await james.next()
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content"):
        await sent.edit_text("one", reply_markup=KEYBOARD)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_reply_markup(KEYBOARD)
    edited = await sent.edit_text("<i>two</i>", parse_mode="HTML", reply_markup=KEYBOARD)
    assert not isinstance(edited, bool)
    assert (shown.text, shown.edited, edited.text, edited.edit_date is not None) == ("two", True, "two", True)
    await sent.edit_reply_markup(None)
    assert shown.rows == []
    with pytest.raises(TimeoutError):
        await james.next(timeout=0.01)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", james.address, 999)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", james.address, int(james.messages[0].provider_id))


async def test_deletion(sandbox: Sandbox, bot: Bot, james: Phone) -> None:
    sent = await bot.send_message(james.address, "one")
    assert await sent.delete()
    assert len(james.messages) == 1
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await sent.delete()
    old = await bot.send_message(james.address, "two")
    sandbox.world.move(timedelta(hours=49))
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await old.delete()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("x" * 4097, "Message is too long"),
        (" ", "Message text is empty"),
        ("<b>x", "Can't parse entities: can't find end tag corresponding to start tag \"b\""),
        ("ب<v>x</v>", 'Can\'t parse entities: unsupported start tag "v" at byte offset 2'),
        ("<b>x</i>", 'Can\'t parse entities: unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a < b", "Can't parse entities: unclosed start tag at byte offset 2"),
        ("x</b>", "Can't parse entities: unexpected end tag at byte offset 1"),
    ],
)
async def test_texts_that_are_refused(bot: Bot, james: Phone, text: str, problem: str) -> None:
    with pytest.raises(BadRequest) as caught:
        await bot.send_message(james.address, text, parse_mode="HTML")
    assert str(caught.value).casefold() == problem.casefold()


async def test_other_refusals(bot: Bot, james: Phone) -> None:
    long = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="ي" * 33)]])
    with pytest.raises(BadRequest, match=r"(?i)^Button_data_invalid$"):
        await bot.send_message(james.address, "x", reply_markup=long)
    with pytest.raises(BadRequest, match=r"^Chat not found$"):
        await bot.send_message(1, "x")
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(james.address, "x", reply_parameters=ReplyParameters(999))
    assert await bot.send_message(
        james.address, "x", reply_parameters=ReplyParameters(999, allow_sending_without_reply=True)
    )
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_photo(james.address, b"\xff\xd8", caption="x" * 1025)
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query("1")
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("nothing")


async def test_who_may_be_written_to(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.world.add_phone("Noor", "telegram", "en", address="77")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(77, "x")
    await phone.send("hi")
    await bot.send_message(77, "x")
    await phone.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(77, "x")
    with pytest.raises(ValueError, match="unblock"):
        await phone.send("hi")
    await phone.block(False)
    await bot.send_message(77, "x")


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "audio", "video", "sticker"])
async def test_media_goes_out_comes_back_and_goes_out_again(bot: Bot, james: Phone, kind: str) -> None:
    caption = {} if kind == "sticker" else {"caption": "<b>c</b>", "parse_mode": "HTML"}
    send = getattr(bot, f"send_{kind}")
    sent = await send(james.address, b"bytes", **caption)
    shown = await james.next()
    assert shown.media is not None
    assert (shown.kind, shown.media.content, shown.text) == (kind, b"bytes", "c" if caption else "")
    found = getattr(sent, kind)
    file_id = (found[-1] if kind == "photo" else found).file_id
    file = await bot.get_file(file_id)
    assert bytes(await file.download_as_bytearray()) == b"bytes"
    await send(james.address, file_id)
    assert (await james.next()).media is shown.media


async def test_places_contacts_copies_and_forwards(bot: Bot, james: Phone) -> None:
    sent = await bot.send_location(james.address, 24.5, 46.25)
    assert sent.location is not None
    assert (await james.next()).json()["location"] == {"latitude": 24.5, "longitude": 46.25}
    venue = await bot.send_venue(james.address, 24.5, 46.25, "Office", "Olaya")
    assert venue.venue is not None
    assert (await james.next()).json()["location"]["name"] == "Office"
    await bot.send_contact(james.address, "+966500000001", "Noor", "Al")
    assert (await james.next()).json()["contact"] == {"name": "Noor Al", "phone": "+966500000001"}
    copied = await bot.copy_message(james.address, james.address, venue.message_id)
    copy = await james.next()
    assert (copy.provider_id, copy.kind, copy.forwarded) == (str(copied.message_id), "location", False)
    forwarded = await bot.forward_message(james.address, james.address, venue.message_id)
    assert (await james.next()).forwarded
    assert forwarded.forward_origin is not None


async def test_typing_ends_with_the_message(bot: Bot, james: Phone) -> None:
    await bot.send_chat_action(james.address, "typing")
    assert james.typing
    await bot.send_message(james.address, "x")
    assert not james.typing
    with pytest.raises(BadRequest, match=r"(?i)wrong parameter action"):
        await bot.send_chat_action(james.address, "dancing")


async def test_menus_by_scope_and_language(sandbox: Sandbox, bot: Bot, james: Phone) -> None:
    scope = BotCommandScopeChat(int(james.address))
    await bot.set_my_commands([BotCommand("help", "مساعدة")])
    await bot.set_my_commands([BotCommand("help", "Help")], language_code="en")
    assert james.json()["menu"] == [{"command": "help", "description": "Help"}]
    await bot.set_my_commands([BotCommand("kpi", "Numbers")], scope=scope)
    assert james.json()["menu"] == [{"command": "kpi", "description": "Numbers"}]
    assert await bot.get_my_commands(scope=scope) == (BotCommand("kpi", "Numbers"),)
    await bot.delete_my_commands(scope=scope)
    assert james.json()["menu"][0]["command"] == "help"
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await bot.set_my_commands([BotCommand("مساعدة", "x")])


async def test_faults(sandbox: Sandbox, bot: Bot, james: Phone) -> None:
    sandbox.faults.add("telegram", "429", method="sendMessage", retry_after=7)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(james.address, "x")
    assert caught.value._retry_after == timedelta(seconds=7)
    for kind, error in (("403", Forbidden), ("500", NetworkError), ("reset", NetworkError)):
        sandbox.faults.add("telegram", kind)
        with pytest.raises(error):
            await bot.send_message(james.address, "x")
    assert len(james.messages) == 1
    sandbox.faults.add("telegram", "timeout", method="sendMessage")
    with pytest.raises(TimedOut):
        await bot.send_message(james.address, "accepted", read_timeout=0.2)
    assert (await james.next()).text == "accepted"
    assert not sandbox.faults.pending


async def test_every_encoding_and_the_wire(sandbox: Sandbox, james: Phone) -> None:
    url = f"{sandbox.telegram_url}/bot{sandbox.telegram_token}"
    given = {"chat_id": james.address, "text": "x"}
    async with aiohttp.ClientSession() as session:
        for body in ({"json": given}, {"data": given}, {"params": given}, {"data": aiohttp.FormData(given)}):
            async with session.post(f"{url}/SENDmessage", **body) as response:  # type: ignore[arg-type]
                assert (await response.json())["result"]["text"] == "x"
        async with session.get(f"{url}/sendMessage", params=given | {"chat_id": "1"}) as response:
            assert response.status == 400
            assert await response.json() == {
                "ok": False,
                "error_code": 400,
                "description": "Bad Request: chat not found",
            }
        async with session.get(f"{url}/dance") as response:
            assert response.status == 404
        async with session.get(f"{sandbox.telegram_url}/bot1:x/getMe") as response:
            assert (response.status, (await response.json())["description"]) == (401, "Unauthorized")
        async with session.get(f"{sandbox.telegram_url}/file/bot1:x/photos/a.jpg") as response:
            assert response.status == 401


async def test_a_wrong_token(sandbox: Sandbox) -> None:
    with pytest.raises(InvalidToken):
        await Bot("1:wrong", base_url=f"{sandbox.telegram_url}/bot").initialize()
