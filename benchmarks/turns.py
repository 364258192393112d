"""Turns: messages answered a second by one core, and the statements that each turn sends to the database."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, quantile
from benchmarks.messages import TOKEN, WORDS, update
from benchmarks.setting import settings
from bot.connect import make_channels
from bot.house import House
from bot.metrics import Metrics
from bot.turns import Turns
from crm import people, tickets
from storage.database import close_database, dialect, open_database
from storage.inbox import Inbox, NewInbound
from storage.models import ChannelName, Customer, Identity, OutboundMessage, OutboundPart, Priority, Role, Staff
from storage.transactions import transaction
from storage.wakeups import Wakeups

SECTION = "b) turns, one core"
GOAL = 300.0
REPS, CUSTOMERS_OF_EACH = 20, 10
WATCHED = 10
"""Turns whose statements are counted, before the clock runs."""

statements = logging.getLogger("tortoise.db_client")


@dataclass(frozen=True, slots=True)
class Size:
    """How many messages of each kind."""

    messages: int


QUICK, FULL = Size(20), Size(1000)

Write = Callable[[int], dict[str, Any]]
"""The update with this number."""


async def measure(url: str, size: Size, folder: Path) -> list[Figure]:
    """Fill the inbox with many people's messages, and answer them all, without deliveries."""
    await open_database(url)
    try:
        # The threads that are begun from here on stay on this core, too: SQLite's works beside the loop.
        with one_core():
            return await _Bench(url, size, folder).run()
    finally:
        await close_database()


class _Bench:
    def __init__(self, url: str, size: Size, folder: Path) -> None:
        self._size = size
        set_up = settings(url, folder)
        self._channels = make_channels(set_up)
        self._wakeups = Wakeups(url)
        house = House(set_up.organisation, set_up.language, set_up.timezone)
        self._turns = Turns(self._channels, house, self._wakeups, Metrics())
        # As the worker does it: several side by side on PostgreSQL, one where there is one writer.
        self._at_once = set_up.worker_turns if dialect() == "postgres" else 1
        self._next = 1

    async def run(self) -> list[Figure]:
        reps, owned = await self._people()
        figures = await self._kind("a new person's first message", lambda n: update(n, 900_000 + n, WORDS[n % 2]))
        customers = [address for addresses in owned.values() for address in addresses]
        figures += await self._kind(
            "a customer's message", lambda n: update(n, customers[n % len(customers)], WORDS[n % 2])
        )
        cards = await self._tickets(owned)
        figures += await self._kind(
            "a rep's command (T45)", lambda n: update(n, reps[n % REPS], f"T{cards[reps[n % REPS]]}")
        )
        notices = await self._notices(reps)
        figures += await self._kind(
            "a rep's answer, by quoting a notice",
            lambda n: update(n, reps[n % REPS], WORDS[n % 2], quotes=notices[reps[n % REPS]]),
        )
        for channel in self._channels.values():
            await channel.close()
        return figures

    async def _kind(self, name: str, write: Write) -> list[Figure]:
        await self._fill(WATCHED, write)
        with counted() as sent:
            for _ in range(WATCHED):
                await self._turns.take()
        await self._fill(self._size.messages, write)
        times: list[float] = []
        began, computed = time.perf_counter(), time.process_time()
        await asyncio.gather(*[self._drain(times) for _ in range(self._at_once)])
        seconds, computed = time.perf_counter() - began, time.process_time() - computed
        if len(times) != self._size.messages:
            raise RuntimeError(f"{len(times)} turns for {self._size.messages} messages: {name}")
        return [
            Figure(SECTION, name, len(times) / seconds, "/s", GOAL),
            Figure(SECTION, f"{name}: statements, BEGIN and COMMIT aside", len(sent) / WATCHED, "queries"),
            Figure(SECTION, f"{name}: computing", computed / len(times) * 1000, "ms"),
            Figure(SECTION, f"{name}: p50", quantile(times, 0.5) * 1000, "ms"),
            Figure(SECTION, f"{name}: p95", quantile(times, 0.95) * 1000, "ms"),
        ]

    async def _drain(self, times: list[float]) -> None:
        while True:
            began = time.perf_counter()
            if not await self._turns.take():
                return
            times.append(time.perf_counter() - began)

    async def _fill(self, count: int, write: Write) -> None:
        box = Inbox()
        account = TOKEN.partition(":")[0]
        numbers = range(self._next, self._next + count)
        self._next += count
        await asyncio.gather(*[box.put(_row(account, write(number))) for number in numbers])
        await box.close()

    async def _people(self) -> tuple[list[int], dict[int, list[int]]]:
        """Reps, and the addresses of the customers whom each of them owns."""
        now = datetime.now(UTC)
        owned: dict[int, list[int]] = {}
        async with transaction():
            for rep in range(REPS):
                staff = await people.add_staff(
                    f"Rep {rep}", Role.AGENT, language=("ar", "en")[rep % 2], timezone="Asia/Riyadh",
                    addresses={ChannelName.TELEGRAM: str(100 + rep)}, at=now,
                )  # fmt: skip
                addresses = [1000 + rep * CUSTOMERS_OF_EACH + number for number in range(CUSTOMERS_OF_EACH)]
                for address in addresses:
                    customer = await Customer.create(
                        name=f"Huda {address}", owner=staff, created_at=now, updated_at=now
                    )
                    await Identity.create(
                        channel=ChannelName.TELEGRAM, address=str(address), customer=customer, language="ar",
                        name=customer.name, last_inbound_at=now, created_at=now,
                    )  # fmt: skip
                owned[100 + rep] = addresses
            # New people are everybody's on duty: let that be one, as in a small firm.
            await Staff.exclude(name="Rep 0").update(on_duty=False)
        return list(owned), owned

    async def _tickets(self, owned: dict[int, list[int]]) -> dict[int, int]:
        """One ticket of a customer of each rep, with three messages in its thread."""
        found = {}
        now = datetime.now(UTC)
        for rep, addresses in owned.items():
            identity = await Identity.get(address=str(addresses[0])).select_related("customer")
            async with transaction():
                assert identity.customer
                ticket = await tickets.open_for(
                    identity.customer, "الطلب لم يصل", priority=Priority.HIGH, description=WORDS[0], inbound_id=None,
                    at=now,
                )  # fmt: skip
                for words in WORDS:
                    await tickets.hear(ticket, words, inbound_id=None, at=now)
            found[rep] = ticket.id
        return found

    async def _notices(self, reps: list[int]) -> dict[int, int]:
        """For each rep, the message id of a notice of their ticket, as if it had been delivered."""
        found = {}
        for rep in reps:
            identity = await Identity.get(channel=ChannelName.TELEGRAM, address=str(rep))
            notice = await OutboundMessage.filter(identity_id=identity.id, ticket_id__isnull=False).first()
            assert notice
            await OutboundPart.create(
                outbound_id=notice.id, channel=ChannelName.TELEGRAM, address=str(rep), provider_id=str(50_000_000 + rep)
            )
            found[rep] = 50_000_000 + rep
        return found


def _row(account: str, written: dict[str, Any]) -> NewInbound:
    message = written["message"]
    return NewInbound(
        ChannelName.TELEGRAM, account, str(written["update_id"]), str(message["from"]["id"]),
        json.dumps(written, ensure_ascii=False), str(message["message_id"]),
    )  # fmt: skip


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this process, with the threads that it begins here, on its first core."""
    before = os.sched_getaffinity(0)
    for task in os.listdir("/proc/self/task"):
        os.sched_setaffinity(int(task), {min(before)})
    try:
        yield
    finally:
        for task in os.listdir("/proc/self/task"):
            os.sched_setaffinity(int(task), before)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement that the ORM sends while this is open."""
    sent: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            sent.append(record.getMessage())

    handler, level = Keep(), statements.level
    statements.addHandler(handler)
    statements.setLevel(logging.DEBUG)
    try:
        yield sent
    finally:
        statements.removeHandler(handler)
        statements.setLevel(level)
