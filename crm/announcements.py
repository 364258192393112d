"""Announcements: what others hear when a ticket, lead or customer comes to one of the staff, or to nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crm import access, audience, notices, people, references
from crm.audience import WHO_HEARS, Audience
from crm.people import Party
from storage import outbox
from storage.models import Change, Identity, OutboundMessage, Staff, Ticket
from storage.text import Choice, Line, Text


async def opened_by(ticket: Ticket, party: Party, *, by: Staff) -> bool:
    """One of the staff opened a ticket for a lead or customer: they are told, if they can be, and so is the owner.

    Returns whether they can be told.
    """
    ref = str(references.of(ticket))
    args = {"ticket": ref, "subject": ticket.subject}
    if party.owner_id not in (None, by.id):
        head = Text("notice-ticket-opened-by", {**args, "by": by.name, "name": party.name})
        owner = [party.owner_id or 0]
        await audience.tell_staff(
            owner, f"ticket:{ticket.id}", party, [head], notices.ticket_choices(ticket), ticket=ticket
        )
    identity = await people.best_identity(party)
    if identity is None or Audience.CUSTOMER not in WHO_HEARS["ticket-opened-by"]:
        return False
    choices = [Choice(Text("button-my-tickets"), "my_tickets")]
    body = [Text("update-ticket-opened", args)]
    await outbox.put([audience.draft(identity, f"opened:{ticket.id}", body, choices, party=party, ticket=ticket)])
    return True


async def taken(ticket: Ticket, change: Change, to: Staff, *, by: Staff) -> None:
    """A ticket that nobody had is with somebody: whoever was told that it is to be taken hears that it is gone."""
    if Audience.CALLED not in WHO_HEARS["ticket-taken"]:
        return
    freed = await Change.filter(ticket_id=ticket.id, field="assignee", after=None).order_by("-id").first()
    key = f"freed:{freed.id}" if freed else f"ticket:{ticket.id}"
    staff = {one.id: one.staff_id or 0 for one in await Identity.filter(staff_id__isnull=False)}
    called = await OutboundMessage.filter(key__in=[f"{key}:{id}" for id in staff])
    hearers = {staff[row.identity_id] for row in called} - {to.id, by.id}
    party = await people.party_of(ticket.lead_id, ticket.customer_id)
    args = {"ticket": str(references.of(ticket)), "subject": ticket.subject, "name": to.name}
    body = [Text("notice-ticket-taken", args)]
    await audience.tell_staff(sorted(hearers), f"taken:{change.id}", party, body, (), ticket=ticket)


async def handed(
    what: str, change: Change, party: Party, ticket: Ticket | None, to: Staff | None, former: Staff | None,
    along: Sequence[Ticket], *, by: Staff,
) -> None:  # fmt: skip
    """The new holder hears, with the next steps, and the former one; when it is nobody's now, whoever hears of that.

    `what` is `ticket` or `person`; `along` are the tickets that went with a person.
    """
    ref = str(references.of(ticket or party))
    args: dict[str, Any] = {"ref": ref, "about": ticket.subject if ticket else party.name, "by": by.name}
    key = f"{'assigned' if to else 'freed'}:{change.id}"
    steps = notices.ticket_choices(ticket) if ticket else notices.person_choices(party)
    with_it: list[Line] = [along_line(along)] if along else []
    if to and to.id != by.id:
        head = Text(f"notice-{what}-assigned", args)
        await audience.tell_staff([to.id], key, party, [head, *with_it], steps, ticket=ticket)
    if former and former.id != by.id:
        head = Text(f"notice-{what}-freed", args)
        if to:
            head = Text(f"notice-{what}-{'over' if to.id == by.id else 'left'}", {**args, "to": to.name})
        # Who may not see it any more gets no button to it.
        sees = access.sees(former, party.owner_id, to.id if to else None)
        choices = [Choice(Text("button-card"), ref)] if sees else []
        await audience.tell_staff([former.id], key, party, [head, *with_it], choices, ticket=ticket)
    if to is None:
        head = Text(f"notice-{what}-freed", args)
        await audience.tell_holders("freed", key, party, ticket, [head], steps, but=by)


def along_line(along: Sequence[Ticket]) -> Text:
    """Which tickets went with a lead or customer."""
    return Text("along-tickets", {"tickets": [str(references.of(one)) for one in along]})
