"""Mornings: on working days each of the staff gets their agenda, at their own hour in their own zone, once a day.

`Staff.agenda_on` is the last of their days on which they got it, or on which there was nothing to get.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tortoise.expressions import Q

from crm import agenda, office, people
from crm.quiet import staff_quiet_until
from storage import clock, outbox, rows, walltime
from storage.models import Staff
from storage.outbox import Draft
from storage.text import Text
from storage.transactions import transaction

AGENDA = "fresh-agenda"
"""The message, which is put together when it is delivered."""

LATEST = timedelta(hours=6)
"""After an outage nobody wants in the evening what was for the morning."""

APART = timedelta(days=2)
"""No two zones are further apart. A day further on than this was written before the clock went back."""

DAY = timedelta(days=1)


async def sweep() -> None:
    """Send the agendas that are due, each once however many workers do this."""
    now = clock.now()
    for staff in await rows.select(Staff, "WHERE active AND on_duty AND agenda_at IS NOT NULL ORDER BY id", {}):
        day = people.today(staff.timezone, now)
        if _is_due(staff, day, now) and office.current().works_on(day):
            async with transaction():
                await _give(staff, day, now)


def coming(staff: Staff, now: datetime) -> datetime | None:
    """When they get their next agenda, if they are there and there is something in it."""
    if staff.agenda_at is None:
        return None
    day = people.today(staff.timezone, now)
    while _got(staff, day) or not office.current().works_on(day) or _moment(staff, day, staff.agenda_at) + LATEST < now:
        day += DAY
    return _moment(staff, day, staff.agenda_at)


async def choose(staff: Staff, minute: int | None, now: datetime) -> None:
    """They get it at this minute of the day (None: never); when that is another one, for the first time when the clock
    shows it next."""
    day = people.today(staff.timezone, now)
    # One that is due, and waits only for the next sweep, still comes.
    is_moved = minute is not None and minute != staff.agenda_at
    if is_moved and not _got(staff, day) and now >= _moment(staff, day, minute or 0):
        staff.agenda_on = day
    staff.agenda_at = minute
    await staff.save(update_fields=["agenda_at", "agenda_on"])


def is_within_quiet(staff: Staff, day: date) -> bool:
    """Whether the time of their agenda lies in their quiet hours: then it comes all the same."""
    return staff.agenda_at is not None and staff_quiet_until(staff, _moment(staff, day, staff.agenda_at)) is not None


def _is_due(staff: Staff, day: date, now: datetime) -> bool:
    if staff.agenda_at is None or _got(staff, day):
        return False
    at = _moment(staff, day, staff.agenda_at)
    return at <= now <= at + LATEST


def _moment(staff: Staff, day: date, minute: int) -> datetime:
    return walltime.moment(day, minute, ZoneInfo(staff.timezone))


def _got(staff: Staff, day: date) -> bool:
    return staff.agenda_on is not None and day <= staff.agenda_on <= day + APART


async def _give(staff: Staff, day: date, now: datetime) -> None:
    identity = next(iter(await people.holder_identity(staff.id)), None)
    if identity is None:
        return
    if staff_quiet_until(staff, now) and not is_within_quiet(staff, day):
        return
    ungot = Q(agenda_on__isnull=True) | Q(agenda_on__lt=day) | Q(agenda_on__gt=day + APART)
    still = Staff.filter(
        ungot, id=staff.id, active=True, on_duty=True, agenda_at=staff.agenda_at, timezone=staff.timezone
    )
    if await still.update(agenda_on=day) and await _has_anything(staff, now):
        body = [Text(AGENDA, {"day": day})]
        await outbox.put([Draft(identity.id, identity.channel, f"agenda:{staff.id}:{day}", body)])


async def _has_anything(staff: Staff, now: datetime) -> bool:
    until = agenda.end_of_day(now, ZoneInfo(staff.timezone))
    return bool(
        (await agenda.tasks(staff, limit=1, until=until)).rows
        or (await agenda.waiting(staff, limit=1)).rows
        or (await agenda.tickets(staff, limit=1)).rows
    )
