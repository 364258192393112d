"""Imports: files of leads and customers."""

from __future__ import annotations

from bot.job import Bench
from storage.models import Import


async def work(job: Import, bench: Bench) -> None:
    """Read the file and show what was understood; or, once it is confirmed, write it."""
    raise NotImplementedError
