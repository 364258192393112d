"""Updates: their forms, delivery to a webhook in order until it says 2xx, and polling."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict

from sandbox.phones import Phone
from sandbox.server import Sandbox
from tests.sandbox.conftest import Receiver


def read(bot: Bot, found: dict[str, Any]) -> Update:
    update = Update.de_json(found, bot)
    assert update is not None
    return update


async def test_a_webhook_hears_all_kinds_in_order(bot: Bot, james: Phone, receiver: Receiver) -> None:
    await bot.set_webhook(f"{receiver.url}/hook", secret_token="s3cret", allowed_updates=Update.ALL_TYPES)
    first = await james.send("/T45 سلام https://example.com", quote=james.messages[0])
    await james.edit(first, "edited")
    await james.send_media("photo", b"jpeg", "image/jpeg", "x.jpg", "caption /go")
    await james.send_media("voice", b"ogg", "audio/ogg", "v.ogg", seconds=4)
    await james.send_location(24.5, 46.25, name="Office", address="Olaya")
    await james.send_contact()
    await james.block()
    await james.block(False)
    await james.idle()
    assert {post.headers["X-Telegram-Bot-Api-Secret-Token"] for post in receiver.posts} == {"s3cret"}
    updates = [read(bot, post.json) for post in receiver.posts]
    start, text, edited, photo, voice, venue, contact, blocked, freed = updates
    assert start.message
    assert start.message.text == "/start"
    assert text.message
    assert text.message.reply_to_message
    assert text.message.reply_to_message.message_id == start.message.message_id
    assert [(e.type, e.offset, e.length) for e in text.message.entities] == [("bot_command", 0, 4), ("url", 10, 19)]
    assert edited.edited_message
    assert (edited.edited_message.text, edited.edited_message.message_id) == ("edited", text.message.message_id)
    assert photo.message
    assert photo.message.caption == "caption /go"
    assert photo.message.caption_entities[0].type == "bot_command"
    assert voice.message
    assert voice.message.voice
    assert venue.message
    assert venue.message.venue
    assert contact.message
    assert contact.message.contact
    assert contact.message.contact.user_id == int(james.address)
    assert [u.my_chat_member.new_chat_member.status for u in (blocked, freed) if u.my_chat_member] == [
        "kicked",
        "member",
    ]
    assert all(u.effective_user and u.effective_user.language_code == "en" for u in updates)
    assert [u.update_id for u in updates] == sorted({u.update_id for u in updates})
    assert first.status == "delivered"


async def test_a_press(bot: Bot, james: Phone, receiver: Receiver) -> None:
    await bot.set_webhook(receiver.url, drop_pending_updates=True)
    keyboard = {"inline_keyboard": [[{"text": "\u200fأغلق  التذكرة", "callback_data": "close T1"}]]}
    sent = await bot.send_message(james.address, "T1", reply_markup=keyboard)  # type: ignore[arg-type]
    shown = await james.next()
    await james.press(shown, "أغلق التذكرة")
    (post,) = await receiver.wait(1)
    query = read(bot, post.json).callback_query
    assert query
    assert query.message
    assert (query.data, query.message.message_id, query.from_user.id) == (
        "close T1",
        sent.message_id,
        int(james.address),
    )
    await query.answer("Done", show_alert=True)
    assert james.toasts == [("Done", True)]
    with pytest.raises(LookupError, match="no button"):
        await james.press(shown, "Open")


async def test_a_failing_webhook_is_tried_again_and_keeps_the_order(bot: Bot, james: Phone, receiver: Receiver) -> None:
    receiver.answers.extend([500, 302])
    await bot.set_webhook(receiver.url, drop_pending_updates=True)
    for text in ("one", "two"):
        await james.send(text)
    await receiver.wait(1)
    with pytest.raises(TimeoutError, match="delivery from James Carter"):
        await james.idle(timeout=0.05)
    info = await bot.get_webhook_info()
    assert (info.pending_update_count, info.last_error_message) == (
        2,
        "Wrong response from the webhook: 500 Internal Server Error",
    )
    await james.idle()
    assert [post.json["message"]["text"] for post in receiver.posts] == ["one", "one", "one", "two"]
    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_one_chat_does_not_wait_for_another(sandbox: Sandbox, bot: Bot, james: Phone, receiver: Receiver) -> None:
    other = sandbox.world.add_phone("Noor", "telegram")
    receiver.answers.append(500)
    await bot.set_webhook(receiver.url, drop_pending_updates=True)
    await james.send("stuck")
    await receiver.wait(1)
    await other.send("free")
    await other.idle(timeout=0.15)
    await sandbox.world.idle()
    assert [post.json["message"]["text"] for post in receiver.posts] == ["stuck", "free", "stuck"]


async def test_polling(sandbox: Sandbox, bot: Bot, james: Phone, receiver: Receiver) -> None:
    (start,) = await bot.get_updates()
    assert (await bot.get_updates())[0].update_id == start.update_id
    waiting = asyncio.create_task(bot.get_updates(offset=start.update_id + 1, timeout=5))
    await james.idle()
    await james.send("now")
    (found,) = await waiting
    assert found.message
    assert found.message.text == "now"
    assert await bot.get_updates(offset=found.update_id + 1) == ()
    await james.idle()


async def test_the_last_to_poll_takes_over(sandbox: Sandbox, bot: Bot) -> None:
    other = Bot(sandbox.telegram_token, base_url=f"{sandbox.telegram_url}/bot")
    waiting = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    taking_over = asyncio.create_task(other.get_updates(timeout=5))
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await waiting
    await sandbox.telegram.close()
    assert await taking_over == ()
    await other.shutdown()


async def test_polling_and_a_webhook_exclude_each_other(bot: Bot, james: Phone, receiver: Receiver) -> None:
    receiver.answers.extend([500] * 9)
    await bot.set_webhook(receiver.url)
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    (found,) = await bot.get_updates()
    assert found.message
    with pytest.raises(BadRequest, match=r"(?i)secret token contains unallowed characters"):
        await bot.set_webhook(receiver.url, secret_token="س")
    with pytest.raises(BadRequest, match=r"(?i)HTTPS URL must be provided"):
        await bot.set_webhook("ftp://example.com")


async def test_only_what_was_asked_for(bot: Bot, james: Phone, receiver: Receiver) -> None:
    await bot.set_webhook(receiver.url, allowed_updates=["message"], drop_pending_updates=True)
    await james.edit(james.messages[0], "x")
    await james.send("y")
    await james.idle()
    assert [set(post.json) for post in receiver.posts] == [{"update_id", "message"}]
    assert (await bot.get_webhook_info()).allowed_updates == ("message",)
