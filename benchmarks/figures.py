"""Figures: what was measured, one row each, and how a row is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

FORMATS = {
    "/s": "{:,.0f}/s", "x": "{:.2f}", "µs": "{:.0f} µs", "ms": "{:.2f} ms", "s": "{:.2f} s", "MB": "{:.0f} MB",
    "queries": "{:.1f}",
}  # fmt: skip
TIMES = frozenset({"µs", "ms", "s", "MB"})
"""Units of which less is better."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value. `goal` is the least it should be, or (of times) the most, where the project has set one."""

    section: str
    row: str
    value: float
    unit: str
    goal: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without a goal."""
        if self.goal is None:
            return None
        return self.value <= self.goal if self.unit in TIMES else self.value >= self.goal

    def shown(self) -> str:
        """The value with its unit; what its goal was, and whether it is met."""
        value = FORMATS[self.unit].format(self.value)
        if self.goal is None:
            return value
        sign = "≤" if self.unit in TIMES else "≥"
        return f"{value} {'met' if self.met else 'MISSED'} ({sign} {FORMATS[self.unit].format(self.goal)})"

    def json(self) -> dict[str, Any]:
        """What `Figure(**…)` reads back."""
        return asdict(self)


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return quantile(values, 0.5)


def quantile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def table(columns: Mapping[str, Sequence[Figure]]) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """The figures of several databases side by side: sections with their rows, a cell for each column."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for name, figures in columns.items():
        for figure in figures:
            found.setdefault(figure.section, {}).setdefault(figure.row, {})[name] = figure.shown()
    return [
        (section, [(row, [cells.get(name, "") for name in columns]) for row, cells in rows.items()])
        for section, rows in found.items()
    ]
