"""Ratings: what a customer thought of a closed ticket, from 1 to 5, with a word if they like; asked once a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from crm import audience, changes, notices, people, references
from crm.refusal import Refusal
from storage import rows
from storage.models import Change, Direction, Staff, Ticket, TicketMessage, TicketStatus
from storage.text import Choice, Text, Words

STARS = range(1, 6)

LOW = 2
"""A rating so low or lower is for managers, too."""

CHANGEABLE = timedelta(days=1)
"""How long after it was given a rating may be changed."""


class NoSuchRating(Refusal):
    """Not from 1 to 5."""

    key = "refusal-rating-range"


class NotYet(Refusal):
    """Only a closed ticket whose customer was asked can be rated."""

    key = "refusal-rating-not-yet"


class Stands(Refusal):
    """The rating was given too long ago to be changed."""

    key = "refusal-rating-stands"


async def ask(ticket: Ticket, *, at: datetime) -> Sequence[Choice]:
    """The five choices to put under the news that a ticket is closed; none where its customer is not to be asked.

    `rating_asked_at` is set on the ticket; the caller saves it.
    """
    if ticket.rating_asked_at is not None or ticket.merged_into_id is not None or not await _wrote_in(ticket):
        return ()
    if await people.best_identity(await people.party_of(ticket.lead_id, ticket.customer_id)) is None:
        return ()
    ticket.rating_asked_at = at
    ref = str(references.ticket(ticket.id))
    return [Choice(Text("rating-stars", {"stars": str(stars)}), f"rate {ref} {stars}") for stars in STARS]


async def _wrote_in(ticket: Ticket) -> bool:
    """Whether its customer opened it or wrote in its thread."""
    return (
        await TicketMessage.filter(ticket_id=ticket.id, direction=Direction.IN).exists()
        or await Change.filter(ticket_id=ticket.id, field="created", author_id__isnull=True).exists()
    )


async def rate(ticket: Ticket, stars: int, *, at: datetime) -> Ticket:
    """Keep what the customer gave; the holder hears, and managers of a low one.

    Raises NoSuchRating, NotYet, or Stands when it can no longer be changed.
    """
    ticket = await rows.get(Ticket, ticket.id, lock=True)
    ref = str(references.ticket(ticket.id))
    if stars not in STARS:
        raise NoSuchRating(ticket=ref)
    if ticket.rating_asked_at is None or ticket.status is not TicketStatus.CLOSED:
        raise NotYet(ticket=ref)
    before = ticket.rating
    if before == stars:
        return ticket
    if before is not None and ticket.rated_at is not None and at - ticket.rated_at > CHANGEABLE:
        raise Stands(ticket=ref, stars=str(before))
    change = await changes.record(
        ticket, "rating", str(before) if before is not None else None, str(stars), by=None, at=at
    )
    ticket.rating, ticket.rated_at = stars, ticket.rated_at or at
    await ticket.save(update_fields=["rating", "rated_at"])
    await _tell(ticket, f"rated:{change.id}")
    return ticket


async def add_words(ticket: Ticket, words: str, *, at: datetime) -> Ticket:
    """Keep the word that goes with a rating; those who heard of the rating hear it. Raises NotYet."""
    ticket = await rows.get(Ticket, ticket.id, lock=True)
    if ticket.rating is None:
        raise NotYet(ticket=str(references.ticket(ticket.id)))
    ticket.rating_words = words
    await ticket.save(update_fields=["rating_words"])
    await _tell(ticket, f"rating-words:{ticket.id}:{at:%Y%m%d%H%M%S}", words)
    return ticket


async def _tell(ticket: Ticket, key: str, words: str = "") -> None:
    party = await people.party_of(ticket.lead_id, ticket.customer_id)
    holder = await rows.get(Staff, ticket.assignee_id) if ticket.assignee_id else None
    said = {"ticket": str(references.ticket(ticket.id)), "subject": ticket.subject, "name": party.name,
            "stars": str(ticket.rating)}  # fmt: skip
    quoted = [Words(words, limit=notices.SHOWN, quoted=True)] if words else []
    choices = notices.ticket_choices(ticket)
    await audience.tell_holders(
        "ticket-rated", key, party, ticket, [Text("notice-ticket-rated", said), *quoted], choices
    )
    if (ticket.rating or 0) <= LOW:
        head = Text(
            "notice-ticket-rated-low",
            {**said, "holder": Text("target-with", {"name": holder.name}) if holder else Text("target-nobodys")},
        )
        await audience.tell_managers("ticket-rated-low", key, party, ticket, [head, *quoted], choices)
