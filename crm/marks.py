"""Marks: by what one person is known in messages that are not filed under them, and which messages bear them.

Names that others share, and short ones, say nothing by themselves: they count beside a reference of the person's.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from crm import references
from crm.person_rows import Rows
from crm.references import RefKind
from storage import rows
from storage.spelling import fold

SHORTEST = 4
"""Letters of a name, and digits of a number, that may tell somebody."""

TELLING = 6
"""Letters from which on one word is more than a mere "yes"."""

DIGITS = 9
"""The last digits of a phone, however its country's code is written."""

BEHIND = 8
"""Words of a command before what it says of somebody."""

PAGE = 2000
"""Rows that are looked through at a time."""

_WORD, _DIGIT = re.compile(r"\w+"), re.compile(r"\d")
_INSERTED = re.compile("\u2068(.*?)\u2069", re.DOTALL)
"""What speech inserts into its own words."""
_PUNCTUATION = ".,:;!?()[]«»،؛؟\"'"
_PEOPLE = ("id", "user_id")
"""The keys under which Telegram's messages have numbers of people."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one person, as it was written."""

    names: Sequence[str]
    own: Sequence[str]
    """Companies, and labels: marks, unless somebody else has them as well."""
    phones: Sequence[str]
    emails: Sequence[str]
    addresses: Sequence[str]
    """Theirs on the channels."""
    details: Sequence[str]
    """Whatever else was noted of them in a word or two."""
    texts: Sequence[str]
    """What they said, and what was said about them."""


@dataclass(frozen=True, slots=True)
class Marks:
    """By what one person is known, folded."""

    names: frozenset[str]
    """Those, and companies, that nobody else has, with a space around each word."""
    emails: frozenset[str]
    numbers: frozenset[str]
    """The last digits of phones, and of addresses."""
    details: frozenset[str]
    """What counts beside a reference of theirs alone."""
    texts: frozenset[str]
    refs: frozenset[str]
    sent: frozenset[str]
    """What the provider calls the messages about them: a quote names one."""

    def but(self, own: Sequence[str]) -> Marks:
        """Those that somebody else's message may bear, without what is their own as well."""
        looks = [*map(_look, own)]
        said, digits = " ".join(one.spaced for one in looks), " ".join(one.digits for one in looks)
        return replace(
            self,
            # One word of a name may be anybody's there.
            names=frozenset(one for one in self.names if " " in one.strip() and one not in said),
            emails=frozenset(one for one in self.emails if _spaced(one) not in said),
            numbers=frozenset(one for one in self.numbers if one not in digits),
            details=frozenset(), texts=frozenset(),
        )  # fmt: skip

    def told(self, text: str) -> bool:
        """Whether a text tells the person by itself."""
        return self._told(_look(text))

    def in_message(self, payload: str) -> bool:
        """Whether what one of the staff sent was about the person."""
        said = {*_leaves(payload)}
        return not self.sent.isdisjoint(said) or any(
            self._told(look) or self._refers(look) or self._ends_with_text(look) for look in map(_look, said)
        )

    def in_shown(self, body: str, choices: str, words: str | None) -> bool:
        """Whether what one of the staff was shown tells something of the person."""
        lines = (words or "").split("\n")
        looks = [*map(_look, {*_leaves(body), *_leaves(choices), *lines, *_INSERTED.findall(words or "")})]
        if any(self._is_text(look.folded) or self._told(look) for look in looks):
            return True
        return any(look.folded in self.details for look in looks) and any(map(self._refers, looks))

    def _told(self, look: _Look) -> bool:
        return (
            any(one in look.spaced for one in self.names)
            or any(one in look.folded for one in self.emails)
            or (look.digits != "" and any(one in look.digits for one in self.numbers))
        )

    def _refers(self, look: _Look) -> bool:
        return not self.refs.isdisjoint(look.refs)

    def _ends_with_text(self, look: _Look) -> bool:
        """Whether it is one of their texts, alone or behind the words of a command."""
        words = look.folded.split()
        return any(self._is_text(" ".join(words[begin:])) for begin in range(min(len(words), BEHIND)))

    def _is_text(self, folded: str) -> bool:
        begun = folded.removesuffix("…").rstrip()
        if " " not in begun and len(begun) < TELLING:
            return False
        return folded in self.texts or (begun != folded and any(one.startswith(begun) for one in self.texts))


@dataclass(frozen=True, slots=True)
class _Look:
    """What is looked at in a text."""

    folded: str
    spaced: str
    """Its words, with one space around each."""
    digits: str
    refs: frozenset[str]


@lru_cache(maxsize=20_000)  # nearly all that is in a message is in many others, too
def _look(text: str) -> _Look:
    folded = fold(text)
    words = [word.strip(_PUNCTUATION) for word in text.split() if _DIGIT.search(word)]
    refs = frozenset(str(ref) for ref in map(references.parse, words) if ref)
    return _Look(folded, _spaced(folded), "".join(_DIGIT.findall(folded)), refs)


async def of(keys: Rows, known: Known) -> Marks:
    """The marks of the person whose rows these are."""
    refs = {f"{kind.value}{id}" for kind, table in _TABLES.items() for id in keys[table]}
    sent = f"SELECT provider_id FROM outbound_part WHERE {rows.among('id', 'parts')}"
    found = await rows.run(sent, {"parts": keys["outbound_part"]})
    numbers = {_look(one).digits[-DIGITS:] for one in (*known.phones, *known.addresses)}
    names = {fold(one) for one in (*known.names, *known.own)}
    # Who is looked for is called by one of their names.
    parts = {part for name in known.names for part in fold(name).split()}
    return Marks(
        names=frozenset(await _telling(names | parts, keys)),
        emails=frozenset(map(fold, known.emails)),
        numbers=frozenset(one for one in numbers if len(one) > SHORTEST),
        details=frozenset([*names, *map(fold, known.details)]) - {""},
        texts=frozenset(map(fold, (*known.texts, *(one for one in known.details if " " in one.strip())))) - {""},
        refs=frozenset(refs),
        # Telegram numbers the messages of each chat anew.
        sent=frozenset(row["provider_id"] for row in found if not row["provider_id"].isdigit()),
    )


_TABLES = {
    RefKind.LEAD: "lead", RefKind.CUSTOMER: "customer", RefKind.TICKET: "ticket", RefKind.ACTIVITY: "activity",
}  # fmt: skip


async def _telling(names: Iterable[str], keys: Rows) -> list[str]:
    """Those names that tell the person by themselves: they are not short, and nobody else's as well."""
    long = [_spaced(name) for name in names if sum(map(len, _WORD.findall(name))) >= SHORTEST]
    said = await rows.run(
        _OTHERS.format(**{table: rows.among("id", table) for table in _NAMED}),
        {table: keys[table] for table in _NAMED},
    )
    others = "\n".join(_spaced(fold(row["said"])) for row in said)
    return [name for name in long if name not in others]


_NAMED = ("lead", "customer", "identity", "label", "change")
_OTHERS = """
SELECT name AS said FROM lead WHERE NOT {lead} UNION SELECT company FROM lead WHERE NOT {lead} AND company IS NOT NULL
UNION SELECT name FROM customer WHERE NOT {customer}
UNION SELECT company FROM customer WHERE NOT {customer} AND company IS NOT NULL
UNION SELECT before FROM change WHERE NOT {change} AND field IN ('name', 'company') AND before IS NOT NULL
UNION SELECT name FROM identity WHERE NOT {identity} UNION SELECT name FROM label WHERE NOT {label}
UNION SELECT name FROM staff
"""


async def heard(marks: Marks, *, since: datetime, now: int | None) -> list[int]:
    """The ids of messages of the staff's that bear the marks, of those that had their turn, and of the one of `now`."""
    values = {"since": since, "now": now or 0}
    return [row["id"] async for row in _each(_HEARD, values) if marks.in_message(row["payload"])]


_HEARD = """
SELECT id, payload FROM inbound_message
WHERE id > :last AND received_at >= :since AND (status <> 'pending' OR id = :now)
  AND (channel, sender) IN (SELECT channel, address FROM identity WHERE staff_id IS NOT NULL)
ORDER BY id LIMIT :most
"""


async def shown(marks: Marks, *, since: datetime) -> list[int]:
    """The ids of messages to the staff that bear the marks, of those about nobody, and about somebody else."""
    values: dict[str, Any] = {"since": since}
    bears = " OR ".join(
        _like(column, marks, values) for column in ("CAST(said.body AS text)", "COALESCE(said.words, '')")
    )
    found = []
    async for row in _each(_SHOWN.format(bears=bears), values):
        own = [text for text in (row["name"], row["phone"], row["email"], row["subject"]) if text]
        # What is about somebody else is theirs, unless it has the very name, phone or address in it.
        if (marks.but(own) if row["about"] else marks).in_shown(row["body"], row["choices"], row["words"]):
            found.append(row["id"])
    return found


_SHOWN = """
SELECT said.id, CAST(said.body AS text) AS body, CAST(said.choices AS text) AS choices, said.words,
  COALESCE(said.lead_id, said.customer_id, said.ticket_id) AS about,
  COALESCE(customer.name, lead.name) AS name, COALESCE(customer.phone, lead.phone) AS phone,
  COALESCE(customer.email, lead.email) AS email, ticket.subject
FROM outbound_message AS said JOIN identity ON identity.id = said.identity_id AND identity.staff_id IS NOT NULL
  LEFT JOIN ticket ON ticket.id = said.ticket_id
  LEFT JOIN lead ON lead.id = COALESCE(said.lead_id, ticket.lead_id)
  LEFT JOIN customer ON customer.id = COALESCE(said.customer_id, ticket.customer_id)
WHERE said.id > :last AND said.created_at >= :since
  AND (COALESCE(said.lead_id, said.customer_id, said.ticket_id) IS NULL OR {bears})
ORDER BY said.id LIMIT :most
"""


async def begun(marks: Marks) -> list[int]:
    """The ids of open conversations in which the person is spoken of."""
    written = "SELECT id, CAST(answers AS text) AS answers, CAST(context AS text) AS context FROM progress"
    return [row["id"] for row in await rows.run(written, {}) if marks.in_shown(row["answers"], row["context"], None)]


async def elsewhere(marks: Marks, keys: Rows) -> list[str]:
    """The references of others' records in which something is said of the person: that stays."""
    values: dict[str, Any] = {"leads": keys["lead"], "customers": keys["customer"]}
    theirs = f"({rows.among('COALESCE(lead_id, 0)', 'leads')} OR {rows.among('COALESCE(customer_id, 0)', 'customers')})"
    found = await rows.run(_ELSEWHERE.format(theirs=theirs, bears=_like("text", marks, values)), values)
    return sorted({f"{row['kind']}{row['id']}" for row in found if marks.told(row["text"])})


_ELSEWHERE = """
SELECT CASE WHEN customer_id IS NULL THEN 'L' ELSE 'C' END AS kind, COALESCE(customer_id, lead_id) AS id, text
FROM activity WHERE NOT {theirs} AND {bears}
UNION ALL SELECT 'T', ticket_id, text FROM ticket_message WHERE NOT {theirs} AND {bears}
"""


def _like(column: str, marks: Marks, values: dict[str, Any]) -> str:
    """The condition that a column may bear one of the marks, which a closer look decides; its values are added."""
    conditions = ["1 = 0"]
    # Of a name, the longest stretch that is spelled in one way.
    stretches = {max(_SPELLED.split(name), key=len) for name in marks.names}
    for number, sought in enumerate(sorted((stretches | marks.emails | marks.numbers) - {""})):
        name = "mark_" + "".join(chr(ord("a") + int(digit)) for digit in str(number))
        values[name] = "%" + re.sub(r"([!%_])", r"!\1", sought) + "%"
        conditions.append(f"lower({column}) LIKE :{name} ESCAPE '!'")
    return f"({' OR '.join(conditions)})"


_SPELLED = re.compile("[\\W_اأإآىيئؤوةهءکك]+")


async def _each(statement: str, values: Mapping[str, Any]) -> AsyncIterator[Mapping[str, Any]]:
    """The rows of a statement, a page at a time."""
    last = 0
    while found := await rows.run(statement, {**values, "last": last, "most": PAGE}):
        for row in found:
            yield row
        last = found[-1]["id"]


def _leaves(written: str) -> Iterator[str]:
    """Every text in a JSON value, and the ids of people in it."""
    try:
        waiting: list[Any] = [json.loads(written)]
    except ValueError:
        yield written
        return
    while waiting:
        match waiting.pop():
            case str() as leaf:
                yield leaf
            case list() as items:
                waiting += items
            case dict() as items:
                waiting += items.values()
                yield from (str(items[key]) for key in _PEOPLE if isinstance(items.get(key), int))


def _spaced(text: str) -> str:
    return f" {' '.join(_WORD.findall(text))} "
