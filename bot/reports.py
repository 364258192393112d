"""Reports: the files that managers ask for."""

from __future__ import annotations

from bot.job import Bench
from storage.models import Report


async def make(report: Report, bench: Bench) -> None:
    """Make the file, and put it in the outbox."""
    raise NotImplementedError
