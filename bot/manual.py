"""The manual: docs/commands.md, made from the commands as they are declared and from their words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.commands import Audience, Command
from bot.dispatch import ROUTER
from bot.handlers.basics import GROUPS
from bot.handlers.help import example
from bot.reply import Text, text
from bot.speech import Speech
from bot.vocabulary import VOCABULARY
from storage.models import Role

HEAD = """\
# Commands

Made by `python -m bot commands --write docs/commands.md` from what the code declares; a test fails when it is stale.

A command is typed in either language, with or without a slash, or said by a button. What stands in brackets may be
left out. Records are T45 (a ticket), L12 (a lead), C7 (a customer) and A9 (an activity); a colleague is `@Khalid`. In
a reply to a notice the record goes without saying.
"""

WHO = {
    None: "everybody",
    Audience.CUSTOMER: "customers",
    Role.AGENT: "agents",
    Role.MANAGER: "managers",
    Role.ADMIN: "admins",
}
"""Who may say a command; a role stands for those above it, too."""

_SPEECH = {language: Speech(language, "latin", UTC, datetime(2026, 3, 4, tzinfo=UTC)) for language in ("en", "ar")}


def manual() -> str:
    """The whole page, in Markdown."""
    parts = [HEAD]
    for group in GROUPS:
        commands = [command for command in ROUTER if command.group == group]
        if not commands:
            continue
        parts.append(f"## {_said(text(f'help-group-{group}'), 'en')} · {_said(text(f'help-group-{group}'), 'ar')}\n")
        parts += ["\n".join(_section(command)) + "\n" for command in commands]
    said = sorted(f"`{command.name}`" for command in ROUTER if command.group not in GROUPS)
    parts.append(f"## Said by buttons alone\n\n{', '.join(said)}\n")
    return "\n".join(parts)


def _section(command: Command) -> Iterator[str]:
    yield f"### {command.name}\n"
    yield f"For {WHO[command.least]}."
    for language in ("en", "ar"):
        usage = ROUTER.usage(command, language)
        line = f"- `{usage}`: {_said(text(f'{command.key}.help'), language)}."
        if shown := example(command, usage, language):
            by = "مثال" if language == "ar" else "e.g."
            line += f" {by} `{_said(shown, language) if isinstance(shown, Text) else shown}`"
        yield line
    if not command.bare:
        yield f"- Words: {', '.join(VOCABULARY.words(command.key))}"


def _said(said: Text, language: str) -> str:
    return _SPEECH[language].label(said)
