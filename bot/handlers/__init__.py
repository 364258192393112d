"""What each command answers: one module an area, all included in COMMANDS."""

from bot.handlers import (
    activities,
    agenda,
    assignment,
    basics,
    consent,
    details,
    duty,
    forwards,
    help,
    inbox,
    labels,
    merges,
    office,
    people,
    ratings,
    reminders,
    saved,
    search,
    settings,
    team,
    threads,
    tickets,
    timeline,
    undo,
)
from bot.router import Commands

COMMANDS = Commands()
for area in (
    activities,
    agenda,
    assignment,
    basics,
    consent,
    details,
    duty,
    forwards,
    help,
    inbox,
    labels,
    merges,
    office,
    people,
    ratings,
    reminders,
    saved,
    search,
    settings,
    team,
    threads,
    tickets,
    timeline,
    undo,
):
    COMMANDS.include(area.commands)

__all__ = ["COMMANDS"]
