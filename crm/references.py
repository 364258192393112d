"""References: the short names L12, C7, T45 and A9 by which people call leads, customers, tickets and activities."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from storage.models import Activity, Customer, Lead, Ticket

LARGEST_ID = 2**63 - 1
"""The largest id that a column holds."""


class RefKind(StrEnum):
    """What a reference names; the value is its letter."""

    LEAD = "L"
    CUSTOMER = "C"
    TICKET = "T"
    ACTIVITY = "A"


ARABIC_LETTERS = {"م": RefKind.LEAD, "ع": RefKind.CUSTOMER, "ت": RefKind.TICKET, "ن": RefKind.ACTIVITY}
"""The letters of an Arabic keyboard: عميل محتمل, عميل, تذكرة, نشاط."""

LETTERS = {kind.value.casefold(): kind for kind in RefKind} | ARABIC_LETTERS

# The whole of a reference is short: longer ones need no look. 19 digits is as long as an int64 gets.
_REFERENCE = re.compile(rf"[/#]?([{''.join(LETTERS)}])(\d{{1,19}})(?:@\w{{1,64}})?")
_RESEMBLING = re.compile(rf"[/#]?[{''.join(LETTERS)}]\d+")
_LEADING = re.compile(r"\s*(\S{2,100}?)(?:\s*[:،,\-–—]\s+|:(?=\S)|\s+)(?=\S)")
_LONGEST = 128


@dataclass(frozen=True, slots=True)
class Ref:
    """One lead, customer, ticket or activity by its id: `str(Ref(RefKind.LEAD, 12)) == "L12"`."""

    kind: RefKind
    id: int

    def __str__(self) -> str:
        return f"{self.kind.value}{self.id}"


def lead(id: int) -> Ref:
    """The reference of a lead."""
    return Ref(RefKind.LEAD, id)


def customer(id: int) -> Ref:
    """The reference of a customer."""
    return Ref(RefKind.CUSTOMER, id)


def ticket(id: int) -> Ref:
    """The reference of a ticket."""
    return Ref(RefKind.TICKET, id)


def activity(id: int) -> Ref:
    """The reference of an activity, such as a task."""
    return Ref(RefKind.ACTIVITY, id)


def of(record: Lead | Customer | Ticket | Activity) -> Ref:
    """The reference of a record."""
    match record:
        case Lead():
            return lead(record.id)
        case Customer():
            return customer(record.id)
        case Activity():
            return activity(record.id)
    return ticket(record.id)


def parse(typed: str) -> Ref | None:
    """The reference that this is, typed in either script: `T45`, `t٤٥`, `ت٤٥`, `/T45`, `/T45@OurBot`, `#T45`.

    None when it is anything else, has leading zeros, or no id could be so large.
    """
    if len(typed) > _LONGEST:
        return None
    found = _REFERENCE.fullmatch(_plain(typed))
    if found is None:
        return None
    id = int(found[2])
    leading_zero = int(found[2][0]) == 0
    return None if leading_zero or id > LARGEST_ID else Ref(LETTERS[found[1]], id)


def read(written: str) -> Ref:
    """The reference that `str(ref)` wrote. Raises ValueError."""
    ref = parse(written)
    if ref is None:
        raise ValueError("not a reference")
    return ref


def resembles(typed: str) -> bool:
    """Whether somebody meant a reference here, though it may be none: `T045`, `L99999999999999999999`."""
    return _RESEMBLING.fullmatch(_plain(typed[:_LONGEST])) is not None


def split(text: str) -> tuple[Ref, str] | None:
    """A text that starts with a reference, as the reference and the rest: `T45 hello`, `T45: hello`; else None.

    A reference alone has no rest, so it is None as well.
    """
    found = _LEADING.match(text)
    if found is None:
        return None
    ref = parse(found[1])
    return None if ref is None else (ref, text[found.end() :].strip())


def _plain(typed: str) -> str:
    """Without direction marks and other format characters, compatibility forms and case."""
    # A digit keeps its form: T² is no T2.
    kept = (c if c.isdigit() else unicodedata.normalize("NFKC", c) for c in typed if unicodedata.category(c) != "Cf")
    return "".join(kept).strip().casefold()
