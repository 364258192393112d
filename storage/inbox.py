"""The inbox: every message as it came, once, durable before it is acknowledged; and the turns' claims on it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient

from storage import clock as clocks
from storage import rows
from storage.clean import clean, stamp
from storage.database import current, dialect
from storage.models import ChannelName, InboundMessage
from storage.transactions import transaction, uninterrupted

BATCH = 500
"""Messages that share one commit at most."""

PAUSES = (timedelta(seconds=0.2), timedelta(seconds=1), timedelta(seconds=5), timedelta(seconds=15))
"""How long a message waits after its first, second, … failed turn."""

LONGEST = timedelta(minutes=2)
"""No message is put off for longer. One that seems to be was put off before the clock went back: it may go."""

_DUE = "(next_attempt_at IS NULL OR next_attempt_at <= :now OR next_attempt_at > :never)"


@dataclass(frozen=True, slots=True)
class NewInbound:
    """A message that arrived, as the inbox keeps it (see InboundMessage)."""

    channel: ChannelName
    account: str
    provider_id: str
    sender: str
    payload: str
    message_id: str | None = None


class Inbox:
    """Puts what arrives; those that arrive together share one statement and one commit."""

    def __init__(self, on_new: Callable[[], None] = lambda: None, clock: Callable[[], datetime] = clocks.now) -> None:
        """`on_new` is called after each commit that brought something new."""
        self._on_new = on_new
        self._clock = clock
        self._waiting: list[tuple[NewInbound, asyncio.Future[bool]]] = []
        self._arrived = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None
        self._closed = False

    async def put(self, message: NewInbound) -> bool:
        """Keep a message; returns when it is durable: True, or False for a repeat.

        Raises what the database raised, when it could not be kept; then nothing was, and it can be put again.
        """
        if self._closed:
            raise RuntimeError("the inbox is closed")
        if self._writer is None or self._writer.done():
            # Of no one's context: the writer must not live in a transaction of whoever puts first.
            self._writer = asyncio.create_task(self._write(), name="inbox", context=Context())
        kept: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((message, kept))
        self._arrived.set()
        return await kept

    async def close(self) -> None:
        """Keep what was put so far, and stop."""
        self._closed = True
        self._arrived.set()
        if self._writer is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await self._writer

    async def _write(self) -> None:
        while self._waiting or not self._closed:
            if not self._waiting:
                self._arrived.clear()
                if self._closed:
                    return
                await self._arrived.wait()
                continue
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            try:
                new = await uninterrupted(self._insert([message for message, _ in batch]))
            except BaseException as error:
                for _, kept in batch:
                    if not kept.done():
                        kept.set_exception(error if isinstance(error, Exception) else RuntimeError("inbox stopped"))
                if not isinstance(error, Exception):
                    raise
                continue
            for message, kept in batch:
                key = (message.channel.value, message.account, message.provider_id)
                if not kept.done():
                    kept.set_result(key in new)
                # The first of two repeats in one batch is the new one.
                new.discard(key)
            self._on_new()

    async def _insert(self, batch: list[NewInbound]) -> set[tuple[str, str, str]]:
        # One statement is a transaction of its own: durable when it returns, in a single round trip.
        write = _insert_on_sqlite if dialect() == "sqlite" else _insert_on_postgres
        inserted = await write(batch, self._clock())
        return {(row["channel"], row["account"], row["provider_id"]) for row in inserted}


_INTO = "INSERT INTO inbound_message (channel, account, provider_id, sender, message_id, payload, received_at, status)"
_ONCE = "ON CONFLICT (channel, account, provider_id) DO NOTHING RETURNING channel, account, provider_id"
_ROW = "(?, ?, ?, ?, ?, ?, ?, 'pending')"
_FROM_ARRAYS = f"""
{_INTO} SELECT *, :now, 'pending' FROM unnest(
  CAST(:channel AS text[]), CAST(:account AS text[]), CAST(:provider_id AS text[]),
  CAST(:sender AS text[]), CAST(:message_id AS text[]), CAST(:payload AS text[]))
{_ONCE}
"""


async def _insert_on_sqlite(batch: list[NewInbound], now: datetime) -> list[dict[str, Any]]:
    at, values = stamp(now), list[str | None]()
    for m in batch:
        values += (m.channel.value, m.account, m.provider_id, m.sender, m.message_id, clean(m.payload), at)
    return await current().execute_query_dict(f"{_INTO} VALUES {', '.join([_ROW] * len(batch))} {_ONCE}", values)


async def _insert_on_postgres(batch: list[NewInbound], now: datetime) -> list[dict[str, Any]]:
    columns: dict[str, Any] = {
        "channel": [m.channel.value for m in batch],
        "account": [m.account for m in batch],
        "provider_id": [m.provider_id for m in batch],
        "sender": [m.sender for m in batch],
        "message_id": [m.message_id for m in batch],
        "payload": [clean(m.payload) for m in batch],
    }
    return await rows.run(_FROM_ARRAYS, columns | {"now": now})


WINDOWS = (50, 1_000, 100_000)
"""How many of the oldest waiting messages are looked at, and how many more when none of their writers can be served."""

_KNOWN = {
    "sqlite": "SELECT value FROM json_each(:known)",
    "postgres": "SELECT json_array_elements_text(:known::json)",
}
_WAITING = f"""
SELECT id, channel || ' ' || sender AS writer, {_DUE} AS due
FROM inbound_message WHERE status = 'pending' AND id > :after AND channel || ' ' || sender NOT IN ({{known}})
ORDER BY id LIMIT :most
"""

_FIRST = {
    # There is one writer: the oldest message of all is the oldest of its own writer.
    "sqlite": f"""
SELECT * FROM (SELECT * FROM inbound_message WHERE status = 'pending' ORDER BY id LIMIT 1)
WHERE {_DUE}
""",
    "postgres": f"""
WITH waiting AS MATERIALIZED (
  SELECT id, channel, sender, next_attempt_at FROM inbound_message WHERE status = 'pending' ORDER BY id LIMIT 50
), first AS MATERIALIZED (
  SELECT DISTINCT ON (channel, sender) id, next_attempt_at FROM waiting ORDER BY channel, sender, id
)
SELECT * FROM inbound_message
WHERE id = ANY(ARRAY(SELECT id FROM first WHERE {_DUE}))
  AND status = 'pending'
ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
""",
}
"""What is to be had at once, nearly always: the first whose writer can be served, of the oldest few."""

_ONE_OF = {
    "sqlite": "id IN (SELECT value FROM json_each(:ids))",
    "postgres": "id = ANY(CAST(:ids AS bigint[]))",
}
_TAKE = """
SELECT * FROM inbound_message WHERE {one_of} AND status = 'pending'
ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
"""


async def claim(connection: BaseDBAsyncClient, now: datetime) -> InboundMessage | None:
    """The oldest message whose writer no one is serving, locked until the transaction ends; None when none waits.

    A writer's messages come in order: one that waits for another try keeps the later ones back.
    """
    kind, after = dialect(), 0
    moment = {"now": now, "never": now + LONGEST}
    if found := await rows.run(_FIRST[kind], moment, connection):
        return rows.load(InboundMessage, found[0])
    known: set[str] = set()
    for most in WINDOWS:
        values = {**moment, "after": after, "known": json.dumps(sorted(known)), "most": most}
        waiting = await rows.run(_WAITING.format(known=_KNOWN[kind]), values, connection)
        first: list[int] = []
        for row in waiting:
            if row["writer"] not in known:
                known.add(row["writer"])
                if row["due"]:
                    first.append(row["id"])
        if first:
            ids = json.dumps(first) if kind == "sqlite" else first
            if found := await rows.run(_TAKE.format(one_of=_ONE_OF[kind]), {"ids": ids}, connection):
                return rows.load(InboundMessage, found[0])
        if len(waiting) < most:
            return None
        after = waiting[-1]["id"]
    return None


async def put_off(connection: BaseDBAsyncClient, id: int, until: datetime) -> None:
    """The message has no turn before then, which is LONGEST from now at most; nor have its writer's later ones."""
    await rows.run(
        "UPDATE inbound_message SET next_attempt_at = :until WHERE id = :id", {"id": id, "until": until}, connection
    )


async def completed(id: int, payload: str) -> None:
    """What a message lacked is there: it may have its turn."""
    async with transaction():
        await InboundMessage.filter(id=id, status="pending").update(payload=clean(payload), next_attempt_at=None)


async def finish(connection: BaseDBAsyncClient, id: int, now: datetime) -> None:
    """The message had its turn."""
    await rows.run(
        "UPDATE inbound_message SET status = 'done', done_at = :now WHERE id = :id", {"id": id, "now": now}, connection
    )


async def failed(id: int, error: str, now: datetime) -> int:
    """The turn failed: it is tried again after a pause. Returns how often it has failed."""
    async with transaction() as connection:
        row = await InboundMessage.filter(id=id).select_for_update().get()
        row.attempts += 1
        row.error = error
        row.next_attempt_at = now + PAUSES[min(row.attempts, len(PAUSES)) - 1]
        await row.save(update_fields=["attempts", "error", "next_attempt_at"], using_db=connection)
        return row.attempts


async def set_aside(connection: BaseDBAsyncClient, id: int, error: str, now: datetime) -> None:
    """The message failed too often: a person must look, and the writer's next one goes on."""
    await rows.run(
        "UPDATE inbound_message SET status = 'aside', error = :error, done_at = :now WHERE id = :id",
        {"id": id, "error": error, "now": now},
        connection,
    )


async def next_retry() -> datetime | None:
    """When the earliest message that waits for another try is due; None when none does."""
    waiting = InboundMessage.filter(status="pending", next_attempt_at__isnull=False)
    row = await waiting.order_by("next_attempt_at").first()
    return row.next_attempt_at if row else None


async def oldest_pending_age(now: datetime) -> timedelta:
    """How long the oldest unanswered message has waited; zero when none waits."""
    row = await InboundMessage.filter(status="pending").order_by("id").first()
    return max(now - row.received_at, timedelta(0)) if row else timedelta(0)
