"""Activities: logging calls and e-mails, tasks from the first word to done, and taking one's last change back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from bot import activities as views
from bot.fields import OUTCOME, PLACE, WHEN, FieldError, Logged, Vocabulary, missed, split, trim
from bot.fields.durations import measured
from bot.handlers import inbox
from bot.reply import BLANK, Choice, Line, Reply, Text, Words, in_rows, text
from bot.router import Commands
from bot.turn import Turn
from bot.vocabulary import VOCABULARY
from crm import access, activities, agenda, people, references, tasks
from crm.access import SEES_ALL
from crm.people import Party
from storage.models import (
    Activity,
    ActivityKind,
    CallOutcome,
    Customer,
    Direction,
    Lead,
    Role,
    Staff,
)
from storage.text import InFull

commands = Commands()

PAGE = 8

KINDS = {
    Logged.CALL: (ActivityKind.CALL, Direction.OUT),
    Logged.CALL_IN: (ActivityKind.CALL, Direction.IN),
    Logged.EMAIL: (ActivityKind.EMAIL, Direction.OUT),
    Logged.EMAIL_IN: (ActivityKind.EMAIL, Direction.IN),
}
"""What each kind of a log line is on record."""

SPAN = 4
"""How many words the outcome or the length of a call takes at most."""

# What leads over to a date at the end of a task: "send the offer by Sunday".
_LEADS_OVER = re.compile(
    r"(?:(?:^|[\s,،;؛:.\-–—(]+)(?:due|by|until|before|on|at|for|is|موعدها|موعده|الموعد|قبل|يوم|بتاريخ|في|لغاية))*"
    r"[\s,،;؛:\-–—(]*$",
    re.IGNORECASE,
)

LONGEST_LEAD = 100
"""How far from the end what leads over to a date is looked for, in characters."""


@commands.command("log {person} [{logged}] [{words:text...}]", least=Role.AGENT, group="activities")
async def log(turn: Turn, person: Lead | Customer, logged: Logged | None = None, words: str | None = None) -> Reply:
    """Write a call, an e-mail or a note down in one line; what is missing is asked for."""
    party = await people.current(person)
    if logged is None:
        return await turn.begin("log", context={"about": people.reference(party), "words": words or ""})
    return await write_down(turn, party, logged, words or "")


async def write_down(turn: Turn, party: Party, logged: Logged, words: str) -> Reply:
    """Keep what was logged, or ask for what is missing."""
    context = {"about": people.reference(party), "logged": logged.value}
    if logged is Logged.NOTE:
        return await (
            inbox.annotate(turn, party, words) if words else turn.begin("note", context={"on": context["about"]})
        )
    if logged in (Logged.EMAIL, Logged.EMAIL_IN):
        return await (keep(turn, party, logged, words) if words else turn.begin("log-email", context=context))
    length, outcome, rest = read_call(words, turn.vocabulary)
    if outcome is None:
        seconds = str(int(length.total_seconds())) if length else ""
        return await turn.begin("log-call", context={**context, "words": rest, "seconds": seconds})
    return await keep(turn, party, logged, rest, length=length, outcome=outcome)


def read_call(words: str, vocabulary: Vocabulary) -> tuple[timedelta | None, CallOutcome | None, str]:
    """How long a call was and how it went, where a line begins with them, in either order; and the rest of it."""
    length: timedelta | None = None
    outcome: CallOutcome | None = None
    rest = words.strip()
    while rest:
        pieces = [found.end() for found in re.finditer(r"\S+", rest)][:SPAN]
        for end in reversed(pieces):
            if length is None and (length := measured(rest[:end])):
                break
            if outcome is None and (outcome := _outcome(rest[:end], vocabulary)):
                break
        else:
            break
        rest = rest[end:].lstrip(" \t\n,،;؛:.-–—")
    return length, outcome, rest


def _outcome(typed: str, vocabulary: Vocabulary) -> CallOutcome | None:
    try:
        return OUTCOME.read(typed, vocabulary)
    except FieldError:
        return None


async def keep(
    turn: Turn, party: Party, logged: Logged, words: str, *,
    length: timedelta | None = None, outcome: CallOutcome | None = None,
) -> Reply:  # fmt: skip
    """Put it on record, and show it."""
    kind, direction = KINDS[logged]
    made = await activities.log(
        party, kind, words, direction=direction, duration=length, outcome=outcome, by=turn.staff, at=turn.now
    )
    ref = people.reference(party)
    badge = text(f"entry-{direction.value}", badge=text(f"entry-{kind.value}"))
    body: list[Line] = [text("logged", badge=badge, name=party.name, ref=ref), *views.details(made)]
    if words:
        body.append(Words(words, limit=600, quoted=True))
    again = outcome in (CallOutcome.CALL_BACK, CallOutcome.NO_ANSWER, CallOutcome.BUSY)
    step = Choice(text("button-call-back"), f"call_back {ref}") if again else Choice(text("button-task"), f"task {ref}")
    return Reply(body, [[step, Choice(text("button-card"), ref)]], **people.about(party))


@commands.command("call_back {person}", least=Role.AGENT, group="buttons", menu=False)
async def call_back(turn: Turn, person: Lead | Customer) -> Reply:
    """A task to call somebody again: when?"""
    words = VOCABULARY.word("task-call-back", turn.person.language) or ""
    return await turn.begin("task", prefilled={"text": words}, context={"about": _ref(await people.current(person))})


@commands.command("task {person} [{words:text...}]", least=Role.AGENT, group="activities")
async def task(turn: Turn, person: Lead | Customer, words: str | None = None) -> Reply:
    """A task of one's own, with its time at the end of the line; what is missing is asked for."""
    party = await people.current(person)
    due, what = due_and_words(turn, words or "")
    if not what:
        prefilled = {"due": WHEN.write(due)} if due else None
        return await turn.begin("task", prefilled=prefilled, context={"about": _ref(party)})
    if due is None and turn.vocabulary.here and (at := missed(what, turn.vocabulary.here)):
        asked = await turn.begin("task", prefilled={"text": what}, context={"about": _ref(party)})
        return replace(asked, body=[text("field-when-past", at=InFull(at)), *asked.body])
    return await make(turn, party, what, due)


def due_and_words(turn: Turn, words: str) -> tuple[datetime | None, str]:
    """When a task is due, as far as its line says so, and what is to be done."""
    here = turn.vocabulary.here
    found = split(words, here) if here else None
    if found:
        due, rest = found
        lead = _LEADS_OVER.search(rest, max(len(rest) - LONGEST_LEAD, 0))
        return due, rest[: lead.start() if lead else None].strip()
    try:
        return (WHEN.read(_after_lead(words), turn.vocabulary), "") if words else (None, "")
    except FieldError:
        return None, words.strip()


def _after_lead(words: str) -> str:
    """ "due tomorrow" without its first word."""
    first, _, rest = trim(words).partition(" ")
    return rest if rest and _LEADS_OVER.fullmatch(first) else words


async def make(turn: Turn, party: Party, words: str, due: datetime | None) -> Reply:
    """Make the task, and show it in full."""
    made = await tasks.add(party, words, due_at=due, by=turn.staff, at=turn.now)
    return await views.card(made, head=text("task-made"))


@commands.command("tasks [{place}] [{colleague}]", least=Role.AGENT, group="activities")
async def list_tasks(turn: Turn, place: tuple[int, ...] | None = None, colleague: Staff | None = None) -> Reply:
    """One's open tasks, the overdue first; a manager sees a colleague's."""
    return await _list(turn, whose(turn, colleague), place, "tasks")


@commands.command("{activity}", least=Role.AGENT, group="activities")
async def show(turn: Turn, activity: Activity) -> Reply:
    """An activity in full, with a task's next steps."""
    return await views.card(activity)


@commands.command("done [{activity}] [{place}]", least=Role.AGENT, group="activities", prose=True)
async def done(turn: Turn, activity: Activity | None = None, place: tuple[int, ...] | None = None) -> Reply:
    """A task is done; without one, which? `place` is where the page begins."""
    if activity is None:
        return await _list(turn, turn.staff, place, "done")
    finished = await tasks.done(activity, by=turn.staff, at=turn.now)
    party = await people.party_of(finished.lead_id, finished.customer_id)
    ref = _ref(party)
    body: list[Line] = [text("task-finished", ref=str(references.activity(finished.id)), name=party.name, of=ref)]
    if finished.text:
        body.append(Words(finished.text, limit=200, quoted=True))
    rows = [[Choice(text("button-tasks"), "tasks"), Choice(text("button-card"), ref)]]
    return Reply(body, rows, activity_id=finished.id, **people.about(party))


@commands.command("postpone {activity} [{when...}]", least=Role.AGENT, group="activities")
async def postpone(turn: Turn, activity: Activity, when: datetime | None = None) -> Reply:
    """A task is due at another time; without one, when?"""
    if when is None:
        tasks.check_open(activity)
        return await turn.begin("due", context={"task": str(references.activity(activity.id))})
    return await put_off(turn, activity, when)


async def put_off(turn: Turn, activity: Activity, when: datetime) -> Reply:
    """Give the task its new time, and show it."""
    return await views.card(
        await tasks.postpone(activity, to=when, by=turn.staff, at=turn.now), head=text("task-postponed")
    )


def whose(turn: Turn, colleague: Staff | None) -> Staff:
    """Whose tasks or agenda are meant: one's own, or, for a manager, a colleague's. Raises NotAllowed."""
    if colleague is None or colleague.id == turn.staff.id:
        return turn.staff
    if turn.staff.role not in SEES_ALL:
        raise access.NotAllowed()
    return colleague


TITLES = {"tasks": "tasks-title", "done": "done-title"}
"""What stands over one's open tasks, by the command that lists them."""


async def _list(turn: Turn, of: Staff, place: tuple[int, ...] | None, command: str) -> Reply:
    """A page of somebody's open tasks, each opened (`tasks`) or done (`done`) by its button."""
    page = await agenda.tasks(of, limit=PAGE, after=place)
    own = of.id == turn.staff.id
    if not page.rows:
        return Reply([text("tasks-none") if own else text("tasks-none-of", name=of.name)], edits=True)
    head = Text(TITLES[command]) if own else text("tasks-title-of", name=of.name)
    lines: list[Line] = [head, BLANK, *[views.task_line(one.activity, one.name, turn.now) for one in page.rows]]
    refs = [str(references.activity(one.activity.id)) for one in page.rows]
    buttons = [
        Choice(text("button-done-ref", ref=ref), f"done {ref}") if command == "done" else Choice(ref, ref)
        for ref in refs
    ]
    rows = in_rows(buttons, 4)
    if page.next:
        said = f"{command} {PLACE.write(page.next)}"
        rows.append([Choice(text("button-more"), said if own else f"{said} @{of.id}")])
    return Reply(lines, rows, edits=True)


def _ref(party: Party) -> str:
    return people.reference(party)
