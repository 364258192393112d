"""Tasks: what is to be done, and when; and when instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversations.conversation import Conversation
from bot.conversations.form import Form, Step
from bot.conversations.write import LASTS
from bot.fields import PARAGRAPH, WHEN
from bot.fields.offered import LATER, Offered
from bot.handlers import activities
from bot.reply import Reply
from bot.turn import Turn
from crm import access, people, references


async def _make(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    party = await people.current(await access.party(references.read(context["about"]), by=turn.person))
    due, words = answers["due"], answers["text"]
    if due is None:
        # The time may have been said with what is to be done.
        said, rest = activities.due_and_words(turn, words)
        due, words = (said, rest) if rest else (None, words)
    return await activities.make(turn, party, words, due)


async def _put_off(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    task = await access.activity(references.read(context["task"]), by=turn.person)
    return await activities.put_off(turn, task, answers["due"])


TASK = Conversation(
    Form("task", (Step("text", PARAGRAPH), Step("due", WHEN, optional=True)), review=False), _make, LASTS, yields=True
)
DUE = Conversation(Form("due", (Step("due", Offered(*LATER)),), review=False), _put_off, LASTS, yields=True)
