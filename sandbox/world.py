"""The world that both fake platforms share: phones, media, a clock that moves, and the stream of what happened."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Literal, Protocol

from sandbox.changes import PATIENCE, Changes
from sandbox.messages import Button, Media, Message
from sandbox.phones import Phone

ChannelName = Literal["telegram", "whatsapp"]
Event = tuple[str, dict[str, Any]]


class Channel(Protocol):
    """A platform, as a phone meets it."""

    def number(self, phone: Phone, *, media: bool = False) -> str:
        """The provider id of the chat's next message."""

    def heard(self, phone: Phone, message: Message) -> None:
        """The phone's owner wrote."""

    def edited(self, phone: Phone, message: Message) -> None:
        """The phone's owner changed a message."""

    def pressed(self, phone: Phone, message: Message, button: Button) -> Message | None:
        """The phone's owner pressed a button; the message that the press wrote, where it writes one."""

    def seen(self, phone: Phone, messages: list[Message]) -> None:
        """The phone's owner read these messages."""

    def blocked(self, phone: Phone) -> None:
        """The phone's owner blocked Diwan, or let it in again."""

    def menu(self, phone: Phone) -> list[dict[str, str]]:
        """The commands that the phone's menu shows."""

    def pending(self, phone: Phone) -> bool:
        """Whether something of this phone is still on its way."""


class World:
    """Everything outside Diwan. No HTTP is spoken here: the channels do that."""

    def __init__(self, organisation: str = "شركة النخيل · Palm Trading", *, first_number: int = 1) -> None:
        """`first_number` is where update and message numbers start: raise it when Diwan keeps its database."""
        self.organisation = organisation
        self.first_number = first_number
        self.channels: dict[str, Channel] = {}
        self.phones: dict[str, Phone] = {}
        self.media: dict[str, Media] = {}
        self.changes = Changes()
        self.offset = timedelta()
        self.machine = partial(datetime.now, UTC)
        """What the clock goes by."""
        self.online = True
        self._ids = itertools.count(1)
        self._subscribers: set[asyncio.Queue[Event]] = set()

    def clock(self) -> datetime:
        """Now, in UTC, moved by as much as `move` was told."""
        return self.machine() + self.offset

    def time(self) -> dict[str, Any]:
        """The clock as the page knows it."""
        return {"now": self.clock().isoformat().replace("+00:00", "Z"), "moved": self.offset.total_seconds()}

    def move(self, by: timedelta) -> None:
        """Move the clock on, or back."""
        self.offset += by
        self.publish("clock", self.time())
        for phone in self.phones.values():
            phone.announce()

    def next_id(self, prefix: str) -> str:
        """An id that nothing else in this world has."""
        return f"{prefix}{next(self._ids)}"

    def add_phone(
        self,
        name: str,
        channel: ChannelName,
        language: str = "ar",
        role: str = "customer",
        address: str | None = None,
    ) -> Phone:
        """Add a phone. `address` is a Telegram user id or `whatsapp:+…`, made up when None.

        ValueError when the channel does not exist or the address is taken or not of the channel's form.
        """
        if channel not in self.channels:
            raise ValueError(f"no such channel: {channel}")
        serial = len(self.phones) + 1
        number = f"+9665550{serial:05d}"
        if address is None:
            address = f"whatsapp:{number}" if channel == "whatsapp" else str(700_000_000 + serial)
        if channel == "telegram" and not address.isdecimal():
            raise ValueError(f"a Telegram address is a user id: {address}")
        if channel == "whatsapp" and not address.startswith("whatsapp:"):
            raise ValueError(f"a WhatsApp address starts with whatsapp: {address}")
        if self.find_phone(channel, address):
            raise ValueError(f"the address is taken: {address}")
        if address.startswith("whatsapp:+"):
            number = address.removeprefix("whatsapp:")
        phone = Phone(self, self.next_id("p"), name, channel, address, language, role, number)
        self.phones[phone.id] = phone
        phone.announce()
        return phone

    def find_phone(self, channel: str, address: str) -> Phone | None:
        """The phone at an address, or None."""
        return next((p for p in self.phones.values() if p.channel == channel and p.address == address), None)

    def keep(self, kind: str, content: bytes, type: str, name: str, seconds: int | None = None) -> Media:
        """Keep bytes that somebody sent."""
        media = Media(self.next_id("f"), kind, content, type, name, seconds)
        self.media[media.id] = media
        return media

    def publish(self, event: str, data: dict[str, Any]) -> None:
        """Tell every subscriber, and wake whoever waits for a change."""
        for queue in self._subscribers:
            queue.put_nowait((event, data))
        self.changes.notify()

    @contextmanager
    def subscribe(self) -> Iterator[asyncio.Queue[Event]]:
        """Everything that is published while the context is open, as (event, data)."""
        queue: asyncio.Queue[Event] = asyncio.Queue()
        self._subscribers.add(queue)
        try:
            yield queue
        finally:
            self._subscribers.discard(queue)

    async def idle(self, timeout: float = PATIENCE) -> None:
        """Wait until nothing of any phone is on its way to Diwan any more."""
        phones = self.phones.values()
        await self.changes.until(
            lambda: not any(self.channels[p.channel].pending(p) for p in phones),
            timeout,
            what="a quiet world",
        )
