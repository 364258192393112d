"""Standing: how a ticket stands, as lines of its card: its targets, what it follows, and how it was rated."""

from __future__ import annotations

from bot.reply import Line, Words, text
from crm import references, targets
from crm.targets import Target
from storage import clock
from storage.models import Ticket


async def lines(ticket: Ticket) -> list[Line]:
    """For the staff."""
    said: list[Line] = []
    now = clock.now()
    if due := targets.owed(ticket, Target.RESPOND):
        said.append(text("card-respond-past", at=due) if due <= now else text("card-respond-by", at=due))
    if due := targets.owed(ticket, Target.RESOLVE):
        said.append(text("card-resolve-past", at=due) if due <= now else text("card-resolve-by", at=due))
    said += await links(ticket)
    if ticket.rating is not None:
        said.append(text("card-rating", stars=str(ticket.rating)))
        if ticket.rating_words:
            said.append(Words(ticket.rating_words, limit=300, quoted=True))
    return said


async def links(ticket: Ticket) -> list[Line]:
    """Which ticket it follows, and which follow it; for customers, too."""
    said: list[Line] = []
    if ticket.follows_id is not None:
        said.append(text("card-follows", ticket=str(references.ticket(ticket.follows_id))))
    later = await Ticket.filter(follows_id=ticket.id).order_by("id").values_list("id", flat=True)
    if later:
        said.append(text("card-followed", tickets=[str(references.ticket(int(str(id_)))) for id_ in later]))
    return said
