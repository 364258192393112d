"""Afterwards: what a customer's words in a closed ticket do, where they do not reopen it."""

from __future__ import annotations

from collections.abc import Sequence

from bot import absence, thanks
from bot.attachments import keep
from bot.reply import Reply, text
from bot.turn import Turn
from crm import notices, office, references, tickets
from storage.models import Ticket


async def heard(ticket: Ticket, turn: Turn, said: str) -> Sequence[Reply] | None:
    """The answer to words in a ticket that stays closed; None when they belong in it and (re)open it.

    Thanks are kept in the thread. What comes later than the office's `reopen` opens a ticket that follows this one.
    """
    if ticket.closed_at is None:
        return None
    media = bool(turn.incoming.media)
    if not media and thanks.only(said):
        message = await tickets.hear(ticket, said, inbound_id=turn.inbound_id, at=turn.incoming.at, reopens=False)
        await notices.ticket_message(ticket, message, turn.party)
        return ()
    if turn.incoming.at - ticket.closed_at <= office.current().reopen:
        return None
    new = await tickets.open_for(
        turn.party, ticket.subject, priority=ticket.priority, description="" if media else said,
        inbound_id=None if media else turn.inbound_id, at=turn.incoming.at, follows=ticket,
    )  # fmt: skip
    if media:
        message = await tickets.hear(new, said, inbound_id=turn.inbound_id, at=turn.incoming.at)
        await notices.ticket_message(new, message, turn.party, await keep(turn, message))
    done = text("ticket-follows", earlier=str(references.ticket(ticket.id)), ticket=str(references.ticket(new.id)))
    return await absence.told(turn, [Reply([done], ticket_id=new.id)])
