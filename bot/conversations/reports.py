"""A report: of whom, of which days, and as what?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversations.conversation import Conversation
from bot.conversations.form import Form, Step
from bot.conversations.write import LASTS
from bot.fields.reports import DAYS, FORMAT, WHOSE
from bot.handlers import reports
from bot.reply import Reply
from bot.turn import Turn

FORM = Form("report", (Step("whose", WHOSE), Step("period", DAYS), Step("format", FORMAT)), review=False)


async def _make(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    notes = "notes" in context
    return await reports.make(turn, answers["format"], answers["whose"], answers["period"], notes=notes)


async def _check(turn: Turn, answers: Mapping[str, str]) -> None:
    """Nobody chooses days for somebody whose report they may not have."""
    if "whose" in answers:
        await reports.check_whose(turn, WHOSE.read(answers["whose"]))


REPORT = Conversation(FORM, _make, LASTS, yields=True, halts=_check)
