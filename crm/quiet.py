"""Quiet hours: when nothing rings by itself for a person, and when that is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from crm.people import Person
from storage import walltime


def quiet_until(person: Person, now: datetime, timezone: str = "UTC") -> datetime | None:
    """When the quiet hours in which it is now end, in UTC; None when it may ring now.

    `timezone` is the organisation's, for who has none of their own.
    """
    if person.quiet is None:
        return None
    start, end = person.quiet
    zone = ZoneInfo(person.timezone or timezone)
    here = now.astimezone(zone)
    minute = here.hour * 60 + here.minute
    within = start <= minute < end if start < end else minute >= start or minute < end
    if not within:
        return None
    day = here.date() + timedelta(days=1 if minute >= end else 0)
    return walltime.moment(day, end, zone)
