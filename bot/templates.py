"""Templates: the messages that WhatsApp approves beforehand, and how one of ours is said by them.

Their words are in Fluent (templates.ftl). WhatsApp's rules: a body neither begins nor ends with a variable; a value has
no line end, no tab, no four spaces in a row, and is not empty; both together have at most 1,024 characters.
"""

from __future__ import annotations

import html
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.channels import DeliveryError, Rejected
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp.content import length
from bot.channels.whatsapp.templates import APPROVED, NOT_FOUND, REJECTED, Definition, State
from bot.reply import Line, Words, text
from bot.speech import LANGUAGES, Language, Speech, catalogue
from bot.speech import markup as markups
from bot.speech.bidi import MARKS, is_format
from bot.speech.graphemes import shorten
from bot.speech.speech import QUOTE
from crm import people, references
from crm.people import Person
from storage import clock, rows
from storage.models import Activity, ContentTemplate, OutboundMessage, Staff
from storage.text import InFull

MOST = 1000
"""Characters of a template with its values: as much as surely goes in one part."""

LONGEST, SHORT = 900, 100
"""Characters of a message's own words, and of whom and what it is about."""

KNOCK = "knock"
"""The keys of messages that say the beginning of one that waits, and that the rest comes when they answer."""

NOTHING = "—"
"""Stands for an empty value, which no template takes."""

SEPARATOR = " · "
JOINERS = "\u200c\u200d\u2060"
DOUBTFUL = "doubtful"
"""The state of a template that was approved, and then refused: until WhatsApp is asked again."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A template in both languages. Its variables are in the order of their numbers; the last may be cut.

    Of a button there are its title, which is fixed, and what it says, a variable, where `{}` stands for the reference.
    """

    name: str
    variables: tuple[str, ...]
    buttons: tuple[tuple[str, str], ...] = ()


REMINDER = Kind(
    "reminder", ("about", "due", "words"),
    (("template-reminder.done", "done {}"), ("template-reminder.snooze", "snooze {} 1h"),
     ("template-reminder.open", "{}")),
)  # fmt: skip
ANSWER = Kind("answer", ("who", "words"))
UPDATE = Kind("update", ("words",))
KINDS = (REMINDER, ANSWER, UPDATE)


@lru_cache(maxsize=32)
def define(kind: Kind, language: Language, organisation: str) -> Definition:
    """The template as WhatsApp is to approve it.

    Its words have no direction marks or isolates: a line begins with a word of its language or with a value, which
    brings its own mark, and nothing that a reviewer cannot see stands in it.
    """
    said, key = catalogue(), f"template-{kind.name}"
    places = {name: f"{{{{{number}}}}}" for number, name in enumerate(kind.variables, 1)}
    ours = shorten(_one_line(organisation), SHORT).replace("{{", "{ {")
    body = said.format(key, language, {**places, "organisation": ours})
    samples = [said.format(f"{key}.sample-{name}", language, {}) for name in kind.variables]
    samples += [says.format("A12") for _, says in kind.buttons]
    titles = [said.format(title, language, {}) for title, _ in kind.buttons]
    return Definition(kind.name, language, body, tuple(samples), tuple(titles))


def definitions(organisation: str) -> list[Definition]:
    """Every template in both languages."""
    return [define(kind, language, organisation) for kind in KINDS for language in LANGUAGES]


@dataclass(frozen=True, slots=True)
class Filled:
    """A message as a template says it; `whole`, unless something of it had to be left out."""

    definition: Definition
    values: Sequence[str]
    whole: bool = True

    @property
    def markup(self) -> str:
        """What its reader sees, in neutral markup."""
        said = self.definition.body
        for number, value in enumerate(self.values, 1):
            said = said.replace(f"{{{{{number}}}}}", value)
        return html.escape(said, quote=False)


async def fill(
    row: OutboundMessage, person: Person, lines: Sequence[Line], speech: Speech, organisation: str
) -> Filled:
    """The message as the template that fits it best, and failing that on the one line of an update."""
    rest = speech.label(text("template-rest")) if row.key.startswith(f"{KNOCK}:") else ""
    if row.author_id and not person.staff and any(isinstance(line, Words) for line in lines):
        who = _say(speech, [line for line in lines if not isinstance(line, Words)])
        who = who or (await rows.get(Staff, row.author_id)).name
        own = _say(speech, [line for line in lines if isinstance(line, Words)])
        return fit(define(ANSWER, speech.language, organisation), (who, own), rest=rest)
    if row.key.startswith("reminder:") and person.staff and row.activity_id:
        return await _fill_reminder(row, row.activity_id, speech, organisation)
    return fit(define(UPDATE, speech.language, organisation), (_say(speech, lines),), rest=rest)


async def _fill_reminder(row: OutboundMessage, activity_id: int, speech: Speech, organisation: str) -> Filled:
    task = await rows.get(Activity, activity_id)
    party = await people.party_of(task.lead_id, task.customer_id)
    ref = str(references.activity(task.id))
    about = SEPARATOR.join((party.name, people.reference(party)))
    due = speech.label(text("template-reminder.at", at=InFull(task.due_at or task.remind_at or row.created_at)))
    says = [form.format(ref) for _, form in REMINDER.buttons]
    return fit(define(REMINDER, speech.language, organisation), (about, due, task.text), says=says)


def fit(definition: Definition, values: Sequence[str], *, says: Sequence[str] = (), rest: str = "") -> Filled:
    """The values on one line each; the last is cut to what there is room for, and `rest` is said behind it."""
    mark = MARKS[definition.language]
    *first, words = [_one_line(value) for value in values]
    shown = [_dressed(shorten(value, SHORT), mark) for value in first]
    room = min(LONGEST, MOST - length(definition.body) - sum(map(length, shown)))
    cut = words
    while True:
        said = cut + (SEPARATOR if cut == words else " ") + rest if rest else cut
        last = _dressed(said, mark)
        if (over := length(last) - room) <= 0:
            return Filled(definition, (*shown, last, *says), whole=cut == words)
        # A character takes three places at most, with what keeps it from being markup.
        cut = shorten(words, len(cut) - max(1, over // 3))


def _say(speech: Speech, lines: Sequence[Line]) -> str:
    return speech.say(lines) if lines else ""


def _one_line(markup: str) -> str:
    """Plain text on one line: invisible characters that order it, tabs and repeated spaces go."""
    lines = []
    for line in markups.plain(markup).splitlines():
        kept = "".join(c for c in line if not is_format(c) or c in JOINERS)
        lines.append(" ".join(kept.removeprefix(QUOTE).split()))
    return SEPARATOR.join(line for line in lines if line)


def _dressed(value: str, mark: str) -> str:
    """A value as it is sent: between marks, so that what stands at its ends keeps to its place in the line.

    Isolates would do that better, but WhatsApp does not say whether it takes them in a template's values, and a value
    that it refuses is a message that does not go. What people wrote starts no formatting, and no variable.
    """
    own = markups.whatsapp(html.escape(value or NOTHING, quote=False)).replace("{{", "{\u2060{")
    return f"{mark}{own}{mark}"


async def states(account_sid: str, organisation: str) -> list[tuple[Definition, ContentTemplate | None]]:
    """Every template, and what is remembered of it."""
    wanted = definitions(organisation)
    keys = [one.key(account_sid) for one in wanted]
    known = {row.key: row for row in await ContentTemplate.filter(key__in=keys)}
    return [(one, known.get(key)) for one, key in zip(wanted, keys, strict=True)]


async def known(definition: Definition, account_sid: str) -> ContentTemplate | None:
    """What is remembered of a template."""
    return await ContentTemplate.get_or_none(key=definition.key(account_sid))


async def push(whatsapp: WhatsApp, organisation: str) -> AsyncIterator[tuple[Definition, State | DeliveryError]]:
    """Make and submit what is missing at Twilio, and remember what is there. Raises a DeliveryError."""
    sids = await whatsapp.templates.sids()
    for definition in definitions(organisation):
        try:
            state = await whatsapp.templates.push(definition, sids)
        except DeliveryError as error:
            yield definition, error
            continue
        await _remember(definition.key(whatsapp.account_sid), state)
        yield definition, state


async def refresh(whatsapp: WhatsApp, organisation: str) -> None:
    """Ask what became of the templates that were pushed. What is rejected stays so; one that is approved may not."""
    for definition, row in await states(whatsapp.account_sid, organisation):
        if row is None or row.status == REJECTED:
            continue
        try:
            await _remember(row.key, await whatsapp.templates.state(row.sid))
        except Rejected as error:
            if error.code == NOT_FOUND:
                await ContentTemplate.filter(key=definition.key(whatsapp.account_sid)).delete()


async def doubt(sid: str) -> None:
    """A template that counted as approved was refused: it is not used until WhatsApp is asked again."""
    await ContentTemplate.filter(sid=sid, status=APPROVED).update(status=DOUBTFUL)


async def _remember(key: str, state: State) -> None:
    row = ContentTemplate(key=key, sid=state.sid, status=state.status[:16], created_at=clock.now())
    await ContentTemplate.bulk_create([row], on_conflict=["key"], update_fields=["sid", "status"])
