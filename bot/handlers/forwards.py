"""Forwards: a customer's message that a rep forwards is put where it belongs, and a contact card begins a lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.cards import party_card
from bot.conversations.engine import OVER
from bot.conversations.form import CANCEL
from bot.fields import PHONE, FieldError
from bot.handlers.details import begin_lead
from bot.reply import BLANK, Choice, Reply, text
from bot.router import Commands
from bot.turn import Turn
from crm import leads, parties, people, search
from crm.access import SEES_ALL
from crm.people import Party
from storage.models import AttachmentKind, Customer, Lead, Progress, Role

commands = Commands()

FORM = "forwarded"
"""The conversation that holds the words until it is said whose they are."""

OFFERED = 8
"""Leads and customers that are offered."""

_NOT_NOW = f":{FORM}.to {CANCEL}"
"""What the form's own button says."""

LONGEST_NAME = 20
"""Characters of a name on a button."""

LONGEST = 4000
"""Characters of what is kept."""


async def offer(turn: Turn) -> Reply:
    """Ask whose the forwarded words are; several forwarded in a row are kept together."""
    words = "\n".join(part for part in (await _kept(turn), turn.incoming.text.strip()) if part)
    return await _ask(turn, words[:LONGEST], await _likely(turn))


async def look_up(turn: Turn, typed: str, words: str) -> Reply:
    """Ask again, with whom the name that was typed finds."""
    page = await search.page(search.shortened(typed), by=turn.staff, size=OFFERED)
    found = [one for one in page.found if isinstance(one, Lead | Customer)]
    reply = await _ask(turn, words, found)
    return reply if found else replace(reply, body=[text("forwarded-nobody", query=typed), BLANK, *reply.body])


async def _ask(turn: Turn, words: str, offered: Sequence[Party]) -> Reply:
    reply = await turn.begin(FORM, context={"text": words})
    rows = [[_whose(one) for one in offered[i : i + 2]] for i in range(0, len(offered), 2)]
    rows.append([Choice(text("button-new-lead"), "file_new"), Choice(text("button-not-now"), _NOT_NOW)])
    return replace(reply, choices=rows)


@commands.command("file_under {person}", least=Role.AGENT, group="buttons", menu=False)
async def file_under(turn: Turn, person: Lead | Customer) -> Reply:
    """The forwarded words are this one's."""
    words = await _kept(turn)
    if not words:
        return Reply([OVER])
    await parties.forwarded(person, words, channel=turn.incoming.channel, by=turn.staff, at=turn.now)
    await turn.leave()
    card = await party_card(await people.current(person))
    ref = people.reference(await people.current(person))
    return Reply([text("forwarded-kept", ref=ref), BLANK, *card.body], card.choices, **people.about(person))


@commands.command("file_new", least=Role.AGENT, group="buttons", menu=False)
async def file_new(turn: Turn) -> Reply:
    """The forwarded words are of somebody new: a lead is begun with them as its note."""
    words = await _kept(turn)
    return await begin_lead(turn, note=words) if words else Reply([OVER])


def card_of(turn: Turn) -> bool:
    """Whether somebody else's card came from the phone's address book."""
    return turn.incoming.own_number is None and any(item.kind is AttachmentKind.CONTACT for item in turn.incoming.media)


async def begin_from_card(turn: Turn) -> Reply:
    """Begin a new lead with what is on the card."""
    card = next(item for item in turn.incoming.media if item.kind is AttachmentKind.CONTACT)
    turn.files_used = True
    details = card.details or {}
    try:
        phone = PHONE.read(str(details.get("phone") or ""), turn.vocabulary)
    except FieldError:
        phone = None
    name = " ".join(str(details.get("name") or "").split())
    reply = await begin_lead(turn, name=name, phone=phone)
    return reply if details else replace(reply, body=[text("card-unread"), BLANK, *reply.body])


async def waits(turn: Turn) -> bool:
    """Whether forwarded words wait for somebody to say whose they are."""
    return bool(await _kept(turn))


async def _kept(turn: Turn) -> str:
    open_ = await Progress.get_or_none(identity_id=turn.person.identity.id, form=FORM)
    return str(open_.context.get("text", "")) if open_ else ""


async def _likely(turn: Turn) -> list[Party]:
    """One's own, the latest first; where these are few, the newest leads besides."""
    own = [party for _, party in await parties.mine(turn.staff, limit=OFFERED)]
    has = {people.reference(party) for party in own}
    sees_all = turn.staff.role in SEES_ALL
    newest = await leads.listed(turn.staff, sees_all=sees_all, before=None, limit=OFFERED)
    return [*own, *[lead for lead in newest if people.reference(lead) not in has]][:OFFERED]


def _whose(party: Party) -> Choice:
    ref = people.reference(party)
    name = party.name if len(party.name) <= LONGEST_NAME - len(ref) else f"{party.name[: LONGEST_NAME - len(ref) - 1]}…"
    return Choice(f"{ref} {name}", f"file_under {ref}")
