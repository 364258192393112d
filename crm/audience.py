"""Audience: who hears of what, each of them once, whatever runs twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from crm import people
from crm.people import Party
from storage import outbox, rows
from storage.models import Attachment, AttachmentKind, Identity, OutboundMessage, Role, Staff, Ticket
from storage.text import Choice, Line

CAPTIONED = frozenset({AttachmentKind.PHOTO, AttachmentKind.VIDEO, AttachmentKind.DOCUMENT})
"""Attachments that carry the notice as their caption; the others follow it on their own."""


class Audience(Enum):
    """Who hears of something. The one who did it never does."""

    HOLDER = auto()
    """The assignee, else the owner of the lead or customer (while they are away, the managers on duty as well), else
    everyone on duty."""
    CUSTOMER = auto()
    """The lead or customer, where they wrote last."""
    MANAGERS = auto()
    """Every manager; where there is none, every admin."""
    CONCERNED = auto()
    """The staff member whom it is about, suspended or not."""
    CALLED = auto()
    """Everyone who was told that a ticket is to be taken."""


WHO_HEARS: dict[str, tuple[Audience, ...]] = {
    "lead-new": (Audience.HOLDER,),
    "message": (Audience.HOLDER,),
    "ticket-opened": (Audience.HOLDER,),
    "ticket-message": (Audience.HOLDER,),
    "ticket-opened-by": (Audience.CUSTOMER, Audience.HOLDER),
    "ticket-taken": (Audience.CALLED,),
    "ticket-moved": (Audience.CUSTOMER, Audience.HOLDER),
    "assigned": (Audience.CONCERNED,),
    "freed": (Audience.CONCERNED, Audience.HOLDER),
    "mention": (Audience.CONCERNED,),
    "lead-converted": (Audience.HOLDER,),
    "person-wanted": (Audience.HOLDER,),
    "joined": (Audience.CONCERNED,),
    "staff-changed": (Audience.CONCERNED,),
    "linked": (Audience.HOLDER,),
    "target-near": (Audience.HOLDER,),
    "target-past": (Audience.HOLDER,),
    "target-late": (Audience.MANAGERS,),
    "ticket-rated": (Audience.HOLDER,),
    "ticket-rated-low": (Audience.MANAGERS,),
    "lead-waiting": (Audience.HOLDER,),
    "lead-waiting-long": (Audience.MANAGERS,),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One warning of several, each later than the one before: its number is kept on what it is about."""

    number: int
    name: str
    event: str
    """In WHO_HEARS."""


async def tell_holders(
    event: str, key: str, party: Party, ticket: Ticket | None, body: Sequence[Line], choices: Sequence[Choice], *,
    but: Staff | None = None, attachments: Sequence[Attachment] = (),
) -> None:  # fmt: skip
    """Tell whoever the table names: the assignee or owner, else everyone on duty, but for the one who did it.

    `key` makes it once for each of them, whatever runs twice.
    """
    if Audience.HOLDER not in WHO_HEARS[event]:
        return
    captioned = attachments[0] if len(attachments) == 1 and attachments[0].kind in CAPTIONED else None
    drafts = []
    for identity in await _holders(party, ticket):
        if but and identity.staff_id == but.id:
            continue
        drafts.append(
            draft(
                identity, key, body, choices, party=party, ticket=ticket,
                attachment_id=captioned.id if captioned else None,
            )
        )  # fmt: skip
        drafts += [
            draft(identity, f"{key}:{item.id}", (), (), party=party, ticket=ticket, attachment_id=item.id)
            for item in attachments
            if item is not captioned
        ]
    await outbox.put(drafts)


async def tell_staff(
    staff_ids: Sequence[int], key: str, party: Party, body: Sequence[Line], choices: Sequence[Choice], *,
    ticket: Ticket | None = None, **more: Any,
) -> None:  # fmt: skip
    """Tell these of the staff, of those who are active, something about a lead, customer or ticket, each once."""
    for staff_id in staff_ids:
        identities = await people.holder_identity(staff_id)
        await outbox.put(
            [draft(identity, key, body, choices, party=party, ticket=ticket, **more) for identity in identities]
        )


async def tell_managers(
    event: str, key: str, party: Party, ticket: Ticket | None, body: Sequence[Line], choices: Sequence[Choice]
) -> None:
    """Tell the managers, if the table says so, each once."""
    if Audience.MANAGERS not in WHO_HEARS[event]:
        return
    for role in (Role.MANAGER, Role.ADMIN):
        if found := await Staff.filter(role=role, active=True):
            await tell_staff([one.id for one in found], key, party, body, choices, ticket=ticket)
            return


async def _holders(party: Party, ticket: Ticket | None) -> list[Identity]:
    holder = (ticket.assignee_id if ticket else None) or party.owner_id
    if holder is None or not (found := await people.holder_identity(holder)):
        return await people.duty_identities()
    if (await rows.get(Staff, holder)).on_duty:
        return found
    # Who is away still hears, and so does whoever is there and sees everything.
    return [*found, *[one for one in await people.overseer_identities() if one.staff_id != holder]]


def draft(
    identity: Identity, key: str, body: Sequence[Line], choices: Sequence[Choice], *,
    party: Party | None = None, ticket: Ticket | None = None, about: OutboundMessage | None = None, **more: Any,
) -> outbox.Draft:  # fmt: skip
    """A message about a party, a ticket or what another message was about; `key` is made unique by the identity."""
    if about:
        more |= {"lead_id": about.lead_id, "customer_id": about.customer_id, "ticket_id": about.ticket_id}
    elif party:
        more |= {**people.owned_by(party), "ticket_id": ticket.id if ticket else None}
    rows = [list(choices)] if choices else []
    return outbox.Draft(
        identity_id=identity.id, channel=identity.channel, key=f"{key}:{identity.id}", body=body, choices=rows, **more
    )
