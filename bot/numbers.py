"""Numbers: typing `2` or `٢` in answer to a numbered list is pressing its second choice."""

from __future__ import annotations

from bot.incoming import IncomingKind
from bot.speech.typed import latin_digits
from bot.turn import Turn
from storage import outbox
from storage.models import OutboundMessage


async def chosen(turn: Turn) -> str | None:
    """What the chosen line says, when the message is but a number of the list that was sent last (or quoted)."""
    if turn.incoming.kind is not IncomingKind.MESSAGE:
        return None
    typed = latin_digits(turn.incoming.text).strip(" .)-")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 2):
        return None
    row = turn.quoted if turn.quoted and turn.quoted.numbered else None
    row = row or await outbox.last_numbered(turn.person.identity.id)
    return _line(row, int(typed)) if row else None


def _line(row: OutboundMessage, number: int) -> str | None:
    said = [choice.says for choices in outbox.choices(row) for choice in choices]
    return said[number - 1] if 1 <= number <= len(said) else None
