"""Writing: one question, whose answer goes to a customer, or into an internal note."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.conversations.conversation import Conversation
from bot.conversations.form import Form, Step
from bot.fields import PARAGRAPH
from bot.handlers import inbox
from bot.reply import Reply
from bot.turn import Turn
from crm import access, mentions, references

LASTS = timedelta(hours=1)
"""Short: what is written much later is hardly meant as that answer."""


async def _send(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    to = await access.find(references.read(context["to"]), by=turn.person)
    return await inbox.answer(turn, to, answers["text"] or "")


async def _keep(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    on = await access.find(references.read(context["on"]), by=turn.person)
    answered = await mentions.of(on, int(context["answers"])) if "answers" in context else None
    return await inbox.annotate(turn, on, answers["text"] or "", answers=answered)


_TEXT = (Step("text", PARAGRAPH, files=True),)
REPLY = Conversation(Form("reply", _TEXT, review=False), _send, LASTS, yields=True)
NOTE = Conversation(Form("note", _TEXT, review=False), _keep, LASTS, yields=True)
