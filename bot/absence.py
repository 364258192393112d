"""Absence: the line about the office's hours in what a customer is told after it has closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import thanks
from bot.reply import Line, Reply, text
from bot.turn import Turn
from crm import absence


async def lines(turn: Turn) -> list[Line]:
    """When to expect an answer, if nobody is there and the writer does not know yet; else nothing."""
    opening = await absence.to_tell(turn.person.identity, turn.now)
    return [text("closed-now", at=opening)] if opening else []


async def told(turn: Turn, replies: Sequence[Reply]) -> Sequence[Reply]:
    """The answer to a customer's own words, with that line in it, or as the whole of it. Thanks expect no answer."""
    if thanks.only(turn.incoming.text) and not turn.incoming.media:
        return replies
    added = await lines(turn)
    if not added:
        return replies
    if not replies:
        return [Reply(added)]
    first, *others = replies
    return [replace(first, body=[*first.body, *added]), *others]
