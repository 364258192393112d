"""Progress: how far a job is, shown to whoever waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.reply import Line
from storage import outbox
from storage.models import (
    ChannelName,
    Identity,
    Import,
    OutboundMessage,
    OutboundPart,
    OutboundStatus,
    Report,
)
from storage.outbox import Draft
from storage.text import Text
from storage.transactions import transaction

SHOWN_EVERY = 3.0
"""Seconds between two looks at how far it is, for the one who waits."""

FEW = 500
"""A job of fewer rows is over before anybody has read how far it is."""

_OVER = (OutboundStatus.SENT, OutboundStatus.DELIVERED, OutboundStatus.READ)


class Progress:
    """How far a job is: on its row, and on Telegram in the message that said that it was begun."""

    def __init__(self, job: Report | Import, identity: Identity, say: Callable[[], None], said: str) -> None:
        """`said` is the Fluent key of how far it is."""
        self._job = job
        self._identity = identity
        self._say = say
        self._said = said
        self._shown_at = time.monotonic()
        self._key = f"{type(job)._meta.db_table}:{job.id}:{(job.claim or '')[:8]}"
        self._shown = 0

    async def advance(self, done: int, total: int) -> None:
        """So many rows of so many are in it."""
        self._job.done, self._job.total = done, total
        if self._identity.channel is not ChannelName.TELEGRAM or total < FEW:
            return
        if time.monotonic() - self._shown_at < SHOWN_EVERY:
            return
        self._shown_at = time.monotonic()
        share = done * 100 // total if total else 0
        if drafts := await self._drafts([Text(self._said, {"share": share, "done": done, "total": total})]):
            self._shown += 1
            async with transaction():
                await outbox.put(drafts)
            self._say()

    async def last(self, body: Text) -> list[Draft]:
        """What takes the place of how far it is, when it was shown; in the caller's transaction."""
        return await self._drafts([body], always=True) if self._shown else []

    async def _drafts(self, body: list[Line], *, always: bool = False) -> list[Draft]:
        """The message that takes the place of the first: none when that, or the one before, has not gone out yet."""
        before = await OutboundMessage.get_or_none(key=f"{self._key}:{self._shown}") if self._shown else None
        begun = await OutboundPart.filter(
            outbound__key=f"turn:{self._job.inbound_id}:0", outbound__identity_id=self._identity.id
        ).first()
        if begun is None or (before is not None and before.status not in _OVER and not always):
            return []
        key = f"{self._key}:{self._shown + 1}"
        return [Draft(self._identity.id, self._identity.channel, key, body, edits=begun.provider_id)]

    @property
    def identity(self) -> Identity:
        """Whose chat it is."""
        return self._identity
