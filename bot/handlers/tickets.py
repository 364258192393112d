"""Tickets: for the staff, lists, cards and every move; for customers, opening one and seeing their own."""

from __future__ import annotations

from bot.cards import own_ticket_card, ticket_card, ticket_line
from bot.fields import TicketFilter
from bot.reply import BLANK, Choice, Line, Reply, text
from bot.router import Audience, Commands
from bot.turn import Turn
from crm import participants, people, references, tickets
from crm.access import SEES_ALL
from storage.models import Customer, Lead, Priority, Role, Ticket, TicketStatus

commands = Commands()

PAGE = 8


@commands.command("open", least=Audience.CUSTOMER, group="tickets")
async def open_ticket(turn: Turn) -> Reply:
    """Begin the conversation that opens a ticket."""
    return await turn.begin("open-ticket")


@commands.command("my_tickets", least=Audience.CUSTOMER, group="tickets")
async def my_tickets(turn: Turn) -> Reply:
    """A customer's own tickets with their state."""
    found = await tickets.of_party(turn.party, limit=10)
    if not found:
        return Reply([text("my-tickets-none")], [[Choice(text("button-open-ticket"), "open")]])
    lines: list[Line] = [text("my-tickets-title"), BLANK]
    lines += [
        text("my-tickets-line", ticket=_ref(one), subject=one.subject, status=tickets.status_text(one.status),
             at=one.updated_at)
        for one in found
    ]  # fmt: skip
    rows = [[Choice(_ref(one), _ref(one)) for one in found[i : i + 4]] for i in range(0, min(len(found), 8), 4)]
    return Reply(lines, [*rows, [Choice(text("button-open-ticket"), "open")]])


@commands.command("tickets [{filter}] [{number}]", least=Role.AGENT, group="tickets")
async def list_tickets(turn: Turn, filter: TicketFilter | None = None, number: int | None = None) -> Reply:
    """Tickets by state: open, mine, or closed; `number` is the id below which the page begins."""
    staff, which = turn.staff, filter or TicketFilter.OPEN
    found = await tickets.listed(
        staff, sees_all=staff.role in SEES_ALL, mine=which is TicketFilter.MINE,
        closed=which is TicketFilter.CLOSED, before=number, limit=PAGE + 1,
    )  # fmt: skip
    others = [
        Choice(text(f"button-{other.value}-tickets"), f"tickets {other.value}")
        for other in TicketFilter
        if other is not which
    ]
    if not found:
        return Reply([text(f"tickets-none-{which.value}")], [others], edits=True)
    shown, more = found[:PAGE], len(found) > PAGE
    lines: list[Line] = [text(f"tickets-title-{which.value}"), BLANK, *[ticket_line(one) for one in shown]]
    rows = [[Choice(_ref(one), _ref(one)) for one in shown[i : i + 4]] for i in range(0, len(shown), 4)]
    if more:
        rows.append([Choice(text("button-more"), f"tickets {which.value} {shown[-1].id}")])
    return Reply(lines, [*rows, others], edits=True)


@commands.command("{ticket}", least=None, group="tickets")
async def show(turn: Turn, ticket: Ticket) -> Reply:
    """A ticket's card; its customer sees their own side of it."""
    if turn.person.staff:
        await participants.saw(ticket, turn.person.staff, at=turn.now)
    return await (ticket_card(ticket) if turn.person.staff else own_ticket_card(ticket))


@commands.command("take {ticket}", least=Role.AGENT, group="tickets")
async def take(turn: Turn, ticket: Ticket) -> Reply:
    """Make a ticket one's own and begin work on it."""
    return await _done("ticket-taken", await tickets.take(ticket, by=turn.staff, at=turn.now))


@commands.command("move {ticket} {status}", least=Role.AGENT, group="tickets")
async def move(turn: Turn, ticket: Ticket, status: TicketStatus) -> Reply:
    """Move a ticket to another status."""
    return await _done("ticket-moved", await tickets.move(ticket, to=status, by=turn.staff, at=turn.now))


@commands.command("close {ticket}", least=Role.AGENT, group="tickets")
async def close(turn: Turn, ticket: Ticket) -> Reply:
    """Close a ticket."""
    closed = await tickets.move(ticket, to=TicketStatus.CLOSED, by=turn.staff, at=turn.now)
    return await _done("ticket-closed", closed)


@commands.command("reopen {ticket}", least=Role.AGENT, group="tickets")
async def reopen(turn: Turn, ticket: Ticket) -> Reply:
    """Open a closed ticket again."""
    return await _done("ticket-reopened", await tickets.reopen(ticket, by=turn.staff, at=turn.now))


@commands.command("priority {ticket} {priority}", least=Role.AGENT, group="tickets")
async def prioritise(turn: Turn, ticket: Ticket, priority: Priority) -> Reply:
    """Give a ticket another priority."""
    return await _done("ticket-prioritised", await tickets.prioritise(ticket, to=priority, by=turn.staff, at=turn.now))


@commands.command("subject {ticket} {subject:phrase...}", least=Role.AGENT, group="tickets")
async def rename(turn: Turn, ticket: Ticket, subject: str) -> Reply:
    """Give a ticket another subject."""
    return await _done("subject-changed", await tickets.rename(ticket, subject, by=turn.staff, at=turn.now))


@commands.command("new_ticket {person}", least=Role.AGENT, group="tickets")
async def new_ticket(turn: Turn, person: Lead | Customer) -> Reply:
    """Begin the conversation that opens a ticket for a lead or customer."""
    return await turn.begin("new-ticket", context={"for": str(references.of(await people.current(person)))})


async def _done(key: str, ticket: Ticket) -> Reply:
    done = text(
        key, ticket=_ref(ticket), subject=ticket.subject, status=tickets.status_text(ticket.status),
        priority=tickets.priority_text(ticket.priority),
    )  # fmt: skip
    ref = _ref(ticket)
    steps = (
        [Choice(text("button-reopen"), f"reopen {ref}")]
        if ticket.status is TicketStatus.CLOSED
        else [Choice(text("button-reply"), f"reply {ref}"), Choice(text("button-close"), f"close {ref}")]
    )
    return Reply(
        [done], [[*steps, Choice(text("button-card"), ref)]], ticket_id=ticket.id, lead_id=ticket.lead_id,
        customer_id=ticket.customer_id,
    )  # fmt: skip


def _ref(ticket: Ticket) -> str:
    return str(references.ticket(ticket.id))
