"""Ratings: a customer says what they thought of a closed ticket."""

from __future__ import annotations

from dataclasses import replace

from bot.reply import Reply, text
from bot.router import Audience, Commands
from bot.turn import Turn
from crm import ratings, references
from storage.models import Progress, Ticket

commands = Commands()


@commands.command("rate {ticket} {number}", least=Audience.CUSTOMER, group="buttons", menu=False)
async def rate(turn: Turn, ticket: Ticket, number: int) -> Reply:
    """From 1 to 5; then a word is asked for, unless they are in the middle of something else."""
    rated = await ratings.rate(ticket, number, at=turn.now)
    ref = str(references.ticket(rated.id))
    thanks = text("rating-thanks", ticket=ref, stars=str(rated.rating))
    busy = await Progress.filter(identity_id=turn.person.identity.id).exclude(form="rating").exists()
    if busy:
        return Reply([thanks], ticket_id=rated.id)
    asked = await turn.begin("rating", context={"ticket": ref})
    return replace(asked, body=[thanks, *asked.body])
