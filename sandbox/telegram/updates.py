"""Updates on their way to the bot: kept until they are acknowledged, by webhook in order for each chat, or polled."""

from __future__ import annotations

import asyncio
import itertools
import re
from dataclasses import dataclass
from typing import Any

import aiohttp
from yarl import URL

from sandbox.changes import Lanes
from sandbox.messages import Message
from sandbox.phones import Phone
from sandbox.telegram.requests import BotApiError, Parameters, bad
from sandbox.world import World

FIRST_PAUSE, LONGEST_PAUSE, WEBHOOK_TIMEOUT = 0.2, 2.0, 60.0
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass(eq=False)
class Update:
    """One update, with the phone it came from and the message to tick off when it is acknowledged."""

    id: int
    kind: str
    body: dict[str, Any]
    phone: Phone
    message: Message | None = None

    def json(self) -> dict[str, Any]:
        return {"update_id": self.id, self.kind: self.body}


class Updates:
    """The queue of one bot, and the way out that it has chosen."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.pending: dict[int, Update] = {}
        self.url = ""
        self.secret = ""
        self.allowed: list[str] = []
        self.last_error: tuple[int, str] | None = None
        self.session: aiohttp.ClientSession | None = None
        self._ids = itertools.count(world.first_number)
        self._lanes = Lanes(world.changes)
        self._kick = asyncio.Event()
        self._poller: object = None

    def add(self, kind: str, body: dict[str, Any], phone: Phone, message: Message | None = None) -> None:
        """Queue an update, unless the bot asked not to get its kind."""
        if kind not in self.allowed if self.allowed else kind in NOT_BY_DEFAULT:
            return
        update = Update(next(self._ids), kind, body, phone, message)
        self.pending[update.id] = update
        self.world.changes.notify()
        if self.url:
            self._enqueue(update)

    def waiting(self, phone: Phone) -> bool:
        """Whether something of this phone is not acknowledged yet."""
        return any(update.phone is phone for update in self.pending.values())

    def set_webhook(self, parameters: Parameters) -> bool:
        """setWebhook: everything that is pending goes there at once."""
        url, secret = parameters.text("url"), parameters.text("secret_token")
        if not url:
            return self.delete_webhook(parameters)
        if not url.startswith(("https://", "http://")):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not SECRET.fullmatch(secret):
            raise bad("secret token contains unallowed characters")
        if parameters.flag("drop_pending_updates"):
            self.pending.clear()
        self._allow(parameters)
        self.url, self.secret, self.last_error = url, secret, None
        self._wake()
        for update in self.pending.values():
            self._enqueue(update)
        return True

    def delete_webhook(self, parameters: Parameters) -> bool:
        """deleteWebhook: what is pending waits for getUpdates."""
        if parameters.flag("drop_pending_updates"):
            self.pending.clear()
        self.url = self.secret = ""
        self._wake()
        return True

    def info(self) -> dict[str, Any]:
        """getWebhookInfo."""
        found: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.pending),
        }
        if self.url:
            found |= {"max_connections": 40, "ip_address": "127.0.0.1"}
        if self.last_error:
            found |= {"last_error_date": self.last_error[0], "last_error_message": self.last_error[1]}
        return found | ({"allowed_updates": self.allowed} if self.allowed else {})

    async def get(self, parameters: Parameters) -> list[dict[str, Any]]:
        """getUpdates: forgets what is below the offset, waits up to `timeout` seconds for what is above."""
        if self.url:
            raise BotApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        offset, limit = parameters.integer("offset"), parameters.integer("limit", 100)
        self._allow(parameters)
        if offset < 0:
            offset = next(iter(list(self.pending)[offset:]), 0)
        for update in [u for u in self.pending.values() if u.id < offset]:
            self._acknowledge(update)
        me = self._poller = object()
        self.world.changes.notify()
        if not self.pending and (timeout := min(parameters.integer("timeout"), 50)) > 0:
            try:
                await self.world.changes.until(lambda: self.pending or self._poller is not me, timeout)
            except TimeoutError:
                return []
        if self._poller is None:
            return []
        if self._poller is not me:
            raise BotApiError(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )
        return [u.json() for u in itertools.islice(self.pending.values(), max(1, min(limit, 100)))]

    async def close(self) -> None:
        """Stop delivering, and let whoever polls go."""
        self._poller = None
        self.world.changes.notify()
        await self._lanes.close()

    def _allow(self, parameters: Parameters) -> None:
        allowed = parameters.object("allowed_updates")
        if allowed is not None:
            self.allowed = [str(kind) for kind in allowed]

    def _wake(self) -> None:
        self._kick.set()
        self._kick = asyncio.Event()

    def _enqueue(self, update: Update) -> None:
        self._lanes.put(update.phone.id, lambda: self._deliver(update))

    def _acknowledge(self, update: Update) -> None:
        if self.pending.pop(update.id, None) and update.message and update.message.status == "sent":
            update.phone.change(update.message, status="delivered", error=None)
        self.world.changes.notify()

    async def _deliver(self, update: Update) -> None:
        pause = FIRST_PAUSE
        while update.id in self.pending and self.url:
            error = await self._post(update)
            if error is None:
                self._acknowledge(update)
                return
            self.last_error = int(self.world.clock().timestamp()), error
            self.world.changes.notify()
            try:
                async with asyncio.timeout(pause):
                    await self._kick.wait()
            except TimeoutError:
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _post(self, update: Update) -> str | None:
        assert self.session is not None
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        timeout = aiohttp.ClientTimeout(total=WEBHOOK_TIMEOUT)
        try:
            async with self.session.post(
                URL(self.url, encoded=True),
                json=update.json(),
                headers=headers,
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                await response.read()
                if 200 <= response.status < 300:
                    return None
                return f"Wrong response from the webhook: {response.status} {response.reason}"
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientConnectorError:
            return "Connection refused"
        except aiohttp.ClientError as error:
            return f"Connection closed: {error}"
