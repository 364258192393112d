"""Doubles: the people of a file who are on record already, or in the file twice, told by their phones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from crm.people import WHATSAPP, Party
from storage import rows
from storage.database import dialect
from storage.models import ChannelName, Customer, Lead

AT_ONCE = 2000
"""Phones that one statement looks for."""

_MODELS: Sequence[type[Party]] = (Lead, Customer)

FILLED = ("phone", "email", "company", "source")
"""What is filled in from a double, where nothing is on record."""


@dataclass(slots=True)
class Entry:
    """One row as it was understood."""

    number: int
    name: str
    phone: str | None = None
    email: str | None = None
    company: str | None = None
    source: str | None = None
    owner_id: int | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    """Each folded, and as it was written."""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Sorted:
    """The good rows: the new ones, those of people on record, and those that are in the file before."""

    new: Sequence[Entry]
    known: Sequence[tuple[Entry, Party]]
    twins: Sequence[tuple[Entry, int]]
    """With the number of the row that comes first."""

    @property
    def phones(self) -> dict[str, str]:
        """Whose each phone is: what must still be so when the rows go in."""
        return {entry.phone: _said(party) for entry, party in self.known if entry.phone}


async def sort(entries: Iterable[Entry]) -> Sorted:
    """Which of them are new."""
    first: dict[str, Entry] = {}
    alone: list[Entry] = []
    twins: list[tuple[Entry, int]] = []
    for entry in entries:
        if entry.phone is None:
            alone.append(entry)
        elif entry.phone in first:
            twins.append((entry, first[entry.phone].number))
        else:
            first[entry.phone] = entry
    found = await on_record(first)
    new = [*alone, *(entry for phone, entry in first.items() if phone not in found)]
    known = [(entry, found[phone]) for phone, entry in first.items() if phone in found]
    return Sorted(sorted(new, key=lambda one: one.number), known, twins)


async def on_record(phones: Iterable[str]) -> dict[str, Party]:
    """Who has each of these phones, of those that anybody has: as people.with_phone, for many at once."""
    found: dict[str, tuple[type[Party], int]] = {}
    for phone, owner in await holders(phones):
        found.setdefault(phone, owner)
    now = await _current({*found.values()})
    return {phone: now[owner] for phone, owner in found.items()}


async def holders(phones: Iterable[str]) -> list[tuple[str, tuple[type[Party], int]]]:
    """Everybody who has one of these phones; of each phone, whoever counts first comes first."""
    wanted = iter(phones)
    found: list[tuple[str, tuple[type[Party], int]]] = []
    while some := [*islice(wanted, AT_ONCE)]:
        for kind, statement, values in (
            (Customer, _CUSTOMERS, {"phones": _listed(some)}),
            (Lead, _LEADS, {"phones": _listed(some)}),
            (None, _BY_PHONE, {"phones": _listed(some)}),
            (None, _BY_ADDRESS, {"phones": _listed([WHATSAPP.format(phone) for phone in some])}),
        ):
            given = await rows.run(_statement(statement), values)
            found += [(row["phone"], (kind, row["id"]) if kind else _owner(row)) for row in given]
    return found


def said(found: Mapping[str, Party]) -> dict[str, str]:
    """Whose each phone is."""
    return {phone: _said(party) for phone, party in found.items()}


def fillable(entry: Entry, party: Party) -> dict[str, str]:
    """What of a double is not on record yet."""
    columns = FILLED if isinstance(party, Lead) else FILLED[:-1]
    return {
        column: value
        for column in columns
        if getattr(party, column) in (None, "") and (value := getattr(entry, column))
    }  # fmt: skip


def _said(party: Party) -> str:
    return f"{'L' if isinstance(party, Lead) else 'C'}{party.id}"


def _owner(row: Mapping[str, Any]) -> tuple[type[Party], int]:
    return (Customer, row["customer_id"]) if row["customer_id"] else (Lead, row["lead_id"])


async def _current(owners: set[tuple[type[Party], int]]) -> dict[tuple[type[Party], int], Party]:
    """Who each of them is by now, as people.current says of one."""
    held: dict[tuple[type[Party], int], Party] = {}
    wanted = owners
    while wanted := {one for one in wanted if one not in held}:
        for model in _MODELS:
            for some in _parts([id for kind, id in wanted if kind is model]):
                found: Sequence[Party] = await rows.select(model, f"WHERE {rows.among('id', 'ids')}", {"ids": some})
                held |= {(model, party.id): party for party in found}
        wanted = {next_ for one in wanted if (next_ := _successor(held[one]))}
    now: dict[tuple[type[Party], int], Party] = {}
    for owner in owners:
        party = held[owner]
        while next_ := _successor(party):
            party = held[next_]
        now[owner] = party
    return now


def _successor(party: Party) -> tuple[type[Party], int] | None:
    if isinstance(party, Lead) and party.customer_id:
        return Customer, party.customer_id
    return (type(party), party.merged_into_id) if party.merged_into_id else None


def _parts(ids: Sequence[int]) -> Iterator[list[int]]:
    for begin in range(0, len(ids), AT_ONCE):
        yield [*ids[begin : begin + AT_ONCE]]


def _listed(phones: Sequence[str]) -> str:
    return json.dumps(phones)


def _statement(written: str) -> str:
    given = "json_each(:phones)" if dialect() == "sqlite" else "json_array_elements_text(CAST(:phones AS json))"
    return written.format(given=f"{given} AS given")


_CUSTOMERS = "SELECT phone, customer.id FROM {given} JOIN customer ON phone = given.value ORDER BY customer.id"
_LEADS = "SELECT phone, lead.id FROM {given} JOIN lead ON phone = given.value ORDER BY lead.id"
_BY_PHONE = """
SELECT phone, lead_id, customer_id FROM {given} JOIN identity ON phone = given.value
WHERE staff_id IS NULL ORDER BY identity.id
"""
_BY_ADDRESS = f"""
SELECT substr(address, {len(WHATSAPP.format("")) + 1}) AS phone, lead_id, customer_id
FROM {{given}} JOIN identity ON address = given.value AND channel = '{ChannelName.WHATSAPP.value}'
WHERE staff_id IS NULL ORDER BY identity.id
"""
