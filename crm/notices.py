"""Notices: what others must hear of an operation, put in the outbox by the operation itself.

Who hears what is said in crm/audience.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crm import audience, people, references
from crm.audience import WHO_HEARS, Audience
from crm.people import Party
from crm.refusal import Refusal
from storage import outbox, outlog
from storage.models import (
    Activity,
    Attachment,
    Change,
    Customer,
    Identity,
    Lead,
    OutboundMessage,
    Role,
    Staff,
    Ticket,
    TicketMessage,
    TicketStatus,
)
from storage.text import Choice, Line, Text, Words

SHOWN = 1500
"""Characters of a person's words that a notice shows; the timeline has them all."""


class NowhereToSend(Refusal):
    """No address of this person can be reached: none is known, they blocked us, or they opted out."""

    key = "refusal-nowhere-to-send"


async def message(party: Party, activity: Activity, *, is_new: bool, attachments: Sequence[Attachment] = ()) -> None:
    """A lead or customer wrote, outside any ticket."""
    event, ref = "lead-new" if is_new else "message", people.reference(party)
    head = Text(f"notice-{event}", {"name": party.name, "ref": ref, "channel": channel_text(activity.kind)})
    await audience.tell_holders(
        event, f"activity:{activity.id}", party, None, with_words(head, activity.text), person_choices(party),
        attachments=attachments,
    )  # fmt: skip


async def arrived(party: Party) -> None:
    """Someone pressed Start and has said nothing yet."""
    ref = people.reference(party)
    head = Text("notice-arrived", {"name": party.name, "ref": ref})
    await audience.tell_holders("lead-new", f"arrived:{ref}", party, None, [head], person_choices(party))


async def person_wanted(party: Party, words: str, inbound_id: int) -> None:
    """Someone wants to talk to a person; `words` is what they had answered until then."""
    ref = people.reference(party)
    head = Text("notice-person-wanted", {"name": party.name, "ref": ref})
    await audience.tell_holders(
        "person-wanted", f"wanted:{inbound_id}", party, None, with_words(head, words), person_choices(party)
    )


async def ticket_opened(ticket: Ticket, description: str, party: Party) -> None:
    """A lead or customer opened a ticket."""
    head = Text(
        "notice-ticket-opened",
        {
            "ticket": _ref(ticket), "name": party.name, "ref": people.reference(party), "subject": ticket.subject,
            "priority": Text(f"priority-{ticket.priority.value}"),
        },
    )  # fmt: skip
    body = [head, *_followed(ticket), *with_words(head, description)[1:]]
    if ticket.assignee_id is None:
        body.append(Text("notice-first-takes"))
    await audience.tell_holders("ticket-opened", f"ticket:{ticket.id}", party, ticket, body, ticket_choices(ticket))


async def ticket_message(
    ticket: Ticket, said: TicketMessage, party: Party, attachments: Sequence[Attachment] = (), *, reopened: bool = False
) -> None:
    """A lead or customer wrote in a ticket's thread, which may have reopened it."""
    head = _thread_head(f"notice-ticket-{'reopened' if reopened else 'message'}", ticket, party)
    await audience.tell_holders(
        "ticket-message", f"said:{said.id}", party, ticket, with_words(head, said.text), ticket_choices(ticket),
        attachments=attachments,
    )  # fmt: skip


async def filed(ticket: Ticket, said: Sequence[TicketMessage], party: Party) -> None:
    """A customer told which ticket their messages were about: one notice for all of them."""
    body = [_thread_head("notice-filed", ticket, party)]
    words = [Words(message.text, limit=SHOWN, quoted=True) for message in said if message.text]
    key = f"filed:{said[0].id}"
    await audience.tell_holders("ticket-message", key, party, ticket, [*body, *words], ticket_choices(ticket))


async def ticket_moved(ticket: Ticket, change: Change, *, by: Staff, rates: Sequence[Choice] = ()) -> None:
    """A ticket was moved: its customer is told, and whoever has it, if somebody else moved it.

    With `rates`, the customer is asked by these choices how it was.
    """
    party = await people.party_of(ticket.lead_id, ticket.customer_id)
    status = ticket.status.value.replace("_", "-")
    waits = change.before == TicketStatus.IN_PROGRESS and ticket.status is TicketStatus.OPEN
    update = "update-ticket-waiting" if waits else f"update-ticket-{status}"
    body = [Text(update, {"ticket": _ref(ticket), "subject": ticket.subject, "name": by.name})]
    identity = await people.best_identity(party)
    if identity and Audience.CUSTOMER in WHO_HEARS["ticket-moved"]:
        choices = [*rates] or [Choice(Text("button-my-tickets"), "my_tickets")]
        body += [Text("rating-ask")] if rates else []
        await outbox.put([audience.draft(identity, f"moved:{change.id}", body, choices, party=party, ticket=ticket)])
    if ticket.assignee_id not in (None, by.id):
        head = Text(
            "notice-ticket-moved",
            {"ticket": _ref(ticket), "subject": ticket.subject, "status": Text(f"status-{status}"), "name": by.name},
        )
        await audience.tell_holders(
            "ticket-moved", f"moved:{change.id}", party, ticket, [head], ticket_choices(ticket), but=by
        )


async def lead_converted(lead: Lead, customer: Customer, *, by: Staff) -> None:
    """A lead became a customer: its owner hears, unless they did it."""
    if customer.owner_id in (None, by.id):
        return
    ref = str(references.customer(customer.id))
    head = Text(
        "notice-lead-converted",
        {"lead": str(references.lead(lead.id)), "customer": ref, "name": customer.name, "by": by.name},
    )
    choices = [Choice(Text("button-card"), ref), remind(ref)]
    await audience.tell_holders("lead-converted", f"converted:{lead.id}", customer, None, [head], choices, but=by)


async def answer(ticket: Ticket, said: TicketMessage, attachments: Sequence[Attachment] = (), *, by: Staff) -> None:
    """Send a staff member's words and files in a ticket to its customer. Raises NowhereToSend."""
    party = await people.party_of(ticket.lead_id, ticket.customer_id)
    identity = await reachable_identity(party)
    head = Text("answer-ticket", {"ticket": _ref(ticket), "name": by.name})
    body: list[Line] = [head, Words(said.text)] if said.text else [head]
    await _send(
        identity, f"said:{said.id}", body, attachments, party=party, ticket=ticket, ticket_message_id=said.id,
        author_id=by.id,
    )  # fmt: skip


async def message_to(
    party: Party, identity: Identity, activity: Activity, attachments: Sequence[Attachment] = (), *, by: Staff
) -> None:
    """Send a staff member's words and files to a lead or customer, outside any ticket."""
    body: list[Line] = [Words(activity.text)] if activity.text else []
    await _send(
        identity, f"activity:{activity.id}", body, attachments, party=party, activity_id=activity.id, author_id=by.id
    )


async def _send(
    identity: Identity, key: str, body: Sequence[Line], attachments: Sequence[Attachment], **about: Any
) -> None:
    """One message with the words and the first file, and one more for each other file."""
    first = attachments[0].id if attachments else None
    others = [
        audience.draft(identity, f"{key}:{one.id}", (), (), attachment_id=one.id, **about) for one in attachments[1:]
    ]  # fmt: skip
    await outbox.put([audience.draft(identity, key, body, (), attachment_id=first, **about), *others])


async def undelivered(row: OutboundMessage, reason: str) -> None:
    """Tell the staff member whose message did not arrive. `reason` is `blocked`, `opted-out`, `unknown` or
    `failed`; or, of its file alone, `file-too-large`, `file-type` or `file-gone`."""
    if row.author_id is None:
        return
    recipient = await people.person_of(await Identity.get(id=row.identity_id))
    name = recipient.party.name if recipient.party else recipient.identity.name
    of_file = reason.startswith("file-")
    event = "file-undelivered" if of_file else "undelivered"
    words = [Words(line.text, limit=200, quoted=True) for line in outlog.body(row) if isinstance(line, Words)]
    body: list[Line] = [Text(f"notice-{event}", {"name": name, "reason": Text(f"undelivered-{reason}")})]
    body += [Text("file-words-went"), *words] if of_file and words else words
    drafts = [
        audience.draft(identity, f"{event}:{row.id}", body, (), about=row)
        for identity in await people.staff_identities([row.author_id])
    ]
    await outbox.put(drafts)


HELD, WAITS = "held", "waits"
"""The keys of what is said of held messages, which says nothing of itself when it is held, too."""


async def held(row: OutboundMessage, identity: Identity, reason: str, *, begun: bool) -> None:
    """A message waits for its recipient to write: its writer is told, and the admins, once for each closed window.

    `reason`, why no template carries it, is `not-pushed`, `not-approved`, `refused` or `parts`; with `begun`, one has
    carried its beginning, and there is nothing for an admin to do.
    """
    if row.key.startswith((f"{HELD}:", f"{WAITS}:")):
        return
    recipient = await people.person_of(identity)
    name = recipient.party.name if recipient.party else recipient.staff.name if recipient.staff else identity.name
    drafts = []
    if row.author_id is not None:
        words = [Words(line.text, limit=200, quoted=True) for line in outlog.body(row) if isinstance(line, Words)]
        body: list[Line] = [Text("notice-waits-begun" if begun else "notice-waits", {"name": name}), *words]
        drafts = [
            audience.draft(one, f"{WAITS}:{outlog.message(row)}", body, (), about=row)
            for one in await people.staff_identities([row.author_id])
        ]
    if not begun:
        since = f"{identity.last_inbound_at:%Y%m%d%H%M%S%f}" if identity.last_inbound_at else "never"
        head = Text("notice-held", {"name": name, "reason": Text(f"held-{reason}")})
        admins = await Staff.filter(role=Role.ADMIN, active=True)
        drafts += [
            audience.draft(one, f"{HELD}:{identity.id}:{since}", [head], (), about=row)
            for one in await people.staff_identities([admin.id for admin in admins])
            if one.id != identity.id
        ]
    await outbox.put(drafts)


async def set_aside(inbound_id: int, writer: Identity) -> None:
    """A message failed too often: its writer gets an apology, and the admins hear of it."""
    drafts = [audience.draft(writer, f"aside:{inbound_id}", [Text("apology-set-aside")], ())]
    admins = await Staff.filter(role="admin", active=True)
    body = [Text("notice-set-aside", {"name": writer.name, "id": str(inbound_id)})]
    identities = await people.staff_identities([admin.id for admin in admins])
    await outbox.put(
        [*drafts, *[audience.draft(identity, f"aside-notice:{inbound_id}", body, ()) for identity in identities]]
    )


async def reachable_identity(party: Party) -> Identity:
    """Where the party can be answered, as somebody who opted out and wrote again may be. Raises NowhereToSend."""
    identity = await people.best_identity(party, answering=True)
    if identity is None:
        raise NowhereToSend(name=party.name)
    return identity


def channel_text(channel: str) -> Text:
    """A channel's name in words."""
    return Text(f"channel-{channel}")


def person_choices(party: Party) -> list[Choice]:
    """The next steps with a lead or customer, under a notice about them."""
    ref = people.reference(party)
    return [Choice(Text("button-reply"), f"reply {ref}"), Choice(Text("button-card"), ref), remind(ref)]


def remind(ref: str) -> Choice:
    """The button, on every notice, by which one is reminded of what it is about."""
    return Choice(Text("button-remind"), f"remind {ref}")


def ticket_choices(ticket: Ticket) -> list[Choice]:
    """The next steps of a ticket, under a notice about it: three, which WhatsApp shows as buttons."""
    ref = _ref(ticket)
    card = Choice(Text("button-card"), ref)
    if ticket.status is TicketStatus.CLOSED:
        return [Choice(Text("button-reopen"), f"reopen {ref}"), card, remind(ref)]
    reply = Choice(Text("button-reply"), f"reply {ref}")
    # Whoever is to take it sees the card when they have; the others have done so.
    is_free = ticket.assignee_id is None or ticket.status is TicketStatus.OPEN
    return [reply, Choice(Text("button-take"), f"take {ref}") if is_free else card, remind(ref)]


def _ref(ticket: Ticket) -> str:
    return str(references.ticket(ticket.id))


def _followed(ticket: Ticket) -> list[Line]:
    """The ticket that this one follows, in a line, if there is one."""
    if ticket.follows_id is None:
        return []
    return [Text("notice-follows", {"ticket": str(references.ticket(ticket.follows_id))})]


def _thread_head(key: str, ticket: Ticket, party: Party) -> Text:
    return Text(key, {"ticket": _ref(ticket), "name": party.name, "subject": ticket.subject})


def with_words(head: Text, words: str) -> list[Line]:
    """A heading with somebody's words under it."""
    return [head, Words(words, limit=SHOWN, quoted=True)] if words else [head]
