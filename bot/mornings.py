"""Mornings: the agenda of the day, put together when it is delivered."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.handlers import agenda
from bot.house import House
from bot.reply import Reply, Text
from crm.people import Person
from storage.text import Value

NOON = 12


async def compose(said: Text, person: Person, house: House, now: datetime) -> Reply | None:
    """The page of `today` with a greeting; None when nothing is left in it, or its day is over."""
    if person.staff is None:
        return None
    here = now.astimezone(ZoneInfo(person.staff.timezone))
    if said.args.get("day", here.date()) != here.date():
        return None
    args: dict[str, Value] = {"name": person.staff.name, "day": agenda.today_of(person.staff, now)}
    title = Text("agenda-morning", args) if here.hour < NOON else Text("agenda-later", args)
    return await agenda.overview(person.staff, now, title, own=True)
