"""Delivery, where the clock is moved under it: what is on the wire is nobody else's, however old it looks."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery import Delivery
from bot.house import House
from bot.media import Library
from bot.metrics import Metrics
from crm.files import Rules
from storage import clock, outbox
from storage.models import ChannelName, Customer, Identity, OutboundMessage, OutboundStatus
from storage.outbox import Draft
from storage.text import Words
from storage.transactions import transaction
from storage.wakeups import Wakeups

STALE = timedelta(seconds=2)


@pytest.fixture
async def row(database: str) -> OutboundMessage:
    """A message that another process, which lives, has on the wire."""
    now = clock.now()
    customer = await Customer.create(name="Huda", created_at=now, updated_at=now)
    huda = await Identity.create(
        channel=ChannelName.TELEGRAM, address="7", customer=customer, language="ar", created_at=now
    )
    async with transaction():
        await outbox.put([Draft(huda.id, huda.channel, "k", [Words("x")])], now)
    (claimed,) = await outbox.claim(1, "alive", now)
    assert await outbox.sending(claimed.id, "alive", "x", now)
    return claimed


class Moved:
    """A clock, and a delivery that goes by it."""

    def __init__(self, database: str, folder: Path) -> None:
        self.by = timedelta()
        library, house = Library(folder, Rules(), "", "key"), House("Palm", "ar", "Asia/Riyadh")
        self.delivery = Delivery(
            {}, {}, house, library, Wakeups(database), Metrics(), stale=STALE, clock=lambda: clock.now() + self.by
        )


@pytest.fixture
def moved(database: str, tmp_path: Path) -> Moved:
    return Moved(database, tmp_path)


@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(hours=-1)])
async def test_what_died_is_found_a_little_later(row: OutboundMessage, moved: Moved, jump: timedelta) -> None:
    moved.by = jump
    for _ in range(2):
        await moved.delivery.recover()
        assert (await OutboundMessage.get()).claim == "alive"
    await asyncio.sleep(STALE.total_seconds() + 0.1)
    await moved.delivery.recover()
    assert (await OutboundMessage.get()).status is OutboundStatus.UNKNOWN


async def test_who_lives_finishes_what_it_has_on_the_wire(row: OutboundMessage, moved: Moved) -> None:
    moved.by = timedelta(days=1)
    await moved.delivery.recover()
    assert await outbox.sent(row, "alive", ["p1"], False, clock.now())
    assert (await OutboundMessage.get()).status is OutboundStatus.SENT
