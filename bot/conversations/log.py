"""Logging: what happened, how a call went, how long it took, and what was said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.conversations.conversation import Conversation
from bot.conversations.form import Form, Step
from bot.conversations.write import LASTS
from bot.fields import DURATION, LOGGED, OUTCOME, PARAGRAPH, Logged
from bot.handlers import activities
from bot.reply import Reply
from bot.turn import Turn
from crm import access, people, references
from crm.people import Party
from storage.models import CallOutcome


async def _party(turn: Turn, context: Mapping[str, str]) -> Party:
    """Whom it is about, if this person may (still) see them."""
    return await people.current(await access.party(references.read(context["about"]), by=turn.person))


async def _chosen(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    return await activities.write_down(turn, await _party(turn, context), answers["kind"], context["words"])


async def _written(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    return await activities.keep(turn, await _party(turn, context), Logged(context["logged"]), answers["text"])


async def _went(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    """A call that came about with nothing said of it yet: how long was it, and what was said?"""
    outcome, length = answers["outcome"], _length(context)
    if outcome is CallOutcome.ANSWERED and not context["words"]:
        prefilled = {"length": DURATION.write(length)} if length else None
        about = {name: context[name] for name in ("about", "logged")}
        return await turn.begin("log-answered", prefilled=prefilled, context=about)
    return await activities.keep(
        turn, await _party(turn, context), Logged(context["logged"]), context["words"], length=length, outcome=outcome
    )


async def _answered(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    return await activities.keep(
        turn, await _party(turn, context), Logged(context["logged"]), answers["text"] or "",
        length=answers["length"], outcome=CallOutcome.ANSWERED,
    )  # fmt: skip


def _length(context: Mapping[str, str]) -> timedelta | None:
    return timedelta(seconds=int(context["seconds"])) if context["seconds"] else None


LOG = Conversation(Form("log", (Step("kind", LOGGED),), review=False), _chosen, LASTS, yields=True)
LOG_EMAIL = Conversation(Form("log-email", (Step("text", PARAGRAPH),), review=False), _written, LASTS, yields=True)
LOG_CALL = Conversation(Form("log-call", (Step("outcome", OUTCOME),), review=False), _went, LASTS, yields=True)
LOG_ANSWERED = Conversation(
    Form(
        "log-answered", (Step("length", DURATION, optional=True), Step("text", PARAGRAPH, optional=True)), review=False
    ),
    _answered,
    LASTS,
    yields=True,
)
