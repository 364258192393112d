"""Importing: what `python -m bot import` does: the same as in the chat, shown as text, with a bar for how far it is."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.house import make_house
from bot.imports import leftovers, planning, words
from bot.imports.planning import Counts, Plan, counts
from bot.imports.table import Row, Unreadable
from bot.reply import Line, Text, text
from bot.settings import Settings
from bot.speech import Speech, bidi
from bot.speech.markup import plain
from crm import colleagues, intake
from crm.colleagues import Handle
from storage import clock
from storage.models import Import, ImportStatus, PartyKind, Staff
from storage.transactions import transaction

TRIES = 3
"""How often it is looked again who is on record, when that changes meanwhile."""


class NotImported(Exception):
    """Nothing was imported; the text is one line that says why."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The options, as they were given."""

    file: Path
    kind: PartyKind
    by: str
    good_only: bool
    fill: bool


async def look(wish: Wish, settings: Settings) -> tuple[str, Counts]:
    """What was understood of the file, and what would go in. Raises NotImported, and what colleagues.find refuses."""
    by = await colleagues.find(Handle(wish.by))
    plan = await _plan(wish, by, settings)
    shown = _say(await words.described(plan.write(), wish.file.name, wish.kind), settings)
    if plan.faults and not wish.good_only:
        refused = await _left(wish, plan, settings, only_wrong=True)
        raise NotImported(f"{len(plan.faults)} rows are wrong (see {refused}); --good-only leaves them out\n\n{shown}")
    if not plan.sorted.new and not (wish.fill and plan.fillable):
        raise NotImported(f"nothing is left to import\n\n{shown}")
    return shown, counts(plan.write(), fill=wish.fill)


async def take_in(wish: Wish, agreed: Counts, settings: Settings, bar: Any) -> str:
    """Put on record what was agreed to, and say so. Raises NotImported, and what colleagues.find refuses."""
    by = await colleagues.find(Handle(wish.by))

    async def advance(done: int, total: int) -> None:
        bar.length = max(total, 1)
        bar.update(done - bar.pos)

    for _ in range(TRIES):
        plan = await _plan(wish, by, settings)
        if counts(plan.write(), fill=wish.fill) != agreed:
            break
        at = clock.now()
        ready = await intake.prepare(plan.sorted.new, wish.kind, by=by, at=at, advance=advance)
        fillings = await intake.prepare_fill(plan.fillable) if wish.fill else []
        try:
            async with transaction():
                filled = await intake.take_in(ready, fillings, plan.phones)
                row = await Import.create(
                    staff_id=by.id, kind=wish.kind, name=wish.file.name[:200], size=wish.file.stat().st_size,
                    status=ImportStatus.DONE, how={"written": len(ready.entries), "filled": filled},
                    created_at=at, finished_at=at,
                )  # fmt: skip
                await intake.tell_owners(ready, row.id)
        except intake.Taken:
            continue
        return await _told(wish, plan, settings, len(ready.entries), filled)
    raise NotImported("nothing was imported: records or the file have changed meanwhile; look at it again")


async def _told(wish: Wish, plan: Plan, settings: Settings, written: int, filled: int) -> str:
    lines: list[Line] = [text(f"import-done-{wish.kind.value}", count=written)]
    lines += [text("import-done-filled", count=filled)] if filled else []
    said = _say(lines, settings)
    if left := plan.left(fill=wish.fill):
        refused = await _left(wish, plan, settings)
        said += f"\n{_say([text('import-done-left-gone', count=len(left))], settings)} {refused}"
    return said


async def _plan(wish: Wish, by: Staff, settings: Settings) -> Plan:
    try:
        return await planning.plan(wish.file, by, make_house(settings))
    except Unreadable as error:
        raise NotImported(_say([words.unreadable(error)], settings)) from None


async def _left(wish: Wish, plan: Plan, settings: Settings, *, only_wrong: bool = False) -> Path:
    """Write the rows that do not go in beside the file, under a name that is free."""
    left: list[tuple[Row, Text]] = (
        [(fault.row, fault.why) for fault in plan.faults] if only_wrong else plan.left(fill=wish.fill)
    )
    to = _free(wish.file)
    await asyncio.to_thread(leftovers.write, to, plan.heads, left, _speech(settings), settings.organisation)
    return to


def _free(file: Path) -> Path:
    # One that is there may have been mended by now.
    names = (f"{file.stem} - left out{f' {n}' if n > 1 else ''}.xlsx" for n in count(1))
    return next(path for path in map(file.with_name, names) if not path.exists())


def _say(lines: list[Line], settings: Settings) -> str:
    return bidi.without_controls(plain(_speech(settings).say(lines)))


def _speech(settings: Settings) -> Speech:
    return Speech(settings.language, "auto", ZoneInfo(settings.timezone), clock.now())
