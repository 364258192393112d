"""The inbox: each message once, durable, and in its writer's order."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from storage import inbox
from storage.inbox import PAUSES, Inbox, NewInbound
from storage.models import ChannelName, InboundMessage, InboundStatus
from storage.transactions import transaction


def message(number: int, sender: str = "huda", **changes: Any) -> NewInbound:
    return replace(NewInbound(ChannelName.TELEGRAM, "bot", str(number), sender, f'{{"n": {number}}}'), **changes)


class Statements:
    """Counts the flushes of an inbox, and fails them on demand."""

    def __init__(self, box: Inbox) -> None:
        self.sizes: list[int] = []
        self.error: Exception | None = None
        self._insert = box._insert
        box._insert = self.insert  # type: ignore[method-assign]

    async def insert(self, batch: list[NewInbound]) -> set[tuple[str, str, str]]:
        self.sizes.append(len(batch))
        if self.error:
            raise self.error
        return await self._insert(batch)


@pytest.fixture
async def box(database: str, now: datetime) -> AsyncIterator[Inbox]:
    opened = Inbox(clock=lambda: now)
    yield opened
    await opened.close()


async def order(now: datetime) -> list[tuple[str, str]]:
    """Give every message its turn, one after the other; returns (sender, provider's id)."""
    served: list[tuple[str, str]] = []
    while True:
        async with transaction() as connection:
            row = await inbox.claim(connection, now)
            if row is None:
                return served
            await inbox.finish(connection, row.id, now)
        served.append((row.sender, row.provider_id))


async def test_a_message_is_kept_whole(box: Inbox, now: datetime) -> None:
    payload = '{"text": "مرحبا 👋 \'\\"\\\\ \\u0000"}'
    assert await box.put(message(1, payload=payload + "\x00\ud800", message_id="wamid.1"))
    row = await InboundMessage.get()
    assert (row.channel, row.account, row.provider_id, row.sender) == (ChannelName.TELEGRAM, "bot", "1", "huda")
    assert (row.payload, row.message_id, row.received_at) == (payload, "wamid.1", now)
    assert (row.status, row.attempts, row.next_attempt_at) == (InboundStatus.PENDING, 0, None)
    assert await inbox.oldest_pending_age(now + timedelta(seconds=5)) == timedelta(seconds=5)


async def test_a_repeat_is_kept_once(box: Inbox) -> None:
    assert sorted(await asyncio.gather(*(box.put(message(1)) for _ in range(20)))) == [False] * 19 + [True]
    assert await box.put(message(1)) is False
    others = [message(1, account="other"), message(1, channel=ChannelName.WHATSAPP), message(2)]
    assert await asyncio.gather(*(box.put(other) for other in others)) == [True, True, True]
    assert await InboundMessage.all().count() == 4


async def test_two_processes_keep_one_message_once(box: Inbox, now: datetime) -> None:
    other = Inbox(clock=lambda: now)
    results = await asyncio.gather(*(put(message(n)) for n in range(20) for put in (box.put, other.put)))
    assert sum(results) == 20
    await other.close()


async def test_those_that_arrive_together_share_a_commit(box: Inbox) -> None:
    statements = Statements(box)
    assert all(await asyncio.gather(*(box.put(message(number)) for number in range(1200))))
    assert statements.sizes == [500, 500, 200]
    assert [row.provider_id for row in await InboundMessage.all().order_by("id")] == [str(n) for n in range(1200)]


async def test_a_cancelled_put_harms_no_other(box: Inbox) -> None:
    puts = [asyncio.create_task(box.put(message(number))) for number in range(10)]
    await asyncio.sleep(0)
    puts[3].cancel()
    results = await asyncio.gather(*puts, return_exceptions=True)
    assert isinstance(results[3], asyncio.CancelledError)
    assert [result for number, result in enumerate(results) if number != 3] == [True] * 9
    await box.put(message(99))
    # It had arrived: it may be kept, and the provider's repeat finds it.
    assert await box.put(message(3)) is False


async def test_a_failing_flush_is_told_to_all_and_the_next_one_works(box: Inbox) -> None:
    statements = Statements(box)
    statements.error = ConnectionError("the disk is full")
    results = await asyncio.gather(*(box.put(message(number)) for number in range(5)), return_exceptions=True)
    assert results == [statements.error] * 5
    assert await InboundMessage.all().count() == 0
    statements.error = None
    assert await box.put(message(1))


async def test_a_writer_that_was_stopped_is_begun_again(box: Inbox) -> None:
    assert await box.put(message(1))
    assert box._writer is not None
    box._writer.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await box._writer
    async with asyncio.timeout(60):
        assert await box.put(message(2))


async def test_a_put_inside_a_transaction_does_not_live_in_it(box: Inbox) -> None:
    async with transaction():
        put = asyncio.create_task(box.put(message(1)))
        await asyncio.sleep(0)
    assert await put
    assert await box.put(message(2))


async def test_close_keeps_what_was_put(box: Inbox) -> None:
    puts = [asyncio.create_task(box.put(message(number))) for number in range(700)]
    await asyncio.sleep(0)
    await box.close()
    assert all(await asyncio.gather(*puts))
    with pytest.raises(RuntimeError, match="closed"):
        await box.put(message(1000))
    await Inbox().close()


async def test_who_waits_is_told_after_the_commit(database: str, now: datetime) -> None:
    seen: list[int] = []
    box = Inbox(on_new=lambda: seen.append(1))
    assert await box.put(message(1))
    assert seen == [1]
    await box.close()


async def test_each_sender_is_served_in_order(box: Inbox, now: datetime) -> None:
    for number, sender in enumerate(["huda", "omar", "huda", "sara", "omar", "huda"]):
        await box.put(message(number, sender))
    assert await order(now) == [
        ("huda", "0"), ("omar", "1"), ("huda", "2"), ("sara", "3"), ("omar", "4"), ("huda", "5"),
    ]  # fmt: skip
    assert {row.status for row in await InboundMessage.all()} == {InboundStatus.DONE}
    assert await inbox.oldest_pending_age(now) == timedelta(0)


async def test_a_failing_message_holds_only_its_sender_back(box: Inbox, now: datetime) -> None:
    for number, sender in enumerate(["huda", "huda", "omar"]):
        await box.put(message(number, sender))
    first = await InboundMessage.get(provider_id="0")
    for attempt, pause in enumerate([*PAUSES, PAUSES[-1]], start=1):
        assert await inbox.failed(first.id, "ValueError", now) == attempt
        assert await inbox.next_retry() == now + pause
    assert await order(now) == [("omar", "2")]
    assert await order(now + PAUSES[-1] - timedelta(milliseconds=1)) == []
    assert await order(now + PAUSES[-1]) == [("huda", "0"), ("huda", "1")]
    assert await inbox.next_retry() is None


@pytest.mark.parametrize("others", [0, 60])
async def test_a_clock_that_went_back_keeps_nobody_waiting(box: Inbox, now: datetime, others: int) -> None:
    """Also where so many others wait, rightly, that the writer is not among the first."""
    back = now - timedelta(hours=1)
    for number in range(others):
        await box.put(message(number, f"other-{number}"))
        await inbox.failed((await InboundMessage.get(provider_id=str(number))).id, "ValueError", back)
    for number in range(100, 102):
        await box.put(message(number))
    first = await InboundMessage.get(provider_id="100")
    async with transaction() as connection:
        await inbox.put_off(connection, first.id, now + timedelta(seconds=60))
    assert ("huda", "100") not in await order(now - timedelta(seconds=50))
    assert await order(back) == [("huda", "100"), ("huda", "101")]


async def test_what_is_set_aside_lets_the_next_one_go(box: Inbox, now: datetime) -> None:
    for number in range(2):
        await box.put(message(number))
    async with transaction() as connection:
        row = await inbox.claim(connection, now)
        assert row
        await inbox.set_aside(connection, row.id, "ValueError", now)
    assert await order(now) == [("huda", "1")]
    row = await InboundMessage.get(provider_id="0")
    assert (row.status, row.error, row.done_at) == (InboundStatus.ASIDE, "ValueError", now)


async def test_a_turn_that_fails_leaves_the_message(box: Inbox, now: datetime) -> None:
    await box.put(message(0))

    async def fail() -> None:
        async with transaction() as connection:
            row = await inbox.claim(connection, now)
            assert row
            await inbox.finish(connection, row.id, now)
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await order(now) == [("huda", "0")]


@pytest.mark.database("postgres")
async def test_who_is_being_served_is_passed_over(box: Inbox, now: datetime) -> None:
    for number, sender in enumerate(["huda", "huda", "omar"]):
        await box.put(message(number, sender))

    async def other() -> str | None:
        async with transaction() as connection:
            row = await inbox.claim(connection, now)
            return row.provider_id if row else None

    async with asyncio.timeout(60), transaction() as connection:
        first = await inbox.claim(connection, now)
        assert first
        assert first.provider_id == "0"
        task = asyncio.create_task(_apart(other))
        assert await task == "2"
    assert await other() == "0"


async def _apart(work: Any) -> Any:
    from contextvars import Context

    return await asyncio.create_task(work(), context=Context())


@pytest.mark.parametrize("workers", [4])
async def test_parallel_turns_keep_each_senders_order(box: Inbox, now: datetime, workers: int) -> None:
    await asyncio.gather(*(box.put(message(n, f"sender-{n % 5}")) for n in range(60)))
    served: list[tuple[str, int]] = []

    async def serve() -> None:
        while await InboundMessage.filter(status="pending").exists():
            async with transaction() as connection:
                if row := await inbox.claim(connection, now):
                    served.append((row.sender, int(row.provider_id)))
                    await inbox.finish(connection, row.id, now)
            await asyncio.sleep(0.001)

    async with asyncio.timeout(60):
        await asyncio.gather(*(serve() for _ in range(workers)))
    assert len(served) == 60
    for sender in {sender for sender, _ in served}:
        mine = [number for who, number in served if who == sender]
        assert mine == sorted(mine)


async def test_claims_stay_quick_however_much_there_is(box: Inbox, now: datetime) -> None:
    async def fill(numbers: range, sender: str) -> None:
        await asyncio.gather(*(box.put(message(number, sender)) for number in numbers))

    await fill(range(20_000), "omar")
    await InboundMessage.all().update(status="done")
    # The first of a flood waits for another try, and so does everything of that sender behind it.
    await fill(range(20_000, 20_001), "huda")
    await inbox.failed((await InboundMessage.get(sender="huda")).id, "ValueError", now)
    await fill(range(20_001, 30_000), "huda")
    await fill(range(30_000, 30_003), "sara")
    started = asyncio.get_running_loop().time()
    assert [sender for sender, _ in await order(now)] == ["sara"] * 3
    assert asyncio.get_running_loop().time() - started < 1
