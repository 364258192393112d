"""The benchmarks run to their end, on both databases; what they measure in a hurry means nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.figures import Figure, quantile, table
from benchmarks.report import BEGIN, END, write

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_a_quick_run_has_every_part() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", "ingest", "turns", "--quick", "--database", "sqlite"],
        cwd=ROOT, capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert re.findall(r"^([a-d])\) ", run.stdout, re.MULTILINE) == ["a", "b"]
    assert "webhook, of bare aiohttp" in run.stdout


@pytest.mark.slow
def test_a_quick_run_of_the_reminders() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", "reminders", "--quick", "--database", "sqlite"],
        cwd=ROOT, capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert re.findall(r"^(\w)\) ", run.stdout, re.MULTILINE) == ["f"]
    assert re.search(r"^2,000 due at once, due → outbox: p99 +\d", run.stdout, re.MULTILINE)
    assert re.search(r"^of plain SQL, times as long +\d", run.stdout, re.MULTILINE)
    assert re.search(r"^100 a second, due → outbox: p99 +\d", run.stdout, re.MULTILINE)


@pytest.mark.slow
def test_a_quick_run_of_the_numbers() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", "numbers", "--quick", "--database", "sqlite"],
        cwd=ROOT, capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert re.findall(r"^(\w)\) ", run.stdout, re.MULTILINE) == ["g"]
    assert re.search(r"^kpi of a month, 1,000 activities: p95 +\d", run.stdout, re.MULTILINE)
    assert re.search(r"^first page of a timeline, 500 activities: p95 +\d", run.stdout, re.MULTILINE)


def test_a_goal_is_shown_with_what_was_reached() -> None:
    assert Figure("a", "r", 0.61, "x", 0.6).shown() == "0.61 met (≥ 0.60)"
    assert Figure("a", "r", 120, "/s", 300).shown() == "120/s MISSED (≥ 300/s)"
    assert Figure("a", "r", 12.4, "ms").shown() == "12.40 ms"


def test_databases_stand_side_by_side() -> None:
    columns = {"SQLite": [Figure("a", "r", 1, "x")], "PostgreSQL": [Figure("a", "r", 2, "x"), Figure("a", "s", 3, "x")]}
    assert table(columns) == [("a", [("r", ["1.00", "2.00"]), ("s", ["", "3.00"])])]


def test_quantiles() -> None:
    assert quantile([3, 1, 2], 0.5) == 2
    assert quantile(range(100), 0.95) == 95
    assert quantile([1], 1) == 1


def test_writing_keeps_what_stands_around_the_figures(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    write(page, {"SQLite": [Figure("a", "r", 1, "x")]}, load=0.1)
    written = page.read_text()
    assert written.startswith("before\n")
    assert written.endswith("\nafter\n")
    assert "| r | 1.00 |" in written
    assert "old" not in written


def test_a_page_without_a_place_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing here")
    with pytest.raises(ValueError, match="no place"):
        write(page, {}, load=0)
    assert page.read_text() == "nothing here"


def test_the_documentation_has_the_place() -> None:
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert BEGIN in page
    assert END in page
