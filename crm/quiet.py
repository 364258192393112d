"""Quiet hours: when nothing rings by itself for a person, and when that is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from crm.people import Person
from storage import walltime
from storage.models import Staff


def quiet_until(person: Person, now: datetime, timezone: str = "UTC") -> datetime | None:
    """When the quiet hours in which it is now end, in UTC; None when it may ring now.

    `timezone` is the organisation's, for who has none of their own.
    """
    return _until(person.quiet, now, person.timezone or timezone)


def staff_quiet_until(staff: Staff, now: datetime) -> datetime | None:
    """When the quiet hours of a staff member in which it is then end, in UTC; None when it may ring then."""
    if staff.quiet_from is None or staff.quiet_until is None:
        return None
    return _until((staff.quiet_from, staff.quiet_until), now, staff.timezone)


def is_within(quiet: tuple[int, int] | None, minute: int) -> bool:
    """Whether a minute of the day lies in these quiet hours; a night may wrap around midnight."""
    if quiet is None:
        return False
    start, end = quiet
    return start <= minute < end if start < end else minute >= start or minute < end


def _until(quiet: tuple[int, int] | None, now: datetime, timezone: str) -> datetime | None:
    zone = ZoneInfo(timezone)
    here = now.astimezone(zone)
    minute = here.hour * 60 + here.minute
    if quiet is None or not is_within(quiet, minute):
        return None
    end = quiet[1]
    day = here.date() + timedelta(days=1 if minute >= end else 0)
    at = walltime.moment(day, end, zone)
    # An end that comes twice has been: they were over the first time.
    return at if at > now else None
