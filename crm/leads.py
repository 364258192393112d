"""Leads: their way from NEW to a customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from crm import audience, belongings, changes, notices, people, references
from crm.refusal import Refusal
from storage.models import ChannelName, Customer, Identity, Lead, LeadStatus, Staff
from storage.text import Choice, Text

OPEN = (LeadStatus.NEW, LeadStatus.CONTACTED, LeadStatus.QUALIFIED)

MOVES = {
    LeadStatus.QUALIFIED: {LeadStatus.NEW, LeadStatus.CONTACTED, LeadStatus.LOST},
    LeadStatus.LOST: {LeadStatus.NEW, LeadStatus.CONTACTED, LeadStatus.QUALIFIED},
}
"""To where a lead is moved by hand, and from where. A first answer makes it CONTACTED, `convert` CONVERTED."""

SOURCES = ("referral", "exhibition", "website", "walk-in", "social")
"""The sources that are offered, and kept by these words; any other is kept as it was said."""

IMPORTED = "import"
"""The source of a lead out of a file that does not say another."""

REASONS = ("price", "competitor", "no-answer", "no-budget", "no-need", "later")
"""Why leads are usually lost, kept by these words; any other reason is kept as it was said."""


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


class AlreadyThere(Refusal):
    """The lead is in that status already: somebody was faster, or nothing was to do."""

    key = "refusal-lead-already-there"


async def convert(lead: Lead, *, by: Staff | None, at: datetime, into: Customer | None = None) -> Customer:
    """Make a lead a customer, or part of an existing one; all that is theirs goes over in this transaction.

    `by` is None when the lead themselves proved who they are: whoever links them says so.
    Raises AlreadyConverted, or PhoneTaken when a customer with that phone exists and was not named as `into`.
    """
    # In the order in which a message of theirs locks: first the identity, then the lead.
    await Identity.filter(lead_id=lead.id).order_by("id").select_for_update(no_key=True)
    fresh, ref = await people.lock(lead), str(references.lead(lead.id))
    if isinstance(fresh, Customer):
        raise AlreadyConverted(lead=ref, customer=str(references.customer(fresh.id)))
    if fresh.id != lead.id:
        # It was merged into another lead meanwhile.
        return await convert(fresh, by=by, at=at, into=into)
    lead = fresh
    if into is None and lead.phone:
        double = await Customer.get_or_none(phone=lead.phone)
        if double:
            raise PhoneTaken(lead, double)
    if into is None:
        customer = await Customer.create(
            name=lead.name, phone=lead.phone, email=lead.email, company=lead.company,
            owner_id=lead.owner_id or (by.id if by else None), created_at=at, updated_at=at,
        )  # fmt: skip
    else:
        locked = await people.lock(into)
        assert isinstance(locked, Customer)
        customer = locked
        await _complete(customer, lead, at)
    await belongings.hand_over(lead, customer)
    before = lead.status
    lead.status, lead.customer_id, lead.updated_at = LeadStatus.CONVERTED, customer.id, at
    await lead.save(update_fields=["status", "customer_id", "updated_at"])
    await changes.record(customer, "converted", ref, str(references.customer(customer.id)), by=by, at=at)
    await changes.record(lead, "status", before, LeadStatus.CONVERTED, by=by, at=at)
    if by is not None:
        await notices.lead_converted(lead, customer, by=by)
    return customer


async def contacted(lead: Lead, *, by: Staff, at: datetime) -> None:
    """A new lead was answered; nobody's lead becomes the answerer's."""
    await changes.record(lead, "status", lead.status, LeadStatus.CONTACTED, by=by, at=at)
    if lead.owner_id is None:
        await changes.record(lead, "owner", None, by.name, by=by, at=at, after_id=by.id)
        lead.owner_id = by.id
    lead.status, lead.updated_at = LeadStatus.CONTACTED, at
    await lead.save(update_fields=["status", "owner_id", "updated_at"])


async def move(lead: Lead, *, to: LeadStatus, by: Staff, at: datetime, reason: str | None = None) -> Lead:
    """Make a lead QUALIFIED, or LOST for a reason; nobody's becomes the mover's, and its owner hears of it.

    Raises AlreadyConverted, or AlreadyThere.
    """
    fresh, ref = await people.lock(lead), str(references.lead(lead.id))
    if isinstance(fresh, Customer):
        raise AlreadyConverted(lead=ref, customer=str(references.customer(fresh.id)))
    check(fresh, to=to)
    lead, ref = fresh, str(references.lead(fresh.id))
    # An undo takes back the last first, and a status taken back takes the reason with it.
    if lead.lost_reason:
        await changes.record(lead, "reason", lead.lost_reason, None, by=by, at=at)
    moved = await changes.record(lead, "status", lead.status, to, by=by, at=at)
    if reason:
        await changes.record(lead, "reason", None, reason, by=by, at=at)
    if lead.owner_id is None:
        await changes.record(lead, "owner", None, by.name, by=by, at=at, after_id=by.id)
        lead.owner_id = by.id
    lead.status, lead.lost_reason, lead.updated_at = to, reason, at
    await lead.save(update_fields=["status", "lost_reason", "owner_id", "updated_at"])
    if lead.owner_id != by.id:
        body = [Text("notice-lead-moved", {"lead": ref, "name": lead.name, "status": status_text(to), "by": by.name})]
        choices = [Choice(Text("button-card"), ref), notices.remind(ref)]
        await audience.tell_staff([lead.owner_id], f"lead-moved:{moved.id}", lead, body, choices)
    return lead


def check(lead: Lead, *, to: LeadStatus) -> None:
    """Raise AlreadyConverted or AlreadyThere when MOVES does not lead from where it is to there."""
    ref = str(references.lead(lead.id))
    if lead.customer_id:
        raise AlreadyConverted(lead=ref, customer=str(references.customer(lead.customer_id)))
    if lead.status not in MOVES[to]:
        raise AlreadyThere(lead=ref, status=status_text(lead.status))


async def listed(
    by: Staff, *, sees_all: bool, before: int | None, limit: int, status: LeadStatus | None = None
) -> Sequence[Lead]:
    """Leads that this staff member may see, of a status or open, the newest first, from below the id `before`."""
    found = Lead.filter(status__in=(status,) if status else OPEN, merged_into_id__isnull=True, erased_at__isnull=True)
    if not sees_all:
        found = found.filter(people.held_by_or_nobodys(by))
    if before is not None:
        found = found.filter(id__lt=before)
    return await found.order_by("-id").limit(limit).select_related("owner")


def status_text(status: LeadStatus) -> Text:
    """A lead's status in words."""
    return Text(f"lead-status-{status.value}")


def source_text(source: str) -> Text | str:
    """Where a lead came from, in words: a channel, a source that is offered, or as somebody said it."""
    if source in (*SOURCES, IMPORTED, *ChannelName):
        return Text(f"source-{source}" if source in (*SOURCES, IMPORTED) else f"channel-{source}")
    return source


def reason_text(reason: str) -> Text | str:
    """Why a lead was lost, in words: a usual reason, or as somebody said it."""
    return Text(f"lost-reason-{reason}") if reason in REASONS else reason


async def _complete(customer: Customer, lead: Lead, at: datetime) -> None:
    """Fill what the customer lacks from the lead; what is known already stays."""
    phone_is_free = lead.phone and not await Customer.exists(phone=lead.phone)
    customer.phone = customer.phone or (lead.phone if phone_is_free else None)
    customer.email = customer.email or lead.email
    customer.company = customer.company or lead.company
    customer.owner_id = customer.owner_id or lead.owner_id
    customer.updated_at = at
    await customer.save()
