"""The numbers in words: one message that fits a phone, with its picture, put together when it is delivered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot import drawings
from bot.fields import Chart
from bot.house import House
from bot.kpis.periods import NAME, of_whom, title
from bot.kpis.words import TOP, is_quiet, lines, nothing
from bot.reply import BLANK, Choice, Line, Made, Reply, Text, in_rows, text
from bot.speech import Speech
from bot.speech.graphemes import shorten
from bot.speech.parts import utf16_units
from crm import digests, kpis, office, periods
from crm.access import SEES_ALL
from crm.kpis import Kpis
from crm.people import Person
from crm.periods import Period, Unit
from storage import outlog
from storage.models import AttachmentKind, OutboundMessage, Staff

KPI = "fresh-kpi"
"""The numbers of a period; of whom (0: the whole team)."""

CHART = "fresh-chart"
"""One picture of them."""

CAPTION = 1024
"""UTF-16 units under a picture on Telegram, and of a list on WhatsApp."""

NOON = 12

NAMED = {Unit.DAY: "today", Unit.WEEK: "week", Unit.MONTH: "month", Unit.QUARTER: "quarter"}
"""The periods that have a button."""


def asked(period: Period, of: Staff | None) -> Text:
    """The row of the outbox that becomes the numbers."""
    return Text(KPI, {"period": str(period), "of": of.id if of else 0})


def asked_chart(chart: Chart, period: Period, of: Staff | None) -> Text:
    """The row of the outbox that becomes a chart."""
    return Text(CHART, {"chart": chart.value, "period": str(period), "of": of.id if of else 0})


async def numbers(said: Text, row: OutboundMessage, person: Person, house: House, now: datetime) -> Reply | None:
    """The numbers that were asked for; None when the one who asked may not read them any more."""
    staff, period = person.staff, periods.read(str(said.args["period"]))
    if staff is None or not staff.active or period is None:
        return None
    found = await kpis.measure(period, await _of(staff, said), ZoneInfo(staff.timezone), now)
    return await _reply(found, row, person, now, picture=True)


async def digest(said: Text, row: OutboundMessage, person: Person, house: House, now: datetime) -> Reply | None:
    """The digest of a day; None when its time is over, or nothing happened while nobody worked."""
    staff, period = person.staff, periods.read(str(said.args["period"]))
    day = said.args["day"]
    if staff is None or not staff.active or period is None or not isinstance(day, date):
        return None
    here = now.astimezone(ZoneInfo(staff.timezone))
    if not day <= here.date() <= day + period.days * periods.DAY - periods.DAY:
        return None
    found = await kpis.measure(period, await _of(staff, said), ZoneInfo(staff.timezone), now)
    if is_quiet(found) and period.days == 1 and not office.current().works_on(period.first):
        return None
    key = "digest-morning" if here.hour < NOON else "digest-later"
    greeting = text(key, name=shorten(staff.name, NAME))
    return await _reply(found, row, person, now, [greeting], picture=bool(said.args["picture"]))


async def chart(said: Text, row: OutboundMessage, person: Person, house: House, now: datetime) -> Reply | None:
    """A chart that was asked for, with one line of words."""
    staff, period = person.staff, periods.read(str(said.args["period"]))
    if staff is None or not staff.active or period is None:
        return None
    kind, of = Chart(str(said.args["chart"])), await _of(staff, said)
    zone = ZoneInfo(staff.timezone)
    here = now.astimezone(zone).date()
    head = text("chart-title", chart=text(f"chart-title-{kind.value}"), title=title(period, here), whose=of_whom(of))
    buttons = outlog.choices(row) or chart_choices(kind, period, of, staff)
    found = await kpis.measure(period, of, zone, now)
    if is_quiet(found):
        return Reply([head, BLANK, nothing(period, here)], buttons)
    shown = await kpis.series(period, of, zone, now)
    make = partial(drawings.chart, kind.value, found, shown, _speech(person, zone, now))
    return Reply([head], buttons, file=Made(AttachmentKind.PHOTO, f"{kind.value} {period}.png", make=make))


def choices(period: Period, of: Staff | None, asker: Staff, today: date) -> list[Sequence[Choice]]:
    """What can be asked next: other periods, the one before, one of the team, charts, and what is behind."""
    whose = at(of, asker)
    named = [
        Choice(text(f"period-{name}"), f"kpi {name}{whose}")
        for unit, name in NAMED.items()
        if period != periods.around(unit, today)
    ]
    rows = [named[:2], named[2:]]
    rows.append([
        Choice(text("button-kpi-before"), f"kpi {period.before()}{whose}"),
        Choice(text("button-kpi-period"), f"kpi_period{whose}"),
    ])  # fmt: skip
    if asker.role in SEES_ALL:
        rows.append([Choice(text("button-kpi-rep"), f"kpi_rep {period}")])
        if of is not None:
            rows[-1].append(Choice(text("button-kpi-team"), f"kpi {period}"))
    rows.append([
        Choice(text("button-kpi-behind"), f"behind {period}{whose}"),
        Choice(text("button-kpi-charts"), f"chart conversions {period}{whose}"),
    ])  # fmt: skip
    return [row for row in rows if row]


def chart_choices(kind: Chart, period: Period, of: Staff | None, asker: Staff) -> list[Sequence[Choice]]:
    """The other charts, and back to the numbers."""
    others = [
        Choice(text(f"chart-{other.value}"), f"chart {other.value} {period}{at(of, asker)}")
        for other in Chart
        if other is not kind and (other is not Chart.TEAM or (of is None and asker.role in SEES_ALL))
    ]
    return [*in_rows(others, 2), [Choice(text("button-kpi-back"), f"kpi {period}{at(of, asker)}")]]


async def _reply(
    found: Kpis, row: OutboundMessage, person: Person, now: datetime, head: Sequence[Line] = (), *, picture: bool
) -> Reply:
    staff = person.staff
    assert staff is not None
    zone = ZoneInfo(staff.timezone)
    today = now.astimezone(zone).date()
    speech, file = _speech(person, zone, now), None
    if picture and not is_quiet(found):
        shown = await kpis.series(found.period, found.of, zone, now)
        make = partial(drawings.card, found, shown, speech)
        file = Made(AttachmentKind.PHOTO, f"kpi {found.period}.png", make=make)
    buttons = outlog.choices(row) or choices(found.period, found.of, staff, today)
    bodies = ([*head, *lines(found, today, top)] for top in range(TOP, -1, -1))
    body = next((one for one in bodies if utf16_units(speech.say(one)) <= CAPTION), [*head, *lines(found, today, 0)])
    return Reply(body, buttons, file=file)


async def _of(staff: Staff, said: Text) -> Staff | None:
    """Whose numbers: who was a manager when they asked reads their own alone by now."""
    of = digests.whose(staff, int(str(said.args["of"])) or None)
    return staff if of == staff.id else await Staff.get_or_none(id=of) if of else None


def _speech(person: Person, zone: ZoneInfo, now: datetime) -> Speech:
    return Speech(person.language, person.digits, zone, now, calendar=person.calendar)


def at(of: Staff | None, asker: Staff) -> str:
    """How a button names whose numbers: an agent's are their own."""
    return f" @{of.id}" if of and asker.role in SEES_ALL else ""
