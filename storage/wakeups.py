"""Wakeups: whoever puts something into the inbox or the outbox wakes those who wait for it, here and elsewhere.

In one process an event is enough; on PostgreSQL other processes are told by NOTIFY, inside the transaction, so that
they hear of it when it is committed. A wakeup is a hint: who waits looks again after a while anyway.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets

import asyncpg
import structlog
from tortoise.backends.base.client import BaseDBAsyncClient

from storage.database import connect, dialect_of

CHANNEL = "diwan"
TOPICS = ("inbox", "outbox", "jobs")

RECONNECT = 2.0
"""Seconds between two tries to listen again."""

log = structlog.get_logger(__name__)


class Wakeups:
    """The topics `inbox`, `outbox` and `jobs` of one process, tied to those of the others on PostgreSQL."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._name = secrets.token_hex(4)
        self._events = {topic: asyncio.Event() for topic in TOPICS}
        self._listener: asyncio.Task[None] | None = None

    def wake(self, topic: str) -> None:
        """Wake one of those in this process who wait for the topic, or the next who will."""
        self._events[topic].set()

    async def wait(self, topic: str, timeout: float) -> None:
        """Until the topic is woken, or `timeout` seconds have passed."""
        event = self._events[topic]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                # Another may have been woken first, and look already.
                while not event.is_set():
                    await event.wait()
        event.clear()

    async def announce(self, connection: BaseDBAsyncClient, topic: str) -> None:
        """Tell the other processes, when the transaction is committed."""
        if connection.capabilities.dialect == "postgres":
            await connection.execute_query_dict("SELECT pg_notify($1, $2)", [CHANNEL, f"{topic} {self._name}"])

    def listen(self) -> None:
        """Begin to hear the other processes (PostgreSQL); does nothing on SQLite."""
        if dialect_of(self._url) == "postgres" and self._listener is None:
            self._listener = asyncio.create_task(self._listen(), name="wakeups")

    async def close(self) -> None:
        """Stop listening."""
        if self._listener is not None:
            self._listener.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listener

    def _hear(self, said: str) -> None:
        topic, _, name = said.partition(" ")
        if name != self._name:
            self.wake(topic)

    async def _listen(self) -> None:
        while True:
            try:
                connection = await connect(self._url)
                lost = asyncio.Event()
                connection.add_termination_listener(lambda _, lost=lost: lost.set())
                try:
                    await connection.add_listener(CHANNEL, lambda *heard: self._hear(heard[3]))
                    # Nobody told us what was said while we did not listen.
                    for topic in self._events:
                        self.wake(topic)
                    await lost.wait()
                finally:
                    await connection.close()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("not listening to other processes", error=type(error).__name__)
            await asyncio.sleep(RECONNECT)
