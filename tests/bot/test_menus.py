"""Telegram's menus: each language and each role has its own, and a change of role changes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import cast

import pytest

from bot.channels.telegram import Telegram
from bot.menus import Menus, menu
from crm import people
from storage.models import ChannelName, Role, Staff
from storage.transactions import transaction

NOW = datetime(2026, 3, 4, 7, tzinfo=UTC)


class Published:
    """A Telegram that remembers which menus it was given."""

    def __init__(self) -> None:
        self.calls: list[tuple[str | None, Mapping[str, Sequence[tuple[str, str]]]]] = []

    async def menus(self, menus: Mapping[str, Sequence[tuple[str, str]]], chat: str | None = None) -> None:
        self.calls.append((chat, menus))


def _names(role: Role | None, language: str = "en") -> set[str]:
    return {name for name, _ in menu(role, language)}


def test_each_role_has_its_own() -> None:
    assert {"stop", "my_tickets"} <= _names(None)
    assert not {"leads", "staff", "suspend"} & _names(None)
    assert "leads" in _names(Role.AGENT)
    assert not {"staff", "unmerge", "my_tickets"} & _names(Role.AGENT)
    assert {"staff", "unmerge"} <= _names(Role.MANAGER)
    assert _names(Role.ADMIN) - _names(Role.MANAGER) == {"role", "suspend", "restore", "erase"}


def test_each_language_has_its_own_words_for_the_same_commands() -> None:
    english, arabic = dict(menu(Role.AGENT, "en")), dict(menu(Role.AGENT, "ar"))
    assert list(english) == list(arabic)
    assert not [name for name in english if english[name] == arabic[name]]


@pytest.mark.usefixtures("database")
async def test_a_change_of_role_is_published_once_and_who_is_suspended_has_none() -> None:
    telegram = Published()
    menus = Menus(cast(Telegram, telegram), "ar")
    async with transaction():
        sam = await people.add_staff(
            "Sam", Role.AGENT, language="en", timezone="UTC", addresses={ChannelName.TELEGRAM: "700"}, at=NOW
        )
    await menus.publish()
    assert telegram.calls[-1] == ("700", {"": menu(Role.AGENT, "en")})
    assert telegram.calls[0] == (None, {"en": menu(None, "en"), "ar": menu(None, "ar"), "": menu(None, "ar")})

    before = len(telegram.calls)
    await menus.publish()
    assert len(telegram.calls) == before

    await Staff.filter(id=sam.id).update(role=Role.MANAGER, language="ar")
    await menus.publish()
    assert telegram.calls[before:] == [("700", {"": menu(Role.MANAGER, "ar")})]

    await Staff.filter(id=sam.id).update(active=False)
    await menus.publish()
    assert telegram.calls[-1] == ("700", {"": []})
