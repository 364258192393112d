"""Undo: taking one's last change back, and saying what it was."""

from __future__ import annotations

from datetime import datetime

from bot.reply import Choice, Line, Reply, Text, text
from bot.router import Commands
from bot.turn import Turn
from crm import leads, people, references, tickets, undo
from storage.models import ActivityKind, Change, LeadStatus, Priority, Role, TicketStatus
from storage.text import InFull, Value

commands = Commands()

SHOWN = 4
"""How many of the changes that were undone in one go are named."""


@commands.command("undo", least=Role.AGENT, group="activities")
async def take_back(turn: Turn) -> Reply:
    """Take one's last change back, and say what it was."""
    undone = await undo.undo(turn.staff, at=turn.now)
    lines: list[Line] = [text("undone-title")]
    refs: list[str] = []
    for change in undone[:SHOWN]:
        ref = await _ref_of(change)
        refs += [] if ref in refs else [ref]
        lines.append(_undone(change, ref))
    if len(undone) > SHOWN:
        lines.append(text("undone-more", count=len(undone) - SHOWN))
    return Reply(lines, [[Choice(ref, ref) for ref in refs]])


async def _ref_of(change: Change) -> str:
    if change.ticket_id is not None:
        return str(references.ticket(change.ticket_id))
    return people.reference(await people.party_of(change.lead_id, change.customer_id))


def _undone(change: Change, ref: str) -> Text:
    if change.field == "logged":
        return text("undone-logged", ref=ref, kind=text(f"entry-{ActivityKind(change.after or '').value}"))
    if change.field in ("done", "due", "dropped"):
        task_ref = str(references.activity(change.activity_id or 0))
        if change.field != "due":
            return text("undone-done", ref=task_ref, of=ref)
        due = InFull(datetime.fromisoformat(change.before)) if change.before else text("change-nothing")
        return text("undone-due", ref=task_ref, of=ref, at=due)
    if change.field == undo.LABEL:
        key = "undone-label-added" if change.after else "undone-label-removed"
        return text(key, ref=ref, label=change.after or change.before or "")
    return text(
        "undone-field", ref=ref, field=text(f"undone-name-{change.field}"), before=_value(change, change.before),
        after=_value(change, change.after),
    )  # fmt: skip


def _value(change: Change, value: str | None) -> Value:
    if value is None:
        return text("change-nothing")
    if change.field == "priority":
        return tickets.priority_text(Priority(value))
    if change.field == "status":
        return tickets.status_text(TicketStatus(value)) if change.ticket_id else leads.status_text(LeadStatus(value))
    if change.field == "source":
        return leads.source_text(value)
    if change.field == "reason":
        return leads.reason_text(value)
    return value
