"""Columns: which column of a table holds what, told by its head in either language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.imports.table import MOST_ROWS, Row, Table, Unreadable
from bot.vocabulary import VOCABULARY
from storage.spelling import fold

LOOKED_AT = 10
"""Rows among which the head is: a title may be above it."""

LONGEST = 60
"""Characters of a head that are shown."""

_BETWEEN = re.compile(r"[/|()\[\]\n–—]| - ")
_NO_LETTERS = re.compile(r"[\W_]+")
_NUMBERED = re.compile(r" ?\d$")
_ARTICLE = re.compile(r"\bال(?=\w{2})")
# As Google's contacts say it: "Phone 1 - Value", beside "Phone 1 - Label" and "Organization 1 - Title".
_PAIRED = re.compile(r"(.+?) \d+ - (\w+)")


class Column(StrEnum):
    """What is read; the words by which heads name it are in Fluent's `import-column-<value>`."""

    NAME = "name"
    FIRST_NAME = "first-name"
    LAST_NAME = "last-name"
    PHONE = "phone"
    EMAIL = "email"
    COMPANY = "company"
    SOURCE = "source"
    OWNER = "owner"
    LABELS = "labels"
    NOTE = "note"


OURS = ("import-refused-row", "import-refused-reason")
"""The heads of what we put beside refused rows: a file of them may come back, mended."""


@dataclass(frozen=True, slots=True)
class Heads:
    """Where each column is, and what is not read."""

    row: Row
    at: Mapping[Column, Sequence[int]]
    """Of several places, the first that has something in a row counts."""
    ignored: Sequence[str]

    @property
    def twice(self) -> list[tuple[str, Column]]:
        """Heads of columns that count where another one before them is empty."""
        return [(self.shown(place), column) for column, places in self.at.items() for place in places[1:]]

    def head(self, column: Column) -> str:
        """What a column is called in the file."""
        return self.shown(self.at[column][0])

    def shown(self, place: int) -> str:
        """What the column at a place is called."""
        return shown(self.row.cells[place])


def find(table: Table) -> tuple[Heads, Sequence[Row]]:
    """The columns, and the rows below their heads. Raises Unreadable when no column is one of names."""
    if not table.rows:
        raise Unreadable("empty")
    looked = [_heads(row) for row in table.rows[:LOOKED_AT]]
    number, heads = max(enumerate(looked), key=lambda one: (_has_name(one[1]), len(one[1].at), -one[0]))
    if not _has_name(heads):
        raise Unreadable("names")
    below = table.rows[number + 1 :]
    if not below:
        raise Unreadable("empty")
    if len(below) > MOST_ROWS:
        raise Unreadable("rows", most=MOST_ROWS)
    return heads, below


def _has_name(heads: Heads) -> bool:
    return Column.NAME in heads.at or Column.FIRST_NAME in heads.at


def _heads(row: Row) -> Heads:
    at: dict[Column, list[int]] = {}
    unread: list[int] = []
    ours = {_normal(word) for key in OURS for word in VOCABULARY.words(key)}
    for place, head in enumerate(row.cells):
        if column := named(head):
            at.setdefault(column, []).append(place)
        elif head.strip() and _normal(head) not in ours:
            unread.append(place)
    for column, places in at.items():
        if clear := [place for place in places if not _is_vague(row.cells[place])]:
            unread += [place for place in places if place not in clear]
            at[column] = clear
    if Column.NAME in at:
        for part in (Column.FIRST_NAME, Column.LAST_NAME):
            unread += at.pop(part, [])
    return Heads(row, at, [shown(row.cells[place]) for place in sorted(unread)])


def named(head: str) -> Column | None:
    """What a head says that its column holds: as a whole, or in both languages side by side."""
    if len(head) > 200:
        return None
    if paired := _PAIRED.fullmatch(head.strip()):
        return _called(paired[1]) if _normal(paired[2]) in ("value", "name") else None
    if found := _called(head):
        return found
    parts = {_called(part) for part in _BETWEEN.split(head)} - {None}
    return parts.pop() if len(parts) == 1 else None


def _called(head: str) -> Column | None:
    whole = _NUMBERED.sub("", _normal(head))
    if found := _words().get(whole):
        return found
    # "Customer phone", «جوال العميل»; but "customer number" is no phone.
    kept = " ".join(word for word in whole.split() if word not in _whose())
    return None if _is_vague(kept) else _words().get(kept)


def _is_vague(head: str) -> bool:
    """Whether a head may well mean something else: it counts only where no other one says the same."""
    return _normal(head) in _all("import-column-vague")


def _whose() -> frozenset[str]:
    return _all("import-column-whose")


@cache
def _all(key: str) -> frozenset[str]:
    return frozenset(_normal(word) for word in VOCABULARY.words(key))


@cache
def _words() -> Mapping[str, Column]:
    return {_normal(word): column for column in Column for word in VOCABULARY.words(f"import-column-{column.value}")}


def _normal(head: str) -> str:
    """Folded, without what is no letter and without the article: «رقم الجوّال *» is «رقم جوال»."""
    return _ARTICLE.sub("", _NO_LETTERS.sub(" ", fold(head)).strip())


def shown(head: str) -> str:
    """A head, short enough to be shown."""
    plain = " ".join(head.split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"
