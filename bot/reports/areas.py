"""Areas: which columns the rows of a report have, and how each is had of a row of crm.report_rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.fields import hyphened
from bot.reply import Text, text
from bot.sheets import Cell, Column
from crm import leads, references
from crm.report_rows import Area, Row
from storage import rows
from storage.models import Visibility

INTERNAL = "internal"


def name(area: Area) -> Text:
    """What a kind of rows is called: the name of its sheet, or of its file."""
    return text(f"report-area-{area.value}")


def _column(key: str, cell: Cell, width: int, of: Callable[[Row], Any] | None = None) -> Column:
    return Column(text(f"report-column-{key.replace('_', '-')}"), cell, width, of or (lambda row: row[key]))


def _moment(key: str, column: str | None = None) -> Column:
    def of(row: Row) -> datetime | None:
        return rows.moment(value) if (value := row[column or key]) else None

    return _column(key, Cell.MOMENT, 17, of)


def _word(key: str, prefix: str, width: int = 13) -> Column:
    def of(row: Row) -> Text | None:
        return Text(f"{prefix}-{hyphened(row[key])}") if row[key] else None

    return _column(key, Cell.WORD, width, of)


def _party(row: Row) -> str:
    return str(references.customer(row["customer_id"]) if row["customer_id"] else references.lead(row["lead_id"]))


def _called(row: Row, key: str) -> Text | str:
    return text("erased-person") if row["erased_at"] else str(row[key])


def _ticket(row: Row) -> str | None:
    return str(references.ticket(row["ticket_id"])) if row["ticket_id"] else None


def _length(row: Row) -> timedelta | None:
    return None if row["duration"] is None else timedelta(seconds=row["duration"])


def _way(row: Row) -> Text | None:
    """In, out, or said among ourselves."""
    way = row["direction"] or (INTERNAL if row.get("visibility") == Visibility.INTERNAL else None)
    return Text(f"report-way-{way}") if way else None


def _kind(row: Row) -> Text:
    """What an entry of somebody's history is."""
    return Text(f"report-kind-{row['kind'] or 'ticket'}")


def _source(row: Row) -> Text | str | None:
    return leads.source_text(row["source"]) if row["source"] else None


def _reason(row: Row) -> Text | str | None:
    return leads.reason_text(row["lost_reason"]) if row["lost_reason"] else None


def _became(row: Row) -> str | None:
    return str(references.customer(row["customer_id"])) if row["customer_id"] else None


_OF = _column("party", Cell.NAME, 9, _party)
_NAME = _column("name", Cell.NAME, 24, lambda row: _called(row, "party"))
_TEXT = _column("text", Cell.TEXT, 70)
_WAY = _column("way", Cell.WORD, 11, _way)
_IN_TICKET = _column("ticket", Cell.NAME, 9, _ticket)
_PERSON: Sequence[Column] = (
    _column("name", Cell.NAME, 24, lambda row: _called(row, "name")), _column("phone", Cell.NAME, 18),
    _column("email", Cell.NAME, 28), _column("company", Cell.NAME, 22),
)  # fmt: skip
_HELD: Sequence[Column] = (
    _column("owner", Cell.NAME, 18),
    _column("labels", Cell.NAME, 24, lambda row: ", ".join(row["labels"])),
    _moment("created", "created_at"),
)

COLUMNS: Mapping[Area, Sequence[Column]] = {
    Area.ACTIVITIES: (
        _moment("at"), _word("kind", "report-kind"), _WAY, _OF, _NAME, _column("author", Cell.NAME, 18), _TEXT,
        _word("outcome", "outcome"), _column("duration", Cell.LENGTH, 11, _length), _moment("due", "due_at"),
        _moment("done", "done_at"), _IN_TICKET,
    ),
    Area.TICKETS: (
        _column("ticket", Cell.NAME, 9, lambda row: str(references.ticket(row["id"]))),
        _column("subject", Cell.TEXT, 40), _word("status", "status"), _word("priority", "priority", 11), _OF, _NAME,
        _column("assignee", Cell.NAME, 18), _moment("created", "created_at"),
        _moment("first_response", "first_response_at"), _moment("closed", "closed_at"),
        _moment("respond_by"), _moment("resolve_by"), _column("rating", Cell.NUMBER, 9),
        _column("rating_words", Cell.TEXT, 40),
    ),
    Area.MESSAGES: (
        _moment("at"), _IN_TICKET, _WAY, _OF, _NAME, _column("author", Cell.NAME, 18), _TEXT,
    ),
    Area.LEADS: (
        _column("lead", Cell.NAME, 9, lambda row: str(references.lead(row["id"]))), *_PERSON,
        _word("status", "lead-status"), _column("source", Cell.NAME, 16, _source), *_HELD,
        _column("became", Cell.NAME, 10, _became), _column("lost_reason", Cell.TEXT, 30, _reason),
    ),
    Area.CUSTOMERS: (
        _column("customer", Cell.NAME, 9, lambda row: str(references.customer(row["id"]))), *_PERSON, *_HELD,
    ),
    Area.HISTORY: (
        _moment("at"), _column("kind", Cell.WORD, 13, _kind), _WAY, _IN_TICKET, _column("author", Cell.NAME, 18),
        _TEXT, _word("outcome", "outcome"), _column("duration", Cell.LENGTH, 11, _length),
    ),
}  # fmt: skip
