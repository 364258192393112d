"""Texts: CSV files, in whatever letters and with whatever between their columns they were written."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.imports.table import MOST_COLUMNS, Gathered, Table, Unreadable

DELIMITERS = ",;\t|"

LONGEST = 100_000
"""Characters of a cell."""

LOOKED_AT = 50
"""Rows by which the delimiter is told."""

BEFORE_UNICODE = ("cp1256", "iso8859_6", "cp1252")
"""Code pages without a mark: which it is, its words tell. The first wins a draw."""

MANGLED = 0.02
"""So large a part of the words may be in letters that nobody mixes."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_BINARY = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u064b-\u0652\x80-\x9f])*")
_ARABIC = re.compile("[\u0621-\u064a]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_ODD = re.compile("[\x80-\x9f\u00aa-\u00bf\u200e\u200f]|[\u064b-\u0652]{2}")
# UTF-8 of Arabic letters, read as Windows-1252: Ø§Ù„.
_TWICE = re.compile(
    "[ØÙÚÛ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_FORMULA = re.compile(r'="([^"]*)"')


def read(content: bytes) -> Table:
    """The rows of a CSV file. Raises Unreadable."""
    text = decoded(content)
    if _BINARY.search(text):
        raise Unreadable("none")
    said, text = _said_delimiter(text)
    gathered, last = Gathered(), 0
    try:
        for number, cells in enumerate(_records(text, said or delimiter(text)), 1):
            if len(cells) > MOST_COLUMNS * 20:
                raise Unreadable("columns", most=MOST_COLUMNS)
            last = number
            gathered.add(number, [_FORMULA.sub(r"\1", cell) if cell.startswith('="') else cell for cell in cells])
    except csv.Error as error:
        # A cell without end is one whose quote was not closed, or nobody's.
        if '"' not in text and "field limit" in str(error):
            raise Unreadable("heavy") from None
        raise Unreadable("quote", row=last + 1) from None
    return Table(gathered.rows)


def decoded(content: bytes) -> str:
    """The text of the bytes. Raises Unreadable when its letters cannot be told."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            try:
                return _once(content.decode(name).removeprefix("\ufeff"))
            except UnicodeDecodeError:
                raise Unreadable("letters") from None
    if b"\0" in content:
        return _once(_without_mark(content))
    try:
        return _once(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _by_words(content)


def _without_mark(content: bytes) -> str:
    """UTF-16 without its mark: line ends and what is between the columns have their NULs all on one side."""
    sides = content[::2].count(0), content[1::2].count(0)
    if min(sides) or len(content) % 2:
        raise Unreadable("none")
    try:
        text = content.decode("utf-16-be" if sides[0] else "utf-16-le")
    except UnicodeDecodeError:
        raise Unreadable("none") from None
    if "\n" not in text and "\r" not in text:
        raise Unreadable("none")
    return text


def _once(text: str) -> str:
    """The text, mended where UTF-8 was taken for Windows-1252 before it was written as UTF-8. Raises Unreadable."""
    if len(_TWICE.findall(text)) < 2:
        return text
    bytes_ = bytearray()
    for character in text:
        try:
            bytes_ += character.encode("cp1252")
        except UnicodeEncodeError:
            if ord(character) > 0xFF:
                raise Unreadable("letters") from None
            bytes_.append(ord(character))
    try:
        return bytes_.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise Unreadable("letters") from None


def _by_words(content: bytes) -> str:
    found: list[tuple[int, str]] = []
    for name in BEFORE_UNICODE:
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        mixed, whole = _mixed(text)
        found.append((mixed, text))
        if not mixed and whole:
            break
    mixed, text = min(found, key=lambda one: one[0])
    if mixed > max(1, MANGLED * len(_WORD.findall(text))):
        raise Unreadable("letters")
    return text


def _mixed(text: str) -> tuple[int, int]:
    """How many words are in letters that nobody mixes, and how many are not."""
    mixed = whole = 0
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        if (_ARABIC.search(word) and _LATIN.search(word)) or _ODD.search(word) or _is_stray(word):
            mixed += 1
        else:
            whole += 1
    return mixed, whole


def _is_stray(word: str) -> bool:
    """Whether vowels or symbols stand where no word has them."""
    return any(unicodedata.category(c) == "Mn" for c in word) and not _ARABIC.search(word)


def _said_delimiter(text: str) -> tuple[str | None, str]:
    """Excel's first line may say it: `sep=;`."""
    first, _, rest = text.partition("\n")
    said = first.strip().strip('"')
    if said.lower().startswith("sep=") and len(said) == 5:
        # The rows keep their numbers.
        return said[4], f"\n{rest}"
    return None, text


def delimiter(text: str) -> str:
    """What stands between the columns: by what most of the first rows are as wide as each other, and widest."""
    best, chosen = (0.0, 0), DELIMITERS[0]
    for one in DELIMITERS:
        widths: list[int] = []
        try:
            for cells in _records(text[: LOOKED_AT * 2000], one, strict=False):
                if any(cells):
                    widths.append(len(cells))
                if len(widths) == LOOKED_AT:
                    break
        except csv.Error:
            continue
        width, count = Counter(widths).most_common(1)[0] if widths else (1, 0)
        if width > 1 and (count / len(widths), width) > best:
            best, chosen = (count / len(widths), width), one
    return chosen


def _records(text: str, delimiter: str, *, strict: bool | None = None) -> Iterator[Sequence[str]]:
    csv.field_size_limit(LONGEST)
    if strict is None:
        strict = _is_strict(text, delimiter)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)


def _is_strict(text: str, delimiter: str) -> bool:
    """Whether its quotes are as they should be, or only end too late: then it is not read as if they were."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "end of data" in str(error)
    return True
