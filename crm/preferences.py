"""Preferences: how each person wants to be spoken to: digits, time zone, calendar, quiet hours."""

from __future__ import annotations

from crm import reminders
from crm.people import Person
from storage.models import Calendar

Quiet = tuple[int, int]
"""From and until when, in minutes after midnight; a night may wrap around it."""


async def set_digits(person: Person, digits: str) -> None:
    """Write numbers so from now on: `latin` or `arabic`."""
    await _set(person, digits=digits)


async def set_timezone(person: Person, timezone: str) -> None:
    """Say times of this zone (an IANA name) from now on; what repeats keeps its time on the wall."""
    before = person.timezone
    await _set(person, timezone=timezone)
    if person.staff and before:
        await reminders.move_zone(person.staff, before)


async def set_calendar(person: Person, calendar: Calendar) -> None:
    """Say dates of this calendar from now on."""
    await _set(person, calendar=calendar)


async def set_quiet(person: Person, quiet: Quiet | None) -> None:
    """Ring between these hours by itself no more; None: whenever there is something."""
    start, end = quiet or (None, None)
    await _set(person, quiet_from=start, quiet_until=end)


async def _set(person: Person, **values: object) -> None:
    holder = person.staff or person.identity
    holder.update_from_dict(values)
    await holder.save(update_fields=list(values))
