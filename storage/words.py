"""Words: by what leads, customers and tickets are found, kept beside them by whoever saves one.

The models' own signals write them, in the transaction of the save, so that no operation can forget it. What a bulk
`update()` of a name, company, phone, e-mail or subject would change is missed: those are saved one by one. What
crm.intake puts on record at once has its words from there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import phonenumbers
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.signals import post_save

from storage import rows
from storage.database import current
from storage.models import Customer, Lead, Ticket
from storage.spelling import fold, skeleton

KINDS: dict[type[Any], str] = {Lead: "L", Customer: "C", Ticket: "T"}
SEARCHED = ("name", "company", "email", "phone", "subject")
"""The columns whose words are kept, of those that a record has."""

LONGEST = 40
"""Characters of a word that are kept."""

MOST = 60
"""Words of one record that are kept, for each way of writing them."""

_SPLIT = re.compile(r"[^\w]+|_")
_SERVANTS = frozenset({"عبد", "abd", "abdul", "abdel", "abdal"})
_ARTICLES = frozenset({"ال", "al", "el"})
_ARTICLE = re.compile(r"(?:ال|al|el)(?=\w{3})")


def split(text: str) -> list[str]:
    """The words of a text, folded, without articles that stand alone; a servant's name is one word: Abd al-Rahman."""
    plain = [word for word in _SPLIT.split(fold(text)) if word]
    joined: list[str] = []
    begun = ""
    for number, word in enumerate(plain):
        if number + 1 < len(plain) and (word in _ARTICLES or word in _SERVANTS):
            begun = begun or (word if word in _SERVANTS else "")
            continue
        joined.append((begun + word)[:LONGEST])
        begun = ""
    return joined


def bare(word: str) -> str:
    """A word without the article that may be joined to it: الحربي, Alharbi."""
    return _ARTICLE.sub("", word, count=1) if _ARTICLE.match(word) else word


def of(values: Mapping[str, Any]) -> set[tuple[str, str]]:
    """The words of a record's columns, with how each is written: `fold`, `skeleton` or `phone`."""
    texts = [str(values[column]) for column in ("name", "company", "email", "subject") if values.get(column)]
    words = [word for text in texts for word in split(text)][:MOST]
    found = {("fold", each) for word in words for each in (word, bare(word))}
    found |= {("skeleton", bones) for word in words if len(bones := skeleton(bare(word))) > 1}
    if phone := values.get("phone"):
        digits = phone.lstrip("+")
        # Reversed, so that the last digits are a beginning as well.
        found |= {("phone", digits), ("phone", _national(phone)), ("phone", f"-{digits[::-1]}")}
    return found


def _national(phone: str) -> str:
    try:
        return str(phonenumbers.parse(phone).national_number)
    except phonenumbers.NumberParseException:
        return phone.lstrip("+")


async def write(record: Lead | Customer | Ticket, *, fresh: bool) -> None:
    """Keep a record's words, in place of those that were; a fresh one has none yet."""
    kind = KINDS[type(record)]
    if not fresh:
        await rows.run(
            "DELETE FROM search_word WHERE kind = :kind AND record_id = :id", {"kind": kind, "id": record.id}
        )
    columns = {column: getattr(record, column, None) for column in SEARCHED}
    await insert(current(), kind, listed([(record.id, columns)]))


async def fill(connection: BaseDBAsyncClient, batch: int = 2000) -> None:
    """Write the words of every record that is there; none may have any yet."""
    for model, kind in KINDS.items():
        columns = [column for column in SEARCHED if column in model._meta.fields_map]
        page = f'SELECT id, {", ".join(columns)} FROM "{model._meta.db_table}" WHERE id > :last ORDER BY id LIMIT :most'
        last = 0
        while found := await rows.run(page, {"last": last, "most": batch}, connection):
            await insert(connection, kind, listed([(row["id"], row) for row in found]))
            last = found[-1]["id"]


def listed(records: Sequence[tuple[int, Mapping[str, Any]]]) -> str:
    """The words of records with these ids and columns, as `insert` takes them; "" when there are none."""
    found = [{"id": id, "how": how, "word": word} for id, values in records for how, word in sorted(of(values))]
    return json.dumps(found, ensure_ascii=False) if found else ""


async def insert(connection: BaseDBAsyncClient, kind: str, words: str) -> None:
    """Keep words that were listed, of records that have none yet."""
    if words:
        sqlite = connection.capabilities.dialect == "sqlite"
        each = "json_each(:words)" if sqlite else "json_array_elements(CAST(:words AS json))"
        await rows.run(
            "INSERT INTO search_word (word, how, kind, record_id) SELECT value ->> 'word', value ->> 'how',"
            f" CAST(:kind AS varchar), CAST(value ->> 'id' AS bigint) FROM {each}",
            {"kind": kind, "words": words},
            connection,
        )


async def forget(kind: str, ids: Sequence[int]) -> None:
    """Drop the words of these records."""
    condition = f"kind = :kind AND {rows.among('record_id', 'ids')}"
    await rows.run(f"DELETE FROM search_word WHERE {condition}", {"kind": kind, "ids": [*ids]})


@post_save(Lead, Customer, Ticket)
async def _saved(
    model: type[Any], record: Any, created: bool, using: BaseDBAsyncClient | None, columns: Iterable[str] | None
) -> None:
    if created or columns is None or not set(columns).isdisjoint(SEARCHED):
        await write(record, fresh=created)
