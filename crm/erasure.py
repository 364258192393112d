"""Erasure: one person is forgotten, in two steps, while the numbers keep their counts. docs/erasure.md says all of it.

It is asked for, and confirmed by a code that only its asker is told; then everything goes in one transaction. What lies
outside the tables (files) is noted with it, and removed once that is committed.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from crm import audience, blanking, changes, marked, marks, people, person_rows, references, tasks
from crm.people import Party
from crm.person_rows import Rows
from crm.references import Ref
from crm.refusal import Refusal
from storage import rows
from storage.models import (
    Customer,
    Erasure,
    Lead,
    Staff,
    Ticket,
    TicketStatus,
)
from storage.text import Text

LASTS = timedelta(minutes=10)

TRIES = 3
"""How many codes may be wrong, until another must be asked for."""

MARGIN = timedelta(days=1)
"""How long before a person is on record somebody may have begun to write about them."""

LOCKED = ("identity", "lead", "customer", "ticket")

AGAIN = 3
"""How often the rows are locked anew, when others joined them meanwhile."""


class InTheMiddle(Refusal):
    """A message of theirs has not had its turn, or one to them is on its way."""

    key = "refusal-erase-in-the-middle"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would go: how much there is of each kind, and which other records are the same person's."""

    party: Party
    same: Sequence[str]
    activities: int
    tickets: int
    messages: int
    files: int
    addresses: int
    live: Sequence[str]
    """Tickets that are not closed yet: they will be."""
    elsewhere: Sequence[str]
    """Records of others in which the person is named: that stays."""


async def outlook(party: Party) -> Outlook:
    """What erasing a person would take away. Raises people.Erased."""
    party = await _now(party)
    keys = await person_rows.belonging(party)
    found = await marks.of(keys, await blanking.known(keys))
    same = {*map(references.lead, keys["lead"]), *map(references.customer, keys["customer"])} - {references.of(party)}
    return Outlook(
        party, [str(ref) for ref in sorted(same, key=lambda ref: (ref.kind, ref.id))],
        len(keys["activity"]), len(keys["ticket"]), len(keys["ticket_message"]), len(keys["attachment"]),
        len(keys["identity"]), [str(references.of(one)) for one in await _live(keys)],
        await marked.elsewhere(found, keys),
    )  # fmt: skip


async def ask(party: Party, *, by: Staff | None, at: datetime) -> str:
    """A new code, with which the same asker can erase this person within LASTS; the one before does no more.

    `by` is None in the shell. Raises people.Erased.
    """
    ref = references.of(await _now(party))
    await Erasure.filter(**_asked(ref, by)).delete()
    code = str(1000 + secrets.randbelow(9000))
    await Erasure.create(
        kind=ref.kind.value, record_id=ref.id, author_id=by.id if by else None, code_hash=_hash(ref, by, code),
        created_at=at, expires_at=at + LASTS,
    )  # fmt: skip
    return code


async def confirm(
    party: Party, code: str, *, by: Staff | None, at: datetime, inbound_id: int | None = None
) -> Erasure | None:
    """Erase the person; None for a code that is wrong or too old, or not this asker's for this person.

    That is no Refusal, since a try must be counted and not undone. `inbound_id` is the message that said the code.
    Raises people.Erased, or InTheMiddle.
    """
    party = await _now(party)
    ref = references.of(party)
    asked = await Erasure.filter(**_asked(ref, by)).select_for_update(no_key=True).first()
    if asked is None or asked.code_hash is None or asked.expires_at <= at or asked.tries >= TRIES:
        return None
    asked.tries += 1
    await asked.save(update_fields=["tries"])
    if not hmac.compare_digest(asked.code_hash, _hash(ref, by, code)):
        return None
    asked.files = await _erase(party, by=by, at=at, inbound_id=inbound_id)
    asked.code_hash, asked.erased_at = None, at
    await asked.save(update_fields=["code_hash", "erased_at", "files"])
    return asked


async def _now(party: Party) -> Party:
    """Who has all that is theirs now. Raises people.Erased."""
    found = await people.current(await rows.get(type(party), party.id))
    await people.check_there(found)
    return found


async def _erase(party: Party, *, by: Staff | None, at: datetime, inbound_id: int | None) -> list[str]:
    """Everything that tells who they were goes; the paths of files that must be removed once this is committed."""
    keys = await _locked(party)
    root = await rows.get(type(party), party.id)
    await people.check_there(root)
    await _check_nothing_under_way(keys)
    found = await marks.of(keys, await blanking.known(keys))
    since = await _since(keys)
    heard = {*keys["inbound_message"], *await marked.heard(found, keys, since=since, now=inbound_id)}
    shown = {*keys["outbound_message"], *await marked.shown(found, since=since)}
    begun = await marked.begun(found)
    marks.forget()
    keys = {**keys, "progress": sorted({*keys["progress"], *begun})}
    hear = {root.owner_id, *await _working_on(keys)}
    for ticket in await _live(keys):
        await changes.record(ticket, "status", ticket.status, TicketStatus.CLOSED, by=by, at=at)
        await Ticket.filter(id=ticket.id).update(status=TicketStatus.CLOSED, closed_at=at, updated_at=at)
    await blanking.blank_heard(sorted(heard), keys["identity"])
    await blanking.blank_shown(sorted(shown))
    files = await blanking.blank(keys, at=at)
    files += await blanking.blank_papers(keys["report"], at=at)
    await blanking.blank_parties(keys["lead"], keys["customer"], at=at)
    trace = await changes.record(root, "erased", None, None, by=by, at=at)
    name = by.name if by else Text("erased-from-shell")
    body = [Text("notice-erased", {"ref": people.reference(root), "by": name})]
    told = sorted(id for id in hear if id is not None and (by is None or id != by.id))
    await audience.tell_staff(told, f"erased:{trace.id}", root, body, ())
    return sorted(set(files))


async def _locked(party: Party) -> Rows:
    """The keys of everything about the person, locked in the order in which all do: addresses, people, tickets."""
    keys = await person_rows.belonging(party)
    for _ in range(AGAIN):
        for table in LOCKED:
            lock = f"SELECT id FROM {table} WHERE {rows.among('id', 'ids')} ORDER BY id FOR NO KEY UPDATE"
            await rows.run(lock, {"ids": keys[table]})
        fresh = await rows.get(type(party), party.id)
        now = await person_rows.belonging(fresh)
        if people.reference(await people.current(fresh)) != people.reference(party):
            # Merged or converted in this moment: it was not for that one that the code was given.
            break
        if all(now[table] == keys[table] for table in LOCKED):
            return now
        keys = now
    raise InTheMiddle(ref=people.reference(party))


async def _check_nothing_under_way(keys: Rows) -> None:
    """Raise InTheMiddle when a message of theirs waits for its turn, or one to them is on the wire."""
    theirs = {"ids": keys["identity"]}
    # What is not on the wire yet cannot get there any more.
    await rows.run(
        "UPDATE outbound_message SET status = 'dead', claim = NULL"
        f" WHERE {rows.among('identity_id', 'ids')} AND status IN ('queued', 'held', 'claimed')", theirs,
    )  # fmt: skip
    if await rows.run(_UNDER_WAY.format(to=rows.among("identity_id", "ids"), of=rows.among("id", "ids")), theirs):
        raise InTheMiddle(ref=people.reference((await _people(keys))[0]))


_UNDER_WAY = """
SELECT id FROM outbound_message WHERE {to} AND status = 'sending'
UNION ALL SELECT id FROM inbound_message
WHERE status = 'pending' AND (channel, sender) IN (SELECT channel, address FROM identity WHERE {of})
LIMIT 1
"""


async def _people(keys: Rows) -> list[Party]:
    customers: list[Party] = [*await Customer.filter(id__in=list(keys["customer"])).order_by("id")]
    return [*customers, *await Lead.filter(id__in=list(keys["lead"])).order_by("id")]


async def _since(keys: Rows) -> datetime:
    """Before which nothing was said of them."""
    return min(one.created_at for one in await _people(keys)) - MARGIN


async def _live(keys: Rows) -> list[Ticket]:
    those = f"WHERE {rows.among('id', 'ids')} AND closed_at IS NULL ORDER BY id"
    return await rows.select(Ticket, those, {"ids": keys["ticket"]})


async def _working_on(keys: Rows) -> set[int]:
    """Who of the staff has a live ticket of theirs, or an open task."""
    open_tasks = f"SELECT author_id FROM activity WHERE {rows.among('id', 'ids')} AND {tasks.OPEN}"
    found = await rows.run(open_tasks, {"ids": keys["activity"]})
    return {id for id in (*(row["author_id"] for row in found), *(one.assignee_id for one in await _live(keys))) if id}


def _asked(ref: Ref, by: Staff | None) -> dict[str, Any]:
    """What was asked for and not done."""
    whose = {"author_id": by.id} if by else {"author_id__isnull": True}
    return {"kind": ref.kind.value, "record_id": ref.id, "erased_at__isnull": True, **whose}


def _hash(ref: Ref, by: Staff | None, code: str) -> str:
    return sha256(f"{ref}:{by.id if by else 0}:{code}".encode()).hexdigest()
