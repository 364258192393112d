"""Menus: Telegram's list of commands, for customers in each language and for each staff member in theirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from bot.channels.telegram import Telegram
from bot.commands import Command
from bot.dispatch import ROUTER
from bot.reply import text
from bot.speech import LANGUAGES, Speech
from storage import clock
from storage.models import ChannelName, Identity, Role

Menu = Sequence[tuple[str, str]]

MOST = 100
"""Commands that Telegram takes."""

FIRST = (
    "today", "mine", "tickets", "leads", "find", "new_lead", "new_ticket", "reply", "log", "task", "note", "take",
    "close", "timeline", "kpi", "away", "back", "open", "my_tickets", "person", "help", "menu",
)  # fmt: skip
"""What is said most often, in the order in which the menu shows it; the others follow, area by area."""


class Menus:
    """What is published, and what is not yet. A command that is declared with a menu entry appears by that alone."""

    def __init__(self, telegram: Telegram, language: str) -> None:
        """`language` is the organisation's, for apps set to neither of ours."""
        self._telegram = telegram
        self._language = language
        self._published: dict[str, Menu] = {}

    async def publish(self) -> None:
        """Publish what is new since the last time. Raises a DeliveryError when Telegram is not reached."""
        everybody = {language: menu(None, language) for language in LANGUAGES} | {"": menu(None, self._language)}
        if self._published.get("") != everybody[""]:
            await self._telegram.menus(everybody)
            self._published[""] = everybody[""]
        staff = await Identity.filter(channel=ChannelName.TELEGRAM, staff_id__isnull=False).select_related("staff")
        for identity in staff:
            assert identity.staff is not None
            # Whoever was suspended can say nothing, and sees nothing to say.
            own = menu(identity.staff.role, identity.staff.language) if identity.staff.active else []
            if self._published.get(identity.address) != own:
                await self._telegram.menus({"": own}, chat=identity.address)
                self._published[identity.address] = own


def menu(role: Role | None, language: str) -> Menu:
    """The commands that a role (None: customers) may say, each with what help says of it: the most useful first."""
    speech = Speech(language, "auto", UTC, clock.now())
    listed = sorted((command for command in ROUTER if _listed(command, role)), key=_place)
    return [(command.name, speech.label(text(f"{command.key}.help"))) for command in listed[:MOST]]


def _listed(command: Command, role: Role | None) -> bool:
    return command.menu and command.allows(role)


def _place(command: Command) -> int:
    return FIRST.index(command.name) if command.name in FIRST else len(FIRST)
