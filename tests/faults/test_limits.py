"""The limits that the platforms set, measured where the messages arrive."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from bot.run import CHAT_RATES
from crm import people
from sandbox.phones import Phone
from sandbox.server import Sandbox
from storage import outbox
from storage.models import ChannelName, Identity
from storage.text import Words
from storage.transactions import transaction
from tests.faults.support import impatient, nursery, until
from tests.stage import Stage, free_port, settings_for

CHATS = 60
TO_ONE = 8
LATE = 0.4
"""Seconds by which a message may be late on its way: a loaded machine squeezes what was sent apart."""


async def queue(stage: Stage) -> list[Phone]:
    """One message to each of many chats, and several to the first."""
    phones = [stage.customer(f"Customer {n}", "telegram", "en") for n in range(CHATS)]
    now = stage.sandbox.world.clock()
    drafts = []
    async with transaction():
        for phone in phones:
            phone.last_heard = now
            person = await people.recognise(
                ChannelName.TELEGRAM, phone.address, name=phone.name, phone=None, language="en", at=now
            )
            drafts += [_draft(person.identity, number) for number in range(TO_ONE if phone is phones[0] else 1)]
        await outbox.put(drafts)
    return phones


def _draft(identity: Identity, number: int) -> outbox.Draft:
    return outbox.Draft(identity.id, ChannelName.TELEGRAM, f"test:{identity.id}:{number}", [Words(f"number {number}")])


async def measure(phones: list[Phone]) -> None:
    """30 a second in all, and one a second in a chat after a burst of three."""
    expected = CHATS + TO_ONE - 1

    async def all_there() -> bool:
        return sum(len(phone.messages) for phone in phones) == expected

    await until(all_there, what="every message")
    times = sorted(m.at for phone in phones for m in phone.messages)
    assert _most_within(times, 1.0) <= 40
    assert (times[-1] - times[0]).total_seconds() < 25
    chat = [m.at for m in phones[0].messages]
    gaps = [(b - a).total_seconds() for a, b in pairwise(chat)]
    shown = [round(gap, 2) for gap in gaps]
    print(f"{_most_within(times, 1.0)} within the busiest second; in one chat after {shown} s")
    # When the burst is used up; the first ones are late on their way while everything is new.
    assert all(gap >= 1 - LATE for gap in gaps[-2:])
    assert (chat[-1] - chat[0]).total_seconds() >= TO_ONE - 3 - 1


def _most_within(times: list[datetime], seconds: float) -> int:
    return max(sum(0 <= (t - start).total_seconds() < seconds for t in times) for start in times)


async def test_one_process(database: str, tmp_path: Path) -> None:
    async with impatient(database, tmp_path, chat_rates=CHAT_RATES, telegram_rate=30.0) as stage:
        phones = await queue(stage)
        stage.diwan.wakeups.wake("outbox")
        await measure(phones)


@pytest.mark.database("postgres")
async def test_two_workers_share_the_limits(database: str, tmp_path: Path) -> None:
    async with Sandbox(port=0) as sandbox:
        settings = settings_for(sandbox, database, tmp_path, free_port()).model_copy(update={"telegram_rate": 30.0})
        sandbox.expect(settings.public_url)
        stage = Stage(sandbox, None, settings)  # type: ignore[arg-type]
        async with nursery(settings, tmp_path / "log") as house:
            house.stale = house.stale * 10
            await house.bear(web=False, real_rates=True)
            await house.bear(web=False, real_rates=True)
            phones = await queue(stage)
            await measure(phones)
