"""What a phone shows: a message with its buttons, list, media, place and contact, and the JSON that the page reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Kind = Literal["text", "photo", "voice", "audio", "video", "document", "sticker", "location", "contact", "system"]
Status = Literal["sending", "sent", "delivered", "read", "failed"]
MEDIA_KINDS: frozenset[str] = frozenset({"photo", "voice", "audio", "video", "document", "sticker"})


@dataclass(frozen=True)
class Entity:
    """A marked stretch of a text; `offset` and `length` count UTF-16 units, as Telegram's do."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None

    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"type": self.type, "offset": self.offset, "length": self.length}
        return found | ({"url": self.url} if self.url else {})


@dataclass(frozen=True)
class Button:
    """A button under a message: its id is what the platform hands back when it is pressed."""

    id: str
    text: str
    url: str | None = None

    def json(self) -> dict[str, Any]:
        return {"id": self.id, "text": self.text} | ({"url": self.url} if self.url else {})


@dataclass(frozen=True)
class Item:
    """A line of a WhatsApp list."""

    id: str
    title: str
    description: str = ""

    def json(self) -> dict[str, Any]:
        return {"id": self.id, "title": self.title, "description": self.description}


@dataclass(frozen=True)
class Listing:
    """A WhatsApp list: the button that opens it and its items."""

    button: str
    items: tuple[Item, ...]

    def json(self) -> dict[str, Any]:
        return {"button": self.button, "items": [item.json() for item in self.items]}


@dataclass(frozen=True)
class Media:
    """Bytes that were sent, with their MIME type; `seconds` is the length of a voice note, audio or video."""

    id: str
    kind: str
    content: bytes = field(repr=False)
    type: str
    name: str
    seconds: int | None = None

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content)

    def json(self) -> dict[str, Any]:
        found = {"url": f"/api/media/{self.id}", "type": self.type, "name": self.name, "size": self.size}
        return found | ({"seconds": self.seconds} if self.seconds is not None else {})


@dataclass(frozen=True)
class Location:
    """A place on the map, in degrees."""

    latitude: float
    longitude: float
    name: str | None = None
    address: str | None = None

    def json(self) -> dict[str, Any]:
        found = {
            "latitude": self.latitude,
            "longitude": self.longitude,
            "name": self.name,
            "address": self.address,
        }
        return {key: value for key, value in found.items() if value is not None}


@dataclass(frozen=True)
class Contact:
    """A shared contact card; `user_id` is the Telegram user it belongs to."""

    name: str
    phone: str
    user_id: int | None = None

    @property
    def vcard(self) -> str:
        """The card as vCard 3.0."""
        digits = self.phone.lstrip("+")
        return (
            f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:;{self.name};;;\r\nFN:{self.name}\r\n"
            f"TEL;type=CELL;waid={digits}:{self.phone}\r\nEND:VCARD\r\n"
        )

    def json(self) -> dict[str, Any]:
        return {"name": self.name, "phone": self.phone}


@dataclass(eq=False)
class Message:
    """One bubble of a chat. `mine` is seen from the phone; `provider_id` is Telegram's message_id or Twilio's sid.

    `text` is what is seen; `source` is what the wire said where that differs (WhatsApp's asterisks). `pressed` is the
    quick reply or list item whose press wrote this message.
    """

    id: str
    provider_id: str
    mine: bool
    at: datetime
    kind: Kind = "text"
    text: str = ""
    entities: tuple[Entity, ...] = ()
    quote: Message | None = None
    rows: list[list[Button]] = field(default_factory=list)
    listing: Listing | None = None
    media: Media | None = None
    location: Location | None = None
    contact: Contact | None = None
    status: Status = "sending"
    error: str | None = None
    edited: bool = False
    edited_at: datetime | None = None
    forwarded: bool = False
    group: str | None = None
    pressed: Button | None = None
    source: str | None = None

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Every button in reading order, a list's items included."""
        items = self.listing.items if self.listing else ()
        return (
            *(button for row in self.rows for button in row),
            *(Button(item.id, item.title) for item in items),
        )

    def json(self) -> dict[str, Any]:
        quote = self.quote
        return {
            "id": self.id,
            "mine": self.mine,
            "at": self.at.isoformat().replace("+00:00", "Z"),
            "kind": self.kind,
            "text": self.text,
            "entities": [entity.json() for entity in self.entities],
            "quote": {"id": quote.id, "text": quote.text or quote.kind, "mine": quote.mine} if quote else None,
            "rows": [[button.json() for button in row] for row in self.rows],
            "list": self.listing.json() if self.listing else None,
            "media": self.media.json() if self.media else None,
            "location": self.location.json() if self.location else None,
            "contact": self.contact.json() if self.contact else None,
            "status": self.status,
            "error": self.error,
            "edited": self.edited,
            "forwarded": self.forwarded,
        }
