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
from crm import access, references

LASTS = timedelta(hours=1)
"""Short: what is written much later is hardly meant as that answer."""


async def _send(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    return await inbox.answer(turn, await access.find(references.read(context["to"]), by=turn.person), answers["text"])


async def _keep(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    return await inbox.annotate(
        turn, await access.find(references.read(context["on"]), by=turn.person), answers["text"]
    )


REPLY = Conversation(Form("reply", (Step("text", PARAGRAPH),), review=False), _send, LASTS, yields=True)
NOTE = Conversation(Form("note", (Step("text", PARAGRAPH),), review=False), _keep, LASTS, yields=True)
