"""Tasks: what one of the staff means to do for a lead or customer, by when, and that it was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from crm import changes, notices, people, references
from crm.people import Party
from crm.refusal import Refusal
from storage import outbox, rows
from storage.models import Activity, ActivityKind, Lead, Staff
from storage.text import Choice, Line, Text, Words

OPEN = "kind = 'task' AND done_at IS NULL AND dropped_at IS NULL"
"""As the index of open tasks has it, to the letter."""


class AlreadyDone(Refusal):
    """The task was done before."""

    key = "refusal-task-already-done"


class NotATask(Refusal):
    """Only a task can be done or put off."""

    key = "refusal-not-a-task"


async def add(party: Party, text: str, *, due_at: datetime | None, by: Staff, at: datetime) -> Activity:
    """A new task of one's own, with a lead or customer; without `due_at`, for some time."""
    party = await people.lock(party)
    task = await Activity.create(
        kind=ActivityKind.TASK, text=text, due_at=due_at, at=at, author_id=by.id, **people.owned_by(party)
    )
    await changes.record(party, "logged", None, ActivityKind.TASK, by=by, at=at, activity_id=task.id)
    return task


async def done(task: Activity, *, by: Staff, at: datetime) -> Activity:
    """The task is done; its author hears when somebody else did it. Raises NotATask, or AlreadyDone."""
    task, party = await _locked(task)
    task.done_at = at
    await task.save(update_fields=["done_at"])
    await changes.record(party, "done", None, task.text, by=by, at=at, activity_id=task.id)
    await _tell_author("notice-task-done", task, party, by=by, at=at)
    return task


async def postpone(task: Activity, *, to: datetime, by: Staff, at: datetime) -> Activity:
    """The task is due at another time; its author hears when somebody else says so. Raises NotATask, or AlreadyDone."""
    task, party = await _locked(task)
    before = task.due_at
    task.due_at = to
    await task.save(update_fields=["due_at"])
    await changes.record(party, "due", moment(before), moment(to), by=by, at=at, activity_id=task.id)
    await _tell_author("notice-task-due", task, party, by=by, at=at)
    return task


async def of_party(party: Party, *, limit: int) -> Sequence[Activity]:
    """A lead's or customer's open tasks: by their time, and then those without one."""
    column = "lead_id" if isinstance(party, Lead) else "customer_id"
    return await rows.select(
        Activity, f"WHERE {column} = :party AND {OPEN} ORDER BY due_at IS NULL, due_at, id LIMIT :most",
        {"party": party.id, "most": limit},
    )  # fmt: skip


def moment(at: datetime | None) -> str | None:
    """A moment as a change keeps it."""
    return at.isoformat() if at else None


async def _locked(task: Activity) -> tuple[Activity, Party]:
    """The task as it is now and whose it is, both locked. Raises NotATask, or AlreadyDone."""
    party = await people.lock(await people.party_of(task.lead_id, task.customer_id))
    task = await rows.get(Activity, task.id, lock=True)
    ref = str(references.activity(task.id))
    if task.kind is not ActivityKind.TASK:
        raise NotATask(ref=ref)
    if task.done_at is not None:
        raise AlreadyDone(ref=ref, at=task.done_at)
    return task, party


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
        [notices.draft(one, changed, body, choices, party=party, activity_id=task.id) for one in identities]
    )
