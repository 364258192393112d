"""Access: which role may do what, and who may see which record. One table each; every command and button asks here."""

from __future__ import annotations

from crm import participants, people, references
from crm.people import Party, Person
from crm.references import Ref, RefKind
from crm.refusal import Refusal
from storage import rows
from storage.models import Activity, ActivityKind, Customer, Lead, Role, Staff, Ticket

SEES_ALL = frozenset({Role.MANAGER, Role.ADMIN})
"""Roles that see every record; the others see their own, those that nobody has, and tickets they were called into."""

INVITES = {Role.MANAGER: frozenset({Role.AGENT}), Role.ADMIN: frozenset(Role)}
"""Which roles each role may let in."""

MERGES_PEOPLE = frozenset({Role.MANAGER, Role.ADMIN})
"""Roles that make two leads or two customers one, and take it back."""


class NotAllowed(Refusal):
    """The person's role does not reach for this."""

    key = "refusal-not-allowed"


class NotFound(Refusal):
    """No such record; for a customer, any record that is not theirs."""

    key = "refusal-not-found"


class WithSomebodyElse(Refusal):
    """An agent asked for a record that another agent has."""

    key = "refusal-with-somebody-else"


class Suspended(Refusal):
    """A staff member whose access was taken away."""

    key = "refusal-suspended"


async def ticket(ref: Ref, *, by: Person) -> Ticket:
    """The ticket, as this person may see it; one that was merged gives the one that has its thread.

    Raises NotFound, WithSomebodyElse, or people.Erased.
    """
    found = await _ticket(ref.id, by.staff)
    if found is None or (by.staff is None and not _is_theirs(found, by.party)):
        raise NotFound(ref=str(ref))
    owner = found.customer or found.lead
    held = sees(by.staff, found.assignee_id, owner.owner_id if owner else None) if by.staff else True
    if by.staff and not held and not await participants.is_called(found, by.staff):
        holder = found.assignee or await Staff.get(id=owner.owner_id if owner else None)
        raise WithSomebodyElse(ref=str(ref), name=holder.name)
    if owner is not None:
        await people.check_there(owner, str(ref))
    return found


async def _ticket(id: int, asker: Staff | None) -> Ticket | None:
    """The ticket with its party and assignee: three plain looks cost less than the ORM's join."""
    found = await rows.select(Ticket, "WHERE id = :id", {"id": id})
    if not found:
        return None
    [ticket] = found
    if ticket.merged_into_id is not None:
        return await _ticket(ticket.merged_into_id, asker)
    if ticket.customer_id is not None:
        ticket.customer = await rows.get(Customer, ticket.customer_id)
    if ticket.lead_id is not None:
        ticket.lead = await rows.get(Lead, ticket.lead_id)
    if ticket.assignee_id is not None:
        is_askers = asker is not None and asker.id == ticket.assignee_id
        ticket.assignee = asker if is_askers else await rows.get(Staff, ticket.assignee_id)
    return ticket


async def party(ref: Ref, *, by: Person) -> Party:
    """The lead or customer, as this staff member may see it; a converted lead is given as it is, one that was merged
    gives the one that it was merged into. A converted lead is seen by whoever sees its customer.

    Raises NotFound (to a customer always), WithSomebodyElse, or people.Erased.
    """
    if ref.kind not in (RefKind.LEAD, RefKind.CUSTOMER):
        raise NotFound(ref=str(ref))
    model = Lead if ref.kind is RefKind.LEAD else Customer
    found = await model.filter(id=ref.id).select_related("owner").first()
    while found is not None and found.merged_into_id:
        found = await model.filter(id=found.merged_into_id).select_related("owner").first()
    if found is None or by.staff is None:
        raise NotFound(ref=str(ref))
    holder_id = (await people.current(found)).owner_id
    if not sees(by.staff, holder_id):
        raise WithSomebodyElse(ref=str(ref), name=(await Staff.get(id=holder_id)).name)
    await people.check_there(found)
    return found


async def activity(ref: Ref, *, by: Person) -> Activity:
    """The activity, of a lead or customer whom this staff member may see; or a task of their own, to be done with it.

    Raises NotFound, WithSomebodyElse, or people.Erased.
    """
    found = await Activity.get_or_none(id=ref.id)
    if found is None or by.staff is None:
        raise NotFound(ref=str(ref))
    owner = await people.party_of(found.lead_id, found.customer_id)
    if found.kind is ActivityKind.TASK and found.author_id == by.staff.id:
        await people.check_there(owner, str(ref))
        return found
    await party(references.of(owner), by=by)
    return found


async def find(ref: Ref, *, by: Person) -> Ticket | Party:
    """The ticket, lead or customer that a reference names, as this person may see it.

    Raises NotFound, or WithSomebodyElse.
    """
    return await (ticket(ref, by=by) if ref.kind is RefKind.TICKET else party(ref, by=by))


def invites(role: Role, invited: Role) -> bool:
    """Whether a role may let somebody in with another one."""
    return invited in INVITES.get(role, ())


def check_invites(staff: Staff, invited: Role) -> None:
    """Raise NotAllowed for a role that may not let that one in."""
    if not invites(staff.role, invited):
        raise NotAllowed()


def check_merges_people(staff: Staff) -> None:
    """Raise NotAllowed for a role that does not merge people."""
    if staff.role not in MERGES_PEOPLE:
        raise NotAllowed()


def sees(staff: Staff, *holders: int | None) -> bool:
    """Whether this staff member may see what these have: an agent their own, and what nobody has."""
    held_by = {holder for holder in holders if holder is not None}
    return staff.role in SEES_ALL or not held_by or staff.id in held_by


def _is_theirs(found: Ticket, owner: Party | None) -> bool:
    if isinstance(owner, Customer):
        return bool(found.customer_id == owner.id)
    return owner is not None and bool(found.lead_id == owner.id)
