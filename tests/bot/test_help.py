"""Help by example: whoever types an example as it stands has said that command."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.commands import Command
from bot.dispatch import ROUTER
from bot.fields import Here
from bot.handlers.basics import GROUPS
from bot.handlers.help import example
from bot.reply import Text
from bot.router import Match
from bot.speech import Speech
from bot.vocabulary import VOCABULARY
from storage.models import Role

NOW = datetime(2026, 3, 4, 7, tzinfo=UTC)
TYPED = replace(VOCABULARY, here=Here(NOW, UTC, "SA"))


def _said(command: Command, language: str) -> str | None:
    """Its example as it is read; None when there is none."""
    shown = example(command, ROUTER.usage(command, language), language)
    return Speech(language, "latin", UTC, NOW).label(shown) if isinstance(shown, Text) else shown


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_takes_free_words_has_an_example(language: str) -> None:
    listed = [command for command in ROUTER if command.group in GROUPS and command.name != "help"]
    bare = [each.name for each in listed if "…" in ROUTER.usage(each, language) and not _said(each, language)]
    assert not bare


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_example_says_its_command(language: str) -> None:
    wrong = []
    for command in ROUTER:
        if command.group not in GROUPS or (said := _said(command, language)) is None:
            continue
        role = Role.ADMIN if command.allows(Role.ADMIN) else None
        match = ROUTER.match(said, lambda each, role=role: each.allows(role), vocabulary=TYPED)
        if not isinstance(match, Match) or match.command is not command or "…" in said:
            wrong.append((command.name, said, match))
    assert not wrong
