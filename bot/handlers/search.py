"""Searching: people, companies, phones and tickets by a few letters, in either script."""

from __future__ import annotations

from bot.cards import party_card, ticket_card
from bot.fields.base import shorten
from bot.reply import BLANK, Choice, Line, Reply, reference_rows, text
from bot.router import Commands
from bot.turn import Turn
from crm import access, leads, people, references, search, tickets
from crm.people import Party
from crm.refusal import Refusal
from storage.models import Customer, Lead, Role, Ticket

commands = Commands()

PAGE = 8


class NothingToFind(Refusal):
    """The query has no letter and no digit."""

    key = "refusal-nothing-to-find"


@commands.command("find [{text...}]", least=Role.AGENT, group="people")
async def find(turn: Turn, text: str | None = None) -> Reply:
    """Leads, customers and tickets by name, company, phone, e-mail or subject; without words, ask for them."""
    if text is None:
        return await turn.begin("find")
    return await found_by(turn, text)


@commands.command("more {reference} {number} {text...}", least=Role.AGENT, group="buttons", menu=False)
async def more(turn: Turn, reference: Party | Ticket, number: int, text: str) -> Reply:
    """The next page, after the record shown last; `number` says how that one was found."""
    tier, along = divmod(number, 10)
    return await _results(turn, text, search.Place(references.of(reference), tier, along))


async def found_by(turn: Turn, typed: str) -> Reply:
    """What the typed words find; a reference finds its card. Raises NothingToFind."""
    if ref := references.parse(typed):
        if ref.kind is references.RefKind.ACTIVITY:
            activity = await access.activity(ref, by=turn.person)
            return await party_card(await people.party_of(activity.lead_id, activity.customer_id))
        record = await access.find(ref, by=turn.person)
        return await (ticket_card(record) if isinstance(record, Ticket) else party_card(record))
    return await _results(turn, typed, None)


async def _results(turn: Turn, typed: str, after: search.Place | None) -> Reply:
    query, shown = search.shortened(typed), shorten(typed)
    if not query:
        raise NothingToFind()
    page = await search.page(query, by=turn.staff, size=PAGE, after=after)
    if not page.found:
        return Reply([text("find-none", query=shown)], [[Choice(text("button-find-new-lead"), "new_lead")]], edits=True)
    lines: list[Line] = [text("find-title", query=shown), BLANK, *[_line(found) for found in page.found]]
    rows = reference_rows([str(references.of(found)) for found in page.found])
    if page.next:
        rows.append(
            [Choice(text("button-more"), f"more {page.next.ref} {page.next.tier * 10 + page.next.along} {query}")]
        )
    return Reply(lines, rows, edits=True)


def _line(found: search.Found) -> Line:
    ref = str(references.of(found))
    match found:
        case Ticket():
            return text("find-ticket", ref=ref, subject=found.subject, status=tickets.status_text(found.status))
        case Lead():
            said = text("find-lead", ref=ref, name=found.name, status=leads.status_text(found.status))
        case Customer():
            said = text("find-customer", ref=ref, name=found.name)
    known = [each for each in (found.company, found.phone) if each]
    return text("find-known", line=said, known=known) if known else said
