"""The numbers: of a period, of the team or of one of it, the charts of them, and the lists behind them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.fields import PLACE, SPOT, Chart
from bot.fields.closed import hyphened
from bot.fields.periods import brief
from bot.handlers.activities import whose
from bot.kpis import messages
from bot.kpis.periods import of_whom, title
from bot.kpis.rows import line
from bot.reply import BLANK, Choice, Line, Reply, Text, in_rows, reference_rows, text
from bot.router import Commands
from bot.turn import Turn
from crm import access, kpi_lists, people, periods
from crm.access import SEES_ALL
from crm.kpis import Metric
from crm.periods import Period, Unit, around
from storage.models import Role, Staff

commands = Commands()

PAGE = 8
"""Rows of a list, and people in a choice of them."""

NOW = (Metric.OPEN, Metric.OVERDUE)
"""What is counted as it is now, whatever the period."""


@commands.command("kpi [{period}] [{colleague:rep}]", least=Role.AGENT, group="team", any_order=True)
async def kpi(turn: Turn, period: Period | None = None, colleague: Staff | None = None) -> Reply:
    """The numbers of a period, this month's without one: a manager's team's or of one of it, a rep's own."""
    return show(turn, period or around(Unit.MONTH, today(turn)), of_asked(turn, colleague))


@commands.command("my_kpi [{period}]", least=Role.AGENT, group="team")
async def my_kpi(turn: Turn, period: Period | None = None) -> Reply:
    """One's own numbers, whatever one's role."""
    return show(turn, period or around(Unit.MONTH, today(turn)), turn.staff)


@commands.command("kpi_period [{colleague:rep}]", least=Role.AGENT, group="buttons", menu=False)
async def kpi_period(turn: Turn, colleague: Staff | None = None) -> Reply:
    """Which days?"""
    of = of_asked(turn, colleague)
    return await turn.begin("kpi", context={"of": str(of.id) if of else ""})


@commands.command("kpi_rep [{period}] [{place}]", least=Role.MANAGER, group="buttons", menu=False)
async def kpi_rep(turn: Turn, period: Period | None = None, place: tuple[int, ...] | None = None) -> Reply:
    """Whose numbers? The team, page by page."""
    days = period or around(Unit.MONTH, today(turn))
    reps, more = await team(place)
    rows = in_rows([Choice(rep.name, f"kpi {days} @{rep.id}") for rep in reps], 2)
    last = [Choice(text("button-kpi-team"), f"kpi {days}")]
    if more:
        last.append(Choice(text("button-more"), f"kpi_rep {days} {PLACE.write(more)}"))
    return Reply([text("kpi-whose", title=title(days, today(turn)))], [*rows, last], edits=True)


@commands.command("chart [{chart}] [{period}] [{colleague:called}]", least=Role.AGENT, group="team", any_order=True)
async def chart(
    turn: Turn, chart: Chart = Chart.CONVERSIONS, period: Period | None = None, colleague: Staff | None = None
) -> Reply:
    """A picture of the numbers."""
    days, of = _checked(turn, period or around(Unit.MONTH, today(turn))), of_asked(turn, colleague)
    if chart is Chart.TEAM:
        if turn.staff.role not in SEES_ALL:
            raise access.NotAllowed()
        of = None
    buttons = messages.chart_choices(chart, days, of, turn.staff)
    return Reply([messages.asked_chart(chart, days, of)], buttons, edits=True)


@commands.command(
    "behind [{metric}] [{period}] [{spot}] [{colleague:called}]", least=Role.AGENT, group="team", any_order=True
)
async def behind(
    turn: Turn, metric: Metric | None = None, period: Period | None = None, spot: tuple[int, ...] | None = None,
    colleague: Staff | None = None,
) -> Reply:  # fmt: skip
    """What a number counts, page by page; without a number, which?"""
    days, of = _checked(turn, period or around(Unit.MONTH, today(turn))), of_asked(turn, colleague)
    about = f"{days}{messages.at(of, turn.staff)}"
    when = text("behind-now") if metric in NOW else title(days, today(turn))
    head: dict[str, Text] = {"title": when, "whose": of_whom(of)}
    if metric is None:
        offered = [Choice(text(f"metric-{hyphened(each.value)}"), f"behind {each.value} {about}") for each in Metric]
        return Reply([text("behind-which", **head)], in_rows(offered, 2), edits=True)
    zone = ZoneInfo(turn.staff.timezone)
    page = await kpi_lists.behind(metric, days, of, zone, turn.now, limit=PAGE, after=spot)
    if spot is not None and not page.rows:
        # What was there is done by now: the list begins again.
        page = await kpi_lists.behind(metric, days, of, zone, turn.now, limit=PAGE)
    back = Choice(text("button-kpi-back"), f"kpi {about}")
    other = Choice(text("button-kpi-behind"), f"behind {about}")
    name = text(f"behind-{hyphened(metric.value)}")
    if not page.rows:
        return Reply([text("behind-none", what=name, **head)], [[back, other]], edits=True)
    lines: list[Line] = [text("behind-title", what=name, count=page.total, **head), BLANK]
    lines += [line(row) for row in page.rows]
    rows: list[Sequence[Choice]] = [*reference_rows([str(row.ref) for row in page.rows])]
    steps = [back]
    if page.next:
        at = messages.at(of, turn.staff)
        steps.insert(0, Choice(text("button-more"), f"behind {metric.value} {brief(days)} {SPOT.write(page.next)}{at}"))
    return Reply(lines, [*rows, steps], edits=True)


def show(turn: Turn, period: Period, of: Staff | None) -> Reply:
    """The numbers, computed and drawn when they are delivered. Raises a refusal for days that have none."""
    days = _checked(turn, period)
    return Reply([messages.asked(days, of)], messages.choices(days, of, turn.staff, today(turn)), edits=True)


def of_asked(turn: Turn, colleague: Staff | None) -> Staff | None:
    """Whose numbers are asked for; None: the whole team's, for whoever sees it. Raises NotAllowed."""
    if colleague is None and turn.staff.role in SEES_ALL:
        return None
    return whose(turn, colleague)


def today(turn: Turn) -> date:
    """The day that it is where they are."""
    return people.today(turn.staff.timezone, turn.now)


async def team(place: tuple[int, ...] | None) -> tuple[Sequence[Staff], tuple[int, ...] | None]:
    """A page of those who work here, after a place, and where the next one begins."""
    after = place[0] if place else 0
    found = await Staff.filter(active=True, id__gt=after).order_by("id").limit(PAGE + 1)
    return found[:PAGE], (found[PAGE - 1].id,) if len(found) > PAGE else None


def _checked(turn: Turn, period: Period) -> Period:
    periods.check(period, today(turn))
    return period
