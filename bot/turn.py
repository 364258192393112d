"""The turn: one message of one person, and what a handler needs to answer it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.commands import Command
from bot.fields import Here, Vocabulary
from bot.house import House
from bot.incoming import Incoming
from bot.reply import Reply
from bot.vocabulary import VOCABULARY
from crm.access import NotAllowed
from crm.people import Party, Person
from storage.models import OutboundMessage, Staff


async def _not_talking() -> None:
    raise NotImplementedError("no dialogue is there to leave")


async def _not_listening(name: str, **_: object) -> Reply:
    raise NotImplementedError(f"no dialogue is there to begin {name}")


@dataclass(slots=True)
class Turn:
    """One incoming message with its writer, inside the transaction in which it is answered."""

    incoming: Incoming
    person: Person
    inbound_id: int
    now: datetime
    house: House
    quoted: OutboundMessage | None = None
    """Our message that this one quotes, if it quotes one."""
    begin: Callable[..., Awaitable[Reply]] = _not_listening
    """Begin a conversation: `await turn.begin("open-ticket", context={…})`."""
    leave: Callable[[], Awaitable[None]] = _not_talking
    """Leave the conversation that may be open; what was answered in it stays on record."""
    sayable: Callable[[], Sequence[Command]] = tuple
    """The commands that this person may say."""
    usage: Callable[[Command], str] = str
    """How a command is said, in this person's language."""
    files_used: bool = False
    """Whether what came with the message has found its place."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of all languages, as typed by this person, now."""
        zone = ZoneInfo(self.person.timezone or self.house.timezone)
        return VOCABULARY.at(Here(self.now, zone, self.house.region))

    @property
    def staff(self) -> Staff:
        """The staff member who writes. Raises NotAllowed when a lead or customer does."""
        if self.person.staff is None:
            raise NotAllowed()
        return self.person.staff

    @property
    def party(self) -> Party:
        """The lead or customer who writes. Raises NotAllowed when a staff member does."""
        if self.person.party is None:
            raise NotAllowed()
        return self.person.party
