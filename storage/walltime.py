"""Wall time: the moment that a clock on the wall shows a time of a day, daylight saving included."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

SECOND = timedelta(seconds=1)


def moment(day: date, minute: int, zone: tzinfo) -> datetime:
    """This minute of a day on the wall, in UTC; minutes over 1440 are of the days after.

    A time that the clocks leave out is the next that there is; of one that comes twice it is the first.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    at = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == wall:
        return at
    # In the gap, the earlier offset carries over it: go back to the moment at which the clocks change.
    low, high = at - timedelta(hours=26), at
    before = low.astimezone(zone).utcoffset()
    while high - low > SECOND:
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
