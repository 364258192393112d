"""Drain: the least that SQL has to do for reminders that are due, with nothing of ours, to measure ourselves against.

The same rows in the same tables under the same indexes, a batch a commit: one INSERT … SELECT and one UPDATE.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import asyncpg

from crm.reminders import AGAIN, REMINDER
from storage.clean import dumps, stamp
from storage.database import dialect_of, sqlite_path
from storage.text import Text, pack

BODY = dumps(pack([Text(REMINDER, {"late": 0, "again": 0})]))

_DUE = "SELECT id FROM activity WHERE ring_at <= {now} AND NOT to_customer ORDER BY ring_at, id LIMIT {most}"

_PUT = """
INSERT INTO outbound_message (
  key, channel, body, choices, identity_id, lead_id, customer_id, ticket_id, activity_id, status, created_at,
  next_attempt_at)
SELECT 'reminder:' || due.id || ':' || {ring} || ':' || identity.id, identity.channel, {body}, '[]',
  identity.id, due.lead_id, due.customer_id, due.ticket_id, due.id, 'queued', {now}, {now}
FROM {source} AS due JOIN identity ON identity.staff_id = due.author_id
"""

_MARK = "UPDATE activity SET ring_at = {again}, rings = rings + 1, reminded_at = {now} WHERE id {due}"

_SQLITE = {"now": ":now", "again": ":again", "most": ":most", "body": ":body"}
_POSTGRES = {"now": "$1", "again": "$2", "most": "$3", "body": "$4"}


async def ring(url: str, batch: int) -> int:
    """Ring for all that is due, a batch a transaction; returns how many that were."""
    now = datetime.now(UTC)
    return _on_sqlite(url, batch, now) if dialect_of(url) == "sqlite" else await _on_postgres(url, batch, now)


def _on_sqlite(url: str, batch: int, now: datetime) -> int:
    due = _DUE.format(**_SQLITE)
    put = _PUT.format(**_SQLITE, ring="(due.rings + 1)", source=f"(SELECT * FROM activity WHERE id IN ({due}))")
    mark = _MARK.format(**_SQLITE, due=f"IN ({due})")
    values = {"now": stamp(now), "again": stamp(now + AGAIN), "most": batch, "body": BODY}
    count = 0
    with closing(sqlite3.connect(sqlite_path(url), isolation_level=None)) as connection:
        connection.executescript("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON")
        while True:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(put, values)
            marked = connection.execute(mark, values).rowcount
            connection.execute("COMMIT")
            if not marked:
                return count
            count += marked


async def _on_postgres(url: str, batch: int, now: datetime) -> int:
    # Of an array it looks each up in the index; of a subquery, which it takes to be long, it reads the whole table.
    mark = _MARK.format(**_POSTGRES, due="= ANY(ARRAY(SELECT id FROM due))")
    statement = (
        f"WITH due AS MATERIALIZED ({_DUE.format(**_POSTGRES)} FOR NO KEY UPDATE SKIP LOCKED),"
        f" marked AS ({mark} RETURNING *) {_PUT.format(**_POSTGRES, ring='due.rings', source='marked')}"
    )
    count = 0
    connection = await asyncpg.connect(url)
    try:
        while True:
            done = await connection.execute(statement, now, now + AGAIN, batch, BODY)
            if done == "INSERT 0 0":
                return count
            count += int(done.rpartition(" ")[2])
    finally:
        await connection.close()
