"""Opening a ticket for somebody: its subject, what colleagues should know, how urgent, and a look over it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.conversations.conversation import Conversation
from bot.conversations.form import Form, Step
from bot.fields import PARAGRAPH, PHRASE, PRIORITY
from bot.reply import Choice, Reply, text
from bot.turn import Turn
from crm import access, people, references, tickets

FORM = Form(
    "new-ticket",
    (Step("subject", PHRASE), Step("description", PARAGRAPH, optional=True), Step("priority", PRIORITY)),
)


async def finish(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    """Open the ticket; it is theirs who opens it."""
    party = await people.current(await access.party(references.read(context["for"]), by=turn.person))
    ticket, told = await tickets.open_by(
        party, answers["subject"], priority=answers["priority"], description=answers["description"] or "",
        by=turn.staff, at=turn.now,
    )  # fmt: skip
    ref = str(references.of(ticket))
    body = [text("new-ticket-opened", ticket=ref, subject=ticket.subject, name=party.name)]
    body.append(text("new-ticket-told", name=party.name) if told else text("new-ticket-untold", name=party.name))
    choices = [Choice(text("button-reply"), f"reply {ref}"), Choice(text("button-assign"), f"assign {ref}")]
    return Reply(body, [[*choices, Choice(text("button-card"), ref)]], ticket_id=ticket.id, **people.about(party))


NEW_TICKET = Conversation(FORM, finish, lasts=timedelta(hours=12))
