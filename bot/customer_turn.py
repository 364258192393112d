"""Where a customer's or lead's message goes.

A quoted ticket message: that ticket. Text that begins with their own `T45`: that ticket. An open conversation: its
next step. One open ticket: its thread. Several: they are asked which. None: an activity.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot import numbers
from bot.attachments import keep
from bot.dialogue import Dialogue
from bot.dispatch import Dispatch
from bot.handlers.basics import greeting
from bot.incoming import IncomingKind
from bot.reply import Choice, Reply, text
from bot.turn import Turn
from crm import access, activities, notices, people, references, tickets
from crm.refusal import Refusal
from storage import outbox
from storage.models import Activity, OutboundMessage, Ticket, TicketMessage
from storage.transactions import savepoint

ASKED_LATELY = timedelta(minutes=15)
"""How long the question "which ticket?" stands, so that a burst of messages is asked about once."""

QUIET = timedelta(hours=12)
"""After how long a silence a message outside any ticket is acknowledged again."""


async def answer(turn: Turn) -> Sequence[Reply]:
    """Everything that this message brings about; a refusal undoes it and becomes the reply."""
    incoming = turn.incoming
    if incoming.kind in (IncomingKind.BLOCKED, IncomingKind.UNBLOCKED):
        return ()
    said = await numbers.chosen(turn) or incoming.text
    pressed = said != incoming.text or incoming.kind is IncomingKind.PRESS
    try:
        async with savepoint():
            return await (_pressed(turn, said) if pressed else _written(turn, said))
    except Refusal as refusal:
        return [Reply([refusal.text])]


async def _pressed(turn: Turn, said: str) -> Sequence[Reply]:
    dialogue = Dialogue(turn)
    if dialogue.is_its_button(said):
        return [await dialogue.press(said)]
    return await dialogue.interrupted(await Dispatch(turn).run(said) or greeting(turn))


async def _written(turn: Turn, said: str) -> Sequence[Reply]:
    if turn.person.is_new:
        return await _first_message(turn, said)
    if ticket := await _quoted_ticket(turn):
        return await _into(ticket, turn, said)
    if named := await _named_ticket(turn, said):
        return await _into(named[0], turn, named[1])
    media, dialogue = bool(turn.incoming.media), Dialogue(turn)
    if (not said.startswith("/") or dialogue.is_control(said)) and (
        step := await dialogue.hear(said.removeprefix("/"), media=media)
    ):
        return [step]
    if not media and (reply := await Dispatch(turn).run(said, exact=True)):
        return await dialogue.interrupted(reply)
    live = await tickets.of_party(turn.party, live=True)
    if len(live) == 1:
        return await _into(live[0], turn, said)
    activity = await _log(turn, said)
    if live:
        return await _ask_which(turn, activity, live)
    return await _acknowledge(turn)


async def _first_message(turn: Turn, said: str) -> Sequence[Reply]:
    if said.startswith("/start"):
        await notices.arrived(turn.party)
    else:
        await _log(turn, said, is_new=True)
    return [greeting(turn)]


async def _log(turn: Turn, said: str, *, is_new: bool = False) -> Activity:
    party = await people.lock(turn.party)
    activity = await activities.hear(
        party, said, channel=turn.incoming.channel, inbound_id=turn.inbound_id, at=turn.incoming.at
    )
    kept = await keep(turn, activity)
    await notices.message(party, activity, is_new=is_new, attachments=kept)
    return activity


async def _into(ticket: Ticket, turn: Turn, said: str) -> Sequence[Reply]:
    was_closed = ticket.closed_at is not None
    message = await tickets.hear(ticket, said, inbound_id=turn.inbound_id, at=turn.incoming.at)
    kept = await keep(turn, message)
    await notices.ticket_message(ticket, message, turn.party, kept)
    if was_closed:
        return [Reply([text("ticket-reopened-by-you", ticket=str(references.ticket(ticket.id)))], ticket_id=ticket.id)]
    return ()


async def _quoted_ticket(turn: Turn) -> Ticket | None:
    """The ticket of the message that this one quotes: ours, or one of their own."""
    ticket_id: int | None = None
    if turn.quoted is not None:
        ticket_id = turn.quoted.ticket_id
    elif turn.incoming.quotes:
        earlier = await TicketMessage.filter(
            inbound__channel=turn.incoming.channel, inbound__sender=turn.incoming.sender,
            inbound__message_id=turn.incoming.quotes,
        ).first()  # fmt: skip
        ticket_id = earlier.ticket_id if earlier else None
    if ticket_id is None:
        return None
    try:
        return await access.ticket(references.ticket(ticket_id), by=turn.person)
    except access.NotFound:
        return None


async def _named_ticket(turn: Turn, said: str) -> tuple[Ticket, str] | None:
    """The writer's own ticket, when the text begins with its reference and goes on."""
    found = references.split(said)
    if found is None or found[0].kind is not references.RefKind.TICKET:
        return None
    try:
        return await access.ticket(found[0], by=turn.person), found[1]
    except access.NotFound:
        return None


async def _ask_which(turn: Turn, activity: Activity, live: Sequence[Ticket]) -> Sequence[Reply]:
    last = await outbox.latest(turn.person.identity.id)
    if last and _asks_which(last) and turn.now - last.created_at < ASKED_LATELY:
        return ()
    rows = [
        [Choice(text("button-ticket", ticket=str(references.ticket(one.id)), subject=one.subject),
                f"for {references.ticket(one.id)} {activity.id}")]
        for one in live[:8]
    ]  # fmt: skip
    rows.append([Choice(text("button-none-of-these"), "for_none")])
    return [Reply([text("which-ticket")], rows)]


def _asks_which(row: OutboundMessage) -> bool:
    return [text("which-ticket")] == outbox.body(row)


async def _acknowledge(turn: Turn) -> Sequence[Reply]:
    """After a long silence a message is acknowledged; in the midst of a talk with a person, nothing is said."""
    last = await outbox.latest(turn.person.identity.id)
    if last is not None and turn.now - last.created_at < QUIET:
        return ()
    return [Reply([text("received")], greeting(turn).choices)]
