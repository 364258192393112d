"""Planning: what would become of a file: its columns, its good and its wrong rows, and who is on record already."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.fields import Here, Vocabulary
from bot.house import House
from bot.imports import columns, reading
from bot.imports.columns import Column, Heads
from bot.imports.rows import Fault, Faulty, Reader
from bot.imports.table import Row, Table
from bot.reply import Text, text
from bot.vocabulary import VOCABULARY
from crm import access, doubles
from crm.access import SEES_ALL
from crm.doubles import Entry, Sorted
from crm.people import Party, reference
from storage import clock
from storage.models import Staff
from storage.text import pack

FIRST = 3
"""Rows that are shown as they were understood."""

WRONG = 5
"""Wrong rows that are shown, with the reason."""

NAMED = 5
"""Of those on record, who are named; and heads that are not read."""

OTHERS = 12


Counts = tuple[int, int, int]
"""Of rows: new ones, wrong ones, and those that fill something in."""


def counts(shown: Mapping[str, Any], *, fill: bool) -> Counts:
    """What is agreed to, of a plan as it is shown: who takes more or less in has to ask again."""
    return shown["new"], shown["wrong"], shown["fillable"] if fill else 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A file as it was understood now."""

    sheet: str | None
    heads: Heads
    rows: Sequence[Row]
    faults: Sequence[Fault]
    sorted: Sorted
    by: Staff

    @property
    def fillable(self) -> list[tuple[Entry, Party]]:
        """Those on record of whom it says more, and whom its sender may see."""
        return [one for one in self.sorted.known if access.sees(self.by, one[1].owner_id) and doubles.fillable(*one)]

    @property
    def phones(self) -> dict[str, str | None]:
        """Whose each phone is, of all good rows."""
        new: dict[str, str | None] = {entry.phone: None for entry in self.sorted.new if entry.phone}
        return new | self.sorted.phones

    def left(self, *, fill: bool) -> list[tuple[Row, Text]]:
        """The rows that do not go in, and why."""
        rows = {row.number: row for row in self.rows}
        left = {fault.row.number: fault.why for fault in self.faults}
        left |= {entry.number: text("import-left-twin", row=first) for entry, first in self.sorted.twins}
        filled = {entry.number for entry, _ in self.fillable} if fill else set()
        for entry, party in self.sorted.known:
            if entry.number not in filled:
                seen = access.sees(self.by, party.owner_id)
                known = text("import-left-known", ref=reference(party)) if seen else text("import-left-hidden")
                left[entry.number] = known
        return [(rows[number], left[number]) for number in sorted(left)]

    def write(self) -> dict[str, Any]:
        """What is shown of it, as JSON."""
        seen = [party for _, party in self.sorted.known if access.sees(self.by, party.owner_id)]
        at = self.heads.at
        return {
            "sheet": self.sheet,
            "columns": [[column.value, self.heads.head(column)] for column in Column if column in at],
            "ignored": [*self.heads.ignored[:OTHERS]],
            "ignored_more": max(0, len(self.heads.ignored) - OTHERS),
            "twice": [[head, column.value] for head, column in self.heads.twice[:NAMED]],
            "rows": len(self.rows),
            "new": len(self.sorted.new),
            "wrong": len(self.faults),
            "faults": [[fault.row.number, pack([fault.why])] for fault in self.faults[:WRONG]],
            "first": [_shown(entry, self) for entry in self._good()[:FIRST]],
            "twins": len(self.sorted.twins),
            "known": len(self.sorted.known),
            "refs": [reference(party) for party in seen[:NAMED]],
            "hidden": len(self.sorted.known) - len(seen),
            "fillable": len(self.fillable),
        }

    def _good(self) -> list[Entry]:
        good = [*self.sorted.new, *(entry for entry, _ in (*self.sorted.known, *self.sorted.twins))]
        return sorted(good, key=lambda entry: entry.number)


def _shown(entry: Entry, plan: Plan) -> dict[str, Any]:
    said = {
        "row": entry.number, "name": entry.name, "phone": entry.phone, "email": entry.email, "company": entry.company,
        "source": entry.source, "labels": [*entry.labels.values()],
        "note": entry.note[:60] if entry.note else None,
        "owner": entry.owner_id if Column.OWNER in plan.heads.at else None,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


async def plan(path: Path, by: Staff, house: House) -> Plan:
    """What would become now of a file that one of the staff has. Raises Unreadable."""
    table = await reading.read(path)
    vocabulary = VOCABULARY.at(Here(clock.now(), ZoneInfo(by.timezone), house.region))
    everybody = await Staff.filter(active=True).order_by("id")
    heads, rows, entries, faults = await asyncio.to_thread(_understood, table, by, vocabulary, everybody)
    return Plan(table.sheet, heads, rows, faults, await doubles.sort(entries), by)


def _understood(
    table: Table, by: Staff, vocabulary: Vocabulary, everybody: Sequence[Staff]
) -> tuple[Heads, Sequence[Row], list[Entry], list[Fault]]:
    heads, rows = columns.find(table)
    reader = Reader(heads, vocabulary, everybody, None if by.role in SEES_ALL else by.id)
    entries: list[Entry] = []
    faults: list[Fault] = []
    for row in rows:
        try:
            entries.append(reader.read(row))
        except Faulty as faulty:
            faults.append(Fault(row, faulty.text))
    return heads, rows, entries, faults
