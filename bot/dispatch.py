"""Dispatch: find the command in what was said, check role and records, and let its handler answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.commands import Command
from bot.conversations.form import LONGEST_PRESS
from bot.handlers import COMMANDS, saved
from bot.reply import BLANK, Choice, Line, Reply, text
from bot.router import Match, Router, Usage
from bot.turn import Turn
from bot.vocabulary import VOCABULARY
from crm import access, colleagues, invites, references
from crm.colleagues import Handle
from crm.people import Party
from crm.references import Ref, RefKind
from storage.models import Activity, Customer, Lead, Ticket
from storage.transactions import savepoint

ROUTER = Router(COMMANDS, VOCABULARY)

URGENT = frozenset({"join", "stop"})
"""Commands that are meant wherever a customer says them: as their first word, in a conversation, in a quote."""

KEPT_INSIDE = frozenset({"note", "remind", "remind_customer"})
"""Commands that, said in a quote, must never be taken for an answer to the customer."""


class Dispatch:
    """What one person may say in this turn."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    async def run(
        self, said: str, *, about: Ticket | Party | None = None, activity: Activity | None = None, exact: bool = False
    ) -> Reply | None:
        """The answer of the command that was said; None when it is no command.

        `about` and `activity` are what goes without saying, as in a quote. With `exact`, prose that merely begins like
        a command is none. A refusal undoes what the command did. Raises NotAllowed for a command that is not theirs to
        say.
        """
        context = {"about": references.of(about)} if about else {}
        if activity:
            context["activity"] = references.of(activity)
        found = ROUTER.match(said, self.allows, context=context, strict=exact, vocabulary=self._turn.vocabulary)
        if not isinstance(found, Match) and about:
            # In the quote of a task all words stay inside: «ذكر العميل …» begins a note, and writes to nobody.
            inside = self._keeps_inside if activity is None else self._stays_with_us
            found = ROUTER.match(said, inside, context=context, vocabulary=self._turn.vocabulary) or found
        match found:
            case Match(command, args):
                resolved = {name: await self._record(value) for name, value in args.items()}
                async with savepoint():
                    reply: Reply = await command.handler(self._turn, **resolved)
                return replace(reply, body=[*_merged(args, resolved), *reply.body])
            case Usage(command, error):
                usage = text("usage", usage=self.usage(command))
                choices = [[Choice(text("button-help"), "help")]]
                return Reply([error.text, usage] if error else [usage], choices)
        if self._turn.person.staff and (sent := await self._saved(said, exact=exact)):
            return sent
        if self._turn.person.staff and not exact and ROUTER.names(said, lambda command: not self.allows(command)):
            raise access.NotAllowed()
        return None

    def takes(self, said: str) -> bool:
        """Whether a command takes all of this, free words and all."""
        found = ROUTER.match(said, self.allows, vocabulary=self._turn.vocabulary)
        return isinstance(found, Match) and bool(found.args)

    async def _saved(self, said: str, *, exact: bool) -> Reply | None:
        """The answer to a saved reply's name, when no command is called so."""
        async with savepoint():
            return await saved.named(self._turn, said, exact=exact)

    async def urgent(self, said: str) -> Reply | None:
        """The answer of a command that goes before everything else a customer may be in; None when it is none.

        Telegram's link of an invitation says `/start ABCD-EFGH`.
        """
        word, _, rest = said.partition(" ")
        if word == "/start" and invites.code_in(rest):
            said = f"join {rest}"
        found = ROUTER.match(said, self._goes_first, strict=True, vocabulary=self._turn.vocabulary)
        return await self.run(said, exact=True) if isinstance(found, Match) else None

    def allows(self, command: Command) -> bool:
        """Whether this person may say it: the one check for typing, buttons and help."""
        staff = self._turn.person.staff
        return command.allows(staff.role if staff else None)

    def sayable(self) -> Sequence[Command]:
        """The commands that this person may say."""
        return [command for command in COMMANDS if self.allows(command)]

    def nearest(self, said: str) -> Command | None:
        """The command that this may be a slip of."""
        return ROUTER.nearest(said, self.allows)

    def mended(self, said: str, near: Command) -> str | None:
        """What was said with the slip of its first word mended; None when that still is not a command."""
        _, _, rest = said.strip().partition(" ")
        mended = f"{ROUTER.word(near, self._turn.person.language)} {rest.strip()}".strip()
        fits = len(mended.encode()) <= LONGEST_PRESS and ROUTER.match(
            mended, self.allows, strict=True, vocabulary=self._turn.vocabulary
        )
        return mended if isinstance(fits, Match) else None

    def usage(self, command: Command) -> str:
        """How a command is said, in this person's language."""
        return ROUTER.usage(command, self._turn.person.language)

    def _goes_first(self, command: Command) -> bool:
        return command.name in URGENT and self.allows(command)

    def _stays_with_us(self, command: Command) -> bool:
        return command.name != "remind_customer" and self._keeps_inside(command)

    def _keeps_inside(self, command: Command) -> bool:
        return command.name in KEPT_INSIDE and self.allows(command)

    async def _record(self, value: Any) -> Any:
        match value:
            case Ref(kind=RefKind.ACTIVITY):
                return await access.activity(value, by=self._turn.person)
            case Ref():
                return await access.find(value, by=self._turn.person)
            case Handle():
                return await colleagues.find(value)
        return value


def _merged(said: Mapping[str, Any], resolved: Mapping[str, Any]) -> list[Line]:
    """What to say first where a record that was named is part of another since."""
    lines: list[Line] = []
    for name, value in said.items():
        record = resolved[name]
        if isinstance(value, Ref) and isinstance(record, Ticket | Lead | Customer) and references.of(record) != value:
            lines.append(text("merged-into", gone=str(value), kept=str(references.of(record))))
    return [*lines, BLANK] if lines else []
