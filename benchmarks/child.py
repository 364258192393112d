"""Child: measures everything on one kind of database, in a process of its own, since the ORM keeps one kind's SQL."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import deliveries, find, history, ingest, numbers, process, reminders, reports, turns
from benchmarks.databases import Databases, databases
from benchmarks.figures import Figure

PARTS = ("ingest", "turns", "process", "timeline", "find", "reminders", "numbers", "reports")


def measure(kind: str, *, quick: bool, parts: tuple[str, ...] = PARTS) -> list[Figure]:
    """Every figure on `sqlite` or `postgres`; what it is at goes to standard error."""
    folder = Path(tempfile.mkdtemp(prefix="diwan-bench-"))
    found: list[Figure] = []
    try:
        with databases(kind, folder) as fresh:
            for part in parts:
                began = time.perf_counter()
                found += _part(part, fresh, folder, quick)
                if part == "process":
                    found += asyncio.run(
                        deliveries.measure(fresh.fresh(), folder, deliveries.QUICK if quick else deliveries.FULL)
                    )
                print(f"{kind}: {part} took {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return found


def _part(part: str, fresh: Databases, folder: Path, quick: bool) -> list[Figure]:
    url = fresh.fresh()
    match part:
        case "ingest":
            return asyncio.run(ingest.measure(url, ingest.QUICK if quick else ingest.FULL, folder))
        case "turns":
            return asyncio.run(turns.measure(url, turns.QUICK if quick else turns.FULL, folder))
        case "process":
            return asyncio.run(process.measure(url, folder, process.QUICK if quick else process.FULL))
        case "find":
            return asyncio.run(find.measure(url, quick=quick))
        case "reminders":
            size = reminders.QUICK if quick else reminders.FULL
            return asyncio.run(reminders.measure(url, fresh.fresh(), size))
        case "numbers":
            sizes = numbers.QUICK_SIZES if quick else numbers.SIZES
            return asyncio.run(numbers.measure([url, *(fresh.fresh() for _ in sizes[1:])], quick=quick))
        case "reports":
            return asyncio.run(reports.measure(url, folder, quick=quick))
    return asyncio.run(history.measure(url, quick=quick))


def main() -> None:
    """`python -m benchmarks.child sqlite quick ingest turns`: the figures as JSON on standard output."""
    kind, speed, *parts = sys.argv[1:]
    figures = measure(kind, quick=speed == "quick", parts=tuple(parts) or PARTS)
    json.dump([figure.json() for figure in figures], sys.stdout)


if __name__ == "__main__":
    main()
