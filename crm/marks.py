"""Marks: by what one person is known in messages that are not filed under them, and which messages bear them.

Names that others share, and short ones, say nothing by themselves: they count beside a reference of the person's.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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

_WORD, _DIGIT = re.compile(r"\w+"), re.compile(r"\d")
_INSERTED = re.compile("\u2068(.*?)\u2069", re.DOTALL)
"""What speech inserts into its own words."""
_PUNCTUATION = ".,:;!?()[]«»،؛؟\"'"
_BEFORE = "[وف]?[بلك]?"
"""What Arabic writes together with the word that follows it: and, with, to, as."""
_ARTICLE = "ال"

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
    """By what one person is known. What people may have typed is folded."""

    names: frozenset[str]
    """Those, and companies, that nobody else has, with a space around each word."""
    written: frozenset[str]
    """These names as they are written, in small letters."""
    emails: frozenset[str]
    numbers: frozenset[str]
    """The last digits of phones, and of addresses."""
    texts: frozenset[str]
    shown: frozenset[str]
    """The texts as we show them."""
    details: frozenset[str]
    """What counts beside a reference of theirs alone, as we show it."""
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
            details=frozenset(), shown=frozenset(),
        )  # fmt: skip

    def told(self, *texts: str) -> bool:
        """Whether texts tell the person by themselves."""
        looks = [*map(_look, texts)]
        spaced, folded = "".join(look.spaced for look in looks), "\n".join(look.folded for look in looks)
        digits = " ".join(look.digits for look in looks)
        return (
            _named(self.names).search(spaced) is not None
            or any(one in folded for one in self.emails)
            or any(one in digits for one in self.numbers)
        )

    def in_message(self, payload: str) -> bool:
        """Whether what one of the staff sent was about the person."""
        said = {*leaves(payload)}
        if not self.sent.isdisjoint(said) or self.told(*said):
            return True
        return any(self._refers(look) or self._ends_with_text(look) for look in map(_look, said))

    def in_shown(self, body: str, choices: str, words: str | None) -> bool:
        """Whether what one of the staff was shown has a text of the person's in it: as it was written, or cut."""
        inserted = map(html.unescape, [*_INSERTED.findall(words or ""), *(words or "").split("\n")])
        said = {one.strip() for one in (*leaves(body), *leaves(choices), *inserted)}
        if not self.shown.isdisjoint(said):
            return True
        cut = [one.removesuffix("…").rstrip() for one in said if one.endswith("…")]
        if any(len(begun) >= TELLING and whole.startswith(begun) for begun in cut for whole in self.shown):
            return True
        return not self.details.isdisjoint(said) and any(self._refers(_look(one)) for one in said)

    def _refers(self, look: _Look) -> bool:
        return not self.refs.isdisjoint(look.refs)

    def _ends_with_text(self, look: _Look) -> bool:
        """Whether it is one of their texts, alone or behind the words of a command."""
        if len(look.folded) < SHORTEST:
            return False
        words = look.folded.split()
        return any(self._is_text(" ".join(words[begin:])) for begin in range(min(len(words), BEHIND)))

    def _is_text(self, folded: str) -> bool:
        return folded in self.texts and (" " in folded or len(folded) >= TELLING)


@dataclass(frozen=True, slots=True)
class _Look:
    """What is looked at in a text."""

    folded: str
    spaced: str
    """Its words, with one space around each."""
    digits: str
    refs: frozenset[str]


def forget() -> None:
    """Keep nothing of what was looked at."""
    _look.cache_clear()
    _named.cache_clear()


@lru_cache(maxsize=64)
def _named(names: frozenset[str]) -> re.Pattern[str]:
    """One of these names in a text that is spaced, also behind what is written together with it."""
    ways: list[str] = []
    for name in sorted(names):
        said = re.escape(name.lstrip())
        if not ("\u0621" <= said[0] <= "\u064a"):
            ways.append(f" {said}")
            continue
        ways.append(f" {_BEFORE}{said}")
        if said.startswith(_ARTICLE):
            # To the …: the article's first letter goes.
            ways.append(f" [وف]?لل{said.removeprefix(_ARTICLE)}")
    return re.compile("|".join(ways) or "(?!)")


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
    texts = [*known.texts, *(one for one in known.details if " " in one.strip())]
    # Who is looked for is called by one of their names.
    names = {*known.names, *known.own, *(part for name in known.names for part in name.split())}
    telling = await _telling(names, keys)
    return Marks(
        names=frozenset(map(_called, telling)),
        written=frozenset(map(str.lower, telling)),
        emails=frozenset(map(fold, known.emails)),
        numbers=frozenset(one for one in numbers if len(one) > SHORTEST),
        texts=frozenset(map(fold, texts)),
        shown=frozenset(one.strip() for one in texts if " " in one.strip() or len(one.strip()) >= TELLING),
        details=frozenset((*known.names, *known.own, *known.details)),
        refs=frozenset(refs),
        # Telegram numbers the messages of each chat anew.
        sent=frozenset(row["provider_id"] for row in found if not row["provider_id"].isdigit()),
    )


_TABLES = {
    RefKind.LEAD: "lead", RefKind.CUSTOMER: "customer", RefKind.TICKET: "ticket", RefKind.ACTIVITY: "activity",
}  # fmt: skip


async def _telling(names: Iterable[str], keys: Rows) -> list[str]:
    """Those names that tell the person by themselves: they are not short, and nobody else's as well."""
    said = await rows.run(
        _OTHERS.format(**{table: rows.among("id", table) for table in _NAMED}),
        {table: keys[table] for table in _NAMED},
    )
    others = "\n".join(_called(row["said"]) for row in said)
    return [
        name for name in names
        if sum(map(len, _WORD.findall(name))) >= SHORTEST and _called(name) not in others
    ]  # fmt: skip


def _called(name: str) -> str:
    return _spaced(fold(name))


_NAMED = ("lead", "customer", "identity", "label", "change")
_OTHERS = """
SELECT name AS said FROM lead WHERE NOT {lead} UNION SELECT company FROM lead WHERE NOT {lead} AND company IS NOT NULL
UNION SELECT name FROM customer WHERE NOT {customer}
UNION SELECT company FROM customer WHERE NOT {customer} AND company IS NOT NULL
UNION SELECT before FROM change WHERE NOT {change} AND field IN ('name', 'company') AND before IS NOT NULL
UNION SELECT name FROM identity WHERE NOT {identity} UNION SELECT name FROM label WHERE NOT {label}
UNION SELECT name FROM staff
"""


def leaves(written: str) -> Iterator[str]:
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
