"""Fields: each reads and writes one kind of value, for commands and conversations alike."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from bot.fields.activities import DURATION, LOGGED, OUTCOME, PLACE, SECTION, Logged, Section
from bot.fields.base import Field, FieldError
from bot.fields.closed import Colleague, OneOf, Reference, YesNo, hyphened
from bot.fields.code import Code
from bot.fields.details import DETAIL
from bot.fields.digests import PICTURE, RHYTHM, SCOPE
from bot.fields.imports import IMPORT_KIND, IMPORT_WAY
from bot.fields.kpis import CALLED, CHART, METRIC, REP, SPOT, Chart
from bot.fields.open import Paragraph, Phone, Phrase, Whole
from bot.fields.periods import PERIOD, Named
from bot.fields.preferences import Daytime, Digits, Hours, Quiet, Zone
from bot.fields.reports import REQUEST
from bot.fields.vocabulary import CANONICAL, Here, Vocabulary, trim
from bot.fields.when import Day, When, missed, split
from crm.references import RefKind
from storage.models.kinds import Calendar, LeadStatus, Priority, Role, TicketStatus

__all__ = [
    "CANONICAL",
    "CHART",
    "COLLEAGUE",
    "DAY",
    "DURATION",
    "FIELDS",
    "LANGUAGE",
    "LEAD_STATUS",
    "LOGGED",
    "METRIC",
    "OUTCOME",
    "PARAGRAPH",
    "PERIOD",
    "PERSON",
    "PHONE",
    "PHRASE",
    "PLACE",
    "PRIORITY",
    "REP",
    "SECTION",
    "SPOT",
    "STATUS",
    "TICKET_FILTER",
    "WHEN",
    "YES_NO",
    "Chart",
    "Colleague",
    "Day",
    "Digits",
    "Field",
    "FieldError",
    "Here",
    "Hours",
    "Language",
    "Logged",
    "Named",
    "OneOf",
    "Paragraph",
    "Phone",
    "Phrase",
    "Reference",
    "Section",
    "TicketFilter",
    "Vocabulary",
    "When",
    "Whole",
    "YesNo",
    "hyphened",
    "missed",
    "split",
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
    LATE = "late"
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
WHEN = When()
DAY = Day()

FIELDS: Mapping[str, Field[Any]] = {
    "ticket": Reference("ticket", RefKind.TICKET),
    "lead": Reference("lead", RefKind.LEAD),
    "customer": Reference("customer", RefKind.CUSTOMER),
    "person": PERSON,
    "activity": Reference("activity", RefKind.ACTIVITY),
    "colleague": COLLEAGUE,
    "member": Colleague(suspended=True),
    "code": Code(),
    "reference": Reference("reference", RefKind.TICKET, RefKind.LEAD, RefKind.CUSTOMER),
    "second": Reference("reference", RefKind.TICKET, RefKind.LEAD, RefKind.CUSTOMER, sample="T46"),
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
    "detail": DETAIL,
    "logged": LOGGED,
    "section": SECTION,
    "place": PLACE,
    "digits": OneOf(Digits, "digits", sample=Digits.ARABIC),
    "calendar": OneOf(Calendar, "calendar", sample=Calendar.HIJRI),
    "zone": Zone(),
    "quiet": Quiet(),
    "daytime": Daytime(),
    "when": WHEN,
    "day": DAY,
    "period": PERIOD,
    "metric": METRIC,
    "chart": CHART,
    "rep": REP,
    "called": CALLED,
    "spot": SPOT,
    "rhythm": RHYTHM,
    "picture": PICTURE,
    "scope": SCOPE,
    "import_kind": IMPORT_KIND,
    "import_way": IMPORT_WAY,
    "report": REQUEST,
}
"""The kinds of field that a command's pattern can name."""
