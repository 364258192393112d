"""Run: put the parts together from the settings, as web, as worker, or as both in one process."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

import structlog
from aiohttp import web as web_server

from bot.channels import DeliveryError
from bot.channels.telegram import Telegram
from bot.channels.whatsapp import WhatsApp
from bot.connect import make_channels
from bot.delivery import STALE, Delivery
from bot.house import make_house
from bot.media import MADE_ROUTE, ROUTE, Library
from bot.menus import Menus
from bot.metrics import Metrics
from bot.settings import Settings
from bot.turns import Turns
from bot.web import TELEGRAM_PATH, application, serve
from bot.worker import Worker
from bot.workshop import Workshop
from crm import deliveries, office
from storage import clock, outbox, outlog
from storage import inbox as inboxes
from storage.database import close_database, current, open_database
from storage.inbox import Inbox
from storage.models import ChannelName, OutboundStatus
from storage.pace import Rate
from storage.wakeups import Wakeups

CHAT_RATES = {"telegram:chat": Rate(1, burst=3), "whatsapp:chat": Rate(10, burst=10)}
"""What one chat is sent a second; Telegram allows short bursts."""

LOOK_AGAIN = (0.02, 0.2, 1.0, 3.0)
"""Seconds after which a status is tried again whose message is not known: it may outrun the answer that names it."""

REGISTER_AGAIN = 10.0
"""Seconds between two tries to register Telegram's webhook."""

log = structlog.get_logger(__name__)


class Diwan:
    """One process: `await start()`, then `await stop()`. The database must be open."""

    def __init__(
        self, settings: Settings, *, web: bool = True, worker: bool = True,
        chat_rates: Mapping[str, Rate] = CHAT_RATES, stale: timedelta = STALE,
    ) -> None:  # fmt: skip
        """`stale` is after how long a dead process's claims are given up."""
        self.settings = settings
        office.use(settings.office)
        self.metrics = Metrics()
        self.wakeups = Wakeups(settings.database_url)
        self.inbox = Inbox(self._arrived)
        self.channels = make_channels(settings)
        self.library = _library(settings)
        self._with_web, self._with_worker = web, worker
        self._stale = stale
        self._rates = {
            "telegram": Rate(settings.telegram_rate),
            "whatsapp": Rate(settings.whatsapp_rate),
            **chat_rates,
        }
        self.port = settings.port
        self._doors: dict[ChannelName, str] = {}
        self._runner: web_server.AppRunner | None = None
        self._worker: Worker | None = None
        self._announcing: set[asyncio.Task[None]] = set()
        self.registering: asyncio.Task[None] | None = None
        self._introducing: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen and begin to work. OSError when the port is taken."""
        if self._with_web:
            self._runner = await serve(self._application(), self.settings.host, self.settings.port)
            self.port = self._runner.addresses[0][1]
            if self.settings.public_url and ChannelName.TELEGRAM in self.channels:
                self.registering = asyncio.create_task(self._register())
        if self._with_worker:
            self._find_doors()
            self._worker = self._make_worker()
            self._worker.start(poll=not self.settings.public_url)

    async def stop(self) -> None:
        """Take no more, finish what is under way, and let go of everything but the database."""
        for task in (self.registering, self._introducing):
            if task is not None:
                task.cancel()
        if self._runner is not None:
            await self._runner.cleanup()
        await self.inbox.close()
        if self._worker is not None:
            await self._worker.stop()
        await self.wakeups.close()
        for channel in self.channels.values():
            await channel.close()

    async def sweep(self) -> None:
        """Do now what the CRM does by itself; otherwise the ticks do."""
        if self._worker is not None:
            await self._worker.sweep()

    def _application(self) -> web_server.Application:
        telegram = self.channels.get(ChannelName.TELEGRAM)
        whatsapp = self.channels.get(ChannelName.WHATSAPP)
        app = application(
            self.inbox,
            self.metrics,
            telegram=telegram if isinstance(telegram, Telegram) and self.settings.public_url else None,
            telegram_secret=self.settings.telegram_webhook_secret,
            whatsapp=whatsapp if isinstance(whatsapp, WhatsApp) else None,
            public_url=self.settings.public_url,
            on_status=self._report,
        )
        app.router.add_get(ROUTE, self.library.serve)
        app.router.add_get(MADE_ROUTE, self.library.serve_made)
        self.metrics.on_scrape(self._gauge)
        return app

    def _make_worker(self) -> Worker:
        settings = self.settings
        house = make_house(settings, self._doors)
        telegram = self.channels.get(ChannelName.TELEGRAM)
        return Worker(
            Turns(self.channels, house, self.wakeups, self.metrics),
            Delivery(self.channels, self._rates, house, self.library, self.wakeups, self.metrics,
                     stale=self._stale),
            self.library,
            self.inbox,
            self.wakeups,
            self.channels,
            at_once=settings.worker_turns,
            menus=Menus(telegram, settings.language) if isinstance(telegram, Telegram) else None,
            organisation=settings.organisation,
            workshop=Workshop(settings, self.wakeups),
        )  # fmt: skip

    def _arrived(self) -> None:
        self.wakeups.wake("inbox")
        if not self._with_worker:
            task = asyncio.create_task(self.wakeups.announce(current(), "inbox"))
            self._announcing.add(task)
            task.add_done_callback(self._announcing.discard)

    async def _report(self, provider_id: str, status: OutboundStatus, error: str | None) -> None:
        at = clock.now()
        for pause in (*LOOK_AGAIN, None):
            try:
                await deliveries.report(ChannelName.WHATSAPP, provider_id, status, error, at=at)
                break
            except outbox.UnknownMessage:
                if pause is None:
                    return
                await asyncio.sleep(pause)
        if status is OutboundStatus.FAILED:
            self.wakeups.wake("outbox")

    async def _gauge(self) -> None:
        self.metrics.set_inbox_age(await inboxes.oldest_pending_age(clock.now()))
        self.metrics.set_outbox({OutboundStatus(state): count for state, count in (await outlog.counts()).items()})

    def _find_doors(self) -> None:
        """Find out where each channel is entered, for invitations: our number is a setting, the bot's name is asked."""
        if ChannelName.WHATSAPP in self.channels and self.settings.twilio_whatsapp_number:
            self._doors[ChannelName.WHATSAPP] = self.settings.twilio_whatsapp_number
        telegram = self.channels.get(ChannelName.TELEGRAM)
        if isinstance(telegram, Telegram):
            self._introducing = asyncio.create_task(self._introduce(telegram))

    async def _introduce(self, telegram: Telegram) -> None:
        while True:
            try:
                self._doors[ChannelName.TELEGRAM] = await telegram.username()
                return
            except DeliveryError as error:
                log.warning("the bot's name is not known yet", error=error.code)
                await asyncio.sleep(REGISTER_AGAIN)

    async def _register(self) -> None:
        telegram = self.channels[ChannelName.TELEGRAM]
        assert isinstance(telegram, Telegram)
        while True:
            try:
                await telegram.register(
                    f"{self.settings.public_url}{TELEGRAM_PATH}", self.settings.telegram_webhook_secret
                )
                return
            except DeliveryError as error:
                log.warning("telegram's webhook is not registered yet", error=error.code)
                await asyncio.sleep(REGISTER_AGAIN)


def _library(settings: Settings) -> Library:
    key = settings.twilio_auth_token or settings.telegram_token
    return Library(settings.media_folder, settings.files, settings.public_url, key.get_secret_value() if key else "")


async def run(
    settings: Settings, *, web: bool = True, worker: bool = True, chat_rates: Mapping[str, Rate] = CHAT_RATES,
    stale: timedelta = STALE,
) -> None:  # fmt: skip
    """Open the database and work until SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await open_database(settings.database_url)
    try:
        diwan = Diwan(settings, web=web, worker=worker, chat_rates=chat_rates, stale=stale)
        await diwan.start()
        log.info("ready", host=settings.host, port=diwan.port if web else None, web=web, worker=worker)
        await stopped.wait()
        log.info("stopping")
        await diwan.stop()
    finally:
        await close_database()
