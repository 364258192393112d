"""Fields: each reads and writes one kind of value, for commands and conversations alike."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from bot.fields.base import Field, FieldError
from bot.fields.closed import Colleague, OneOf, Reference, YesNo, hyphened
from bot.fields.open import Paragraph, Phone, Phrase, Whole
from bot.fields.vocabulary import CANONICAL, Here, Vocabulary, trim
from crm.references import RefKind
from storage.models.kinds import LeadStatus, Priority, Role, TicketStatus

__all__ = [
    "CANONICAL",
    "COLLEAGUE",
    "FIELDS",
    "LANGUAGE",
    "LEAD_STATUS",
    "PARAGRAPH",
    "PERSON",
    "PHONE",
    "PHRASE",
    "PRIORITY",
    "STATUS",
    "TICKET_FILTER",
    "YES_NO",
    "Colleague",
    "Field",
    "FieldError",
    "Here",
    "Language",
    "OneOf",
    "Paragraph",
    "Phone",
    "Phrase",
    "Reference",
    "TicketFilter",
    "Vocabulary",
    "Whole",
    "YesNo",
    "hyphened",
    "trim",
]


class Language(StrEnum):
    """The languages that Diwan speaks."""

    AR = "ar"
    EN = "en"


class TicketFilter(StrEnum):
    """Which tickets a list shows."""

    OPEN = "open"
    MINE = "mine"
    CLOSED = "closed"


PERSON = Reference("person", RefKind.LEAD, RefKind.CUSTOMER)
STATUS = OneOf(TicketStatus, "status", sample=TicketStatus.IN_PROGRESS)
LEAD_STATUS = OneOf(LeadStatus, "lead-status", sample=LeadStatus.CONTACTED)
PRIORITY = OneOf(Priority, "priority", sample=Priority.HIGH)
LANGUAGE = OneOf(Language, "language")
TICKET_FILTER = OneOf(TicketFilter, "filter")
PHRASE = Phrase()
PARAGRAPH = Paragraph()
PHONE = Phone()
YES_NO = YesNo()
COLLEAGUE = Colleague()

FIELDS: Mapping[str, Field[Any]] = {
    "ticket": Reference("ticket", RefKind.TICKET),
    "lead": Reference("lead", RefKind.LEAD),
    "customer": Reference("customer", RefKind.CUSTOMER),
    "person": PERSON,
    "activity": Reference("activity", RefKind.ACTIVITY),
    "colleague": COLLEAGUE,
    "reference": Reference("reference", RefKind.TICKET, RefKind.LEAD, RefKind.CUSTOMER),
    "status": STATUS,
    "lead_status": LEAD_STATUS,
    "priority": PRIORITY,
    "filter": TICKET_FILTER,
    "language": LANGUAGE,
    "role": OneOf(Role, "role"),
    "phrase": PHRASE,
    "text": PARAGRAPH,
    "number": Whole(),
    "phone": PHONE,
    "yes_no": YES_NO,
}
"""The kinds of field that a command's pattern can name."""
