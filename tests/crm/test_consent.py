"""Consent: whoever opted out is answered for a day after a message of theirs, and told nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm import consent, people
from storage import clock
from storage.models import Identity, Lead


@pytest.mark.parametrize(
    ("wrote", "answered"),
    [
        (timedelta(hours=-1), False),
        (timedelta(0), False),
        (timedelta(seconds=1), True),
        (timedelta(hours=1), True),
    ],
)
async def test_only_a_message_since_may_be_answered(lead: Lead, wrote: timedelta, answered: bool) -> None:
    at = clock.now() - timedelta(hours=2)
    identity = await Identity.get(lead_id=lead.id)
    await consent.withdraw(identity, at=at)
    await Identity.filter(id=identity.id).update(last_inbound_at=at + wrote)
    assert await people.best_identity(lead) is None
    assert (await people.best_identity(lead, answering=True) is not None) is answered


async def test_a_message_of_yesterday_is_not_answered(lead: Lead) -> None:
    at = clock.now() - timedelta(hours=26)
    identity = await Identity.get(lead_id=lead.id)
    await consent.withdraw(identity, at=at)
    await Identity.filter(id=identity.id).update(last_inbound_at=at + timedelta(hours=1))
    assert await people.best_identity(lead, answering=True) is None


async def test_whoever_gives_it_again_hears_everything(lead: Lead) -> None:
    identity = await Identity.get(lead_id=lead.id)
    await consent.withdraw(identity, at=clock.now())
    assert await consent.give(identity)
    assert not await consent.give(identity)
    assert await people.best_identity(lead) is not None
