"""Leads: their way from NEW to a customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from crm import changes, notices, people, references
from crm.refusal import Refusal
from storage.models import (
    Activity,
    Change,
    Customer,
    Identity,
    Lead,
    LeadStatus,
    Staff,
    Ticket,
    TicketMessage,
)
from storage.text import Text

OPEN = (LeadStatus.NEW, LeadStatus.CONTACTED, LeadStatus.QUALIFIED)

MOVES_WITH_CONVERSION = (Activity, Ticket, TicketMessage, Change)
"""What hangs on a lead, and hangs on the customer after the conversion. Identities go first: their rows are what a
message that arrives meanwhile locks. Attachments, reminders and open conversations go with what they hang on."""


class AlreadyConverted(Refusal):
    """Somebody converted this lead already."""

    key = "refusal-lead-already-converted"


class PhoneTaken(Refusal):
    """A customer has this lead's phone: convert into that one instead of making a double."""

    key = "refusal-lead-phone-taken"

    def __init__(self, lead: Lead, customer: Customer) -> None:
        super().__init__(
            lead=str(references.lead(lead.id)), customer=str(references.customer(customer.id)), name=customer.name
        )
        self.lead, self.customer = lead, customer


async def convert(lead: Lead, *, by: Staff, at: datetime, into: Customer | None = None) -> Customer:
    """Make a lead a customer, or part of an existing one; all that is theirs goes over in this transaction.

    Raises AlreadyConverted, or PhoneTaken when a customer with that phone exists and was not named as `into`.
    """
    # In the order in which a message of theirs locks: first the identity, then the lead.
    await Identity.filter(lead_id=lead.id).order_by("id").select_for_update(no_key=True)
    lead = await Lead.filter(id=lead.id).select_for_update(no_key=True).get()
    ref = str(references.lead(lead.id))
    if lead.customer_id:
        raise AlreadyConverted(lead=ref, customer=str(references.customer(lead.customer_id)))
    if into is None and lead.phone:
        double = await Customer.get_or_none(phone=lead.phone)
        if double:
            raise PhoneTaken(lead, double)
    if into is None:
        customer = await Customer.create(
            name=lead.name, phone=lead.phone, email=lead.email, company=lead.company,
            owner_id=lead.owner_id or by.id, created_at=at, updated_at=at,
        )  # fmt: skip
    else:
        customer = await Customer.filter(id=into.id).select_for_update(no_key=True).get()
        await _complete(customer, lead, at)
    await Identity.filter(lead_id=lead.id).update(lead_id=None, customer_id=customer.id)
    for model in MOVES_WITH_CONVERSION:
        await model.filter(lead_id=lead.id).update(lead_id=None, customer_id=customer.id)
    before = lead.status
    lead.status, lead.customer_id, lead.updated_at = LeadStatus.CONVERTED, customer.id, at
    await lead.save(update_fields=["status", "customer_id", "updated_at"])
    await changes.record(customer, "converted", ref, str(references.customer(customer.id)), by=by, at=at)
    await changes.record(lead, "status", before, LeadStatus.CONVERTED, by=by, at=at)
    await notices.lead_converted(lead, customer, by=by)
    return customer


async def contacted(lead: Lead, *, by: Staff, at: datetime) -> None:
    """A new lead was answered; nobody's lead becomes the answerer's."""
    await changes.record(lead, "status", lead.status, LeadStatus.CONTACTED, by=by, at=at)
    if lead.owner_id is None:
        await changes.record(lead, "owner", None, by.name, by=by, at=at)
        lead.owner_id = by.id
    lead.status, lead.updated_at = LeadStatus.CONTACTED, at
    await lead.save(update_fields=["status", "owner_id", "updated_at"])


async def listed(by: Staff, *, sees_all: bool, before: int | None, limit: int) -> Sequence[Lead]:
    """Open leads that this staff member may see, the newest first, from below the id `before`."""
    found = Lead.filter(status__in=OPEN)
    if not sees_all:
        found = found.filter(people.held_by_or_nobodys(by))
    if before is not None:
        found = found.filter(id__lt=before)
    return await found.order_by("-id").limit(limit).select_related("owner")


def status_text(status: LeadStatus) -> Text:
    """A lead's status in words."""
    return Text(f"lead-status-{status.value}")


async def _complete(customer: Customer, lead: Lead, at: datetime) -> None:
    """Fill what the customer lacks from the lead; what is known already stays."""
    phone_is_free = lead.phone and not await Customer.exists(phone=lead.phone)
    customer.phone = customer.phone or (lead.phone if phone_is_free else None)
    customer.email = customer.email or lead.email
    customer.company = customer.company or lead.company
    customer.owner_id = customer.owner_id or lead.owner_id
    customer.updated_at = at
    await customer.save()
