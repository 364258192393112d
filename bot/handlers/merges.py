"""Merging: what is one person, or one ticket, becomes one; shown before it happens, and taken back while it can be."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reply import BLANK, Choice, Line, Reply, text
from bot.router import Audience, Commands
from bot.turn import Turn
from crm import access, leads, merges, people, references, ticket_merges, tickets
from crm.people import Party
from storage.models import ChannelName, Customer, Lead, Role, Staff, Ticket, TicketMessage, TicketStatus

commands = Commands()


@commands.command("merge {reference} {other:second} [{yes_no}]", least=Role.AGENT, group="people")
async def merge(
    turn: Turn, reference: Ticket | Party, other: Ticket | Party, yes_no: bool | None = None
) -> Reply:  # fmt: skip
    """Show what merging the second into the first would do; with *yes*, do it."""
    match reference, other:
        case Ticket(), Ticket():
            return await _tickets(turn, reference, other, yes_no)
        case ((Lead() | Customer()), (Lead() | Customer())):
            return await _people(turn, await people.current(reference), await people.current(other), yes_no)
    raise merges.DifferentKinds()


@commands.command("unmerge {person} [{number}]", least=Role.MANAGER, group="people")
async def unmerge(turn: Turn, person: Lead | Customer, number: int | None = None) -> Reply:
    """Show which merge would be taken back; with its number, as the button says it, do it."""
    ref = people.reference(person)
    if number is not None:
        kept, gone = await merges.undo(number, person, by=turn.staff, at=turn.now)
        args = {"gone": people.reference(gone), "name": gone.name, "kept": people.reference(kept)}
        return Reply([text("unmerged", **args)], [[_open(gone), _open(kept)]], edits=True, **people.about(gone))
    found = await merges.latest(person, at=turn.now)
    kept, gone = await merges.of(found)
    by = text("merge-by", name=found.author.name) if found.author else text("merge-by-number")
    lines: list[Line] = [
        text("unmerge-ask", gone=people.reference(gone), name=gone.name, kept=ref),
        text("unmerge-when", at=found.at, by=by),
        text("unmerge-how", gone=people.reference(gone), kept=ref),
    ]
    choices = [Choice(text("button-unmerge"), f"unmerge {ref} {found.id}"), Choice(text("button-leave"), ref)]
    return Reply(lines, [choices], edits=True, **people.about(kept))


@commands.command("link", least=Audience.CUSTOMER, group="general")
async def link(turn: Turn) -> Reply:
    """Tell a customer how to share their own number, so that both channels know them."""
    on_telegram = turn.incoming.channel is ChannelName.TELEGRAM
    return Reply([text("link-telegram") if on_telegram else text("link-whatsapp")])


def thanks(phone: str, *, found: bool) -> Reply:
    """To a customer who shared their own number."""
    lines = [text("link-found" if found else "link-kept", phone=phone)]
    choices = [[Choice(text("button-open-ticket"), "open"), Choice(text("button-my-tickets"), "my_tickets")]]
    return Reply(lines, choices)


async def _people(turn: Turn, kept: Party, gone: Party, yes: bool | None) -> Reply:
    if references.of(kept) == references.of(gone):
        raise merges.SameRecord(ref=people.reference(kept))
    if yes is False:
        return _left(kept, gone)
    match kept, gone:
        case Lead(), Customer():
            return await _conversion(turn, kept, gone, yes)
        case Customer(), Lead():
            return await _conversion(turn, gone, kept, yes)
    access.check_merges_people(turn.staff)
    ours, theirs = people.reference(kept), people.reference(gone)
    if not yes:
        lines: list[Line] = [text("merge-ask", gone=theirs, kept=ours)]
        lines += [BLANK, text("merge-stays"), *await _person(kept)]
        lines += [BLANK, text("merge-goes"), *await _person(gone)]
        lines += [BLANK, text("merge-how", kept=ours, days=merges.REVERSIBLE.days)]
        return Reply(lines, _choices(ours, theirs), edits=True, **people.about(kept))
    made = await merges.merge(kept, gone, by=turn.staff, at=turn.now)
    done = text("merged", gone=theirs, kept=ours, name=kept.name)
    choices = [Choice(text("button-card"), ours), Choice(text("button-unmerge"), f"unmerge {ours} {made.id}")]
    return Reply([done], [choices], edits=True, **people.about(kept))


async def _conversion(turn: Turn, lead: Lead, customer: Customer, yes: bool | None) -> Reply:
    """A lead and a customer become one as ever: the lead is converted."""
    ref, into = people.reference(lead), people.reference(customer)
    if yes:
        made = await leads.convert(lead, by=turn.staff, at=turn.now, into=customer)
        done = text("lead-merged", lead=ref, customer=into, name=made.name)
        return Reply([done], [[Choice(text("button-card"), into)]], edits=True, customer_id=made.id)
    lines: list[Line] = [text("merge-ask", gone=ref, kept=into)]
    lines += [BLANK, text("merge-stays"), *await _person(customer)]
    lines += [BLANK, text("merge-goes"), *await _person(lead)]
    lines += [BLANK, text("merge-converts")]
    choices = [Choice(text("button-merge-two"), f"merge {into} {ref} yes"), _no(into, ref)]
    return Reply(lines, [choices], edits=True, customer_id=customer.id)


async def _tickets(turn: Turn, kept: Ticket, gone: Ticket, yes: bool | None) -> Reply:
    ours, theirs = (str(references.of(one)) for one in (kept, gone))
    if ours == theirs:
        raise merges.SameRecord(ref=ours)
    if yes is False:
        return _left(kept, gone)
    party = await ticket_merges.owner(kept, gone)
    if yes:
        await ticket_merges.merge(kept, gone, by=turn.staff, at=turn.now)
        done = text("tickets-merged", gone=theirs, kept=ours, subject=kept.subject)
        choices = [[Choice(text("button-card"), ours)]]
        return Reply([done], choices, edits=True, ticket_id=kept.id, **people.about(party))
    lines: list[Line] = [text("merge-ask", gone=theirs, kept=ours)]
    lines += [BLANK, text("merge-ticket-stays"), *await _ticket(kept)]
    lines += [BLANK, text("merge-ticket-goes"), *await _ticket(gone)]
    # The customer of one that is closed has nothing to hear.
    told = gone.status is not TicketStatus.CLOSED
    how = text("merge-ticket-how", gone=theirs, kept=ours)
    lines += [BLANK, how if told else text("merge-ticket-how-closed", gone=theirs, kept=ours)]
    return Reply(lines, _choices(ours, theirs), edits=True, ticket_id=kept.id, **people.about(party))


async def _person(party: Party) -> Sequence[Line]:
    """Somebody with what hangs on them."""
    lines: list[Line] = [text("card-person", name=party.name, ref=people.reference(party))]
    if party.phone:
        lines.append(text("card-phone", phone=party.phone))
    if party.company:
        lines.append(text("card-company", company=party.company))
    if party.owner_id:
        lines.append(text("card-owner", name=(await Staff.get(id=party.owner_id)).name))
    held = await merges.holdings(party)
    counts = [
        (held.activities, text("merge-count-activities", count=held.activities)),
        (held.tickets, text("merge-count-tickets", count=held.tickets)),
        (held.messages, text("merge-count-messages", count=held.messages)),
        (held.addresses, text("merge-count-addresses", count=held.addresses)),
    ]
    some = [said for count, said in counts if count]
    return [*lines, text("merge-holds", counts=some) if some else text("merge-holds-nothing")]


async def _ticket(ticket: Ticket) -> Sequence[Line]:
    assignee = await tickets.assignee(ticket)
    status = text(
        "card-ticket-status", status=tickets.status_text(ticket.status),
        priority=tickets.priority_text(ticket.priority),
    )  # fmt: skip
    said = await TicketMessage.filter(ticket_id=ticket.id).count()
    return [
        text("card-ticket", ticket=str(references.of(ticket)), subject=ticket.subject),
        status,
        text("card-assignee", name=assignee.name) if assignee else text("card-unassigned"),
        text("merge-holds", counts=[text("merge-count-said", count=said)]),
    ]


def _left(kept: Ticket | Party, gone: Ticket | Party) -> Reply:
    return Reply([text("merge-left")], [[_open(kept), _open(gone)]], edits=True)


def _choices(kept: str, gone: str) -> list[list[Choice]]:
    return [
        [Choice(text("button-merge-two"), f"merge {kept} {gone} yes"), _no(kept, gone)],
        [Choice(text("button-merge-turned"), f"merge {gone} {kept}")],
    ]


def _no(kept: str, gone: str) -> Choice:
    return Choice(text("button-leave"), f"merge {kept} {gone} no")


def _open(record: Ticket | Party) -> Choice:
    ref = str(references.of(record))
    return Choice(text("button-open", ref=ref), ref)
