"""Delivery: take what is due from the outbox, put it into the recipient's words, and send it by their channel.

Everything here is outside the turns' transactions. A row is claimed, marked SENDING just before the network is
touched, and finished by the attempt that claimed it; an answer that never came leaves it UNKNOWN.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.channels import (
    Channel,
    DeliveryError,
    Sent,
    Throttled,
    Unavailable,
    Unreachable,
    Unsettled,
    WindowClosed,
)
from bot.media import Library
from bot.metrics import Metrics
from bot.reply import Choice, Labelled, Outgoing, text
from bot.speech import Speech
from bot.turn import House
from crm import notices, people
from storage import outbox, pace
from storage.models import Attachment, ChannelName, Identity, OutboundMessage
from storage.pace import Rate
from storage.transactions import transaction

BATCH = 20
"""Rows claimed at a time; each is of another chat."""

STALE = timedelta(seconds=60)
"""After how long a claim is given up: its process died. Longer than any request may take."""

LABEL = {ChannelName.TELEGRAM: 40, ChannelName.WHATSAPP: 20}
"""Characters of a button's label."""

SAYS = 64
"""Bytes that a button's command may have (Telegram's callback_data)."""

log = structlog.get_logger(__name__)


class Delivery:
    """The worker's outer loop: `deliver()` sends what is due, and says how much that was."""

    def __init__(
        self, channels: Mapping[ChannelName, Channel], rates: Mapping[str, Rate], house: House, library: Library,
        metrics: Metrics, clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:  # fmt: skip
        self._channels = channels
        self._rates = rates
        self._house = house
        self._library = library
        self._metrics = metrics
        self._clock = clock

    async def deliver(self) -> int:
        """Send everything that is due, one message a chat at a time; returns how many rows were claimed."""
        token = secrets.token_hex(16)
        rows = await outbox.claim(BATCH, token, self._clock())
        await asyncio.gather(*[self._send(row, token) for row in rows])
        return len(rows)

    async def recover(self) -> None:
        """Take back what processes that died held; settle what may or may not have been sent."""
        for row in await outbox.release_stale(self._clock(), STALE):
            await self._settle(row)

    async def _send(self, row: OutboundMessage, token: str) -> None:
        channel = self._channels.get(row.channel)
        if channel is None:
            await outbox.retry(row, token, "channel-not-configured", self._clock())
            return
        try:
            message = await self._compose(row)
            await self._wait_for_turn(row)
            if not await outbox.sending(row.id, token):
                return
            sent = await channel.send(message)
        except Exception as error:
            await self._not_sent(row, token, error)
            return
        await outbox.sent(row, token, sent.provider_ids, message.markup, sent.numbered, self._clock())
        self._metrics.delivery(row.channel, "sent")

    async def _wait_for_turn(self, row: OutboundMessage) -> None:
        now = self._clock()
        sender = row.channel.value
        at = await pace.reserve(f"{sender}:{row.identity.address}", self._rates[f"{sender}:chat"], now)
        at = max(at, await pace.reserve(sender, self._rates[sender], now))
        await asyncio.sleep(max(0.0, (at - now).total_seconds()))

    async def _compose(self, row: OutboundMessage) -> Outgoing:
        identity: Identity = row.identity
        person = await people.person_of(identity)
        zone = ZoneInfo(person.timezone or self._house.timezone)
        speech = Speech(person.language, person.digits, zone, self._clock())
        attachment = await Attachment.get_or_none(id=row.attachment_id) if row.attachment_id else None
        return Outgoing(
            address=identity.address,
            markup=speech.say(outbox.body(row)),
            choices=[[self._labelled(speech, choice, row.channel) for choice in choices] for choices in outbox.choices(row)],
            list_title=speech.label(text("list-title"), 20),
            numbered_hint=speech.say([text("numbered-hint")]),
            media=await self._library.media(attachment, self._channels) if attachment else None,
            quotes=row.quotes,
            edits=row.edits,
            parts_sent=row.parts_sent,
        )

    @staticmethod
    def _labelled(speech: Speech, choice: Choice, channel: ChannelName) -> Labelled:
        if len(choice.says.encode()) > SAYS:
            raise ValueError("a button's command is too long")
        about = speech.label(choice.about, 72) if choice.about else None
        return Labelled(speech.label(choice.label, LABEL[channel]), choice.says, about)

    async def _not_sent(self, row: OutboundMessage, token: str, error: Exception) -> None:
        code = error.code if isinstance(error, DeliveryError) else type(error).__name__
        self._metrics.provider_error(row.channel, code)
        if isinstance(error, DeliveryError) and error.sent:
            await outbox.parts(row, token, error.sent)
        now = self._clock()
        match error:
            case Throttled():
                until = now + error.retry_after
                await pace.silence(
                    row.channel.value if error.whole_sender else f"{row.channel.value}:{row.identity.address}", until
                )
                await outbox.postpone(row, token, code, until)
            case Unavailable():
                await self._retry(row, token, code, now)
            case Unsettled():
                await outbox.unknown(row, token, code)
                await self._settle(row)
            case Unreachable() | WindowClosed():
                await self._give_up(row, token, error)
            case DeliveryError():
                await self._give_up(row, token, error)
            case _:
                log.warning("delivery failed", outbound=row.id, error=code, exc_info=error)
                await self._retry(row, token, code, now)
        self._metrics.delivery(row.channel, type(error).__name__.lower())

    async def _retry(self, row: OutboundMessage, token: str, code: str, now: datetime) -> None:
        if not await outbox.retry(row, token, code, now):
            return
        if row.attempts + 1 > len(outbox.RETRY_DELAYS):
            async with transaction():
                await notices.undelivered(row, "failed")

    async def _give_up(self, row: OutboundMessage, token: str, error: DeliveryError) -> None:
        reason = "failed"
        async with transaction():
            if isinstance(error, Unreachable):
                opted_out = error.code in ("21610", "63014", "63033")
                reason = "opted-out" if opted_out else "blocked"
                await Identity.filter(id=row.identity_id).update(**{"opted_out": True} if opted_out else {"reachable": False})
            elif isinstance(error, WindowClosed):
                reason = "window"
            if await outbox.dead(row, token, error.code):
                await notices.undelivered(row, reason)

    async def _settle(self, row: OutboundMessage) -> None:
        """Look in the provider's own list for a message whose answer never came."""
        channel = self._channels.get(row.channel)
        try:
            found = channel and await channel.settle(row.identity.address, row.words or "", row.created_at)
        except LookupError:
            async with transaction():
                await notices.undelivered(row, "unknown")
            return
        except DeliveryError:
            return
        await (outbox.settled(row, Sent([found])) if found else outbox.replay(row.id))


__all__ = ["Delivery"]
