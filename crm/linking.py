"""Linking: somebody proved which phone number is theirs; whoever is on record with it is the same person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Q

from crm import audience, changes, leads, merges, notices, people
from crm.people import Party, Person
from storage.models import ChannelName, Customer, Identity, Lead, Role, Staff
from storage.text import Choice, Text

MERGERS: tuple[tuple[Role, ...], ...] = ((Role.MANAGER,), (Role.ADMIN,))
"""Who is asked whether two customers are one: the first of these that anybody is."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Who the person is now, and whether they were on record elsewhere."""

    party: Party
    found: bool


async def share(person: Person, phone: str, *, at: datetime) -> Linked:
    """A lead or customer shared a number that their channel vouches to be their own (E.164).

    A lead becomes one with the lead or customer who is on record with it, and its holder is told. Of two customers a
    manager decides, and a number of the staff's links nobody. `person` is brought up to date; the identity's row must
    be locked.
    """
    assert person.party is not None
    person.identity.phone = phone
    await person.identity.save(update_fields=["phone"])
    own = await people.current(person.party)
    if not await _is_of_staff(phone):
        others = [one for one in await _on_record(phone) if type(one) is not type(own) or one.id != own.id]
        if others and (joined := await _join(own, others[0], at=at)):
            person.party = await people.current(joined)
            await person.identity.refresh_from_db(fields=["lead_id", "customer_id"])
            await _tell_holder(person, phone, at=at)
            return Linked(person.party, found=True)
        if others:
            await _ask_managers(own, others[0], phone)
        elif own.phone is None:
            own = await _keep(own, phone, at=at)
    person.party = own
    return Linked(own, found=False)


async def _is_of_staff(phone: str) -> bool:
    whatsapp = Q(channel=ChannelName.WHATSAPP, address=people.WHATSAPP.format(phone))
    return await Identity.filter(Q(phone=phone) | whatsapp, staff_id__isnull=False).exists()


async def _on_record(phone: str) -> Sequence[Party]:
    """Who is known by this number: customers before leads, the oldest first."""
    found: list[Party] = [*await Customer.filter(phone=phone), *await Lead.filter(phone=phone).order_by("id")]
    whatsapp = Q(channel=ChannelName.WHATSAPP, address=people.WHATSAPP.format(phone))
    addresses = await Identity.filter(Q(phone=phone) | whatsapp, staff_id__isnull=True).order_by("id")
    found += [await people.party_of(one.lead_id, one.customer_id) for one in addresses]
    once = {people.reference(party): party for party in [await people.current(party) for party in found]}
    return sorted(once.values(), key=lambda party: (isinstance(party, Lead), party.id))


async def _join(own: Party, other: Party, *, at: datetime) -> Party | None:
    """Make the two one where that needs nobody's word; None where it does."""
    match own, other:
        case Lead(), Customer():
            return await leads.convert(own, by=None, at=at, into=other)
        case Customer(), Lead():
            return await leads.convert(other, by=None, at=at, into=own)
        case Lead(), Lead():
            await merges.merge(other, own, by=None, at=at)
            return other
    return None


async def _keep(own: Party, phone: str, *, at: datetime) -> Party:
    fresh = await people.lock(own)
    if fresh.phone is None:
        await changes.record(fresh, "phone", None, phone, by=None, at=at)
        fresh.phone, fresh.updated_at = phone, at
        await fresh.save(update_fields=["phone", "updated_at"])
    return fresh


async def _tell_holder(person: Person, phone: str, *, at: datetime) -> None:
    party = person.party
    assert party is not None
    ref, identity = people.reference(party), person.identity
    head = Text(
        "notice-linked",
        {"name": party.name, "ref": ref, "phone": phone, "channel": notices.channel_text(identity.channel)},
    )
    choices = notices.person_choices(party)
    await audience.tell_holders("linked", f"linked:{identity.id}:{at.isoformat()}", party, None, [head], choices)


async def _ask_managers(own: Party, other: Party, phone: str) -> None:
    mine, theirs = people.reference(own), people.reference(other)
    body = [
        Text(
            "notice-same-number", {"own": mine, "name": own.name, "other": theirs, "known": other.name, "phone": phone}
        )
    ]
    choices = [
        Choice(Text("button-merge-two"), f"merge {theirs} {mine}"), Choice(theirs, theirs), Choice(mine, mine),
    ]  # fmt: skip
    for roles in MERGERS:
        if asked := await Staff.filter(role__in=roles, active=True).order_by("id"):
            await audience.tell_staff([one.id for one in asked], f"same:{mine}:{theirs}", own, body, choices)
            return
