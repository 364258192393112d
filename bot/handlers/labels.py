"""Labels: putting them on leads and customers, and finding by them."""

from __future__ import annotations

from bot.reply import BLANK, Choice, Line, Reply, in_rows, reference_rows, text
from bot.router import Commands
from bot.turn import Turn
from crm import labels, people
from crm.people import Party
from storage.models import Customer, Lead, Role

commands = Commands()

PAGE = 8

SHOWN = 40
"""Labels in the list of all."""

BUTTONS = 9


@commands.command("label {person} [{words:text...}]", least=Role.AGENT, group="people")
async def label(turn: Turn, person: Lead | Customer, words: str | None = None) -> Reply:
    """Put labels on a lead or customer; without words, ask for them."""
    if words is None:
        return await turn.begin("label", context={"on": people.reference(person)})
    return await labelled(turn, person, words)


async def labelled(turn: Turn, person: Party, words: str) -> Reply:
    """Put these labels on, and show what there is now."""
    new = await labels.add(person, words, by=turn.staff, at=turn.now)
    return await _now(person, text("labelled", ref=people.reference(person), labels=new))


@commands.command("unlabel {person} [{words:text...}]", least=Role.AGENT, group="people")
async def unlabel(turn: Turn, person: Lead | Customer, words: str | None = None) -> Reply:
    """Take labels off a lead or customer; without words, offer those that it has."""
    ref = people.reference(person)
    if words is not None:
        gone = await labels.remove(person, words, by=turn.staff, at=turn.now)
        return await _now(person, text("unlabelled", ref=ref, labels=gone))
    has = await labels.of(person)
    if not has:
        return Reply([text("labels-none-of", ref=ref)], [[Choice(text("button-label"), f"label {ref}")]])
    buttons = [Choice(one.name, f"drop_label {ref} {one.id}") for one in has]
    return Reply([text("unlabel-which", ref=ref)], in_rows(buttons, 2))


@commands.command("drop_label {person} {number}", least=Role.AGENT, group="buttons", menu=False)
async def drop_label(turn: Turn, person: Lead | Customer, number: int) -> Reply:
    """A label was pressed to be taken off; `number` is its id."""
    found = await labels.named(number, by=turn.staff)
    gone = await labels.remove(person, found.name, by=turn.staff, at=turn.now)
    return await _now(person, text("unlabelled", ref=people.reference(person), labels=gone))


@commands.command("labels [{words:text...}]", least=Role.AGENT, group="people")
async def list_labels(turn: Turn, words: str | None = None) -> Reply:
    """All labels with how many have each; with a label, who has it."""
    if words is not None:
        return await _having(turn, " ".join(words.split()), None)
    found = await labels.counted(turn.staff, limit=SHOWN + 1)
    if not found:
        return Reply([text("labels-none")])
    lines: list[Line] = [text("labels-title"), BLANK]
    lines += [text("labels-line", label=one.name, count=one.count) for one in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(text("labels-more", shown=SHOWN))
    buttons = [Choice(one.name[:24], f"labelled {one.id}") for one in found[:BUTTONS]]
    return Reply(lines, in_rows(buttons, 3), edits=True)


@commands.command("labelled {number} [{below:number}]", least=Role.AGENT, group="buttons", menu=False)
async def list_labelled(turn: Turn, number: int, below: int | None = None) -> Reply:
    """Who has the label of this id; `below` is the label's id below which the page begins."""
    found = await labels.named(number, by=turn.staff)
    return await _having(turn, found.name, below)


async def _having(turn: Turn, name: str, below: int | None) -> Reply:
    found = await labels.having(name, by=turn.staff, limit=PAGE + 1, before=below)
    if not found:
        return Reply([text("labelled-none", label=name)], [[Choice(text("button-labels"), "labels")]], edits=True)
    shown = found[:PAGE]
    lines: list[Line] = [text("labelled-title", label=name), BLANK]
    lines += [text("labelled-line", ref=people.reference(party), name=party.name) for _, party in shown]
    rows = reference_rows([people.reference(party) for _, party in shown])
    if len(found) > PAGE:
        last = shown[-1][0]
        rows.append([Choice(text("button-more"), f"labelled {last} {last}")])
    return Reply(lines, rows, edits=True)


async def _now(person: Party, done: Line) -> Reply:
    ref = people.reference(person)
    has = await labels.of(person)
    lines = [done, text("labels-of", labels=[one.name for one in has])] if has else [done]
    choices = [Choice(text("button-label"), f"label {ref}"), Choice(text("button-card"), ref)]
    return Reply(lines, [choices], **people.about(person))
