"""Commands as they are declared: a pattern with typed fields, the least role that may say it, and who answers it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from bot.fields import FIELDS, Field, Reference, hyphened
from storage.models.kinds import Role

Handler = Callable[..., Awaitable[Any]]
H = TypeVar("H", bound=Handler)


class Audience(Enum):
    """Those who have no role."""

    CUSTOMER = "customer"
    """Customers and leads, and no staff."""


Least = Role | Audience | None
"""Who may say a command: a role and those above it, an audience, or (None) everybody."""


class PatternError(ValueError):
    """A command is declared wrongly: the message says which and why."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One field of a pattern. With `rest`, it takes all that remains of the text, lines and all."""

    name: str
    field: Field[Any]
    optional: bool = False
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be said, by a word or a button.

    A `bare` command is said by its reference alone ("T45"). The words of `my_tickets` in both languages, and its line
    in help, are in Fluent's `command-my-tickets`.
    """

    name: str
    slots: tuple[Slot, ...]
    least: Least
    group: str
    """Under which heading help lists it."""
    menu: bool
    """Whether Telegram's menu has it."""
    bare: bool
    handler: Handler
    prose: bool = False
    """Its words alone are what people say to each other, too ("done", "today"): in a quote or a conversation they are
    those, unless a slash or a field makes them the command."""
    any_order: bool = False
    """Its fields are taken in whatever order they come: "kpi last week Ali", "kpi Ali last week"."""

    @property
    def slug(self) -> str:
        """Its name as part of a Fluent key: `my-tickets`."""
        return hyphened(self.name)

    @property
    def key(self) -> str:
        """The Fluent key of its words and of what help says about it."""
        return f"command-{self.slug}"

    def allows(self, role: Role | None) -> bool:
        """Whether a staff member of this role may say it, or (None) a customer."""
        match self.least:
            case None:
                return True
            case Role():
                return role is not None and _RANKS[role] >= _RANKS[self.least]
        return role is None


_RANKS = {role: rank for rank, role in enumerate(Role)}
_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")  # what Telegram takes as a command
_SLOT = re.compile(r"(?P<open>\[)?\{(?P<name>[a-z_]+)(?::(?P<kind>[a-z_]+))?(?P<rest>\.\.\.)?\}(?P<close>\])?")


class Commands:
    """The commands of one module, or of all: `include` brings in another's."""

    def __init__(self, fields: Mapping[str, Field[Any]] = FIELDS) -> None:
        self._fields = fields
        self._commands: dict[str, Command] = {}

    def command(
        self,
        pattern: str,
        *,
        least: Least,
        group: str,
        menu: bool = True,
        name: str | None = None,
        prose: bool = False,
        any_order: bool = False,
    ) -> Callable[[H], H]:
        """Declare that the function answers what fits the pattern.

        A pattern is the command's name, then fields: `{ticket}`, `{other:customer}` (of a kind with another name),
        `[{filter}]` (may be left out: the function's default serves), `{text...}` (all that remains). A pattern of
        one reference alone, `{ticket}`, is said by the reference alone; `name` is then its name, `ticket` by default.
        Raises PatternError.
        """

        def declare(handler: H) -> H:
            first, slots = self._read(pattern)
            _check(pattern, slots, handler)
            bare = first is None
            called = name or first or slots[0].name
            self._add(Command(called, slots, least, group, menu and not bare, bare, handler, prose, any_order))
            return handler

        return declare

    def include(self, other: Commands) -> None:
        """Take another module's commands in. Raises PatternError when a name is taken."""
        for command in other:
            self._add(command)

    def get(self, name: str) -> Command | None:
        """The command of this name."""
        return self._commands.get(name)

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def __len__(self) -> int:
        return len(self._commands)

    def _add(self, command: Command) -> None:
        if command.name in self._commands:
            raise PatternError(f"two commands are called {command.name!r}")
        self._commands[command.name] = command

    def _read(self, pattern: str) -> tuple[str | None, tuple[Slot, ...]]:
        """The name (None for a reference alone) and the fields of a pattern."""
        parts = pattern.split()
        if parts and _NAME.fullmatch(parts[0]):
            return parts[0], tuple(self._slot(pattern, part) for part in parts[1:])
        slots = tuple(self._slot(pattern, part) for part in parts)
        if len(slots) != 1 or not isinstance(slots[0].field, Reference) or slots[0].optional:
            raise PatternError(f"{pattern!r} must begin with a name, or be one reference alone")
        return None, slots

    def _slot(self, pattern: str, part: str) -> Slot:
        found = _SLOT.fullmatch(part)
        if found is None or bool(found["open"]) != bool(found["close"]):
            raise PatternError(f"{pattern!r}: {part!r} is no field")
        field = self._fields.get(found["kind"] or found["name"])
        if field is None:
            raise PatternError(f"{pattern!r}: there is no kind of field called {found['kind'] or found['name']!r}")
        return Slot(found["name"], field, optional=bool(found["open"]), rest=bool(found["rest"]))


def _check(pattern: str, slots: tuple[Slot, ...], handler: Handler) -> None:
    names = [slot.name for slot in slots]
    if len(set(names)) < len(names):
        raise PatternError(f"{pattern!r} has two fields of one name")
    if any(slot.rest for slot in slots[:-1]):
        raise PatternError(f"{pattern!r}: only the last field can take the rest")
    _, *parameters = inspect.signature(handler).parameters.values()
    if [parameter.name for parameter in parameters] != names:
        raise PatternError(f"{pattern!r}: {handler.__qualname__} must take a turn and then ({', '.join(names)})")
    for slot, parameter in zip(slots, parameters, strict=True):
        if slot.optional and parameter.default is parameter.empty:
            raise PatternError(f"{pattern!r}: {handler.__qualname__} needs a default for {slot.name}")
