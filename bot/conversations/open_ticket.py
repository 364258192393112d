"""Opening a ticket: subject, what happened, how urgent, and a look over it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot import absence
from bot.conversations.conversation import Conversation
from bot.conversations.form import Form, Step
from bot.fields import PARAGRAPH, PHRASE, PRIORITY
from bot.reply import Choice, Reply, text
from bot.turn import Turn
from crm import activities, people, references, tickets

FORM = Form(
    "open-ticket",
    (Step("subject", PHRASE), Step("description", PARAGRAPH, optional=True), Step("priority", PRIORITY)),
)


async def finish(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    """Open the ticket; the staff hear of it."""
    ticket = await tickets.open_for(
        turn.party, answers["subject"], priority=answers["priority"], description=answers["description"] or "",
        inbound_id=turn.inbound_id, at=turn.now,
    )  # fmt: skip
    ref = str(references.ticket(ticket.id))
    return Reply(
        [text("ticket-opened", ticket=ref, subject=ticket.subject), *await absence.lines(turn)],
        [[Choice(text("button-my-tickets"), "my_tickets")]],
        ticket_id=ticket.id,
    )


async def dropped(turn: Turn, answers: Mapping[str, str]) -> None:
    """What was written before it was cancelled stays on record."""
    words = "\n".join(answers[name] for name in ("subject", "description") if name in answers)
    if words:
        party = await people.lock(turn.party)
        await activities.hear(
            party, words, channel=turn.incoming.channel, inbound_id=turn.inbound_id, at=turn.incoming.at
        )


OPEN_TICKET = Conversation(FORM, finish, lasts=timedelta(days=2), dropped=dropped)
