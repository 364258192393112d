"""Pace: rate limits that every process shares, one row a sender and a chat (GCRA, the generic cell rate algorithm)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.models import Pace
from storage.transactions import transaction


@dataclass(frozen=True, slots=True)
class Rate:
    """So many a second in the long run, of which `burst` may go at once."""

    per_second: float
    burst: int = 1

    @property
    def interval(self) -> timedelta:
        """The time between two, when one follows the other."""
        return timedelta(seconds=1 / self.per_second)


async def reserve(limits: dict[str, Rate], now: datetime) -> datetime:
    """Take the next place under each of these limits; returns when the message may go, `now` or later."""
    async with transaction() as connection:
        await Pace.bulk_create([Pace(key=key, next_at=now) for key in sorted(limits)], ignore_conflicts=True)
        found = await Pace.filter(key__in=list(limits)).order_by("key").select_for_update().using_db(connection)
        go = max([now, *[row.next_at - limits[row.key].interval * (limits[row.key].burst - 1) for row in found]])
        for row in found:
            row.next_at = max(row.next_at, go) + limits[row.key].interval
            await row.save(update_fields=["next_at"])
        return go


async def silence(key: str, until: datetime) -> None:
    """Nothing goes under this key before then: the provider said so."""
    async with transaction():
        row, made = await Pace.get_or_create(key=key, defaults={"next_at": until})
        if not made and row.next_at < until:
            await Pace.filter(key=key, next_at__lt=until).update(next_at=until)
