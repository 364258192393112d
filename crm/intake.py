"""Intake: many leads or customers put on record at once, all in one transaction that does not take long.

What costs time, such as the words by which they are found, is made ready before the transaction begins.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
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
    ids: Sequence[int]
    """Of each entry."""
    batches: Sequence[Batch]
    at: datetime
    by: Staff


@dataclass(frozen=True, slots=True)
class Filling:
    """What is filled in of some leads, or of some customers, as they were when it was made ready."""

    model: type[Party]
    known: Sequence[tuple[Entry, Party]]
    ids: Sequence[int]
    """Of those of whom there is anything."""
    columns: str
    changes: str
    words: str


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
    return Ready(kind, entries, ids, batches, at, by)


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


async def take_in(ready: Ready, fillings: Sequence[Filling], phones: Mapping[str, str | None]) -> int:
    """Put everything on record, in the caller's transaction; of how many something was filled in.

    Raises Taken unless each of these phones is whose it was, before and after the writing.
    """
    await one_at_a_time()
    await check(phones)
    await write(ready)
    filled = await fill(fillings, by=ready.by, at=ready.at)
    await check_alone(ready)
    return filled


async def check(phones: Mapping[str, str | None]) -> None:
    """In the transaction: raise Taken unless each phone still is whose it was; None: nobody's."""
    found = doubles.said(await doubles.on_record(phones))
    if any(found.get(phone) != whose for phone, whose in phones.items()):
        raise Taken


async def check_alone(ready: Ready) -> None:
    """After the writing: raise Taken when somebody else has put one of the new phones on record meanwhile.

    What others do is seen as soon as it is done (PostgreSQL), and the writing takes seconds. SQLite has one writer.
    """
    if dialect() == "sqlite":
        return
    ours = {entry.phone: id for id, entry in zip(ready.ids, ready.entries, strict=True) if entry.phone}
    model = _MODELS[ready.kind]
    if any(owner != (model, ours[phone]) for phone, owner in await doubles.holders(ours)):
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


async def prepare_fill(known: Sequence[tuple[Entry, Party]]) -> list[Filling]:
    """Make ready what is filled in, outside of any transaction."""
    fillings: list[Filling] = []
    for model in (Lead, Customer):
        # Somebody with two numbers may be in the file twice: the first row counts.
        each = {one[1].id: one for one in reversed(known) if isinstance(one[1], model)}
        some = [each[id] for id in sorted(each)]
        parts = [some[begin : begin + BATCH] for begin in range(0, len(some), BATCH)]
        fillings += [await asyncio.to_thread(_filling, model, part) for part in parts]
    return fillings


def _filling(model: type[Party], known: Sequence[tuple[Entry, Party]]) -> Filling:
    owner = "lead_id" if model is Lead else "customer_id"
    given = [(party, values) for entry, party in known if (values := doubles.fillable(entry, party))]
    changed = [
        {owner: party.id, "field": name, "after": value} for party, values in given for name, value in values.items()
    ]  # fmt: skip
    return Filling(
        model=model,
        known=known,
        ids=[party.id for party, _ in given],
        columns=bulk.packed([{"id": party.id, **values} for party, values in given]),
        changes=bulk.packed(changed),
        words=words.listed([(party.id, _searched(party) | values) for party, values in given]),
    )


def _searched(party: Party) -> dict[str, Any]:
    return {name: getattr(party, name, None) for name in words.SEARCHED}


async def fill(fillings: Sequence[Filling], *, by: Staff, at: datetime) -> int:
    """Put on record what is known now of people who are there, in the caller's transaction; of how many it was any."""
    filled = 0
    for filling in fillings:
        # Some are filled in, called otherwise, or somebody else's, by now.
        condition = f"WHERE {rows.among('id', 'ids')} ORDER BY id FOR NO KEY UPDATE"
        held: Sequence[Party] = await rows.select(
            filling.model, condition, {"ids": [party.id for _, party in filling.known]}
        )
        now = {party.id: party for party in held}
        fresh = [(entry, now[party.id]) for entry, party in filling.known if party.id in now]
        changed = len(fresh) < len(filling.known) or any(
            _state(party) != _state(now[party.id]) for _, party in filling.known
        )
        still = _filling(filling.model, fresh) if changed else filling
        filled += len(still.ids)
        if still.ids:
            await _fill(still, by, at)
    return filled


def _state(party: Party) -> dict[str, Any]:
    return _searched(party) | {name: getattr(party, name, None) for name in doubles.FILLED}


async def _fill(filling: Filling, by: Staff, at: datetime) -> None:
    table = filling.model._meta.db_table
    columns = {
        name: kind for name, kind in _LEAD.items() if name in doubles.FILLED and name in filling.model._meta.fields_map
    }
    await bulk.fill(table, filling.columns, columns, {"updated_at": ("timestamptz", at)})
    await bulk.insert(
        "change", filling.changes, {f"{table}_id": "bigint", "field": "varchar", "after": "text"},
        {"author_id": ("bigint", by.id), "at": ("timestamptz", at)},
    )  # fmt: skip
    letter = words.KINDS[filling.model]
    await words.forget(letter, filling.ids)
    await words.insert(current(), letter, filling.words)


async def tell_owners(ready: Ready, import_id: int) -> None:
    """Each colleague to whom some of them were given hears how many, once. In the caller's transaction."""
    counts = Counter(entry.owner_id for entry in ready.entries if entry.owner_id not in (None, ready.by.id))
    for owner_id, count in counts.items():
        said = Text(f"notice-imported-{ready.kind.value}", {"by": ready.by.name, "count": count})
        for identity in await people.holder_identity(int(owner_id or 0)):
            key = f"imported:{import_id}:{owner_id}"
            choices = [[Choice(Text("button-mine"), "mine")]]
            await outbox.put([Draft(identity.id, identity.channel, key, [said], choices)])
