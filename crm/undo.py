"""Undo: one's own last change is taken back, while nobody has changed the same since.

What was done in one go (a ticket closed, and so taken) is taken back in one go. What an undo does is recorded like any
change, as undone when it was made: so it is in the timeline, and the next undo takes the change before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tortoise.expressions import Q

from crm import announcements, changes, people, tasks, tickets
from crm.people import Party
from crm.refusal import Refusal
from storage import rows
from storage.models import (
    Activity,
    Change,
    Customer,
    Direction,
    Label,
    Lead,
    LeadStatus,
    OutboundMessage,
    Priority,
    Staff,
    Ticket,
    TicketMessage,
    TicketStatus,
)
from storage.spelling import fold
from storage.text import Text

LATELY = timedelta(minutes=10)
"""How old a change may be."""

MOST = 100
"""Changes that are taken back together: all of a file's were agreed to before."""

COLUMNS = {
    "ticket": {"status": "status", "priority": "priority", "assignee": "assignee_id", "subject": "subject"},
    "party": {
        "status": "status", "owner": "owner_id", "name": "name", "phone": "phone", "email": "email",
        "company": "company", "source": "source", "reason": "lost_reason",
    },
}  # fmt: skip
"""What is kept in a column of its own: UNDOABLE of tickets, and of leads and customers, by the change's field."""

ACTIVITIES = ("logged", "done", "due", "dropped")
"""What is done to an activity, and can be undone."""

LOGGED = "logged"
"""Of a ticket, an internal note: the message's id is the change's `after_id`."""

LABEL = "label"
LASTING = ("converted", "merged", "unmerged")
"""What stays, or has a way back of its own: a refusal says which."""

CONSEQUENCES = ("status", "owner", "assignee")
"""What can follow from sending a message by itself."""


class NothingToUndo(Refusal):
    """Nothing of one's own was changed lately."""

    key = "refusal-nothing-to-undo"


class CannotUndo(Refusal):
    """The last change is of a kind that stays, such as a conversion."""

    key = "refusal-cannot-undo"


class ChangedSince(Refusal):
    """Somebody changed the same again."""

    key = "refusal-changed-since"


class ShownSince(Refusal):
    """What was written has been shown to others by a mention."""

    key = "refusal-shown-since"


class SentSince(Refusal):
    """What was to be sent to a customer has been."""

    key = "refusal-sent-since"


class JustUndone(Refusal):
    """It was taken back in this moment, from another of one's devices."""

    key = "refusal-just-undone"


@dataclass(slots=True)
class _Locked:
    """The rows that the changes are of, as they are now."""

    parties: dict[tuple[str, int], Party] = field(default_factory=dict)
    tickets: dict[int, Ticket] = field(default_factory=dict)

    def party(self, change: Change) -> Party:
        """Whose change it is."""
        return self.parties[_owner(change)]


async def last(by: Staff, *, at: datetime) -> Sequence[Change]:
    """The latest changes of one's own that were made in one go, the latest first. Raises NothingToUndo."""
    before = at
    while found := await rows.select(Change, _LATEST, {"staff": by.id, "since": at - LATELY, "before": before}):
        before = found[0].at
        group = await rows.select(Change, _TOGETHER, {"staff": by.id, "at": before})
        # What was sent stays, and so does what followed from it: what was done before that is meant.
        if not await _followed_a_message(group, by):
            return group
    raise NothingToUndo(minutes=int(LATELY.total_seconds()) // 60)


_LATEST = """
WHERE author_id = :staff AND undone_at IS NULL AND at >= :since AND at < :before ORDER BY at DESC, id DESC LIMIT 1
"""
_TOGETHER = f"WHERE author_id = :staff AND at = :at AND undone_at IS NULL ORDER BY id DESC LIMIT {MOST + 1}"


async def undo(by: Staff, *, at: datetime) -> Sequence[Change]:
    """Take one's last change back; the changes that were, the latest first.

    Raises NothingToUndo, CannotUndo, ChangedSince, ShownSince, SentSince, JustUndone, or people.Erased.
    """
    group = await last(by, at=at)
    if len(group) > MOST:
        raise CannotUndo(field="imported")
    for change in group:
        if not _undoable(change):
            lasting = [each.field for each in group if each.field in LASTING]
            raise CannotUndo(field=next(iter(lasting), change.field))
    locked = await _lock(group)
    ids = [change.id for change in group]
    still = await rows.select(
        Change, f"WHERE {rows.among('id', 'ids')} AND undone_at IS NULL ORDER BY id DESC FOR NO KEY UPDATE",
        {"ids": ids},
    )  # fmt: skip
    if len(still) < len(group):
        raise JustUndone()
    # A merge or a conversion that was under way when they were read took them along to another record.
    if [_of(change) for change in still] != [_of(change) for change in group]:
        raise _changed_by(None)
    for change in group:
        await _check_latest(change, ids)
    for change in group:
        await _take_back(change, locked, by=by, at=at)
    await _tell(group, locked, by=by, at=at)
    await Change.filter(author_id=by.id, at=at, undone_at__isnull=True).update(undone_at=at)
    await Change.filter(id__in=ids).update(undone_at=at)
    return group


def _undoable(change: Change) -> bool:
    if _is_note(change):
        return change.after_id is not None
    if change.field in ACTIVITIES:
        return change.activity_id is not None
    if change.ticket_id is not None:
        return change.field in COLUMNS["ticket"]
    return change.field == LABEL or (change.field in COLUMNS["party"] and change.after != LeadStatus.CONVERTED)


def _is_note(change: Change) -> bool:
    """Whether an internal note was written on a ticket."""
    return change.ticket_id is not None and change.field == LOGGED


async def _followed_a_message(group: Sequence[Change], by: Staff) -> bool:
    """Whether the changes were but the consequence of something that was sent."""
    if any(change.field not in CONSEQUENCES for change in group):
        return False
    for change in group:
        sent = {"author_id": by.id, "at": change.at, "direction": Direction.OUT, **_about(change)}
        if change.ticket_id is not None:
            if await TicketMessage.exists(ticket_id=change.ticket_id, **sent):
                return True
        elif await Activity.exists(**sent):
            return True
    return False


async def _lock(group: Sequence[Change]) -> _Locked:
    """Every record that the changes are of, locked in the order in which all do: parties, then tickets."""
    locked = _Locked()
    for owner in sorted({_owner(change) for change in group}):
        model = Lead if owner[0] == "lead" else Customer
        locked.parties[owner] = await rows.get(model, owner[1], lock=True)
        await people.check_there(locked.parties[owner])
    for id_ in sorted({change.ticket_id for change in group if change.ticket_id is not None}):
        locked.tickets[id_] = await rows.get(Ticket, id_, lock=True)
    return locked


async def _check_latest(change: Change, group: Sequence[int]) -> None:
    """Raise ChangedSince when there is a later change of the same, that stands."""
    if _is_note(change):
        return  # nobody else changes it
    later = Change.filter(**_about(change), at__gte=change.at, id__gt=change.id, undone_at__isnull=True)
    if change.activity_id is not None:
        later = later.filter(activity_id=change.activity_id)
    else:
        later = later.filter(ticket_id=change.ticket_id, field=change.field)
        if change.field == LABEL:
            names = [name for name in (change.before, change.after) if name]
            later = later.filter(Q(before__in=names) | Q(after__in=names))
    found = await later.exclude(id__in=list(group)).order_by("-id").select_related("author").first()
    if found is not None:
        raise _changed_by(found.author)


async def _take_back(change: Change, locked: _Locked, *, by: Staff, at: datetime) -> None:
    if _is_note(change):
        return await _unnote(change, locked.tickets[change.ticket_id or 0], by, at)
    if change.field in ACTIVITIES:
        return await _ACTIVITY[change.field](change, locked.party(change), by, at)
    if change.field == LABEL:
        return await _label(change, locked.party(change), by, at)
    record: Ticket | Party = locked.tickets[change.ticket_id] if change.ticket_id else locked.party(change)
    column = COLUMNS["ticket" if isinstance(record, Ticket) else "party"][change.field]
    is_gone = isinstance(record, Ticket) and record.merged_into_id is not None
    if is_gone or not hasattr(record, column):
        # The ticket is another's thread now, or the lead a customer.
        raise _changed_by(None)
    is_holder = column.endswith("_id")
    now, then = getattr(record, column), change.before_id if is_holder else change.before
    if now != (change.after_id if is_holder else change.after):
        raise _changed_by(None)
    if is_holder and (then is None) != (change.before is None):
        raise CannotUndo(field=change.field)
    if isinstance(record, Ticket) and change.field == "status":
        return await tickets.move_back(record, to=TicketStatus(change.before or ""), by=by, at=at)
    if isinstance(record, Ticket) and change.field == "priority":
        await tickets.prioritise(record, to=Priority(change.before or ""), by=by, at=at)
        return None
    if change.field == "phone" and then and isinstance(record, Customer) and await Customer.exists(phone=then):
        raise CannotUndo(field=change.field)
    if isinstance(record, Lead) and change.field == "status":
        then = LeadStatus(change.before or "")
    setattr(record, column, then)
    record.updated_at = at
    await record.save()
    await _record(change, record, by, at)
    return None


async def _tell(group: Sequence[Change], locked: _Locked, *, by: Staff, at: datetime) -> None:
    """Those who had it, and those who have it again, hear; tickets that went with their customer are said with it."""
    owners = [change for change in group if change.field == "owner"]
    for change in owners or [change for change in group if change.field == "assignee"]:
        ticket = locked.tickets[change.ticket_id] if change.ticket_id else None
        to, former = [await rows.get(Staff, id_) if id_ else None for id_ in (change.before_id, change.after_id)]
        party = locked.party(change) if ticket is None else await people.party_of(ticket.lead_id, ticket.customer_id)
        back = await Change.filter(**_about(change), ticket_id=change.ticket_id, field=change.field, at=at).get()
        gone = list(locked.tickets.values()) if ticket is None else []
        await announcements.handed("ticket" if ticket else "person", back, party, ticket, to, former, gone, by=by)


async def _label(change: Change, party: Party, by: Staff, at: datetime) -> None:
    """A label that was put on comes off, one that was taken off is put on again."""
    for name in (change.after,) if change.after else ():
        if not await Label.filter(**people.about(party), fold=fold(name)).delete():
            raise _changed_by(None)
    for name in (change.before,) if change.before else ():
        if not await Label.exists(**people.about(party), fold=fold(name)):
            await Label.create(name=name, fold=fold(name), author_id=by.id, at=at, **people.owned_by(party))
    await _record(change, party, by, at)


async def _unlog(change: Change, party: Party, by: Staff, at: datetime) -> None:
    """What was written down goes, unless others have been shown it."""
    shown = OutboundMessage.filter(activity_id=change.activity_id).exclude(identity__staff_id=by.id)
    if await shown.exists():
        raise ShownSince()
    if (task := await Activity.get_or_none(id=change.activity_id)) and task.is_sent:
        raise SentSince()
    if not await Activity.filter(id=change.activity_id).delete():
        raise _changed_by(None)
    await Activity.filter(series_id=change.activity_id, reminded_at__isnull=True).delete()
    await _record(change, party, by, at)


async def _unnote(change: Change, ticket: Ticket, by: Staff, at: datetime) -> None:
    """An internal note goes, unless a mention has shown it to others."""
    if await OutboundMessage.filter(ticket_message_id=change.after_id).exclude(identity__staff_id=by.id).exists():
        raise ShownSince()
    if not await TicketMessage.filter(id=change.after_id).delete():
        raise _changed_by(None)
    await _record(change, ticket, by, at)


async def _undo_done(change: Change, party: Party, by: Staff, at: datetime) -> None:
    task = await rows.get(Activity, change.activity_id or 0, lock=True)
    if task.done_at is None:
        raise _changed_by(None)
    task.done_at, task.ring_at = None, _still_to_come(task, at)
    await task.save(update_fields=["done_at", "ring_at"])
    await _record(change, party, by, at)


async def _undo_dropped(change: Change, party: Party, by: Staff, at: datetime) -> None:
    task = await rows.get(Activity, change.activity_id or 0, lock=True)
    if task.dropped_at is None:
        raise _changed_by(None)
    task.dropped_at, task.ring_at = None, _still_to_come(task, at)
    await task.save(update_fields=["dropped_at", "ring_at"])
    await _record(change, party, by, at)


def _still_to_come(task: Activity, at: datetime) -> datetime | None:
    """When a task that is open again rings: not for a time that is over, but for the series that goes on with it."""
    return task.due_at if task.due_at and (task.due_at > at or task.repeats) else None


async def _undo_due(change: Change, party: Party, by: Staff, at: datetime) -> None:
    task = await rows.get(Activity, change.activity_id or 0, lock=True)
    if task.is_sent:
        raise SentSince()
    if tasks.moment(task.due_at) != change.after or task.done_at or task.dropped_at:
        raise _changed_by(None)
    before = datetime.fromisoformat(change.before) if change.before else None
    await tasks.set_time(task, before, loud=tasks.is_loud(by, before))
    if task.ring_at != (rings := _still_to_come(task, at)):
        task.ring_at = rings
        await task.save(update_fields=["ring_at"])
    await _record(change, party, by, at)


_ACTIVITY = {"logged": _unlog, "done": _undo_done, "due": _undo_due, "dropped": _undo_dropped}


async def _record(change: Change, of: Ticket | Party, by: Staff, at: datetime) -> None:
    await changes.record(
        of, change.field, change.after, change.before, by=by, at=at,
        before_id=change.after_id, after_id=change.before_id, activity_id=change.activity_id,
    )  # fmt: skip


def _owner(change: Change) -> tuple[str, int]:
    return ("lead", change.lead_id) if change.lead_id is not None else ("customer", change.customer_id or 0)


def _of(change: Change) -> tuple[tuple[str, int], int | None]:
    return _owner(change), change.ticket_id


def _about(change: Change) -> dict[str, Any]:
    table, id_ = _owner(change)
    return {f"{table}_id": id_}


def _changed_by(author: Staff | None) -> ChangedSince:
    return ChangedSince(name=author.name if author else Text("change-by-somebody"))
