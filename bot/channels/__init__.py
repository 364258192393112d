"""Telegram and WhatsApp at the wire: read an Incoming, send an Outgoing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from bot.incoming import Incoming
from bot.reply import Outgoing
from storage.models import ChannelName


@dataclass(frozen=True, slots=True)
class Sent:
    """What the provider accepted: the ids of its messages in order; `numbered` if choices became a list of numbers."""

    provider_ids: Sequence[str]
    numbered: bool = False


class DeliveryError(Exception):
    """A message was not delivered. `sent` holds the ids of the parts that were, `code` is the provider's."""

    def __init__(self, code: str, *, sent: Sequence[str] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.sent = tuple(sent)


class Throttled(DeliveryError):
    """The provider did not take it and says when to come back: safe to send again after `retry_after`."""

    def __init__(
        self, code: str, retry_after: timedelta, *, whole_sender: bool = True, sent: Sequence[str] = ()
    ) -> None:
        super().__init__(code, sent=sent)
        self.retry_after = retry_after
        self.whole_sender = whole_sender
        """Whether everybody waits (the account is throttled) or this chat alone."""


class Unavailable(DeliveryError):
    """The provider was not reached, or said that it failed before taking it: safe to send again."""


class Unsettled(DeliveryError):
    """No answer came after the request went out: it may or may not have been delivered. Never repeat it blindly."""


class Unreachable(DeliveryError):
    """The person blocked us or opted out."""


class WindowClosed(DeliveryError):
    """WhatsApp's 24-hour window is closed: only an approved template would go."""


class Rejected(DeliveryError):
    """The provider will never take this message."""


class TemplateRefused(DeliveryError):
    """The template does not go: it takes no such values, or (`unusable`) it is not approved, or not there at all."""

    def __init__(self, code: str, sid: str, *, unusable: bool) -> None:
        super().__init__(code)
        self.sid, self.unusable = sid, unusable


class Channel(Protocol):
    """One way to hear and to speak."""

    name: ChannelName
    account: str
    """Which of our addresses this is: the bot's id, or our WhatsApp number."""

    def read(self, payload: str) -> Incoming | None:
        """What a payload kept in the inbox says; None when it is nothing that we listen to."""

    async def complete(self, payload: str, *, last: bool) -> str:
        """The payload of an incomplete message with what it lacked, or with a word that this cannot be had.

        Raises Unavailable when it may be had later; the `last` try never does.
        """

    async def send(self, message: Outgoing) -> Sent:
        """Send it, all parts in order. Raises a DeliveryError."""

    async def acknowledge(self, incoming: Incoming) -> None:
        """Tell the writer's app that we heard them (stop the button's spinner, show typing). Never raises."""

    async def settle(self, address: str, words: str, since: datetime) -> Sequence[str]:
        """The provider's ids of the messages to the address since then that are this one or a part of it, oldest first.

        `words` is the whole message in neutral markup.

        Raises LookupError where the provider has no such list, or a DeliveryError when it cannot be had.
        """

    async def fetch(self, source: str, to: Path, limit: int) -> int:
        """Fetch the bytes of an incoming attachment into a file; returns their number.

        Raises Unavailable (try again), or Rejected (gone, or larger than `limit` bytes).
        """

    async def close(self) -> None:
        """Let go of connections."""
