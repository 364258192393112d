"""Reminders: tasks ring at their time, each once, in the chat of whoever set them; and once more, gently.

What is due is claimed here: the mark on the task and its outbox row are one transaction, and the row's key has the
number of the ring, so that any number of workers bring about one row a ring. What the message says is looked up when it
is delivered (bot.fresh).
"""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from crm import access, activities, audience, notices, office, people, references, tasks
from crm.people import Party
from crm.quiet import quiet_until, staff_quiet_until
from crm.refusal import Refusal
from storage import clock, outbox, rows, walltime
from storage.models import Activity, Identity, OutboundMessage, Staff, Ticket
from storage.text import Choice, Text
from storage.transactions import savepoint, transaction

log = structlog.get_logger(__name__)

AGAIN = timedelta(hours=1)
"""How long after a reminder that nobody acted on it rings once more; then it stands in the agenda."""

LATE = timedelta(minutes=2)
"""How far behind its time a reminder is called late: somebody else's clock may be as far off."""

TOO_LATE = timedelta(days=1)
"""What should have rung so long ago comes in one summary."""

BATCH = 2000
"""Reminders that one transaction claims: so many that a flood is over soon, so few that others get their turn."""

PAGE = 100
"""Reminders that each have a transaction of their own, between which the others are looked at again."""

EPOCH = datetime.fromtimestamp(0, UTC)

PAUSE = 0.005
"""Seconds between two batches, in which somebody else can write on SQLite."""

LOOK_AGAIN = 0.05
"""Seconds between two looks whether nobody else writes there: people's turns look more often, and go first."""

LISTED = 50
"""How many of those that came too late a summary names."""

REMINDER, MISSED = "fresh-reminder", "fresh-missed"
"""The messages, which are put together when they are delivered."""

_DUE = """
WHERE ring_at <= :now AND ring_at > :since AND NOT to_customer AND repeats IS NULL
ORDER BY ring_at, id LIMIT :most FOR NO KEY UPDATE SKIP LOCKED
"""

_APART = """
WHERE ring_at <= :now AND (repeats IS NOT NULL OR (to_customer AND ring_at > :since)) AND (ring_at, id) > (:at, :id)
ORDER BY ring_at, id LIMIT :most
"""

_STILL = "WHERE id = :id AND ring_at <= :now AND ring_at = :planned FOR NO KEY UPDATE SKIP LOCKED"


class AuthorGone(Refusal):
    """Nobody writes to customers in the name of one who has no access any more."""

    key = "refusal-author-gone"


@dataclass(frozen=True, slots=True)
class Hearer:
    """Where somebody's reminders ring: at their own address, or, where they have none, at their managers'."""

    staff: Staff | None
    identities: Sequence[Identity]
    quiet_until: datetime | None = None
    own: bool = True


def ring_of(row: OutboundMessage) -> int:
    """Which ring of its task a row of the outbox is, from 1 on."""
    return int(row.key.split(":")[2])


async def sweep() -> int:
    """Ring for everything that is due, a batch at a time, until nothing is; returns how many were claimed."""
    # Series first: what gives way to the next of its own does not ring again just before that.
    count = await _go_through(clock.now()) + await _ring_all()
    await _sum_up(clock.now())
    return count


async def _ring_all() -> int:
    count = 0
    while claimed := await ring(clock.now()):
        count += claimed
        await asyncio.sleep(PAUSE)
    return count


async def ring(now: datetime) -> int:
    """Claim one batch of what is due, and ring for it, in one transaction."""
    async with transaction(LOOK_AGAIN) as connection:
        statement = f"SELECT {', '.join(_COLUMNS)} FROM activity {_DUE}"
        due = await rows.run(statement, {"now": now, "since": now - TOO_LATE, "most": BATCH}, connection)
        if due:
            await _ring_for(due, now)
        return len(due)


async def _ring_for(due: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Ring for what was claimed, or put it off to the end of its author's quiet hours."""
    hearers = await _hearers({row["author_id"] for row in due}, now)
    drafts: list[outbox.Draft] = []
    firsts: list[Mapping[str, Any]] = []
    seconds: list[Mapping[str, Any]] = []
    quiet: dict[datetime, list[int]] = defaultdict(list)
    for row in due:
        hearer, first = hearers[row["author_id"]], row["reminded_at"] is None
        if hearer.quiet_until and not (row["loud"] and first):
            quiet[hearer.quiet_until].append(row["id"])
            continue
        (firsts if first else seconds).append(row)
        drafts += _drafts(row, hearer, late=now - rows.moment(row["ring_at"]) > LATE, again=not first)
    # A few statements for all of them: while they run on SQLite, nobody else writes.
    await _rang([row["id"] for row in firsts], now, again_at=now + AGAIN)
    await _rang([row["id"] for row in seconds], now)
    for until, ids in quiet.items():
        await _put_off(ids, until)
    await outbox.put(drafts, now)
    for row in firsts:
        if row["repeats"]:
            await tasks.follow(await rows.get(Activity, row["id"]), now)


_COLUMNS = (
    "id", "author_id", "lead_id", "customer_id", "ticket_id", "ring_at", "rings", "reminded_at", "loud", "repeats",
)  # fmt: skip

_BODIES = {
    (late, again): [Text(REMINDER, {"late": int(late), "again": int(again)})]
    for late in (False, True) for again in (False, True)
}  # fmt: skip


def _drafts(row: Mapping[str, Any], hearer: Hearer, *, late: bool, again: bool) -> Iterable[outbox.Draft]:
    for identity in hearer.identities:
        yield outbox.Draft(
            identity.id, identity.channel, f"reminder:{row['id']}:{row['rings'] + 1}:{identity.id}",
            _BODIES[late, again], lead_id=row["lead_id"], customer_id=row["customer_id"], ticket_id=row["ticket_id"],
            activity_id=row["id"],
        )  # fmt: skip


async def _rang(ids: Sequence[int], now: datetime, again_at: datetime | None = None) -> None:
    if ids:
        await rows.run(
            "UPDATE activity SET ring_at = :again_at, rings = rings + 1, reminded_at = coalesce(reminded_at, :now)"
            f" WHERE {rows.among('id', 'ids')}", {"again_at": again_at, "now": now, "ids": ids},
        )  # fmt: skip


async def _put_off(ids: Sequence[int], until: datetime) -> None:
    statement = f"UPDATE activity SET ring_at = :until WHERE {rows.among('id', 'ids')}"
    await rows.run(statement, {"until": until, "ids": ids})


async def _hearers(author_ids: Iterable[int | None], now: datetime) -> dict[int | None, Hearer]:
    ids = [id for id in author_ids if id is not None]
    staff = {one.id: one for one in await rows.select(Staff, f"WHERE {rows.among('id', 'ids')}", {"ids": ids})}
    addresses: dict[int, list[Identity]] = defaultdict(list)
    for identity in await people.staff_identities(ids):
        addresses[identity.staff_id or 0].append(identity)
    found: dict[int | None, Hearer] = {}
    for id in author_ids:
        one = staff.get(id or 0)
        if id is not None and one is not None and addresses[id]:
            found[id] = Hearer(one, addresses[id], staff_quiet_until(one, now))
        else:
            # They were suspended, or cannot be reached: somebody must know.
            found[id] = Hearer(one, await people.overseer_identities(away=True), own=False)
    return found


async def _sum_up(now: datetime) -> None:
    """What should have rung over a day ago comes as one message to each."""
    # A series goes on first, and what is too late of it is like any other then.
    overdue = "ring_at <= :before AND ring_at IS NOT NULL AND repeats IS NULL"
    values = {"before": now - TOO_LATE}
    found = await rows.run(f"SELECT DISTINCT author_id FROM activity WHERE {overdue}", values)
    for author_id in [row["author_id"] for row in found]:
        async with transaction():
            if author_id is not None and not await rows.run(
                "SELECT id FROM staff WHERE id = :id FOR NO KEY UPDATE SKIP LOCKED", {"id": author_id}
            ):
                continue  # another worker is at it
            hearer = (await _hearers([author_id], now))[author_id]
            if hearer.quiet_until:
                continue
            whose = "author_id = :author" if author_id is not None else "author_id IS NULL"
            await _sum_up_for(hearer, f"{overdue} AND {whose}", {**values, "author": author_id or 0}, now)


async def _sum_up_for(hearer: Hearer, which: str, values: Mapping[str, Any], now: datetime) -> None:
    missed = await rows.select(Activity, f"WHERE {which} ORDER BY ring_at, id FOR NO KEY UPDATE", values)
    if not missed:
        return
    await _rang([task.id for task in missed], now)
    body = [Text(MISSED, {"tasks": [task.id for task in missed[:LISTED]], "count": len(missed)})]
    key = f"missed:{missed[0].id}:{missed[0].rings + 1}"
    await outbox.put([audience.draft(one, key, body, ()) for one in hearer.identities], now)


async def _go_through(now: datetime) -> int:
    """Ring for what repeats, and send what was to be sent to leads and customers, each in its own transaction."""
    count, after = 0, {"at": EPOCH, "id": 0}
    while found := await rows.select(Activity, _APART, {**after, "now": now, "since": now - TOO_LATE, "most": PAGE}):
        after = {"at": found[-1].ring_at or now, "id": found[-1].id}
        # Workers that went through it in the same order would wait for each other at every one.
        random.shuffle(found)
        for task in found:
            try:
                async with transaction():
                    await _act(task, now)
            except Exception as error:
                # The others do not wait for one that fails; it is tried again at the next tick.
                log.warning("not rung for yet", activity=task.id, error=type(error).__name__)
        count += len(found) + await _ring_all()
    return count


async def _act(task: Activity, now: datetime) -> None:
    # In the order in which a turn locks, and a conversion: first the party, then what hangs on it.
    party = await people.lock(await people.party_of(task.lead_id, task.customer_id))
    still = {"id": task.id, "now": now, "planned": task.ring_at}
    if not (due := await rows.run(f"SELECT * FROM activity {_STILL}", still)):
        return
    task = rows.load(Activity, due[0])
    if task.ring_at and task.ring_at <= now - TOO_LATE:
        await tasks.follow(task, now)
    elif task.to_customer:
        await _write(task, party, now)
    else:
        await _ring_for(due, now)


async def _write(task: Activity, party: Party, now: datetime) -> None:
    author = await Staff.get_or_none(id=task.author_id) if task.author_id else None
    identity = await people.best_identity(party)
    if identity and (until := quiet_until(await people.person_of(identity), now, str(office.current().zone))):
        await _put_off([task.id], until)
        return
    await _rang([task.id], now)
    refusal: Refusal | None = None
    try:
        if author is None or not author.active:
            raise AuthorGone()
        ticket = await rows.get(Ticket, task.ticket_id) if task.ticket_id else None
        if not access.sees(author, ticket.assignee_id if ticket else None, party.owner_id):
            # They could not write it themselves any more.
            holder = await Staff.get(id=party.owner_id or (ticket.assignee_id if ticket else None))
            raise access.WithSomebodyElse(ref=people.reference(party), name=holder.name)
        if identity is None:
            raise notices.NowhereToSend(name=party.name)
        async with savepoint():
            await activities.answer(party, task.text, by=author, at=now, to=identity)
    except Refusal as refused:
        refusal = refused
    if refusal is None and author is not None:
        await Activity.filter(id=task.id).update(done_at=now)
    ref = str(references.activity(task.id))
    key = "reminder-sent" if refusal is None else "reminder-not-sent"
    args = {"ref": ref, "name": party.name, "of": people.reference(party)}
    head = Text(key, args if refusal is None else {**args, "reason": refusal.text})
    body = notices.with_words(head, task.text)
    choices = [Choice(Text("button-card"), people.reference(party))]
    hearer = (await _hearers([task.author_id], now))[task.author_id]
    await outbox.put(
        [
            audience.draft(one, f"written:{task.id}:{task.rings + 1}", body, choices, party=party)
            for one in hearer.identities
        ]
    )
    if task.repeats:
        await tasks.follow(await rows.get(Activity, task.id), now)


async def move_zone(staff: Staff, before: str) -> None:
    """What repeats for somebody keeps its time on the wall when their zone is another one from now on."""
    own = await rows.select(
        Activity, f"WHERE author_id = :staff AND {tasks.OPEN} AND repeats IS NOT NULL AND ring_at IS NOT NULL"
        " FOR NO KEY UPDATE", {"staff": staff.id},
    )  # fmt: skip
    now = clock.now()
    for task in own:
        rule = tasks.rule_of(task)
        if rule is None or task.remind_at is None or task.remind_at != task.ring_at:
            continue
        here = task.remind_at.astimezone(ZoneInfo(before))
        at = walltime.moment(here.date(), here.hour * 60 + here.minute, ZoneInfo(staff.timezone))
        if at <= now:
            later = rule.next(now, ZoneInfo(staff.timezone), office.current().works_on)
            if later is None:
                continue
            at = later
        task.due_at = task.remind_at = task.ring_at = at
        await task.save(update_fields=["due_at", "remind_at", "ring_at"])
