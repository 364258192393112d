"""Ticket merges: two tickets of one customer about the same thing become one thread."""

from __future__ import annotations

from datetime import datetime

from crm import audience, changes, notices, people, references
from crm.merges import SameRecord
from crm.people import Party
from crm.refusal import Refusal
from storage import outbox, rows
from storage.models import Activity, Identity, Participant, Staff, Ticket, TicketMessage, TicketStatus
from storage.text import Choice, Text

ALIVE = (TicketStatus.CLOSED, TicketStatus.OPEN, TicketStatus.IN_PROGRESS)
"""Of two tickets the one that stays is as much alive as the one that is more so."""


class TwoPeoples(Refusal):
    """The tickets are of two people."""

    key = "refusal-merge-two-peoples"


async def merge(kept: Ticket, gone: Ticket, *, by: Staff, at: datetime) -> Ticket:
    """The thread of `gone` goes on in `kept`, and it is closed; its customer and its assignee are told.

    What was changed of a ticket stays under its own name. Raises TwoPeoples, or SameRecord (also when somebody was
    faster).
    """
    party = await owner(kept, gone)
    # As a message of theirs locks: the identity, the person, the ticket.
    await Identity.filter(**people.about(party)).order_by("id").select_for_update(no_key=True)
    party = await people.lock(party)
    fresh = {id: await rows.get(Ticket, id, lock=True) for id in sorted({kept.id, gone.id})}
    kept, gone = fresh[kept.id], fresh[gone.id]
    if len(fresh) == 1 or kept.merged_into_id or gone.merged_into_id:
        raise SameRecord(ref=_ref(kept))
    # Whose they are may have changed before they were locked.
    await owner(kept, gone)
    was_alive, had = gone.status is not TicketStatus.CLOSED, gone.assignee_id
    await TicketMessage.filter(ticket_id=gone.id).update(ticket_id=kept.id)
    await Activity.filter(ticket_id=gone.id).update(ticket_id=kept.id)
    await _join_participants(kept, gone)
    await _take_on(kept, gone, by=by, at=at)
    await changes.record(gone, "merged", _ref(gone), _ref(kept), by=by, at=at)
    gone.status, gone.closed_at, gone.updated_at, gone.merged_into_id = (
        TicketStatus.CLOSED,
        gone.closed_at or at,
        at,
        kept.id,
    )
    await gone.save(update_fields=["status", "closed_at", "updated_at", "merged_into_id"])
    if was_alive:
        await _tell_customer(kept, gone, party)
    head = Text(
        "notice-ticket-merged", {"gone": _ref(gone), "kept": _ref(kept), "subject": kept.subject, "by": by.name}
    )
    hear = {one for one in (had, kept.assignee_id) if one is not None} - {by.id}
    await audience.tell_staff(
        sorted(hear), f"merged:{_ref(gone)}", party, [head], notices.ticket_choices(kept), ticket=kept
    )
    return kept


async def owner(one: Ticket, other: Ticket) -> Party:
    """Whose both tickets are. Raises TwoPeoples."""
    mine, theirs = await _party(one), await _party(other)
    if references.of(mine) != references.of(theirs):
        raise TwoPeoples(one=_ref(one), other=_ref(other), mine=people.reference(mine), theirs=people.reference(theirs))
    return mine


async def _party(ticket: Ticket) -> Party:
    return await people.party_of(ticket.lead_id, ticket.customer_id)


async def _join_participants(kept: Ticket, gone: Ticket) -> None:
    """Whoever saw either, or was called into it, has to do with the one that stays: once, as of the last time."""
    there = {one.staff_id: one for one in await Participant.filter(ticket_id=kept.id)}
    for one in await Participant.filter(ticket_id=gone.id):
        same = there.get(one.staff_id)
        if same is None:
            one.ticket_id = kept.id
            await one.save(update_fields=["ticket_id"])
            continue
        same.seen_at = max(filter(None, (same.seen_at, one.seen_at)), default=None)
        same.mentioned_at = max(filter(None, (same.mentioned_at, one.mentioned_at)), default=None)
        await same.save(update_fields=["seen_at", "mentioned_at"])
        await one.delete()


async def _take_on(kept: Ticket, gone: Ticket, *, by: Staff, at: datetime) -> None:
    further = max(kept.status, gone.status, key=ALIVE.index)
    if further is not kept.status:
        await changes.record(kept, "status", kept.status, further, by=by, at=at)
        kept.status, kept.closed_at = further, None
    if kept.assignee_id is None and gone.assignee_id is not None:
        name = (await Staff.get(id=gone.assignee_id)).name
        await changes.record(kept, "assignee", None, name, by=by, at=at, after_id=gone.assignee_id)
        kept.assignee_id = gone.assignee_id
    kept.first_response_at = min(filter(None, (kept.first_response_at, gone.first_response_at)), default=None)
    kept.updated_at = at
    await kept.save(update_fields=["status", "closed_at", "assignee_id", "first_response_at", "updated_at"])


async def _tell_customer(kept: Ticket, gone: Ticket, party: Party) -> None:
    identity = await people.best_identity(party)
    if identity is None:
        return
    body = [Text("update-ticket-merged", {"gone": _ref(gone), "kept": _ref(kept), "subject": kept.subject})]
    choices = [Choice(Text("button-my-tickets"), "my_tickets")]
    await outbox.put([audience.draft(identity, f"merged:{_ref(gone)}", body, choices, party=party, ticket=kept)])


def _ref(ticket: Ticket) -> str:
    return str(references.ticket(ticket.id))
