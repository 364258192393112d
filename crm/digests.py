"""Digests: the numbers that come by themselves, daily of the day before, weekly of the week before, each once.

When they come is crm.daily's; `Digest.given_on` is the last of its reader's days on which it came.
"""

from __future__ import annotations

from datetime import date, datetime

from crm import people
from crm.access import SEES_ALL
from crm.daily import DAY, Daily, ungot
from crm.periods import Period, Unit, around
from crm.quiet import staff_quiet_until
from storage import clock, outbox
from storage.models import Digest, DigestEvery, OutboundMessage, Staff
from storage.outbox import Draft
from storage.text import Text
from storage.transactions import transaction

DIGEST = "fresh-digest"
"""The message, which is put together when it is delivered."""

HOUR = 8 * 60
"""When it comes, unless it was said otherwise: a minute of the day."""

SUNDAY = 7


async def sweep() -> None:
    """Send the digests that are due, each once however many workers do this."""
    now = clock.now()
    for digest in await Digest.filter(staff__active=True, staff__on_duty=True).select_related("staff").order_by("id"):
        day = people.today(digest.staff.timezone, now)
        if _daily(digest).is_due(day, now):
            async with transaction():
                await _give(digest, day, now)


async def find(staff: Staff) -> Digest | None:
    """What they have chosen; None: no digest."""
    return await Digest.get_or_none(staff_id=staff.id).select_related("staff", "of")


async def choose(
    staff: Staff, *, every: DigestEvery, at: int, weekday: int, of: Staff | None, picture: bool, now: datetime
) -> Digest:
    """They get it so; when its time is another one, for the first time when the clock shows that next."""
    found = await find(staff)
    digest = found or Digest(staff=staff)
    day = people.today(staff.timezone, now)
    # One that is due, and waits only for the next sweep or for them, still comes.
    is_moved = found is None or (found.every, found.at, found.weekday) != (every, at, weekday)
    digest.every, digest.at, digest.weekday, digest.of, digest.picture = every, at, weekday, of, picture
    daily = _daily(digest)
    if is_moved and not daily.got(day):
        given = await OutboundMessage.exists(key=_key(staff, day))
        digest.given_on = day if given or (daily.comes_on(day) and now >= daily.moment(day)) else None
    await digest.save()
    return digest


async def stop(staff: Staff) -> bool:
    """They get it no more; False when they did not."""
    return bool(await Digest.filter(staff_id=staff.id).delete())


def coming(digest: Digest, now: datetime) -> datetime:
    """When it comes next, if they are there."""
    return _daily(digest).coming(people.today(digest.staff.timezone, now), now)


def about(every: DigestEvery, day: date) -> Period:
    """What one that comes on a day is about: the day before, or the last whole week."""
    return around(Unit.WEEK, day).before() if every is DigestEvery.WEEK else Period(day - DAY, day - DAY)


def whose(staff: Staff, of_id: int | None) -> int | None:
    """Whose numbers somebody is shown who once chose these (None: the whole team's): an agent their own alone."""
    return of_id if staff.role in SEES_ALL else staff.id


def _daily(digest: Digest) -> Daily:
    def comes_on(day: date) -> bool:
        return digest.every is DigestEvery.DAY or day.isoweekday() == digest.weekday

    return Daily(digest.at, digest.staff.timezone, digest.given_on, comes_on)


def _key(staff: Staff, day: date) -> str:
    return f"digest:{staff.id}:{day}"


async def _give(digest: Digest, day: date, now: datetime) -> None:
    staff = digest.staff
    identity = next(iter(await people.holder_identity(staff.id)), None)
    if identity is None:
        return
    if staff_quiet_until(staff, now) and not staff_quiet_until(staff, _daily(digest).moment(day)):
        # Late, it waits for the end of quiet hours; an hour in them was chosen.
        return
    still = Digest.filter(
        ungot("given_on", day), id=digest.id, every=digest.every, at=digest.at, weekday=digest.weekday
    )
    there = Staff.filter(id=staff.id, active=True, on_duty=True, timezone=staff.timezone)
    if await there.exists() and await still.update(given_on=day):
        period = str(about(digest.every, day))
        body = Text(DIGEST, {"day": day, "period": period, "of": digest.of_id or 0, "picture": digest.picture})
        await outbox.put([Draft(identity.id, identity.channel, _key(staff, day), [body])])
