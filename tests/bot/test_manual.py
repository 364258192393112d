"""The manual is what the code declares."""

from __future__ import annotations

from pathlib import Path

from bot.dispatch import ROUTER
from bot.manual import manual

PAGE = Path(__file__).parent.parent.parent / "docs" / "commands.md"


def test_the_page_is_not_stale() -> None:
    assert PAGE.read_text(encoding="utf-8") == manual(), "run: python -m bot commands --write docs/commands.md"


def test_the_page_has_every_command() -> None:
    page = manual()
    for command in ROUTER:
        assert f"### {command.name}\n" in page or f"`{command.name}`" in page
