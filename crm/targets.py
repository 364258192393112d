"""Targets: by when a ticket is first answered and closed, and who hears that a target is near or past.

They are counted in the office's working time. STAGES is the table of the warnings; each is given once, and only while
the office is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypedDict

from crm import audience, notices, office, people, references
from crm.audience import Audience, Stage
from crm.people import Person
from crm.quiet import quiet_until
from storage import clock, rows
from storage.models import Change, Priority, Staff, Ticket, TicketStatus
from storage.text import Choice, Text
from storage.transactions import transaction

SHARE, LEAST = 5, timedelta(minutes=30)
"""A target is near in the last fifth of its working time, half an hour at least."""

PATIENCE = timedelta(minutes=30)
"""Working time after a target until those hear of it who did not miss it."""

AT_ONCE = 200
"""Tickets that one sweep looks at."""

FIELDS = ("respond_by", "resolve_by", "respond_warned", "resolve_warned")
"""What of a ticket is written here."""


class Target(StrEnum):
    """What is promised: a first answer, and the end of it."""

    RESPOND = "respond"
    RESOLVE = "resolve"


STAGES = (
    Stage(1, "near", "target-near"),
    Stage(2, "past", "target-past"),
    Stage(3, "late", "target-late"),
)
NEAR, PAST, LATE = STAGES


class Due(TypedDict):
    """The two moments of a new ticket."""

    respond_by: datetime
    resolve_by: datetime


def at_opening(priority: Priority, at: datetime) -> Due:
    """By when a ticket that is opened now is answered and closed."""
    here = office.current()
    return {
        "respond_by": here.add(at, here.response[priority]),
        "resolve_by": here.add(at, here.resolution[priority]),
    }


async def prioritised(ticket: Ticket) -> None:
    """It has another priority: both targets are counted anew, from where they began. The caller saves FIELDS."""
    reopened = await Change.filter(ticket_id=ticket.id, field="status", before="closed").order_by("-id").first()
    _begin(ticket, reopened.at if reopened else ticket.created_at)


def reopened(ticket: Ticket, at: datetime) -> None:
    """It is open again: what is still owed is owed from now on. The caller saves FIELDS."""
    _begin(ticket, at)


def _begin(ticket: Ticket, at: datetime) -> None:
    due = at_opening(ticket.priority, at)
    # Where the staff opened it, nobody waits for a first answer.
    if ticket.first_response_at is None and ticket.respond_by is not None:
        ticket.respond_by, ticket.respond_warned = due["respond_by"], 0
    ticket.resolve_by, ticket.resolve_warned = due["resolve_by"], 0


async def sweep() -> None:
    """Give the warnings that are due, each once however many workers do this."""
    now, here = clock.now(), office.current()
    if not here.is_open(now):
        return
    for target in Target:
        longest = max(_lengths(target).values())
        for ticket in await _open_until(target, here.add(now, _margin(longest))):
            stage = _reached(ticket, target, now)
            if stage is not None and stage.number > _warned(ticket, target):
                async with transaction():
                    await _warn(ticket, target, stage)


_OPEN = """
WHERE status IN ('open', 'in_progress') AND {0}_by < :until AND {0}_warned < 3 {1}
ORDER BY {0}_by, id LIMIT :most
"""
_UNANSWERED = {Target.RESPOND: "AND first_response_at IS NULL", Target.RESOLVE: ""}

_CLAIM = """
UPDATE ticket SET {0}_warned = :stage
WHERE id = :id AND {0}_warned = :before AND {0}_by = :due AND status IN ('open', 'in_progress') {1}
RETURNING *
"""


async def _open_until(target: Target, until: datetime) -> Sequence[Ticket]:
    condition = _OPEN.format(target.value, _UNANSWERED[target])
    return await rows.select(Ticket, condition, {"until": until, "most": AT_ONCE})


async def _warn(ticket: Ticket, target: Target, stage: Stage) -> None:
    if stage is not LATE and await _is_quiet(ticket):
        return
    before, due = _warned(ticket, target), moment(ticket, target)
    values = {"id": ticket.id, "before": before, "due": due, "stage": stage.number}
    claimed = await rows.run(_CLAIM.format(target.value, _UNANSWERED[target]), values)
    if not claimed or due is None:
        return
    ticket = rows.load(Ticket, claimed[0])
    party = await people.party_of(ticket.lead_id, ticket.customer_id)
    holder = await rows.get(Staff, ticket.assignee_id) if ticket.assignee_id else None
    ref = str(references.ticket(ticket.id))
    for one in STAGES:
        if not before < one.number <= stage.number or (one is NEAR and stage is not NEAR):
            continue
        head = Text(
            f"notice-target-{target.value}-{one.name}",
            {
                "ticket": ref, "subject": ticket.subject, "at": due, "customer": party.name,
                "holder": Text("target-with", {"name": holder.name}) if holder else Text("target-nobodys"),
            },
        )  # fmt: skip
        # Who hears that it is past hears it once, as holder or as manager.
        key = f"target:{ticket.id}:{target.value}:{'near' if one is NEAR else 'past'}:{due:%Y%m%d%H%M%S}"
        tell = audience.tell_managers if Audience.MANAGERS in audience.WHO_HEARS[one.event] else audience.tell_holders
        await tell(one.event, key, party, ticket, [head], _choices(ticket))


async def _is_quiet(ticket: Ticket) -> bool:
    """Whether it must not ring for its assignee now: the warning is theirs when their quiet hours are over."""
    if ticket.assignee_id is None:
        return False
    staff = await rows.get(Staff, ticket.assignee_id)
    found = await people.holder_identity(staff.id)
    zone = str(office.current().zone)
    return any(quiet_until(Person(identity, staff=staff), clock.now(), zone) for identity in found)


def near_until(target: Target, priority: Priority, now: datetime) -> datetime:
    """A target of a ticket of this priority is near, or past, when it is no later than this."""
    return office.current().add(now, _margin(_lengths(target)[priority]))


def _choices(ticket: Ticket) -> list[Choice]:
    ref = str(references.ticket(ticket.id))
    take = [Choice(Text("button-take"), f"take {ref}")] if ticket.assignee_id is None else []
    return [
        Choice(Text("button-reply"), f"reply {ref}"), *take, Choice(Text("button-assign"), f"assign {ref}"),
        notices.remind(ref),
    ]  # fmt: skip


def _reached(ticket: Ticket, target: Target, now: datetime) -> Stage | None:
    due, here = moment(ticket, target), office.current()
    if due is None:
        return None
    if now >= due:
        return LATE if now >= here.add(due, PATIENCE) else PAST
    return NEAR if here.between(now, due) <= _margin(_lengths(target)[ticket.priority]) else None


def is_past(ticket: Ticket, target: Target, now: datetime) -> bool:
    """Whether a target was missed that is still owed."""
    due = owed(ticket, target)
    return due is not None and due <= now


def owed(ticket: Ticket, target: Target) -> datetime | None:
    """By when this is still to be done; None when it is done, or there is no target."""
    if ticket.status is TicketStatus.CLOSED or (target is Target.RESPOND and ticket.first_response_at is not None):
        return None
    return moment(ticket, target)


def moment(ticket: Ticket, target: Target) -> datetime | None:
    """The moment of a target, done or not."""
    return ticket.respond_by if target is Target.RESPOND else ticket.resolve_by


def _warned(ticket: Ticket, target: Target) -> int:
    return ticket.respond_warned if target is Target.RESPOND else ticket.resolve_warned


def _lengths(target: Target) -> office.Targets:
    here = office.current()
    return here.response if target is Target.RESPOND else here.resolution


def _margin(length: timedelta) -> timedelta:
    return min(max(length / SHARE, LEAST), length / 2)
