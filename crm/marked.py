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

LAST = 3
"""Digits by which few texts are looked at more closely: the end of a number is written together."""

_SPELLED = re.compile("[\\W_ـاأإآٱىيیئؤوةهءکك]")
"""What is not spelled by everybody alike."""

_VOWELS = "\u064b-\u0652\u0670\u0640"
"""Vowels, and the stroke that stretches a word: with these anything may be written between two letters."""
_ESCAPED_VOWELS = ("*\\u064[b-fB-F0]*", "*\\u065[012]*", "*\\u0670*")

_DIGITS = ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")


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
    typed = "CAST(said.body AS text) || CAST(said.choices AS text)"
    said = f"{typed} || COALESCE(said.words, '')"
    bearing = _SHOWN.format(columns="said.id", more=_bears(said, marks, values, typed=typed))
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
    """The references of others' records, and saved replies, in which something is said of the person: that stays."""
    values: dict[str, Any] = {"leads": keys["lead"], "customers": keys["customer"]}
    theirs = f"({rows.among('COALESCE(lead_id, 0)', 'leads')} OR {rows.among('COALESCE(customer_id, 0)', 'customers')})"
    statement = " UNION ALL ".join(
        f"SELECT {ref} AS ref, {said} AS said FROM {table} WHERE NOT {them} AND {_bears(said, marks, values)}"
        for table, ref, said, them in (
            ("activity", _OF_ONE, "text", theirs),
            ("ticket_message", _OF_TICKET, "text", theirs),
            ("ticket", "'T' || CAST(id AS text)", "subject || ' ' || COALESCE(rating_words, '')", theirs),
            ("lead", "'L' || CAST(id AS text)", "COALESCE(lost_reason, '')", rows.among("id", "leads")),
            (f"attachment JOIN activity ON {_WITH.format('activity')}", _OF_ONE, _FILE, theirs),
            (f"attachment JOIN ticket_message ON {_WITH.format('ticket_message')}", _OF_TICKET, _FILE, theirs),
            ("saved_reply", "'/' || name", "text_ar || ' ' || text_en", "1 = 0"),
        )
    )  # fmt: skip
    return sorted({row["ref"] for row in await rows.run(statement, values) if marks.told(row["said"])})


_OF_ONE = """
CASE WHEN customer_id IS NULL THEN 'L' ELSE 'C' END || CAST(COALESCE(customer_id, lead_id) AS text)
"""
_OF_TICKET = "'T' || CAST(ticket_id AS text)"
_WITH = "{0}.id = attachment.{0}_id"
_FILE = "attachment.name || ' ' || COALESCE(CAST(attachment.details AS text), '')"


def _bears(
    column: str, marks: Marks, values: dict[str, Any], *, typed: str | None = None, escaped: bool = False
) -> str:
    """The condition that a column may bear one of the marks, which a closer look decides; its values are added.

    `typed` is what of it people typed, when that is not all. With `escaped` it may be JSON in ASCII.
    """
    sought, patterns = {*marks.emails}, set[str]()
    for name in marks.written:
        plain = re.sub(f"[{_VOWELS}]", "", name)
        # The longest stretch that everybody spells alike, if it says enough.
        stretch = max(_SPELLED.split(plain), key=len)
        if len(stretch) >= ENOUGH:
            sought.add(stretch)
            continue
        patterns.add("".join(map(_letter, plain)))
        if escaped:
            patterns.add("".join(_letter(letter, escaped=True) for letter in plain))
    for number in marks.numbers:
        end = number[-LAST:]
        sought |= {end, *(end.translate(str.maketrans("0123456789", digits)) for digits in _DIGITS)}
        # Others write it in pairs.
        patterns.add(f"{number[-4:-2]}_{number[-2:]}")
    if escaped:
        sought |= {json.dumps(one)[1:-1] for one in sought}
    place = "instr" if dialect() == "sqlite" else "strpos"
    conditions = ["1 = 0"]
    for at, one in enumerate(sorted(sought)):
        values[_mark("mark", at)] = one
        # Small letters are dear: where there are none, the column is as good as it is.
        spelled = column if one == one.upper() else f"lower({column})"
        conditions.append(f"{place}({spelled}, :{_mark('mark', at)}) > 0")
    for at, one in enumerate(sorted(patterns)):
        values[_mark("pattern", at)] = f"%{one}%"
        conditions.append(f"lower({column}) LIKE :{_mark('pattern', at)} ESCAPE '!'")
    if any(_SPELLED.search(name) for name in marks.written):
        conditions += _vowelled(typed or column, escaped=escaped)
    return f"({' OR '.join(conditions)})"


def _letter(letter: str, *, escaped: bool = False) -> str:
    """A letter of a name in a pattern; of those that are spelled in several ways, any."""
    if letter in "%!":
        return f"!{letter}"
    if not escaped:
        return "_" if _SPELLED.match(letter) else letter
    written = json.dumps(letter)[1:-1]
    return "_" * len(written) if _SPELLED.match(letter) else written


def _vowelled(column: str, *, escaped: bool) -> list[str]:
    """The conditions that Arabic vowels are written in a column: of such a text all is looked at."""
    if dialect() == "sqlite":
        globs = [f"*[{_VOWELS}]*", *(_ESCAPED_VOWELS if escaped else ())]
        return [f"{column} GLOB '{one}'" for one in globs]
    plain = f"{column} ~ '[{_VOWELS}]'"
    return [plain, f"{column} ~* '\\\\u06(4[bcdef0]|5[012]|70)'"] if escaped else [plain]


def _mark(kind: str, number: int) -> str:
    """The name of a value: digits have no place in one."""
    return f"{kind}_" + "".join(chr(ord("a") + int(digit)) for digit in str(number))


async def _each(statement: str, values: Mapping[str, Any]) -> AsyncIterator[Mapping[str, Any]]:
    """The rows of a statement, a page at a time."""
    last = 0
    while found := await rows.run(statement, {**values, "last": last, "most": PAGE}):
        for row in found:
            yield row
        last = found[-1]["id"]
