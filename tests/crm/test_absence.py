"""Absence: once for each time that the office closes, and not where somebody is answering."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm import absence, activities, office
from crm.office import Office, read_hours
from storage.models import Identity, Lead, OutboundMessage, Staff
from storage.transactions import transaction

RIYADH = ZoneInfo("Asia/Riyadh")
NIGHT = datetime(2026, 3, 4, 20, 0, tzinfo=RIYADH)
MORNING = datetime(2026, 3, 5, 9, 0, tzinfo=RIYADH)


@pytest.fixture(autouse=True)
def _office() -> Iterator[None]:
    before = office.current()
    office.use(Office(RIYADH, read_hours("sun-thu 9-17")))
    yield
    office.use(before)


async def told(lead: Lead, at: datetime) -> datetime | None:
    async with transaction():
        return await absence.to_tell(await Identity.get(lead_id=lead.id), at)


async def test_once_for_each_closing(lead: Lead) -> None:
    sunday = datetime(2026, 3, 8, 9, 0, tzinfo=RIYADH)
    assert await told(lead, NIGHT) == MORNING
    assert await told(lead, NIGHT + timedelta(hours=12)) is None
    assert await told(lead, MORNING) is None
    assert await told(lead, MORNING + timedelta(hours=8)) == sunday
    assert await told(lead, sunday - timedelta(seconds=1)) is None
    assert await told(lead, sunday + timedelta(hours=8)) == sunday + timedelta(days=1)


async def test_not_while_somebody_answers(lead: Lead, rep: Staff) -> None:
    async with transaction():
        await activities.answer(lead, "x", by=rep, at=NIGHT)
    await OutboundMessage.filter(author_id=rep.id).update(created_at=NIGHT)
    assert await told(lead, NIGHT + timedelta(minutes=14)) is None
    assert await told(lead, NIGHT + timedelta(minutes=16)) == MORNING
