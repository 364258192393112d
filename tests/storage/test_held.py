"""Held messages: they keep nobody back, go to another chat or wait for theirs, and come in their order."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from storage import held, outbox, outlog
from storage.models import ChannelName, Identity, OutboundMessage, OutboundPart, OutboundStatus
from storage.outbox import Draft
from storage.text import Words
from storage.transactions import transaction

S = OutboundStatus
LATER = timedelta(hours=2)


@pytest.fixture
async def huda(database: str, people: Any) -> Identity:
    made: Identity = await people()
    return made


async def put(identity: Identity, *keys: str, at: datetime, **more: Any) -> None:
    async with transaction():
        await outbox.put([Draft(identity.id, identity.channel, key, [Words(key)], **more) for key in keys], at)


async def claimed(now: datetime) -> OutboundMessage:
    (row,) = await outbox.claim(10, "t", now)
    return row


async def status(key: str) -> OutboundStatus:
    return (await OutboundMessage.get(key=key)).status


async def test_what_is_held_keeps_nobody_back_and_comes_first(huda: Identity, people: Any, now: datetime) -> None:
    omar = await people()
    await put(huda, "a", "b", at=now)
    for _ in range(2):
        assert await held.hold(await claimed(now), "t", "window")
    await put(omar, "o", at=now)
    assert await held.hold(await claimed(now), "t", "window")
    await put(huda, "c", at=now)
    row = await claimed(now)
    assert row.key == "c"
    assert await outbox.sending(row.id, "t", "w", now)
    assert await outbox.sent(row, "t", ["1"], False, now)
    assert await outbox.claim(10, "t", now + LATER) == []
    assert await outlog.counts() == {"held": 3, "sent": 1}
    await put(huda, "d", at=now + LATER)
    async with transaction():
        await held.release(huda.id, now + LATER)
    said = []
    while found := await outbox.claim(10, "t", now + LATER):
        said += [row.key for row in found]
        for row in found:
            assert row.claim == "t"
            assert await outbox.sending(row.id, "t", "w", now)
            assert await outbox.sent(row, "t", [row.key], False, now)
    assert said == ["a", "b", "d"]
    assert await status("o") is S.HELD


async def test_only_the_attempt_that_has_it_may_hold_it(huda: Identity, now: datetime) -> None:
    await put(huda, "a", at=now)
    row = await claimed(now)
    assert not await held.hold(row, "other", "window")
    assert not await held.move(row, "other", huda, now)
    assert not await held.again(row, None, now)
    assert await status("a") is S.CLAIMED


async def test_it_moves_into_the_order_of_another_chat(huda: Identity, people: Any, now: datetime) -> None:
    omar = await people()
    await put(huda, "a", at=now, quotes="q", edits="e")
    row = await claimed(now)
    await put(omar, "o1", at=now)
    flying = await claimed(now)
    await put(omar, "o2", at=now)
    assert await held.move(row, "t", omar, now)
    # One of a chat at a time, though it is older than what is under way.
    assert await outbox.claim(10, "t", now) == []
    assert await outbox.dead(flying, "t", "x")
    moved = await claimed(now)
    assert (moved.key, moved.identity_id, moved.channel) == ("a", omar.id, omar.channel)
    assert (moved.quotes, moved.edits) == (None, None)


async def test_refused_parts_go_again_and_those_before_them_do_not(huda: Identity, now: datetime) -> None:
    await put(huda, "a", at=now)
    row = await claimed(now)
    assert await outbox.sending(row.id, "t", "w", now)
    assert await outbox.sent(row, "t", ["1", "2", "3"], False, now)
    async with transaction():
        failed = await outbox.callback(ChannelName.TELEGRAM, "2", S.FAILED, "63016", now)
        assert failed is not None
        await held.refused(failed, "2")
        assert await held.again(failed, None, now)
    assert [part.provider_id for part in await OutboundPart.all()] == ["1"]
    assert (await claimed(now)).parts_sent == 1
    for known in ("2", "3"):
        with pytest.raises(outbox.UnknownMessage):
            await outbox.callback(ChannelName.TELEGRAM, known, S.FAILED, "63016", now)


async def test_a_held_message_is_replayed(huda: Identity, now: datetime) -> None:
    await put(huda, "a", at=now)
    row = await claimed(now)
    assert await held.hold(row, "t", "window")
    assert await outlog.replay(row.id, now + LATER)
    assert (await claimed(now + LATER)).key == "a"


async def test_the_files_of_one_message_are_one(huda: Identity) -> None:
    said = [
        OutboundMessage(id=1, author_id=7, ticket_message_id=3, activity_id=None),
        OutboundMessage(id=2, author_id=7, ticket_message_id=3, activity_id=None),
        OutboundMessage(id=3, author_id=7, activity_id=3, ticket_message_id=None),
        OutboundMessage(id=4, author_id=None, activity_id=3, ticket_message_id=None),
    ]
    assert [outlog.message(row) for row in said] == ["said-3", "said-3", "activity-3", "row-4"]
