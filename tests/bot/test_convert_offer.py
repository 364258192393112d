"""A lead whose phone a customer has: converting it offers that customer, in the chat, on both channels."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.speech.markup import plain
from storage import clock
from storage.models import Customer, Lead, LeadStatus, Role
from tests.stage import Stage, opened

PHONE = "+966501112222"


@pytest.fixture
async def stage(database: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with opened(database, tmp_path) as found:
        yield found


@pytest.mark.parametrize(("channel", "language"), [("telegram", "en"), ("whatsapp", "ar")])
async def test_the_customer_with_that_phone_is_offered(stage: Stage, channel: str, language: str) -> None:
    phone = await stage.staff("Huda", channel, Role.AGENT, language)
    moments = {"created_at": clock.now(), "updated_at": clock.now()}
    customer = await Customer.create(name="Amal", phone=PHONE, **moments)
    lead = await Lead.create(name="Amal", phone=PHONE, source="walk-in", **moments)
    await phone.send(f"convert L{lead.id}")
    offer = await phone.next()
    said = "".join(c for c in plain(offer.text) if c not in "\u200e\u200f\u2068\u2069")
    assert ("has the same phone as" if language == "en" else "هاتف L1 مسجَّل للعميل C1") in said
    assert await Customer.all().count() == 1
    await phone.press(offer, offer.buttons[0].id)
    await phone.next()
    await lead.refresh_from_db()
    assert (lead.status, lead.customer_id) == (LeadStatus.CONVERTED, customer.id)
    await phone.press(offer, offer.buttons[0].id)
    again = await phone.next()
    assert ("already a customer" if language == "en" else "عميلًا من قبل") in plain(again.text)
