"""Texts: what is kept in the outbox comes back the same."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.text import Choice, InFull, Text, Words, pack, pack_choices, text, unpack, unpack_choices

KEYS = st.from_regex(r"[a-z][a-z-]{0,10}", fullmatch=True)
VALUES = st.recursive(
    st.text()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.datetimes(timezones=st.just(UTC))
    | st.dates()
    | st.times()
    | st.builds(InFull, st.dates() | st.datetimes(timezones=st.just(UTC)))
    | st.timedeltas(min_value=timedelta(days=-9999), max_value=timedelta(days=9999)),
    lambda inner: st.lists(inner, max_size=3) | st.builds(Text, KEYS, st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=8,
)
TEXTS = st.builds(Text, KEYS, st.dictionaries(KEYS, VALUES, max_size=3))
LINES = TEXTS | st.builds(Words, st.text(), st.none() | st.integers(1, 500), st.booleans())
CHOICES = st.builds(Choice, TEXTS | st.text(), st.text(), st.none() | TEXTS | st.text())


@settings(max_examples=50)
@given(st.lists(LINES, max_size=4))
def test_a_body_comes_back(body: list[Text | Words]) -> None:
    assert unpack(json.loads(json.dumps(pack(body), ensure_ascii=False))) == body


@settings(max_examples=25)
@given(st.lists(st.lists(CHOICES, max_size=3), max_size=3))
def test_choices_come_back(rows: list[list[Choice]]) -> None:
    assert unpack_choices(json.loads(json.dumps(pack_choices(rows)))) == rows


def test_each_kind_of_value_keeps_its_kind() -> None:
    at = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    line = text("x", at=at, day=date(2026, 3, 4), lasts=timedelta(minutes=90), many=["a", text("y")], yes=True)
    (found,) = unpack(pack([line]))
    assert found == line
    assert isinstance(found, Text)
    assert [type(value) for value in found.args.values()] == [datetime, date, timedelta, list, bool]


def test_anything_else_is_refused() -> None:
    with pytest.raises(TypeError, match="object cannot be kept"):
        pack([text("x", what=object())])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="texts and words"):
        unpack(["plain"])
