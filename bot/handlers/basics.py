"""Where everyone begins: the greeting, the menu, and the language."""

from __future__ import annotations

from bot.fields import Language
from bot.reply import Choice, Reply, text
from bot.router import Commands
from bot.turn import Turn
from crm import consent

commands = Commands()

CUSTOMER_CHOICES = (
    (Choice(text("button-open-ticket"), "open"),),
    (Choice(text("button-my-tickets"), "my_tickets"), Choice(text("button-language"), "language")),
)

CUSTOMER_MENU = (
    *CUSTOMER_CHOICES,
    (Choice(text("button-person"), "person"), Choice(text("button-settings"), "settings")),
)
"""What they see who ask for the menu."""

STAFF_CHOICES = (
    (Choice(text("button-today"), "today"), Choice(text("button-find"), "find")),
    (Choice(text("button-my-open-tickets"), "tickets mine"), Choice(text("button-open-tickets"), "tickets open")),
    (Choice(text("button-mine"), "mine"), Choice(text("button-leads"), "leads")),
    (Choice(text("button-new-lead"), "new_lead"), Choice(text("button-settings"), "settings")),
    (Choice(text("button-kpi"), "kpi"), Choice(text("button-help"), "help")),
)

STARTED = text("started")

GROUPS = ("tickets", "people", "activities", "team", "general")
"""The order in which help shows its groups."""


@commands.command("start [{text...}]", least=None, group="buttons", menu=False)
async def start(turn: Turn, text: str | None = None) -> Reply:
    """What Telegram's Start button says; whoever had stopped our messages has them again."""
    if turn.person.staff is None and await consent.give(turn.person.identity):
        return Reply([STARTED], CUSTOMER_CHOICES)
    return main_menu(turn)


@commands.command("menu", least=None, group="general")
async def menu(turn: Turn) -> Reply:
    """The main buttons."""
    return main_menu(turn)


def main_menu(turn: Turn) -> Reply:
    """The main buttons: for staff their work, for everyone else a way to open a ticket."""
    staff = turn.person.staff
    if staff:
        return Reply([text("welcome-staff", name=staff.name, role=text(f"role-{staff.role.value}"))], STAFF_CHOICES)
    return Reply([text("welcome-silent", organisation=turn.house.organisation)], CUSTOMER_MENU)


def greeting(turn: Turn) -> Reply:
    """The welcome of somebody who wrote for the first time."""
    return Reply([text("welcome", organisation=turn.house.organisation)], CUSTOMER_CHOICES)


@commands.command("language [{language}]", least=None, group="general")
async def language(turn: Turn, language: Language | None = None) -> Reply:
    """Speak the other language, or the one named."""
    if language is None:
        return Reply(
            [text("language-which")],
            [[Choice(text("language-ar"), "language ar"), Choice(text("language-en"), "language en")]],
        )
    if turn.person.staff:
        turn.person.staff.language = language.value
        await turn.person.staff.save(update_fields=["language"])
    turn.person.identity.language = language.value
    await turn.person.identity.save(update_fields=["language"])
    choices = STAFF_CHOICES if turn.person.staff else CUSTOMER_CHOICES
    return Reply([text("language-set")], choices)


@commands.command("cancel", least=None, group="general")
async def cancel(turn: Turn) -> Reply:
    """Stop the open conversation; here, when there is none."""
    return Reply([text("cancel-nothing")])
