"""How the Bot API writes down users, chats, messages and files."""

from __future__ import annotations

import re
from typing import Any

from sandbox.markup import covered
from sandbox.messages import Contact, Entity, Location, Media, Message
from sandbox.phones import Phone

FOLDERS = {
    "photo": "photos",
    "voice": "voice",
    "audio": "music",
    "video": "videos",
    "document": "documents",
    "sticker": "stickers",
}
PREFIXES = {
    "photo": "AgAC",
    "voice": "AwAC",
    "audio": "CQAC",
    "video": "BAAC",
    "document": "BQAC",
    "sticker": "CAAC",
}
FILE_ID = re.compile(r"[A-Z][A-Za-z]{3}AgADSandbox-(f\d+)(?:-[sm])?")
PHOTO_SIZES = (("-s", 90, 67), ("-m", 320, 240), ("", 1280, 960))


def write_user(phone: Phone) -> dict[str, Any]:
    """The phone's owner as a User."""
    first, _, last = phone.name.partition(" ")
    user = {"id": int(phone.address), "is_bot": False, "first_name": first}
    return (
        user
        | ({"last_name": last} if last else {})
        | {"username": f"user{phone.address}", "language_code": phone.language}
    )


def write_chat(phone: Phone) -> dict[str, Any]:
    """The private chat with the phone's owner."""
    user = write_user(phone)
    kept = {key: user[key] for key in ("id", "first_name", "last_name", "username") if key in user}
    return kept | {"type": "private"}


def write_message(phone: Phone, message: Message, bot: dict[str, Any], *, whole: bool = True) -> dict[str, Any]:
    """A Message. With `whole`, the message that it answers is in it; that one has no further one inside."""
    found: dict[str, Any] = {
        "message_id": int(message.provider_id),
        "from": write_user(phone) if message.mine else bot,
        "chat": write_chat(phone),
        "date": int(message.at.timestamp()),
    }
    if message.edited_at:
        found["edit_date"] = int(message.edited_at.timestamp())
    if message.forwarded:
        found["forward_origin"] = {
            "type": "hidden_user",
            "sender_user_name": "Forwarded",
            "date": int(message.at.timestamp()),
        }
    if whole and message.quote:
        found["reply_to_message"] = write_message(phone, message.quote, bot, whole=False)
    if message.group:
        found["media_group_id"] = message.group
    entities = [_write_entity(message.text, entity) for entity in message.entities]
    text, marks = ("caption", "caption_entities") if message.media else ("text", "entities")
    if message.text:
        found[text] = message.text
    if entities:
        found[marks] = entities
    if message.media:
        found |= _write_media(message.media)
    if message.location:
        found |= _write_location(message.location)
    if message.contact:
        found["contact"] = _write_contact(message.contact)
    if message.rows:
        found["reply_markup"] = {
            "inline_keyboard": [
                [{"text": b.text} | ({"url": b.url} if b.url else {"callback_data": b.id}) for b in row]
                for row in message.rows
            ]
        }
    return found


def write_file(media: Media, file_id: str) -> dict[str, Any]:
    """A File, as getFile returns it."""
    return {
        "file_id": file_id,
        "file_unique_id": f"AgAD{media.id}",
        "file_size": media.size,
        "file_path": file_path(media),
    }


def file_path(media: Media) -> str:
    """Where a file is downloaded from."""
    suffix = media.name.rpartition(".")[2] if "." in media.name else media.type.rpartition("/")[2]
    # A contact's card is a file on WhatsApp alone.
    return f"{FOLDERS.get(media.kind, media.kind)}/file_{media.id}.{suffix}"


def _write_entity(text: str, entity: Entity) -> dict[str, Any]:
    found: dict[str, Any] = {"type": entity.type, "offset": entity.offset, "length": entity.length}
    if entity.type == "link":
        bare = entity.url == covered(text, entity)
        found |= {"type": "url"} if bare else {"type": "text_link", "url": entity.url}
    if entity.language:
        found["language"] = entity.language
    return found


def _write_media(media: Media) -> dict[str, Any]:
    base = f"{PREFIXES[media.kind]}AgADSandbox-{media.id}"
    plain: dict[str, Any] = {"file_id": base, "file_unique_id": f"AgAD{media.id}", "file_size": media.size}
    if media.kind == "photo":
        sizes = [
            {
                "file_id": base + suffix,
                "file_unique_id": f"AgAD{media.id}{suffix}",
                "width": width,
                "height": height,
                "file_size": media.size if not suffix else min(media.size, width * 12),
            }
            for suffix, width, height in PHOTO_SIZES
        ]
        return {"photo": sizes}
    if media.kind == "sticker":
        shape = {
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "type": "regular",
            "emoji": "🙂",
        }
        return {"sticker": plain | shape}
    found = plain | {"mime_type": media.type}
    if media.kind in ("voice", "audio", "video"):
        found["duration"] = media.seconds or 0
    if media.kind == "video":
        found |= {"width": 1280, "height": 720}
    if media.name and media.kind != "voice":
        found["file_name"] = media.name
    return {media.kind: found}


def _write_location(location: Location) -> dict[str, Any]:
    place = {"latitude": location.latitude, "longitude": location.longitude}
    if location.name is None:
        return {"location": place}
    venue = {"location": place, "title": location.name, "address": location.address or ""}
    return {"venue": venue, "location": place}


def _write_contact(contact: Contact) -> dict[str, Any]:
    first, _, last = contact.name.partition(" ")
    # One's own number comes without the plus sign, as Telegram's clients send it.
    number = contact.phone.lstrip("+") if contact.user_id else contact.phone
    found: dict[str, Any] = {"phone_number": number, "first_name": first}
    if last:
        found["last_name"] = last
    if contact.user_id:
        found["user_id"] = contact.user_id
    return found | {"vcard": contact.vcard}
