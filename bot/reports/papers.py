"""Papers: a report as a PDF. A cover with the numbers, then what happened with each lead and customer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from copy import copy
from datetime import timedelta

from bot import activities, entries
from bot.drawings.lettering import Said
from bot.drawings.paper import Entry, Paper, Section, paper
from bot.fields import hyphened
from bot.reply import Line, Text, Words, text
from bot.reports.order import Drawn, Order, whose
from bot.reports.spreadsheets import measure
from bot.speech import Speech
from bot.speech.markup import plain
from crm import people, report_entries, timeline
from crm.report_entries import Section as Found
from crm.reports import Subject
from storage.models import Activity, ActivityKind, Change, Direction, Lead, TicketMessage, Visibility

MOST = 1500
"""Entries of a PDF, the newest: it is laid out as a whole. Excel has all of them."""


LONG_AGO = timedelta(days=20 * 366)


async def document(order: Order) -> Drawn:
    """Draw it."""
    total = await report_entries.total(order.scope)
    found = await report_entries.newest(order.scope, MOST)
    measured = await measure(order)
    rows = sum(len(section.entries) for section in found)
    title: Said = text("report-title")
    if rows < total:
        title = text("report-title-cut", count=rows, total=total)
    await order.advance(rows // 2, rows)
    # Who reads it on paper does not know when "yesterday" was.
    dated = copy(order.speech)
    dated.now -= LONG_AGO
    drawn = Paper(
        order.speech, order.organisation, title, order.subject.asked.period, whose(order.subject),
        measured[0] if measured else None, measured[1] if measured else None,
        [_section(section, dated, order.subject) for section in found],
    )  # fmt: skip
    path = order.folder / "report.pdf"
    await asyncio.to_thread(paper, drawn, path)
    return Drawn(path, rows, total)


def _section(found: Found, speech: Speech, subject: Subject) -> Section:
    party = found.party
    facts: list[tuple[Said, Said]] = []
    # Whoever has no more than a ticket of theirs sees who they are, not how they are reached.
    if subject.seen_by is None or party.owner_id in (None, subject.seen_by):
        for name, value in (("phone", party.phone), ("email", party.email), ("company", party.company)):
            if value:
                facts.append((text(f"report-column-{name}"), value))
        if isinstance(party, Lead):
            facts.append((text("report-column-status"), text(f"lead-status-{party.status.value}")))
    if found.owner:
        facts.append((text("report-column-owner"), found.owner))
    name = speech.label(people.name_of(party))
    shown = [_entry(entry, name, speech) for entry in found.entries]
    return Section(people.reference(party), name, facts, shown)


def _entry(entry: timeline.Entry, name: str, speech: Speech) -> Entry:
    match entry.record:
        case Activity() as activity:
            said = [
                *_own(activity.text),
                *activities.details(activity),
                *map(entries.attachment_line, entry.attachments),
            ]
            kind = text(f"report-kind-{activity.kind.value}")
            who: Said = name if activity.direction is Direction.IN else entry.author or ""
            inside = activity.kind is ActivityKind.NOTE
            return Entry(activity.at, kind, who, _text(said, speech), activity.direction, inside)
        case TicketMessage() as message:
            said = [*_own(message.text), *_attached(entry)]
            kind = text("report-kind-of-ticket", ticket=f"T{message.ticket_id}")
            who = name if message.direction is Direction.IN else entry.author or ""
            inside = message.visibility is Visibility.INTERNAL
            return Entry(message.at, kind, who, _text(said, speech), message.direction, inside)
        case Change() as change:
            who = entry.author or text("change-by-itself")
            return Entry(change.at, text("report-kind-change"), who, _change(change))


def _change(change: Change) -> Text:
    """What became of what."""
    is_opened = change.ticket_id and change.field == "created"
    what = text("report-change-opened" if is_opened else f"report-change-{hyphened(change.field)}")
    if change.ticket_id:
        what = text("report-change-of-ticket", ticket=f"T{change.ticket_id}", what=what)
    after = entries.value(change, change.after)
    if change.before is None:
        line = text("report-changed", what=what, after=after)
    else:
        line = text("report-changed-from", what=what, before=entries.value(change, change.before), after=after)
    return text("change-taken-back", change=line) if change.undone_at == change.at else line


def _own(words: str) -> list[Line]:
    return [Words(words)] if words else []


def _attached(entry: timeline.Entry) -> list[Text]:
    return [entries.attachment_line(one) for one in entry.attachments]


def _text(said: Iterable[Line], speech: Speech) -> Said:
    """The words as they were written; beside them, what is known of them."""
    lines = [line.text if isinstance(line, Words) else plain(speech.label(line)) for line in said]
    return "\n".join(lines)
