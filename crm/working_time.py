"""Working time between many moments: an office's stretches are added up once, and each question is two searches."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta

from crm.office import Office

MARGIN = timedelta(days=62)
"""So much more is added up than was asked for: the next question is a little later, or of the month before."""

_kept: WorkingTime | None = None


class WorkingTime:
    """An office's working time from one moment until another; what is asked must lie between them."""

    def __init__(self, office: Office, since: datetime, until: datetime) -> None:
        self.office, self.since, self.until = office, since, until
        self._starts: list[datetime] = []
        self._ends: list[datetime] = []
        self._zeros: list[datetime] = []
        """Of each stretch: when it would have begun, had all that was worked before it been worked without a break."""
        total = timedelta()
        for start, end in office.stretches(since, until):
            self._starts.append(start)
            self._ends.append(end)
            self._zeros.append(start - total)
            total += end - start

    def between(self, a: datetime, b: datetime) -> timedelta:
        """As `Office.between`: none when the second is the earlier."""
        return self._until(b) - self._until(a) if b > a else timedelta()

    def _until(self, at: datetime) -> timedelta:
        found = bisect_right(self._starts, at) - 1
        if found < 0:
            return timedelta()
        end = self._ends[found]
        return (at if at < end else end) - self._zeros[found]


def of(office: Office, since: datetime, until: datetime) -> WorkingTime:
    """The office's working time of at least this range; the last that was added up is kept."""
    global _kept
    kept = _kept
    if kept is None or kept.office is not office:
        kept = _kept = WorkingTime(office, since - MARGIN, until + MARGIN)
    elif since < kept.since or until > kept.until:
        kept = _kept = WorkingTime(office, min(since, kept.since) - MARGIN, max(until, kept.until) + MARGIN)
    return kept
