"""Conversation: a form together with what it comes to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.conversations.form import Form
from bot.reply import Reply
from bot.turn import Turn

Finish = Callable[[Turn, Mapping[str, Any], Mapping[str, str]], Awaitable[Reply]]
"""Takes the turn, the answers read by their fields (a skipped one is None), and the context."""

Drop = Callable[[Turn, Mapping[str, str]], Awaitable[None]]
"""Takes the turn and the canonical answers so far."""

Halt = Callable[[Turn, Mapping[str, str]], Awaitable[Reply | None]]
"""Takes the turn and the canonical answers so far; what it gives ends the conversation, as does a refusal."""


@dataclass(frozen=True)
class Conversation:
    """A form, what to do when it is done, and what to keep when it is cancelled.

    It is forgotten when nothing was said for as long as it `lasts`. With `yields`, another command said in the middle
    ends it; otherwise that command is answered and the question asked again. The answer to one that `searches` is only
    looked for: a command with free words counts as the command there, and nothing is lost when it ends.
    """

    form: Form
    finish: Finish
    lasts: timedelta
    yields: bool = False
    searches: bool = False
    dropped: Drop | None = None
    halts: Halt | None = None
    """Asked after every answer whether to go on."""
