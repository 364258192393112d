"""Report entries: the newest of what happened in a report's days, as a timeline has it, by lead and customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm import timeline
from crm.people import Party
from crm.report_rows import FROM, Area, Scope, condition, count
from crm.timeline import Entry, Position
from storage import rows
from storage.models import Activity, Change, Customer, Lead, Staff, TicketMessage

BATCH = 500

Who = tuple[type[Lead | Customer], int]

_MODELS: Mapping[Area, type[Any]] = {
    Area.CHANGES: Change, Area.MESSAGES: TicketMessage, Area.ACTIVITIES: Activity,
}  # fmt: skip
"""In the timeline's order of rank."""


@dataclass(frozen=True, slots=True)
class Section:
    """One lead or customer, and what happened, the oldest first."""

    party: Party
    owner: str | None
    entries: Sequence[Entry]


async def total(of: Scope) -> int:
    """How many entries there are."""
    return sum([await count(area, of) for area in _MODELS])


async def newest(of: Scope, most: int) -> list[Section]:
    """The newest entries, at most so many; whoever something happened with last comes first."""
    selects = [
        f"SELECT '{area.value}' AS area, {rank} AS rank, own.id, own.at, own.lead_id, own.customer_id"
        f" {FROM[area]} WHERE {condition(area, of, top=area.value)}"
        for rank, area in enumerate(_MODELS)
    ]
    found = await rows.run(
        f"SELECT * FROM ({' UNION ALL '.join(selects)}) AS said ORDER BY at DESC, rank DESC, id DESC LIMIT :most",
        {**of.values(), **{area.value: of.tops[area] for area in _MODELS}, "most": most},
    )
    entries = await _entries(found)
    whose: dict[Who, list[Entry]] = {}
    for row in found:
        if entry := entries.get((row["rank"], row["id"])):
            customer_id, lead_id = row["customer_id"], row["lead_id"]
            whose.setdefault((Customer, customer_id) if customer_id else (Lead, lead_id), []).append(entry)
    if party := of.subject.party:
        whose.setdefault((type(party), party.id), [])
    return await _sections(whose)


async def _entries(found: Sequence[Mapping[str, Any]]) -> dict[tuple[int, int], Entry]:
    names = {staff.id: staff.name for staff in await Staff.all()}
    entries: list[Entry] = []
    for rank, model in enumerate(_MODELS.values()):
        ids = [row["id"] for row in found if row["rank"] == rank]
        for at in range(0, len(ids), BATCH):
            some = await rows.select(model, f"WHERE {rows.among('id', 'ids')}", {"ids": ids[at : at + BATCH]})
            entries += await timeline.complete(
                [Entry(Position(one.at, rank, one.id), one, names.get(one.author_id or 0)) for one in some]
            )
    return {(entry.position.rank, entry.position.id): entry for entry in entries}


async def _sections(whose: Mapping[Who, list[Entry]]) -> list[Section]:
    parties: dict[Who, Any] = {}
    for model in (Lead, Customer):
        ids = [id for kind, id in whose if kind is model]
        for at in range(0, len(ids), BATCH):
            some = await model.filter(id__in=ids[at : at + BATCH]).select_related("owner")
            parties |= {(model, one.id): one for one in some}
    return [
        Section(party, party.owner.name if party.owner else None, sorted(entries, key=lambda entry: entry.position))
        for key, entries in whose.items()
        if (party := parties.get(key))
    ]
