"""Tickets: for the staff, lists, cards and every move; for customers, opening one and seeing their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.cards import own_ticket_card, ticket_card, ticket_line
from bot.fields import TicketFilter
from bot.reply import BLANK, Choice, Line, Reply, reference_rows, text
from bot.router import Audience, Commands
from bot.turn import Turn
from crm import late, participants, people, references, tickets
from crm.access import SEES_ALL
from storage.models import Customer, Lead, Priority, Role, Staff, Ticket, TicketStatus

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
    rows = reference_rows([_ref(one) for one in found[:8]])
    return Reply(lines, [*rows, [Choice(text("button-open-ticket"), "open")]])


@commands.command("tickets [{filter}] [{number}]", least=Role.AGENT, group="tickets")
async def list_tickets(turn: Turn, filter: TicketFilter | None = None, number: int | None = None) -> Reply:
    """Tickets by state: open, mine, late or closed; `number` is the id of the last of the page before."""
    staff, which = turn.staff, filter or TicketFilter.OPEN
    found = await _found(staff, which, number, turn.now)
    others = [
        Choice(text(f"button-{other.value}-tickets"), f"tickets {other.value}")
        for other in TicketFilter
        if other is not which
    ]
    if not found:
        return Reply([text(f"tickets-none-{which.value}")], [others], edits=True)
    shown, more = found[:PAGE], len(found) > PAGE
    lines: list[Line] = [text(f"tickets-title-{which.value}"), BLANK, *[_line(one, which, turn) for one in shown]]
    rows = reference_rows([_ref(one) for one in shown])
    if more:
        rows.append([Choice(text("button-more"), f"tickets {which.value} {shown[-1].id}")])
    return Reply(lines, [*rows, others], edits=True)


async def _found(staff: Staff, which: TicketFilter, last: int | None, now: datetime) -> Sequence[Ticket]:
    sees_all = staff.role in SEES_ALL
    if which is TicketFilter.LATE:
        return await late.listed(staff, sees_all=sees_all, after=last, limit=PAGE + 1, at=now)
    return await tickets.listed(
        staff, sees_all=sees_all, mine=which is TicketFilter.MINE, closed=which is TicketFilter.CLOSED, before=last,
        limit=PAGE + 1,
    )  # fmt: skip


def _line(ticket: Ticket, which: TicketFilter, turn: Turn) -> Line:
    """A ticket in a list: when it is due in that of the late ones, and among one's own which is a colleague's."""
    if which is TicketFilter.LATE and (due := late.soonest(ticket)):
        return text(
            "ticket-line-past" if due <= turn.now else "ticket-line-near", ticket=_ref(ticket), at=due,
            subject=ticket.subject, priority=text(f"priority-mark-{ticket.priority.value}"),
        )  # fmt: skip
    line = ticket_line(ticket)
    is_called = which is TicketFilter.MINE and ticket.assignee_id != turn.staff.id
    return text("ticket-line-called", line=line) if is_called else line


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


@commands.command("priority {ticket} [{priority}]", least=Role.AGENT, group="tickets")
async def prioritise(turn: Turn, ticket: Ticket, priority: Priority | None = None) -> Reply:
    """Give a ticket another priority; without one, which?"""
    if priority is None:
        choices = [
            Choice(text("button-priority", priority=tickets.priority_text(to)), f"priority {_ref(ticket)} {to.value}")
            for to in Priority
            if to is not ticket.priority
        ]
        head = text("priority-which", ticket=_ref(ticket), priority=tickets.priority_text(ticket.priority))
        return Reply([head], [choices], ticket_id=ticket.id)
    return await _done("ticket-prioritised", await tickets.prioritise(ticket, to=priority, by=turn.staff, at=turn.now))


@commands.command("subject {ticket} {subject:phrase...}", least=Role.AGENT, group="tickets")
async def rename(turn: Turn, ticket: Ticket, subject: str) -> Reply:
    """Give a ticket another subject."""
    return await _done("subject-changed", await tickets.rename(ticket, subject, by=turn.staff, at=turn.now))


@commands.command("new_ticket {person} [{subject:phrase...}]", least=Role.AGENT, group="tickets")
async def new_ticket(turn: Turn, person: Lead | Customer, subject: str | None = None) -> Reply:
    """Begin the conversation that opens a ticket for a lead or customer; a subject that was said is not asked."""
    context = {"for": str(references.of(await people.current(person)))}
    return await turn.begin("new-ticket", prefilled={"subject": subject} if subject else None, context=context)


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
