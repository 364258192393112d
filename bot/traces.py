"""Traces: what erasures leave outside the tables: files, and the log of the database. They are removed afterwards.

What is to go stands in the erasure's own row, so that whoever comes after a crash goes on with it.
"""

from __future__ import annotations

import asyncio
import shutil
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import structlog

from crm import blanking
from storage import clock
from storage.database import forget_log
from storage.models import Attachment, Erasure, Import, Report

MADE = "made"
"""The part of the media folder that has what we made ourselves."""

MAKING = "making"
"""The part in which reports grow; each try has a folder of its own there."""

JUST_NOW = timedelta(seconds=10)
"""So long after an erasure a job may still write a file of what it read before; then it knows that it lost it."""

WATCHED = timedelta(minutes=1)
"""How long after an erasure such files are looked for."""

FRESH = 300.0
"""Seconds for which a file may be somebody else's as well, whose row does not say so yet."""

log = structlog.get_logger(__name__)


async def clear(folder: Path) -> None:
    """Remove what erasures left; what cannot go yet goes the next time."""
    for erasure in await Erasure.filter(erased_at__isnull=False, cleared_at__isnull=True).order_by("id"):
        left = [path for path in erasure.files if not await remove(folder, path)]
        assert erasure.erased_at is not None
        passed = clock.now() - erasure.erased_at
        await _remove_made(folder, passed - JUST_NOW)
        over = await forget_log() and not left and passed >= WATCHED
        await Erasure.filter(id=erasure.id).update(files=left, cleared_at=clock.now() if over else None)
        if over:
            log.info("erasure cleared", erasure=erasure.id)


async def remove(folder: Path, path: str | None) -> bool:
    """Remove a file whose row is gone, unless others have the same; False when that cannot be told yet.

    blanking.MADE is all that we have made.
    """
    if path == blanking.MADE:
        await _remove_made(folder)
        return True
    if path is None or await Attachment.exists(path=path) or await Import.exists(path=path):
        return True
    place = folder / path
    if await asyncio.to_thread(_is_fresh, place) and await Attachment.exists(path=None, fetch_at__isnull=False):
        return False
    await asyncio.to_thread(place.unlink, missing_ok=True)
    return True


def _is_fresh(place: Path) -> bool:
    with suppress(FileNotFoundError):
        return time.time() - place.stat().st_mtime < FRESH
    return False


async def _remove_made(folder: Path, at_least: timedelta = timedelta(0)) -> None:
    """Remove what we made so long ago, and nobody has had made since; and what nobody goes on making."""
    # Looked for first: whatever is there then, and is to stay, was written down before.
    found = await asyncio.to_thread(_old, folder, at_least.total_seconds())
    kept = {str(path) for path in await Report.filter(path__isnull=False).values_list("path", flat=True)}
    kept |= {str(path) for path in await Import.filter(refused__isnull=False).values_list("refused", flat=True)}
    kept |= {str(path) for path in await Import.filter(path__isnull=False).values_list("path", flat=True)}
    kept |= {making_of(report) for report in await Report.filter(claim__isnull=False)}
    await asyncio.to_thread(_drop, folder, found - kept)


def making_of(report: Report) -> str:
    """Where this try at a report has what it makes, relative to the media folder."""
    return f"{MAKING}/{report.id}-{report.claim}"


def _old(folder: Path, age: float) -> set[str]:
    found = {f"{MAKING}/{place.name}" for place in (folder / MAKING).glob("*")}
    for place in (folder / MADE).glob("*"):
        # Another worker may be at it, too.
        with suppress(FileNotFoundError):
            if time.time() - place.stat().st_mtime >= age:
                found.add(f"{MADE}/{place.name}")
    return found


def _drop(folder: Path, paths: set[str]) -> None:
    for path in paths:
        if path.startswith(f"{MAKING}/"):
            shutil.rmtree(folder / path, ignore_errors=True)
        else:
            (folder / path).unlink(missing_ok=True)
