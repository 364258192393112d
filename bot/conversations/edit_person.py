"""Correcting a lead or customer: one question for each detail, why a lead was lost, and which labels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.conversations.conversation import Conversation, Finish
from bot.conversations.form import Form, Step
from bot.fields import PHRASE, Field
from bot.fields.details import OF_DETAIL, REASON
from bot.fields.open import Phrase
from bot.handlers import details, forwards, labels, people
from bot.reply import Reply
from bot.turn import Turn
from crm import access, references
from crm.parties import Detail
from crm.people import Party
from storage.models import Lead

LASTS = timedelta(hours=1)


async def _whom(turn: Turn, ref: str) -> Party:
    return await access.party(references.read(ref), by=turn.person)


def _correct(detail: Detail) -> Finish:
    async def finish(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
        return await details.edited(turn, await _whom(turn, context["of"]), detail, answers["value"])

    return finish


async def _lose(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    lead = await _whom(turn, context["of"])
    if not isinstance(lead, Lead):
        raise access.NotFound(ref=context["of"])
    return await people.lose(turn, lead, answers["reason"])


async def _label(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    return await labels.labelled(turn, await _whom(turn, context["on"]), answers["text"])


async def _search(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    return await forwards.look_up(turn, answers["to"], forwards.Forwarded.of(context))


def _one(name: str, step: str, field: Field[Any], finish: Finish) -> Conversation:
    return Conversation(Form(name, (Step(step, field),), review=False), finish, LASTS, yields=True)


EDITS = tuple(_one(f"edit-{detail.value}", "value", OF_DETAIL[detail], _correct(detail)) for detail in Detail)
LOST = _one("lost", "reason", REASON, _lose)
LABEL = _one("label", "text", PHRASE, _label)
FORWARDED = _one(forwards.FORM, "to", Phrase(least=1), _search)
