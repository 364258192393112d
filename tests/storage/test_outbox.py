"""The outbox: each thing said once, in its chat's order, and a row's life in every order the provider tells it."""

from __future__ import annotations

import asyncio
import itertools
from datetime import datetime, timedelta
from typing import Any

import pytest

from storage import outbox, outlog
from storage.models import ChannelName, Identity, OutboundMessage, OutboundPart, OutboundStatus
from storage.outbox import JITTER, RETRY_DELAYS, Draft, UnknownMessage
from storage.text import BLANK, Choice, Words, text
from storage.transactions import transaction

S = OutboundStatus


def draft(identity: Identity, key: str, **changes: Any) -> Draft:
    return Draft(identity.id, identity.channel, key, changes.pop("body", [Words(key)]), **changes)


@pytest.fixture
async def huda(database: str, people: Any) -> Identity:
    made: Identity = await people()
    return made


async def put(*drafts: Draft, at: datetime) -> None:
    async with transaction():
        await outbox.put(drafts, at)


async def claimed(now: datetime, token: str = "t") -> OutboundMessage:
    (row,) = await outbox.claim(10, token, now)
    return row


async def on_the_wire(now: datetime, token: str = "t") -> OutboundMessage:
    row = await claimed(now, token)
    assert await outbox.sending(row.id, token, "said", now)
    return row


async def status(row: OutboundMessage) -> OutboundStatus:
    return (await OutboundMessage.get(id=row.id)).status


async def test_a_message_comes_back_as_it_was_put(huda: Identity, now: datetime) -> None:
    title = text("ticket", name="سارة «المديرة»", count=3, at=now, of=text("x"))
    body = [title, BLANK, Words('أهلا 👋🏽 it\'s "so" \\n \\u0000')]
    buttons = [[Choice(text("yes"), "yes"), Choice("محمد 🧑", "pick 1", about="it's")], [Choice("no", "no")]]
    await put(draft(huda, "k", body=body, choices=buttons, quotes="q1", ticket_id=2**40, edits="e"), at=now)
    row = await claimed(now)
    assert outlog.body(row) == body
    assert outlog.choices(row) == buttons
    assert (row.quotes, row.edits, row.ticket_id, row.lead_id, row.author_id) == ("q1", "e", 2**40, None, None)
    assert (row.created_at, row.next_attempt_at, row.claimed_at) == (now, now, now)
    assert (row.identity.address, row.channel, row.status) == (huda.address, ChannelName.TELEGRAM, S.CLAIMED)


async def test_many_come_back_each_as_it_was_put(huda: Identity, now: datetime) -> None:
    shared, button = [Words("the same")], [[Choice("yes", "yes")]]
    differ: list[dict[str, Any]] = [
        {"body": shared, "lead_id": 1}, {"body": shared, "choices": button, "lead_id": 2**40, "quotes": "q"},
        {"body": [text("x")], "ticket_id": 7}, {},
    ]  # fmt: skip
    drafts = [draft(huda, f"k{number}", **changes) for number, changes in enumerate(differ)]
    await put(*drafts, drafts[0], at=now)
    rows = await OutboundMessage.all().order_by("id")
    assert [row.key for row in rows] == [one.key for one in drafts]
    for row, one in zip(rows, drafts, strict=True):
        assert outlog.body(row) == one.body
        assert outlog.choices(row) == list(one.choices)
        assert (row.lead_id, row.ticket_id, row.quotes) == (one.lead_id, one.ticket_id, one.quotes)
        assert (row.identity_id, row.channel, row.edits, row.status) == (huda.id, huda.channel, None, S.QUEUED)


async def test_what_a_database_refuses_is_taken_out(huda: Identity, now: datetime) -> None:
    body = [Words("a\x00b\ud800c"), text("x", name="\x00سارة")]
    await put(draft(huda, "k", body=body, choices=[[Choice("\x00y", "y\x00")]]), at=now)
    row = await claimed(now)
    assert outlog.body(row) == [Words("abc"), text("x", name="سارة")]
    assert outlog.choices(row) == [[Choice("y", "y")]]
    assert await outbox.sending(row.id, "t", "a\x00b", now)
    assert (await OutboundMessage.get()).words == "ab"


async def test_a_key_is_put_once(huda: Identity, now: datetime) -> None:
    await put(at=now)
    await put(draft(huda, "a"), draft(huda, "b"), draft(huda, "a"), at=now)
    await put(draft(huda, "b", body=[Words("other")]), draft(huda, "c"), at=now)
    found = await OutboundMessage.all().order_by("id")
    assert [(row.key, outlog.body(row)) for row in found] == [(key, [Words(key)]) for key in "abc"]


async def test_what_was_not_committed_is_not_said(huda: Identity, now: datetime) -> None:
    async def fail() -> None:
        async with transaction():
            await outbox.put([draft(huda, "a")], now)
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await outbox.claim(10, "t", now) == []


async def test_a_chat_is_told_in_order_one_at_a_time(huda: Identity, people: Any, now: datetime) -> None:
    omar = await people()
    await put(draft(huda, "h1"), draft(huda, "h2"), draft(omar, "o1"), draft(huda, "h3"), at=now)
    assert await outbox.claim(10, "t", now - timedelta(seconds=1)) == []
    assert await outbox.next_due(now - timedelta(seconds=1)) == now
    said: list[list[str]] = []
    while found := await outbox.claim(10, "t", now):
        assert await outbox.claim(10, "other", now) == []
        said.append([row.key for row in found])
        for row in found:
            assert await outbox.sending(row.id, "t", "w", now)
            assert await outbox.sent(row, "t", [row.key], False, now)
    assert said == [["h1", "o1"], ["h2"], ["h3"]]
    assert await outlog.counts() == {"sent": 4}


async def test_a_limit_is_kept(huda: Identity, people: Any, now: datetime) -> None:
    await put(*[draft(await people(), f"k{n}") for n in range(5)], at=now)
    assert [len(await outbox.claim(2, "t", now)) for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.parametrize("over", ["unknown", "dead", "retry"])
async def test_what_waits_blocks_and_what_is_over_does_not(huda: Identity, now: datetime, over: str) -> None:
    await put(draft(huda, "a"), draft(huda, "b"), at=now)
    row = await on_the_wire(now)
    moved = {
        "unknown": lambda: outbox.unknown(row, "t", "timeout"),
        "dead": lambda: outbox.dead(row, "t", "63016"),
        "retry": lambda: outbox.retry(row, "t", "503", now),
    }[over]
    assert await moved()
    assert [row.key for row in await outbox.claim(10, "u", now)] == ([] if over == "retry" else ["b"])


async def test_parallel_claims_never_take_two_of_one_chat(huda: Identity, people: Any, now: datetime) -> None:
    chats = [huda, *[await people() for _ in range(4)]]
    await put(*[draft(chats[n % 5], f"{n}") for n in range(60)], at=now)
    said: dict[int, list[int]] = {chat.id: [] for chat in chats}
    flying: set[int] = set()

    async def deliver(token: str) -> None:
        while sum(map(len, said.values())) < 60:
            for row in await outbox.claim(3, token, now):
                assert row.identity_id not in flying
                flying.add(row.identity_id)
                assert await outbox.sending(row.id, token, "w", now)
                said[row.identity_id].append(int(row.key))
                flying.discard(row.identity_id)
                assert await outbox.sent(row, token, [row.key], False, now)
            await asyncio.sleep(0.001)

    async with asyncio.timeout(60):
        await asyncio.gather(*(deliver(f"t{n}") for n in range(4)))
    assert all(keys == sorted(keys) and len(keys) == 12 for keys in said.values())


async def test_two_processes_never_take_two_of_one_chat(
    database: str, huda: Identity, people: Any, now: datetime, python: Any
) -> None:
    chats = [huda, *[await people() for _ in range(4)]]
    await put(*[draft(chats[n % 5], f"{n}") for n in range(40)], at=now)
    source = """
from datetime import UTC, datetime
from storage import outbox
from storage.database import close_database, open_database

async def main(url, number):
    await open_database(url)
    said, idle, token = [], 0, f"t{number}"
    while idle < 20:
        found = await outbox.claim(2, token, datetime(2026, 3, 4, 9, 0, tzinfo=UTC))
        idle = 0 if found else idle + 1
        for row in found:
            assert await outbox.sending(row.id, token, "w", datetime.now(UTC))
            said.append(row.key)
            assert await outbox.sent(row, token, [row.key], False, datetime.now(UTC))
        await asyncio.sleep(0.005)
    await close_database()
    return said
"""
    said = await asyncio.gather(python(source, database, 1), python(source, database, 2))
    assert sorted(int(key) for keys in said for key in keys) == list(range(40))
    parts = [int(part.provider_id) for part in await OutboundPart.all().order_by("id")]
    for chat in range(5):
        assert [n for n in parts if n % 5 == chat] == list(range(chat, 40, 5))


async def test_every_step_needs_the_claim(huda: Identity, now: datetime) -> None:
    await put(draft(huda, "a"), at=now)
    row = await claimed(now)
    assert not await outbox.sent(row, "t", [], False, now)
    assert not await outbox.sending(row.id, "other", "w", now)
    assert await outbox.sending(row.id, "t", "w", now)
    assert not await outbox.sending(row.id, "t", "w", now)
    assert not await outbox.sent(row, "other", ["p0"], False, now)
    assert not await outbox.retry(row, "other", "x", now)
    assert not await outbox.postpone(row, "other", "x", now)
    assert not await outbox.unknown(row, "other", "x")
    assert not await outbox.dead(row, "other", "x")
    assert not await outbox.parts(row, "other", [])
    assert await status(row) is S.SENDING
    row.parts_sent = 0
    assert await outbox.sent(row, "t", ["p1", "p2"], True, now)
    assert not await outbox.dead(row, "t", "x")
    found = await OutboundMessage.get()
    assert (found.status, found.words, found.sent_at, found.parts_sent, found.claim) == (S.SENT, "w", now, 2, None)


async def test_attempts_that_fail_come_back_later_each_time_and_then_never(huda: Identity, now: datetime) -> None:
    await put(draft(huda, "a"), at=now)
    for attempt, delay in enumerate(RETRY_DELAYS, start=1):
        row = await on_the_wire(now)
        assert await outbox.retry(row, "t", "503" * 40, now)
        found = await OutboundMessage.get()
        assert (found.status, found.attempts, found.claim) == (S.QUEUED, attempt, None)
        assert found.error == ("503" * 40)[:64]
        assert delay * (1 - JITTER) <= found.next_attempt_at - now <= delay * (1 + JITTER)
        assert await outbox.claim(1, "t", found.next_attempt_at - timedelta(milliseconds=1)) == []
        now = found.next_attempt_at
    row = await on_the_wire(now)
    assert await outbox.retry(row, "t", "503", now)
    assert await status(row) is S.DEAD


async def test_delays_stray(huda: Identity, people: Any, now: datetime) -> None:
    await put(*[draft(await people(), f"k{n}") for n in range(20)], at=now)
    for row in await outbox.claim(20, "t", now):
        assert await outbox.retry(row, "t", "503", now)
    assert len({row.next_attempt_at for row in await OutboundMessage.all()}) > 10


async def test_the_providers_own_delay_is_no_failed_attempt(huda: Identity, now: datetime) -> None:
    await put(draft(huda, "a"), at=now)
    row = await on_the_wire(now)
    assert await outbox.postpone(row, "t", "429", now + timedelta(seconds=7))
    assert await outbox.claim(1, "t", now + timedelta(seconds=6)) == []
    assert (await claimed(now + timedelta(seconds=7))).attempts == 0


async def test_parts_that_went_out_are_kept(huda: Identity, now: datetime) -> None:
    await put(draft(huda, "a"), at=now)
    row = await on_the_wire(now)
    assert await outbox.parts(row, "t", ["p1"])
    assert await outbox.retry(row, "t", "503", now - timedelta(hours=1))
    row = await on_the_wire(now)
    assert row.parts_sent == 1
    assert await outbox.sent(row, "t", ["p2"], False, now)
    assert (await OutboundMessage.get()).parts_sent == 2
    for part in ("p1", "p2"):
        found = await outlog.quoted(huda.channel, huda.address, part)
        assert found
        assert found.id == row.id
    assert await outlog.quoted(huda.channel, "someone else", "p1") is None
    assert await outlog.quoted(ChannelName.WHATSAPP, huda.address, "p1") is None


async def test_what_dead_processes_held_is_released(huda: Identity, people: Any, now: datetime) -> None:
    omar, sara = await people(), await people()
    await put(draft(huda, "claimed"), draft(omar, "sending"), at=now)
    for row in await outbox.claim(10, "t", now):
        if row.key == "sending":
            assert await outbox.sending(row.id, "t", "w", now)
    later, minute = now + timedelta(minutes=2), timedelta(minutes=1)

    async def take_over(at: datetime) -> list[OutboundMessage]:
        return await outbox.take_over("new", at, older_than=minute, since=now, listed=ChannelName.TELEGRAM)

    await outbox.release_stale(now + timedelta(seconds=59), minute)
    assert await take_over(now + timedelta(seconds=59)) == []
    assert {row.status for row in await OutboundMessage.all()} == {S.CLAIMED, S.SENDING}
    await put(draft(sara, "fresh"), at=later)
    await outbox.claim(1, "fresh", later)
    await outbox.release_stale(later, minute)
    (lost,) = await take_over(later)
    assert (lost.key, lost.status, lost.identity.address) == ("sending", S.SENDING, omar.address)
    assert await take_over(later) == []
    assert {row.key: row.status for row in await OutboundMessage.all()} == {
        "claimed": S.QUEUED, "sending": S.SENDING, "fresh": S.CLAIMED,
    }  # fmt: skip
    assert not await outbox.dead(lost, "t", "too late")
    assert await outbox.unknown(lost, "new", "not in the list")


async def test_what_a_clock_that_went_back_left_behind(huda: Identity, people: Any, now: datetime) -> None:
    omar, sara, noor, lina = [await people() for _ in range(4)]
    ahead, minute = now + timedelta(hours=1), timedelta(minutes=1)
    chats = {"claimed": huda, "sending": omar, "failed": sara, "postponed": noor}
    await put(*[draft(chat, key) for key, chat in chats.items()], at=ahead)
    for row in await outbox.claim(10, "t", ahead):
        if row.key == "sending":
            assert await outbox.sending(row.id, "t", "w", ahead)
        if row.key == "failed":
            assert await outbox.retry(row, "t", "503", ahead)
        if row.key == "postponed":
            assert await outbox.postpone(row, "t", "429", ahead)
    await put(draft(lina, "queued"), at=ahead)

    async def look(at: datetime) -> tuple[list[str], list[str]]:
        """What may be claimed at the time, and what is taken over."""
        await outbox.release_stale(at, minute)
        since, listed = now - minute, ChannelName.WHATSAPP
        taken = await outbox.take_over("new", at, older_than=minute, since=since, listed=listed)
        return [row.key for row in await outbox.claim(10, "u", at)], [row.key for row in taken]

    # Another process's clock may be a little behind.
    assert await look(ahead - minute) == ([], [])
    # What was tried waits for its time.
    assert await look(now) == (["claimed", "queued"], ["sending"])


async def test_only_one_message_of_a_chat_is_settled_at_a_time(huda: Identity, now: datetime) -> None:
    await put(*[draft(huda, key) for key in "abc"], at=now)
    for _ in "ab":
        row = await on_the_wire(now)
        assert await outbox.unknown(row, "t", "timeout")
    later = now + timedelta(minutes=2)

    async def take_over(listed: ChannelName = huda.channel, since: datetime = now) -> list[str]:
        found = await outbox.take_over("new", later, older_than=timedelta(0), since=since, listed=listed)
        return [row.key for row in found]

    flying = await on_the_wire(later + timedelta(minutes=1))
    assert await take_over() == []
    assert await outbox.dead(flying, "t", "x")
    assert await take_over(ChannelName.WHATSAPP) == []
    assert await take_over(since=later) == []
    assert await take_over() == ["a"]
    assert await take_over() == []


TOLD = (S.SENDING, S.SENT, S.DELIVERED, S.READ, S.FAILED)


async def tell(row: OutboundMessage, part: str, *told: OutboundStatus, at: datetime) -> list[bool]:
    """What the provider says, one thing after the other; returns of each whether it was a new failure."""
    async with transaction():
        return [await outbox.callback(row.channel, part, state, "x" * 100, at) is not None for state in told]


async def test_callbacks_come_in_any_order(huda: Identity, now: datetime) -> None:
    orders = list(itertools.permutations(TOLD))
    await put(*[draft(huda, f"{number}") for number in range(len(orders))], at=now)
    await OutboundMessage.all().update(status=S.SENT)
    messages = await OutboundMessage.all().order_by("id")
    await OutboundPart.bulk_create(
        [OutboundPart(outbound_id=row.id, channel=row.channel, address="a", provider_id=row.key) for row in messages]
    )
    for told, row in zip(orders, messages, strict=True):
        failed = await tell(row, row.key, *told, at=now)
        found = await OutboundMessage.get(id=row.id)
        assert (found.status, found.delivered_at, found.read_at, found.error) == (S.READ, now, now, None), told
        # Its writer hears of a failure, unless it was known to have arrived.
        arrived = min(told.index(S.DELIVERED), told.index(S.READ))
        assert sum(failed) == int(told.index(S.FAILED) < arrived)


async def test_a_failure_stands_over_sent(huda: Identity, now: datetime) -> None:
    for number, told in enumerate(itertools.permutations((S.SENDING, S.SENT, S.FAILED))):
        await put(draft(huda, f"k{number}"), at=now)
        row = await on_the_wire(now)
        assert await outbox.sent(row, "t", [f"p{number}"], False, now)
        assert sum(await tell(row, f"p{number}", *told, *told, at=now)) == 1
        found = await OutboundMessage.get(id=row.id)
        assert (found.status, found.error) == (S.FAILED, "x" * 64)


async def test_word_of_a_message_that_is_not_written_down_yet(huda: Identity, now: datetime) -> None:
    await put(draft(huda, "k"), at=now)
    row = await on_the_wire(now)
    with pytest.raises(UnknownMessage):
        await tell(row, "p1", S.READ, at=now)
    assert await outbox.parts(row, "t", ["p1"])
    with pytest.raises(UnknownMessage):
        await tell(row, "p1", S.READ, at=now)
    assert await outbox.sent(row, "t", ["p2"], False, now)
    await tell(row, "p1", S.READ, at=now)
    assert await status(row) is S.READ
    assert await outlog.unknown_ids(huda.channel, ["p2", "p3", "p1", "p0"]) == ["p3", "p0"]


async def test_a_message_that_is_over_can_be_replayed(huda: Identity, now: datetime) -> None:
    await put(draft(huda, "old"), draft(huda, "new"), at=now)
    old = await on_the_wire(now)
    assert not await outlog.replay(old.id, now)
    assert await outbox.dead(old, "t", "x")
    new = await on_the_wire(now)
    assert await outlog.replay(old.id, now)
    # It is older than what its chat has in flight, and waits for it all the same.
    assert await outbox.claim(10, "u", now) == []
    assert await outbox.sent(new, "t", ["p"], False, now)
    again = await claimed(now)
    assert (again.id, again.attempts) == (old.id, 0)


async def test_what_was_said_last(huda: Identity, now: datetime) -> None:
    assert await outlog.latest(huda.id) is None
    assert await outlog.last_sent(huda.id) is None
    for key, before in (("a", None), ("b", "a")):
        await put(draft(huda, key), at=now)
        latest, last = await outlog.latest(huda.id), await outlog.last_sent(huda.id)
        assert latest
        assert (latest.key, last.key if last else None) == (key, before)
        row = await on_the_wire(now)
        assert await outbox.sent(row, "t", [key], False, now)
