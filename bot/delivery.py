"""Delivery: take what is due from the outbox, put it into the recipient's words, and send it by their channel.

Everything here is outside the turns' transactions. A row is claimed, marked SENDING just before the network is
touched, and finished by the attempt that claimed it; an answer that never came leaves it UNKNOWN.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot import fresh, templates, ways
from bot.channels import (
    Channel,
    DeliveryError,
    Rejected,
    Sent,
    TemplateRefused,
    Throttled,
    Unavailable,
    Unreachable,
    Unsettled,
    WindowClosed,
)
from bot.house import House
from bot.media import Library
from bot.metrics import Metrics
from bot.reply import Choice, Labelled, Line, Made, Media, Outgoing, Words, text
from bot.speech import Speech
from bot.speech.markup import plain
from bot.ways import Waits
from crm import deliveries, notices, people, window
from storage import clock as clocks
from storage import outbox, outlog, pace
from storage.models import Attachment, ChannelName, Identity, OutboundMessage
from storage.pace import Rate, Silenced
from storage.transactions import transaction
from storage.wakeups import Wakeups

PLACES = 20
"""Messages on their way at once, each to another chat."""

LOOKS, LOOK_AGAIN = 2, 3.0
"""How often a message whose answer did not come is looked for in the provider's list, and after how many seconds."""

SETTLED_WITHIN = timedelta(hours=4)
"""How long a message without an answer is looked for."""

STALE = timedelta(seconds=60)
"""After how long a claim is given up: its process died. Longer than any request may take."""

KEEP_PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds between two tries to write down what became of a message, while the database fails."""

MEDIA_TRIES = 2
"""Attempts after which a message goes without its file, so that the chat does not wait for it."""

FILE_LOST = {
    "file-gone": "attachment-missing", "file-too-large": "attachment-too-large", "file-type": "attachment-not-taken",
}  # fmt: skip
"""Why a file does not go, and what is said in its place."""

ONE_PART = 1000
"""Characters that every channel sends in one message."""

LABEL = {ChannelName.TELEGRAM: 40, ChannelName.WHATSAPP: 24}
"""Characters of a button's label; WhatsApp's quick replies take 20, its lists 24."""

log = structlog.get_logger(__name__)


class Delivery:
    """The worker's outer loop: as many messages on their way as there are places, one a chat at a time."""

    def __init__(
        self, channels: Mapping[ChannelName, Channel], rates: Mapping[str, Rate], house: House, library: Library,
        wakeups: Wakeups, metrics: Metrics, *, stale: timedelta = STALE,
        clock: Callable[[], datetime] = clocks.now,
    ) -> None:  # fmt: skip
        """`rates` has a limit for a channel as a whole (`telegram`) and for each chat of it (`telegram:chat`).

        After `stale` a claim is given up.
        """
        self._channels = channels
        self._rates = rates
        self._house = house
        self._library = library
        self._wakeups = wakeups
        self._metrics = metrics
        self._stale = stale
        self._clock = clock
        self._seen = clock(), time.monotonic()
        self._steady_at = 0.0
        self._under_way: set[asyncio.Task[None]] = set()

    async def start_due(self) -> int:
        """Claim what is due, as far as there are places, and set it on its way; returns how much that was."""
        places = PLACES - len(self._under_way)
        if places <= 0:
            return 0
        token = secrets.token_hex(16)
        rows = await outbox.claim(places, token, self._clock())
        for row in rows:
            task = asyncio.create_task(self._send(row, token))
            self._under_way.add(task)
            task.add_done_callback(self._over)
        return len(rows)

    async def finish(self) -> None:
        """Wait for what is on its way; when that is cancelled, it is given up, and settled by whoever comes next."""
        try:
            while self._under_way:
                await asyncio.wait(self._under_way)
        except asyncio.CancelledError:
            for task in self._under_way:
                task.cancel()
            raise

    def _over(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        # The chat's next message may go now.
        self._wakeups.wake("outbox")
        if not task.cancelled() and (error := task.exception()):
            log.warning("delivery lost its row", error=type(error).__name__, exc_info=error)

    async def recover(self) -> None:
        """Take back what processes that died held, and settle what may or may not have been sent."""
        now, token = self._clock(), secrets.token_hex(16)
        await outbox.release_stale(now, self._stale)
        if self._steady(now):
            for row in await outbox.take_over(
                token, now, older_than=self._stale, since=now - SETTLED_WITHIN, listed=ChannelName.WHATSAPP
            ):
                await self._settle(row, token, "process-died")
        self._wakeups.wake("outbox")

    def _steady(self, now: datetime) -> bool:
        """Whether the age of what is on the wire can be told: not for a while after the clock was moved."""
        (seen, then), self._seen = self._seen, (now, time.monotonic())
        passed = self._seen[1] - then
        if abs((now - seen).total_seconds() - passed) > self._stale.total_seconds() / 2:
            # All of it looks old, or new, and none of it is known to be lost.
            self._steady_at = self._seen[1] + self._stale.total_seconds()
        return self._seen[1] >= self._steady_at

    @property
    def look_back(self) -> float:
        """Seconds between two looks for what processes that died held."""
        return self._stale.total_seconds() / 6

    async def _send(self, row: OutboundMessage, token: str) -> None:
        try:
            if _unwanted(row):
                await self._withhold(row, token)
                return
            if ways.is_needless(row, self._clock()):
                await outbox.dead(row, token, outlog.NEEDLESS)
                return
            channel = self._channels.get(row.channel)
            if channel is None:
                raise Unavailable("channel-not-configured")
            message, lost = await self._compose(row, channel)
            row.words = message.markup
            await self._wait_for_turn(row)
            if not await outbox.sending(row.id, token, message.markup, self._clock()):
                return
            sent = await channel.send(message)
        except Silenced as silenced:
            await outbox.postpone(row, token, "silenced", silenced.until)
            return
        except fresh.Withdrawn:
            await outbox.dead(row, token, outlog.NEEDLESS)
            return
        except Waits as waits:
            await self._turn_aside(row, token, waits)
            return
        except Exception as failure:
            error = failure
            await _kept(lambda: self._not_sent(row, token, error))
            return
        await _kept(lambda: self._sent(row, token, sent, lost))
        self._metrics.deliveries.labels(row.channel.value, "sent").inc()

    async def _withhold(self, row: OutboundMessage, token: str) -> None:
        async with transaction():
            if await outbox.dead(row, token, "opted-out"):
                await notices.undelivered(row, "opted-out")

    async def _turn_aside(self, row: OutboundMessage, token: str, waits: Waits) -> None:
        self._metrics.deliveries.labels(row.channel.value, "aside").inc()
        # What a knock speaks of waits at this address.
        channels = () if ways.is_knock(row) else self._channels
        async with transaction():
            await window.turn_aside(row, token, waits.reason, self._clock(), channels=channels, knock=waits.knock)

    async def _sent(self, row: OutboundMessage, token: str, sent: Sent, lost: str | None) -> None:
        if lost:
            async with transaction():
                await notices.undelivered(row, lost)
        await outbox.sent(row, token, sent.provider_ids, sent.numbered, self._clock())

    async def _wait_for_turn(self, row: OutboundMessage) -> None:
        now, sender = self._clock(), row.channel.value
        limits = {sender: self._rates[sender], f"{sender}:{row.identity.address}": self._rates[f"{sender}:chat"]}
        go = await pace.reserve(limits, now)
        await asyncio.sleep(max(0.0, (go - now).total_seconds()))

    async def _compose(self, row: OutboundMessage, channel: Channel) -> tuple[Outgoing, str | None]:
        """The message for the wire, and why its file does not go with it, if its writer has to hear that.

        Raises Waits, when the window is closed and no template takes it; and Withdrawn.
        """
        identity: Identity = row.identity
        person = await people.person_of(identity)
        zone = ZoneInfo(person.timezone or self._house.timezone)
        speech = Speech(person.language, person.digits, zone, self._clock(), calendar=person.calendar)
        said = await fresh.compose(row, person, self._house, self._clock())
        lines, choices = said.body, said.choices
        if not window.is_open(identity, self._clock()):
            return await ways.by_template(row, person, lines, speech, self._house.organisation, channel), None
        media, instead, lost = await (self._made(said.file) if said.file else self._attached(row))
        outgoing = Outgoing(
            address=identity.address,
            markup=speech.say([*lines, *instead]),
            choices=[[_labelled(speech, choice, row.channel) for choice in line] for line in choices],
            list_title=speech.label(text("list-title"), 20),
            numbered_hint=speech.say([text("numbered-hint")]),
            media=media,
            quotes=row.quotes,
            edits=row.edits,
            parts_sent=row.parts_sent,
        )
        return outgoing, lost

    async def _made(self, file: Made) -> tuple[Media | None, Sequence[Line], str | None]:
        try:
            return await self._library.made(file), (), None
        except Rejected as error:
            log.info("sent without its file", error=error.code)
            return None, [text("made-gone")], None
        except Exception as error:
            if file.make is None:
                raise
            # The words are worth more than their picture, and it would fail again.
            log.warning("sent without its picture", error=type(error).__name__, exc_info=error)
            return None, [text(f"made-failed-{file.kind.value}")], None

    async def _attached(self, row: OutboundMessage) -> tuple[Media | None, Sequence[Line], str | None]:
        """What is attached; or the words that stand for a file that cannot be had, and why not.

        A customer reads nothing of a file of ours that is lost: its writer hears of it. Raises Unavailable; and
        Rejected, when that leaves nothing to send.
        """
        attachment = await Attachment.get_or_none(id=row.attachment_id) if row.attachment_id else None
        if attachment is None:
            return None, (), None
        try:
            return await self._library.media(attachment, row.channel, self._channels), (), None
        except (Rejected, Unavailable) as error:
            if isinstance(error, Unavailable) and row.attempts < MEDIA_TRIES:
                raise
            log.info("sent without its file", outbound=row.id, attachment=attachment.id, error=error.code)
            reason = error.code if error.code in FILE_LOST else "file-gone"
        if row.author_id is None:
            return None, [text(FILE_LOST[reason], kind=text(f"attachment-{attachment.kind.value}"))], None
        if not any(isinstance(line, Words) for line in outlog.body(row)):
            raise Rejected(reason)
        return None, (), reason

    async def _not_sent(self, row: OutboundMessage, token: str, error: Exception) -> None:
        code = error.code if isinstance(error, DeliveryError) else type(error).__name__
        self._metrics.provider_errors.labels(row.channel.value, _known(code)).inc()
        self._metrics.deliveries.labels(row.channel.value, type(error).__name__.lower()).inc()
        if isinstance(error, DeliveryError) and error.sent:
            await outbox.parts(row, token, error.sent)
        now = self._clock()
        match error:
            case Throttled():
                until, sender = now + error.retry_after, row.channel.value
                await pace.silence(sender if error.whole_sender else f"{sender}:{row.identity.address}", until)
                await outbox.postpone(row, token, code, until)
            case Unsettled():
                await self._settle(row, token, code, looks=LOOKS)
            case TemplateRefused():
                if error.unusable:
                    await templates.doubt(error.sid)
                await self._turn_aside(row, token, Waits("refused"))
            case WindowClosed():
                async with transaction():
                    await window.refused(row, token, now)
            case DeliveryError() if not isinstance(error, Unavailable):
                await self._give_up(row, token, error)
            case _:
                if not isinstance(error, Unavailable):
                    log.warning("delivery failed", outbound=row.id, error=code, exc_info=error)
                if row.attempts >= len(outbox.RETRY_DELAYS):
                    await self._give_up(row, token, Rejected(code))
                else:
                    await outbox.retry(row, token, code, now)

    async def _give_up(self, row: OutboundMessage, token: str, error: DeliveryError) -> None:
        async with transaction():
            if isinstance(error, Unreachable):
                await deliveries.unreachable(row, opted_out=error.code in deliveries.OPTED_OUT)
            if await outbox.dead(row, token, error.code):
                await notices.undelivered(row, _reason(error))

    async def _settle(self, row: OutboundMessage, token: str, code: str, looks: int = 1) -> None:
        """Look in the provider's own list for a message whose answer never came; without a list, its writer is told.

        The row is still held, so that nothing overtakes it in its chat.
        """
        channel = self._channels.get(row.channel)
        try:
            if channel is None:
                raise Unavailable("channel-not-configured")
            found = await self._look_up(row, channel)
            for _ in range(looks - 1):
                if not found:
                    # The list may be a little behind.
                    await asyncio.sleep(LOOK_AGAIN)
                    found = await self._look_up(row, channel)
        except LookupError:
            async with transaction():
                if await outbox.unknown(row, token, code):
                    await notices.undelivered(row, "unknown")
            return
        except DeliveryError as error:
            log.info("not settled yet", outbound=row.id, error=error.code)
            await outbox.unknown(row, token, code)
            return
        if not found:
            await outbox.retry(row, token, code, self._clock())
        elif row.attachment_id or len(plain(row.words or "")) > ONE_PART:
            # There may be more parts behind this one.
            await outbox.parts(row, token, found[:1])
            await outbox.postpone(row, token, code, self._clock())
        else:
            await outbox.sent(row, token, found[:1], row.numbered, self._clock())

    async def _look_up(self, row: OutboundMessage, channel: Channel) -> list[str]:
        listed = await channel.settle(row.identity.address, row.words or "", row.created_at)
        return await outlog.unknown_ids(row.channel, listed)


async def _kept(write: Callable[[], Awaitable[object]]) -> None:
    """Write down what became of a message, again while the database fails: nobody else knows it."""
    for pause in KEEP_PAUSES:
        try:
            await write()
            return
        except Exception as error:
            log.warning("not written down yet", error=type(error).__name__)
            await asyncio.sleep(pause)
    await write()


def _unwanted(row: OutboundMessage) -> bool:
    """Whether it waited until after its recipient said stop; what their own message was answered with goes."""
    identity = row.identity
    since = identity.opted_out_at if identity.opted_out and identity.staff_id is None else None
    return since is not None and row.created_at < since and not row.key.startswith("turn:")


def _labelled(speech: Speech, choice: Choice, channel: ChannelName) -> Labelled:
    about = speech.label(choice.about, 72) if choice.about else None
    label = speech.label(choice.label, LABEL[channel])
    # A button begins with a capital, though its word (a priority, a status) is small in a sentence.
    return Labelled(label[:1].upper() + label[1:], choice.says, about)


def _reason(error: DeliveryError) -> str:
    if isinstance(error, Unreachable):
        return "opted-out" if error.code in deliveries.OPTED_OUT else "blocked"
    return error.code if error.code in FILE_LOST else "failed"


def _known(code: str) -> str:
    """A code as a metric's label: the providers' numbers and our classes, never their prose."""
    return code if code.isalnum() and len(code) <= 32 else "other"
