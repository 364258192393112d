"""Pace: rate limits that every process shares, one row a sender and a chat (GCRA, the generic cell rate algorithm)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.models import Pace
from storage.transactions import transaction

TAKEN, DOUBT = 200, timedelta(minutes=1)
"""Places under one limit that all processes may hold at once; and how much later than those the next one may seem."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many a second in the long run, of which `burst` may go at once."""

    per_second: float
    burst: int = 1

    @property
    def interval(self) -> timedelta:
        """The time between two, when one follows the other."""
        return timedelta(seconds=1 / self.per_second)

    @property
    def furthest(self) -> timedelta:
        """How far ahead the next place can lie. One that lies further is of before the clock went back."""
        return self.interval * (self.burst + TAKEN) + DOUBT


class Silenced(Exception):
    """The provider wants nothing under this key before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


async def reserve(limits: dict[str, Rate], now: datetime) -> datetime:
    """Take the next place under each of these limits; returns when the message may go, `now` or later.

    Raises Silenced, and takes no place, while one of them is silent.
    """
    keys = sorted(limits)
    async with transaction():
        await Pace.bulk_create([Pace(key=key, next_at=now) for key in keys], ignore_conflicts=True)
        found = await Pace.filter(key__in=[*keys, *map(_silent, keys)]).order_by("key").select_for_update()
        silent = max((row.next_at for row in found if row.key not in limits), default=now)
        if silent > now:
            raise Silenced(silent)
        go = now
        for row in found:
            if rate := limits.get(row.key):
                if row.next_at - now > rate.furthest:
                    row.next_at = now
                go = max(go, row.next_at - rate.interval * (rate.burst - 1))
        for row in found:
            if rate := limits.get(row.key):
                # Not from `go` on: a chat that must wait would make all other chats of its sender wait with it.
                row.next_at = max(row.next_at, now) + rate.interval
                await row.save(update_fields=["next_at"])
        return go


async def silence(key: str, until: datetime) -> None:
    """Nothing goes under this key before then, not even a burst: the provider said so."""
    async with transaction():
        row, _ = await Pace.get_or_create(key=_silent(key), defaults={"next_at": until})
        if row.next_at < until:
            row.next_at = until
            await row.save(update_fields=["next_at"])


def _silent(key: str) -> str:
    return f"{key}:silent"
