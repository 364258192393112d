"""Entering a lead: name, phone, company, where they came from, a note, and a look over it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.cards import party_card
from bot.conversations.conversation import Conversation
from bot.conversations.form import Form, Step
from bot.fields import PARAGRAPH, PHONE
from bot.fields.details import COMPANY, NAME, SOURCE
from bot.handlers import details, forwards
from bot.reply import BLANK, Reply, text
from bot.turn import Turn
from crm import parties, people
from storage.transactions import savepoint

FORM = Form(
    "new-lead",
    (
        Step("name", NAME),
        Step("phone", PHONE, optional=True),
        Step("company", COMPANY, optional=True),
        Step("source", SOURCE, optional=True),
        Step("note", PARAGRAPH, optional=True),
    ),
)


async def finish(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    """Enter the lead, whose owner is who made it; whoever has that phone by now is shown instead."""
    try:
        async with savepoint():
            lead = await parties.add(**answers, by=turn.staff, at=turn.now)
    except parties.AlreadyKnown as known:
        return await details.shown_instead(turn, known.party)
    if files := forwards.Forwarded.of(context):
        await forwards.keep(turn, lead, files)
    card = await party_card(lead)
    made = text("lead-added", lead=people.reference(lead), name=lead.name)
    return Reply([made, BLANK, *card.body], card.choices, lead_id=lead.id)


async def halts(turn: Turn, answers: Mapping[str, str]) -> Reply | None:
    """Whoever is on record with the phone is shown, and nothing more is asked."""
    return await details.on_record(turn, answers["phone"]) if "phone" in answers else None


NEW_LEAD = Conversation(FORM, finish, lasts=timedelta(hours=12), halts=halts)
