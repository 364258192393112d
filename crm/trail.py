"""Trail: what was done to a ticket and by whom, and what became of our last answer in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crm.timeline import SHOWN_CHANGES
from storage.models import Change, Direction, OutboundMessage, OutboundStatus, Ticket, TicketMessage


@dataclass(frozen=True, slots=True)
class Answer:
    """Our last answer: who wrote it and when, where it is now, and since when."""

    author: str | None
    at: datetime
    status: OutboundStatus | None
    moment: datetime


async def changes_of(ticket: Ticket, *, before: int | None, limit: int) -> list[tuple[Change, str | None]]:
    """A ticket's changes with who made them, the newest first, from below the id `before`."""
    found = Change.filter(ticket_id=ticket.id, field__in=SHOWN_CHANGES)
    if before is not None:
        found = found.filter(id__lt=before)
    listed = await found.order_by("-id").limit(limit).select_related("author")
    return [(change, change.author.name if change.author else None) for change in listed]


async def last_answer(ticket: Ticket) -> Answer | None:
    """What became of the last message of ours to the ticket's customer."""
    said = (
        await TicketMessage.filter(ticket_id=ticket.id, direction=Direction.OUT)
        .order_by("-at", "-id")
        .select_related("author")
        .first()
    )
    if said is None:
        return None
    sent = await OutboundMessage.filter(ticket_message_id=said.id).order_by("id").first()
    moment = (sent.read_at or sent.delivered_at or sent.sent_at if sent else None) or said.at
    return Answer(said.author.name if said.author else None, said.at, sent.status if sent else None, moment)
