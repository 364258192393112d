"""Erasure: forgetting one person, shown before it happens, and confirmed by a code."""

from __future__ import annotations

from bot.reply import BLANK, Choice, Line, Reply, Text, text
from bot.router import Commands
from bot.turn import Turn
from crm import erasure, people
from crm.erasure import Outlook
from storage.models import Customer, Lead, Role

commands = Commands()

NAMED = 6
"""Records of others that are listed."""


@commands.command("erase {person} [{number}]", least=Role.ADMIN, group="people")
async def erase(turn: Turn, person: Lead | Customer, number: int | None = None) -> Reply:
    """Show what erasing a person takes away, with a code; with the code, do it."""
    party = await people.current(person)
    ref = people.reference(party)
    if number is None:
        outlook = await erasure.outlook(party)
        code = await erasure.ask(party, by=turn.staff, at=turn.now)
        word = turn.vocabulary.word("command-erase", turn.person.language) or "erase"
        lines = [*lines_of(outlook), BLANK, text("erase-how", count=int(erasure.LASTS.total_seconds()) // 60)]
        lines.append(text("erase-code", typed=f"{word} {ref} {code}"))
        return Reply(lines, [[Choice(text("button-erase-not"), ref)]], **people.about(party))
    done = await erasure.confirm(party, str(number), by=turn.staff, at=turn.now, inbound_id=turn.inbound_id)
    if done is None:
        again = Choice(text("button-erase-again"), f"erase {ref}")
        return Reply([text("erase-refused")], [[again]], **people.about(party))
    return Reply([text("erased", ref=ref)])


def lines_of(outlook: Outlook) -> list[Line]:
    """Who it is, what goes, and what stays."""
    party = outlook.party
    lines: list[Line] = [text("erase-ask"), BLANK, text("card-person", name=party.name, ref=people.reference(party))]
    if party.phone:
        lines.append(text("card-phone", phone=party.phone))
    if party.company:
        lines.append(text("card-company", company=party.company))
    if outlook.same:
        lines.append(text("erase-same", refs=[*outlook.same]))
    lines += [BLANK, text("erase-goes")]
    if counts := _counts(outlook):
        lines.append(text("erase-counts", counts=counts))
    lines += [BLANK, text("erase-stays")]
    if outlook.live:
        lines.append(text("erase-live", refs=[*outlook.live]))
    if outlook.elsewhere:
        more = len(outlook.elsewhere) - NAMED
        lines.append(text("erase-elsewhere", refs=[*outlook.elsewhere[:NAMED]], more=max(more, 0)))
    return [*lines, text("erase-for-good")]


def _counts(outlook: Outlook) -> list[Text]:
    counts = [
        (outlook.activities, text("merge-count-activities", count=outlook.activities)),
        (outlook.tickets, text("merge-count-tickets", count=outlook.tickets)),
        (outlook.messages, text("merge-count-messages", count=outlook.messages)),
        (outlook.files, text("erase-count-files", count=outlook.files)),
        (outlook.addresses, text("merge-count-addresses", count=outlook.addresses)),
    ]
    return [said for count, said in counts if count]
