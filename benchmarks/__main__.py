"""`python -m benchmarks`: measure on both databases, print the figures side by side, and with --write keep them."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.child import PARTS
from benchmarks.figures import Figure
from benchmarks.report import print_table, write

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
LONGEST = 900
"""Seconds that one database may take."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write. The exit status is 1 when a database could not be measured, whatever the goals say."""
    options = _options(arguments)
    load = os.getloadavg()[0]
    columns: dict[str, Sequence[Figure]] = {}
    for kind in options.database:
        speed = "quick" if options.quick else "full"
        child = subprocess.run(
            [sys.executable, "-m", "benchmarks.child", kind, speed, *options.part],
            stdout=subprocess.PIPE, timeout=LONGEST, check=False,
        )  # fmt: skip
        if child.returncode:
            print(f"{NAMES[kind]} could not be measured", file=sys.stderr)
            return 1
        columns[NAMES[kind]] = [Figure(**figure) for figure in json.loads(child.stdout)]
    print_table(columns, load)
    if options.write:
        write(PAGE, columns, load)
        print(f"written to {PAGE.relative_to(Path.cwd()) if PAGE.is_relative_to(Path.cwd()) else PAGE}")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke run: everything once, the figures mean nothing")
    parser.add_argument("--write", action="store_true", help=f"put the figures into {PAGE.parent.name}/{PAGE.name}")
    parser.add_argument("--database", nargs="+", choices=NAMES, default=list(NAMES), help="which databases")
    parser.add_argument("part", nargs="*", help=f"what to measure: {', '.join(PARTS)} (all)")
    options = parser.parse_args(arguments)
    if unknown := set(options.part) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if options.write and (options.quick or options.part or len(options.database) < len(NAMES)):
        parser.error("--write keeps whole runs only")
    return options


if __name__ == "__main__":
    sys.exit(main())
