"""Cards: what matters of a lead, customer or ticket in one message, with the next steps as buttons."""

from __future__ import annotations

from collections.abc import Sequence

from bot import activities, entries, standing
from bot.reply import BLANK, Choice, Line, Reply, Text, text
from crm import labels, leads, people, references, saved_replies, tickets, timeline
from crm.people import Party
from storage.models import Customer, Identity, Lead, LeadStatus, Staff, Ticket, TicketStatus

ENTRIES = 3
"""How much of the timeline, and of a thread, a card shows."""

EXCERPT = 160
"""Characters of an entry's words that a card or a page shows."""


async def party_card(party: Party, *, edits: bool = False) -> Reply:
    """A lead's or customer's card."""
    ref = people.reference(party)
    owner = await Staff.get(id=party.owner_id) if party.owner_id else None
    lines: list[Line] = [text("card-person", name=party.name, ref=ref)]
    if isinstance(party, Lead):
        lines.append(_standing(party))
        if party.lost_reason:
            lines.append(text("card-lost", reason=leads.reason_text(party.lost_reason)))
    lines += _contact(party)
    lines.append(text("card-owner", name=owner.name) if owner else text("card-nobody"))
    lines += await _addresses(party)
    if has := await labels.of(party):
        lines.append(text("card-labels", labels=[label.name for label in has]))
    if isinstance(party, Customer):
        origins = await Lead.filter(customer_id=party.id).order_by("id").values_list("id", flat=True)
        if origins:
            lines.append(text("card-origin", leads=[str(references.lead(int(str(id_)))) for id_ in origins]))
    lines.append(text("card-since", at=party.created_at))
    live = await tickets.of_party(party, live=True, limit=5)
    if live:
        lines += [BLANK, text("card-tickets"), *[ticket_line(ticket) for ticket in live]]
    lines += await activities.open_tasks(party)
    page = await timeline.page(party, size=ENTRIES)
    if page.entries:
        lines += [BLANK, text("card-latest")]
        for entry in page.entries:
            lines += entries.lines(entry, excerpt=EXCERPT)
    return Reply(lines, _party_choices(party, live), edits=edits, **people.about(party))


def _party_choices(party: Party, live: Sequence[Ticket]) -> list[list[Choice]]:
    ref = people.reference(party)
    rows = [[Choice(text("button-reply"), f"reply {ref}"), Choice(text("button-timeline"), f"timeline {ref}")]]
    if isinstance(party, Lead) and party.status is not LeadStatus.CONVERTED:
        rows.append([Choice(text("button-convert"), f"convert {ref}")])
        if party.status in leads.MOVES[LeadStatus.QUALIFIED]:
            key = "button-qualify-again" if party.status is LeadStatus.LOST else "button-qualify"
            rows[-1].append(Choice(text(key), f"qualify {ref}"))
    rows.append([Choice(text("button-log"), f"log {ref}"), Choice(text("button-remind"), f"remind {ref}")])
    rows.append([Choice(text("button-note"), f"note {ref}"), Choice(text("button-correct"), f"edit {ref}")])
    rows.append([Choice(text("button-new-ticket"), f"new_ticket {ref}")])
    if live:
        rows.append([Choice(str(references.ticket(ticket.id)), str(references.ticket(ticket.id))) for ticket in live])
    return rows


async def converted_card(lead: Lead) -> Reply:
    """A converted lead: it stays, and points to its customer."""
    ref, customer = str(references.lead(lead.id)), str(references.customer(lead.customer_id or 0))
    body = [text("card-person", name=lead.name, ref=ref), text("card-converted", customer=customer)]
    return Reply(body, [[Choice(text("button-open", ref=customer), customer)]], customer_id=lead.customer_id)


async def ticket_card(ticket: Ticket, *, edits: bool = False) -> Reply:
    """A ticket's card for the staff, with the end of its thread, internal notes included."""
    party = await tickets.party(ticket)
    assignee = await tickets.assignee(ticket)
    lines: list[Line] = [
        text("card-ticket", ticket=_ref(ticket), subject=ticket.subject),
        text(
            "card-ticket-status",
            status=tickets.status_text(ticket.status),
            priority=tickets.priority_text(ticket.priority),
        ),
        text("card-ticket-person", name=party.name, ref=people.reference(party)),
        text("card-assignee", name=assignee.name) if assignee else text("card-unassigned"),
        text("card-opened", at=ticket.created_at),
    ]
    if ticket.closed_at:
        lines.append(text("card-closed", at=ticket.closed_at))
    lines += await standing.lines(ticket)
    lines += await activities.ticket_tasks(ticket)
    for entry in await timeline.thread(ticket, limit=ENTRIES, internal=True):
        lines += [BLANK, *entries.message_lines(entry, excerpt=EXCERPT * 2)]
    saved = await saved_replies.exist()
    choices = _ticket_choices(ticket, party, saved=saved)
    return Reply(lines, choices, edits=edits, ticket_id=ticket.id, **people.about(party))


def _ticket_choices(ticket: Ticket, party: Party, *, saved: bool) -> list[list[Choice]]:
    ref = _ref(ticket)
    if ticket.status is TicketStatus.CLOSED:
        thread = Choice(text("button-thread"), f"thread {ref}")
        return [[Choice(text("button-reopen"), f"reopen {ref}"), thread], [_timeline(party)]]
    steps = []
    if ticket.assignee_id is None or ticket.status is TicketStatus.OPEN:
        steps.append(Choice(text("button-take"), f"take {ref}"))
    steps.append(Choice(text("button-close"), f"close {ref}"))
    return [
        [Choice(text("button-reply"), f"reply {ref}"), Choice(text("button-note"), f"note {ref}")],
        [*([Choice(text("button-saved"), f"saved {ref}")] if saved else []), *steps],
        [Choice(text("button-remind"), f"remind {ref}"), Choice(text("button-change-priority"), f"priority {ref}")],
        [Choice(text("button-assign"), f"assign {ref}"), Choice(text("button-thread"), f"thread {ref}")],
        [Choice(str(people.reference(party)), people.reference(party))],
    ]


async def own_ticket_card(ticket: Ticket) -> Reply:
    """A ticket as its customer sees it: no internal note, no names of the staff beyond who answered."""
    lines: list[Line] = [
        text("card-ticket", ticket=_ref(ticket), subject=ticket.subject),
        text("card-own-status", status=tickets.status_text(ticket.status)),
        text("card-opened", at=ticket.created_at),
        *await standing.links(ticket),
    ]
    for entry in await timeline.thread(ticket, limit=ENTRIES, internal=False):
        lines += [BLANK, *entries.message_lines(entry, excerpt=EXCERPT * 2, for_customer=True)]
    lines += [BLANK, text("card-own-hint", ticket=_ref(ticket))]
    thread = Choice(text("button-thread"), f"thread {_ref(ticket)}")
    return Reply(lines, [[thread, Choice(text("button-my-tickets"), "my_tickets")]], ticket_id=ticket.id)


def ticket_line(ticket: Ticket) -> Text:
    """A ticket in one line of a list."""
    return text(
        "ticket-line", ticket=_ref(ticket), subject=ticket.subject, status=tickets.status_text(ticket.status),
        priority=text(f"priority-mark-{ticket.priority.value}"), at=ticket.updated_at,
    )  # fmt: skip


def _timeline(party: Party) -> Choice:
    return Choice(text("button-timeline"), f"timeline {people.reference(party)}")


def _contact(party: Party) -> list[Line]:
    lines: list[Line] = []
    if party.phone:
        lines.append(text("card-phone", phone=party.phone))
    if party.email:
        lines.append(text("card-email", email=party.email))
    if party.company:
        lines.append(text("card-company", company=party.company))
    return lines


async def _addresses(party: Party) -> list[Line]:
    found = await Identity.filter(**people.about(party)).order_by("id")
    lines: list[Line] = []
    for identity in found:
        state = "opted-out" if identity.opted_out else "blocked" if not identity.reachable else ""
        if state:
            lines.append(text(f"card-address-{state}", channel=text(f"channel-{identity.channel.value}")))
    return lines


def _standing(lead: Lead) -> Text:
    status = leads.status_text(lead.status)
    if not lead.source:
        return text("card-lead-by-hand", status=status)
    return text("card-lead-status", status=status, source=leads.source_text(lead.source))


def _ref(ticket: Ticket) -> str:
    return str(references.ticket(ticket.id))
