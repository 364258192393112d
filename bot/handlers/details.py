"""Details: new leads, and corrections of what is on record of a lead or customer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.cards import party_card
from bot.fields import PHONE, FieldError, Vocabulary
from bot.fields.details import CLEAR, OF_DETAIL
from bot.reply import BLANK, Choice, Line, Reply, Text, in_rows, text
from bot.router import Commands
from bot.turn import Turn
from crm import access, leads, parties, people, references
from crm.parties import Detail
from crm.people import Party
from storage.models import Customer, Lead, LeadStatus, Role

commands = Commands()

FEWEST_DIGITS = 7
"""A shorter number in a name is part of it."""

_NUMBER = re.compile(r"\+?\d[\d\s().-]*")


@commands.command("new_lead [{words:text...}]", least=Role.AGENT, group="people")
async def new_lead(turn: Turn, words: str | None = None) -> Reply:
    """Enter a lead; what is said at once, a name and a number, is not asked."""
    name, phone = parted(words or "", turn.vocabulary)
    wrong = (
        None if phone else next((each for each in _NUMBER.finditer(name) if _digits(each[0]) >= FEWEST_DIGITS), None)
    )
    if wrong is None:
        return await begin_lead(turn, name=name, phone=phone)
    asked = await begin_lead(turn, name=" ".join((name[: wrong.start()] + " " + name[wrong.end() :]).split()))
    return replace(asked, body=[text("field-phone-unknown", typed=wrong[0].strip()), *asked.body])


async def begin_lead(
    turn: Turn, *, name: str = "", phone: str | None = None, note: str = "", context: Mapping[str, str] | None = None
) -> Reply:
    """Ask for what is not known yet of a new lead; whoever is on record with that phone is shown instead."""
    if phone and (known := await on_record(turn, phone)):
        return known
    given = {"name": name, "phone": phone, "note": note}
    prefilled = {key: value for key, value in given.items() if value}
    return await turn.begin("new-lead", prefilled=prefilled, context=context)


async def on_record(turn: Turn, phone: str) -> Reply | None:
    """The card of who is on record with a number; None when nobody is. Raises WithSomebodyElse."""
    found = await people.with_phone(phone)
    return await shown_instead(turn, found) if found else None


async def shown_instead(turn: Turn, found: Party) -> Reply:
    """A card, in place of a double. Raises WithSomebodyElse."""
    party = await access.party(references.of(found), by=turn.person)
    card = await party_card(party)
    return Reply(
        [text("lead-known", ref=people.reference(party)), BLANK, *card.body], card.choices, **people.about(party)
    )


def parted(words: str, vocabulary: Vocabulary) -> tuple[str, str | None]:
    """A name and a phone from words that have both, in either order, or the name alone."""
    pieces = words.split()
    for start in range(len(pieces)):
        for end in range(min(start + PHONE.span, len(pieces)), start, -1):
            said = " ".join(pieces[start:end])
            try:
                phone = PHONE.read(said, vocabulary)
            except FieldError:
                continue
            if _digits(said) >= FEWEST_DIGITS:
                return " ".join([*pieces[:start], *pieces[end:]]), phone
    return " ".join(pieces), None


def _digits(said: str) -> int:
    return sum(c.isdigit() for c in said)


@commands.command("edit {person} [{detail}] [{words:text...}]", least=Role.AGENT, group="people")
async def edit(turn: Turn, person: Lead | Customer, detail: Detail | None = None, words: str | None = None) -> Reply:
    """Correct a detail; without a value ask for it, without a detail show them all."""
    party = await people.current(person)
    if detail is None:
        return _details(party, [text("edit-unknown"), BLANK] if words else [])
    if isinstance(party, Customer) and detail is Detail.SOURCE:
        raise parties.NoSource(ref=people.reference(party))
    if words is None:
        return await turn.begin(f"edit-{detail.value}", context={"of": people.reference(party)})
    try:
        value = OF_DETAIL[detail].read(words, turn.vocabulary)
    except FieldError as error:
        return Reply([error.text], **people.about(party))
    return await edited(turn, party, detail, value)


async def edited(turn: Turn, party: Party, detail: Detail, value: str) -> Reply:
    """Correct it, and show the card."""
    party = await parties.edit(party, detail, None if value == CLEAR else value, by=turn.staff, at=turn.now)
    card = await party_card(party)
    key = "detail-cleared" if value == CLEAR else "detail-edited"
    label, ref = text(f"detail-{detail.value}"), people.reference(party)
    done = text(key, detail=label, ref=ref, value=OF_DETAIL[detail].show(value))
    return Reply([done, BLANK, *card.body], card.choices, **people.about(party))


def _details(party: Party, before: list[Line]) -> Reply:
    ref = people.reference(party)
    has = [detail for detail in Detail if detail is not Detail.SOURCE or isinstance(party, Lead)]
    shown = [text("edit-line", detail=text(f"detail-{one.value}"), value=_shown(party, one)) for one in has]
    lines: list[Line] = [*before, text("edit-title", ref=ref), *shown]
    buttons = [Choice(text(f"detail-{detail.value}"), f"edit {ref} {detail.value}") for detail in has]
    rows = in_rows(buttons, 3)
    if isinstance(party, Lead) and party.status in leads.MOVES[LeadStatus.LOST]:
        rows.append([Choice(text("button-lost"), f"lost {ref}")])
    rows.append([Choice(text("button-card"), ref)])
    return Reply(lines, rows, **people.about(party))


def _shown(party: Party, detail: Detail) -> Text | str:
    value: str | None = getattr(party, detail.value)
    if not value:
        return text("form-skipped")
    return leads.source_text(value) if detail is Detail.SOURCE else value
