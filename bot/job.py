"""Job: the process that makes reports and imports, one after the other. Each order is a line on standard input, which
stays open for as long as the worker lives; each line on standard output says that something waits in the outbox, or,
with DONE, that the next order may come. A process in which a job broke takes none: its last line is what it broke by.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import queue
import signal
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import logs, memory
from bot.house import House, make_house
from bot.settings import Settings
from crm import office
from storage import clock, jobs
from storage.database import close_database, open_database
from storage.models import Import, Report

ALIVE = 5.0
"""Seconds between two signs of life."""

NICE = 10
"""How nice the process is to others: people's messages go first."""

DONE = "done"
"""Said when a job is over and the process is ready for another."""

POOL = 3
"""Connections to PostgreSQL that it needs: its rows, its signs of life, and what it asks by the way."""

PATIENCE = 40.0
"""Seconds that the database may be away when a job begins: less than those after which its claim is given up."""

LARGE = 200 * 1024 * 1024
"""Bytes: a process that ever took more ends after its job, and gives them back."""


class Lost(Exception):
    """Somebody else has taken the job over."""


class Away(Exception):
    """The database was not reached."""


@dataclass(frozen=True)
class Bench:
    """What a job is made with."""

    settings: Settings
    house: House
    folder: Path
    """The media folder."""
    say: Callable[[], None]
    """Call it when something was put in the outbox."""


async def do(order: Mapping[str, Any]) -> None:
    """Do one job to its end. Raises Lost, Away, or whatever breaks it."""
    from bot.imports import working
    from bot.reports import making

    makers: Mapping[str, tuple[Any, Callable[[Any, Bench], Awaitable[None]]]] = {
        "report": (Report, making.make),
        "import": (Import, working.work),
    }
    settings = Settings(_env_file=None, **order["settings"])  # type: ignore[call-arg]
    logs.configure(settings.log_level, settings.secrets())
    office.use(settings.office)
    clock.follow(order["clock"])
    await reach(settings.database_url)
    try:
        kind, make = makers[order["job"]]
        job = await kind.get_or_none(id=order["id"], claim=order["claim"])
        if job is None:
            raise Lost
        bench = Bench(settings, make_house(settings), settings.media_folder, _say)
        async with asyncio.TaskGroup() as group:
            living = group.create_task(_live(job))
            await make(job, bench)
            living.cancel()
    finally:
        await close_database()


async def reach(url: str) -> None:
    """Connect to a database that may just be away. Raises Away when it stays so."""
    last: OSError | None = None
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    return await open_database(url, pool=POOL)
                except OSError as error:
                    last = error
                await asyncio.sleep(1)
    except TimeoutError:
        raise Away from last


async def _live(job: Report | Import) -> None:
    while True:
        if not await jobs.alive(job, clock.now()):
            raise Lost
        await asyncio.sleep(ALIVE)


def _say(what: str = "outbox") -> None:
    print(what, flush=True)


def _orders() -> Iterator[Mapping[str, Any]]:
    """One after the other. When the worker has died, so does whoever works for it."""
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def listen() -> None:
        # Raw, since a process cannot end while a thread of it waits inside of a buffered file.
        orders = io.FileIO(0, closefd=False)
        while line := orders.readline():
            lines.put(line)
        os._exit(1)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        yield json.loads(lines.get())


def be_nice() -> None:
    """Let this process, and those that it begins, be as nice as a job is."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, max(NICE, os.getpriority(os.PRIO_PROCESS, 0)))


def main() -> None:
    # Whoever ends the worker from a terminal ends us by that.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    be_nice()
    for order in _orders():
        try:
            asyncio.run(do(order))
        except* Lost:
            pass
        except* Exception as error:
            inner = error.exceptions[0]
            while isinstance(inner, ExceptionGroup):
                inner = inner.exceptions[0]
            _say(type(inner).__name__[:64])
            raise
        if (memory.held() or 0) > LARGE:
            break
        _say(DONE)
