"""The window: until when it is open, and where else the same person can be reached."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from crm import consent, people, window
from storage.models import ChannelName, Identity, Lead, Staff
from storage.transactions import transaction
from tests.crm.conftest import NOW

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(hours=24), timedelta(seconds=1)
BOTH = tuple(ChannelName)


def identity(heard: datetime | None, shut: datetime | None, channel: str = "whatsapp") -> Identity:
    return Identity(channel=ChannelName(channel), address="7", last_inbound_at=heard, window_shut_at=shut)


@pytest.mark.parametrize(
    ("heard", "shut", "after", "is_open"),
    [
        (NOW, None, timedelta(), True),
        (NOW, None, DAY - timedelta(minutes=1) - SECOND, True),
        (NOW, None, DAY - timedelta(minutes=1), False),
        (NOW, None, DAY * 30, False),
        (None, None, timedelta(), False),
        (NOW, NOW + HOUR, 2 * HOUR, False),
        (NOW, NOW, HOUR, False),
        (NOW, NOW - SECOND, HOUR, True),
        # The clock went back.
        (NOW, None, -HOUR, True),
    ],
)
def test_when_it_is_open(heard: datetime | None, shut: datetime | None, after: timedelta, is_open: bool) -> None:
    assert window.is_open(identity(heard, shut), NOW + after) is is_open
    assert window.is_open(identity(heard, shut, "telegram"), NOW + after)


async def add(lead: Lead, channel: ChannelName, address: str, heard: datetime | None) -> Identity:
    return await Identity.create(
        channel=channel, address=address, lead=lead, language="ar", last_inbound_at=heard, created_at=NOW
    )


async def test_elsewhere_is_open_reachable_and_willing(lead: Lead) -> None:
    first = await Identity.get(lead_id=lead.id)
    later = NOW + 3 * DAY
    assert await window.elsewhere(first, BOTH, later) is None
    await add(lead, ChannelName.WHATSAPP, "whatsapp:+2", NOW + DAY)
    telegram = await add(lead, ChannelName.TELEGRAM, "7", NOW - DAY)
    other = await add(lead, ChannelName.WHATSAPP, "whatsapp:+3", later - HOUR)
    assert await window.elsewhere(first, BOTH, later) == other
    assert await window.elsewhere(first, [ChannelName.TELEGRAM], later) == telegram
    await Identity.filter(id=other.id).update(reachable=False)
    assert await window.elsewhere(first, BOTH, later) == telegram
    async with transaction():
        await consent.withdraw(telegram, at=later)
    assert await window.elsewhere(first, BOTH, later) is None


async def test_elsewhere_is_nobody_else(lead: Lead, rep: Staff) -> None:
    async with transaction():
        await people.recognise(ChannelName.TELEGRAM, "9", name="x", phone=None, language="ar", at=NOW)
    assert await window.elsewhere(await Identity.get(lead_id=lead.id), BOTH, NOW + DAY) is None
    assert await window.elsewhere(await Identity.get(staff_id=rep.id), BOTH, NOW + DAY) is None


async def test_whoever_writes_opens_it(lead: Lead) -> None:
    first = await Identity.get(lead_id=lead.id)
    await Identity.filter(id=first.id).update(window_shut_at=NOW + 2 * HOUR)
    async with transaction():
        # By a clock that went back, even.
        met = await people.recognise(first.channel, first.address, name="", phone=None, language="ar", at=NOW + HOUR)
    assert met.identity.window_shut_at is None
    assert window.is_open(met.identity, NOW + HOUR)
