"""Put an outgoing message on Telegram's wire: cut into parts, marked up, with its buttons under the last one."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit, ParseMode
from telegram.error import BadRequest, TelegramError

from bot.channels import Rejected, Sent
from bot.channels.telegram.errors import NOT_EDITABLE, NOT_MODIFIED, explain
from bot.reply import Labelled, Media, Outgoing
from bot.speech import markup
from bot.speech.parts import split, utf16_units
from storage.models import AttachmentKind

TEXT_LIMIT, CAPTION_LIMIT = int(MessageLimit.MAX_TEXT_LENGTH), int(MessageLimit.CAPTION_LENGTH)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
CAPTIONED = {
    kind: kind.value
    for kind in (
        AttachmentKind.PHOTO,
        AttachmentKind.VOICE,
        AttachmentKind.AUDIO,
        AttachmentKind.VIDEO,
        AttachmentKind.DOCUMENT,
    )
}
"""The media that can have words of their own, and the Bot API's name for each."""

IN_PLACE = {AttachmentKind.PHOTO: InputMediaPhoto, AttachmentKind.DOCUMENT: InputMediaDocument}
"""The media that take the place of an earlier message's."""

REFERENCE = re.compile("\u2068([LCTA][1-9][0-9]{0,18})\u2069")

Part = Callable[[Any, Any], Coroutine[Any, Any, str]]
"""Sends one message with a quote and a keyboard; returns its id."""


class Sender:
    """Sends messages through one bot."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    async def send(self, message: Outgoing) -> Sent:
        """Send the parts that have not gone out yet, in order. Raises a DeliveryError."""
        chat, keyboard, parts = _read_chat(message), _write_keyboard(message), self._plan(message)
        if not parts:
            raise Rejected("empty")
        sent: list[str] = []
        for index in range(message.parts_sent, len(parts)):
            quote = _write_quote(message) if index == 0 else None
            under = keyboard if index == len(parts) - 1 else None
            try:
                if index == 0 and message.edits and len(parts) == 1:
                    sent.append(await self._edit(chat, message.edits, parts[0], quote, under))
                else:
                    sent.append(await parts[index](quote, under))
            except TelegramError as error:
                raise explain(error, sent) from error
        return Sent(sent)

    def _plan(self, message: Outgoing) -> list[Part]:
        message = replace(message, markup=_tappable(message.markup))
        chat, media = _read_chat(message), message.media
        texts = split(message.markup, TEXT_LIMIT, utf16_units)
        parts: list[Part] = []
        if media is not None:
            caption = ""
            if media.kind in CAPTIONED and utf16_units(message.markup) <= CAPTION_LIMIT:
                caption, texts = markup.telegram(message.markup), []
            parts.append(_MediaPart(self.bot, chat, media, caption))
        return parts + [_TextPart(self.bot, chat, markup.telegram(text)) for text in texts]

    async def _edit(self, chat: int, edits: str, part: Part, quote: Any, keyboard: Any) -> str:
        """Put the part in place of our earlier message; send it anew when that cannot be done any more."""
        assert isinstance(part, _TextPart | _MediaPart)
        try:
            await part.edit(int(edits), keyboard)
        except BadRequest as error:
            if NOT_EDITABLE.search(error.message):
                return await part(quote, keyboard)
            if not NOT_MODIFIED.search(error.message):
                raise
        return edits


class _TextPart:
    def __init__(self, bot: Bot, chat: int, html: str) -> None:
        self.bot, self.chat, self.html = bot, chat, html

    async def __call__(self, quote: Any, keyboard: Any) -> str:
        sent = await self.bot.send_message(
            self.chat,
            self.html,
            parse_mode=ParseMode.HTML,
            reply_parameters=quote,
            reply_markup=keyboard,
            link_preview_options=NO_PREVIEW,
        )
        return str(sent.message_id)

    async def edit(self, message: int, keyboard: Any) -> None:
        await self.bot.edit_message_text(
            self.html,
            self.chat,
            message,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard,
            link_preview_options=NO_PREVIEW,
        )


class _MediaPart:
    def __init__(self, bot: Bot, chat: int, media: Media, caption: str) -> None:
        self.bot, self.chat, self.media, self.caption = bot, chat, media, caption

    async def __call__(self, quote: Any, keyboard: Any) -> str:
        common = {"reply_parameters": quote, "reply_markup": keyboard}
        media, bot = self.media, self.bot
        match media.kind:
            case AttachmentKind.LOCATION:
                if media.latitude is None or media.longitude is None:
                    raise Rejected("no coordinates")
                sent = await bot.send_location(self.chat, media.latitude, media.longitude, **common)
            case AttachmentKind.CONTACT:
                if not media.phone:
                    raise Rejected("no phone number")
                first = media.name or media.phone
                sent = await bot.send_contact(self.chat, media.phone, first, **common)
            case AttachmentKind.STICKER:
                sent = await bot.send_sticker(self.chat, await _open(media), **common)
            case kind:
                post = getattr(bot, f"send_{CAPTIONED[kind]}")
                words = {"caption": self.caption or None, "parse_mode": ParseMode.HTML}
                sent = await post(self.chat, await _open(media), **words, **common)
        return str(sent.message_id)

    async def edit(self, message: int, keyboard: Any) -> None:
        if self.media.kind not in IN_PLACE:
            raise BadRequest("message can't be edited")
        media = IN_PLACE[self.media.kind](
            await _open(self.media, attach=True), caption=self.caption or None, parse_mode=ParseMode.HTML
        )
        await self.bot.edit_message_media(media, self.chat, message, reply_markup=keyboard)


async def _open(media: Media, *, attach: bool = False) -> str | InputFile:
    """Telegram's own reference when there is one, else the bytes."""
    if media.reference:
        return media.reference
    if media.path is None:
        raise Rejected("no file")
    try:
        content = await asyncio.to_thread(media.path.read_bytes)
    except OSError as error:
        raise Rejected(f"file: {type(error).__name__}") from error
    return InputFile(content, filename=media.name or f"{media.kind.value}{media.path.suffix}", attach=attach)


def _tappable(words: str) -> str:
    """References as commands that can be tapped: Speech isolates every inserted value, so they stand alone."""
    return REFERENCE.sub("\u2068/\\1\u2069", words)


def _read_chat(message: Outgoing) -> int:
    try:
        return int(message.address)
    except ValueError:
        raise Rejected("not a Telegram address") from None


def _write_keyboard(message: Outgoing) -> InlineKeyboardMarkup | None:
    rows = [[_write_button(choice) for choice in row] for row in message.choices]
    return InlineKeyboardMarkup(rows) if rows else None


def _write_button(choice: Labelled) -> InlineKeyboardButton:
    if not 1 <= len(choice.says.encode()) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
        raise Rejected("button says too much")
    return InlineKeyboardButton(choice.label, callback_data=choice.says)


def _write_quote(message: Outgoing) -> ReplyParameters | None:
    if not message.quotes or not message.quotes.isdecimal():
        return None
    return ReplyParameters(int(message.quotes), allow_sending_without_reply=True)
