"""Threads: all that was said in a ticket, a page at a time; and who of the staff saw it and did what."""

from __future__ import annotations

from bot import entries
from bot.handlers.timeline import NEWER, OLDER, place
from bot.reply import BLANK, Choice, Line, Reply, text
from bot.router import Commands
from bot.turn import Turn
from crm import participants, references, timeline, trail
from storage.models import OutboundStatus, Role, Ticket

commands = Commands()

PAGE = 6
EXCERPT = 500
"""Characters of a message that a page shows."""

TRAIL = 15
"""Changes on one page."""

ARRIVED = {
    OutboundStatus.READ: "who-answer-read",
    OutboundStatus.DELIVERED: "who-answer-delivered",
    OutboundStatus.SENT: "who-answer-sent",
    OutboundStatus.HELD: "who-answer-held",
    OutboundStatus.FAILED: "who-answer-failed",
    OutboundStatus.DEAD: "who-answer-failed",
}
"""What became of an answer, in words; of any other it is said that it is under way."""


@commands.command("thread {ticket} [{phrase}]", least=None, group="tickets")
async def thread(turn: Turn, ticket: Ticket, phrase: str | None = None) -> Reply:
    """A ticket's messages, oldest first, beginning with the last page; its customer sees no internal ones."""
    staff = turn.person.staff
    page = await timeline.thread_page(ticket, size=PAGE, internal=staff is not None, **place(phrase))
    if staff:
        await participants.saw(ticket, staff, at=turn.now)
    ref = str(references.of(ticket))
    lines: list[Line] = [text("thread-title", ticket=ref, subject=ticket.subject)]
    if not page.entries:
        lines.append(text("thread-empty"))
    for entry in page.entries:
        lines += [BLANK, *entries.message_lines(entry, excerpt=EXCERPT, for_customer=staff is None)]
    steps = []
    if page.older:
        steps.append(Choice(text("button-earlier"), f"thread {ref} {OLDER}{page.older}"))
    if page.newer:
        steps.append(Choice(text("button-later"), f"thread {ref} {NEWER}{page.newer}"))
    last = [Choice(ref, ref), Choice(text("button-my-tickets"), "my_tickets")]
    if staff:
        last = [Choice(text("button-reply"), f"reply {ref}"), Choice(text("button-who"), f"who {ref}")]
        last.append(Choice(text("button-card"), ref))
    return Reply(
        lines, [*([steps] if steps else []), last], edits=phrase is not None, ticket_id=ticket.id,
        lead_id=ticket.lead_id, customer_id=ticket.customer_id,
    )  # fmt: skip


@commands.command("who {ticket} [{number}]", least=Role.AGENT, group="tickets")
async def who(turn: Turn, ticket: Ticket, number: int | None = None) -> Reply:
    """Who changed what of a ticket, who saw it, and whether our last answer was read.

    `number` is the change before which a page ends.
    """
    found = await trail.changes_of(ticket, before=number, limit=TRAIL + 1)
    ref = str(references.of(ticket))
    lines: list[Line] = [text("who-title", ticket=ref, subject=ticket.subject)]
    for change, author in reversed(found[:TRAIL]):
        lines.append(entries.change_line(change, author))
    seen = await participants.seen_by(ticket)
    if seen and number is None:
        lines += [BLANK, text("who-saw")]
        lines += [text("who-saw-line", name=one.staff.name, at=one.seen_at) for one in seen if one.seen_at]
    if number is None:
        lines += [BLANK, await _last_answer(ticket)]
    rows = [[Choice(text("button-earlier"), f"who {ref} {found[TRAIL - 1][0].id}")]] if len(found) > TRAIL else []
    return Reply(
        lines, [*rows, [Choice(text("button-thread"), f"thread {ref}"), Choice(text("button-card"), ref)]],
        edits=number is not None,
    )  # fmt: skip


async def _last_answer(ticket: Ticket) -> Line:
    answer = await trail.last_answer(ticket)
    if answer is None:
        return text("who-no-answer")
    name = answer.author or ""
    if answer.status in ARRIVED:
        return text(ARRIVED[answer.status], name=name, at=answer.at, then=answer.moment)
    return text("who-answer-under-way", name=name, at=answer.at)
