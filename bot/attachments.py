"""Attachments: what came with a message is kept on its record; the bytes are fetched later, outside any turn."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reply import Line, text
from bot.turn import Turn
from crm import files, people
from crm.files import File, FileTooLarge
from crm.people import Party
from storage.models import Activity, Attachment, TicketMessage


async def keep(turn: Turn, record: Activity | TicketMessage) -> Sequence[Attachment]:
    """Attach what a customer's message brought to its activity or ticket message; of what is refused, that it came."""
    turn.files_used = True
    return await files.keep(_came(turn), record, at=turn.now, rules=turn.house.files)


def refusals(turn: Turn) -> list[Line]:
    """Why files of a customer's message are not taken, in words for them."""
    lines: list[Line] = []
    for file in _came(turn):
        if refusal := files.refused(file, turn.house.files):
            key = "own-file-too-large" if isinstance(refusal, FileTooLarge) else "own-file-type"
            lines.append(text(key, **refusal.text.args))
    return lines


async def taken(turn: Turn, words: str, to: Party | None = None) -> tuple[Sequence[File], list[Line]]:
    """The files of a staff member's message that can go on record and, with `to`, to that party; and why others not.

    Raises the refusal of the first when there are neither words nor files left to send.
    """
    turn.files_used = True
    identity = await people.best_identity(to, answering=True) if to and turn.incoming.media else None
    good: list[File] = []
    problems: list[Line] = []
    for file in _came(turn):
        refusal = files.refused(file, turn.house.files, identity.channel if identity else None)
        if refusal is None:
            good.append(file)
        elif not words and not good:
            raise refusal
        else:
            problems.append(refusal.text)
    return good, problems


def _came(turn: Turn) -> list[File]:
    return [
        File(turn.incoming.channel, media.kind, media.type, media.name, media.size, media.source, media.details)
        for media in turn.incoming.media
    ]
