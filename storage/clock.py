"""The clock: the present moment as everything here knows it. The sandbox and the tests move it; nobody else does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

_moved = timedelta()
_speed = 1.0
_slow_since = datetime.now(UTC)


def now() -> datetime:
    """The present moment, in UTC."""
    return machine() + _moved


def machine() -> datetime:
    """The machine's own time; once it was slowed down, what it would be."""
    at = datetime.now(UTC)
    return at if _speed == 1.0 else _slow_since + (at - _slow_since) * _speed


def move(by: timedelta) -> None:
    """Move the clock of this process on, or back."""
    global _moved
    _moved += by


def slow(speed: float) -> None:
    """From now on only this share of each second passes: how busy a machine is, is not to be heard in a test."""
    global _moved, _speed, _slow_since
    behind = machine() - datetime.now(UTC)
    _moved, _speed, _slow_since = _moved + behind, speed, datetime.now(UTC)


def setting() -> dict[str, float]:
    """How it is set, for another process of this machine to `follow`."""
    return {"moved": _moved.total_seconds(), "speed": _speed, "since": _slow_since.timestamp()}


def follow(setting: Mapping[str, float]) -> None:
    """Go as the clock of another process goes."""
    global _moved, _speed, _slow_since
    _moved, _speed = timedelta(seconds=setting["moved"]), setting["speed"]
    _slow_since = datetime.fromtimestamp(setting["since"], UTC)


def reset() -> None:
    """Show the machine's own time again."""
    global _moved, _speed
    _moved, _speed = timedelta(), 1.0
