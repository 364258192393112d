"""Tasks: what one of the staff means to do for a lead, customer or ticket, by when, and what became of it.

A task with a time rings then (crm.reminders); one that is `to_customer` sends its words to them instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from crm import audience, changes, notices, office, people, references
from crm.people import Party
from crm.quiet import staff_quiet_until
from crm.recurrence import Recurrence
from crm.refusal import Refusal
from storage import outbox, rows
from storage.models import Activity, ActivityKind, Lead, Staff, Ticket
from storage.text import Choice, Line, Text, Words

OPEN = "kind = 'task' AND done_at IS NULL AND dropped_at IS NULL"
"""As the index of open tasks has it, to the letter."""


class AlreadyDone(Refusal):
    """The task was done before."""

    key = "refusal-task-already-done"


class AlreadyDropped(Refusal):
    """The task was given up before."""

    key = "refusal-task-already-dropped"


class NotATask(Refusal):
    """Only a task can be done, put off or given up."""

    key = "refusal-not-a-task"


class NeverComes(Refusal):
    """The rule of a repeating reminder has no moment to come, such as one that ends before it begins."""

    key = "refusal-repeats-never"


async def add(
    party: Party, text: str, *, due_at: datetime | None, by: Staff, at: datetime, ticket: Ticket | None = None,
    to_customer: bool = False,
) -> Activity:  # fmt: skip
    """A new task of one's own, with a lead or customer or in a ticket of theirs; without `due_at`, for some time."""
    return await _add(party, text, due_at, None, by=by, at=at, ticket=ticket, to_customer=to_customer)


async def repeat(
    party: Party, text: str, rule: Recurrence, *, by: Staff, at: datetime, ticket: Ticket | None = None,
    to_customer: bool = False,
) -> Activity:  # fmt: skip
    """The first of a series of tasks, each of which brings about the next when it rings. Raises NeverComes."""
    first = rule.next(at, ZoneInfo(by.timezone), office.current().works_on)
    if first is None:
        raise NeverComes()
    return await _add(party, text, first, rule, by=by, at=at, ticket=ticket, to_customer=to_customer)


async def _add(
    party: Party, text: str, due_at: datetime | None, rule: Recurrence | None, *, by: Staff, at: datetime,
    ticket: Ticket | None, to_customer: bool,
) -> Activity:  # fmt: skip
    party = await people.lock(party)
    task = await Activity.create(
        kind=ActivityKind.TASK, text=text, due_at=due_at, remind_at=due_at, ring_at=due_at, loud=is_loud(by, due_at),
        repeats=str(rule) if rule else None, ticket_id=ticket.id if ticket else None, to_customer=to_customer, at=at,
        author_id=by.id, **people.owned_by(party),
    )  # fmt: skip
    await changes.record(party, "logged", None, ActivityKind.TASK, by=by, at=at, activity_id=task.id)
    return task


async def done(task: Activity, *, by: Staff, at: datetime) -> Activity:
    """The task is done; its author hears when somebody else did it. Of a series, this one alone: the next comes.

    Raises NotATask, AlreadyDone, or AlreadyDropped.
    """
    task, party = await _locked(task)
    check_open(task)
    task.done_at, task.ring_at = at, None
    await task.save(update_fields=["done_at", "ring_at"])
    await changes.record(party, "done", None, task.text, by=by, at=at, activity_id=task.id)
    if task.repeats:
        await follow(task, at)
    await _tell_author("notice-task-done", task, party, by=by, at=at)
    return task


async def postpone(task: Activity, *, to: datetime, by: Staff, at: datetime) -> Activity:
    """The task is due, and rings, at another time; its author hears when somebody else says so.

    Raises NotATask, AlreadyDone, or AlreadyDropped.
    """
    task, party = await _locked(task)
    check_open(task)
    before = task.due_at
    author = by if task.author_id == by.id else await Staff.get_or_none(id=task.author_id)
    await set_time(task, to, loud=is_loud(author, to))
    await changes.record(party, "due", moment(before), moment(to), by=by, at=at, activity_id=task.id)
    await _tell_author("notice-task-due", task, party, by=by, at=at)
    return task


async def drop(task: Activity, *, by: Staff, at: datetime) -> Activity:
    """The task is given up, and its series with it, of which it may be one that is over: none of it rings any more.

    Raises NotATask, AlreadyDone, or AlreadyDropped.
    """
    task, party = await _locked(task)
    left = await _of_series(task)
    if not left:
        check_open(task)
    for one in left or [task]:
        one.dropped_at, one.ring_at = at, None
        await one.save(update_fields=["dropped_at", "ring_at"])
        await changes.record(party, "dropped", None, one.text, by=by, at=at, activity_id=one.id)
    return task


async def follow(task: Activity, now: datetime) -> None:
    """A locked task that repeats rang, or is done: the next comes, and takes the place of those before it."""
    rule, series = rule_of(task), task.series_id or task.id
    author = await Staff.get_or_none(id=task.author_id) if task.author_id else None
    assert rule is not None
    await rows.run(
        f"UPDATE activity SET dropped_at = :now, ring_at = NULL WHERE series_id = :series AND id <> :id AND {OPEN}",
        {"now": now, "series": series, "id": task.id},
    )
    zone = ZoneInfo(author.timezone) if author else office.current().zone
    # What was missed altogether is not made up for; a clock that went back brings nothing twice.
    following = rule.next(max(now, task.remind_at or now), zone, office.current().works_on)
    task.repeats, task.series_id = None, series
    await task.save(update_fields=["repeats", "series_id"])
    if following is None or author is None or not author.active:
        return
    # Quiet hours that came later hold the series; one that was put off says nothing of its others.
    loud = task.loud if task.due_at == task.remind_at else is_loud(author, following)
    await Activity.create(
        kind=task.kind, text=task.text, due_at=following, remind_at=following, ring_at=following, loud=loud,
        repeats=str(rule), series_id=series, ticket_id=task.ticket_id, to_customer=task.to_customer, at=now,
        author_id=task.author_id, lead_id=task.lead_id, customer_id=task.customer_id,
    )  # fmt: skip


async def set_time(task: Activity, to: datetime | None, *, loud: bool = False) -> None:
    """The locked task has this time, and has not rung for it. One of a series stands for its moment all the same."""
    task.due_at, task.ring_at, task.reminded_at, task.loud = to, to, None, loud
    if task.series_id is None:
        task.remind_at = to
    await task.save(update_fields=["due_at", "remind_at", "ring_at", "reminded_at", "loud"])


async def of_party(party: Party, *, limit: int) -> Sequence[Activity]:
    """A lead's or customer's open tasks: by their time, and then those without one."""
    column = "lead_id" if isinstance(party, Lead) else "customer_id"
    return await rows.select(
        Activity, f"WHERE {column} = :party AND {OPEN} ORDER BY due_at IS NULL, due_at, id LIMIT :most",
        {"party": party.id, "most": limit},
    )  # fmt: skip


async def of_ticket(ticket: Ticket, *, limit: int) -> Sequence[Activity]:
    """The open tasks that are about a ticket."""
    return await rows.select(
        Activity, f"WHERE ticket_id = :ticket AND {OPEN} ORDER BY due_at IS NULL, due_at, id LIMIT :most",
        {"ticket": ticket.id, "most": limit},
    )  # fmt: skip


def rule_of(task: Activity) -> Recurrence | None:
    """The rule by which another one follows it."""
    return Recurrence.read(task.repeats) if task.repeats else None


def is_loud(staff: Staff | None, at: datetime | None) -> bool:
    """Whether this moment lies in somebody's quiet hours: whoever chose it, shown in full, did so on purpose."""
    return staff is not None and at is not None and staff_quiet_until(staff, at) is not None


def moment(at: datetime | None) -> str | None:
    """A moment as a change keeps it."""
    return at.isoformat() if at else None


async def _of_series(task: Activity) -> Sequence[Activity]:
    """What is open of its series, locked."""
    if task.series_id is None:
        return ()
    return await rows.select(
        Activity, f"WHERE series_id = :series AND {OPEN} ORDER BY id FOR NO KEY UPDATE", {"series": task.series_id}
    )


async def _locked(task: Activity) -> tuple[Activity, Party]:
    """The task as it is now and whose it is, both locked."""
    party = await people.lock(await people.party_of(task.lead_id, task.customer_id))
    return await rows.get(Activity, task.id, lock=True), party


def check_open(task: Activity) -> None:
    """Raise NotATask, AlreadyDone, or AlreadyDropped."""
    ref = str(references.activity(task.id))
    if task.kind is not ActivityKind.TASK:
        raise NotATask(ref=ref)
    if task.done_at is not None:
        raise AlreadyDone(ref=ref, at=task.done_at)
    if task.dropped_at is not None:
        raise AlreadyDropped(ref=ref, at=task.dropped_at)


async def _tell_author(key: str, task: Activity, party: Party, *, by: Staff, at: datetime) -> None:
    if task.author_id in (None, by.id):
        return
    ref = str(references.activity(task.id))
    due = task.due_at or at
    body: list[Line] = [
        Text(key, {"by": by.name, "ref": ref, "name": party.name, "of": people.reference(party), "at": due}),
        Words(task.text, limit=notices.SHOWN, quoted=True),
    ]
    choices = [Choice(Text("button-open", {"ref": ref}), ref)]
    identities = await people.holder_identity(task.author_id or 0)
    changed = f"{key}:{task.id}:{moment(at)}"
    await outbox.put(
        [audience.draft(one, changed, body, choices, party=party, activity_id=task.id) for one in identities]
    )
