"""Parties: leads and customers that the staff enter and correct by hand, and the lists of whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from crm import activities, changes, files, people
from crm.files import File
from crm.people import Party
from crm.refusal import Refusal
from crm.timeline import Position
from storage import rows
from storage.models import Activity, ChannelName, Customer, Direction, Lead, Staff


class Detail(StrEnum):
    """What of a lead or customer can be corrected; the value is the column."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    COMPANY = "company"
    SOURCE = "source"


class AlreadyKnown(Refusal):
    """A lead or customer with that phone is on record: `party`."""

    key = "refusal-party-known"

    def __init__(self, party: Party, phone: str) -> None:
        super().__init__(ref=people.reference(party), phone=phone)
        self.party = party


class SameDetail(Refusal):
    """That is what is on record."""

    key = "refusal-detail-same"


class NameNeeded(Refusal):
    """Everybody has a name."""

    key = "refusal-name-needed"


class NoSource(Refusal):
    """A source is of a lead; a customer has none of their own."""

    key = "refusal-customer-source"


async def add(
    name: str, *, phone: str | None, company: str | None, source: str | None, note: str | None, by: Staff, at: datetime
) -> Lead:
    """A new lead, its maker's; a note is kept with it. Raises AlreadyKnown."""
    if phone:
        await people.one_at_a_time(phone)
        if known := await people.with_phone(phone):
            raise AlreadyKnown(known, phone)
    lead = await Lead.create(
        name=name, phone=phone, company=company, source=source, owner_id=by.id, created_at=at, updated_at=at
    )
    await changes.record(lead, "created", None, source, by=by, at=at)
    if note:
        await activities.note(lead, note, by=by, at=at)
    return lead


async def edit(party: Party, detail: Detail, value: str | None, *, by: Staff, at: datetime) -> Party:
    """Correct one thing that is on record of a lead or customer; None takes it away. Gives the party as it is now.

    Raises SameDetail, NameNeeded, NoSource, or AlreadyKnown for a phone that is somebody else's.
    """
    if detail is Detail.PHONE and value:
        await people.one_at_a_time(value)
    party = await people.lock(party)
    ref = people.reference(party)
    if detail is Detail.NAME and value is None:
        raise NameNeeded(ref=ref)
    if detail is Detail.SOURCE and isinstance(party, Customer):
        raise NoSource(ref=ref)
    before: str | None = getattr(party, detail.value)
    if before == value:
        raise SameDetail(ref=ref)
    other = await people.with_phone(value) if detail is Detail.PHONE and value else None
    if other and people.reference(other) != ref:
        raise AlreadyKnown(other, value or "")
    setattr(party, detail.value, value)
    party.updated_at = at
    await party.save(update_fields=[detail.value, "updated_at"])
    await changes.record(party, detail.value, before, value, by=by, at=at)
    return party


async def forwarded(
    party: Party, words: str, *, channel: ChannelName, by: Staff, at: datetime, attached: Sequence[File] = ()
) -> Activity:
    """A customer's message, with its files, that reached a staff member elsewhere, and was forwarded to us."""
    party = await people.lock(party)
    kept = await Activity.create(
        kind=activities.KIND_OF[channel], direction=Direction.IN, text=words, at=at, author_id=by.id,
        **people.owned_by(party),
    )  # fmt: skip
    await files.keep(attached, kept, at=at)
    return kept


async def customers(by: Staff, *, sees_all: bool, before: int | None, limit: int) -> Sequence[Customer]:
    """Customers that this staff member may see, the newest first, from below the id `before`."""
    found = Customer.filter(merged_into_id__isnull=True, erased_at__isnull=True)
    if not sees_all:
        found = found.filter(people.held_by_or_nobodys(by))
    if before is not None:
        found = found.filter(id__lt=before)
    return await found.order_by("-id").limit(limit).select_related("owner")


async def mine(by: Staff, *, limit: int, before: Position | None = None) -> Sequence[tuple[Position, Party]]:
    """Somebody's own live leads and customers with when something last happened, the latest first."""
    values: dict[str, Any] = {"staff": by.id, "most": limit}
    beyond = ""
    if before is not None:
        beyond = "WHERE (at, kind, id) < (:at, :kind, :id)"
        values |= {"at": before.at, "kind": before.rank, "id": before.id}
    found = await rows.run(_MINE.format(beyond=beyond), values)
    listed: list[tuple[Position, Party]] = []
    for row in found:
        party: Party = await rows.get(_KINDS[row["kind"]], row["id"])
        listed.append((Position(rows.moment(row["at"]), row["kind"], row["id"]), party))
    return listed


_KINDS: tuple[type[Lead | Customer], ...] = (Customer, Lead)
"""By a position's rank."""

_LATEST = """
COALESCE((SELECT max(at) FROM (
  SELECT max(at) AS at FROM activity WHERE {0}_id = {0}.id
  UNION ALL SELECT max(at) FROM ticket_message WHERE {0}_id = {0}.id
  UNION ALL SELECT max(at) FROM change WHERE {0}_id = {0}.id) AS happened), {0}.created_at)
"""

_MINE = f"""
SELECT kind, id, at FROM (
  SELECT 1 AS kind, lead.id AS id, {_LATEST.format("lead")} AS at FROM lead
  WHERE owner_id = :staff AND status IN ('new', 'contacted', 'qualified') AND merged_into_id IS NULL
    AND erased_at IS NULL
  UNION ALL SELECT 0, customer.id, {_LATEST.format("customer")} FROM customer
  WHERE owner_id = :staff AND merged_into_id IS NULL AND erased_at IS NULL) AS held
{{beyond}} ORDER BY at DESC, kind DESC, id DESC LIMIT :most
"""
