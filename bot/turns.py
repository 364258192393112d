"""Turns: take the oldest unanswered message, answer it in one transaction, and go on to the next.

Killed at any point, a turn happened once or not at all: the records, the replies in the outbox and the mark on the
inbox row are committed together.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot import customer_turn, staff_turn
from bot.channels import Channel, Unavailable
from bot.dialogue import Dialogue
from bot.dispatch import Dispatch
from bot.house import House
from bot.incoming import Incoming, IncomingKind
from bot.metrics import Metrics
from bot.reply import Reply
from bot.speech.language import detect
from bot.turn import Turn
from crm import notices, people
from crm.people import Person
from storage import clock as clocks
from storage import held, inbox, outbox, outlog
from storage.models import ChannelName, InboundMessage
from storage.transactions import savepoint, transaction
from storage.wakeups import Wakeups

ABOUT_THE_CHAT = (IncomingKind.BLOCKED, IncomingKind.UNBLOCKED)
"""What is said by the app, and makes nobody a lead."""

TRIES = 5
"""How often a message may fail before it is set aside."""

COMPLETE_PAUSES = (0.0, 1.0, 3.0, 8.0)
"""Seconds before each try to fetch what a message lacks: fresh media may not be there for a moment."""

COMPLETED_WITHIN = timedelta(seconds=60)
"""After how long somebody else tries, when the one who did died."""

JUST_NOW = timedelta(seconds=2)
"""A message that says it was sent so shortly before it was received was sent when it was received."""

log = structlog.get_logger(__name__)


class Turns:
    """The worker's inner loop: `take()` gives one turn, and says whether there was one to give."""

    def __init__(
        self, channels: Mapping[ChannelName, Channel], house: House, wakeups: Wakeups, metrics: Metrics,
        clock: Callable[[], datetime] = clocks.now,
    ) -> None:  # fmt: skip
        self._channels = channels
        self._house = house
        self._wakeups = wakeups
        self._metrics = metrics
        self._clock = clock
        self._beside: set[asyncio.Task[None]] = set()

    async def take(self) -> bool:
        """Answer the oldest message whose writer no one is serving; False when nothing waits."""
        row: InboundMessage | None = None
        started = self._clock()
        try:
            async with transaction() as connection:
                row = await inbox.claim(connection, started)
                if row is None:
                    return False
                incoming = self._channels[row.channel].read(row.payload)
                if incoming is not None and incoming.incomplete:
                    await inbox.put_off(connection, row.id, started + COMPLETED_WITHIN)
                else:
                    if incoming is not None:
                        await self._answer(incoming, row)
                    await inbox.finish(connection, row.id, started)
                    await self._wakeups.announce(connection, "outbox")
        except Exception as error:
            if row is None:
                raise
            await self._failed(row, error)
            return True
        if incoming is not None and incoming.incomplete:
            self._aside(self._complete(row))
            return True
        self._wakeups.wake("outbox")
        self._wakeups.wake("jobs")
        self._measure("done" if incoming else "ignored", started)
        if incoming is not None:
            self._acknowledge(incoming)
        return True

    async def _complete(self, row: InboundMessage) -> None:
        """Fetch what a message lacks, outside of any turn. Whoever fails leaves it to the next try."""
        for pause in COMPLETE_PAUSES:
            await asyncio.sleep(pause)
            try:
                last = pause == COMPLETE_PAUSES[-1]
                payload = await self._channels[row.channel].complete(row.payload, last=last)
            except Unavailable as error:
                log.info("not complete yet", inbound=row.id, error=error.code)
            else:
                await inbox.completed(row.id, payload)
                self._wakeups.wake("inbox")
                return

    async def _answer(self, incoming: Incoming, row: InboundMessage) -> None:
        if incoming.kind in ABOUT_THE_CHAT and not await people.known(incoming.channel, incoming.sender):
            return
        # WhatsApp and buttons bear no time, and Telegram's is a whole second: what was received then was said then.
        if incoming.at > row.received_at - JUST_NOW:
            incoming = replace(incoming, at=row.received_at)
        person = await self._recognise(incoming)
        turn = Turn(incoming, person, row.id, self._clock(), self._house)
        dispatch = Dispatch(turn)
        dialogue = Dialogue(turn)
        turn.begin, turn.leave, turn.sayable, turn.usage = (
            dialogue.begin, dialogue.leave, dispatch.sayable, dispatch.usage
        )  # fmt: skip
        if incoming.quotes:
            turn.quoted = await outlog.quoted(incoming.channel, incoming.sender, incoming.quotes)
        answer = staff_turn.answer if person.staff else customer_turn.answer
        await outbox.put(self._drafts(turn, await answer(turn)))

    async def _recognise(self, incoming: Incoming) -> Person:
        language = (detect(incoming.text) if incoming.kind is IncomingKind.MESSAGE else None) or incoming.language
        person = await people.recognise(
            incoming.channel, incoming.sender, name=incoming.name, phone=incoming.phone,
            language=language if language in ("ar", "en") else self._house.language, at=incoming.at,
        )  # fmt: skip
        if incoming.channel is ChannelName.WHATSAPP:
            # Whoever writes opens WhatsApp's window.
            await held.release(person.identity.id, self._clock())
        if incoming.kind is IncomingKind.BLOCKED:
            person.identity.reachable = False
            await person.identity.save(update_fields=["reachable"])
        return person

    @staticmethod
    def _drafts(turn: Turn, replies: Sequence[Reply]) -> list[outbox.Draft]:
        pressed = turn.incoming.pressed_on if turn.incoming.channel is ChannelName.TELEGRAM else None
        return [
            outbox.Draft(
                identity_id=turn.person.identity.id, channel=turn.person.identity.channel,
                key=f"turn:{turn.inbound_id}:{number}", body=reply.body, choices=reply.choices,
                edits=pressed if reply.edits else None, lead_id=reply.lead_id, customer_id=reply.customer_id,
                ticket_id=reply.ticket_id, activity_id=reply.activity_id,
            )
            for number, reply in enumerate(replies)
        ]  # fmt: skip

    async def _failed(self, row: InboundMessage, error: Exception) -> None:
        # The message's own text may be in the error's: its class alone is kept and logged.
        name = type(error).__name__
        attempts = await inbox.failed(row.id, name, self._clock())
        log.warning("turn failed", inbound=row.id, error=name, attempts=attempts, exc_info=error)
        self._measure("failed", row.received_at)
        if attempts < TRIES:
            pause = inbox.PAUSES[min(attempts, len(inbox.PAUSES)) - 1]
            asyncio.get_running_loop().call_later(pause.total_seconds(), self._wakeups.wake, "inbox")
            return
        async with transaction() as connection:
            # The message's row first, as a turn locks: another worker may just be giving it one.
            await inbox.set_aside(connection, row.id, name, self._clock())
            incoming = self._readable(row)
            if incoming is not None:
                await self._apologise(incoming, row)
        self._measure("aside", row.received_at)
        self._wakeups.wake("outbox")

    async def _apologise(self, incoming: Incoming, row: InboundMessage) -> None:
        try:
            async with savepoint():
                person = await self._recognise(incoming)
                await notices.set_aside(row.id, person.identity)
        except Exception as error:
            # What breaks the turn may break this, too; the writer's next message must not wait for it.
            log.warning("no apology", inbound=row.id, error=type(error).__name__)

    def _readable(self, row: InboundMessage) -> Incoming | None:
        try:
            return self._channels[row.channel].read(row.payload)
        except Exception:
            return None

    def _measure(self, outcome: str, since: datetime) -> None:
        self._metrics.turns.labels(outcome).inc()
        self._metrics.turn_duration.observe((self._clock() - since).total_seconds())

    def _acknowledge(self, incoming: Incoming) -> None:
        if incoming.callback is None:
            return
        self._aside(self._channels[incoming.channel].acknowledge(incoming))

    def _aside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)
