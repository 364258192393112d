"""Leads and customers: lists, cards, and the way of a lead to a customer, or to nothing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import converted_card, party_card
from bot.fields import FieldError
from bot.fields.details import REASON
from bot.reply import BLANK, Choice, Line, Reply, Text, reference_rows, text
from bot.router import Commands
from bot.turn import Turn
from crm import leads, parties, people, references
from crm.access import SEES_ALL
from crm.people import Party
from crm.timeline import Position
from storage.models import Customer, Lead, LeadStatus, Role

commands = Commands()

PAGE = 8


@commands.command("leads [{lead_status}] [{number}]", least=Role.AGENT, group="people")
async def list_leads(turn: Turn, lead_status: LeadStatus | None = None, number: int | None = None) -> Reply:
    """The leads of a status, or the open ones, newest first; `number` is the id below which the page begins."""
    staff = turn.staff
    found = await leads.listed(
        staff, sees_all=staff.role in SEES_ALL, before=number, limit=PAGE + 1, status=lead_status
    )
    if not found:
        none = text("leads-none-of", status=leads.status_text(lead_status)) if lead_status else text("leads-none")
        return Reply([none], [[Choice(text("button-new-lead"), "new_lead")]], edits=True)
    shown = found[:PAGE]
    lines: list[Line] = [text("leads-title"), *[_lead_line(lead) for lead in shown]]
    rows = _buttons(shown)
    if len(found) > PAGE:
        words = f"leads {lead_status.value}" if lead_status else "leads"
        rows.append([Choice(text("button-more"), f"{words} {shown[-1].id}")])
    return Reply(lines, rows, edits=True)


@commands.command("customers [{number}]", least=Role.AGENT, group="people")
async def list_customers(turn: Turn, number: int | None = None) -> Reply:
    """The customers that one may see, newest first; `number` is the id below which the page begins."""
    staff = turn.staff
    found = await parties.customers(staff, sees_all=staff.role in SEES_ALL, before=number, limit=PAGE + 1)
    if not found:
        return Reply([text("customers-none")], edits=True)
    shown = found[:PAGE]
    lines: list[Line] = [text("customers-title")]
    lines += [
        text("customers-line", ref=people.reference(one), name=one.name, owner=_owner(one), at=one.created_at)
        for one in shown
    ]
    rows = _buttons(shown)
    if len(found) > PAGE:
        rows.append([Choice(text("button-more"), f"customers {shown[-1].id}")])
    return Reply(lines, rows, edits=True)


@commands.command("mine [{place}]", least=Role.AGENT, group="people")
async def list_mine(turn: Turn, place: tuple[int, ...] | None = None) -> Reply:
    """One's own leads and customers, by when something last happened; `place` is where the page begins."""
    before = _position(place) if place else None
    found = await parties.mine(turn.staff, limit=PAGE + 1, before=before)
    if not found:
        return Reply([text("mine-none")], [[Choice(text("button-new-lead"), "new_lead")]], edits=True)
    shown = found[:PAGE]
    lines: list[Line] = [text("mine-title"), *[_mine_line(party, position) for position, party in shown]]
    rows = _buttons([party for _, party in shown])
    if len(found) > PAGE:
        rows.append([Choice(text("button-more"), f"mine >{shown[-1][0]}")])
    return Reply(lines, rows, edits=True)


@commands.command("{lead}", least=Role.AGENT, group="people")
async def show_lead(turn: Turn, lead: Lead) -> Reply:
    """A lead's card."""
    return await (converted_card(lead) if lead.customer_id else party_card(lead))


@commands.command("{customer}", least=Role.AGENT, group="people")
async def show_customer(turn: Turn, customer: Customer) -> Reply:
    """A customer's card."""
    return await party_card(customer)


@commands.command("qualify {lead}", least=Role.AGENT, group="people")
async def qualify(turn: Turn, lead: Lead) -> Reply:
    """A lead is worth the work; one that was lost is open again."""
    lead = await leads.move(lead, to=LeadStatus.QUALIFIED, by=turn.staff, at=turn.now)
    ref = _ref(lead)
    choices = [Choice(text("button-convert"), f"convert {ref}"), Choice(text("button-card"), ref)]
    return Reply([text("lead-qualified", lead=ref, name=lead.name)], [choices], lead_id=lead.id)


@commands.command("lost {lead} [{words:text...}]", least=Role.AGENT, group="people")
async def lost(turn: Turn, lead: Lead, words: str | None = None) -> Reply:
    """Nothing came of a lead; without a reason, ask for it."""
    if words is not None:
        try:
            return await lose(turn, lead, REASON.read(words, turn.vocabulary))
        except FieldError as error:
            return Reply([error.text], lead_id=lead.id)
    leads.check(lead, to=LeadStatus.LOST)
    return await turn.begin("lost", context={"of": _ref(lead)})


async def lose(turn: Turn, lead: Lead, reason: str) -> Reply:
    """The lead is lost, for a reason that is kept with it."""
    lead = await leads.move(lead, to=LeadStatus.LOST, by=turn.staff, at=turn.now, reason=reason)
    ref = _ref(lead)
    done = text("lead-lost", lead=ref, name=lead.name, reason=leads.reason_text(reason))
    choices = [Choice(text("button-qualify-again"), f"qualify {ref}"), Choice(text("button-card"), ref)]
    return Reply([done], [choices], lead_id=lead.id)


@commands.command("convert {lead} [{customer}]", least=Role.AGENT, group="people")
async def convert(turn: Turn, lead: Lead, customer: Customer | None = None) -> Reply:
    """Make a lead a customer; where a customer has that phone, offer to put them together."""
    try:
        made = await leads.convert(lead, by=turn.staff, at=turn.now, into=customer)
    except leads.PhoneTaken as taken:
        ref = str(references.customer(taken.customer.id))
        return Reply(
            [taken.text],
            [[Choice(text("button-merge", customer=ref), f"convert {_ref(lead)} {ref}")], [Choice(ref, ref)]],
            lead_id=lead.id,
        )
    ref = people.reference(made)
    card = await party_card(made)
    done = text("lead-merged" if customer else "lead-converted", lead=_ref(lead), customer=ref, name=made.name)
    return Reply([done, BLANK, *card.body], card.choices, customer_id=made.id)


def _lead_line(lead: Lead) -> Text:
    return text(
        "leads-line", ref=_ref(lead), name=lead.name, status=leads.status_text(lead.status), owner=_owner(lead),
        at=lead.created_at,
    )  # fmt: skip


def _mine_line(party: Party, position: Position) -> Text:
    ref = people.reference(party)
    if isinstance(party, Lead):
        return text("mine-lead", ref=ref, name=party.name, status=leads.status_text(party.status), at=position.at)
    return text("mine-customer", ref=ref, name=party.name, at=position.at)


def _position(place: tuple[int, ...]) -> Position | None:
    """Where a page begins; a place that is none begins at the top."""
    try:
        return Position.read(".".join(map(str, place)))
    except ValueError:
        return None


def _owner(party: Party) -> Text:
    return text("leads-owner", name=party.owner.name) if party.owner else text("leads-nobody")


def _buttons(shown: Sequence[Party]) -> list[Sequence[Choice]]:
    return reference_rows([people.reference(one) for one in shown])


def _ref(lead: Lead) -> str:
    return str(references.lead(lead.id))
