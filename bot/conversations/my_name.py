"""One's own name: one question of a staff member."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.conversations.conversation import Conversation
from bot.conversations.form import Form, Step
from bot.fields import Phrase
from bot.handlers import team
from bot.reply import Reply
from bot.turn import Turn


async def _finish(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    return await team.my_name(turn, answers["name"])


MY_NAME = Conversation(
    Form("my-name", (Step("name", Phrase(2, 60)),), review=False), _finish, timedelta(hours=1), yields=True
)
