"""Searching: one question, whose answer is looked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.conversations.conversation import Conversation
from bot.conversations.form import Form, Step
from bot.fields import Phrase
from bot.handlers import search
from bot.reply import Reply
from bot.turn import Turn

FORM = Form("find", (Step("text", Phrase(least=1)),), review=False)


async def finish(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    """Show what was found."""
    return await search.found_by(turn, answers["text"])


FIND = Conversation(FORM, finish, lasts=timedelta(hours=1), yields=True, searches=True)
