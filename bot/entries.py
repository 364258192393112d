"""Entries: how one thing that happened reads, in a timeline, on a card, and in a thread."""

from __future__ import annotations

from bot import activities
from bot.reply import Line, Text, Words, text
from crm import leads, references
from crm.parties import Detail
from crm.timeline import Entry
from storage.models import (
    Activity,
    Attachment,
    AttachmentKind,
    Change,
    Direction,
    LeadStatus,
    Priority,
    TicketMessage,
    TicketStatus,
    Visibility,
)

DETAILS = {detail.value: f"detail-{detail.value}" for detail in Detail} | {
    "label": "change-of-label", "reason": "change-of-reason",
}  # fmt: skip
"""What is on record of a lead or customer, and what its changes call it."""


def lines(entry: Entry, *, excerpt: int) -> list[Line]:
    """An entry: a badge line, then the words, cut at a word, and what was attached."""
    match entry.record:
        case Activity() as activity:
            badge = text(f"entry-{activity.kind.value}")
            return [
                _head(badge, activity.direction, entry.author, activity),
                *activities.details(activity),
                *_words(activity.text, excerpt),
                *[attachment_line(item) for item in entry.attachments],
            ]
        case TicketMessage() as message:
            kind = "note" if message.visibility is Visibility.INTERNAL else "message"
            badge = text(f"entry-ticket-{kind}", ticket=str(references.ticket(message.ticket_id)))
            return [
                _head(badge, message.direction, entry.author, message),
                *_words(message.text, excerpt),
                *[attachment_line(item) for item in entry.attachments],
            ]
        case Change() as change:
            line = change_line(change, entry.author)
            return [text("change-taken-back", change=line) if change.undone_at == change.at else line]


def message_lines(entry: Entry, *, excerpt: int, for_customer: bool = False) -> list[Line]:
    """A message of a ticket's thread; its customer reads who of us wrote, and nothing of direction."""
    message = entry.record
    assert isinstance(message, TicketMessage)
    if for_customer and message.direction is Direction.IN:
        head = _bare(text("thread-you"), message)
    elif for_customer:
        head = _head(text("thread-us"), None, entry.author, message)
    elif message.visibility is Visibility.INTERNAL:
        head = _head(text("thread-note"), None, entry.author, message)
    else:
        head = _head(text("thread-message"), message.direction, entry.author, message)
    return [head, *_words(message.text, excerpt), *[attachment_line(item) for item in entry.attachments]]


def attachment_line(item: Attachment) -> Text:
    """What was attached, in a line: its kind, and its name and size, place or phone."""
    details = item.details or {}
    if item.kind is AttachmentKind.LOCATION:
        place = ", ".join(part for part in (details.get("name"), details.get("address")) if part)
        point = f"{details.get('latitude')}, {details.get('longitude')}"
        return text("attachment-location", place=place or point)
    if item.kind is AttachmentKind.CONTACT:
        return text("attachment-contact", name=details.get("name") or "", phone=details.get("phone") or "")
    label = text(f"attachment-{item.kind.value}")
    if item.size is None:
        return text("attachment-named", kind=label, name=item.name) if item.name else label
    size = (
        text("size-mb", n=round(item.size / 1e6, 1)) if item.size >= 1e6 else text("size-kb", n=-(-item.size // 1000))
    )
    if item.name:
        return text("attachment-named-sized", kind=label, name=item.name, size=size)
    return text("attachment-sized", kind=label, size=size)


def _head(badge: Text, direction: Direction | None, author: str | None, record: Activity | TicketMessage) -> Text:
    if direction is not None:
        badge = text(f"entry-{direction.value}", badge=badge)
    return text("entry-head-by", badge=badge, name=author, at=record.at) if author else _bare(badge, record)


def _bare(badge: Text, record: Activity | TicketMessage) -> Text:
    return text("entry-head", badge=badge, at=record.at)


def _words(words: str, excerpt: int) -> list[Line]:
    return [Words(words, limit=excerpt)] if words else []


def change_line(change: Change, author: str | None) -> Text:
    """What was changed, from what to what, by whom and when, in a line."""
    of = str(references.ticket(change.ticket_id)) if change.ticket_id else ""
    key = f"change-{'ticket-' if of else ''}{change.field}"
    if of and author and change.field == "created":
        key = "change-ticket-created-by"
    if not of and change.field in DETAILS:
        return _detail_line(change, author)
    if change.field == "created" and not of and author:
        imported = change.after == leads.IMPORTED
        return text("change-imported-by" if imported else "change-created-by", by=author, at=change.at)
    who = text("change-by", name=author) if author else text("change-by-itself")
    return text(
        key, ticket=of, before=value(change, change.before), after=value(change, change.after), by=who, at=change.at
    )


def _detail_line(change: Change, author: str | None) -> Text:
    who = text("change-by", name=author) if author else text("change-by-itself")
    gone = change.after is None
    return text(
        "change-detail-gone" if gone else "change-detail", detail=text(DETAILS[change.field]), by=who, at=change.at,
        before=value(change, change.before), after=value(change, change.after),
    )  # fmt: skip


def value(change: Change, value: str | None) -> Text | str:
    """What a change made of what, in words."""
    if value is None:
        return text("change-nobody" if change.field in ("assignee", "owner") else "change-nothing")
    if change.field == "priority":
        return text(f"priority-{Priority(value).value}")
    if change.field == "status" and change.ticket_id:
        return text(f"status-{TicketStatus(value).value.replace('_', '-')}")
    if change.field == "status":
        return text(f"lead-status-{LeadStatus(value).value}")
    if change.field in ("created", "source") and not change.ticket_id:
        return leads.source_text(value)
    if change.field == "reason":
        return leads.reason_text(value)
    return value
