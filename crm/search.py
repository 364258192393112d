"""Search: leads, customers and tickets by names, companies, phones, e-mails and subjects, in either script.

The words lie in `search_word` (storage.words), in the order in which they are shown: what begins with the word that was
typed, the nearest first; of one word customers, then leads, then tickets, the newest first. After those spelled like it
come those that sound like it in the other script. A page is one walk along the index from where the last one ended.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm.access import SEES_ALL
from crm.references import Ref, RefKind
from storage import rows
from storage.models import Customer, Lead, Staff, Ticket
from storage.spelling import latin_digits, skeleton
from storage.words import bare, split

Found = Lead | Customer | Ticket

MODELS: dict[RefKind, type[Any]] = {RefKind.CUSTOMER: Customer, RefKind.LEAD: Lead, RefKind.TICKET: Ticket}

LONGEST_QUERY = 44
"""Bytes of a query that are searched for: a button that shows the next page has to say it."""

SOUNDS = 3
"""Consonants from which on the beginning of a word is enough to sound like it."""

COUNTED = 3000
"""How far the hits of a word are counted, to walk along those of the rarest."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""Of the names of parameters, which have no digits."""

_PHONE = re.compile(r"\+?[\d\s().\-]{4,20}")
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the record shown last, which tier it was of, and along which word."""

    ref: Ref
    tier: int
    along: int


@dataclass(frozen=True, slots=True)
class Page:
    """Records in their order; `next` says where the next page begins, if there is one."""

    found: Sequence[Found]
    next: Place | None


@dataclass(frozen=True, slots=True)
class _Word:
    """A stretch of the index: the words of one kind from `low` until before `high`."""

    how: str
    low: str
    high: str


def shortened(query: str) -> str:
    """The query as it is searched for: folded words, no more of them than a button can say."""
    if _PHONE.fullmatch(plain := latin_digits(query.strip())):
        return re.sub(r"[^\d+]", "", plain)
    words: list[str] = []
    for word in split(query):
        room = LONGEST_QUERY - len(" ".join([*words, ""]).encode())
        if cut := word.encode()[: max(room, 0)].decode(errors="ignore"):
            words.append(cut)
    return " ".join(words)


async def page(query: str, *, by: Staff, size: int, after: Place | None = None) -> Page:
    """What a `shortened` query finds among what this staff member may see."""
    tiers = _tiers(query)
    places: list[Place] = []
    for tier in range(after.tier if after else 0, len(tiers)):
        begun = after if after and after.tier == tier and after.along < len(tiers[tier]) else None
        along = begun.along if begun else await _rarest(tiers[tier])
        most = size + 1 - len(places)
        hits = await _walk(tiers, tier, along, begun.ref if begun else None, by, most)
        places += [Place(Ref(RefKind(hit["kind"]), hit["record_id"]), tier, along) for hit in hits]
        if len(places) > size:
            break
    shown = places[:size]
    return Page(await _load([place.ref for place in shown]), shown[-1] if len(places) > size else None)


def _tiers(query: str) -> list[list[_Word]]:
    """The ways in which the query is looked for, the nearest first: each a stretch for every one of its words."""
    digits = query.removeprefix("+")
    if digits.isdigit() and len(digits) >= 4:
        national = digits.removeprefix("00").lstrip("0") or digits
        return [[_begins("phone", national)], [_begins("phone", f"-{national[::-1]}")]]
    words = query.split()
    if not words:
        return []
    spelled = [_begins("fold", word) for word in words]
    heard = [(word, skeleton(bare(word))) for word in words]
    if all(len(bones) < 2 for _, bones in heard):
        return [spelled]
    sounding = [
        _begins("fold", word) if len(bones) < 2
        else _begins("skeleton", bones) if len(bones) >= SOUNDS
        else _Word("skeleton", bones, f"{bones}\x01")
        for word, bones in heard
    ]  # fmt: skip
    return [spelled, sounding]


def _begins(how: str, word: str) -> _Word:
    return _Word(how, word, word + _LAST)


async def _rarest(tier: Sequence[_Word]) -> int:
    if len(tier) == 1:
        return 0
    counts = [(await rows.run(_COUNT, {**_values(word, ""), "most": COUNTED}))[0]["hits"] for word in tier]
    return counts.index(min(counts))


_COUNT = """
SELECT count(*) AS hits FROM (
  SELECT 1 FROM search_word WHERE how = :how AND word >= :low AND word < :high LIMIT :most) AS counted
"""


async def _walk(
    tiers: Sequence[Sequence[_Word]], number: int, along: int, after: Ref | None, by: Staff, most: int
) -> list[dict[str, Any]]:
    tier = tiers[number]
    values: dict[str, Any] = {**_values(tier[along], ""), "me": by.id, "most": most}
    conditions = [_has(tier, values, f"tier{LETTERS[number]}_", but=along)]
    conditions += [f"NOT ({_has(tiers[earlier], values, f'tier{LETTERS[earlier]}_')})" for earlier in range(number)]
    if after is not None:
        begun = await rows.run(_BEGAN, {**_values(tier[along], ""), "kind": after.kind.value, "id": after.id})
        values |= {"word": begun[0]["word"] or tier[along].low, "kind": after.kind.value, "id": after.id}
        conditions.append(_BEYOND)
    statement = _WALK.format(conditions=" AND ".join(conditions), seen=_seen(by))
    return await rows.run(statement, values)


# A record whose words begin alike is shown once, at the first of them.
_WALK = """
SELECT w.kind, w.record_id FROM search_word AS w
WHERE w.how = :how AND w.word >= :low AND w.word < :high AND {conditions}
  AND NOT EXISTS (SELECT 1 FROM search_word AS e WHERE e.kind = w.kind AND e.record_id = w.record_id
    AND e.how = w.how AND e.word >= :low AND e.word < w.word)
  AND {seen}
ORDER BY w.word, w.kind, w.record_id DESC LIMIT :most
"""
_BEGAN = """
SELECT min(word) AS word FROM search_word
WHERE kind = :kind AND record_id = :id AND how = :how AND word >= :low AND word < :high
"""
_BEYOND = """w.word >= :word
  AND (w.word > :word OR w.kind > :kind OR (w.kind = :kind AND w.record_id < :id))"""


def _has(tier: Sequence[_Word], values: dict[str, Any], prefix: str, but: int | None = None) -> str:
    """The condition that a record has all of the tier's words; their values are added under names of the prefix."""
    conditions = []
    for number, word in enumerate(tier):
        if number == but:
            continue
        name = f"{prefix}{LETTERS[number]}_"
        values |= _values(word, name)
        conditions.append(
            "EXISTS (SELECT 1 FROM search_word AS o WHERE o.kind = w.kind AND o.record_id = w.record_id"
            f" AND o.how = :{name}how AND o.word >= :{name}low AND o.word < :{name}high)"
        )
    return " AND ".join(conditions) or "true"


def _values(word: _Word, prefix: str) -> dict[str, Any]:
    return {f"{prefix}how": word.how, f"{prefix}low": word.low, f"{prefix}high": word.high}


def _seen(by: Staff) -> str:
    """The condition that this staff member may see the record, and that it was neither merged nor converted."""
    everything = by.role in SEES_ALL
    own = ":me > 0" if everything else "(r.owner_id IS NULL OR r.owner_id = :me)"
    party = f"SELECT 1 FROM {{}} AS r WHERE r.id = w.record_id AND r.merged_into_id IS NULL AND {own}"
    ticket = "SELECT 1 FROM ticket AS r WHERE r.id = w.record_id AND r.merged_into_id IS NULL"
    if not everything:
        ticket += (
            " AND (r.assignee_id = :me OR EXISTS (SELECT 1 FROM participant AS p WHERE p.ticket_id = r.id"
            " AND p.staff_id = :me AND p.mentioned_at IS NOT NULL)"
            " OR COALESCE((SELECT owner_id FROM customer WHERE id = r.customer_id),"
            " (SELECT owner_id FROM lead WHERE id = r.lead_id), r.assignee_id, :me) = :me)"
        )
    return (
        f"CASE w.kind WHEN 'C' THEN EXISTS ({party.format('customer')})"
        f" WHEN 'L' THEN EXISTS ({party.format('lead')} AND r.customer_id IS NULL) ELSE EXISTS ({ticket}) END"
    )


async def _load(refs: Sequence[Ref]) -> list[Found]:
    loaded: dict[Ref, Found] = {}
    for kind, model in MODELS.items():
        if ids := [ref.id for ref in refs if ref.kind is kind]:
            for record in await rows.select(model, f"WHERE {rows.among('id', 'ids')}", {"ids": ids}):
                loaded[Ref(kind, record.id)] = record
    return [loaded[ref] for ref in refs if ref in loaded]
