"""People: who an address belongs to, and the party (a lead or a customer) that records hang on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from tortoise.expressions import Q

from crm import changes, references
from crm.refusal import Refusal
from storage import clock, rows
from storage.database import dialect
from storage.models import Calendar, Change, ChannelName, Customer, Identity, Lead, Role, Staff
from storage.text import Text

Party = Lead | Customer

WHATSAPP = "whatsapp:{}"
"""The address that WhatsApp gives to a number."""


class Owner(TypedDict):
    """The two columns by which a record hangs on its party: one of them is None."""

    lead_id: int | None
    customer_id: int | None


class About(TypedDict, total=False):
    """The one column that names a party."""

    lead_id: int
    customer_id: int


class AddressTaken(Refusal):
    """The address belongs to another staff member."""

    key = "refusal-address-taken"


class Erased(Refusal):
    """All that told who this was is gone; the reference stays."""

    key = "refusal-erased"


@dataclass(slots=True)
class Person:
    """An identity with the staff member, lead or customer behind it."""

    identity: Identity
    staff: Staff | None = None
    party: Party | None = None
    is_new: bool = False

    @property
    def language(self) -> str:
        return self.staff.language if self.staff else self.identity.language

    @property
    def digits(self) -> str:
        return self.staff.digits if self.staff else self.identity.digits

    @property
    def timezone(self) -> str | None:
        """IANA name; None means the organisation's."""
        return self.staff.timezone if self.staff else self.identity.timezone

    @property
    def calendar(self) -> Calendar:
        return self.staff.calendar if self.staff else self.identity.calendar

    @property
    def quiet(self) -> tuple[int, int] | None:
        """From and until when nothing rings by itself, in minutes after midnight in their zone; None: it always may."""
        holder = self.staff or self.identity
        if holder.quiet_from is None or holder.quiet_until is None:
            return None
        return holder.quiet_from, holder.quiet_until


# What is updated is locked, and no harder than that: a notice to this person can be put meanwhile.
_HEARD = """
UPDATE identity SET
  last_inbound_at = CASE WHEN last_inbound_at > :at THEN last_inbound_at ELSE :at END,
  name = CASE WHEN :name = '' THEN name ELSE :name END,
  reachable = true, window_shut_at = NULL
WHERE channel = :channel AND address = :address
RETURNING *
"""


async def recognise(
    channel: ChannelName, address: str, *, name: str, phone: str | None, language: str, at: datetime
) -> Person:
    """The person at an address; an unknown one becomes a new lead, in the language given.

    Whoever writes can be reached again, but has not opted in again by that. The identity's row is locked until the
    transaction ends, so that a conversion and a message of the same person never pass each other.
    """
    found = await rows.run(_HEARD, {"channel": channel.value, "address": address, "name": name, "at": at})
    if not found:
        return await _welcome(channel, address, name=name, phone=phone, language=language, at=at)
    identity = rows.load(Identity, found[0])
    person = await person_of(identity)
    if name and person.party and person.party.name in (phone, identity.phone):
        # Only now does the channel say what they are called.
        person.party.name = name
        await person.party.save(update_fields=["name"])
    return person


async def known(channel: ChannelName, address: str) -> bool:
    """Whether somebody has written from this address before."""
    return await Identity.exists(channel=channel, address=address)


async def person_of(identity: Identity) -> Person:
    """The identity together with whom it belongs to."""
    if identity.staff_id:
        return Person(identity, staff=await rows.get(Staff, identity.staff_id))
    return Person(identity, party=await party_of(identity.lead_id, identity.customer_id))


async def with_phone(phone: str) -> Party | None:
    """Who is on record with this number (E.164): a customer before a lead, whom a converted or merged one became."""
    if customer := await Customer.filter(phone=phone).order_by("id").first():
        return await current(customer)
    if lead := await Lead.filter(phone=phone).order_by("id").first():
        return await current(lead)
    whatsapp = Q(channel=ChannelName.WHATSAPP, address=WHATSAPP.format(phone))
    identity = await Identity.filter(Q(phone=phone) | whatsapp, staff_id__isnull=True).order_by("id").first()
    return await party_of(identity.lead_id, identity.customer_id) if identity else None


async def one_at_a_time(phone: str) -> None:
    """Whoever else puts this number on record waits until this transaction ends; SQLite has one writer anyway."""
    if dialect() == "postgres":
        await rows.run("SELECT pg_advisory_xact_lock(hashtext(:phone))", {"phone": phone})


async def _welcome(
    channel: ChannelName, address: str, *, name: str, phone: str | None, language: str, at: datetime
) -> Person:
    # WhatsApp vouches for the number: whoever is on record with it, by hand or from a file, is who writes.
    known = await _known_by(phone) if phone and channel is ChannelName.WHATSAPP else None
    party = known or await Lead.create(
        name=name or phone or channel.value.title(), phone=phone, source=channel.value, created_at=at, updated_at=at
    )
    identity = await Identity.create(
        channel=channel, address=address, name=name, phone=phone, language=language, last_inbound_at=at, created_at=at,
        **owned_by(party),
    )  # fmt: skip
    if known is None:
        await changes.record(party, "created", None, channel.value, by=None, at=at)
    return Person(identity, party=party, is_new=known is None)


async def _known_by(phone: str) -> Party | None:
    await one_at_a_time(phone)
    found = await with_phone(phone)
    with suppress(Erased):
        return await lock(found) if found else None
    return None


async def lock(party: Party) -> Party:
    """The party as it is now, locked until the transaction ends; one that became another gives that one.

    Raises Erased.
    """
    found = await current(party)
    fresh: Party = await rows.get(type(found), found.id, lock=True)
    # Whoever held it until now may just have made it another's.
    if _successor(fresh) is not None:
        return await lock(fresh)
    await check_there(fresh)
    return fresh


async def check_there(party: Party, ref: str | None = None) -> None:
    """Raise Erased for somebody who was; `ref` is what was asked for, where that is a record of theirs."""
    if party.erased_at is None:
        return
    now = await current(party)
    trace = await Change.filter(**about(now), field="erased").order_by("-id").select_related("author").first()
    by = trace.author.name if trace and trace.author else Text("erased-from-shell")
    raise Erased(ref=ref or reference(party), at=party.erased_at, by=by)


def name_of(party: Party) -> str | Text:
    """What a lead or customer is called; somebody who was erased has no name any more."""
    return Text("erased-person") if party.erased_at else party.name


async def current(party: Party) -> Party:
    """Who has all that was this party's: a converted lead's customer, whom it was merged into, or itself."""
    while successor := _successor(party):
        party = await rows.get(*successor)
    return party


def _successor(party: Party) -> tuple[type[Lead | Customer], int] | None:
    if isinstance(party, Lead) and party.customer_id:
        return Customer, party.customer_id
    return (type(party), party.merged_into_id) if party.merged_into_id else None


def owned_by(party: Party) -> Owner:
    """The two columns by which a record hangs on its party."""
    if isinstance(party, Lead):
        return {"lead_id": party.id, "customer_id": None}
    return {"lead_id": None, "customer_id": party.id}


def about(party: Party) -> About:
    """The one column that names the party, as a filter or as what a message is about."""
    return {"lead_id": party.id} if isinstance(party, Lead) else {"customer_id": party.id}


async def party_of(lead_id: int | None, customer_id: int | None) -> Party:
    """The party that a record's two columns name; one that became another gives that one."""
    return await current(await (rows.get(Customer, customer_id) if customer_id else rows.get(Lead, lead_id or 0)))


def reference(party: Party) -> str:
    """`L12` or `C7`."""
    return str(references.of(party))


ANSWERED_WITHIN = timedelta(hours=24)
"""How long somebody who opted out may still be answered after a message of theirs."""


async def best_identity(party: Party, *, answering: bool = False) -> Identity | None:
    """Where a party is best reached: the reachable address that wrote last; None when there is none.

    With `answering`, an address that opted out and wrote something since, lately, counts, too.
    """
    column = "lead_id" if isinstance(party, Lead) else "customer_id"
    values = {"party": party.id, "lately": clock.now() - ANSWERED_WITHIN}
    found = await rows.select(Identity, (_ANSWERED if answering else _BEST).format(column), values)
    return found[0] if found else None


_LATEST_FIRST = "ORDER BY last_inbound_at IS NULL, last_inbound_at DESC, id DESC"
"""An address that never wrote comes last, on both databases."""

_BEST = f"WHERE {{}} = :party AND reachable AND NOT opted_out {_LATEST_FIRST} LIMIT 1"
_ANSWERED = (
    "WHERE {} = :party AND reachable"
    " AND (NOT opted_out OR (last_inbound_at > opted_out_at AND last_inbound_at > :lately))"
    f" {_LATEST_FIRST} LIMIT 1"
)


async def staff_identities(staff_ids: list[int]) -> list[Identity]:
    """One address for each of these staff members who is active: the reachable one that wrote last."""
    active = "staff_id IN (SELECT id FROM staff WHERE active)"
    condition = f"WHERE reachable AND {active} AND {rows.among('staff_id', 'staff')} {_LATEST_FIRST}"
    return _best(await rows.select(Identity, condition, {"staff": staff_ids}))


async def holder_identity(staff_id: int) -> list[Identity]:
    """The one address of an active staff member; nothing when there is none."""
    return _best(await rows.select(Identity, _OF_ACTIVE, {"staff": staff_id}))


_OF_ACTIVE = f"WHERE staff_id = :staff AND reachable AND (SELECT active FROM staff WHERE id = :staff) {_LATEST_FIRST}"


async def duty_identities() -> list[Identity]:
    """One address for everyone on duty; for all active staff when nobody is."""
    return _best(await rows.select(Identity, _ON_DUTY, {})) or _best(await rows.select(Identity, _OF_ALL_ACTIVE, {}))


_ON_DUTY = f"WHERE reachable AND staff_id IN (SELECT id FROM staff WHERE active AND on_duty) {_LATEST_FIRST}"
_OF_ALL_ACTIVE = f"WHERE reachable AND staff_id IN (SELECT id FROM staff WHERE active) {_LATEST_FIRST}"


async def other_identities(identity: Identity) -> list[Identity]:
    """Where else the same person can be reached of our own accord, the address that wrote last before the others."""
    columns = {"staff_id": identity.staff_id, "lead_id": identity.lead_id, "customer_id": identity.customer_id}
    column, owner = next((name, id) for name, id in columns.items() if id is not None)
    condition = f"WHERE {column} = :owner AND id <> :this AND reachable AND NOT opted_out {_LATEST_FIRST}"
    return await rows.select(Identity, condition, {"owner": owner, "this": identity.id})


async def overseer_identities(*, away: bool = False) -> list[Identity]:
    """One address for every manager and admin on duty; with `away`, for all of them when none is."""
    there = _best(await rows.select(Identity, _OVERSEERS.format("on_duty"), {}))
    return there if there or not away else _best(await rows.select(Identity, _OVERSEERS.format("true"), {}))


_OVERSEERS = (
    f"WHERE reachable AND staff_id IN (SELECT id FROM staff WHERE active AND {{}} AND role <> 'agent') {_LATEST_FIRST}"
)


def _best(found: Sequence[Identity]) -> list[Identity]:
    """The first of each staff member."""
    best: dict[int, Identity] = {}
    for identity in found:
        best.setdefault(identity.staff_id or 0, identity)
    return list(best.values())


async def add_staff(
    name: str, role: Role, *, language: str, timezone: str, addresses: Mapping[ChannelName, str], at: datetime
) -> Staff:
    """A new staff member with these addresses. An address that wrote before as a lead becomes theirs.

    Raises AddressTaken when an address belongs to other staff.
    """
    staff = await Staff.create(
        name=name, role=role, language=language, timezone=timezone, agenda_on=today(timezone, at), created_at=at
    )
    for channel, address in addresses.items():
        identity = await Identity.filter(channel=channel, address=address).select_for_update(no_key=True).first()
        if identity is None:
            await Identity.create(
                channel=channel, address=address, staff=staff, name=name, language=language, created_at=at
            )
            continue
        if identity.staff_id:
            raise AddressTaken(address=address)
        identity.lead_id = identity.customer_id = None
        identity.staff_id = staff.id
        await identity.save()
    return staff


def today(timezone: str, at: datetime) -> date:
    """What day it is in a zone: on their first one nobody gets an agenda."""
    return at.astimezone(ZoneInfo(timezone)).date()


def held_by_or_nobodys(staff: Staff) -> Q:
    """Leads or customers that an agent may see: their own, and those that nobody has."""
    return Q(owner_id=staff.id) | Q(owner_id__isnull=True)
