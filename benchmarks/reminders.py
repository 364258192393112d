"""Reminders: how late they ring when a hundred thousand fall due at once, and when a hundred a second do.

Four processes with a worker's own tick ring for them. Run as a program it is one of these: it writes a line of JSON for
each batch, when that is committed, and ends with its standard input.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from benchmarks import drain
from benchmarks.figures import Figure, quantile
from crm import people, reminders
from scheduler import Tick, Ticks
from scheduler.sweeps import SWEEPS
from storage import rows
from storage.clean import stamp
from storage.database import close_database, dialect, open_database
from storage.models import Activity, ActivityKind, ChannelName, Customer, Role
from storage.transactions import transaction

SECTION = "f) reminders, four workers"
WORKERS, STAFF = 4, 50
FLOOD_GOAL, STEADY_GOAL = 5.0, 1.5
"""Seconds."""

CHUNK = 5000
"""Reminders that one statement sets."""

BETWEEN = 0.01
"""Seconds between two of the ordinary transactions that somebody else means to get through meanwhile."""

PATIENCE = 120.0
"""Seconds after which the measurement is given up."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many fall due at once, and in how many seconds they are surely set; then so many a second, for so long."""

    flood: int
    ahead: float
    per_second: int
    seconds: int


QUICK, FULL = Size(2000, 10, 100, 2), Size(100_000, 30, 100, 20)


async def measure(url: str, plain_url: str, size: Size) -> list[Figure]:
    """The flood, then the steady state, on one database; the same flood by plain SQL on the other one."""
    await open_database(url)
    try:
        authors = await _people()
        flood, seconds, waited = await _flood(url, authors, size)
        steady = await _steady(url, authors, size)
    finally:
        await close_database()
    plain = await _plain(plain_url, size)
    return [
        *_lateness(f"{size.flood:,} due at once", flood, FLOOD_GOAL),
        Figure(SECTION, f"{size.flood:,} due at once: until the last is in the outbox", seconds, "s"),
        Figure(SECTION, "the same by plain SQL, one process", plain, "s"),
        Figure(SECTION, "of plain SQL, times as long", seconds / plain, "x"),
        Figure(SECTION, "somebody else's transaction meanwhile: p50", quantile(waited, 0.5) * 1000, "ms"),
        Figure(SECTION, "somebody else's transaction meanwhile: p99", quantile(waited, 0.99) * 1000, "ms"),
        Figure(SECTION, "somebody else's transaction meanwhile: longest", max(waited) * 1000, "ms"),
        *_lateness(f"{size.per_second} a second", steady, STEADY_GOAL),
    ]


def _lateness(name: str, late: Sequence[float], goal: float) -> list[Figure]:
    return [
        Figure(SECTION, f"{name}, due → outbox: p50", quantile(late, 0.5), "s"),
        Figure(SECTION, f"{name}, due → outbox: p99", quantile(late, 0.99), "s", goal),
        Figure(SECTION, f"{name}, due → outbox: latest", max(late), "s"),
    ]


async def _flood(url: str, authors: Sequence[int], size: Size) -> tuple[list[float], float, list[float]]:
    """How late each was, and all of them; and how long the transactions of somebody else took meanwhile."""
    async with _workers(url) as workers:
        due = datetime.now(UTC) + timedelta(seconds=size.ahead)
        await _set(authors, [due] * size.flood)
        left = (due - datetime.now(UTC)).total_seconds()
        if left < 0:
            raise RuntimeError("they were due before all of them were set")
        await asyncio.sleep(left)
        over = asyncio.Event()
        writing = asyncio.create_task(_write_until(over, authors))
        try:
            await workers.have_rung(size.flood)
        finally:
            over.set()
            waited = await writing
    late = await _late(workers, due, size.flood)
    return late, max(late), waited


async def _steady(url: str, authors: Sequence[int], size: Size) -> list[float]:
    count = size.per_second * size.seconds
    async with _workers(url) as workers:
        first = datetime.now(UTC) + timedelta(seconds=5)
        await _set(authors, [first + timedelta(seconds=number / size.per_second) for number in range(count)])
        await workers.have_rung(count)
    return await _late(workers, first, count)


async def _plain(url: str, size: Size) -> float:
    await open_database(url)
    try:
        await _set(await _people(), [datetime.now(UTC)] * size.flood)
    finally:
        await close_database()
    began = time.perf_counter()
    count = await drain.ring(url, reminders.BATCH)
    seconds = time.perf_counter() - began
    if count != size.flood:
        raise RuntimeError(f"plain SQL rang for {count} of {size.flood}")
    return seconds


async def _people() -> list[int]:
    """Staff who can be reached, each with a customer of the same number."""
    now = datetime.now(UTC)
    found = []
    async with transaction():
        for number in range(STAFF):
            staff = await people.add_staff(
                f"Rep {number}", Role.AGENT, language=("ar", "en")[number % 2], timezone="Asia/Riyadh",
                addresses={ChannelName.TELEGRAM: str(100 + number)}, at=now,
            )  # fmt: skip
            await Customer.create(id=staff.id, name="Huda", owner=staff, created_at=now, updated_at=now)
            found.append(staff.id)
    return found


async def _set(authors: Sequence[int], moments: Sequence[datetime]) -> None:
    each = [{"at": stamp(at), "author": authors[number % len(authors)]} for number, at in enumerate(moments)]
    async with transaction() as connection:
        for begin in range(0, len(each), CHUNK):
            given = {"each": json.dumps(each[begin : begin + CHUNK]), "now": datetime.now(UTC)}
            await rows.run(_SET[dialect()], given, connection)
    await rows.run("ANALYZE", {})


def _statement(each: str, moment: str) -> str:
    return (
        "INSERT INTO activity (kind, text, at, due_at, remind_at, ring_at, author_id, customer_id)"
        f" SELECT 'task', 'call about the offer', :now, {moment}, {moment}, {moment},"
        f" CAST(value ->> 'author' AS bigint), CAST(value ->> 'author' AS bigint) FROM {each}"
    )


_SET = {
    "sqlite": _statement("json_each(:each)", "value ->> 'at'"),
    "postgres": _statement("json_array_elements(CAST(:each AS json))", "CAST(value ->> 'at' AS timestamptz)"),
}


async def _write_until(over: asyncio.Event, authors: Sequence[int]) -> list[float]:
    """What a turn does at least, again and again: lock whom it is about, and put something on record.

    The seconds that each took; the last one is let through, however long it waits.
    """
    waited: list[float] = []
    while not over.is_set():
        began = time.perf_counter()
        async with transaction():
            party = await people.lock(await Customer.get(id=authors[len(waited) % len(authors)]))
            await Activity.create(
                kind=ActivityKind.NOTE, text="a note", at=datetime.now(UTC), author_id=party.owner_id,
                **people.owned_by(party),
            )  # fmt: skip
        waited.append(time.perf_counter() - began)
        await asyncio.sleep(BETWEEN)
    return waited


_RUNG = """
SELECT activity.remind_at AS due, outbound_message.created_at AS rung, count(*) AS messages,
  count(DISTINCT activity.id) AS reminders
FROM activity JOIN outbound_message ON outbound_message.activity_id = activity.id
WHERE activity.remind_at >= :first GROUP BY activity.remind_at, outbound_message.created_at
"""


async def _late(workers: _Workers, first: datetime, count: int) -> list[float]:
    """How long after its time each was committed. RuntimeError when one is missing or there twice."""
    found = await rows.run(_RUNG, {"first": first})
    messages, rung = sum(row["messages"] for row in found), sum(row["reminders"] for row in found)
    if not messages == rung == count == workers.rung:
        raise RuntimeError(f"{count} reminders, {rung} that rang, {workers.rung} claims, {messages} messages")
    late: list[float] = []
    for row in found:
        committed = workers.committed[rows.moment(row["rung"])]
        late += [(committed - rows.moment(row["due"])).total_seconds()] * row["messages"]
    return late


class _Workers:
    """What four workers did: when each batch was committed, by the moment that it began, which its rows bear."""

    def __init__(self) -> None:
        self.committed: dict[datetime, datetime] = {}
        self.rung = 0
        self._more = asyncio.Event()

    async def follow(self, lines: asyncio.StreamReader) -> None:
        """Take down one worker's batches, to its end."""
        while line := await lines.readline():
            began, committed, count = json.loads(line)
            at = datetime.fromisoformat(began)
            self.committed[at] = max(datetime.fromisoformat(committed), self.committed.get(at, at))
            self.rung += count
            self._more.set()

    async def have_rung(self, count: int) -> None:
        """Wait until they rang so often. TimeoutError when they do not."""
        async with asyncio.timeout(PATIENCE):
            while self.rung < count:
                await self._more.wait()
                self._more.clear()


@asynccontextmanager
async def _workers(url: str) -> AsyncIterator[_Workers]:
    """The processes; they are over, and all that they did is known, when this is closed."""
    found = _Workers()
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.reminders", url,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )
        for _ in range(WORKERS)
    ]  # fmt: skip
    following = []
    try:
        for process in processes:
            assert process.stdout
            if not await process.stdout.readline():
                raise RuntimeError("a worker failed")
            following.append(asyncio.create_task(found.follow(process.stdout)))
        yield found
    finally:
        for process in processes:
            assert process.stdin
            process.stdin.close()
        await asyncio.gather(*following)
        for process in processes:
            await process.wait()


async def work(url: str) -> None:
    """Be a worker that does nothing but ring."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # in a flood it warns of each tick that it leaves out
    await open_database(url)
    ring = reminders.ring

    async def noted(now: datetime) -> int:
        count = await ring(now)
        if count:
            print(json.dumps([now.isoformat(), datetime.now(UTC).isoformat(), count]), flush=True)
        return count

    reminders.ring = noted
    ticks = Ticks(_own(SWEEPS))
    ticks.start()
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    ticks.stop()
    await ticks.finish()
    await close_database()


def _own(ticks: Iterable[Tick]) -> list[Tick]:
    return [tick for tick in ticks if tick.name == "reminders"]


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1]))
