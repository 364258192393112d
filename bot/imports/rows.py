"""Rows: one row of a table as somebody to be put on record, or why it cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import phonenumbers

from bot.fields import PHONE, Field, FieldError, Paragraph, Vocabulary
from bot.fields.base import shorten
from bot.fields.details import COMPANY, EMAIL, NAME, SOURCE
from bot.imports.columns import Column, Heads
from bot.imports.table import Row
from bot.reply import Text, text
from bot.sheets.csvs import BEGINS, GUARD
from bot.speech.typed import clean, fold, latin_digits
from bot.vocabulary import VOCABULARY
from crm import colleagues, labels
from crm.colleagues import NoSuchColleague, SeveralColleagues
from crm.doubles import Entry
from crm.labels import LabelEmpty, LabelTooLong
from storage.models import Staff

NOTE = Paragraph(1, 4000)

# After a sign, only what calls something or points somewhere: "- call (soon)" and "-Urgent!" are people's words.
_FORMULA = re.compile(r"[=＝﹦]|[+\-@＋－＠−]\s*[A-Za-z_.]+(?:\(|\s*\||!\$?[A-Za-z])")
_GUARDED = re.compile(rf"(^|[;\t\n]){GUARD}(?=[{re.escape(''.join(BEGINS))}])")
_NOTHING = re.compile(r"[-–—−_./\\]{1,5}")
"""What is put where there is nothing."""

_LOST = re.compile(r"[?؟\s]*[?؟]{2}[?؟\s]*")
_SHORTENED = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})")
_WHOLE = re.compile(r"(\d{6,})[.,]0+")
_BARE = re.compile(r"[1-9]\d{6,14}")
_SEVERAL = re.compile(r"\d{7,}\D+\d{7,}")
_GROUPS = re.compile(r"\s*:::\s*")


class Faulty(Exception):
    """A row cannot go in; `text` says why, in a few words."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.key)
        self.text = text


@dataclass(frozen=True, slots=True)
class Fault:
    """A wrong row, and what is wrong with it."""

    row: Row
    why: Text


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the rows of one file, for whoever sent it."""

    heads: Heads
    vocabulary: Vocabulary
    everybody: Sequence[Staff]
    """The staff, whose names the column of owners has."""
    owner_id: int | None
    """Whose the rows are that name nobody."""
    _owners: dict[str, int] = field(default_factory=dict)
    """Each whom a row has named: fifty thousand rows name few."""

    def read(self, row: Row) -> Entry:
        """What a row says. Raises Faulty."""
        said = {column: self._cell(row, column) for column in self.heads.at}
        entry = Entry(row.number, self._name(said), owner_id=self.owner_id)
        for column, put in _READ.items():
            if value := said.get(column):
                put(self, entry, value)
        return entry

    def _cell(self, row: Row, column: Column) -> str:
        places = [place for place in self.heads.at[column] if place < len(row.cells)]
        return next((cell for place in places if (cell := self._said(row, place, column))), "")

    def _said(self, row: Row, place: int, column: Column) -> str:
        cell = clean(row.cells[place])
        if _NOTHING.fullmatch(cell) or (column not in _NAMES and fold(cell) in nothing()):
            return ""
        # As our own files guard what begins like a formula.
        if (plain := _GUARDED.sub(r"\1", cell)) != cell:
            cell = plain
        elif _FORMULA.match(cell):
            raise Faulty(text("import-fault-formula", column=self.heads.shown(place)))
        if "\ufffd" in cell or _LOST.fullmatch(cell):
            raise Faulty(text("import-fault-letters", column=self.heads.shown(place)))
        return cell

    def _name(self, said: Mapping[Column, str]) -> str:
        name = said.get(Column.NAME) or " ".join(
            part for column in (Column.FIRST_NAME, Column.LAST_NAME) if (part := said.get(column))
        )
        if not name:
            raise Faulty(text("import-fault-no-name"))
        return _read(NAME, name, text("import-fault-name", typed=shorten(name), most=NAME.most))

    def _phone(self, entry: Entry, said: str) -> None:
        entry.phone = phone(said, self.vocabulary)

    def _email(self, entry: Entry, said: str) -> None:
        entry.email = _read(EMAIL, said, text("import-fault-email", typed=shorten(said)))

    def _company(self, entry: Entry, said: str) -> None:
        entry.company = _read(COMPANY, said, text("import-fault-company", typed=shorten(said), most=COMPANY.most))

    def _source(self, entry: Entry, said: str) -> None:
        why = text("import-fault-source", typed=shorten(said), most=32)
        entry.source = _read(SOURCE, said, why, self.vocabulary)

    def _owner(self, entry: Entry, said: str) -> None:
        if said not in self._owners:
            self._owners[said] = self._colleague(said)
        entry.owner_id = self._owners[said]

    def _colleague(self, said: str) -> int:
        name = said.removeprefix("@").strip()
        try:
            if not fold(name):
                raise NoSuchColleague(name=name)
            return int(colleagues.among(name, self.everybody).id)
        except NoSuchColleague:
            raise Faulty(text("import-fault-owner", typed=shorten(said))) from None
        except SeveralColleagues:
            raise Faulty(text("import-fault-owners", typed=shorten(said))) from None

    def _labels(self, entry: Entry, said: str) -> None:
        # Google's contacts have several so, and begin groups of its own with a star.
        given = [label for label in _GROUPS.split(said) if not label.startswith("* ")]
        if not given:
            return
        try:
            entry.labels = labels.split(",".join(given))
        except (LabelTooLong, LabelEmpty):
            raise Faulty(text("import-fault-label", typed=shorten(said), most=labels.LONGEST)) from None
        if len(entry.labels) > labels.MOST:
            raise Faulty(text("import-fault-labels", most=labels.MOST))

    def _note(self, entry: Entry, said: str) -> None:
        entry.note = _read(NOTE, said, text("import-fault-note", most=NOTE.most))


_NAMES = frozenset({Column.NAME, Column.FIRST_NAME, Column.LAST_NAME})

_READ: Mapping[Column, Callable[[Reader, Entry, str], None]] = {
    Column.PHONE: Reader._phone,
    Column.EMAIL: Reader._email,
    Column.COMPANY: Reader._company,
    Column.SOURCE: Reader._source,
    Column.OWNER: Reader._owner,
    Column.LABELS: Reader._labels,
    Column.NOTE: Reader._note,
}


def phone(said: str, vocabulary: Vocabulary) -> str:
    """A phone as E.164, mended where Excel took it for a number and nothing of it was lost. Raises Faulty."""
    plain = latin_digits(clean(said))
    if found := _WHOLE.fullmatch(plain):
        plain = found[1]
    elif found := _SHORTENED.fullmatch(plain.replace(" ", "")):
        digits, power = found[1] + (found[2] or ""), int(found[3])
        if len(digits) <= power or len(digits) < 7:
            raise Faulty(text("import-fault-phone-short", typed=shorten(said)))
        plain = digits
    try:
        number = PHONE.read(plain, vocabulary)
    except FieldError:
        number = ""
    if not plain.startswith(("+", "00")) and not (number and _is_real(number)):
        # A country code without its plus: taken only where no other number can be meant. A digit that is missing or
        # too many would make it somebody else's number, and nobody looks at each of a thousand.
        number = f"+{plain}" if _BARE.fullmatch(plain) and _is_real(f"+{plain}") else ""
    if not number:
        several = _SEVERAL.search(re.sub(r"(?<=\d)[ .-](?=\d{1,4}\b)", "", plain))
        raise Faulty(text("import-fault-phones" if several else "import-fault-phone", typed=shorten(said)))
    return number


@cache
def nothing() -> frozenset[str]:
    """The words that are put where there is nothing, folded."""
    return frozenset(fold(word) for word in VOCABULARY.words("import-nothing"))


def _is_real(number: str) -> bool:
    """Whether a number can exist: what Excel took the zero or the plus from must be beyond doubt."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False


def _read(field: Field[Any], said: str, why: Text, vocabulary: Vocabulary | None = None) -> str:
    try:
        return str(field.read(said, vocabulary) if vocabulary else field.read(said))
    except FieldError:
        raise Faulty(why) from None
