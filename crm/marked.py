"""Marked: where a person's marks are found in messages, conversations and records that are not filed under them."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from crm.marks import Marks
from crm.person_rows import Rows
from storage import rows
from storage.database import dialect

BEFORE, AFTER = timedelta(hours=1), timedelta(minutes=1)
"""How long before something is on record of a person, and after, the staff's messages may have been about it."""

ENOUGH = 3
"""Letters by which few texts are looked at more closely."""

PAGE = 2000
"""Rows that are looked through at a time."""

_SPELLED = re.compile("[\\W_اأإآىيئؤوةهءکك]+")


async def heard(marks: Marks, keys: Rows, *, since: datetime, now: int | None) -> list[int]:
    """The ids of messages of the staff's that were about the person, of those that had their turn, and of `now`'s.

    Their phone, address or name tells one at any time; their words and references when something of theirs happened.
    """
    answered = [row["key"] for row in await rows.run(_ANSWERED.format(those=rows.among("id", "ids")), {
        "ids": keys["outbound_message"]})]  # fmt: skip
    found = {int(key.split(":")[1]) for key in answered}
    values: dict[str, Any] = {"since": since, "now": now or 0}
    bears = _bears("payload", marks, values, escaped=True)
    told = {row["id"] async for row in _each(_HEARD.format(more=f"AND {bears}", columns="id"), values)}
    spans = await _spans(keys)
    near = [
        row["id"] async for row in _each(_HEARD.format(more="", columns="id, received_at"), values)
        if row["id"] == now or _within(rows.moment(row["received_at"]), spans)
    ]  # fmt: skip
    ids = sorted(told | {*near})
    for begin in range(0, len(ids), PAGE):
        payloads = f"SELECT id, payload FROM inbound_message WHERE {rows.among('id', 'ids')}"
        for row in await rows.run(payloads, {"ids": ids[begin : begin + PAGE]}):
            if marks.in_message(row["payload"]):
                found.add(row["id"])
    return sorted(found)


_ANSWERED = "SELECT key FROM outbound_message WHERE key LIKE 'turn:%' AND {those}"
_HEARD = """
SELECT {columns} FROM inbound_message
WHERE id > :last AND received_at >= :since AND (status <> 'pending' OR id = :now)
  AND (channel, sender) IN (SELECT channel, address FROM identity WHERE staff_id IS NOT NULL) {more}
ORDER BY id LIMIT :most
"""


async def _spans(keys: Rows) -> list[tuple[datetime, datetime]]:
    """When something of the person was put on record, or said to the staff: apart, in their order."""
    spans: list[tuple[datetime, datetime]] = []
    for table, column in _MOMENTS.items():
        moments = f"SELECT {column} AS at FROM {table} WHERE {rows.among('id', 'ids')}"
        found = [rows.moment(row["at"]) for row in await rows.run(moments, {"ids": keys[table]})]
        spans += [(at - BEFORE, at + AFTER) for at in found]
    apart: list[tuple[datetime, datetime]] = []
    for begin, end in sorted(spans):
        if apart and begin <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((begin, end))
    return apart


_MOMENTS = {
    "activity": "at", "ticket_message": "at", "change": "at", "outbound_message": "created_at", "lead": "created_at",
    "customer": "created_at",
}  # fmt: skip


def _within(at: datetime, spans: Sequence[tuple[datetime, datetime]]) -> bool:
    place = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return place >= 0 and at <= spans[place][1]


async def shown(marks: Marks, *, since: datetime) -> list[int]:
    """The ids of messages to the staff that tell of the person: by a mark, or of those about nobody by their texts."""
    values: dict[str, Any] = {"since": since}
    said = "CAST(said.body AS text) || CAST(said.choices AS text) || COALESCE(said.words, '')"
    bearing = _SHOWN.format(columns="said.id", more=_bears(said, marks, values))
    told = [row["id"] async for row in _each(bearing, values)]
    found = [
        row["id"] async for row in _each(_SHOWN.format(columns=_SAID, more=_OF_NOBODY), values)
        if marks.in_shown(row["body"], row["choices"], row["words"])
    ]  # fmt: skip
    for begin in range(0, len(told), PAGE):
        for row in await rows.run(_WHOSE.format(those=rows.among("said.id", "ids")), {"ids": told[begin:][:PAGE]}):
            # What is about somebody else is theirs, unless it has the very name, phone or address in it.
            own = [text for text in (row["name"], row["phone"], row["email"], row["subject"]) if text]
            sought = marks.but(own) if row["about"] else marks
            if sought.told(row["body"], row["choices"], row["words"] or ""):
                found.append(row["id"])
    return found


_SAID = "said.id, CAST(said.body AS text) AS body, CAST(said.choices AS text) AS choices, said.words"
_OF_NOBODY = "said.lead_id IS NULL AND said.customer_id IS NULL AND said.ticket_id IS NULL"
_SHOWN = """
SELECT {columns}
FROM outbound_message AS said JOIN identity ON identity.id = said.identity_id AND identity.staff_id IS NOT NULL
WHERE said.id > :last AND said.created_at >= :since AND {more} ORDER BY said.id LIMIT :most
"""
_WHOSE = f"""
SELECT {_SAID}, COALESCE(said.lead_id, said.customer_id, said.ticket_id) AS about,
  COALESCE(customer.name, lead.name) AS name, COALESCE(customer.phone, lead.phone) AS phone,
  COALESCE(customer.email, lead.email) AS email, ticket.subject
FROM outbound_message AS said LEFT JOIN ticket ON ticket.id = said.ticket_id
  LEFT JOIN lead ON lead.id = COALESCE(said.lead_id, ticket.lead_id)
  LEFT JOIN customer ON customer.id = COALESCE(said.customer_id, ticket.customer_id)
WHERE {{those}}
"""


async def begun(marks: Marks) -> list[int]:
    """The ids of open conversations in which the person is spoken of."""
    written = "SELECT id, CAST(answers AS text) AS answers, CAST(context AS text) AS context FROM progress"
    return [
        row["id"] for row in await rows.run(written, {})
        if marks.told(row["answers"], row["context"]) or marks.in_shown(row["answers"], row["context"], None)
    ]  # fmt: skip


async def elsewhere(marks: Marks, keys: Rows) -> list[str]:
    """The references of others' records in which something is said of the person: that stays."""
    values: dict[str, Any] = {"leads": keys["lead"], "customers": keys["customer"]}
    theirs = f"({rows.among('COALESCE(lead_id, 0)', 'leads')} OR {rows.among('COALESCE(customer_id, 0)', 'customers')})"
    found = await rows.run(_ELSEWHERE.format(theirs=theirs, bears=_bears("text", marks, values)), values)
    return sorted({f"{row['kind']}{row['id']}" for row in found if marks.told(row["text"])})


_ELSEWHERE = """
SELECT CASE WHEN customer_id IS NULL THEN 'L' ELSE 'C' END AS kind, COALESCE(customer_id, lead_id) AS id, text
FROM activity WHERE NOT {theirs} AND {bears}
UNION ALL SELECT 'T', ticket_id, text FROM ticket_message WHERE NOT {theirs} AND {bears}
"""


def _bears(column: str, marks: Marks, values: dict[str, Any], *, escaped: bool = False) -> str:
    """The condition that a column may bear one of the marks, which a closer look decides; its values are added.

    With `escaped` it may be JSON in ASCII.
    """
    # Of a name the longest stretch that everybody spells alike, if it says enough.
    stretches = {name: max(_SPELLED.split(name), key=len) for name in marks.written}
    names = {stretch if len(stretch) >= ENOUGH else name for name, stretch in stretches.items()}
    sought = names | marks.emails | marks.numbers
    if escaped:
        sought |= {json.dumps(one)[1:-1] for one in sought}
    place = "instr" if dialect() == "sqlite" else "strpos"
    conditions = ["1 = 0"]
    for number, one in enumerate(sorted(sought)):
        name = "mark_" + "".join(chr(ord("a") + int(digit)) for digit in str(number))
        values[name] = one
        conditions.append(f"{place}(lower({column}), :{name}) > 0")
    return f"({' OR '.join(conditions)})"


async def _each(statement: str, values: Mapping[str, Any]) -> AsyncIterator[Mapping[str, Any]]:
    """The rows of a statement, a page at a time."""
    last = 0
    while found := await rows.run(statement, {**values, "last": last, "most": PAGE}):
        for row in found:
            yield row
        last = found[-1]["id"]
