"""Fields: what people type becomes a value, and a value is written so that it reads back the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fields import (
    CANONICAL,
    FIELDS,
    LANGUAGE,
    PARAGRAPH,
    PERSON,
    PHONE,
    PHRASE,
    PRIORITY,
    STATUS,
    WHEN,
    YES_NO,
    Field,
    FieldError,
    Here,
    Language,
    OneOf,
    Phone,
    Phrase,
    Vocabulary,
    Whole,
)
from crm import references
from crm.references import LARGEST_ID, Ref, RefKind
from storage.models.kinds import Priority, TicketStatus
from storage.text import Text

WORDS = {
    "status-open": ("open", "مفتوحة", "مفتوح"),
    "status-in-progress": ("in progress", "under way", "قيد التنفيذ"),
    "status-closed": ("closed", "done", "مغلقة"),
    "priority-low": ("low", "منخفضة"),
    "priority-medium": ("medium", "normal", "متوسطة"),
    "priority-high": ("high", "urgent", "عالية", "عاجل"),
    "form-yes": ("yes", "ok", "نعم", "أجل"),
    "form-no": ("no", "لا"),
}
VOCABULARY = Vocabulary(words=lambda key: WORDS.get(key, ()))

TYPED = st.text(max_size=80) | st.sampled_from(
    ["T45", "ل١٢", "+966 50 123 4567", "٠٥٠", "in progress", "نعم", "۱۲", "a\u200d\nb", "\u200fhello\u202e", "x\r\r\ny"]
)


@pytest.mark.parametrize(
    "typed",
    ["T45", "t45", "T٤٥", "t۴۵", "/T45", "/t45@DiwanBot", "#T45", "ت٤٥", "\u200fT45\u200e", " T45 ", "\u2068T45\u2069"],
)
def test_a_reference_is_read_however_it_is_typed(typed: str) -> None:
    assert references.parse(typed) == references.ticket(45)


@pytest.mark.parametrize(
    "typed",
    ["", "T", "45", "T045", "T٠٤٥", "T0", "T-4", "X45", "T4 5", "TT45", "T45x", "hello", f"T{LARGEST_ID + 1}",
     "T" + "9" * 5000, "L١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩٠١", "T45@", "T½", "T²"],
)  # fmt: skip
def test_what_is_no_reference_is_none(typed: str) -> None:
    assert references.parse(typed) is None


@given(st.sampled_from(RefKind), st.integers(1, LARGEST_ID))
def test_a_reference_reads_as_it_is_written(kind: RefKind, id: int) -> None:
    ref = Ref(kind, id)
    assert references.parse(str(ref)) == ref
    assert references.parse(str(ref).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))) == ref


def test_references_have_constructors() -> None:
    assert str(references.lead(12)) == "L12"
    assert str(references.customer(7)) == "C7"
    assert str(references.ticket(45)) == "T45"


@pytest.mark.parametrize(
    ("text", "rest"),
    [("T45 hello there", "hello there"), ("T٤٥: مرحبا\nكيف", "مرحبا\nكيف"), ("t45:hi", "hi"), ("T45 - hi", "hi"),
     ("\u200fT45، شكرا", "شكرا"), ("T45\nline", "line")],
)  # fmt: skip
def test_a_text_is_split_from_the_reference_it_starts_with(text: str, rest: str) -> None:
    assert references.split(text) == (references.ticket(45), rest)


@pytest.mark.parametrize("text", ["T45", "hello T45", "T45hello", "", "T45 ", " " * 5000, "T" * 5000])
def test_other_texts_are_not_split(text: str) -> None:
    assert references.split(text) is None


def test_a_wrong_reference_is_still_meant_as_one() -> None:
    assert references.resembles("T045")
    assert references.resembles("L" + "9" * 25)
    assert not references.resembles("hello")


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (STATUS, "in_progress", TicketStatus.IN_PROGRESS),
        (STATUS, "In  Progress!", TicketStatus.IN_PROGRESS),
        (STATUS, "قَيْد التنفيذ", TicketStatus.IN_PROGRESS),
        (STATUS, "مغلقه", TicketStatus.CLOSED),
        (PRIORITY, "URGENT", Priority.HIGH),
        (PRIORITY, "عاجل.", Priority.HIGH),
        (YES_NO, "اجل", True),
        (YES_NO, "No", False),
        (PERSON, "c٧", references.customer(7)),
        (PERSON, "L12.", references.lead(12)),
        (LANGUAGE, "ar", Language.AR),
        (PHRASE, "  Hello\n  you\u200f ", "Hello you"),
        (PARAGRAPH, " one  \r\ntwo\x00 ", "one\ntwo"),
        (FIELDS["number"], "٤٢", 42),
        (PHONE, "+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧", "+966501234567"),
        (PHONE, "00966-50-123-4567", "+966501234567"),
        (Phone("SA"), "٠٥٠١٢٣٤٥٦٧", "+966501234567"),
    ],
)
def test_fields_read_both_languages(field: Field[Any], typed: str, value: Any) -> None:
    assert field.read(typed, VOCABULARY) == value


@pytest.mark.parametrize(
    ("field", "typed", "key"),
    [
        (STATUS, "flying", "field-status-unknown"),
        (PRIORITY, "", "field-priority-unknown"),
        (YES_NO, "maybe", "field-yes-no-unknown"),
        (PERSON, "T45", "field-person-unknown"),
        (FIELDS["ticket"], "L12", "field-ticket-unknown"),
        (PHRASE, " \u200f\u200b\n", "field-text-empty"),
        (Phrase(least=3), "ab", "field-text-short"),
        (Phrase(most=5), "abcdef", "field-text-long"),
        (Whole(1, 9), "0", "field-number-small"),
        (Whole(1, 9), "١٠", "field-number-large"),
        (Whole(), "1.5", "field-number-unknown"),
        (PHONE, "0501234567", "field-phone-unknown"),
        (PHONE, "call me at +966501234567", "field-phone-unknown"),
        (PHONE, "+1-800-FLOWERS", "field-phone-unknown"),
        (PHONE, "+999999", "field-phone-unknown"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_key(field: Field[Any], typed: str, key: str) -> None:
    with pytest.raises(FieldError) as raised:
        field.read(typed, VOCABULARY)
    assert raised.value.key == key


def test_an_unknown_value_is_told_with_the_known_ones() -> None:
    with pytest.raises(FieldError) as raised:
        STATUS.read("x" * 100, VOCABULARY)
    assert raised.value.text.args == {
        "typed": "x" * 39 + "…",
        "values": [Text("status-open"), Text("status-in-progress"), Text("status-closed")],
    }


def test_closed_fields_offer_their_values() -> None:
    assert PRIORITY.choices() == [("low", "priority-low"), ("medium", "priority-medium"), ("high", "priority-high")]
    assert YES_NO.choices() == [("yes", "form-yes"), ("no", "form-no")]
    assert PHRASE.choices() == ()
    assert STATUS.show(TicketStatus.IN_PROGRESS) == Text("status-in-progress")


def test_a_subset_of_an_enumeration_reads_its_own_values_alone() -> None:
    field = OneOf(TicketStatus, "status", values=[TicketStatus.OPEN, TicketStatus.CLOSED])
    assert field.read("done", VOCABULARY) is TicketStatus.CLOSED
    with pytest.raises(FieldError):
        field.read("in_progress", VOCABULARY)


def test_a_word_of_two_values_is_found_at_the_start() -> None:
    STATUS.check(VOCABULARY)
    with pytest.raises(ValueError, match="is a word of"):
        STATUS.check(Vocabulary(words=lambda key: ("same",)))
    with pytest.raises(ValueError, match="has no words"):
        STATUS.check(CANONICAL)


@pytest.mark.parametrize("kind", FIELDS)
@given(typed=TYPED)
def test_what_is_read_reads_back_as_written(kind: str, typed: str) -> None:
    field = FIELDS[kind]
    try:
        value = field.read(typed, VOCABULARY)
    except FieldError:
        return
    written = field.write(value)
    assert field.read(written) == value
    assert field.write(field.read(written)) == written


@pytest.mark.parametrize("kind", FIELDS)
def test_every_value_of_a_closed_field_round_trips(kind: str) -> None:
    field = FIELDS[kind]
    for canonical, _ in field.choices():
        assert field.write(field.read(canonical)) == canonical


@given(st.integers(-(10**9), 10**9))
def test_whole_numbers_round_trip(number: int) -> None:
    field = Whole(-(10**9), 10**9)
    assert field.read(field.write(number)) == number


@given(st.from_regex(r"\+?[0-9٠-٩ ()./-]{5,18}", fullmatch=True))
def test_phones_round_trip(typed: str) -> None:
    field = Phone("SA")
    try:
        number = field.read(typed)
    except FieldError:
        return
    assert number.startswith("+")
    assert field.read(number) == number
    assert Phone().read(number) == number


@pytest.mark.parametrize(
    ("typed", "minutes"), [("ساعة", 60), ("ساعه ونص", 90), ("دقيقة", 1), ("ساعتين", 120), ("an hour", 60)]
)
def test_a_unit_alone_is_one_of_it_where_a_time_is_asked_for(typed: str, minutes: int) -> None:
    now = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
    vocabulary = VOCABULARY.at(Here(now, ZoneInfo("Asia/Riyadh"), "SA"))
    assert WHEN.read(typed, vocabulary) == now + timedelta(minutes=minutes)
