"""The bot's command menus: kept for each scope and language, looked up for a phone as Telegram's apps do."""

from __future__ import annotations

import re
from typing import Any

from sandbox.phones import Phone
from sandbox.telegram.requests import Parameters, bad

Command = dict[str, str]
NAME = re.compile(r"[a-z0-9_]{1,32}")
SCOPES = {
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
}


class Menus:
    """setMyCommands, getMyCommands, deleteMyCommands."""

    def __init__(self) -> None:
        self._menus: dict[tuple[str, str, str], list[Command]] = {}

    def set(self, parameters: Parameters) -> bool:
        """Replace the commands of one scope and language."""
        commands = parameters.object("commands") or []
        if len(commands) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        kept = []
        for command in commands:
            name = str(command.get("command", "")).removeprefix("/")
            description = str(command.get("description", "")).strip()
            if not NAME.fullmatch(name):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(description) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
            kept.append({"command": name, "description": description})
        self._menus[self._key(parameters)] = kept
        return True

    def get(self, parameters: Parameters) -> list[Command]:
        """The commands of exactly one scope and language."""
        return self._menus.get(self._key(parameters), [])

    def delete(self, parameters: Parameters) -> bool:
        """Forget the commands of one scope and language; the wider ones show through again."""
        self._menus.pop(self._key(parameters), None)
        return True

    def resolve(self, phone: Phone) -> list[Command]:
        """What the phone shows: the narrowest scope first, in each the phone's language before none."""
        for scope, chat in (("chat", phone.address), ("all_private_chats", ""), ("default", "")):
            for language in (phone.language, ""):
                if found := self._menus.get((scope, chat, language)):
                    return found
        return []

    def _key(self, parameters: Parameters) -> tuple[str, str, str]:
        scope: dict[str, Any] = parameters.object("scope") or {"type": "default"}
        kind = str(scope.get("type"))
        if kind not in SCOPES:
            raise bad("can't parse BotCommandScope: Unsupported type specified")
        return kind, str(scope.get("chat_id", "")), parameters.text("language_code")
