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
    at: Mapping[Column, int]
    ignored: Sequence[str]
    twice: Sequence[tuple[str, Column]]
    """Heads of columns that are left out since another one before them says the same."""

    def head(self, column: Column) -> str:
        """What a column is called in the file."""
        return shown(self.row.cells[self.at[column]])


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
    at: dict[Column, int] = {}
    ignored: list[str] = []
    twice: list[tuple[str, Column]] = []
    ours = {_normal(word) for key in OURS for word in VOCABULARY.words(key)}
    for place, head in enumerate(row.cells):
        column = named(head)
        if column is None:
            if head.strip() and _normal(head) not in ours:
                ignored.append(shown(head))
        elif column in at:
            twice.append((shown(head), column))
        else:
            at[column] = place
    if Column.NAME in at:
        parts = [part for part in (Column.FIRST_NAME, Column.LAST_NAME) if part in at]
        ignored += [shown(row.cells[at.pop(part)]) for part in parts]
    return Heads(row, at, ignored, twice)


def named(head: str) -> Column | None:
    """What a head says that its column holds: as a whole, or in both languages side by side."""
    if len(head) > 200:
        return None
    words = _words()
    whole = _normal(head)
    if found := words.get(whole) or words.get(_NUMBERED.sub("", whole)):
        return found
    parts = {words.get(_normal(part)) for part in _BETWEEN.split(head)} - {None}
    return parts.pop() if len(parts) == 1 else None


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
