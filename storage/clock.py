"""The clock: the present moment as everything here knows it. The sandbox and the tests move it; nobody else does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_moved = timedelta()


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC) + _moved


def move(by: timedelta) -> None:
    """Move the clock of this process on, or back."""
    global _moved
    _moved += by


def reset() -> None:
    """Show the machine's own time again."""
    global _moved
    _moved = timedelta()
