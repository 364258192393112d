"""Telegram at the wire: one bot, heard by webhook or by polling, through python-telegram-bot's client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.constants import ChatAction
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.channels import Rejected, Sent, Throttled, Unavailable
from bot.channels.download import TOO_LARGE, download
from bot.channels.telegram import read
from bot.channels.telegram.errors import Request, explain
from bot.channels.telegram.send import Sender
from bot.incoming import Incoming, IncomingKind
from bot.reply import Outgoing
from storage.inbox import NewInbound
from storage.models import ChannelName

OFFICIAL = "https://api.telegram.org"
TIMEOUT = 20.0
"""Seconds for one answer."""
POLL = 25
"""Seconds that one getUpdates waits at the server."""
PAUSES = (1, 2, 5, 10, 30)
"""Seconds to wait after one failed poll, two, three…"""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class BotState:
    """What Telegram says of the bot: for `doctor`. `webhook` is empty when none is registered."""

    username: str
    webhook: str
    pending: int
    last_error: str | None


class Telegram:
    """One bot; a Channel. Make it inside the running event loop."""

    name = ChannelName.TELEGRAM

    def __init__(self, token: str, api_url: str = OFFICIAL, *, timeout: float = TIMEOUT) -> None:
        """`timeout` is how many seconds an answer may take."""
        self.account = token.partition(":")[0]
        self._requests = (
            Request(connection_pool_size=64, connect_timeout=5, read_timeout=timeout, write_timeout=10, pool_timeout=5),
            Request(connection_pool_size=1, connect_timeout=5, read_timeout=POLL + 10, pool_timeout=5),
        )
        self.bot = Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=self._requests[0],
            get_updates_request=self._requests[1],
        )
        self._sender = Sender(self.bot)
        self._session: aiohttp.ClientSession | None = None

    def locate(self, body: bytes) -> NewInbound | None:
        """The inbox row of a raw update; None for what we do not listen to. ValueError when it is no update."""
        return read.locate(self.account, body)

    def read(self, payload: str) -> Incoming | None:
        return read.read(self.account, payload)

    async def complete(self, payload: str, *, last: bool) -> str:
        return payload

    async def send(self, message: Outgoing) -> Sent:
        return await self._sender.send(message)

    async def acknowledge(self, incoming: Incoming) -> None:
        """Stop a button's spinner, or show typing under a command. Never raises."""
        with suppress(TelegramError):
            if incoming.callback:
                await self.bot.answer_callback_query(incoming.callback)
            elif incoming.kind is IncomingKind.MESSAGE and incoming.text.startswith("/"):
                await self.bot.send_chat_action(int(incoming.sender), ChatAction.TYPING)

    async def settle(self, address: str, words: str, since: datetime) -> Sequence[str]:
        raise LookupError("Telegram has no list of what was sent")

    async def fetch(self, source: str, to: Path, limit: int) -> int:
        try:
            file = await self.bot.get_file(source)
        except (BadRequest, Forbidden) as error:
            code = explain(error).code
            raise Rejected(TOO_LARGE if "too big" in code else code) from error
        except TelegramError as error:
            raise Unavailable(explain(error).code) from error
        if not file.file_path or (file.file_size or 0) > limit:
            raise Rejected(TOO_LARGE if file.file_path else "gone")
        self._session = self._session or aiohttp.ClientSession()
        return await download(self._session, file.file_path, to, limit)

    async def close(self) -> None:
        for request in self._requests:
            await request.shutdown()
        if self._session:
            await self._session.close()

    async def register(self, url: str, secret: str) -> None:
        """Have updates posted to `url` from now on, proved by `secret`. Raises a DeliveryError."""
        with _explained():
            await self.bot.set_webhook(url, secret_token=secret, allowed_updates=list(read.ALLOWED), max_connections=40)

    async def poll(self) -> AsyncIterator[NewInbound]:
        """Everything that is said to the bot, in place of a webhook, for ever.

        An update is confirmed to Telegram only when the one after it is asked for: put each row in the inbox before
        you go on. Failures are waited out.
        """
        offset, failures, webhook = 0, 0, True
        while True:
            try:
                if webhook:
                    await self.bot.delete_webhook()
                    webhook = False
                bodies = await self._get_updates(offset)
                failures = 0
            except TelegramError as error:
                found = explain(error)
                pause = found.retry_after.total_seconds() if isinstance(found, Throttled) else 0
                log.warning("telegram.poll_failed", code=found.code)
                await asyncio.sleep(max(pause, PAUSES[min(failures, len(PAUSES) - 1)]))
                failures += 1
                continue
            for body in bodies:
                try:
                    row = self.locate(body)
                except ValueError as error:
                    # One that can never be read must not hold up all that come after it.
                    log.error("telegram.update_unreadable", error=str(error))
                    row = None
                if row is not None:
                    yield row
                offset = json.loads(body)["update_id"] + 1

    async def _get_updates(self, offset: int) -> list[bytes]:
        """The updates from `offset` on, each in its own JSON, as a webhook would bring them."""
        query = urlencode({"offset": offset, "timeout": POLL, "allowed_updates": json.dumps(read.ALLOWED)})
        answer = await self._requests[1].retrieve(f"{self.bot.base_url}/getUpdates?{query}")
        return [json.dumps(update).encode() for update in json.loads(answer)["result"]]

    async def menus(self, menus: Mapping[str, Sequence[tuple[str, str]]], chat: str | None = None) -> None:
        """Set the menu of all private chats, or of one: (command, description) by language; "" for all others.

        Raises a DeliveryError.
        """
        scope = BotCommandScopeChat(int(chat)) if chat else BotCommandScopeAllPrivateChats()
        with _explained():
            for language, commands in menus.items():
                listed = [BotCommand(command, description) for command, description in commands]
                await self.bot.set_my_commands(listed, scope, language or None)

    async def username(self) -> str:
        """What the bot is called, without the `@`. Raises a DeliveryError."""
        with _explained():
            return (await self.bot.get_me()).username or ""

    async def check(self) -> BotState:
        """Ask Telegram who we are and where it posts. Raises a DeliveryError."""
        with _explained():
            me, webhook = await self.bot.get_me(), await self.bot.get_webhook_info()
        return BotState(me.username or "", webhook.url, webhook.pending_update_count, webhook.last_error_message)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except TelegramError as error:
        raise explain(error) from error
