"""Labels: free words on leads and customers, each once however it is spelled, and who has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crm import changes, people
from crm.access import SEES_ALL, sees
from crm.people import Party
from crm.refusal import Refusal
from storage import rows
from storage.models import Customer, Label, Lead, Staff
from storage.spelling import fold

MOST = 10
"""Labels on one record."""

LONGEST = 32
"""Characters of a label."""

_BETWEEN = re.compile(r"[,،;؛\n]")


class LabelTooLong(Refusal):
    """A label is a word or two."""

    key = "refusal-label-long"


class TooManyLabels(Refusal):
    """The record has as many labels as one can."""

    key = "refusal-labels-many"


class HasLabel(Refusal):
    """The record has these labels already."""

    key = "refusal-label-there"


class NoSuchLabel(Refusal):
    """The record has no such label, or nothing has it."""

    key = "refusal-label-unknown"


class LabelEmpty(Refusal):
    """There is no letter and no digit in it."""

    key = "refusal-label-empty"


@dataclass(frozen=True, slots=True)
class Counted:
    """A label as it was written last, and how many have it; `id` is of its newest row."""

    id: int
    name: str
    count: int


def split(said: str) -> dict[str, str]:
    """The labels in what was said, several with commas between them: each folded, and as it was written.

    Raises LabelTooLong, or LabelEmpty.
    """
    found: dict[str, str] = {}
    for piece in _BETWEEN.split(said):
        name = " ".join(piece.split()).strip("#").strip()
        if len(name) > LONGEST:
            raise LabelTooLong(most=LONGEST, length=len(name))
        if any(c.isalnum() for c in name):
            found.setdefault(_fold(name), name)
    if not found:
        raise LabelEmpty()
    return found


async def of(party: Party) -> list[Label]:
    """A party's labels, the oldest first."""
    return await Label.filter(**people.about(party)).order_by("id")


async def add(party: Party, said: str, *, by: Staff, at: datetime) -> list[str]:
    """Label a lead or customer; what it has already is left. Gives what is new.

    Raises HasLabel when nothing is, TooManyLabels, LabelTooLong, or LabelEmpty.
    """
    wanted = split(said)
    party = await people.lock(party)
    has = {label.fold for label in await of(party)}
    new = {key: name for key, name in wanted.items() if key not in has}
    if not new:
        raise HasLabel(ref=people.reference(party), labels=[*wanted.values()])
    if len(has) + len(new) > MOST:
        raise TooManyLabels(ref=people.reference(party), most=MOST)
    for key, name in new.items():
        await Label.create(name=name, fold=key, author_id=by.id, at=at, **people.owned_by(party))
        await changes.record(party, "label", None, name, by=by, at=at)
    return [*new.values()]


async def remove(party: Party, said: str, *, by: Staff, at: datetime) -> list[str]:
    """Take labels off a lead or customer. Gives which. Raises NoSuchLabel when it has none of them."""
    wanted = split(said)
    party = await people.lock(party)
    going = [label for label in await of(party) if label.fold in wanted]
    if not going:
        raise NoSuchLabel(label=[*wanted.values()])
    await Label.filter(id__in=[label.id for label in going]).delete()
    for label in going:
        await changes.record(party, "label", label.name, None, by=by, at=at)
    return [label.name for label in going]


async def named(id: int, *, by: Staff) -> Label:
    """The label of this id. Raises NoSuchLabel when it was taken off meanwhile, or is of a record that is not theirs
    to see."""
    found = await Label.get_or_none(id=id)
    if found is None or not sees(by, (await people.party_of(found.lead_id, found.customer_id)).owner_id):
        raise NoSuchLabel(label=str(id))
    return found


async def counted(by: Staff, *, limit: int) -> list[Counted]:
    """Every label of records that this staff member may see, the commonest first."""
    found = await rows.run(_COUNTED.format(seen=_seen(by)), {"staff": by.id, "most": limit})
    names = {label.id: label.name for label in await Label.filter(id__in=[row["id"] for row in found])}
    return [Counted(row["id"], names[row["id"]], row["count"]) for row in found]


async def having(name: str, *, by: Staff, limit: int, before: int | None = None) -> Sequence[tuple[int, Party]]:
    """Who has a label, of those whom this staff member may see, labelled latest first, with the label's id.

    `before` is the id of the label below which the page begins.
    """
    values: dict[str, Any] = {"fold": _fold(name), "staff": by.id, "most": limit, "before": before}
    below = "AND label.id < :before" if before is not None else ""
    found = await rows.run(_HAVING.format(seen=_seen(by), below=below), values)
    listed: list[tuple[int, Party]] = []
    for row in found:
        party: Party = await (
            rows.get(Customer, row["customer_id"]) if row["customer_id"] else rows.get(Lead, row["lead_id"])
        )
        listed.append((row["id"], party))
    return listed


def _fold(name: str) -> str:
    # Folding can lengthen (ﷺ): the column holds 64.
    return fold(name)[:64]


def _seen(by: Staff) -> str:
    if by.role in SEES_ALL:
        return "TRUE"
    return "(COALESCE(customer.owner_id, lead.owner_id) IS NULL OR COALESCE(customer.owner_id, lead.owner_id) = :staff)"


_OWNED = (
    "FROM label LEFT JOIN customer ON customer.id = label.customer_id LEFT JOIN lead ON lead.id = label.lead_id"
    " WHERE {seen}"
)

_COUNTED = f"""
SELECT max(label.id) AS id, count(*) AS count {_OWNED}
GROUP BY label.fold ORDER BY count(*) DESC, max(label.id) DESC LIMIT :most
"""

_HAVING = f"""
SELECT label.id, label.lead_id, label.customer_id {_OWNED}
AND label.fold = :fold {{below}} ORDER BY label.id DESC LIMIT :most
"""
