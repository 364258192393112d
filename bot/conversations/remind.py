"""Reminding: when, for oneself; and when and what, for a customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.conversations.conversation import Conversation
from bot.conversations.form import Form, Step
from bot.conversations.write import LASTS
from bot.fields import PARAGRAPH
from bot.fields.offered import WISHED
from bot.handlers import reminders
from bot.reply import Reply
from bot.turn import Turn
from crm import access, references
from crm.people import Party
from storage.models import Ticket


async def _about(turn: Turn, context: Mapping[str, str]) -> Ticket | Party:
    return await access.find(references.read(context["about"]), by=turn.person)


async def _remind(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    wished = answers["when"]
    words = wished.words or context["words"]
    return await reminders.make(turn, await _about(turn, context), replace(wished, words=words))


async def _write(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    wished = replace(answers["when"], words=answers["text"])
    return await reminders.make(turn, await _about(turn, context), wished, to_customer=True)


REMIND = Conversation(Form("remind", (Step("when", WISHED),), review=False), _remind, LASTS, yields=True)
REMIND_CUSTOMER = Conversation(
    Form("remind-customer", (Step("text", PARAGRAPH), Step("when", WISHED))), _write, LASTS, yields=True
)
"""What goes to a customer is gone over first."""
