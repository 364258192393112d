"""Activities as they are read: what came of a call, where a task stands, and a task's card with its buttons."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import repeats
from bot.reply import BLANK, Choice, Line, Reply, Text, Words, text
from crm import people, references, tasks
from crm.people import Party
from storage.models import Activity, ActivityKind, Staff, Ticket
from storage.text import InFull

SHOWN = 3
"""How many open tasks a lead's or customer's card shows."""

EXCERPT = 60
"""Characters of a task's words in one line of a list."""


def details(activity: Activity) -> list[Line]:
    """What a timeline says of an activity beside its words: a call's outcome and length, a task's state."""
    lines: list[Line] = []
    if activity.kind is ActivityKind.TASK:
        lines.append(state(activity))
    if activity.outcome and activity.duration:
        lines.append(text("activity-call", outcome=outcome_text(activity), length=_length(activity)))
    elif activity.outcome:
        lines.append(text("activity-call-outcome", outcome=outcome_text(activity)))
    return lines


def state(task: Activity) -> Text:
    """Where a task stands: done, due, or for some time."""
    ref = str(references.activity(task.id))
    if task.done_at:
        return text("task-state-done", ref=ref, at=task.done_at)
    if task.dropped_at:
        return text("task-state-dropped", ref=ref, at=task.dropped_at)
    return text("task-state-due", ref=ref, at=task.due_at) if task.due_at else text("task-state-open", ref=ref)


def outcome_text(activity: Activity) -> Text:
    """How a call went, in words."""
    assert activity.outcome is not None
    return text(f"outcome-{activity.outcome.value.replace('_', '-')}")


def task_line(task: Activity, name: str, now: datetime) -> Text:
    """An open task in one line of a list."""
    ref, words = str(references.activity(task.id)), _short(task.text)
    if task.due_at is None:
        return text("task-line", ref=ref, words=words, name=name)
    key = "task-line-overdue" if task.due_at < now else "task-line-due"
    return text(key, ref=ref, words=words, name=name, at=task.due_at)


async def open_tasks(party: Party) -> list[Line]:
    """The open tasks of a lead or customer, for their card."""
    found = await tasks.of_party(party, limit=SHOWN)
    if not found:
        return []
    return [BLANK, text("card-tasks"), *[_card_line(task) for task in found]]


async def ticket_tasks(ticket: Ticket) -> list[Line]:
    """The open tasks and reminders about a ticket, for its card."""
    return [_card_line(task) for task in await tasks.of_ticket(ticket, limit=SHOWN)]


def _card_line(task: Activity) -> Text:
    ref, words = str(references.activity(task.id)), _short(task.text)
    return (
        text("card-task-due", ref=ref, words=words, at=task.due_at)
        if task.due_at
        else text("card-task", ref=ref, words=words)
    )


async def card(activity: Activity, *, head: Text | None = None) -> Reply:
    """An activity in full; a task's next steps are its buttons. `head` says what was just done with it."""
    party = await people.party_of(activity.lead_id, activity.customer_id)
    author = await Staff.get_or_none(id=activity.author_id) if activity.author_id else None
    ref, of = str(references.activity(activity.id)), people.reference(party)
    lines: list[Line] = [head, BLANK] if head else []
    lines.append(text("activity-title", kind=text(f"entry-{activity.kind.value}"), ref=ref, name=party.name, of=of))
    if activity.text:
        lines.append(Words(activity.text, quoted=True))
    if activity.ticket_id:
        lines.append(text("activity-ticket", ticket=str(references.ticket(activity.ticket_id))))
    if activity.kind is ActivityKind.TASK:
        lines += _due(activity)
    else:
        lines += details(activity)
    if author:
        lines.append(text("activity-by", name=author.name, at=activity.at))
    else:
        lines.append(text("activity-at", at=activity.at))
    rows = [[Choice(of, of), Choice(text("button-timeline"), f"timeline {of}")]]
    if activity.kind is not ActivityKind.TASK:
        rows[0].append(Choice(text("button-remind"), f"remind {of}"))
    if activity.kind is ActivityKind.TASK and activity.done_at is None and activity.dropped_at is None:
        rows.insert(0, _steps(activity, ref))
    inside = activity.kind in (ActivityKind.TASK, ActivityKind.NOTE)
    return Reply(lines, rows, activity_id=activity.id if inside else None, **people.about(party))


def _steps(task: Activity, ref: str) -> list[Choice]:
    change = Choice(text("button-postpone"), f"postpone {ref}")
    if task.to_customer:
        return [change, Choice(text("button-forget"), f"forget {ref}")]
    stop = [Choice(text("button-stop-repeating"), f"forget {ref}")] if task.repeats else []
    return [Choice(text("button-done"), f"done {ref}"), change, *stop]


def _due(task: Activity) -> list[Line]:
    if task.done_at:
        return [text("task-sent" if task.is_sent else "task-done", at=task.done_at)]
    if task.dropped_at:
        return [text("task-dropped-then", at=task.dropped_at)]
    if not task.due_at:
        return [text("task-undated")]
    lines: list[Line] = [text("task-to-send" if task.to_customer else "task-due", at=InFull(task.due_at))]
    if rule := tasks.rule_of(task):
        lines.append(text("task-repeats", rule=repeats.said(rule)))
    if task.loud and not task.to_customer:
        lines.append(text("task-loud"))
    return lines


def _length(activity: Activity) -> timedelta:
    return timedelta(seconds=activity.duration or 0)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1].rstrip() + "…"
