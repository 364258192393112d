"""Conversion: everything that is a lead's goes over, in one transaction, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm import activities, belongings, leads, people, tickets
from storage.models import (
    Activity,
    Attachment,
    AttachmentKind,
    Change,
    ChannelName,
    Customer,
    Identity,
    Label,
    Lead,
    LeadStatus,
    OutboundMessage,
    Priority,
    Progress,
    Staff,
    Ticket,
    TicketMessage,
)
from storage.transactions import transaction
from tests.crm.conftest import NOW

LATER = NOW + timedelta(hours=1)


async def history(lead: Lead, rep: Staff) -> None:
    """One of everything that can hang on a lead."""
    async with transaction():
        said = await activities.hear(lead, "مرحبا", channel=ChannelName.WHATSAPP, inbound_id=None, at=NOW)
        await Attachment.create(
            activity=said, channel="whatsapp", kind=AttachmentKind.PHOTO, source="x", created_at=NOW
        )
        await Activity.filter(id=said.id).update(remind_at=LATER)
        ticket = await tickets.open_for(
            lead, "الطابعة", priority=Priority.HIGH, description="لا تعمل", inbound_id=None, at=NOW
        )
        await tickets.note(ticket, "داخلي", by=rep, at=NOW)
        await Label.create(lead=lead, name="VIP", fold="vip", author=rep, at=NOW)
        identity = await Identity.get(lead_id=lead.id)
        await Progress.create(identity=identity, form="open-ticket", step="subject", updated_at=NOW)


async def test_everything_goes_over(lead: Lead, rep: Staff) -> None:
    await history(lead, rep)
    hanging = [model for model in belongings.HANGING if model is not Identity]
    counted = {model: await model.filter(lead_id=lead.id).count() for model in hanging}
    async with transaction():
        customer = await leads.convert(lead, by=rep, at=LATER)
    for model, count in counted.items():
        assert count > 0
        left = await model.filter(lead_id=lead.id).count()
        # Of the lead itself there stays that it was converted.
        assert left == (1 if model is Change else 0)
        assert await model.filter(customer_id=customer.id).count() == count + (1 if model is Change else 0)
    assert await Identity.filter(customer_id=customer.id).count() == 1
    assert await Attachment.filter(activity__customer_id=customer.id).count() == 1
    assert await Progress.filter(identity__customer_id=customer.id).count() == 1
    assert await Activity.filter(customer_id=customer.id, remind_at=LATER).count() == 1
    converted = await Lead.get(id=lead.id)
    assert (converted.status, converted.customer_id) == (LeadStatus.CONVERTED, customer.id)
    assert (customer.name, customer.phone, customer.owner_id) == ("سارة", "+966501234567", rep.id)


async def test_the_second_is_told(lead: Lead, rep: Staff) -> None:
    async with transaction():
        await leads.convert(lead, by=rep, at=LATER)
    with pytest.raises(leads.AlreadyConverted):
        async with transaction():
            await leads.convert(lead, by=rep, at=LATER)
    assert await Customer.all().count() == 1


async def test_a_phone_that_a_customer_has_is_offered_as_a_merge(lead: Lead, rep: Staff) -> None:
    await history(lead, rep)
    known = await Customer.create(
        name="سارة العتيبي", phone=lead.phone, email="s@example.com", created_at=NOW, updated_at=NOW
    )
    with pytest.raises(leads.PhoneTaken) as taken:
        async with transaction():
            await leads.convert(lead, by=rep, at=LATER)
    assert taken.value.customer.id == known.id
    assert await Activity.filter(lead_id=lead.id).count() == 1
    async with transaction():
        merged = await leads.convert(lead, by=rep, at=LATER, into=known)
    assert merged.id == known.id
    assert await Customer.all().count() == 1
    assert await Ticket.filter(customer_id=known.id).count() == 1
    assert await TicketMessage.filter(customer_id=known.id).count() == 2
    fresh = await Customer.get(id=known.id)
    assert (fresh.name, fresh.email) == ("سارة العتيبي", "s@example.com")


async def test_a_merge_keeps_the_phone_of_a_third(lead: Lead, rep: Staff) -> None:
    await Customer.create(name="Third", phone=lead.phone, created_at=NOW, updated_at=NOW)
    other = await Customer.create(name="Other", created_at=NOW, updated_at=NOW)
    async with transaction():
        await leads.convert(lead, by=rep, at=LATER, into=other)
    assert (await Customer.get(id=other.id)).phone is None


async def test_what_was_open_goes_on_with_the_customer(lead: Lead, rep: Staff) -> None:
    """Someone who still holds the lead in hand writes to the customer that it became."""
    stale = await Lead.get(id=lead.id)
    async with transaction():
        customer = await leads.convert(lead, by=rep, at=LATER)
    async with transaction():
        await activities.note(stale, "متأخرة", by=rep, at=LATER)
        await activities.answer(stale, "أهلًا", by=rep, at=LATER)
    assert await Activity.filter(customer_id=customer.id).count() == 2
    assert await Activity.filter(lead_id=lead.id).count() == 0
    row = await OutboundMessage.get(author_id=rep.id)
    assert (await people.person_of(await Identity.get(id=row.identity_id))).party == customer
