"""Handing on: who of the staff has a ticket, a lead or a customer."""

from __future__ import annotations

from bot.reply import Choice, Line, Reply, text
from bot.router import Commands
from bot.turn import Turn
from crm import announcements, assignment, duty, people, references
from crm.people import Party
from storage.models import Customer, Lead, Role, Staff, Ticket

commands = Commands()

OFFERED = 9
"""To how many colleagues a button hands over; others can be named."""


@commands.command("assign {reference} [{colleague}]", least=Role.AGENT, group="tickets")
async def assign(turn: Turn, reference: Ticket | Lead | Customer, colleague: Staff | None = None) -> Reply:
    """Give a ticket, lead or customer to a colleague; without a name, offer those on duty with what each has."""
    if colleague is None:
        return await _offer(reference)
    done = await assignment.assign(reference, colleague, by=turn.staff, at=turn.now)
    return _done("assigned", done, colleague.name)


@commands.command("unassign {reference}", least=Role.AGENT, group="tickets")
async def unassign(turn: Turn, reference: Ticket | Lead | Customer) -> Reply:
    """Make a ticket, lead or customer nobody's."""
    done = await assignment.unassign(reference, by=turn.staff, at=turn.now)
    return _done("unassigned", done, done.former.name if done.former else "")


async def _offer(record: Ticket | Party) -> Reply:
    record = record if isinstance(record, Ticket) else await people.current(record)
    ref = str(references.of(record))
    holder_id = record.assignee_id if isinstance(record, Ticket) else record.owner_id
    loads = await duty.loads()
    holder = next((load.staff.name for load in loads if load.staff.id == holder_id), None)
    others = [load for load in loads if load.staff.id != holder_id]
    present = [load for load in others if load.staff.on_duty]
    about = record.subject if isinstance(record, Ticket) else record.name
    lines: list[Line] = [text("assign-title", ref=ref, about=about)]
    lines.append(text("card-assignee", name=holder) if holder else text("assign-with-nobody"))
    lines.append(text("assign-whom") if present else text("assign-nobody-there") if others else text("assign-alone"))
    rows = [
        [Choice(text("button-colleague", name=load.staff.name, n=str(load.live)), f"assign {ref} @{load.staff.id}")]
        for load in (present or others)[:OFFERED]
    ]
    return Reply(lines, rows)


def _done(what: str, done: assignment.Handover, name: str) -> Reply:
    record = done.record
    ref = str(references.of(record))
    about = record.subject if isinstance(record, Ticket) else record.name
    lines: list[Line] = [text(what, ref=ref, about=about, name=name)]
    if done.tickets:
        lines.append(announcements.along_line(done.tickets))
    return Reply(lines, [[Choice(text("button-card"), ref)]])
