"""Fresh: messages that are put together when they are delivered, so that they say how things are by then.

A row of the outbox whose body is one Text with a key in FRESH is such a message; its arguments say what it is about.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot import mornings, reminders
from bot.house import House
from bot.imports import words as imports
from bot.kpis import messages as kpis
from bot.reply import Reply, Text
from bot.reports import words as reports
from crm.digests import DIGEST
from crm.mornings import AGENDA
from crm.people import Person
from crm.reminders import MISSED, REMINDER
from storage import outlog
from storage.models import OutboundMessage

Composer = Callable[[Text, OutboundMessage, Person, House, datetime], Awaitable[Reply | None]]


async def _agenda(said: Text, row: OutboundMessage, person: Person, house: House, now: datetime) -> Reply | None:
    return await mornings.compose(said, person, house, now)


FRESH: Mapping[str, Composer] = {
    AGENDA: _agenda,
    kpis.CHART: kpis.chart,
    DIGEST: kpis.digest,
    imports.DONE: imports.finished,
    imports.SAMPLE: imports.sample,
    imports.SHOWN: imports.shown,
    imports.WRONG: imports.wrong,
    kpis.KPI: kpis.numbers,
    MISSED: reminders.missed,
    REMINDER: reminders.reminder,
    reports.MADE: reports.composed,
}


_OF_MANY = ("agenda:", "missed:", "report:", "import:")
"""The keys of what names several leads and customers."""


class Withdrawn(Exception):
    """What the message was about is over: it does not go out."""


def _is_about_somebody(row: OutboundMessage) -> bool:
    return bool(row.lead_id or row.customer_id or row.ticket_id) or row.key.startswith(_OF_MANY)


async def compose(row: OutboundMessage, person: Person, house: House, now: datetime) -> Reply:
    """What a row says now. Raises Withdrawn."""
    if person.staff and not person.staff.active and _is_about_somebody(row):
        # It waited, perhaps for them to write: they may not know of it any more.
        raise Withdrawn
    match outlog.body(row):
        case [Text() as said] if said.key in FRESH:
            reply = await FRESH[said.key](said, row, person, house, now)
            if reply is None:
                raise Withdrawn
            return reply
        case lines:
            return Reply(lines, outlog.choices(row))
