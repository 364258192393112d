"""Intake: many leads or customers put on record at once, all in one transaction that does not take long.

What costs time, such as the words by which they are found, is made ready before the transaction begins.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crm import doubles, people
from crm.doubles import Entry
from crm.leads import IMPORTED
from crm.people import Party
from storage import bulk, outbox, rows, words
from storage.database import current, dialect
from storage.models import ActivityKind, Customer, Lead, LeadStatus, PartyKind, Staff
from storage.outbox import Draft
from storage.text import Choice, Text

BATCH = 1000
"""Rows of one statement."""

Advance = Callable[[int, int], Awaitable[None]]
"""Called now and then with how many rows are ready, and how many there are."""


class Taken(Exception):
    """Whose a phone is has changed since it was looked up."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows as they go into each table."""

    parties: str
    changes: str
    words: str
    labels: str
    notes: str


@dataclass(frozen=True, slots=True)
class Ready:
    """What is to be put on record."""

    kind: PartyKind
    entries: Sequence[Entry]
    batches: Sequence[Batch]
    at: datetime
    by: Staff


_MODELS: Mapping[PartyKind, type[Party]] = {PartyKind.LEAD: Lead, PartyKind.CUSTOMER: Customer}
_PARTY = {
    "id": "bigint", "name": "text", "phone": "varchar", "email": "text", "company": "text", "owner_id": "bigint",
}  # fmt: skip
_LEAD = {**_PARTY, "source": "varchar"}


async def prepare(entries: Sequence[Entry], kind: PartyKind, *, by: Staff, at: datetime, advance: Advance) -> Ready:
    """Make everything ready, outside of any transaction."""
    ids = await bulk.reserve(kind.value, len(entries))
    batches: list[Batch] = []
    for begin in range(0, len(entries), BATCH):
        some = [*zip(ids[begin : begin + BATCH], entries[begin : begin + BATCH], strict=True)]
        batches.append(await asyncio.to_thread(_batch, some, kind))
        await advance(begin + len(some), len(entries))
    return Ready(kind, entries, batches, at, by)


def _batch(some: Sequence[tuple[int, Entry]], kind: PartyKind) -> Batch:
    owner = f"{kind.value}_id"
    columns = _LEAD if kind is PartyKind.LEAD else _PARTY
    parties = [
        {"id": id, **{name: getattr(entry, name) for name in columns if name not in ("id", "source")}}
        | ({"source": entry.source or IMPORTED} if kind is PartyKind.LEAD else {})
        for id, entry in some
    ]
    labels = [
        {owner: id, "fold": fold, "name": name} for id, entry in some for fold, name in entry.labels.items()
    ]  # fmt: skip
    return Batch(
        parties=bulk.packed(parties),
        changes=bulk.packed([{owner: party["id"], "after": party.get("source", IMPORTED)} for party in parties]),
        words=words.listed([(party["id"], party) for party in parties]),
        labels=bulk.packed(labels) if labels else "",
        notes=bulk.packed([{owner: id, "text": entry.note} for id, entry in some if entry.note]),
    )


async def one_at_a_time() -> None:
    """Whoever else takes a file in waits until this transaction ends; SQLite has one writer anyway."""
    if dialect() == "postgres":
        await rows.run("SELECT pg_advisory_xact_lock(hashtext(:what))", {"what": "diwan intake"})


async def check(phones: Mapping[str, str | None]) -> None:
    """In the transaction: raise Taken unless each phone still is whose it was; None: nobody's."""
    found = doubles.said(await doubles.on_record(phones))
    if any(found.get(phone) != whose for phone, whose in phones.items()):
        raise Taken


async def write(ready: Ready) -> None:
    """Put them all on record, in the caller's transaction."""
    table, owner = ready.kind.value, {f"{ready.kind.value}_id": "bigint"}
    at, by = ("timestamptz", ready.at), ("bigint", ready.by.id)
    columns = _LEAD if ready.kind is PartyKind.LEAD else _PARTY
    status = {"status": ("varchar", LeadStatus.NEW.value)} if ready.kind is PartyKind.LEAD else {}
    letter = words.KINDS[_MODELS[ready.kind]]
    for batch in ready.batches:
        await bulk.insert(table, batch.parties, columns, {**status, "created_at": at, "updated_at": at})
        await bulk.insert(
            "change", batch.changes, {**owner, "after": "text"},
            {"field": ("varchar", "created"), "author_id": by, "at": at},
        )  # fmt: skip
        await words.insert(current(), letter, batch.words)
        if batch.labels:
            await bulk.insert(
                "label", batch.labels, {**owner, "fold": "varchar", "name": "varchar"}, {"author_id": by, "at": at}
            )
        if batch.notes != "[]":
            await bulk.insert(
                "activity", batch.notes, {**owner, "text": "text"},
                {"kind": ("varchar", ActivityKind.NOTE.value), "author_id": by, "at": at},
            )  # fmt: skip


async def fill(known: Sequence[tuple[Entry, Party]], *, by: Staff, at: datetime) -> int:
    """Put on record what is known now of people who are there, in the caller's transaction; of how many it was any."""
    filled = 0
    for model, owner in ((Lead, "lead_id"), (Customer, "customer_id")):
        entries = {party.id: entry for entry, party in known if isinstance(party, model)}
        for ids in _parts(sorted(entries)):
            # Some are filled in, or somebody else's, by now.
            condition = f"WHERE {rows.among('id', 'ids')} ORDER BY id FOR NO KEY UPDATE"
            held: Sequence[Party] = await rows.select(model, condition, {"ids": ids})
            given = [(party, doubles.fillable(entries[party.id], party)) for party in held]
            given = [(party, values) for party, values in given if values]
            filled += len(given)
            await _fill(model, owner, given, by, at)
    return filled


async def _fill(
    model: type[Party], owner: str, given: Sequence[tuple[Party, Mapping[str, str]]], by: Staff, at: datetime
) -> None:
    for party, values in given:
        columns = ", ".join(f"{name} = :{name}" for name in values)
        await rows.run(
            f"UPDATE {model._meta.db_table} SET {columns}, updated_at = :at WHERE id = :id",
            {**values, "at": at, "id": party.id},
        )
        for name, value in values.items():
            setattr(party, name, value)
    changed = [
        {owner: party.id, "field": name, "after": value} for party, values in given for name, value in values.items()
    ]  # fmt: skip
    await bulk.insert(
        "change", bulk.packed(changed), {owner: "bigint", "field": "varchar", "after": "text"},
        {"author_id": ("bigint", by.id), "at": ("timestamptz", at)},
    )  # fmt: skip
    letter = words.KINDS[model]
    await words.forget(letter, [party.id for party, _ in given])
    found: list[tuple[int, Mapping[str, Any]]] = [
        (party.id, {name: getattr(party, name, None) for name in words.SEARCHED}) for party, _ in given
    ]
    await words.insert(current(), letter, words.listed(found))


async def tell_owners(ready: Ready, import_id: int) -> None:
    """Each colleague to whom some of them were given hears how many, once. In the caller's transaction."""
    counts = Counter(entry.owner_id for entry in ready.entries if entry.owner_id not in (None, ready.by.id))
    for owner_id, count in counts.items():
        said = Text(f"notice-imported-{ready.kind.value}", {"by": ready.by.name, "count": count})
        for identity in await people.holder_identity(int(owner_id or 0)):
            key = f"imported:{import_id}:{owner_id}"
            choices = [[Choice(Text("button-mine"), "mine")]]
            await outbox.put([Draft(identity.id, identity.channel, key, [said], choices)])


def _parts(ids: Sequence[int]) -> Iterator[list[int]]:
    for begin in range(0, len(ids), BATCH):
        yield [*ids[begin : begin + BATCH]]
