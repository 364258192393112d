"""Activities: what was said and done with a lead or customer outside any ticket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from crm import changes, files, leads, mentions, notices, people, tickets
from crm.files import File
from crm.people import Party
from crm.refusal import Refusal
from storage.models import (
    Activity,
    ActivityKind,
    Attachment,
    CallOutcome,
    ChannelName,
    Direction,
    Identity,
    Lead,
    LeadStatus,
    Staff,
    Ticket,
    TicketMessage,
    Visibility,
)

KIND_OF = {ChannelName.TELEGRAM: ActivityKind.TELEGRAM, ChannelName.WHATSAPP: ActivityKind.WHATSAPP}


BURST = timedelta(minutes=15)
"""How long after a message those that follow it are about the same."""


class NotYours(Refusal):
    """A customer asked to file a message that is not theirs, or is filed already."""

    key = "refusal-message-not-yours"


async def hear(party: Party, text: str, *, channel: ChannelName, inbound_id: int | None, at: datetime) -> Activity:
    """A message of a lead or customer that belongs to no ticket. The party's row must be locked by the caller."""
    return await Activity.create(
        kind=KIND_OF[channel], direction=Direction.IN, text=text, at=at, inbound_id=inbound_id,
        **people.owned_by(party),
    )  # fmt: skip


async def answer(
    party: Party, text: str, *, by: Staff, at: datetime, attached: Sequence[File] = (), to: Identity | None = None
) -> Activity:
    """Write to a lead or customer on their own channel; a new lead counts as contacted.

    It goes where they can be answered, or to that address of theirs. Raises notices.NowhereToSend when there is none.
    """
    party = await people.lock(party)
    identity = to or await notices.reachable_identity(party)
    activity = await Activity.create(
        kind=KIND_OF[identity.channel], direction=Direction.OUT, text=text, at=at, author_id=by.id,
        **people.owned_by(party),
    )  # fmt: skip
    if isinstance(party, Lead) and party.status is LeadStatus.NEW:
        await leads.contacted(party, by=by, at=at)
    await notices.message_to(party, identity, activity, await files.keep(attached, activity, at=at), by=by)
    return activity


async def note(
    party: Party, text: str, *, by: Staff, at: datetime, attached: Sequence[File] = (),
    answers: mentions.Note | None = None,
) -> Activity:  # fmt: skip
    """A note for the staff alone, on a lead or customer. Colleagues whom it mentions hear, and whose note it answers.

    Raises mentions' NobodyCalledSo, SeveralCalledSo, or CannotSee.
    """
    called = await mentions.named(text)
    party = await people.lock(party)
    kept = await Activity.create(kind=ActivityKind.NOTE, text=text, at=at, author_id=by.id, **people.owned_by(party))
    await files.keep(attached, kept, at=at)
    await changes.record(party, "logged", None, ActivityKind.NOTE, by=by, at=at, activity_id=kept.id)
    await mentions.tell(kept, party, called, answers, by=by, at=at)
    return kept


async def log(
    party: Party, kind: ActivityKind, text: str, *, direction: Direction, by: Staff, at: datetime,
    duration: timedelta | None = None, outcome: CallOutcome | None = None,
) -> Activity:  # fmt: skip
    """A call or an e-mail that was outside of Diwan. A new lead who was reached by it counts as contacted."""
    party = await people.lock(party)
    logged = await Activity.create(
        kind=kind, direction=direction, text=text, at=at, author_id=by.id, outcome=outcome,
        duration=int(duration.total_seconds()) if duration else None, **people.owned_by(party),
    )  # fmt: skip
    await changes.record(party, "logged", None, kind, by=by, at=at, activity_id=logged.id)
    reached = outcome is CallOutcome.ANSWERED if kind is ActivityKind.CALL else direction is Direction.OUT
    if reached and isinstance(party, Lead) and party.status is LeadStatus.NEW:
        await leads.contacted(party, by=by, at=at)
    return logged


async def file(first: int, ticket: Ticket, *, party: Party) -> int:
    """Put a party's own message, and those of the same burst outside any ticket, into a ticket of theirs.

    `first` is the id of the activity. A closed ticket is open again. Returns how many went over. Raises NotYours.
    """
    own = Activity.filter(**people.about(party), direction=Direction.IN, inbound_id__isnull=False)
    begun = await own.get_or_none(id=first)
    if begun is None:
        raise NotYours()
    waiting = await own.filter(id__gte=first, at__lte=begun.at + BURST).order_by("id")
    filed: list[TicketMessage] = []
    for activity in waiting:
        inbound_id = activity.inbound_id
        activity.inbound_id = None
        await activity.save(update_fields=["inbound_id"])
        message = await TicketMessage.create(
            ticket_id=ticket.id, lead_id=ticket.lead_id, customer_id=ticket.customer_id, text=activity.text,
            visibility=Visibility.EXTERNAL, direction=Direction.IN, at=activity.at, inbound_id=inbound_id,
        )  # fmt: skip
        await Attachment.filter(activity_id=activity.id).update(activity_id=None, ticket_message_id=message.id)
        await activity.delete()
        filed.append(message)
    await tickets.answered(ticket, at=waiting[-1].at)
    await notices.filed(ticket, filed, party)
    return len(waiting)
