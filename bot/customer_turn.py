"""Where a customer's or lead's message goes.

A quoted ticket message: that ticket. Text that begins with their own `T45`: that ticket. An open conversation: its
next step. One open ticket: its thread. Several: they are asked which. None: an activity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from tortoise.expressions import Q

from bot import absence, afterwards, numbers
from bot.attachments import keep, refusals
from bot.dialogue import Dialogue
from bot.dispatch import Dispatch
from bot.handlers.basics import CUSTOMER_CHOICES, greeting, main_menu
from bot.handlers.merges import thanks
from bot.incoming import IncomingKind
from bot.misses import missed, understood, unknown
from bot.reply import Choice, Reply, text
from bot.turn import Turn
from crm import access, activities, linking, notices, references, tickets
from crm.refusal import Refusal
from storage import outlog
from storage.models import Activity, OutboundMessage, Ticket, TicketMessage

ASKED_LATELY = timedelta(minutes=15)
"""How long the question "which ticket?" stands, so that a burst of messages is asked about once."""

QUIET = timedelta(hours=12)
"""After how long a silence a message outside any ticket is acknowledged again."""


async def answer(turn: Turn) -> Sequence[Reply]:
    """Everything that this message brings about; a refusal undoes it and becomes the reply."""
    incoming = turn.incoming
    if incoming.kind in (IncomingKind.BLOCKED, IncomingKind.UNBLOCKED):
        return ()
    if incoming.edited:
        return await _edited(turn)
    said = await numbers.chosen(turn) or incoming.text
    pressed = said != incoming.text or incoming.kind is IncomingKind.PRESS
    try:
        misses = turn.person.identity.misses
        replies = await (_pressed(turn, said) if pressed else _written(turn, said))
        if turn.person.identity.misses == misses:
            await understood(turn)
        problems = refusals(turn) if incoming.media else ()
        return [*replies, Reply(problems)] if problems else replies
    except Refusal as refusal:
        return [Reply([refusal.text])]


async def _pressed(turn: Turn, said: str) -> Sequence[Reply]:
    dialogue = Dialogue(turn)
    if dialogue.is_its_button(said):
        return await _step(turn, dialogue, await dialogue.press(said))
    return await dialogue.interrupted(await Dispatch(turn).run(said) or main_menu(turn))


async def _written(turn: Turn, said: str) -> Sequence[Reply]:
    if turn.incoming.own_number:
        return await _own_number(turn, turn.incoming.own_number, said)
    if reply := await Dispatch(turn).urgent(said):
        return [reply]
    if turn.person.is_new:
        return await _first_message(turn, said)
    if ticket := await _quoted_ticket(turn):
        return await _into(ticket, turn, said)
    if named := await _named_ticket(turn, said):
        return await _into(named[0], turn, named[1])
    media, dialogue = bool(turn.incoming.media), Dialogue(turn)
    in_form = await dialogue.is_open()
    if in_form and media:
        return await _file_amid(turn, said, dialogue)
    # What is exactly a command is hardly meant as an answer.
    if not media and not (in_form and dialogue.is_control(said)):
        reply = await Dispatch(turn).run(said, exact=True)
        if reply:
            return await dialogue.interrupted(reply) if in_form else [reply]
    if in_form and (step := await dialogue.hear(said.removeprefix("/"))):
        return await _step(turn, dialogue, step)
    replies = await _kept(turn, said)
    if said.startswith("/") and not media:
        # It was meant for the machine, which knows no such command.
        offer = await missed(turn)
        return [*replies, *(offer or ([] if replies else [unknown()]))]
    return replies


async def _step(turn: Turn, dialogue: Dialogue, step: Reply) -> Sequence[Reply]:
    """The next question; after several answers that were none, with the offer of a person."""
    return [step, *(await missed(turn) if dialogue.refused else ())]


async def _kept(turn: Turn, said: str) -> Sequence[Reply]:
    """Words for a person go to the writer's open ticket, or on record."""
    live = await tickets.of_party(turn.party, live=True)
    if len(live) == 1:
        return await _into(live[0], turn, said)
    activity = await _log(turn, said)
    return await absence.told(turn, await (_ask_which(turn, activity, live) if live else _acknowledge(turn)))


async def _first_message(turn: Turn, said: str) -> Sequence[Reply]:
    if said.startswith("/start"):
        await notices.arrived(turn.party)
        return [main_menu(turn)]
    await _log(turn, said, is_new=True)
    return await absence.told(turn, [greeting(turn)])


async def _file_amid(turn: Turn, said: str, dialogue: Dialogue) -> Sequence[Reply]:
    """A file in the middle of a conversation is kept as a message; its caption is the answer, if it has one."""
    await _log(turn, said)
    step = await dialogue.hear(said, media=True)
    return [replace(step, body=[text("file-kept"), *step.body])] if step else ()


async def _edited(turn: Turn) -> Sequence[Reply]:
    """A message that was changed: on record again where it was, as it reads now; as an answer it stands as it was."""
    incoming = turn.incoming
    earlier = Q(inbound__channel=incoming.channel, inbound__sender=incoming.sender)
    earlier &= Q(inbound__message_id=incoming.message_id)
    in_thread = await TicketMessage.filter(earlier).select_related("ticket").first()
    words = f"✏️ {incoming.text}"
    if in_thread is not None:
        return await _into(in_thread.ticket, turn, words)
    if await Activity.filter(earlier).exists():
        await _log(turn, words)
        return ()
    return [Reply([text("edit-unread")])]


async def _own_number(turn: Turn, phone: str, said: str) -> Sequence[Reply]:
    """They shared their own number, and their channel vouches for it: whoever is on record with it is them."""
    linked = await linking.share(turn.person, phone, at=turn.now)
    if turn.person.is_new and not linked.found:
        return await _first_message(turn, said)
    if linked.found:
        activity = await activities.hear(
            turn.party, said, channel=turn.incoming.channel, inbound_id=turn.inbound_id, at=turn.incoming.at
        )
        await keep(turn, activity)
    else:
        await _log(turn, said)
    return await Dialogue(turn).interrupted(thanks(phone, found=linked.found))


async def _log(turn: Turn, said: str, *, is_new: bool = False) -> Activity:
    # The writer's identity is locked by this turn: no conversion passes it.
    party = turn.party
    activity = await activities.hear(
        party, said, channel=turn.incoming.channel, inbound_id=turn.inbound_id, at=turn.incoming.at
    )
    kept = await keep(turn, activity)
    await notices.message(party, activity, is_new=is_new, attachments=kept)
    return activity


async def _into(ticket: Ticket, turn: Turn, said: str) -> Sequence[Reply]:
    if (replies := await afterwards.heard(ticket, turn, said)) is not None:
        return replies
    was_closed = ticket.closed_at is not None
    message = await tickets.hear(ticket, said, inbound_id=turn.inbound_id, at=turn.incoming.at)
    kept = await keep(turn, message)
    await notices.ticket_message(ticket, message, turn.party, kept, reopened=was_closed)
    ref = str(references.ticket(ticket.id))
    reopened = [Reply([text("ticket-reopened-by-you", ticket=ref)], ticket_id=ticket.id)] if was_closed else []
    return await absence.told(turn, reopened)


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
    last = await outlog.latest(turn.person.identity.id)
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
    return [text("which-ticket")] == outlog.body(row)


async def _acknowledge(turn: Turn) -> Sequence[Reply]:
    """After a long silence a message is acknowledged; in the midst of a talk with a person, nothing is said."""
    last = await outlog.latest(turn.person.identity.id)
    if last is not None and turn.now - last.created_at < QUIET:
        return ()
    return [Reply([text("received")], CUSTOMER_CHOICES)]
