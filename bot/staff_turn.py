"""What a staff member's message becomes: the next step of a conversation, a command, or an answer to a customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import albums, numbers, thanks
from bot.dialogue import Dialogue
from bot.dispatch import Dispatch
from bot.handlers import forwards, imports, inbox
from bot.handlers.basics import main_menu
from bot.incoming import IncomingKind
from bot.reply import BLANK, Choice, Reply, text
from bot.turn import Turn
from crm import access, mentions, people, references
from crm.people import Party
from crm.refusal import Refusal
from storage.models import Activity, OutboundMessage, Ticket, TicketMessage
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
        return _file_unused(turn, await _answer(turn))
    except Refusal as refusal:
        return [Reply([refusal.text])]


async def _answer(turn: Turn) -> Sequence[Reply]:
    if reply := await _note_answered(turn):
        return [reply]
    said = await numbers.chosen(turn) or turn.incoming.text
    dialogue, dispatch = Dialogue(turn), Dispatch(turn)
    pressed = said != turn.incoming.text or turn.incoming.kind is IncomingKind.PRESS
    if pressed and dialogue.is_its_button(said):
        return [await dialogue.press(said)]
    if not pressed and not turn.quoted and (reply := await imports.awaited(turn) or await _brought(turn, dialogue)):
        return [reply]
    if pressed or (said.startswith("/") and not dialogue.is_control(said)):
        return await dialogue.interrupted(await dispatch.run(said) or _unknown(turn, dispatch))
    if reply := await albums.follow(turn):
        return [reply]
    if turn.quoted and (about := await _about(turn, turn.quoted)):
        activity = await _inside(turn.quoted)
        reply = await dispatch.run(said, about=about, activity=activity, exact=True)
        # What is gone (a task that was taken back) was inside as well.
        return [reply or await _pass_on(turn, about, inside=turn.quoted.activity_id is not None)]
    if await dialogue.is_open():
        # What is exactly a command is hardly meant as words for a customer.
        exact = not (await dialogue.searches() and dispatch.takes(said))
        if not dialogue.is_control(said) and (reply := await dispatch.run(said, exact=exact)):
            return await dialogue.interrupted(reply)
        if step := await dialogue.hear(said.removeprefix("/"), media=bool(turn.incoming.media)):
            return [step]
    return [await dispatch.run(said) or await imports.offered(turn) or _unknown(turn, dispatch)]


async def _brought(turn: Turn, dialogue: Dialogue) -> Reply | None:
    """What a customer wrote, forwarded, is put where it belongs; somebody's contact card begins a lead."""
    if forwards.card_of(turn):
        return None if await dialogue.is_open() else await forwards.begin_from_card(turn)
    if not turn.incoming.forwarded or not (turn.incoming.text.strip() or turn.incoming.media):
        return None
    if await dialogue.is_open() and not await forwards.waits(turn):
        return await dialogue.hear(turn.incoming.text, media=bool(turn.incoming.media))
    async with savepoint():
        return await forwards.offer(turn)


async def _note_answered(turn: Turn) -> Reply | None:
    """Quoting a colleague's note answers the colleague: whatever is said then, it stays inside."""
    if turn.quoted is None or turn.incoming.kind is not IncomingKind.MESSAGE or turn.incoming.text.startswith("/"):
        return None
    note = await mentions.delivered(turn.quoted)
    if note is None:
        return None
    on: Ticket | Party
    if isinstance(note, TicketMessage):
        on = await access.ticket(references.ticket(note.ticket_id), by=turn.person)
    else:
        party = await people.party_of(note.lead_id, note.customer_id)
        on = await access.party(references.of(party), by=turn.person)
    async with savepoint():
        return await inbox.annotate(turn, on, turn.incoming.text, answers=note)


async def _pass_on(turn: Turn, about: Ticket | Party, *, inside: bool) -> Reply:
    """Quoting a notice answers the customer; quoting a task or a note stays inside."""
    async with savepoint():
        if inside:
            return await inbox.annotate(turn, about, turn.incoming.text)
        return await inbox.answer(turn, about, turn.incoming.text)


def _file_unused(turn: Turn, replies: Sequence[Reply]) -> Sequence[Reply]:
    """A file that came with a command, or about nobody, went nowhere: its sender is told how it would."""
    if not turn.incoming.media or turn.files_used or not turn.incoming.text:
        return replies
    *others, last = replies
    return [*others, replace(last, body=[*last.body, BLANK, text("file-unused")])]


async def _inside(quoted: OutboundMessage) -> Activity | None:
    """The activity that a message of ours showed: none of a customer's business."""
    return await Activity.get_or_none(id=quoted.activity_id) if quoted.activity_id else None


async def _about(turn: Turn, quoted: OutboundMessage) -> Ticket | Party | None:
    """What a message of ours was about, if this person may (still) see it."""
    if quoted.ticket_id:
        return await access.ticket(references.ticket(quoted.ticket_id), by=turn.person)
    if quoted.lead_id or quoted.customer_id:
        ref = references.customer(quoted.customer_id) if quoted.customer_id else references.lead(quoted.lead_id or 0)
        return await people.current(await access.party(ref, by=turn.person))
    return None


def _unknown(turn: Turn, dispatch: Dispatch) -> Reply:
    if turn.incoming.media and not turn.incoming.text:
        choices = [Choice(text("button-menu"), "menu"), Choice(text("button-help"), "help")]
        return Reply([text("file-unused")], [choices])
    if thanks.greets(turn.incoming.text):
        return main_menu(turn)
    near = dispatch.nearest(turn.incoming.text)
    if near and (mended := dispatch.mended(turn.incoming.text, near)):
        help_ = Choice(text("button-help"), "help")
        choices = [help_] if near.name == "help" else [Choice(mended, mended), help_]
        return Reply([text("unknown-near", usage=mended)], [choices])
    if near:
        usage = turn.usage(near)
        return Reply([text("unknown-near", usage=usage)], [[Choice(text("button-help"), "help")]])
    return Reply([text("unknown")], [[Choice(text("button-menu"), "menu"), Choice(text("button-help"), "help")]])
