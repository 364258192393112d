"""Answering: what the staff write to customers and note for each other, and where a customer's own words go."""

from __future__ import annotations

from dataclasses import replace

from bot import attachments
from bot.reply import Choice, Reply, Text, text
from bot.router import Audience, Commands
from bot.turn import Turn
from crm import activities, mentions, people, references, saved_replies, tickets
from crm.mentions import Note
from crm.people import Party
from storage.models import Customer, Lead, Role, Ticket

commands = Commands()


@commands.command("reply {reference} [{text...}]", least=Role.AGENT, group="tickets")
async def reply(turn: Turn, reference: Ticket | Lead | Customer, text: str | None = None) -> Reply:
    """Answer a ticket's customer, or a lead or customer outside any ticket; without words, ask for them."""
    if text is None and not turn.incoming.media:
        question = await turn.begin("reply", context={"to": _ref(reference)})
        if not await saved_replies.exist():
            return question
        saved = [Choice(Text("button-saved"), f"saved {_ref(reference)}")]
        return replace(question, choices=[saved, *question.choices])
    return await answer(turn, reference, text or "")


@commands.command("note {reference} [{text...}]", least=Role.AGENT, group="tickets")
async def note(turn: Turn, reference: Ticket | Lead | Customer, text: str | None = None) -> Reply:
    """Write an internal note; without words, ask for them."""
    if text is None and not turn.incoming.media:
        return await turn.begin("note", context={"on": _ref(reference)})
    return await annotate(turn, reference, text or "")


@commands.command("answer_note {reference} {number}", least=Role.AGENT, group="buttons", menu=False)
async def answer_note(turn: Turn, reference: Ticket | Lead | Customer, number: int) -> Reply:
    """Ask for words that answer a colleague's note, inside; `number` is the note's id."""
    await mentions.of(reference, number)
    return await turn.begin("note", context={"on": _ref(reference), "answers": str(number)})


async def answer(turn: Turn, to: Ticket | Party, words: str) -> Reply:
    """Send words, and what came with them, to the customer of a ticket, or to a lead or customer."""
    party = await (tickets.party(to) if isinstance(to, Ticket) else people.lock(to))
    files, problems = await attachments.taken(turn, words, party)
    if isinstance(to, Ticket):
        await tickets.reply(to, words, by=turn.staff, at=turn.now, attached=files)
        choices = [Choice(text("button-close"), f"close {_ref(to)}"), Choice(text("button-card"), _ref(to))]
        done = text("answered-ticket", name=party.name, ticket=_ref(to))
        return Reply([done, *problems], [choices], ticket_id=to.id, **people.about(party))
    await activities.answer(party, words, by=turn.staff, at=turn.now, attached=files)
    choices = [Choice(text("button-card"), people.reference(party))]
    done = text("answered", name=party.name, ref=people.reference(party))
    return Reply([done, *problems], [choices], **people.about(party))


async def annotate(turn: Turn, on: Ticket | Party, words: str, *, answers: Note | None = None) -> Reply:
    """Keep an internal note, and what came with it, on a ticket, a lead or a customer; it may answer another note."""
    files, problems = await attachments.taken(turn, words)
    if isinstance(on, Ticket):
        note: Note = await tickets.note(on, words, by=turn.staff, at=turn.now, attached=files, answers=answers)
    else:
        note = await activities.note(on, words, by=turn.staff, at=turn.now, attached=files, answers=answers)
    told = await mentions.told(note)
    passed_on = [text("note-passed-on", names=told)] if told else []
    return Reply([text("noted", ref=_ref(on)), *passed_on, *problems], [[Choice(text("button-card"), _ref(on))]])


@commands.command("for {ticket} {number}", least=Audience.CUSTOMER, group="buttons", menu=False)
async def put_into_ticket(turn: Turn, ticket: Ticket, number: int) -> Reply:
    """A customer says which of their tickets a message was about; `number` is the activity's id."""
    await activities.file(number, ticket, party=turn.party)
    return Reply([text("filed", ticket=_ref(ticket), subject=ticket.subject)], ticket_id=ticket.id, edits=True)


@commands.command("for_none", least=Audience.CUSTOMER, group="buttons", menu=False)
async def leave_as_message(turn: Turn) -> Reply:
    """A customer says that their message was about none of their tickets."""
    return Reply([text("filed-nowhere")], edits=True)


def _ref(record: Ticket | Party) -> str:
    return str(references.of(record))
