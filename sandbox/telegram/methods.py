"""The Bot API's methods that write to a chat: sending, copying, editing, deleting, answering a press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sandbox.messages import Contact, Kind, Location, Media, Message
from sandbox.phones import Phone
from sandbox.telegram.requests import CAPTION_LIMIT, TEXT_LIMIT, BotApiError, Parameters, bad
from sandbox.telegram.wire import FILE_ID, write_file, write_message
from sandbox.world import World

Method = Callable[[Parameters], Any]
MEDIA_METHODS: dict[str, Kind] = {
    "sendphoto": "photo",
    "sendvoice": "voice",
    "sendaudio": "audio",
    "sendvideo": "video",
    "senddocument": "document",
    "sendsticker": "sticker",
}
TYPES = {
    "photo": "image/jpeg",
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "sticker": "image/webp",
}
ACTIONS = {"typing", "choose_sticker", "find_location"}
ACTION_PREFIXES = ("upload_", "record_")
QUERY_LIFE = timedelta(minutes=15)
DELETABLE = timedelta(hours=48)
DOWNLOAD_LIMIT = 20 * 1024 * 1024
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


class Chats:
    """What the bot may do in its chats. Every method takes the call's parameters and returns the call's result."""

    def __init__(self, world: World, bot: dict[str, Any]) -> None:
        self.world, self.bot = world, bot
        self.queries: dict[str, tuple[Phone, datetime]] = {}
        self._numbers: dict[str, int] = {}

    def methods(self) -> dict[str, Method]:
        """The methods by their lower-case names."""
        found: dict[str, Method] = {
            "sendmessage": self.send_message,
            "sendlocation": self.send_location,
            "sendvenue": self.send_location,
            "sendcontact": self.send_contact,
            "copymessage": self.copy,
            "forwardmessage": self.forward,
            "editmessagetext": self.edit_text,
            "editmessagecaption": self.edit_caption,
            "editmessagemedia": self.edit_media,
            "editmessagereplymarkup": self.edit_markup,
            "deletemessage": self.delete,
            "answercallbackquery": self.answer_query,
            "sendchataction": self.act,
            "getfile": self.get_file,
        }
        return found | {name: self._media_method(kind) for name, kind in MEDIA_METHODS.items()}

    def number(self, phone: Phone) -> str:
        """The next message_id of a chat."""
        number = self._numbers.get(phone.id, self.world.first_number - 1) + 1
        self._numbers[phone.id] = number
        return str(number)

    def send_message(self, p: Parameters) -> dict[str, Any]:
        text, entities = p.marked("text", limit=TEXT_LIMIT, too_long="message is too long")
        phone = self._writable(p)
        if not text:
            raise bad("message text is empty")
        return self._send(phone, p, kind="text", text=text, entities=entities)

    def send_location(self, p: Parameters) -> dict[str, Any]:
        phone = self._writable(p)
        name, address = p.text("title") or None, p.text("address") or None
        return self._send(
            phone,
            p,
            kind="location",
            location=Location(p.number("latitude"), p.number("longitude"), name, address),
        )

    def send_contact(self, p: Parameters) -> dict[str, Any]:
        phone = self._writable(p)
        name = f"{p.text('first_name')} {p.text('last_name')}".strip()
        if not name or not p.text("phone_number"):
            raise bad("not enough contact information")
        return self._send(phone, p, kind="contact", contact=Contact(name, p.text("phone_number")))

    def copy(self, p: Parameters) -> dict[str, Any]:
        source, phone = self._source(p, "message to copy not found"), self._writable(p)
        fields = self._content(source)
        if source.media and "caption" in p.values:
            text, entities = p.marked("caption", limit=CAPTION_LIMIT, too_long="message caption is too long")
            fields |= {"text": text, "entities": entities}
        return {"message_id": self._send(phone, p, **fields)["message_id"]}

    def forward(self, p: Parameters) -> dict[str, Any]:
        source, phone = self._source(p, "message to forward not found"), self._writable(p)
        return self._send(phone, p, forwarded=True, **self._content(source))

    def edit_text(self, p: Parameters) -> dict[str, Any]:
        text, entities = p.marked("text", limit=TEXT_LIMIT, too_long="MESSAGE_TOO_LONG")
        phone, message = self._editable(p)
        if message.kind != "text":
            raise bad("there is no text in the message to edit")
        if not text:
            raise bad("message text is empty")
        return self._edit(phone, message, text=text, entities=entities, rows=p.keyboard())

    def edit_caption(self, p: Parameters) -> dict[str, Any]:
        text, entities = p.marked("caption", limit=CAPTION_LIMIT, too_long="message caption is too long")
        phone, message = self._editable(p)
        if not message.media:
            raise bad("there is no caption in the message to edit")
        return self._edit(phone, message, text=text, entities=entities, rows=p.keyboard())

    def edit_media(self, p: Parameters) -> dict[str, Any]:
        given = p.object("media")
        if not isinstance(given, dict) or f"send{given.get('type')}" not in MEDIA_METHODS:
            raise bad("can't parse InputMedia")
        kind = MEDIA_METHODS[f"send{given['type']}"]
        inner = Parameters({**given, kind: given.get("media")}, p.uploads)
        text, entities = inner.marked("caption", limit=CAPTION_LIMIT, too_long="message caption is too long")
        phone, message = self._editable(p)
        media = self._media(inner, kind)
        return self._edit(phone, message, kind=kind, media=media, text=text, entities=entities, rows=p.keyboard())

    def edit_markup(self, p: Parameters) -> dict[str, Any]:
        phone, message = self._editable(p)
        return self._edit(phone, message, rows=p.keyboard())

    def delete(self, p: Parameters) -> bool:
        phone = self._chat(p)
        message = phone.find(p.text("message_id"))
        if message is None:
            raise bad("message to delete not found")
        if self.world.clock() - message.at > DELETABLE:
            raise bad("message can't be deleted for everyone")
        phone.remove(message)
        return True

    def answer_query(self, p: Parameters) -> bool:
        found = self.queries.get(p.text("callback_query_id"))
        if found is None or self.world.clock() - found[1] > QUERY_LIFE:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if len(p.text("text")) > 200:
            raise bad("MESSAGE_TOO_LONG")
        if p.text("text"):
            found[0].toast(p.text("text"), p.flag("show_alert"))
        return True

    def act(self, p: Parameters) -> bool:
        phone, action = self._writable(p), p.text("action")
        if action not in ACTIONS and not action.startswith(ACTION_PREFIXES):
            raise bad("wrong parameter action in request")
        phone.show_typing(5)
        return True

    def get_file(self, p: Parameters) -> dict[str, Any]:
        media = self._file(p.text("file_id"))
        if media is None:
            raise bad("invalid file_id")
        if media.size > DOWNLOAD_LIMIT:
            raise bad("file is too big")
        return write_file(media, p.text("file_id"))

    def _media_method(self, kind: Kind) -> Method:
        def send(p: Parameters) -> dict[str, Any]:
            text, entities = p.marked("caption", limit=CAPTION_LIMIT, too_long="message caption is too long")
            phone = self._writable(p)
            return self._send(phone, p, kind=kind, media=self._media(p, kind), text=text, entities=entities)

        return send

    def _media(self, p: Parameters, kind: Kind) -> Media:
        given = p.text(kind)
        upload = p.uploads.get(given.removeprefix("attach://") if given.startswith("attach://") else kind)
        if upload is not None:
            if not upload.content:
                raise bad("file must be non-empty")
            seconds = p.integer("duration") if kind in ("voice", "audio", "video") else None
            type_ = TYPES.get(kind, upload.type) if upload.type == "application/octet-stream" else upload.type
            return self.world.keep(kind, upload.content, type_, upload.name, seconds)
        if not given:
            raise bad(f"there is no {kind} in the request")
        media = self._file(given)
        if media is None:
            raise bad("wrong file identifier/HTTP URL specified")
        if media.kind != kind:
            raise bad(f"can't use file of type {media.kind.title()} as {kind.title()}")
        return media

    def _file(self, file_id: str) -> Media | None:
        match = FILE_ID.fullmatch(file_id)
        return self.world.media.get(match[1]) if match else None

    def _chat(self, p: Parameters, name: str = "chat_id") -> Phone:
        if not p.text(name):
            raise bad("chat_id is empty")
        phone = self.world.find_phone("telegram", p.text(name))
        if phone is None:
            raise bad("chat not found")
        return phone

    def _writable(self, p: Parameters) -> Phone:
        phone = self._chat(p)
        if phone.blocked:
            raise BotApiError(403, "Forbidden: bot was blocked by the user")
        if phone.last_heard is None:
            raise BotApiError(403, "Forbidden: bot can't initiate conversation with a user")
        return phone

    def _editable(self, p: Parameters) -> tuple[Phone, Message]:
        phone = self._chat(p)
        message = phone.find(p.text("message_id"))
        if message is None:
            raise bad("message to edit not found")
        if message.mine:
            raise bad("message can't be edited")
        if phone.blocked:
            raise BotApiError(403, "Forbidden: bot was blocked by the user")
        return phone, message

    def _source(self, p: Parameters, missing: str) -> Message:
        message = self._chat(p, "from_chat_id").find(p.text("message_id"))
        if message is None:
            raise bad(missing)
        return message

    def _content(self, source: Message) -> dict[str, Any]:
        kept = ("kind", "text", "entities", "media", "location", "contact")
        return {name: getattr(source, name) for name in kept}

    def _quote(self, phone: Phone, p: Parameters) -> Message | None:
        reply = p.object("reply_parameters") or {}
        number = str(reply.get("message_id") or p.text("reply_to_message_id") or "")
        if not number:
            return None
        quote = phone.find(number)
        lenient = bool(reply.get("allow_sending_without_reply")) or p.flag("allow_sending_without_reply")
        if quote is None and not lenient:
            raise bad("message to be replied not found")
        return quote

    def _send(self, phone: Phone, p: Parameters, **fields: Any) -> dict[str, Any]:
        rows, quote = p.keyboard(), self._quote(phone, p)
        message = phone.receive(provider_id=self.number(phone), rows=rows, quote=quote, **fields)
        return write_message(phone, message, self.bot)

    def _edit(self, phone: Phone, message: Message, **fields: Any) -> dict[str, Any]:
        if all(getattr(message, name) == value for name, value in fields.items()):
            raise bad(NOT_MODIFIED)
        if "text" in fields:
            fields |= {"edited": True, "edited_at": self.world.clock()}
        phone.change(message, **fields)
        return write_message(phone, message, self.bot)
