"""Reminders as they are read: what to act on, how things stand with them by now, and the next steps as buttons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot import activities, entries, repeats
from bot.house import House
from bot.reply import BLANK, Choice, Line, Reply, Text, Words, in_rows, text
from crm import access, participants, people, references, tasks, tickets, timeline
from crm.people import Party, Person
from crm.recurrence import Recurrence
from crm.reminders import ring_of
from storage import rows
from storage.models import Activity, ChannelName, OutboundMessage, Staff, Ticket, TicketMessage
from storage.text import InFull

EXCHANGE = 2
"""How much of what was said last it shows."""

LOOKED_THROUGH = 12
"""Entries of the timeline in which that is looked for."""

EXCERPT = 200
"""Characters of each."""

SUMMED = 10
"""How many a summary names."""


async def reminder(said: Text, row: OutboundMessage, person: Person, house: House, now: datetime) -> Reply | None:
    """One that rings; None when it was done, given up or put off meanwhile, or rang again while this one waited."""
    task = await Activity.get_or_none(id=row.activity_id)
    if task is None or task.done_at or task.dropped_at or task.reminded_at is None or ring_of(row) < task.rings:
        return None
    party = await people.party_of(task.lead_id, task.customer_id)
    ticket = await rows.get(Ticket, task.ticket_id) if task.ticket_id else None
    sees = person.staff is not None and await _sees(person.staff, ticket, party)
    ref, of = str(references.activity(task.id)), people.reference(party)
    key = "reminder-again" if said.args.get("again") else "reminder-head"
    lines: list[Line] = [text(key, ref=ref, name=party.name, of=of)]
    if person.staff is None or person.staff.id != task.author_id:
        author = await Staff.get_or_none(id=task.author_id) if task.author_id else None
        lines.append(text("reminder-of", name=author.name if author else text("change-by-somebody")))
    if task.text:
        lines.append(Words(task.text, quoted=True))
    lines += await _standing(task, ticket if sees else None, now, late=bool(said.args.get("late")))
    if not sees:
        # It was handed on: the words are their own, what is said there is not.
        holder = await Staff.get_or_none(id=(ticket.assignee_id if ticket else None) or party.owner_id)
        lines.append(text("reminder-handed", ref=of, name=holder.name if holder else text("change-by-somebody")))
        return Reply(lines, [[Choice(text("button-done"), f"done {ref}")]])
    if party.phone:
        lines.append(text("card-phone", phone=party.phone))
    lines += await _exchange(party, ticket)
    return Reply(lines, _choices(task, str(references.ticket(ticket.id)) if ticket else of, row.channel))


async def _sees(staff: Staff, ticket: Ticket | None, party: Party) -> bool:
    if ticket is None:
        return access.sees(staff, party.owner_id)
    return access.sees(staff, ticket.assignee_id, party.owner_id) or await participants.is_called(ticket, staff)


async def _standing(task: Activity, ticket: Ticket | None, now: datetime, *, late: bool) -> list[Line]:
    lines: list[Line] = []
    due = task.due_at or task.remind_at or now
    lines.append(text("reminder-late" if late else "reminder-due", at=InFull(due)))
    if ticket:
        lines.append(
            text(
                "reminder-ticket", ticket=str(references.ticket(ticket.id)), subject=ticket.subject,
                status=tickets.status_text(ticket.status),
            )
        )  # fmt: skip
    if task.series_id is not None and (following := await _next(task)):
        lines.append(text("task-repeats", rule=repeats.said(following)))
    return lines


async def _next(task: Activity) -> Recurrence | None:
    found = await Activity.filter(series_id=task.series_id, repeats__isnull=False, dropped_at__isnull=True).first()
    return tasks.rule_of(found) if found else None


async def _exchange(party: Party, ticket: Ticket | None) -> list[Line]:
    """What was said last, between them and us: in the ticket that it is about, or anywhere."""
    if ticket:
        found = await timeline.thread(ticket, limit=EXCHANGE, internal=False)
    else:
        page = await timeline.page(party, size=LOOKED_THROUGH)
        spoken = [one for one in page.entries if isinstance(one.record, Activity | TicketMessage)]
        found = [one for one in spoken if one.record.direction is not None][:EXCHANGE]  # type: ignore[union-attr]
        found.reverse()
    if not found:
        return []
    lines: list[Line] = [BLANK, text("reminder-exchange")]
    for entry in found:
        lines += entries.lines(entry, excerpt=EXCERPT)
    return lines


def _choices(task: Activity, about: str, channel: ChannelName) -> Sequence[Sequence[Choice]]:
    ref = str(references.activity(task.id))
    done = Choice(text("button-done"), f"done {ref}")
    open_ = Choice(text("button-open", ref=about), about)
    if channel is ChannelName.WHATSAPP:
        # Three are buttons, more would be a list behind one.
        return [[done, Choice(text("button-snooze"), f"postpone {ref}"), open_]]
    return [
        [done, open_],
        [
            Choice(text("button-snooze-minutes"), f"postpone {ref} in 10 minutes"),
            Choice(text("button-snooze-hour"), f"postpone {ref} in 1 hour"),
            Choice(text("button-snooze-tomorrow"), f"postpone {ref} tomorrow 9:00"),
        ],
        [Choice(text("button-reschedule"), f"postpone {ref}")],
    ]


async def missed(said: Text, row: OutboundMessage, person: Person, house: House, now: datetime) -> Reply | None:
    """Those that should have rung over a day ago, in one message; None when none of them is open any more."""
    given, count = said.args.get("tasks"), said.args.get("count")
    ids = [id for id in given if isinstance(id, int)] if isinstance(given, list) else []
    found = await rows.select(
        Activity, f"WHERE {rows.among('id', 'ids')} AND {tasks.OPEN} ORDER BY due_at, id", {"ids": ids}
    )
    if not found:
        return None
    total = len(found) + max(count - len(ids), 0) if isinstance(count, int) else len(found)
    lines: list[Line] = [text("reminders-missed", count=total), BLANK]
    for task in found[:SUMMED]:
        party = await people.party_of(task.lead_id, task.customer_id)
        lines.append(activities.task_line(task, party.name, now))
    if total > SUMMED:
        lines.append(text("reminders-missed-more", count=total - SUMMED))
    refs = [str(references.activity(task.id)) for task in found[:SUMMED]]
    buttons = [Choice(ref, ref) for ref in refs[: 9 if row.channel is ChannelName.WHATSAPP else SUMMED]]
    return Reply(lines, [*in_rows(buttons, 4), [Choice(text("button-today"), "today")]])
