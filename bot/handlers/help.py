"""Help: what this person may say, a group at a time, each with how it is said and by example."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.commands import Command
from bot.handlers.basics import CUSTOMER_MENU, GROUPS
from bot.reply import BLANK, Choice, Line, Reply, Text, in_rows, text
from bot.router import Commands
from bot.speech import catalogue
from bot.turn import Turn

commands = Commands()

_OPTIONAL = re.compile(r"\[([^|\]]*)[^\]]*\]")


@commands.command("help [{topic:phrase...}]", least=None, group="general")
async def help_(turn: Turn, topic: str | None = None) -> Reply:
    """The groups, or (customers, who have few) all that can be said; a group's page; one command explained."""
    groups = _groups(turn)
    if topic is not None:
        said = turn.vocabulary.normal(topic)
        for group in groups:
            if said == group or said in turn.vocabulary.folded(f"help-group-{group}"):
                return _page(turn, group, groups)
        if command := _called(turn, said):
            return _explained(turn, command)
        return _overview(turn, groups, [text("help-unknown", typed=topic), BLANK])
    if turn.person.staff is None:
        listed = [command for of_group in groups.values() for command in of_group]
        return Reply([text("help-customer"), BLANK, *[_line(turn, command) for command in listed]], CUSTOMER_MENU)
    return _overview(turn, groups)


def example(command: Command, usage: str, language: str) -> Text | str | None:
    """A line that can be typed as it stands; None where the usage is one already, or nobody wrote one."""
    if catalogue().has(f"{command.key}.example", "ar" if language == "ar" else "en"):
        return text(f"{command.key}.example")
    typed = " ".join(_OPTIONAL.sub(r"\1", usage).split())
    return None if typed == usage or "…" in typed else typed


def _groups(turn: Turn) -> Mapping[str, Sequence[Command]]:
    """What they may say, by group; a group without anything is left out."""
    sayable = turn.sayable()
    found = {group: [command for command in sayable if command.group == group] for group in GROUPS}
    return {group: of_group for group, of_group in found.items() if of_group}


def _overview(turn: Turn, groups: Mapping[str, Sequence[Command]], first: Sequence[Line] = ()) -> Reply:
    lines: list[Line] = [*first, text("help-staff")]
    for group, of_group in groups.items():
        words = [_word(turn, command) for command in of_group]
        lines += [BLANK, text(f"help-group-{group}"), text("help-words", words=" · ".join(words))]
    lines += [
        BLANK,
        text("help-one", usage=f"{_first_word(turn, 'command-help')} {_first_word(turn, 'command-close')}"),
    ]
    if turn.person.staff:
        lines.append(text("help-quote"))
    return Reply(lines, _buttons(groups), edits=True)


def _page(turn: Turn, group: str, groups: Mapping[str, Sequence[Command]]) -> Reply:
    lines: list[Line] = [text(f"help-group-{group}"), BLANK]
    for command in groups[group]:
        lines.append(_line(turn, command))
        if shown := example(command, turn.usage(command), turn.person.language):
            lines.append(text("help-example", example=shown))
    others = {name: of_group for name, of_group in groups.items() if name != group}
    return Reply(lines, _buttons(others), edits=True)


def _explained(turn: Turn, command: Command) -> Reply:
    lines: list[Line] = [_line(turn, command)]
    if shown := example(command, turn.usage(command), turn.person.language):
        lines.append(text("help-example", example=shown))
    if not command.bare:
        lines.append(text("help-also", words=" · ".join(turn.vocabulary.words(command.key))))
    return Reply(lines, [[Choice(text("button-help"), "help")]])


def _called(turn: Turn, said: str) -> Command | None:
    for command in turn.sayable():
        names = {turn.vocabulary.normal(command.name)} | turn.vocabulary.folded(command.key)
        if said in names and (command.group in GROUPS or command.bare):
            return command
    return None


def _line(turn: Turn, command: Command) -> Line:
    return text("help-line", usage=turn.usage(command), what=text(f"{command.key}.help"))


def _word(turn: Turn, command: Command) -> str:
    return turn.usage(command) if command.bare else _first_word(turn, command.key) or command.name


def _first_word(turn: Turn, key: str) -> str:
    return turn.vocabulary.word(key, turn.person.language) or ""


def _buttons(groups: Mapping[str, Sequence[Command]]) -> list[Sequence[Choice]]:
    return in_rows([Choice(text(f"help-group-{group}"), f"help {group}") for group in groups], 2)
