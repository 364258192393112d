"""What a Telegram update says, read from its JSON as it came: cheaper than building the library's objects."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.channels.phones import read_phone
from bot.incoming import Incoming, IncomingKind, IncomingMedia
from storage import clock
from storage.clean import clean
from storage.inbox import NewInbound
from storage.models import AttachmentKind, ChannelName

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that we ask for."""
FILES = {
    "voice": (AttachmentKind.VOICE, "audio/ogg"),
    "audio": (AttachmentKind.AUDIO, "audio/mpeg"),
    "video": (AttachmentKind.VIDEO, "video/mp4"),
    "video_note": (AttachmentKind.VIDEO, "video/mp4"),
    "animation": (AttachmentKind.VIDEO, "video/mp4"),
    "document": (AttachmentKind.DOCUMENT, "application/octet-stream"),
}
"""An animation comes with a document of the same bytes: the first that is there counts."""
GONE = ("kicked", "left")

Json = Mapping[str, Any]


def locate(account: str, body: bytes) -> NewInbound | None:
    """The inbox row of a raw update; None for what we do not listen to. ValueError when it is no update at all."""
    text = body.decode()
    update = json.loads(text)
    try:
        number = int(update["update_id"])
        found = _find(update)
        if found is None:
            return None
        kind, event = found
        sender = str(int(event["from"]["id"]))
        message_id = str(int(event["message_id"])) if kind.endswith("message") else None
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not an update: {type(error).__name__}") from None
    return NewInbound(ChannelName.TELEGRAM, account, str(number), sender, text, message_id)


def read(account: str, payload: str) -> Incoming | None:
    """What an update kept in the inbox says; None when it is nothing that we listen to."""
    update = json.loads(payload)
    found = _find(update)
    if found is None:
        return None
    kind, event = found
    writer = event["from"]
    base = Incoming(
        channel=ChannelName.TELEGRAM,
        account=account,
        provider_id=str(update["update_id"]),
        sender=str(writer["id"]),
        kind=IncomingKind.MESSAGE,
        text="",
        at=_read_time(event.get("edit_date") or event.get("date")),
        name=clean(" ".join(filter(None, (writer.get("first_name"), writer.get("last_name"))))),
        language=writer.get("language_code"),
    )
    if kind == "callback_query":
        return _read_press(base, event)
    if kind == "my_chat_member":
        return _read_membership(base, event)
    return _read_message(base, event, edited=kind == "edited_message")


def _find(update: Json) -> tuple[str, Json] | None:
    """The kind and the body of what happened in a private chat with a person."""
    for kind in ALLOWED:
        if event := update.get(kind):
            chat = (event.get("message") or {}).get("chat") if kind == "callback_query" else event.get("chat")
            private = chat is not None and chat.get("type") == "private"
            return (kind, event) if private and "from" in event and not event["from"].get("is_bot") else None
    return None


def _read_press(base: Incoming, query: Json) -> Incoming | None:
    if not query.get("data"):
        return None
    pressed_on = str(query["message"]["message_id"])
    return replace(
        base, kind=IncomingKind.PRESS, text=clean(query["data"]), pressed_on=pressed_on, callback=query["id"]
    )


def _read_membership(base: Incoming, event: Json) -> Incoming | None:
    before, after = (event[name]["status"] in GONE for name in ("old_chat_member", "new_chat_member"))
    if before == after:
        return None
    return replace(base, kind=IncomingKind.BLOCKED if after else IncomingKind.UNBLOCKED)


def _read_message(base: Incoming, message: Json, *, edited: bool) -> Incoming | None:
    media = tuple(_read_media(message))
    text = clean(message.get("text") or message.get("caption") or _describe(message))
    if not text and not media:
        return None
    quoted = message.get("reply_to_message")
    return replace(
        base,
        text=text,
        media=media,
        edited=edited,
        message_id=str(message["message_id"]),
        quotes=str(quoted["message_id"]) if quoted else None,
        forwarded="forward_origin" in message,
        album=message.get("media_group_id"),
        phone=_read_own_phone(message),
    )


def _read_media(message: Json) -> Iterator[IncomingMedia]:
    if sizes := message.get("photo"):
        largest = max(sizes, key=lambda size: size["width"] * size["height"])
        yield _file(AttachmentKind.PHOTO, "image/jpeg", largest)
    elif name := next((name for name in FILES if message.get(name) and _is_first(name, message)), None):
        kind, type_ = FILES[name]
        yield _file(kind, type_, message[name])
    elif sticker := message.get("sticker"):
        moving = "application/x-tgsticker" if sticker.get("is_animated") else "image/webp"
        yield _file(AttachmentKind.STICKER, "video/webm" if sticker.get("is_video") else moving, sticker)
    elif place := message.get("venue") or message.get("location"):
        point = place.get("location", place)
        details = {"latitude": point["latitude"], "longitude": point["longitude"]}
        if "title" in place:
            details |= {"name": clean(place["title"]), "address": clean(place["address"])}
        yield IncomingMedia(AttachmentKind.LOCATION, name=clean(place.get("title", "")), details=details)
    elif card := message.get("contact"):
        name = clean(" ".join(filter(None, (card["first_name"], card.get("last_name")))))
        number = _international(card["phone_number"])
        yield IncomingMedia(AttachmentKind.CONTACT, name=name, details={"name": name, "phone": number})


def _is_first(name: str, message: Json) -> bool:
    return name != "document" or "animation" not in message


def _file(kind: AttachmentKind, type_: str, file: Json) -> IncomingMedia:
    shown = {"duration": "seconds", "emoji": "emoji", "width": "width", "height": "height"}
    details = {ours: file[theirs] for theirs, ours in shown.items() if theirs in file}
    return IncomingMedia(
        kind,
        file.get("mime_type") or type_,
        clean(file.get("file_name", "")),
        file.get("file_size"),
        source=file["file_id"],
        details=details or None,
    )


def _describe(message: Json) -> str:
    """What stands for a message that has words, but not where messages have theirs."""
    return str((message.get("poll") or {}).get("question") or (message.get("dice") or {}).get("emoji") or "")


def _read_own_phone(message: Json) -> str | None:
    """The writer's phone, when the card they shared is their own: Telegram then names them in it."""
    card = message.get("contact")
    if card is None or card.get("user_id") != message["from"]["id"] or "forward_origin" in message:
        return None
    return read_phone(_international(card["phone_number"]))


def _international(number: str) -> str:
    """Telegram writes its users' own numbers without the plus sign."""
    return f"+{number}" if number.isdecimal() and not number.startswith("0") else number


def _read_time(seconds: int | None) -> datetime:
    """A press has no time of its own, and an old message's is 0: it is now."""
    return datetime.fromtimestamp(seconds, UTC) if seconds else clock.now()
