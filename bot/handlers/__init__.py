"""What each command answers: one module an area, all included in COMMANDS."""

from bot.handlers import basics, inbox, people, search, tickets, timeline
from bot.router import Commands

COMMANDS = Commands()
for area in (basics, inbox, people, search, tickets, timeline):
    COMMANDS.include(area.commands)

__all__ = ["COMMANDS"]
