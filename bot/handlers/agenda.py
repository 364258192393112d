"""The agenda: what waits for a rep today, in one message; each section opens to the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import activities as views
from bot.fields import PLACE, Section
from bot.handlers.activities import whose
from bot.reply import BLANK, Choice, Line, Reply, Text, in_rows, text
from bot.router import Commands
from bot.turn import Turn
from crm import agenda, references, tickets
from crm.agenda import Mine, Page, Task, Waiting
from storage.models import Role, Staff
from storage.text import InFull, Value

commands = Commands()

PAGE = 8
"""Rows of a section on its own."""

TOP = 3
"""Rows of each section in the agenda."""

FIRST = 2
"""How many of them have a button there."""

MINUTE = timedelta(minutes=1)


@commands.command("today [{section}] [{place}] [{colleague}]", least=Role.AGENT, group="activities", prose=True)
async def today(
    turn: Turn, section: Section | None = None, place: tuple[int, ...] | None = None, colleague: Staff | None = None
) -> Reply:
    """One's agenda, or one section of it, page by page; a manager sees a colleague's."""
    of = whose(turn, colleague)
    if section is not None:
        return await _section(turn, of, section, place)
    own = of.id == turn.staff.id
    title = text("today-title", day=today_of(of, turn.now)) if own else text("today-title-of", name=of.name)
    if found := await overview(of, turn.now, title, own=own):
        return found
    return Reply([title, BLANK, text("today-free") if own else text("today-free-of", name=of.name)], edits=True)


async def overview(of: Staff, now: datetime, title: Line, *, own: bool) -> Reply | None:
    """The first of each section under a title; `own` for the one whose they are. None when there is nothing in any."""
    at = f" @{of.id}"
    lines: list[Line] = [title]
    buttons: list[list[Choice]] = []
    more: list[Choice] = []
    seen: set[str] = set()
    for section in Section:
        page = await _rows(of, now, section, TOP, None)
        if not page.rows:
            continue
        lines += [BLANK, _head(section, page.total), *_lines(now, page.rows)]
        if steps := _once([_button(row, own=own) for row in page.rows[:FIRST]], seen):
            buttons.append(steps)
        if page.next:
            said = f"today {section.value}"
            more.append(Choice(text(f"button-all-{section.value}"), said if own else said + at))
    if not buttons:
        return None
    return Reply(lines, [*buttons, *([more] if more else [])], edits=True)


def today_of(of: Staff, now: datetime) -> InFull:
    """The day that it is where they are."""
    return InFull(now.astimezone(_zone(of)).date())


async def _section(turn: Turn, of: Staff, section: Section, place: tuple[int, ...] | None) -> Reply:
    own = of.id == turn.staff.id
    page = await _rows(of, turn.now, section, PAGE, place)
    back = Choice(text("button-today"), "today" if own else f"today @{of.id}")
    if not page.rows:
        return Reply([text(f"today-none-{section.value}")], [[back]], edits=True)
    lines: list[Line] = [_head(section, page.total), *_lines(turn.now, page.rows)]
    rows = in_rows([_open(row) for row in page.rows], 4)
    steps = [back]
    if page.next:
        said = f"today {section.value} {PLACE.write(page.next)}"
        steps.append(Choice(text("button-more"), said if own else f"{said} @{of.id}"))
    return Reply(lines, [*rows, steps], edits=True)


async def _rows(
    of: Staff, now: datetime, section: Section, limit: int, place: tuple[int, ...] | None
) -> Page[Task] | Page[Waiting] | Page[Mine]:
    match section:
        case Section.TASKS:
            until = agenda.end_of_day(now, _zone(of))
            return await agenda.tasks(of, limit=limit, until=until, after=place)
        case Section.WAITING:
            return await agenda.waiting(of, limit=limit, after=place)
        case Section.TICKETS:
            return await agenda.tickets(of, limit=limit, after=place)


def _lines(now: datetime, rows: Sequence[Task | Waiting | Mine]) -> list[Line]:
    return [_line(now, row) for row in rows]


def _line(now: datetime, row: Task | Waiting | Mine) -> Text:
    match row:
        case Task():
            return views.task_line(row.activity, row.name, now)
        case Waiting():
            waited = max((now - row.since) // MINUTE, 1) * MINUTE
            if row.subject:
                return text("waiting-line-ticket", ref=str(row.ref), name=row.name, subject=row.subject, waited=waited)
            return text("waiting-line", ref=str(row.ref), name=row.name, waited=waited)
        case Mine():
            return _ticket_line(now, row)


def _ticket_line(now: datetime, row: Mine) -> Text:
    ticket = row.ticket
    args: dict[str, Value] = {
        "priority": text(f"priority-mark-{ticket.priority.value}"), "ref": str(references.ticket(ticket.id)),
        "subject": ticket.subject, "name": row.name, "status": tickets.status_text(ticket.status),
    }  # fmt: skip
    target = ticket.respond_by if ticket.first_response_at is None and ticket.respond_by else ticket.resolve_by
    if target is None:
        return Text("mine-line", args)
    return Text("mine-line-late" if target < now else "mine-line-due", {**args, "at": target})


def _head(section: Section, total: int) -> Text:
    return text(f"today-{section.value}", count=total)


def _button(row: Task | Waiting | Mine, *, own: bool) -> Choice:
    """What is done first with it."""
    if own and isinstance(row, Task):
        ref = str(references.activity(row.activity.id))
        return Choice(text("button-done-ref", ref=ref), f"done {ref}")
    if own and isinstance(row, Waiting):
        return Choice(text("button-reply-ref", ref=str(row.ref)), f"reply {row.ref}")
    return _open(row)


def _open(row: Task | Waiting | Mine) -> Choice:
    match row:
        case Task():
            ref = str(references.activity(row.activity.id))
        case Waiting():
            ref = str(row.ref)
        case Mine():
            ref = str(references.ticket(row.ticket.id))
    return Choice(ref, ref)


def _once(choices: Sequence[Choice], seen: set[str]) -> list[Choice]:
    """Those of the choices that say what none before them says."""
    kept = [choice for choice in choices if choice.says not in seen]
    seen.update(choice.says for choice in kept)
    return kept


def _zone(of: Staff) -> ZoneInfo:
    return ZoneInfo(of.timezone)
