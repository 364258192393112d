"""Reports: a file of what happened, asked for in one line or step by step, and made while the chat goes on."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.fields.periods import PERIOD
from bot.fields.reports import FORMAT, WHOSE, Wanted, Whom
from bot.reply import Reply
from bot.reports import words
from bot.router import Commands
from bot.turn import Turn
from crm import access, colleagues, people, periods, reports
from crm.access import SEES_ALL
from crm.colleagues import Handle
from crm.periods import Period
from crm.references import Ref
from crm.reports import Asked
from storage.models import ReportFormat, Role

commands = Commands()


@commands.command("report [{wanted:report...}]", least=Role.AGENT, group="team")
async def report(turn: Turn, wanted: Wanted = Wanted()) -> Reply:  # noqa: B008
    """A file of an interaction summary: what was not said is asked for. An agent's is their own."""
    check_notes(turn, notes=wanted.notes)
    whose = wanted.whose
    if whose is None and turn.staff.role not in SEES_ALL:
        whose = Whom.ME
    elif whose is None and wanted.period:
        whose = Whom.TEAM
    if whose is not None:
        await check_whose(turn, whose)
    period = wanted.period or (await _all_days(turn, whose) if isinstance(whose, Ref) else None)
    if wanted.format and whose is not None and period:
        return await make(turn, wanted.format, whose, period, notes=wanted.notes)
    said = {
        "whose": WHOSE.write(whose) if whose is not None else None,
        "period": PERIOD.write(period) if period else None,
        "format": FORMAT.write(wanted.format) if wanted.format else None,
    }
    prefilled = {name: value for name, value in said.items() if value}
    return await turn.begin("report", prefilled=prefilled, context={"notes": "yes"} if wanted.notes else {})


async def make(turn: Turn, format: ReportFormat, whose: Whom | Ref | Handle, period: Period, *, notes: bool) -> Reply:
    """Have it made. Raises what crm.reports and crm.periods refuse."""
    today = people.today(turn.staff.timezone, turn.now)
    periods.check(period, today)
    check_notes(turn, notes=notes)
    asked = Asked(period, await _staff_id(turn, whose), whose if isinstance(whose, Ref) else None, notes)
    subject = await reports.subject(asked, by=turn.person)
    _, already = await reports.ask(asked, format, by=turn.person, inbound_id=turn.inbound_id, at=turn.now)
    return Reply(words.begun(format, subject, today, already=already))


async def check_whose(turn: Turn, whose: Whom | Ref | Handle) -> None:
    """Raise what is refused of this person's or colleague's report, whatever days it is of."""
    today = people.today(turn.staff.timezone, turn.now)
    party = whose if isinstance(whose, Ref) else None
    await reports.subject(Asked(Period(today, today), await _staff_id(turn, whose), party), by=turn.person)


def check_notes(turn: Turn, *, notes: bool) -> None:
    """Raise NotesForManagers for those who get none."""
    if notes and turn.staff.role not in SEES_ALL:
        raise reports.NotesForManagers()


async def _staff_id(turn: Turn, whose: Whom | Ref | Handle) -> int | None:
    match whose:
        case Whom.ME:
            return int(turn.staff.id)
        case Handle():
            return int((await colleagues.find(whose)).id)
    return None


async def _all_days(turn: Turn, ref: Ref) -> Period:
    """All the days on which one person was known: nobody asks for less of them."""
    zone = ZoneInfo(turn.staff.timezone)
    party = await people.current(await access.party(ref, by=turn.person))
    today = turn.now.astimezone(zone).date()
    first = max(min(await reports.known_since(party, zone), today), today - periods.LONGEST)
    return Period(first, today)
