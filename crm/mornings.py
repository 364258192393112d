"""Mornings: on working days each of the staff gets their agenda, at their own hour in their own zone, once a day.

`Staff.agenda_on` is the last of their days on which they got it, or on which there was nothing to get.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from crm import agenda, office, people
from crm.daily import Daily, ungot
from crm.quiet import staff_quiet_until
from storage import clock, outbox, rows
from storage.models import Staff
from storage.outbox import Draft
from storage.text import Text
from storage.transactions import transaction

AGENDA = "fresh-agenda"
"""The message, which is put together when it is delivered."""


async def sweep() -> None:
    """Send the agendas that are due, each once however many workers do this."""
    now = clock.now()
    for staff in await rows.select(Staff, "WHERE active AND on_duty AND agenda_at IS NOT NULL ORDER BY id", {}):
        day = people.today(staff.timezone, now)
        if _daily(staff, staff.agenda_at).is_due(day, now):
            async with transaction():
                await _give(staff, day, now)


def coming(staff: Staff, now: datetime) -> datetime | None:
    """When they get their next agenda, if they are there and there is something in it."""
    if staff.agenda_at is None:
        return None
    return _daily(staff, staff.agenda_at).coming(people.today(staff.timezone, now), now)


async def choose(staff: Staff, minute: int | None, now: datetime) -> None:
    """They get it at this minute of the day (None: never); when that is another one, for the first time when the clock
    shows it next."""
    day = people.today(staff.timezone, now)
    # One that is due, and waits only for the next sweep, still comes.
    if minute is not None and minute != staff.agenda_at:
        daily = _daily(staff, minute)
        if not daily.got(day) and now >= daily.moment(day):
            staff.agenda_on = day
    staff.agenda_at = minute
    await staff.save(update_fields=["agenda_at", "agenda_on"])


def is_within_quiet(staff: Staff, day: date) -> bool:
    """Whether the time of their agenda lies in their quiet hours: then it comes all the same."""
    at = staff.agenda_at
    return at is not None and staff_quiet_until(staff, _daily(staff, at).moment(day)) is not None


def _daily(staff: Staff, minute: int | None) -> Daily:
    return Daily(minute or 0, staff.timezone, staff.agenda_on, office.current().works_on)


async def _give(staff: Staff, day: date, now: datetime) -> None:
    identity = next(iter(await people.holder_identity(staff.id)), None)
    if identity is None:
        return
    if staff_quiet_until(staff, now) and not is_within_quiet(staff, day):
        return
    still = Staff.filter(
        ungot("agenda_on", day),
        id=staff.id,
        active=True,
        on_duty=True,
        agenda_at=staff.agenda_at,
        timezone=staff.timezone,
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
