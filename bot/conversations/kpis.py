"""The days of the numbers: which?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversations.conversation import Conversation
from bot.conversations.form import Form, Step
from bot.conversations.write import LASTS
from bot.fields.periods import OfferedPeriod
from bot.handlers import kpis
from bot.reply import Reply
from bot.turn import Turn
from storage.models import Staff


async def _show(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    of = await Staff.get_or_none(id=int(context["of"])) if context["of"] else None
    return kpis.show(turn, answers["period"], of)


KPI = Conversation(Form("kpi", (Step("period", OfferedPeriod()),), review=False), _show, LASTS, yields=True)
