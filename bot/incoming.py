"""What was heard: one message, press or event of a person, the same for both channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from storage.models import AttachmentKind, ChannelName


class IncomingKind(StrEnum):
    MESSAGE = "message"
    PRESS = "press"
    """A button or a list item was pressed: `text` is what it says."""
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"


@dataclass(frozen=True, slots=True)
class IncomingMedia:
    """A file, place or contact that came with a message; `source` is where the channel fetches its bytes from."""

    kind: AttachmentKind
    type: str = ""
    name: str = ""
    size: int | None = None
    source: str | None = None
    details: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing that one person said on one channel."""

    channel: ChannelName
    account: str
    provider_id: str
    """Unique in (channel, account): repeats are recognised by it."""
    sender: str
    """The writer's address."""
    kind: IncomingKind
    text: str
    at: datetime
    name: str = ""
    phone: str | None = None
    """E.164, when the channel vouches for it."""
    language: str | None = None
    """What the sender's app is set to, if the channel says so."""
    message_id: str | None = None
    quotes: str | None = None
    """The provider's id of the message in this chat that it quotes."""
    pressed_on: str | None = None
    """The provider's id of the message whose button was pressed."""
    callback: str | None = None
    """What to acknowledge, so that the button stops spinning (Telegram)."""
    media: Sequence[IncomingMedia] = ()
    edited: bool = False
    forwarded: bool = False
    incomplete: bool = False
    """Something that it brings must be fetched before it can be read as a whole (WhatsApp's contact cards)."""
    album: str | None = None
    """What pictures that were sent together have in common (Telegram)."""

    @property
    def own_number(self) -> str | None:
        """The number of their own contact card that they have just shared; WhatsApp's numbers are known anyway."""
        return self.phone if self.channel is ChannelName.TELEGRAM else None
