"""Numbers: typing `2` or `٢` in answer to a numbered list is pressing its second choice."""

from __future__ import annotations

from bot.incoming import IncomingKind
from bot.reply import Text
from bot.speech.typed import latin_digits
from bot.turn import Turn
from storage import outlog
from storage.models import OutboundMessage


async def chosen(turn: Turn) -> str | None:
    """What the chosen line says, when the message is but a number of the list that was sent last (or quoted).

    A question whose choices are numbers themselves, as a rating's are, is such a list however it was laid out.
    """
    if turn.incoming.kind is not IncomingKind.MESSAGE:
        return None
    typed = latin_digits(turn.incoming.text).strip(" .)-")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 2):
        return None
    # A number in answer to anything else of ours is meant as words.
    row = turn.quoted or await outlog.last_sent(turn.person.identity.id)
    return _line(row, int(typed)) if row and _is_list(row) else None


def _is_list(row: OutboundMessage) -> bool:
    return row.numbered or any(line.key == "rating-ask" for line in outlog.body(row) if isinstance(line, Text))


def _line(row: OutboundMessage, number: int) -> str | None:
    said = [choice.says for choices in outlog.choices(row) for choice in choices]
    return said[number - 1] if 1 <= number <= len(said) else None
