"""Notices: what others must hear of an operation, put in the outbox by the operation itself.

WHO_HEARS is the table of who hears what; a notice goes to each hearer once, whatever runs twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import Any

from crm import people, references
from crm.people import Party
from crm.refusal import Refusal
from storage import outbox
from storage.models import (
    Activity,
    Attachment,
    AttachmentKind,
    Change,
    Customer,
    Identity,
    Lead,
    OutboundMessage,
    Staff,
    Ticket,
    TicketMessage,
    TicketStatus,
)
from storage.text import Choice, Line, Text, Words

SHOWN = 1500
"""Characters of a person's words that a notice shows; the timeline has them all."""

CAPTIONED = frozenset({AttachmentKind.PHOTO, AttachmentKind.VIDEO, AttachmentKind.DOCUMENT})
"""Attachments that carry the notice as their caption; the others follow it on their own."""


class Audience(Enum):
    """Who hears of something. The one who did it never does."""

    HOLDER = auto()
    """The assignee, else the owner of the lead or customer, else everyone on duty."""
    CUSTOMER = auto()
    """The lead or customer, where they wrote last."""


WHO_HEARS: dict[str, tuple[Audience, ...]] = {
    "lead-new": (Audience.HOLDER,),
    "message": (Audience.HOLDER,),
    "ticket-opened": (Audience.HOLDER,),
    "ticket-message": (Audience.HOLDER,),
    "ticket-moved": (Audience.CUSTOMER, Audience.HOLDER),
    "lead-converted": (Audience.HOLDER,),
}


class NowhereToSend(Refusal):
    """No address of this person can be reached: none is known, they blocked us, or they opted out."""

    key = "refusal-nowhere-to-send"


async def message(party: Party, activity: Activity, *, is_new: bool, attachments: Sequence[Attachment] = ()) -> None:
    """A lead or customer wrote, outside any ticket."""
    event, ref = "lead-new" if is_new else "message", people.reference(party)
    head = Text(f"notice-{event}", {"name": party.name, "ref": ref, "channel": channel_text(activity.kind)})
    choices = [Choice(Text("button-reply"), f"reply {ref}"), Choice(Text("button-card"), ref)]
    if isinstance(party, Lead):
        choices.append(Choice(Text("button-convert"), f"convert {ref}"))
    await tell_holders(
        event, f"activity:{activity.id}", party, None, with_words(head, activity.text), choices,
        attachments=attachments,
    )  # fmt: skip


async def arrived(party: Party) -> None:
    """Someone pressed Start and has said nothing yet."""
    ref = people.reference(party)
    head = Text("notice-arrived", {"name": party.name, "ref": ref})
    choices = [Choice(Text("button-reply"), f"reply {ref}"), Choice(Text("button-card"), ref)]
    await tell_holders("lead-new", f"arrived:{ref}", party, None, [head], choices)


async def ticket_opened(ticket: Ticket, description: str, party: Party) -> None:
    """A lead or customer opened a ticket."""
    head = Text(
        "notice-ticket-opened",
        {
            "ticket": _ref(ticket), "name": party.name, "ref": people.reference(party), "subject": ticket.subject,
            "priority": Text(f"priority-{ticket.priority.value}"),
        },
    )  # fmt: skip
    await tell_holders(
        "ticket-opened", f"ticket:{ticket.id}", party, ticket, with_words(head, description), ticket_choices(ticket)
    )


async def ticket_message(
    ticket: Ticket, said: TicketMessage, party: Party, attachments: Sequence[Attachment] = (), *, reopened: bool = False
) -> None:
    """A lead or customer wrote in a ticket's thread, which may have reopened it."""
    head = _thread_head(f"notice-ticket-{'reopened' if reopened else 'message'}", ticket, party)
    await tell_holders(
        "ticket-message", f"said:{said.id}", party, ticket, with_words(head, said.text), ticket_choices(ticket),
        attachments=attachments,
    )  # fmt: skip


async def filed(ticket: Ticket, said: Sequence[TicketMessage], party: Party) -> None:
    """A customer told which ticket their messages were about: one notice for all of them."""
    body = [_thread_head("notice-filed", ticket, party)]
    words = [Words(message.text, limit=SHOWN, quoted=True) for message in said if message.text]
    key = f"filed:{said[0].id}"
    await tell_holders("ticket-message", key, party, ticket, [*body, *words], ticket_choices(ticket))


async def ticket_moved(ticket: Ticket, change: Change, *, by: Staff) -> None:
    """A ticket was moved: its customer is told, and whoever has it, if somebody else moved it."""
    party = await people.party_of(ticket.lead_id, ticket.customer_id)
    status = ticket.status.value.replace("_", "-")
    waits = change.before == TicketStatus.IN_PROGRESS and ticket.status is TicketStatus.OPEN
    update = "update-ticket-waiting" if waits else f"update-ticket-{status}"
    body = [Text(update, {"ticket": _ref(ticket), "subject": ticket.subject, "name": by.name})]
    identity = await people.best_identity(party)
    if identity and Audience.CUSTOMER in WHO_HEARS["ticket-moved"]:
        choices = [Choice(Text("button-my-tickets"), "my_tickets")]
        await outbox.put([draft(identity, f"moved:{change.id}", body, choices, party=party, ticket=ticket)])
    if ticket.assignee_id not in (None, by.id):
        head = Text(
            "notice-ticket-moved",
            {"ticket": _ref(ticket), "subject": ticket.subject, "status": Text(f"status-{status}"), "name": by.name},
        )
        await tell_holders("ticket-moved", f"moved:{change.id}", party, ticket, [head], ticket_choices(ticket), but=by)


async def lead_converted(lead: Lead, customer: Customer, *, by: Staff) -> None:
    """A lead became a customer: its owner hears, unless they did it."""
    if customer.owner_id in (None, by.id):
        return
    ref = str(references.customer(customer.id))
    head = Text(
        "notice-lead-converted",
        {"lead": str(references.lead(lead.id)), "customer": ref, "name": customer.name, "by": by.name},
    )
    choices = [Choice(Text("button-card"), ref)]
    await tell_holders("lead-converted", f"converted:{lead.id}", customer, None, [head], choices, but=by)


async def answer(ticket: Ticket, said: TicketMessage, *, by: Staff) -> None:
    """Send a staff member's words in a ticket to its customer. Raises NowhereToSend."""
    party = await people.party_of(ticket.lead_id, ticket.customer_id)
    identity = await reachable_identity(party)
    head = Text("answer-ticket", {"ticket": _ref(ticket), "name": by.name})
    await outbox.put(
        [
            draft(
                identity, f"said:{said.id}", [head, Words(said.text)], (), party=party, ticket=ticket,
                ticket_message_id=said.id, author_id=by.id,
            )
        ]
    )  # fmt: skip


async def message_to(party: Party, identity: Identity, activity: Activity, *, by: Staff) -> None:
    """Send a staff member's words to a lead or customer, outside any ticket."""
    await outbox.put(
        [
            draft(
                identity, f"activity:{activity.id}", [Words(activity.text)], (), party=party,
                activity_id=activity.id, author_id=by.id,
            )
        ]
    )  # fmt: skip


async def undelivered(row: OutboundMessage, reason: str) -> None:
    """Tell the staff member whose message did not arrive. `reason` is `blocked`, `opted-out`, `window`, `unknown` or
    `failed`."""
    if row.author_id is None:
        return
    recipient = await people.person_of(await Identity.get(id=row.identity_id))
    name = recipient.party.name if recipient.party else recipient.identity.name
    body: list[Line] = [
        Text("notice-undelivered", {"name": name, "reason": Text(f"undelivered-{reason}")}),
        *[Words(line.text, limit=200, quoted=True) for line in outbox.body(row) if isinstance(line, Words)],
    ]
    drafts = [
        draft(identity, f"undelivered:{row.id}", body, (), about=row)
        for identity in await people.staff_identities([row.author_id])
    ]
    await outbox.put(drafts)


async def set_aside(inbound_id: int, writer: Identity) -> None:
    """A message failed too often: its writer gets an apology, and the admins hear of it."""
    drafts = [draft(writer, f"aside:{inbound_id}", [Text("apology-set-aside")], ())]
    admins = await Staff.filter(role="admin", active=True)
    body = [Text("notice-set-aside", {"name": writer.name, "id": str(inbound_id)})]
    identities = await people.staff_identities([admin.id for admin in admins])
    await outbox.put([*drafts, *[draft(identity, f"aside-notice:{inbound_id}", body, ()) for identity in identities]])


async def reachable_identity(party: Party) -> Identity:
    """Where the party can be written to. Raises NowhereToSend."""
    identity = await people.best_identity(party)
    if identity is None:
        raise NowhereToSend(name=party.name)
    return identity


def channel_text(channel: str) -> Text:
    """A channel's name in words."""
    return Text(f"channel-{channel}")


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


async def _holders(party: Party, ticket: Ticket | None) -> list[Identity]:
    holder = (ticket.assignee_id if ticket else None) or party.owner_id
    if holder is not None and (found := await people.holder_identity(holder)):
        return found
    return await people.duty_identities()


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


def ticket_choices(ticket: Ticket) -> list[Choice]:
    """The next steps of a ticket, under a notice about it."""
    ref = _ref(ticket)
    if ticket.status is TicketStatus.CLOSED:
        return [Choice(Text("button-reopen"), f"reopen {ref}"), Choice(Text("button-card"), ref)]
    step = (
        Choice(Text("button-take"), f"take {ref}")
        if ticket.assignee_id is None
        else Choice(Text("button-close"), f"close {ref}")
    )
    return [Choice(Text("button-reply"), f"reply {ref}"), step, Choice(Text("button-card"), ref)]


def _ref(ticket: Ticket) -> str:
    return str(references.ticket(ticket.id))


def _thread_head(key: str, ticket: Ticket, party: Party) -> Text:
    return Text(key, {"ticket": _ref(ticket), "name": party.name, "subject": ticket.subject})


def with_words(head: Text, words: str) -> list[Line]:
    """A heading with somebody's words under it."""
    return [head, Words(words, limit=SHOWN, quoted=True)] if words else [head]
