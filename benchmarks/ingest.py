"""Ingest: posts a second that are durable before they are answered, beside bare aiohttp and beside the bare drivers."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
from aiohttp import web

from benchmarks.figures import Figure, median
from benchmarks.load import Job, Load
from benchmarks.messages import TOKEN, WORDS
from benchmarks.setting import settings
from bot.run import Diwan
from bot.web import TELEGRAM_PATH, WHATSAPP_PATH, serve
from storage.database import close_database, dialect, dialect_of, open_database, sqlite_path

SECTION = "a) ingest"
GOALS = {"sqlite": 0.6, "postgres": 0.4}
PEOPLE, AT_ONCE, SHARED = 500, 96, 64


@dataclass(frozen=True, slots=True)
class Size:
    """How long to measure."""

    rounds: int
    posts: int


QUICK, FULL = Size(1, 300), Size(9, 2500)

INSERT = (
    "INSERT INTO inbound_message"
    " (channel, account, provider_id, sender, message_id, payload, received_at, status)"
    " VALUES ({}, 'pending')"
)


async def measure(url: str, size: Size, folder: Path) -> list[Figure]:
    """Both webhooks of the real application beside a bare aiohttp POST of the same bytes, by turns."""
    await open_database(url)
    try:
        figures = await _posts(url, size, folder)
    finally:
        await close_database()
    return figures + await _inserts(url, size)


async def _posts(url: str, size: Size, folder: Path) -> list[Figure]:
    bare = web.Application(client_max_size=2**20)
    bare.router.add_post("/bare", _bare)
    bare.router.add_post(f"/bot{TOKEN}/setWebhook", _accept)
    runner = await serve(bare, "127.0.0.1", 0)
    bare_port = runner.addresses[0][1]
    diwan = Diwan(settings(url, folder, telegram_api_url=f"http://127.0.0.1:{bare_port}"), worker=False)
    await diwan.start()
    numbers = iter(range(1, 10**9, size.posts))
    speed: dict[str, list[float]] = {}
    p95: dict[str, list[float]] = {}
    cost: dict[str, list[float]] = {}
    busy = 0.0
    try:
        async with Load() as load:

            async def post(kind: str, port: int, path: str, posts: int) -> None:
                job = Job(kind, port, path, diwan.settings.public_url, next(numbers), posts, PEOPLE, AT_ONCE)
                nonlocal busy
                began = time.process_time()
                result = await load.post(job)
                computed = time.process_time() - began
                name = f"{kind}{path == '/bare'}"
                speed.setdefault(name, []).append(result.per_second)
                p95.setdefault(name, []).append(result.p95 * 1000)
                cost.setdefault(name, []).append(computed / posts * 1e6)
                busy = max(busy, result.busy)

            for warm in (True, *[False] * size.rounds):
                for kind, path in (("telegram", TELEGRAM_PATH), ("whatsapp", WHATSAPP_PATH)):
                    await post(kind, bare_port, "/bare", size.posts // (4 if warm else 1))
                    await post(kind, diwan.port, path, size.posts // (4 if warm else 1))
                if warm:
                    for found in (speed, p95, cost):
                        found.clear()
    finally:
        await diwan.stop()
        await runner.cleanup()
    figures = []
    for kind, name in (("telegram", "Telegram"), ("whatsapp", "WhatsApp")):
        ours, theirs = speed[f"{kind}False"], speed[f"{kind}True"]
        # Each round's ratio is of two neighbours in time, so that a noisy minute touches both.
        ratio = median([one / other for one, other in zip(ours, theirs, strict=True)])
        computing = [one / other for one, other in zip(cost[f"{kind}True"], cost[f"{kind}False"], strict=True)]
        figures += [
            Figure(SECTION, f"bare aiohttp, {name}'s bytes", median(theirs), "/s"),
            Figure(SECTION, f"{name} webhook, durable before 200", median(ours), "/s"),
            Figure(SECTION, f"{name} webhook, of bare aiohttp", ratio, "x", GOALS[dialect()]),
            Figure(SECTION, f"{name} webhook, computing of one post", median(cost[f"{kind}False"]), "µs"),
            Figure(SECTION, f"{name} webhook, of bare aiohttp by computing alone", median(computing), "x"),
            Figure(SECTION, f"{name} webhook, p95 with {AT_ONCE} in flight", median(p95[f"{kind}False"]), "ms"),
        ]
    return [*figures, Figure(SECTION, "load generator, busy at most", busy, "x")]


async def _bare(request: web.Request) -> web.Response:
    await request.read()
    return web.Response()


async def _accept(_: web.Request) -> web.Response:
    return web.json_response({"ok": True, "result": True})


async def _inserts(url: str, size: Size) -> list[Figure]:
    """The same row through the driver alone: a commit for each, and one for as many as arrive together."""
    one_by_one, shared = size.posts // 4, size.posts * 2
    if dialect_of(url) == "sqlite":
        alone, together = await asyncio.to_thread(_sqlite, sqlite_path(url), one_by_one, shared)
    else:
        alone, together = await _postgres(url, one_by_one, shared)
    return [
        Figure(SECTION, "bare driver, a commit for each insert", alone, "/s"),
        Figure(SECTION, f"bare driver, {SHARED} inserts a commit", together, "/s"),
    ]


def _rows(tag: str, count: int, at: Callable[[], object]) -> Iterator[tuple[object, ...]]:
    for number in range(count):
        yield "telegram", "1", f"{tag}{number}", str(number % PEOPLE), str(number), WORDS[number % 2] * 4, at()


def _sqlite(path: Path, one_by_one: int, shared: int) -> tuple[float, float]:
    statement = INSERT.format("?, ?, ?, ?, ?, ?, ?")
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")

    def now() -> str:
        return datetime.now(UTC).isoformat(" ")

    began = time.perf_counter()
    for row in _rows("a", one_by_one, now):
        connection.execute(statement, row)
    alone = one_by_one / (time.perf_counter() - began)
    rows = list(_rows("b", shared, now))
    began = time.perf_counter()
    for start in range(0, shared, SHARED):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(statement, rows[start : start + SHARED])
        connection.execute("COMMIT")
    together = shared / (time.perf_counter() - began)
    connection.close()
    return alone, together


async def _postgres(url: str, one_by_one: int, shared: int) -> tuple[float, float]:
    statement = INSERT.format("$1, $2, $3, $4, $5, $6, $7")
    connection = await asyncpg.connect(url)
    try:
        insert = await connection.prepare(statement)
        began = time.perf_counter()
        for row in _rows("a", one_by_one, lambda: datetime.now(UTC)):
            await insert.fetch(*row)
        alone = one_by_one / (time.perf_counter() - began)
        rows = list(_rows("b", shared, lambda: datetime.now(UTC)))
        began = time.perf_counter()
        for start in range(0, shared, SHARED):
            await connection.executemany(statement, rows[start : start + SHARED])
        return alone, shared / (time.perf_counter() - began)
    finally:
        await connection.close()
