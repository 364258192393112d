"""Leads and customers: lists, cards, and the conversion."""

from __future__ import annotations

from bot.cards import converted_card, party_card
from bot.reply import BLANK, Choice, Line, Reply, text
from bot.router import Commands
from bot.turn import Turn
from crm import leads, people, references
from crm.access import SEES_ALL
from storage.models import Customer, Lead, Role

commands = Commands()

PAGE = 8


@commands.command("leads [{number}]", least=Role.AGENT, group="people")
async def list_leads(turn: Turn, number: int | None = None) -> Reply:
    """The open leads that one may see, newest first; `number` is the id below which the page begins."""
    staff = turn.staff
    found = await leads.listed(staff, sees_all=staff.role in SEES_ALL, before=number, limit=PAGE + 1)
    if not found:
        return Reply([text("leads-none")], edits=True)
    shown, more = found[:PAGE], len(found) > PAGE
    lines: list[Line] = [text("leads-title")]
    for lead in shown:
        owner = text("leads-owner", name=lead.owner.name) if lead.owner else text("leads-nobody")
        lines.append(
            text(
                "leads-line", ref=_ref(lead), name=lead.name, status=leads.status_text(lead.status), owner=owner,
                at=lead.created_at,
            )
        )  # fmt: skip
    rows = [[Choice(_ref(lead), _ref(lead)) for lead in shown[i : i + 4]] for i in range(0, len(shown), 4)]
    if more:
        rows.append([Choice(text("button-more"), f"leads {shown[-1].id}")])
    return Reply(lines, rows, edits=True)


@commands.command("{lead}", least=Role.AGENT, group="people")
async def show_lead(turn: Turn, lead: Lead) -> Reply:
    """A lead's card."""
    return await (converted_card(lead) if lead.customer_id else party_card(lead))


@commands.command("{customer}", least=Role.AGENT, group="people")
async def show_customer(turn: Turn, customer: Customer) -> Reply:
    """A customer's card."""
    return await party_card(customer)


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


def _ref(lead: Lead) -> str:
    return str(references.lead(lead.id))
