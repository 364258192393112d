"""Diwan as a process of its own, set up through its ordinary environment."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parent.parent
COMMAND = (sys.executable, "-m", "sandbox.moved")
STARTING, STOPPING, LOOK_AGAIN = 30.0, 15.0, 0.1
SETTINGS = (
    "TELEGRAM_",
    "TWILIO_",
    "WHATSAPP_",
    "MEDIA_",
    "WORKER_",
    "DATABASE_URL",
    "PUBLIC_URL",
    "ORGANISATION",
    "LANGUAGE",
    "TIMEZONE",
    "HOST",
    "PORT",
)


class DiwanError(Exception):
    """A command of Diwan failed, or it did not start: the text says which, and where its log is."""


class Diwan:
    """`python -m bot` with an environment and the sandbox's clock; `notice` is called as it comes (True) and goes."""

    def __init__(
        self,
        url: str,
        environment: dict[str, str],
        notice: Callable[[bool], None],
        log: Path,
        *,
        command: Sequence[str] = COMMAND,
    ) -> None:
        """What it prints is added to the file `log`. Settings of this process's own environment are not passed on."""
        self.url, self.notice, self.log, self.command = url, notice, log, command
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
        self.environment = inherited | environment
        self.moved = timedelta()
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.returncode is None

    async def call(self, *arguments: str) -> None:
        """Run another of Diwan's commands to its end; DiwanError when it fails."""
        process = await self._spawn(*arguments)
        try:
            status = await process.wait()
        except asyncio.CancelledError:
            process.kill()
            raise
        if status:
            raise DiwanError(f"Diwan's {arguments[0]} failed with status {status}; its log is {self.log}.")

    async def start(self) -> None:
        """Start `run`, unless it runs."""
        if self.running:
            return
        self._process = await self._spawn("run", stdin=asyncio.subprocess.PIPE)
        self._tell(self.moved)
        self._watch = asyncio.create_task(self._wait(self._process))
        self.notice(True)

    def move(self, by: timedelta) -> None:
        """Move its clock, and that of every process to come."""
        self.moved += by
        if self.running:
            self._tell(by)

    async def ready(self) -> None:
        """Wait until it says that it is ready; DiwanError when it ends before, or says nothing for 30 seconds."""
        try:
            async with asyncio.timeout(STARTING), aiohttp.ClientSession() as session:
                while self.running:
                    try:
                        async with session.get(f"{self.url}/readyz") as response:
                            if response.status == 200:
                                return
                    except aiohttp.ClientError:
                        pass
                    await asyncio.sleep(LOOK_AGAIN)
        except TimeoutError:
            raise DiwanError(f"Diwan is not ready after {STARTING:.0f} seconds; its log is {self.log}.") from None
        raise DiwanError(f"Diwan ended while it started; its log is {self.log}.")

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
                async with asyncio.timeout(STOPPING):
                    await self._gone()
            except TimeoutError:
                await self.kill()

    def _tell(self, by: timedelta) -> None:
        if self._process and self._process.stdin:
            self._process.stdin.write(f"{by.total_seconds()}\n".encode())

    async def _spawn(self, *arguments: str, stdin: int = asyncio.subprocess.DEVNULL) -> asyncio.subprocess.Process:
        # A session of its own: Ctrl-C reaches the sandbox alone, which then stops Diwan in order.
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *self.command,
                *arguments,
                cwd=ROOT,
                env=self.environment,
                start_new_session=True,
                stdin=stdin,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
            )

    async def _gone(self) -> None:
        if self._watch:
            await asyncio.shield(self._watch)

    async def _wait(self, process: asyncio.subprocess.Process) -> None:
        await process.wait()
        self.notice(False)
