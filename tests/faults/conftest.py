"""The stage of the fault tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import logs
from tests.faults.support import impatient
from tests.stage import Stage


@pytest.fixture(autouse=True)
def plain_logs() -> None:
    """As in a real process: structlog's own default draws every failure's local variables, which takes a second."""
    logs.configure("WARNING")


@pytest.fixture
async def stage(database: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """Diwan with channels that give up soon."""
    async with impatient(database, tmp_path) as stage:
        yield stage
