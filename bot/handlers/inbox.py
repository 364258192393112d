"""Answering: what the staff write to customers and note for each other, and where a customer's own words go."""

from __future__ import annotations

from bot.reply import Choice, Reply, text
from bot.router import Audience, Commands
from bot.turn import Turn
from crm import activities, people, references, tickets
from crm.people import Party
from storage.models import Customer, Lead, Role, Ticket

commands = Commands()


@commands.command("reply {reference} [{text...}]", least=Role.AGENT, group="tickets")
async def reply(turn: Turn, reference: Ticket | Lead | Customer, text: str | None = None) -> Reply:
    """Answer a ticket's customer, or a lead or customer outside any ticket; without words, ask for them."""
    if text is None:
        return await turn.begin("reply", context={"to": _ref(reference)})
    return await answer(turn, reference, text)


@commands.command("note {reference} [{text...}]", least=Role.AGENT, group="tickets")
async def note(turn: Turn, reference: Ticket | Lead | Customer, text: str | None = None) -> Reply:
    """Write an internal note; without words, ask for them."""
    if text is None:
        return await turn.begin("note", context={"on": _ref(reference)})
    return await annotate(turn, reference, text)


async def answer(turn: Turn, to: Ticket | Party, words: str) -> Reply:
    """Send words to the customer of a ticket, or to a lead or customer, and say that they are on their way."""
    if isinstance(to, Ticket):
        party = await tickets.party(to)
        await tickets.reply(to, words, by=turn.staff, at=turn.now)
        choices = [Choice(text("button-close"), f"close {_ref(to)}"), Choice(text("button-card"), _ref(to))]
        done = text("answered-ticket", name=party.name, ticket=_ref(to))
        return Reply([done], [choices], ticket_id=to.id, **people.about(party))
    party = await people.lock(to)
    await activities.answer(party, words, by=turn.staff, at=turn.now)
    choices = [Choice(text("button-card"), people.reference(party))]
    return Reply([text("answered", name=party.name, ref=people.reference(party))], [choices], **people.about(party))


async def annotate(turn: Turn, on: Ticket | Party, words: str) -> Reply:
    """Keep an internal note on a ticket, a lead or a customer."""
    if isinstance(on, Ticket):
        await tickets.note(on, words, by=turn.staff, at=turn.now)
    else:
        await activities.note(on, words, by=turn.staff, at=turn.now)
    return Reply([text("noted", ref=_ref(on))], [[Choice(text("button-card"), _ref(on))]])


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
