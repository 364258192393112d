"""A phone: one person with one chat, what they can do with it and what they see."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from sandbox import markup
from sandbox.changes import PATIENCE
from sandbox.messages import MEDIA_KINDS, Button, Contact, Kind, Location, Message

if TYPE_CHECKING:
    from sandbox.world import World

T = TypeVar("T")
WINDOW = timedelta(hours=24)


class Phone:
    """One person's phone, with the one chat that matters here. Times are the world's."""

    def __init__(
        self,
        world: World,
        id: str,
        name: str,
        channel: str,
        address: str,
        language: str,
        role: str,
        number: str,
    ) -> None:
        self.world, self.id, self.name, self.channel = world, id, name, channel
        self.address, self.language, self.role, self.number = address, language, role, number
        self.messages: list[Message] = []
        self.toasts: list[tuple[str, bool]] = []
        self.blocked = False
        self.typing = False
        self.last_heard: datetime | None = None
        self._unseen: deque[Message] = deque()
        self._quiet: asyncio.TimerHandle | None = None

    @property
    def window_open(self) -> bool:
        """Whether WhatsApp lets Diwan write freely: the owner wrote in the last 24 hours. True on Telegram."""
        if self.channel != "whatsapp":
            return True
        return self.last_heard is not None and self.world.clock() - self.last_heard < WINDOW

    async def send(self, text: str, *, quote: Message | None = None, forwarded: bool = False) -> Message:
        """Write a text; it is delivered to Diwan in the background, after whatever was written before."""
        if not text.strip():
            raise ValueError("an empty message cannot be sent")
        return self._say(kind="text", source=text, quote=quote, forwarded=forwarded)

    async def send_media(
        self,
        kind: Kind,
        content: bytes,
        type: str,
        name: str = "",
        text: str = "",
        *,
        seconds: int | None = None,
        quote: Message | None = None,
        forwarded: bool = False,
        group: str | None = None,
    ) -> Message:
        """Send a photo, voice, audio, video, document or sticker. `group` makes an album (`media_group_id`)."""
        if kind not in MEDIA_KINDS:
            raise ValueError(f"not a kind of media: {kind}")
        if seconds is None and kind in ("voice", "audio", "video"):
            seconds = 3
        media = self.world.keep(kind, content, type, name, seconds)
        return self._say(kind=kind, source=text, media=media, quote=quote, forwarded=forwarded, group=group)

    async def send_location(
        self,
        latitude: float,
        longitude: float,
        *,
        name: str | None = None,
        address: str | None = None,
        quote: Message | None = None,
    ) -> Message:
        """Share a place; with a name it is a venue."""
        return self._say(kind="location", location=Location(latitude, longitude, name, address), quote=quote)

    async def send_contact(
        self, name: str | None = None, number: str | None = None, *, quote: Message | None = None
    ) -> Message:
        """Share a contact card; the owner's own when no name is given."""
        own = name is None and number is None
        user_id = int(self.address) if own and self.channel == "telegram" else None
        contact = Contact(name or self.name, number or self.number, user_id)
        return self._say(kind="contact", contact=contact, quote=quote)

    async def edit(self, message: Message, text: str) -> None:
        """Change one's own text. Telegram tells Diwan; WhatsApp, through Twilio, tells nobody."""
        if not message.mine or message.kind != "text":
            raise ValueError("only one's own text can be edited")
        shown, entities = self._show(text)
        self.change(message, text=shown, source=text, entities=entities, edited=True, edited_at=self.world.clock())
        self.world.channels[self.channel].edited(self, message)

    async def press(self, message: Message, button: str) -> Message | None:
        """Press a button or list item, by its id or by its label (format characters, spaces and case are ignored).

        On WhatsApp that writes a message, which is returned. LookupError when there is no such button.
        """
        wanted = markup.plain(button)
        found = next((b for b in message.buttons if b.id == button), None) or next(
            (b for b in message.buttons if markup.plain(b.text) == wanted), None
        )
        if found is None:
            raise LookupError(f"no button {button!r} among {[b.text for b in message.buttons]}")
        if found.url:
            return None
        return self.world.channels[self.channel].pressed(self, message, found)

    async def read(self) -> None:
        """Look at the chat: everything from Diwan is read."""
        fresh = [m for m in self.messages if not m.mine and m.status in ("sent", "delivered")]
        for message in fresh:
            self.change(message, status="read")
        self.world.channels[self.channel].seen(self, fresh)

    async def block(self, blocked: bool = True) -> None:
        """Block Diwan (Telegram), or opt out (WhatsApp); False takes it back."""
        if blocked != self.blocked:
            self.blocked = blocked
            self.announce()
            self.world.channels[self.channel].blocked(self)

    async def next(self, timeout: float = PATIENCE) -> Message:
        """The next message from Diwan that this call has not returned yet; TimeoutError when none comes in time."""
        await self.world.changes.until(lambda: self._unseen, timeout, what=f"a message to {self.name}")
        return self._unseen.popleft()

    async def until(self, look: Callable[[], T], timeout: float = PATIENCE) -> T:
        """Wait until `look` returns something true (an edit, a tick, a toast), and return that."""
        return await self.world.changes.until(look, timeout, what=f"a change on the phone of {self.name}")

    async def idle(self, timeout: float = PATIENCE) -> None:
        """Wait until everything that this phone did has been delivered to Diwan."""
        pending = self.world.channels[self.channel].pending
        await self.world.changes.until(lambda: not pending(self), timeout, what=f"delivery from {self.name}")

    def find(self, id: str) -> Message | None:
        """The message with this id or provider id."""
        return next((m for m in reversed(self.messages) if id in (m.id, m.provider_id)), None)

    def _show(self, source: str) -> tuple[str, tuple[Any, ...]]:
        if self.channel == "whatsapp":
            return markup.parse_whatsapp(source)
        return source, markup.detect(source)

    def _say(self, *, kind: Kind, source: str = "", **fields: Any) -> Message:
        if self.blocked:
            raise ValueError(f"{self.name} has blocked Diwan: unblock first")
        channel = self.world.channels[self.channel]
        number = channel.number(self, media=fields.get("media") is not None or kind == "contact")
        text, entities = self._show(source)
        message = Message(
            self.world.next_id("m"),
            number,
            mine=True,
            at=self.world.clock(),
            kind=kind,
            text=text,
            entities=entities,
            source=source,
            status="sent",
            **fields,
        )
        opened = self.window_open
        self.last_heard = message.at
        self._add(message)
        if not opened:
            self.announce()
        channel.heard(self, message)
        return message

    def answer(self, button: Button, to: Message) -> Message:
        """Write what pressing a WhatsApp button writes: its label, quoting the message that it was under."""
        return self._say(kind="text", source=button.text, quote=to, pressed=button)

    def receive(self, *, provider_id: str, **fields: Any) -> Message:
        """A message from Diwan arrives; for the channels."""
        message = Message(self.world.next_id("m"), provider_id, mine=False, at=self.world.clock(), **fields)
        if message.status == "sending":
            message.status = "delivered"
        self._unseen.append(message)
        if self.typing:
            self.show_typing(0)
        self._add(message)
        return message

    def change(self, message: Message, **fields: Any) -> None:
        """Set attributes of a message and tell the page; for the channels."""
        for name, value in fields.items():
            setattr(message, name, value)
        if message in self.messages:
            self.world.publish("message", {"phone": self.id, "message": message.json()})

    def remove(self, message: Message) -> None:
        """Delete a message from the chat; for the channels."""
        self.messages.remove(message)
        if message in self._unseen:
            self._unseen.remove(message)
        self.world.publish("remove", {"phone": self.id, "id": message.id})

    def toast(self, text: str, alert: bool) -> None:
        """Show a short notice over the chat; for the channels."""
        self.toasts.append((text, alert))
        self.world.publish("toast", {"phone": self.id, "text": text, "alert": alert})

    def show_typing(self, seconds: float) -> None:
        """Show that Diwan types, for so long or until its next message; 0 stops it."""
        self.hush()
        if seconds:
            self._quiet = asyncio.get_running_loop().call_later(seconds, self.show_typing, 0)
        if self.typing != bool(seconds):
            self.typing = bool(seconds)
            self.announce()

    def hush(self) -> None:
        """Forget the timer that ends typing, without a word."""
        if self._quiet:
            self._quiet.cancel()
            self._quiet = None

    def announce(self) -> None:
        """Tell the page about everything but the messages."""
        self.world.publish("phone", self.json(messages=False))

    def json(self, *, messages: bool = True) -> dict[str, Any]:
        found: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "channel": self.channel,
            "address": self.address,
            "language": self.language,
            "role": self.role,
            "contact": {"name": self.world.organisation, "online": self.world.online},
            "menu": self.world.channels[self.channel].menu(self),
            "typing": self.typing,
            "window_open": self.window_open,
            "blocked": self.blocked,
        }
        return found | ({"messages": [m.json() for m in self.messages]} if messages else {})

    def _add(self, message: Message) -> None:
        self.messages.append(message)
        self.world.publish("message", {"phone": self.id, "message": message.json()})
