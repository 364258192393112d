"""What goes wrong on request: the servers look here before they answer."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import asdict, dataclass, field
from typing import Any

from aiohttp import web

TARGETS = ("telegram", "twilio")
KINDS = ("429", "403", "404", "500", "timeout", "reset")


@dataclass
class Fault:
    """One way to fail: the next `times` calls of `method` (every method when None) at `target`.

    "timeout" does what was asked and never answers; "reset" closes the connection and does nothing; the numbers are
    HTTP statuses and nothing is done. `retry_after` is in seconds and belongs to 429.
    """

    id: int
    target: str
    kind: str
    method: str | None = None
    times: int = 1
    retry_after: int | None = None

    def json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Faults:
    """The faults that are still to happen, oldest first."""

    pending: list[Fault] = field(default_factory=list)
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def add(
        self,
        target: str,
        kind: str,
        *,
        method: str | None = None,
        times: int = 1,
        retry_after: int | None = None,
    ) -> Fault:
        """Ask for a fault. `method` is a Bot API method ("sendMessage"), or at Twilio "Messages", "Content", "Media",
        "Typing" or "Accounts". ValueError for a target or kind that does not exist, or less than one time."""
        if target not in TARGETS or kind not in KINDS or times < 1:
            raise ValueError(f"no such fault: {target} {kind} x{times}")
        fault = Fault(next(self._ids), target, kind, method, times, retry_after)
        self.pending.append(fault)
        return fault

    def take(self, target: str, method: str) -> Fault | None:
        """Use up one time of the first fault that fits this call."""
        for fault in self.pending:
            if fault.target == target and (fault.method is None or fault.method.lower() == method.lower()):
                fault.times -= 1
                if not fault.times:
                    self.pending.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self.pending.clear()

    async def stall(self) -> None:
        """Never answer: wait until the caller hangs up (which cancels this) or the sandbox closes."""
        await self.closing.wait()


def drop(request: web.Request) -> web.Response:
    """Cut the caller's connection without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
