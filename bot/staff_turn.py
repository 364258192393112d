"""What a staff member's message becomes: the next step of a conversation, a command, or an answer to a customer."""

from __future__ import annotations

from collections.abc import Sequence

from bot import numbers
from bot.dialogue import Dialogue
from bot.dispatch import Dispatch
from bot.handlers import inbox
from bot.incoming import IncomingKind
from bot.reply import Choice, Reply, text
from bot.turn import Turn
from crm import access, people, references
from crm.people import Party
from crm.refusal import Refusal
from storage.models import OutboundMessage, Ticket
from storage.transactions import savepoint


async def answer(turn: Turn) -> Sequence[Reply]:
    """Everything that this message brings about; a refusal undoes it and becomes the reply."""
    if turn.incoming.kind in (IncomingKind.BLOCKED, IncomingKind.UNBLOCKED):
        return ()
    if turn.incoming.edited:
        return [Reply([text("edit-unread")])]
    try:
        if not turn.staff.active:
            raise access.Suspended()
        return await _answer(turn)
    except Refusal as refusal:
        return [Reply([refusal.text])]


async def _answer(turn: Turn) -> Sequence[Reply]:
    said = await numbers.chosen(turn) or turn.incoming.text
    dialogue, dispatch = Dialogue(turn), Dispatch(turn)
    pressed = said != turn.incoming.text or turn.incoming.kind is IncomingKind.PRESS
    if pressed and dialogue.is_its_button(said):
        return [await dialogue.press(said)]
    if pressed or (said.startswith("/") and not dialogue.is_control(said)):
        return await dialogue.interrupted(await dispatch.run(said) or _unknown(turn, dispatch))
    if turn.quoted and (about := await _about(turn, turn.quoted)):
        return [await dispatch.run(said, about=about, exact=True) or await _pass_on(turn, about)]
    if await dialogue.is_open():
        # What is exactly a command is hardly meant as words for a customer.
        if not dialogue.is_control(said) and (reply := await dispatch.run(said, exact=True)):
            return await dialogue.interrupted(reply)
        if step := await dialogue.hear(said.removeprefix("/"), media=bool(turn.incoming.media)):
            return [step]
    return [await dispatch.run(said) or _unknown(turn, dispatch)]


async def _pass_on(turn: Turn, about: Ticket | Party) -> Reply:
    """Quoting a notice answers the customer."""
    if not turn.incoming.text:
        return Reply([text("answer-words-only")])
    async with savepoint():
        return await inbox.answer(turn, about, turn.incoming.text)


async def _about(turn: Turn, quoted: OutboundMessage) -> Ticket | Party | None:
    """What a message of ours was about, if this person may (still) see it."""
    if quoted.ticket_id:
        return await access.ticket(references.ticket(quoted.ticket_id), by=turn.person)
    if quoted.lead_id or quoted.customer_id:
        party = await people.party_of(quoted.lead_id, quoted.customer_id)
        return await access.party(references.of(party), by=turn.person)
    return None


def _unknown(turn: Turn, dispatch: Dispatch) -> Reply:
    near = dispatch.nearest(turn.incoming.text)
    if near and (mended := dispatch.mended(turn.incoming.text, near)):
        help_ = Choice(text("button-help"), "help")
        return Reply([text("unknown-near", usage=mended)], [[Choice(mended, mended), help_]])
    if near:
        usage = turn.usage(near)
        return Reply([text("unknown-near", usage=usage)], [[Choice(text("button-help"), "help")]])
    return Reply([text("unknown")], [[Choice(text("button-menu"), "menu"), Choice(text("button-help"), "help")]])
