"""The worker: gives people their turns, delivers what is to be said, and keeps the ticks."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import structlog

from bot import templates
from bot.channels import Channel, DeliveryError
from bot.channels.telegram import Telegram
from bot.channels.whatsapp import WhatsApp
from bot.delivery import Delivery
from bot.media import Library
from bot.menus import Menus
from bot.turns import Turns
from bot.workshop import Workshop
from scheduler import Tick, Ticks
from scheduler.sweeps import SWEEPS
from storage import clock
from storage.database import dialect
from storage.inbox import Inbox
from storage.models import ChannelName
from storage.wakeups import TOPICS, Wakeups

LOOK_AGAIN = 1.0
"""Seconds after which a loop looks for work though nobody woke it: for retries that came due."""

JOBS = 2
"""Jobs that a worker has made at once, each by another process: a short one passes a long one."""

PAUSES = (0.5, 1.0, 2.0, 5.0)
"""Seconds to wait after a first, second, … failure of the database in a row."""

SWEEP, SWEEP_AT_START = timedelta(minutes=30), timedelta(days=1)
"""How far back Twilio's list is searched for messages that never arrived; further at start, after an outage of ours."""

ON_ITS_WAY = timedelta(seconds=20)
"""How long Twilio may still be bringing a message by itself: the list lacks names and what a button says."""

TEMPLATES_AGAIN = 600.0
"""Seconds between two looks at what became of the templates."""

PATIENCE = 8.0
"""Seconds that a stop waits for what is under way."""

log = structlog.get_logger(__name__)


class Worker:
    """The loops of one worker process."""

    def __init__(
        self, turns: Turns, delivery: Delivery, library: Library, inbox: Inbox, wakeups: Wakeups,
        channels: Mapping[ChannelName, Channel], *, at_once: int, menus: Menus | None, organisation: str,
        workshop: Workshop,
    ) -> None:  # fmt: skip
        """`at_once` is how many turns are taken side by side; SQLite, which has one writer, takes one."""
        self._organisation = organisation
        self._workshop = workshop
        self._turns = turns
        self._delivery = delivery
        self._library = library
        self._inbox = inbox
        self._wakeups = wakeups
        self._channels = channels
        self._at_once = at_once
        self._menus = menus
        self._stopping = asyncio.Event()
        self._works: list[asyncio.Task[None]] = []
        self._loops: list[asyncio.Task[None]] = []
        self._sweeps = [replace(tick, work=self._swept(tick)) for tick in SWEEPS]
        self._ticks = Ticks([*self._declare(), *self._sweeps])

    def _declare(self) -> list[Tick]:
        ticks = [
            Tick("media", 2, lambda: self._library.fetch_waiting(self._channels)),
            Tick("made", 3600, self._library.forget_made),
            Tick("erased", 5, self._library.forget_erased),
            Tick("recover", self._delivery.look_back, self._delivery.recover),
        ]
        if self._menus is not None:
            ticks.append(Tick("menus", 5, self._menus.publish))
        whatsapp = self._channels.get(ChannelName.WHATSAPP)
        if isinstance(whatsapp, WhatsApp):
            ticks.append(Tick("sweep", 60, lambda: self._sweep(whatsapp, SWEEP, ON_ITS_WAY)))
            ticks.append(Tick("templates", TEMPLATES_AGAIN, lambda: self._ask_for_templates(whatsapp)))
        return ticks

    def start(self, *, poll: bool = False) -> None:
        """Begin; with `poll`, Telegram is asked for updates instead of posting them."""
        self._wakeups.listen()
        at_once = self._at_once if dialect() == "postgres" else 1
        works = [self._give_turns] * at_once + [self._deliver] + [self._make] * JOBS
        self._works = [asyncio.create_task(self._loop(work)) for work in works]
        self._loops = [*self._works]
        telegram = self._channels.get(ChannelName.TELEGRAM)
        if poll and isinstance(telegram, Telegram):
            self._loops.append(asyncio.create_task(self._poll(telegram)))
        if self._menus is not None:
            self._loops.append(asyncio.create_task(self._quietly(self._menus.publish)))
        whatsapp = self._channels.get(ChannelName.WHATSAPP)
        if isinstance(whatsapp, WhatsApp):
            sweep = self._sweep(whatsapp, SWEEP_AT_START, timedelta(0))
            self._loops.append(asyncio.create_task(self._quietly(lambda: sweep)))
        self._ticks.start()

    async def stop(self) -> None:
        """Finish what is under way, and begin nothing more."""
        self._stopping.set()
        self._ticks.stop()
        for topic in TOPICS:
            self._wakeups.wake(topic)
        self._workshop.close()
        patience = asyncio.get_running_loop().time() + PATIENCE
        # The loops first: one may just be claiming what is then on its way.
        for finish in (self._finish_works, self._workshop.finish, self._delivery.finish, self._ticks.finish):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(patience):
                    await finish()
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)

    async def _finish_works(self) -> None:
        await asyncio.gather(*self._works, return_exceptions=True)

    async def _loop(self, work: Callable[[], Awaitable[None]]) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                await work()
                failures = 0
            except Exception as error:
                log.warning("worker waits", error=type(error).__name__, exc_info=error)
                await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1
        # One who waits is woken at a time: the next one ends, too.
        self._wakeups.wake("inbox")
        self._wakeups.wake("jobs")

    def _swept(self, tick: Tick) -> Callable[[], Awaitable[object]]:
        async def work() -> None:
            await tick.work()
            self._wakeups.wake("outbox")

        return work

    async def sweep(self) -> None:
        """Do now what the CRM does by itself, each once."""
        for tick in self._sweeps:
            await tick.work()

    async def _give_turns(self) -> None:
        if await self._turns.take():
            # One was woken; where there was one message there may be more.
            self._wakeups.wake("inbox")
        else:
            await self._wakeups.wait("inbox", LOOK_AGAIN)

    async def _deliver(self) -> None:
        if not await self._delivery.start_due():
            await self._wakeups.wait("outbox", LOOK_AGAIN)

    async def _make(self) -> None:
        if not await self._workshop.work():
            await self._wakeups.wait("jobs", LOOK_AGAIN)

    async def _poll(self, telegram: Telegram) -> None:
        async for row in telegram.poll():
            await self._inbox.put(row)

    async def _sweep(self, whatsapp: WhatsApp, age: timedelta, on_its_way: timedelta) -> None:
        """Bring in what Twilio has and never brought, oldest first."""
        now = clock.now()
        with contextlib.suppress(DeliveryError):
            listed = [row async for row in whatsapp.sweep(now - age, now - on_its_way)]
            for row in reversed(listed):
                if await self._inbox.put(row):
                    log.info("a message that never arrived was fetched", inbound=row.provider_id)

    async def _ask_for_templates(self, whatsapp: WhatsApp) -> None:
        try:
            await templates.refresh(whatsapp, self._organisation)
        except DeliveryError as error:
            log.info("templates not asked for", error=error.code)

    async def _quietly(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception as error:
            log.warning("not done yet", error=type(error).__name__)
