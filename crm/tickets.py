"""Tickets: opening, moving, taking and closing them, and what is said in their threads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tortoise.expressions import Q

from crm import (
    announcements,
    changes,
    files,
    mentions,
    notices,
    participants,
    people,
    ratings,
    references,
    routes,
    targets,
)
from crm.files import File
from crm.mentions import Note
from crm.people import Party
from crm.refusal import Refusal
from storage import rows
from storage.models import (
    ActivityKind,
    Change,
    Customer,
    Direction,
    Lead,
    Priority,
    Staff,
    Ticket,
    TicketMessage,
    TicketStatus,
    Visibility,
)
from storage.text import Text

MOVES = {
    TicketStatus.OPEN: {TicketStatus.IN_PROGRESS, TicketStatus.CLOSED},
    TicketStatus.IN_PROGRESS: {TicketStatus.OPEN, TicketStatus.CLOSED},
    TicketStatus.CLOSED: {TicketStatus.OPEN},
}
"""From each status, where a ticket may go."""

STATE = ("status", "closed_at", "assignee_id", "lead_id", "customer_id")
"""What of a ticket may have changed since it was read."""

LIVE = (TicketStatus.OPEN, TicketStatus.IN_PROGRESS)
_LIVE = "(" + ", ".join(f"'{status.value}'" for status in LIVE) + ")"


class AlreadyThere(Refusal):
    """The ticket is in that status already: somebody was faster, or nothing was to do."""

    key = "refusal-ticket-already-there"


class CannotMove(Refusal):
    """MOVES does not lead from here to there."""

    key = "refusal-ticket-cannot-move"


class SamePriority(Refusal):
    """The ticket has that priority already."""

    key = "refusal-ticket-same-priority"


class AlreadyYours(Refusal):
    """The staff member has that ticket already."""

    key = "refusal-ticket-already-yours"


class TakenBySomebodyElse(Refusal):
    """Another staff member took it first."""

    key = "refusal-ticket-taken"


class Closed(Refusal):
    """A closed ticket: reopen it to go on."""

    key = "refusal-ticket-closed"


class SameSubject(Refusal):
    """The ticket has that subject already."""

    key = "refusal-ticket-same-subject"


class NotClosed(Refusal):
    """Only a closed ticket can be reopened."""

    key = "refusal-ticket-not-closed"


async def open_for(
    party: Party, subject: str, *, priority: Priority, description: str, inbound_id: int | None, at: datetime,
    follows: Ticket | None = None,
) -> Ticket:  # fmt: skip
    """A customer's or lead's new ticket; a description is the first message of its thread.

    It goes to whom crm.routes finds, who hears of it; when that is nobody, everybody does. It `follows` a ticket that
    was closed too long ago to be reopened.
    """
    party = await people.lock(party)
    assignee = await routes.find(party, at=at)
    ticket = await _open(
        party, subject, priority, assignee, by=None, at=at, follows_id=follows.id if follows else None,
        **targets.at_opening(priority, at),
    )  # fmt: skip
    if description:
        await _say(
            ticket, description, visibility=Visibility.EXTERNAL, direction=Direction.IN, author=None,
            inbound_id=inbound_id, at=at,
        )  # fmt: skip
    await notices.ticket_opened(ticket, description, party)
    return ticket


async def open_by(
    party: Party, subject: str, *, priority: Priority, description: str, by: Staff, at: datetime
) -> tuple[Ticket, bool]:
    """A ticket that one of the staff opens for a lead or customer, and has; its description is an internal note.

    Its customer is told, and whose customer it is. No first response is due: nobody asked. Returns the ticket, and
    whether the customer can be told.
    """
    party = await people.lock(party)
    due = {**targets.at_opening(priority, at), "respond_by": None}
    ticket = await _open(party, subject, priority, by, by=by, at=at, **due)
    if description:
        await _say(
            ticket, description, visibility=Visibility.INTERNAL, direction=None, author=by, inbound_id=None, at=at
        )
    return ticket, await announcements.opened_by(ticket, party, by=by)


async def hear(
    ticket: Ticket, text: str, *, inbound_id: int | None, at: datetime, reopens: bool = True
) -> TicketMessage:
    """A customer's message in its thread; it `reopens` a closed ticket, here and in the `ticket` given.

    Notices are the caller's to send (`notices.ticket_message`), once the attachments are on record.
    """
    await answered(ticket, at=at, reopens=reopens)
    return await _say(
        ticket, text, visibility=Visibility.EXTERNAL, direction=Direction.IN, author=None, inbound_id=inbound_id, at=at
    )


async def answered(ticket: Ticket, *, at: datetime, reopens: bool = True) -> None:
    """Its customer wrote again: a closed ticket is open once more. `ticket` is brought up to date, its row locked."""
    fresh = await locked(ticket)
    if reopens and fresh.status is TicketStatus.CLOSED:
        await _set_status(fresh, TicketStatus.OPEN, by=None, at=at)
    ticket.update_from_dict({name: getattr(fresh, name) for name in STATE})


async def reply(ticket: Ticket, text: str, *, by: Staff, at: datetime, attached: Sequence[File] = ()) -> TicketMessage:
    """Answer the customer on their own channel. An unassigned ticket becomes the answerer's.

    Raises Closed, or people's NowhereToSend when no address of theirs can be reached.
    """
    ticket = await locked(ticket)
    if ticket.status is TicketStatus.CLOSED:
        raise Closed(ticket=str(references.ticket(ticket.id)))
    message = await _say(
        ticket, text, visibility=Visibility.EXTERNAL, direction=Direction.OUT, author=by, inbound_id=None, at=at
    )
    if ticket.first_response_at is None or ticket.assignee_id is None:
        ticket.first_response_at = ticket.first_response_at or at
        if ticket.assignee_id is None:
            await set_assignee(ticket, by, by=by, at=at)
        await ticket.save(update_fields=["first_response_at", "updated_at", "assignee_id"])
    await notices.answer(ticket, message, await files.keep(attached, message, at=at), by=by)
    return message


async def note(
    ticket: Ticket, text: str, *, by: Staff, at: datetime, attached: Sequence[File] = (),
    answers: Note | None = None,
) -> TicketMessage:  # fmt: skip
    """An internal note: staff alone ever see it. Colleagues whom it mentions are told, and whose note it answers.

    Raises mentions' NobodyCalledSo, or SeveralCalledSo.
    """
    called = await mentions.named(text)
    ticket = await locked(ticket)
    message = await _say(
        ticket, text, visibility=Visibility.INTERNAL, direction=None, author=by, inbound_id=None, at=at
    )
    await files.keep(attached, message, at=at)
    await changes.record(ticket, "logged", None, ActivityKind.NOTE, by=by, at=at, after_id=message.id)
    await mentions.tell(message, ticket, called, answers, by=by, at=at)
    return message


async def move(ticket: Ticket, *, to: TicketStatus, by: Staff, at: datetime) -> Ticket:
    """Move a ticket along MOVES; its customer is told. Raises AlreadyThere, or CannotMove."""
    ticket = await locked(ticket)
    ref = str(references.ticket(ticket.id))
    if ticket.status is to:
        raise AlreadyThere(ticket=ref, status=status_text(to))
    if to not in MOVES[ticket.status]:
        raise CannotMove(ticket=ref, status=status_text(ticket.status), to=status_text(to))
    if ticket.assignee_id is None:
        await set_assignee(ticket, by, by=by, at=at)
    await _set_status(ticket, to, by=by, at=at)
    return ticket


async def take(ticket: Ticket, *, by: Staff, at: datetime) -> Ticket:
    """Make an unassigned ticket one's own, and begin work on it; its customer is told.

    Raises AlreadyYours, TakenBySomebodyElse, or Closed.
    """
    ticket = await locked(ticket)
    ref = str(references.ticket(ticket.id))
    if ticket.status is TicketStatus.CLOSED:
        raise Closed(ticket=ref)
    if ticket.assignee_id == by.id and ticket.status is TicketStatus.IN_PROGRESS:
        raise AlreadyYours(ticket=ref)
    if ticket.assignee_id not in (None, by.id):
        raise TakenBySomebodyElse(ticket=ref, name=(await Staff.get(id=ticket.assignee_id)).name)
    if ticket.assignee_id is None:
        await set_assignee(ticket, by, by=by, at=at)
    if ticket.status is TicketStatus.OPEN:
        await _set_status(ticket, TicketStatus.IN_PROGRESS, by=by, at=at)
    else:
        await ticket.save(update_fields=["assignee_id", "updated_at"])
    return ticket


async def prioritise(ticket: Ticket, *, to: Priority, by: Staff, at: datetime) -> Ticket:
    """Give a ticket another priority. Raises SamePriority."""
    ticket = await locked(ticket)
    if ticket.priority is to:
        raise SamePriority(ticket=str(references.ticket(ticket.id)), priority=priority_text(to))
    await changes.record(ticket, "priority", ticket.priority, to, by=by, at=at)
    ticket.priority, ticket.updated_at = to, at
    await targets.prioritised(ticket)
    await ticket.save(update_fields=["priority", "updated_at", *targets.FIELDS])
    return ticket


async def rename(ticket: Ticket, subject: str, *, by: Staff, at: datetime) -> Ticket:
    """Give a ticket another subject. Raises SameSubject."""
    ticket = await locked(ticket)
    if ticket.subject == subject:
        raise SameSubject(ticket=str(references.ticket(ticket.id)))
    await changes.record(ticket, "subject", ticket.subject, subject, by=by, at=at)
    ticket.subject, ticket.updated_at = subject, at
    await ticket.save(update_fields=["subject", "updated_at"])
    return ticket


async def reopen(ticket: Ticket, *, by: Staff, at: datetime) -> Ticket:
    """Open a closed ticket again; its customer is told. Raises NotClosed."""
    ticket = await locked(ticket)
    if ticket.status is not TicketStatus.CLOSED:
        raise NotClosed(ticket=str(references.ticket(ticket.id)), status=status_text(ticket.status))
    await _set_status(ticket, TicketStatus.OPEN, by=by, at=at)
    return ticket


async def move_back(ticket: Ticket, *, to: TicketStatus, by: Staff, at: datetime) -> None:
    """A move is taken back, wherever MOVES leads; its customer is told. The caller has locked its row."""
    await _set_status(ticket, to, by=by, at=at)


async def listed(
    by: Staff, *, sees_all: bool, mine: bool, closed: bool, before: int | None, limit: int
) -> Sequence[Ticket]:
    """Tickets that this staff member may see, the newest first, from below the id `before`.

    Those that are `mine` are assigned to them, or a mention called them in.
    """
    found = Ticket.filter(status=TicketStatus.CLOSED) if closed else Ticket.filter(status__in=LIVE)
    if mine:
        found = found.filter(Q(assignee_id=by.id) | Q(id__in=participants.calls(by)))
    elif not sees_all:
        # Somebody's customer or assignment is theirs alone; what nobody has is everyone's.
        owner = Q(lead__owner_id=by.id) | Q(customer__owner_id=by.id)
        nobodys = Q(assignee_id__isnull=True, lead__owner_id__isnull=True, customer__owner_id__isnull=True)
        found = found.filter(Q(assignee_id=by.id) | owner | nobodys)
    if closed:
        # Those of erased people have none.
        found = found.exclude(subject="")
    if before is not None:
        found = found.filter(id__lt=before)
    return await found.order_by("-id").limit(limit)


async def of_party(party: Party, *, live: bool = False, limit: int = 10) -> Sequence[Ticket]:
    """A lead's or customer's tickets, the newest first."""
    column = "lead_id" if isinstance(party, Lead) else "customer_id"
    those = f"{column} = :party AND status IN {_LIVE}" if live else f"{column} = :party"
    return await rows.select(Ticket, f"WHERE {those} ORDER BY id DESC LIMIT :most", {"party": party.id, "most": limit})


async def party(ticket: Ticket) -> Party:
    """The lead or customer whose ticket it is."""
    for owner in (ticket.customer, ticket.lead):
        # What was fetched with the ticket needs no second look.
        if isinstance(owner, Customer | Lead):
            return owner
    return await people.party_of(ticket.lead_id, ticket.customer_id)


async def assignee(ticket: Ticket) -> Staff | None:
    """Who has the ticket."""
    if isinstance(ticket.assignee, Staff) and ticket.assignee.id == ticket.assignee_id:
        return ticket.assignee
    return await rows.get(Staff, ticket.assignee_id) if ticket.assignee_id else None


def status_text(status: TicketStatus) -> Text:
    """A status in words."""
    return Text(f"status-{status.value.replace('_', '-')}")


def priority_text(priority: Priority) -> Text:
    """A priority in words."""
    return Text(f"priority-{priority.value}")


async def locked(ticket: Ticket) -> Ticket:
    """The ticket as it is now, locked until the transaction ends; one that was merged gives the one it went into.

    Raises people.Erased.
    """
    fresh = await rows.get(Ticket, ticket.id, lock=True)
    while fresh.merged_into_id is not None:
        fresh = await rows.get(Ticket, fresh.merged_into_id, lock=True)
    if not fresh.subject:
        # None is without one but those of erased people.
        await people.check_there(await people.party_of(fresh.lead_id, fresh.customer_id), str(references.of(fresh)))
    return fresh


async def _open(
    party: Party, subject: str, priority: Priority, assignee: Staff | None, *, by: Staff | None, at: datetime,
    **more: Any,
) -> Ticket:  # fmt: skip
    ticket = await Ticket.create(
        subject=subject, priority=priority, created_at=at, updated_at=at,
        assignee_id=assignee.id if assignee else None, **people.owned_by(party), **more,
    )  # fmt: skip
    await changes.record(ticket, "created", None, subject, by=by, at=at)
    if assignee:
        await changes.record(ticket, "assignee", None, assignee.name, by=by, at=at, after_id=assignee.id)
    return ticket


async def _say(
    ticket: Ticket, text: str, *, visibility: Visibility, direction: Direction | None, author: Staff | None,
    inbound_id: int | None, at: datetime,
) -> TicketMessage:  # fmt: skip
    return await TicketMessage.create(
        ticket_id=ticket.id, lead_id=ticket.lead_id, customer_id=ticket.customer_id, visibility=visibility,
        direction=direction, author_id=author.id if author else None, text=text, at=at, inbound_id=inbound_id,
    )  # fmt: skip


async def set_assignee(ticket: Ticket, to: Staff | None, *, by: Staff, at: datetime) -> Change:
    """Give a locked ticket, which the caller saves, to somebody or nobody.

    Where everybody was told that it is to be taken, the others hear that it was.
    """
    before = await rows.get(Staff, ticket.assignee_id) if ticket.assignee_id else None
    change = await changes.record(
        ticket, "assignee", before.name if before else None, to.name if to else None, by=by, at=at,
        before_id=ticket.assignee_id, after_id=to.id if to else None,
    )  # fmt: skip
    ticket.assignee_id, ticket.updated_at = to.id if to else None, at
    if before is None and to is not None:
        await announcements.taken(ticket, change, to, by=by)
    return change


async def _set_status(ticket: Ticket, to: TicketStatus, *, by: Staff | None, at: datetime) -> None:
    before = ticket.status
    change = await changes.record(ticket, "status", before, to, by=by, at=at)
    ticket.status, ticket.updated_at = to, at
    ticket.closed_at = at if to is TicketStatus.CLOSED else None
    if before is TicketStatus.CLOSED:
        targets.reopened(ticket, at)
    rates = await ratings.ask(ticket, at=at) if by is not None and to is TicketStatus.CLOSED else ()
    await ticket.save(
        update_fields=["status", "closed_at", "updated_at", "assignee_id", "rating_asked_at", *targets.FIELDS]
    )
    if by is not None:
        await notices.ticket_moved(ticket, change, by=by, rates=rates)
