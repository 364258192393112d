"""The timeline: one page in one message, with newer and older by keyset."""

from __future__ import annotations

from bot import entries
from bot.cards import EXCERPT
from bot.reply import BLANK, Choice, Line, Reply, text
from bot.router import Commands
from bot.turn import Turn
from crm import people, timeline
from crm.refusal import Refusal
from crm.timeline import Page, Position
from storage.models import Customer, Lead, Role

commands = Commands()

PAGE = 6

OLDER, NEWER = "<", ">"
"""What stands before a position: which side of it the page lies on."""


class NoSuchPage(Refusal):
    """The place in the timeline that was asked for is not one."""

    key = "refusal-no-such-page"


@commands.command("timeline {person} [{phrase}]", least=Role.AGENT, group="people")
async def show(turn: Turn, person: Lead | Customer, phrase: str | None = None) -> Reply:
    """A lead's or customer's timeline; a converted lead's is its customer's. `phrase` is a place such as `<17…`."""
    party = await people.party_of(person.id, None) if isinstance(person, Lead) else person
    page = await timeline.page(party, size=PAGE, **place(phrase))
    ref = people.reference(party)
    lines: list[Line] = [text("timeline-title", name=party.name, ref=ref)]
    if not page.entries:
        lines.append(text("timeline-empty"))
    for entry in page.entries:
        lines += [BLANK, *entries.lines(entry, excerpt=EXCERPT)]
    return Reply(lines, _steps(ref, page), edits=phrase is not None, **people.about(party))


def place(phrase: str | None) -> dict[str, Position]:
    """The side of a position on which a page lies, as a button says it. Raises NoSuchPage."""
    if phrase is None:
        return {}
    try:
        position = Position.read(phrase[1:])
    except ValueError:
        raise NoSuchPage from None
    if phrase[0] == OLDER:
        return {"older_than": position}
    if phrase[0] == NEWER:
        return {"newer_than": position}
    raise NoSuchPage


def _steps(ref: str, page: Page) -> list[list[Choice]]:
    row = []
    if page.newer:
        row.append(Choice(text("button-newer"), f"timeline {ref} {NEWER}{page.newer}"))
    if page.older:
        row.append(Choice(text("button-older"), f"timeline {ref} {OLDER}{page.older}"))
    return [*([row] if row else []), [Choice(text("button-card"), ref)]]
