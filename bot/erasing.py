"""Erasing: forgetting one person from the shell, in the same two steps as in a chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from bot import traces
from bot.handlers.erasure import lines_of
from bot.reply import Words
from bot.speech import Speech
from crm import access, erasure, people, references
from crm.people import Party
from crm.references import RefKind
from storage import clock
from storage.models import Customer, Lead
from storage.transactions import transaction


async def ask(typed: str) -> tuple[Sequence[str], str]:
    """What erasing somebody takes away, line by line, and the code that confirms it. Raises what refuses it."""
    async with transaction():
        outlook = await erasure.outlook(await _find(typed))
        code = await erasure.ask(outlook.party, by=None, at=clock.now())
    speech = Speech("en", "latin", UTC, clock.now())
    return [speech.label("" if isinstance(line, Words) else line) for line in lines_of(outlook)], code


async def confirm(typed: str, code: str, folder: Path) -> str | None:
    """The reference of who was erased; None for a wrong code. Raises what refuses it."""
    async with transaction():
        party = await people.current(await _find(typed))
        done = await erasure.confirm(party, code, by=None, at=clock.now())
    if done is None:
        return None
    await traces.clear(folder)
    return people.reference(party)


async def _find(typed: str) -> Party:
    ref = references.parse(typed)
    party: Party | None = None
    if ref is not None and ref.kind is RefKind.CUSTOMER:
        party = await Customer.get_or_none(id=ref.id)
    elif ref is not None and ref.kind is RefKind.LEAD:
        party = await Lead.get_or_none(id=ref.id)
    if party is None:
        raise access.NotFound(ref=typed)
    return party
