"""Digits: numbers written with Latin digits, and Latin digits turned into Arabic-Indic ones."""

from __future__ import annotations

import math
import re

_ARABIC_INDIC = str.maketrans("0123456789.,%", "٠١٢٣٤٥٦٧٨٩٫٬٪")
# Digits that follow a Latin letter or a slash belong to a code (T45, /T45, S24); what lies in <code> is for copying.
_NUMBER = re.compile(r"<code>.*?</code>|(?<![A-Za-z0-9_/])\d+(?:[.,]\d+)*(?![A-Za-z_])%?", re.DOTALL | re.ASCII)


def write(number: int | float) -> str:
    """A number in Latin digits, grouped by thousands, with at most two decimals: `1,234`, `0.5`, `-3`."""
    if isinstance(number, int):
        return f"{number:,d}"
    if not math.isfinite(number):
        return "—" if math.isnan(number) else "∞" if number > 0 else "-∞"
    shown = f"{number:,.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def arabic_indic(markup: str) -> str:
    """The markup with its numbers in Arabic-Indic digits: `1,234.5%` becomes `١٬٢٣٤٫٥٪`; codes keep theirs."""
    return _NUMBER.sub(_translate, markup)


def _translate(match: re.Match[str]) -> str:
    found = match[0]
    return found if found.startswith("<") else found.translate(_ARABIC_INDIC)
