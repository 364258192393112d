"""Leaf: a page of a PDF as it is seen, each word in the order of its letters."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

ARABIC = re.compile("[\u0600-\u06ff]")
_LEFT_TO_RIGHT = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.:,/@+_-]*[0-9A-Za-z])?")
_EDGES = " .,،؛؟?!:;()[]{}«»\"'…"

SPACE = 3
"""So many points between two letters are between two words, with no space written there."""


@dataclass(frozen=True)
class Glyph:
    """What one shape on the page stands for, and from where to where it is."""

    text: str
    left: float
    right: float
    base: float


def leaves(path: Path, within: tuple[float, float] = (0, 1000), *, rtl: bool | None = None) -> list[list[str]]:
    """Of each page, its words, line by line from the top, between two distances from its left.

    `rtl` says how the lines run; None: each as most of its words do.
    """
    with pypdfium2.PdfDocument(path) as document:
        return [list(_words(page, within, rtl)) for page in document]


def words(text: str) -> list[str]:
    """The words of a text, without what is not letters or digits at their ends, as `leaves` has them."""
    shown = "".join(each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf")
    return [word for each in shown.split() if (word := each.strip(_EDGES))]


def glyphs(page: pypdfium2.PdfPage) -> list[Glyph]:
    """All that is on the page. What one glyph stands for (lam and alef), pdfium gives from left to right."""
    leaf = page.get_textpage()
    found: list[tuple[str, float, float, float]] = []
    for index in range(leaf.count_chars()):
        if pdfium.FPDFText_IsGenerated(leaf, index):
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(leaf, index, x, y)
        left, _, right, _ = leaf.get_charbox(index, loose=True)
        found.append((chr(pdfium.FPDFText_GetUnicode(leaf, index)), left, right, y.value))
    made = []
    for (left, right, base), group in groupby(found, key=lambda one: one[1:]):
        text = "".join(one[0] for one in group)
        made.append(Glyph(text[::-1] if ARABIC.search(text) else text, left, right, base))
    rows = Counter(round(glyph.base, 1) for glyph in made)
    alike = defaultdict(list)
    for glyph in made:
        alike[glyph.text].append(glyph)
    return [glyph for glyph in made if not _is_mark(glyph, alike[glyph.text], rows)]


def _is_mark(glyph: Glyph, alike: list[Glyph], rows: Counter[float]) -> bool:
    """A mark that was moved above or below its letter comes once more, with the letter, at a height of its own."""
    return bool(ARABIC.search(glyph.text)) and any(
        other.left < glyph.right + 2 and glyph.left < other.right + 2 and 0.1 < abs(other.base - glyph.base) < 8
        and rows[round(other.base, 1)] > rows[round(glyph.base, 1)]
        for other in alike
    )  # fmt: skip


def _words(page: pypdfium2.PdfPage, within: tuple[float, float], runs: bool | None) -> Iterator[str]:
    shown = [glyph for glyph in glyphs(page) if within[0] <= glyph.left < within[1]]
    for _, row in groupby(sorted(shown, key=lambda one: -round(one.base)), key=lambda one: round(one.base)):
        line = sorted(row, key=lambda one: one.left + one.right)
        seen: list[list[Glyph]] = [[]]
        for glyph in line:
            gap = seen[-1] and glyph.left - seen[-1][-1].right > SPACE
            if gap or _is_space(glyph, line):
                seen.append([])
            if not glyph.text.isspace():
                seen[-1].append(glyph)
        read = [_read(word) for word in seen if word]
        rtl = sum(bool(ARABIC.search(word)) for word in read) * 2 > len(read) if runs is None else runs
        for other, run in groupby(read[::-1] if rtl else read, key=lambda word: bool(ARABIC.search(word)) != rtl):
            yield from (found for word in (reversed(list(run)) if other else run) for found in words(word))


def _is_space(glyph: Glyph, line: list[Glyph]) -> bool:
    """Whether it parts two words: it does not when it has no width, or at the end of a line, upon the last letter."""
    middle = (glyph.left + glyph.right) / 2
    return (
        glyph.text.isspace()
        and glyph.right > glyph.left
        and not any(other.left < middle < other.right for other in line if not other.text.isspace())
    )


def _read(word: list[Glyph]) -> str:
    """A word's letters in their order: from right to left in Arabic, but for the digits and Latin in it."""
    if not any(ARABIC.search(glyph.text) for glyph in word):
        return "".join(glyph.text for glyph in word)
    text = "".join(glyph.text for glyph in reversed(word))
    return _LEFT_TO_RIGHT.sub(lambda match: match[0][::-1], text)
