"""A rating's word: one question, which may be skipped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.conversations.conversation import Conversation
from bot.conversations.form import Form, Step
from bot.fields import PARAGRAPH
from bot.reply import Reply, text
from bot.turn import Turn
from crm import access, ratings, references

FORM = Form("rating", (Step("words", PARAGRAPH, optional=True),), review=False)


async def finish(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    """Keep the word, if there is one."""
    if not answers["words"]:
        return Reply([text("rating-done")])
    ticket = await access.ticket(references.read(context["ticket"]), by=turn.person)
    await ratings.add_words(ticket, answers["words"], at=turn.now)
    return Reply([text("rating-words-kept")])


RATING = Conversation(FORM, finish, lasts=timedelta(hours=1), yields=True)
