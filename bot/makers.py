"""Makers: the processes in which jobs are done, one at a time; who is done waits a while for the next order."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.job import DONE

ROOT = Path(__file__).parent.parent
COMMAND = (sys.executable, "-c", "from bot.job import main; main()")

KEPT = 60.0
"""Seconds that one waits for the next order. To begin one takes longer than most jobs, and whoever was shown what
their file holds says yes soon."""


class Makers:
    """The processes of one worker."""

    def __init__(self, longest: float) -> None:
        """`longest` is the seconds after which a job is broken off."""
        self._longest = longest
        self._busy: set[Process] = set()
        self._idle: dict[Process, asyncio.TimerHandle] = {}
        self.closed = False
        """Whether nothing more is to be done here."""

    async def do(self, order: bytes, heard: Callable[[], None]) -> tuple[int, str]:
        """Have a job done; `heard` is called whenever there is something to deliver.

        Returns 0, or the exit status of the process in which it broke, and by what.
        """
        async with self._one() as maker:
            assert maker.stdin is not None
            assert maker.stdout is not None
            said = ""
            try:
                # Its input stays open for as long as we live.
                maker.stdin.write(order + b"\n")
                async with asyncio.timeout(self._longest):
                    async for line in maker.stdout:
                        said = line.decode().strip()
                        if said == DONE:
                            self._keep(maker)
                            return 0, ""
                        heard()
                    status = await maker.wait()
                return status, said if status > 0 else "killed"
            except TimeoutError:
                maker.kill()
                return await maker.wait(), "too-long"

    def close(self) -> None:
        """Break off whatever is being made."""
        self.closed = True
        for leaves in self._idle.values():
            leaves.cancel()
        for maker in (*self._busy, *self._idle):
            if maker.returncode is None:
                maker.terminate()

    async def finish(self) -> None:
        """After `close`: until those that had nothing to do have ended."""
        for maker in tuple(self._idle):
            await maker.wait()

    @asynccontextmanager
    async def _one(self) -> AsyncIterator[Process]:
        while self._idle:
            maker, leaves = self._idle.popitem()
            leaves.cancel()
            if maker.returncode is None:
                break
        else:
            maker = await asyncio.create_subprocess_exec(*COMMAND, cwd=ROOT, stdin=PIPE, stdout=PIPE)
        self._busy.add(maker)
        try:
            if self.closed:
                maker.terminate()
            yield maker
        finally:
            self._busy.discard(maker)
            if maker.returncode is None and maker not in self._idle:
                maker.kill()

    def _keep(self, maker: Process) -> None:
        if not self.closed:
            self._idle[maker] = asyncio.get_running_loop().call_later(KEPT, self._let_go, maker)

    def _let_go(self, maker: Process) -> None:
        del self._idle[maker]
        if maker.stdin is not None:
            # It ends when nobody is there any more who could have an order.
            maker.stdin.close()
