"""Fields of reports: as what, of whom, and the whole of a request in one line, in whatever order it is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.fields.base import Field, FieldError, shorten
from bot.fields.closed import OneOf
from bot.fields.kpis import REP
from bot.fields.periods import PERIOD, Named, PeriodOf
from bot.fields.vocabulary import CANONICAL, Vocabulary, trim
from bot.speech.typed import clean
from crm import references
from crm.colleagues import Handle
from crm.periods import Period
from crm.references import Ref, RefKind
from storage.models.kinds import ReportFormat
from storage.text import Text

PEOPLE = (RefKind.LEAD, RefKind.CUSTOMER)

LONGEST = 30
"""Words in which a request is looked for."""


class Whom(StrEnum):
    """Whose report it is, when nobody is named."""

    TEAM = "team"
    ME = "me"


OFFERED = (Named.WEEK, Named.LAST_WEEK, Named.MONTH, Named.LAST_MONTH, Named.QUARTER, Named.YEAR)


class Days(PeriodOf):
    """Days, of which those are offered that reports are mostly of."""

    def choices(self) -> list[tuple[str, str]]:
        return [(named.value, f"period-{named.value}") for named in OFFERED]


class Whose(Field[Whom | Ref | Handle]):
    """The whole team, oneself, a colleague by name, or a lead or customer."""

    span = 4

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> Whom | Ref | Handle:
        said = vocabulary.normal(typed)
        for whom in Whom:
            if said == whom.value or said in vocabulary.folded(f"report-whose-{whom.value}"):
                return whom
        ref = references.parse(trim(typed))
        if ref is not None and ref.kind in PEOPLE:
            return ref
        try:
            return REP.read(typed, vocabulary)
        except FieldError:
            raise FieldError("field-report-whose-unknown", typed=shorten(typed)) from None

    def write(self, value: Whom | Ref | Handle) -> str:
        match value:
            case Whom():
                return value.value
            case Handle():
                return REP.write(value)
        return str(value)

    def choices(self) -> list[tuple[str, str]]:
        return [(whom.value, f"report-whose-{whom.value}") for whom in Whom]


FORMAT = OneOf(ReportFormat, "report-format", values=(ReportFormat.XLSX, ReportFormat.PDF, ReportFormat.CSV))
WHOSE = Whose()
DAYS = Days()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was said of a report; the rest is None."""

    format: ReportFormat | None = None
    whose: Whom | Ref | Handle | None = None
    period: Period | None = None
    notes: bool = False


class Request(Field[Wanted]):
    """ "pdf C7", "csv last week @Ali", "excel this month with notes", «إكسل هذا الشهر»: its parts in any order."""

    span = LONGEST
    shown = True

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> Wanted:
        words = [word for word in map(clean, typed.split()) if word]
        if len(words) > LONGEST:
            raise FieldError("field-report-unknown", typed=shorten(typed))
        wanted, rest = _known(words, vocabulary)
        if not rest:
            return wanted
        read = _days_and_name(rest, wanted, vocabulary)
        if read is None:
            raise FieldError("field-report-unknown", typed=shorten(" ".join(rest)))
        return read

    def write(self, value: Wanted) -> str:
        said = (
            FORMAT.write(value.format) if value.format else "", WHOSE.write(value.whose) if value.whose else "",
            PERIOD.write(value.period) if value.period else "", "notes" if value.notes else "",
        )  # fmt: skip
        return " ".join(part for part in said if part)

    def example(self, vocabulary: Vocabulary, language: str) -> str:
        format = FORMAT.example(vocabulary, language)
        return f"{format} {PERIOD.example(vocabulary, language)}"

    def show(self, value: Wanted) -> Text | str:
        return self.write(value)


REQUEST = Request()


def _known(words: list[str], vocabulary: Vocabulary) -> tuple[Wanted, list[str]]:
    """What is said by words of ours and by references, and the words that are left."""
    wanted = Wanted()
    if (rest := _without(words, {"notes"} | vocabulary.folded("report-notes"), vocabulary)) is not None:
        wanted, words = replace(wanted, notes=True), rest
    for format in FORMAT.values:
        said = {format.value} | vocabulary.folded(FORMAT.key(format))
        if wanted.format is None and (rest := _without(words, said, vocabulary)) is not None:
            wanted, words = replace(wanted, format=format), rest
    for at, word in enumerate(words):
        ref = references.parse(trim(word))
        if ref is not None and ref.kind in PEOPLE:
            wanted, words = replace(wanted, whose=ref), [*words[:at], *words[at + 1 :]]
            break
    for whom in Whom:
        said = {whom.value} | vocabulary.folded(f"report-whose-{whom.value}")
        if wanted.whose is None and (rest := _without(words, said, vocabulary)) is not None:
            wanted, words = replace(wanted, whose=whom), rest
    return wanted, _meant(words, vocabulary)


def _meant(words: list[str], vocabulary: Vocabulary) -> list[str]:
    """The words but for those at both ends that only lead over, such as "for the"."""
    fillers = vocabulary.folded("report-filler")
    while words and vocabulary.normal(words[-1]) in fillers:
        words = words[:-1]
    while words and vocabulary.normal(words[0]) in fillers:
        words = words[1:]
    return words


def _without(words: list[str], said: set[str] | frozenset[str], vocabulary: Vocabulary) -> list[str] | None:
    """The words but for the longest run of them that is one of these; None when there is none."""
    for count in range(min(4, len(words)), 0, -1):
        for at in range(len(words) - count + 1):
            if vocabulary.normal(" ".join(words[at : at + count])) in said:
                return [*words[:at], *words[at + count :]]
    return None


def _days_and_name(words: list[str], wanted: Wanted, vocabulary: Vocabulary) -> Wanted | None:
    """What is left is days, a colleague's name, or both, one after the other."""
    for days, name in _parted(words, wanted):
        days = _meant(days, vocabulary)
        period, whose = None, wanted.whose
        try:
            if days:
                period = PERIOD.read(" ".join(days), vocabulary)
            if name:
                whose = REP.read(" ".join(name), vocabulary)
        except FieldError:
            continue
        return replace(wanted, period=period, whose=whose)
    return None


def _parted(words: list[str], wanted: Wanted) -> Iterator[tuple[list[str], list[str]]]:
    called = next((at for at, word in enumerate(words) if trim(word).startswith("@")), None)
    if called is None:
        yield words, []
    if wanted.whose is not None:
        return
    for count in range(1, min(REP.span, len(words)) + 1):
        if called is None:
            yield words[:-count], words[-count:]
            yield words[count:], words[:count]
        elif called + count <= len(words):
            yield [*words[:called], *words[called + count :]], words[called : called + count]
