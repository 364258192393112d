"""The outbox: what people are to be told, each thing once; and the life of a row until the provider's last word.

A row is put inside the operation's own transaction. Delivery claims it, marks it SENDING just before the network is
touched, and finishes it; only the attempt that holds the claim may do so.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from tortoise.expressions import Q

from storage import clock, rows
from storage.clean import clean, dumps
from storage.database import dialect
from storage.models import ChannelName, Identity, OutboundMessage, OutboundPart, OutboundStatus
from storage.text import Choice, Line, pack, pack_choices
from storage.transactions import transaction

RETRY_DELAYS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
)
"""How long a row waits after its first, second, … attempt that failed; after the last it is dead."""

JITTER = 0.2
"""How far a delay may stray, as a share of it, so that those who failed together do not come back together."""

AHEAD = timedelta(minutes=1)
"""How far in the future a claim, or what was never tried, may seem to lie. Further: the clock went back since."""

ORDER = (
    OutboundStatus.SENDING, OutboundStatus.UNKNOWN, OutboundStatus.SENT,
    OutboundStatus.FAILED, OutboundStatus.DELIVERED, OutboundStatus.READ,
)  # fmt: skip
"""The provider's words come in any order: a message only ever moves to the right."""


@dataclass(slots=True)  # a flood makes very many, and to freeze one takes five times as long as to make it
class Draft:
    """A message to be put: see OutboundMessage. With a `key` that is there already, nothing is put."""

    identity_id: int
    channel: ChannelName
    key: str
    body: Sequence[Line]
    choices: Sequence[Sequence[Choice]] = ()
    attachment_id: int | None = None
    quotes: str | None = None
    edits: str | None = None
    lead_id: int | None = None
    customer_id: int | None = None
    ticket_id: int | None = None
    activity_id: int | None = None
    ticket_message_id: int | None = None
    author_id: int | None = None


class UnknownMessage(Exception):
    """No message of ours is known by that id of the provider's; it may be one that is just being sent."""


_KINDS = {
    **dict.fromkeys(("key", "channel", "quotes", "edits"), "text"),
    **dict.fromkeys(("body", "choices"), "jsonb"),
    **dict.fromkeys(
        ("identity_id", "attachment_id", "lead_id", "customer_id", "ticket_id", "activity_id", "ticket_message_id",
         "author_id"), "bigint",
    ),
}  # fmt: skip


async def put(drafts: Sequence[Draft], at: datetime | None = None) -> None:
    """Queue messages, in the caller's transaction, in their order; keys that are there already are passed over."""
    if not drafts:
        return
    columns: dict[str, list[Any]] = {name: [getattr(draft, name) for draft in drafts] for name in _KINDS}
    columns["body"] = _packed(columns["body"], pack)
    columns["choices"] = _packed(columns["choices"], pack_choices)
    # What all of them share is given once: reading it out of JSON for each is most of what many cost.
    apart = (
        "key",
        *[name for name, given in columns.items() if name != "key" and given.count(given[0]) < len(given)],
    )
    each = [dict(zip(apart, row, strict=True)) for row in zip(*(columns[name] for name in apart), strict=True)]
    shared = {name: given[0] for name, given in columns.items()}
    await rows.run(
        _put_statement(apart, sqlite=dialect() == "sqlite"),
        {**shared, "each": json.dumps(each, ensure_ascii=False), "now": at or clock.now()},
    )


def _packed(values: Sequence[Any], pack_one: Callable[[Any], list[Any]]) -> list[str]:
    """Each as JSON; many may be one and the same, which is packed once."""
    written = {id(one): dumps(pack_one(one)) for one in {id(one): one for one in values}.values()}
    return [written[id(one)] for one in values]


@lru_cache(maxsize=256)
def _put_statement(apart: Sequence[str], *, sqlite: bool) -> str:
    if sqlite:
        values = [f"value ->> '{name}'" if name in apart else f":{name}" for name in _KINDS]
        source = "json_each(:each) WHERE true"
    else:
        given = {name: "text" if kind == "jsonb" else kind for name, kind in _KINDS.items()}
        each = {name: name if name in apart else f"CAST(:{name} AS {given[name]})" for name in _KINDS}
        values = [f"CAST({each[name]} AS {kind})" for name, kind in _KINDS.items()]
        # One look at each: with ->> every column reads the whole of it again.
        source = (
            f"json_to_recordset(CAST(:each AS json)) AS one ({', '.join(f'{name} {given[name]}' for name in apart)})"
        )
    return (
        f"INSERT INTO outbound_message ({', '.join(_KINDS)}, status, created_at, next_attempt_at)"
        f" SELECT {', '.join(values)}, 'queued', :now, :now FROM {source} ON CONFLICT (key) DO NOTHING"
    )


# A replayed row may be older than the one that its chat has in flight: then it waits, too. The chats in flight are
# looked up once, as NOT IN, or each of the hundreds that may wait for one chat would ask for them. A scalar subquery is
# always one look into an index; a NOT EXISTS may become a join over everything that waits.
_CLAIM = """
WITH next AS MATERIALIZED (
  SELECT id FROM outbound_message AS due
  WHERE status = 'queued' AND next_attempt_at <= :now
    AND identity_id NOT IN (SELECT identity_id FROM outbound_message WHERE status IN ('claimed', 'sending'))
    AND id = (
      SELECT min(first.id) FROM outbound_message AS first
      WHERE first.identity_id = due.identity_id AND first.status IN ('queued', 'claimed', 'sending'))
  ORDER BY next_attempt_at, id LIMIT :most FOR UPDATE SKIP LOCKED)
UPDATE outbound_message SET status = 'claimed', claim = :token, claimed_at = :now
WHERE id IN (SELECT id FROM next)
RETURNING *
"""


async def claim(limit: int, token: str, now: datetime) -> list[OutboundMessage]:
    """Up to `limit` rows that are due, each the oldest unfinished of its chat, now held under the token.

    Their identities are fetched. A chat's next message waits until the one before it is over.
    """
    async with transaction() as connection:
        found = await rows.run(_CLAIM, {"token": token, "now": now, "most": limit}, connection)
        claimed = rows.loaded(OutboundMessage, found)
        if claimed:
            identities = await Identity.in_bulk([row.identity_id for row in claimed], "id")
            for row in claimed:
                row.identity = identities[row.identity_id]
    return sorted(claimed, key=lambda row: row.id)


async def sending(id: int, token: str, words: str, at: datetime | None = None) -> bool:
    """The network is about to be touched, with these words. False when the claim was lost: then it must not be."""
    changes = {"status": OutboundStatus.SENDING, "words": clean(words), "claimed_at": at or clock.now()}
    return await change(id, token, (OutboundStatus.CLAIMED,), changes)


async def sent(row: OutboundMessage, token: str, provider_ids: Sequence[str], numbered: bool, now: datetime) -> bool:
    """The provider took it, as these messages of its own."""
    async with transaction():
        await _keep_parts(row, provider_ids)
        return await change(
            row.id, token, (OutboundStatus.SENDING,),
            {
                "status": OutboundStatus.SENT, "sent_at": now, "numbered": numbered,
                "parts_sent": row.parts_sent + len(provider_ids), "claim": None, "error": None,
            },
        )  # fmt: skip


async def parts(row: OutboundMessage, token: str, provider_ids: Sequence[str]) -> bool:
    """Some parts of a long message went out before the attempt failed: the next one goes on behind them."""
    async with transaction():
        await _keep_parts(row, provider_ids)
        row.parts_sent += len(provider_ids)
        return await change(row.id, token, TAKEN, {"parts_sent": row.parts_sent})


async def retry(row: OutboundMessage, token: str, error: str, now: datetime) -> bool:
    """It was not sent, and may be tried again: queued for later, or dead after the last delay."""
    if row.attempts >= len(RETRY_DELAYS):
        return await dead(row, token, error)
    delay = RETRY_DELAYS[row.attempts] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
    return await change(
        row.id, token, TAKEN,
        {
            "status": OutboundStatus.QUEUED, "attempts": row.attempts + 1, "next_attempt_at": now + delay,
            "error": error[:64], "claim": None,
        },
    )  # fmt: skip


async def postpone(row: OutboundMessage, token: str, error: str, until: datetime) -> bool:
    """The provider said when to come back; that is no failed attempt."""
    changes = {"status": OutboundStatus.QUEUED, "next_attempt_at": until, "error": error[:64], "claim": None}
    return await change(row.id, token, TAKEN, changes)


async def unknown(row: OutboundMessage, token: str, error: str) -> bool:
    """No answer came: it may or may not have been delivered."""
    changes = {"status": OutboundStatus.UNKNOWN, "error": error[:64], "claim": None}
    return await change(row.id, token, TAKEN, changes)


async def dead(row: OutboundMessage, token: str, error: str) -> bool:
    """It will not be tried again, unless someone replays it."""
    return await change(row.id, token, TAKEN, {"status": OutboundStatus.DEAD, "error": error[:64], "claim": None})


async def release_stale(now: datetime, older_than: timedelta) -> None:
    """Queue again what processes that died had claimed, and had not begun to send; and what a clock left behind."""
    now = now.astimezone(UTC)
    stale = Q(claimed_at__lt=now - older_than) | Q(claimed_at__gt=now + AHEAD)
    async with transaction():
        await OutboundMessage.filter(stale, status=OutboundStatus.CLAIMED).update(
            status=OutboundStatus.QUEUED, claim=None
        )
        await OutboundMessage.filter(
            status=OutboundStatus.QUEUED, attempts=0, error__isnull=True, next_attempt_at__gt=now + AHEAD
        ).update(next_attempt_at=now)


# One of a chat at a time, and none while the chat has another in flight.
_TAKE_OVER = """
UPDATE outbound_message SET status = 'sending', claim = :token, claimed_at = :now
WHERE id IN (
  SELECT id FROM outbound_message AS lost
  WHERE (claimed_at < :before OR claimed_at > :ahead) AND (
    status = 'sending' OR (
      status = 'unknown' AND created_at >= :since AND channel = :listed
      AND id = (
        SELECT min(first.id) FROM outbound_message AS first
        WHERE first.identity_id = lost.identity_id AND first.status = 'unknown' AND first.created_at >= :since)
      AND (
        SELECT max(flying.id) FROM outbound_message AS flying
        WHERE flying.identity_id = lost.identity_id AND flying.status IN ('claimed', 'sending')) IS NULL))
  FOR UPDATE SKIP LOCKED)
RETURNING *
"""


async def take_over(
    token: str, now: datetime, *, older_than: timedelta, since: datetime, listed: ChannelName
) -> list[OutboundMessage]:
    """Messages that may or may not have been sent, now held under the token to be settled, with their identities.

    Those that processes which died had on the wire; and those of the channel whose provider has a list, made since
    then, that could not be settled yet.
    """
    values = {
        "token": token, "now": now, "before": now - older_than, "ahead": now + AHEAD, "since": since,
        "listed": listed.value,
    }  # fmt: skip
    async with transaction() as connection:
        taken = rows.loaded(OutboundMessage, await rows.run(_TAKE_OVER, values, connection))
        identities = await Identity.in_bulk([row.identity_id for row in taken], "id") if taken else {}
        for row in taken:
            row.identity = identities[row.identity_id]
    return sorted(taken, key=lambda row: row.id)


async def callback(
    channel: ChannelName, provider_id: str, status: OutboundStatus, error: str | None, at: datetime
) -> OutboundMessage | None:
    """The provider says what became of one of its messages: only ever forwards, whatever order it says it in.

    In the caller's transaction. Returns the row, when this made it FAILED just now. Raises UnknownMessage.
    """
    part = await OutboundPart.filter(channel=channel, provider_id=provider_id).first()
    if part is None:
        raise UnknownMessage
    row = await OutboundMessage.filter(id=part.outbound_id).select_for_update().get()
    if status is OutboundStatus.FAILED and not await OutboundPart.exists(id=part.id):
        # The same was just said to another process, and the message went another way.
        raise UnknownMessage
    if row.status in _UNDER_WAY:
        # Some parts of it are not sent yet, or the one who sent it has not written that down.
        raise UnknownMessage
    if row.status not in ORDER or status not in ORDER:
        return None
    changes: dict[str, Any] = {}
    if status is OutboundStatus.DELIVERED and row.delivered_at is None:
        changes["delivered_at"] = at
    if status is OutboundStatus.READ and row.read_at is None:
        changes["read_at"] = at
    if ORDER.index(status) > ORDER.index(row.status):
        changes["status"] = status
        changes["error"] = error[:64] if error and status is OutboundStatus.FAILED else None
    if changes:
        row.update_from_dict(changes)
        await row.save(update_fields=list(changes))
    return row if changes.get("status") is OutboundStatus.FAILED else None


async def next_due(now: datetime) -> datetime | None:
    """When the next queued message comes due; None when none is queued for later than now."""
    row = (
        await OutboundMessage.filter(status=OutboundStatus.QUEUED, next_attempt_at__gt=now.astimezone(UTC))
        .order_by("next_attempt_at")
        .first()
    )
    return row.next_attempt_at if row else None


TAKEN = (OutboundStatus.CLAIMED, OutboundStatus.SENDING)
"""The states in which an attempt holds a row."""

_UNDER_WAY = (OutboundStatus.QUEUED, OutboundStatus.CLAIMED, OutboundStatus.SENDING)


async def change(id: int, token: str | None, among: Sequence[OutboundStatus], changes: dict[str, Any]) -> bool:
    """Change a row that is in one of these states and held under the token, or (None) by nobody. False: it is not."""
    # On SQLite an update keeps a moment as it is written.
    changes = {name: to.astimezone(UTC) if isinstance(to, datetime) else to for name, to in changes.items()}
    return bool(await OutboundMessage.filter(id=id, claim=token, status__in=among).update(**changes))


async def _keep_parts(row: OutboundMessage, provider_ids: Sequence[str]) -> None:
    address = row.identity.address
    await OutboundPart.bulk_create(
        [
            OutboundPart(outbound_id=row.id, channel=row.channel, address=address, provider_id=provider_id)
            for provider_id in provider_ids
        ],
        ignore_conflicts=True,
    )
