"""Invites: a way in for a new colleague, or for another phone of one, by a code that is said once.

Only the code's hash is kept. The code itself stands in the one message that tells it (its row in the outbox), which
cannot be helped; it is in no log, and nobody can use it twice or after ten minutes.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from crm import access, people
from crm.people import Person
from crm.team import told
from storage import outbox, rows
from storage.models import Change, Identity, Invite, Lead, Progress, Role, Staff
from storage.text import Choice, Text

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""32 letters and digits of which no two look alike: eight of them are 40 bits."""

LENGTH = 8

LASTS = timedelta(minutes=10)

TRIES, TRIED_WITHIN = 5, timedelta(hours=1)
"""How many wrong codes one writer may send, and how long it takes until they may send others."""

_SHAPE = re.compile(r"[A-Z0-9]{4}[-\u2010-\u2015 ]?[A-Z0-9]{4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Joined:
    """What came of a code that was right: who is let in, and whether they are new or only their phone is."""

    staff: Staff
    is_new: bool


def code_in(typed: str) -> str | None:
    """The code that was typed, as `ABCDEFGH`; None when it has not the form of one.

    A hyphen, a digit or capitals make it one: `join together` is said by people who mean something else.
    """
    found = _SHAPE.fullmatch(typed.strip())
    if found is None or (typed.isalpha() and not typed.isupper()):
        return None
    return re.sub(r"[^A-Z0-9]", "", typed.upper())


def shown(code: str) -> str:
    """The code as it is read and typed: `ABCD-EFGH`."""
    return f"{code[:4]}-{code[4:]}"


async def invite(role: Role, *, by: Staff, at: datetime) -> str:
    """A new code, with which somebody joins with this role. Raises NotAllowed for a role that is not theirs to give."""
    access.check_invites(by, role)
    return await _create(role, by=by, joins=None, at=at)


async def another_phone(staff: Staff, *, at: datetime) -> str:
    """A new code, with which a staff member adds another address to themselves."""
    return await _create(staff.role, by=staff, joins=staff, at=at)


async def redeem(code: str, *, by: Person, timezone: str, at: datetime) -> Joined | None:
    """Let the writer in; None for a code that is wrong, used or too old, and for whoever sent too many of those.

    It is no Refusal, since a try must be counted and not undone. A lead who has said nothing else goes; one with a
    history stays with it, without this address. `timezone` is the organisation's. The identity must be locked.
    """
    identity = by.identity
    if not _may_try(identity, at):
        return None
    found = await rows.run(_USE, {"hash": _hash(code), "at": at})
    invited = rows.load(Invite, found[0]) if found else None
    inviter = await Staff.get_or_none(id=invited.invited_by_id) if invited else None
    if invited is None or inviter is None or not _stands(invited, inviter):
        await _count(identity, at)
        return None
    staff = inviter if invited.joins_id else await _new_staff(by, invited.role, timezone, at)
    await _move(identity, staff)
    by.staff, by.party, by.is_new = staff, None, False
    await _tell(invited, inviter, staff, identity)
    return Joined(staff, is_new=invited.joins_id is None)


_USE = "UPDATE invite SET used_at = :at WHERE code_hash = :hash AND used_at IS NULL AND expires_at > :at RETURNING *"


def _may_try(identity: Identity, at: datetime) -> bool:
    since = identity.code_tried_at
    return since is None or at - since >= TRIED_WITHIN or identity.code_tries < TRIES


def _stands(invited: Invite, inviter: Staff) -> bool:
    """Whether whoever gave the code may still give it."""
    if not inviter.active:
        return False
    return invited.joins_id == inviter.id if invited.joins_id else access.invites(inviter.role, invited.role)


async def _create(role: Role, *, by: Staff, joins: Staff | None, at: datetime) -> str:
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    await Invite.create(
        role=role, code_hash=_hash(code), invited_by=by, joins=joins, created_at=at, expires_at=at + LASTS
    )
    return code


async def _count(identity: Identity, at: datetime) -> None:
    if identity.code_tried_at is None or at - identity.code_tried_at >= TRIED_WITHIN:
        identity.code_tries, identity.code_tried_at = 0, at
    identity.code_tries += 1
    await identity.save(update_fields=["code_tries", "code_tried_at"])


async def _new_staff(person: Person, role: Role, timezone: str, at: datetime) -> Staff:
    identity = person.identity
    name = identity.name or (person.party.name if person.party else "") or identity.phone or identity.channel.title()
    zone = identity.timezone or timezone
    return await Staff.create(
        name=name, role=role, language=identity.language, timezone=zone, digits=identity.digits,
        calendar=identity.calendar, agenda_on=people.today(zone, at), created_at=at,
    )  # fmt: skip


async def _move(identity: Identity, staff: Staff) -> None:
    """The address is the staff member's from now on; what was open in its chat is over."""
    lead_id = identity.lead_id
    await Progress.filter(identity_id=identity.id).delete()
    identity.lead_id = identity.customer_id = None
    identity.staff_id = staff.id
    identity.opted_out, identity.opted_out_at = False, None
    identity.code_tries, identity.code_tried_at, identity.misses = 0, None, 0
    await identity.save()
    if lead_id is not None:
        await _forget(await rows.get(Lead, lead_id, lock=True))


async def _forget(lead: Lead) -> None:
    """A lead who was nothing but the colleague's first message never was one."""
    hanging = sorted(Lead._meta.backward_fk_fields - {"changes"})
    if lead.owner_id or lead.customer_id or any([await getattr(lead, name).all().exists() for name in hanging]):
        return
    if await Change.filter(lead_id=lead.id).exclude(field="created").exists():
        return
    await Change.filter(lead_id=lead.id).delete()
    await lead.delete()


async def _tell(invited: Invite, inviter: Staff, staff: Staff, identity: Identity) -> None:
    channel = Text(f"channel-{identity.channel.value}")
    if invited.joins_id:
        body = Text("notice-phone-added", {"channel": channel})
    else:
        body = Text("notice-joined", {"name": staff.name, "role": Text(f"role-{staff.role.value}"), "channel": channel})
    choices = [Choice(Text("button-staff"), "staff")] if inviter.role in access.SEES_ALL else []
    await outbox.put(await told("joined", inviter, f"invite:{invited.id}", [body], choices, but=identity))


def _hash(code: str) -> str:
    return sha256(code.encode()).hexdigest()
