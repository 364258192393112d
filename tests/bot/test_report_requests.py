"""What is said of a report in one line, in whatever order, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.fields import FieldError, Here
from bot.fields.reports import REQUEST, WHOSE, Wanted, Whom
from bot.vocabulary import VOCABULARY
from crm.colleagues import Handle
from crm.periods import Period
from crm.references import customer, lead
from storage.models import ReportFormat

RIYADH = ZoneInfo("Asia/Riyadh")
TODAY = date(2026, 11, 26)
"""A Thursday."""
HERE = VOCABULARY.at(Here(datetime(2026, 11, 26, 7, 0, tzinfo=UTC), RIYADH, "SA"))

PDF, XLSX, CSV = ReportFormat.PDF, ReportFormat.XLSX, ReportFormat.CSV
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
WEEK = Period(date(2026, 11, 22), date(2026, 11, 28))
LAST_WEEK = Period(date(2026, 11, 15), date(2026, 11, 21))
HALF = Period(date(2026, 11, 1), date(2026, 11, 15))
YESTERDAY = Period(TODAY - timedelta(days=1), TODAY - timedelta(days=1))

SAID = [
    ("pdf", Wanted(PDF)),
    ("pdf this month", Wanted(PDF, None, NOVEMBER)),
    ("this month as a pdf", Wanted(PDF, None, NOVEMBER)),
    ("this month as pdf", Wanted(PDF, None, NOVEMBER)),
    ("excel C7", Wanted(XLSX, customer(7))),
    ("C7 excel", Wanted(XLSX, customer(7))),
    ("for C7", Wanted(whose=customer(7))),
    ("of L12 in excel last month", Wanted(XLSX, lead(12), OCTOBER)),
    ("csv last week @Ali", Wanted(CSV, Handle("Ali"), LAST_WEEK)),
    ("csv @Ali last week", Wanted(CSV, Handle("Ali"), LAST_WEEK)),
    ("@Ali Hassan last week csv", Wanted(CSV, Handle("Ali Hassan"), LAST_WEEK)),
    ("last week Ali", Wanted(None, Handle("Ali"), LAST_WEEK)),
    ("excel team 1 nov to 15 nov", Wanted(XLSX, Whom.TEAM, HALF)),
    ("the whole team yesterday", Wanted(None, Whom.TEAM, YESTERDAY)),
    ("mine this week", Wanted(None, Whom.ME, WEEK)),
    ("excel this month with notes", Wanted(XLSX, None, NOVEMBER, notes=True)),
    ("with internal notes pdf C7", Wanted(PDF, customer(7), notes=True)),
    ("إكسل هذا الشهر", Wanted(XLSX, None, NOVEMBER)),
    ("اكسل الشهر الماضي", Wanted(XLSX, None, OCTOBER)),
    ("ع٧", Wanted(whose=customer(7))),
    ("pdf عن ع7", Wanted(PDF, customer(7))),
    ("C7 الشهر الماضي مع الملاحظات", Wanted(None, customer(7), OCTOBER, notes=True)),
    ("إكسل للفريق", Wanted(XLSX, Whom.TEAM)),
    ("إكسل الفريق الأسبوع الماضي", Wanted(XLSX, Whom.TEAM, LAST_WEEK)),
    ("csv من 1 نوفمبر إلى 15 نوفمبر", Wanted(CSV, None, HALF)),
    ("pdf هذا الأسبوع @علي", Wanted(PDF, Handle("علي"), WEEK)),
    # Whether somebody is called so is for others to say.
    ("word this month", Wanted(None, Handle("word"), NOVEMBER)),
    ("", Wanted()),
]


@pytest.mark.parametrize(("said", "wanted"), SAID)
def test_it_is_understood(said: str, wanted: Wanted) -> None:
    assert REQUEST.read(said, HERE) == wanted


@pytest.mark.parametrize("said", ["T45", "pdf pdf2 this month", "excel C7 @Ali and 12 more", "pdf C7 C8", "x " * 60])
def test_what_is_not_is_told(said: str) -> None:
    with pytest.raises(FieldError) as told:
        REQUEST.read(said, HERE)
    assert told.value.key == "field-report-unknown"


@pytest.mark.parametrize("wanted", [wanted for _, wanted in SAID])
def test_it_reads_what_it_writes(wanted: Wanted) -> None:
    assert REQUEST.read(REQUEST.write(wanted), HERE) == wanted


@pytest.mark.parametrize(
    "value", [Whom.TEAM, Whom.ME, customer(7), lead(12), Handle("Ali"), Handle("3", suspended=True)]
)
def test_whose_reads_what_it_writes(value: object) -> None:
    assert WHOSE.read(WHOSE.write(value)) == value  # type: ignore[arg-type]
