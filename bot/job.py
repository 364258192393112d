"""Job: the process that makes one report or import. Its order comes on standard input, which stays open for as long as
the worker lives; each line on standard output says that something waits in the outbox.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot import logs
from bot.run import make_house
from bot.settings import Settings
from bot.turn import House
from crm import office
from storage import clock, jobs
from storage.database import close_database, open_database
from storage.models import Import, Report

ALIVE = 5.0
"""Seconds between two signs of life."""

NICE = 10
"""People's messages go first."""


class Lost(Exception):
    """Somebody else has taken the job over."""


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
    """Do one job to its end. Raises Lost, or whatever breaks it."""
    from bot.imports import working
    from bot.reports import making

    makers: Mapping[str, tuple[Any, Callable[[Any, Bench], Awaitable[None]]]] = {
        "report": (Report, making.make),
        "import": (Import, working.work),
    }
    settings = Settings(_env_file=None, **order["settings"])  # type: ignore[call-arg]
    logs.configure(settings.log_level, settings.secrets())
    office.use(settings.office)
    clock.move(timedelta(seconds=order["moved"]))
    await open_database(settings.database_url)
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


async def _live(job: Report | Import) -> None:
    while True:
        await asyncio.sleep(ALIVE)
        if not await jobs.alive(job, clock.now()):
            raise Lost


def _say(what: str = "outbox") -> None:
    print(what, flush=True)


def _end_with_the_worker() -> None:
    while os.read(0, 1024):
        pass
    os._exit(1)


def main() -> None:
    # Raw: the rest is for the thread that waits for the worker's end.
    order = json.loads(io.FileIO(0, closefd=False).readline())
    threading.Thread(target=_end_with_the_worker, daemon=True).start()
    with contextlib.suppress(OSError):
        os.nice(NICE)
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


if __name__ == "__main__":
    main()
