"""People for the tests of operations, without any channel."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm import people
from storage.models import ChannelName, Lead, Role, Staff
from storage.transactions import transaction

NOW = datetime(2026, 3, 4, 6, 0, tzinfo=UTC)


@pytest.fixture
async def rep(database: str) -> Staff:
    async with transaction():
        return await people.add_staff(
            "خالد", Role.AGENT, language="ar", timezone="Asia/Riyadh", addresses={ChannelName.TELEGRAM: "1"}, at=NOW
        )


@pytest.fixture
async def lead(rep: Staff) -> Lead:
    async with transaction():
        person = await people.recognise(
            ChannelName.WHATSAPP, "whatsapp:+966501234567", name="سارة", phone="+966501234567", language="ar", at=NOW
        )
    assert isinstance(person.party, Lead)
    return person.party
