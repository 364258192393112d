"""Diwan as a process of its own, set up through its ordinary environment."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
PATIENCE = 15.0
SETTINGS = (
    "TELEGRAM_",
    "TWILIO_",
    "DATABASE_URL",
    "PUBLIC_URL",
    "ORGANISATION",
    "LANGUAGE",
    "TIMEZONE",
    "HOST",
    "PORT",
)


class Diwan:
    """`python -m bot` with an environment; `notice` is called with True and False as it comes and goes."""

    def __init__(self, url: str, environment: dict[str, str], notice: Callable[[bool], None]) -> None:
        self.url, self.notice = url, notice
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
        self.environment = inherited | environment
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.returncode is None

    async def call(self, *arguments: str) -> int:
        """Run another of Diwan's commands to its end; its exit status."""
        return await (await self._spawn(*arguments)).wait()

    async def start(self) -> None:
        """Start `run`, unless it runs."""
        if self.running:
            return
        self._process = await self._spawn("run")
        self._watch = asyncio.create_task(self._wait(self._process))
        self.notice(True)

    async def kill(self) -> None:
        """kill -9, as a power cut would."""
        if self.running and self._process:
            self._process.kill()
        await self._gone()

    async def stop(self) -> None:
        """Ask it to end, and insist when it does not within 15 seconds."""
        if self.running and self._process:
            self._process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._gone()
            except TimeoutError:
                await self.kill()

    async def _spawn(self, *arguments: str) -> asyncio.subprocess.Process:
        # A session of its own: Ctrl-C reaches the sandbox alone, which then stops Diwan in order.
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *arguments, cwd=ROOT, env=self.environment, start_new_session=True
        )

    async def _gone(self) -> None:
        if self._watch:
            await asyncio.shield(self._watch)

    async def _wait(self, process: asyncio.subprocess.Process) -> None:
        await process.wait()
        self.notice(False)
