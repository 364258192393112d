"""Reminders: "remind me of them then", once or again and again; what customers are to be told; and giving one up."""

from __future__ import annotations

import re
from dataclasses import replace

from bot import activities as views
from bot import dates
from bot.fields import missed
from bot.fields.offered import WISHED, Wish, wish
from bot.handlers.activities import due_and_words, put_off
from bot.reply import Choice, Line, Reply, Words, text
from bot.router import Commands
from bot.turn import Turn
from crm import people, references, tasks, tickets
from crm.people import Party
from storage.models import Activity, Customer, Lead, Role, Ticket
from storage.text import InFull

commands = Commands()

# What leads over from when to what: "tomorrow at 4 to call her".
_LEADS_OVER = re.compile(r"^(?:to|that i|about|me to|أن|ان|إني|اني|عشان|علشان|بأن|بان)\s+", re.IGNORECASE)


@commands.command("remind {reference} [{words:text...}]", least=Role.AGENT, group="activities")
async def remind(turn: Turn, reference: Ticket | Lead | Customer, words: str | None = None) -> Reply:
    """Be reminded of somebody or of a ticket; a time that was not said is asked for."""
    wished = read(turn, words or "")
    if wished.at is None and wished.rule is None:
        return await _ask(turn, "remind", reference, wished.words)
    if wished.at and not wished.words and (rang := await _quoted(turn, reference)):
        # "remind me in an hour" under a reminder that rang puts that one off.
        return await put_off(turn, rang, wished.at)
    return await make(turn, reference, wished)


async def _quoted(turn: Turn, about: Ticket | Party) -> Activity | None:
    """The reminder of theirs that rang in the message they quote, while it is open."""
    row = turn.quoted
    if row is None or row.activity_id is None or not row.key.startswith("reminder:"):
        return None
    task = await Activity.get_or_none(id=row.activity_id, author_id=turn.staff.id, done_at=None, dropped_at=None)
    if task is None or task.to_customer:
        return None
    named = {(Ticket, task.ticket_id), (Lead, task.lead_id), (Customer, task.customer_id)}
    return task if (type(about), about.id) in named else None


@commands.command("remind_customer {reference} [{words:text...}]", least=Role.AGENT, group="activities")
async def remind_customer(turn: Turn, reference: Ticket | Lead | Customer, words: str | None = None) -> Reply:
    """Write to a lead or customer at a later time; what was not said is asked for."""
    wished = read_message(turn, words or "")
    if not wished.words:
        prefilled = {"when": WISHED.write(wished)} if wished.at or wished.rule else None
        return await turn.begin("remind-customer", prefilled=prefilled, context={"about": _ref(reference)})
    if wished.at is None and wished.rule is None:
        prefilled = {"text": wished.words}
        asked = await turn.begin("remind-customer", prefilled=prefilled, context={"about": _ref(reference)})
        return _with_problem(turn, asked, wished.words)
    return await make(turn, reference, wished, to_customer=True)


@commands.command("forget {activity}", least=Role.AGENT, group="activities")
async def forget(turn: Turn, activity: Activity) -> Reply:
    """Give a task or reminder up, and all that would follow it."""
    dropped = await tasks.drop(activity, by=turn.staff, at=turn.now)
    party = await people.party_of(dropped.lead_id, dropped.customer_id)
    of = people.reference(party)
    repeated = dropped.repeats is not None or dropped.series_id is not None
    key = "task-dropped-series" if repeated else "task-dropped"
    lines: list[Line] = [text(key, ref=str(references.activity(dropped.id)), name=party.name, of=of)]
    if dropped.text:
        lines.append(Words(dropped.text, limit=200, quoted=True))
    return Reply(lines, [[Choice(of, of)]], activity_id=dropped.id, **people.about(party))


async def make(turn: Turn, about: Ticket | Party, wished: Wish, *, to_customer: bool = False) -> Reply:
    """Set the reminder, and say in full what was understood."""
    party = await (tickets.party(about) if isinstance(about, Ticket) else people.current(about))
    ticket = about if isinstance(about, Ticket) else None
    if wished.rule:
        made = await tasks.repeat(
            party, wished.words, wished.rule, by=turn.staff, at=turn.now, ticket=ticket, to_customer=to_customer
        )
    else:
        made = await tasks.add(
            party, wished.words, due_at=wished.at, by=turn.staff, at=turn.now, ticket=ticket, to_customer=to_customer
        )
    head = text("reminder-to-customer-set", name=party.name) if to_customer else text("reminder-set")
    return await views.card(made, head=head)


def read(turn: Turn, words: str) -> Wish:
    """When and of what, as far as the words say; without a time all of them are words."""
    here = turn.vocabulary.here
    if not words or here is None:
        return Wish(None, None, words)
    found = wish(words, here)
    if found is None and dates.is_repeating(words):
        return Wish(None, None, words)
    if found is None:
        at, rest = due_and_words(turn, words)
        found = Wish(at, None, rest)
    elif found.rule is None and found.words:
        # What leads over to a date at the end goes with it: "call her by Sunday".
        at, rest = due_and_words(turn, words)
        found = Wish(at, None, rest) if at == found.at else found
    return replace(found, words=_LEADS_OVER.sub("", found.words.strip()))


def read_message(turn: Turn, words: str) -> Wish:
    """When and what a customer is to be told: the time is what it begins with, and the rest goes out to the letter."""
    here = turn.vocabulary.here
    if not words or here is None:
        return Wish(None, None, words)
    alone = wish(words, here)
    if alone and not alone.words:
        return alone
    if rule := dates.leading_repeat(words, here.now, here.zone):
        return Wish(None, rule.rule, rule.rest)
    found = dates.leading(words, here.now, here.zone)
    # A day alone may be what the message is about: "tomorrow we are closed".
    if found and found.moment.has_clock and found.moment.at > here.now:
        return Wish(found.moment.at, None, found.rest)
    return Wish(None, None, words)


async def _ask(turn: Turn, form: str, about: Ticket | Party, words: str) -> Reply:
    asked = await turn.begin(form, context={"about": _ref(about), "words": words})
    return _with_problem(turn, asked, words)


def _with_problem(turn: Turn, asked: Reply, words: str) -> Reply:
    """The question, after what is wrong with a time that was said: it is past, or repeats in no way that we know."""
    here = turn.vocabulary.here
    if not words or here is None:
        return asked
    moment = dates.read(words, here.now, here.zone)
    if dates.is_repeating(words):
        problem = text("repeats-not-so")
    elif at := missed(words, here) or (moment.at if moment else None):
        problem = text("field-when-past", at=InFull(at))
    else:
        return asked
    return replace(asked, body=[problem, *asked.body])


def _ref(record: Ticket | Party) -> str:
    return str(references.of(record))
