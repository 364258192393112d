"""Typeset: the one call of typst. What is shown goes in as JSON, so that nobody's text is markup."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import fontpkg
import typst

HERE = Path(__file__).parent

FONT = Path(fontpkg.path("IBM Plex Sans Arabic", 400)).parent

PPI = 144
"""Two pixels for each point."""

Shown = Mapping[str, Any]


def png(source: str, shown: Shown) -> bytes:
    """The one page of a source, as a picture."""
    with _told_plainly():
        made = _compiler(source, shown).compile(format="png", ppi=PPI)
    # Of more than one page it would be a list.
    assert isinstance(made, bytes)
    return made


def pdf(source: str, shown: Shown, to: Path, *, at: datetime, tagged: bool) -> int:
    """Write the pages of a source to a file: how many they are. Tagged, it can be read aloud, and is larger."""
    with _told_plainly():
        compiler = _compiler(source, shown)
        compiler.compile(output=str(to), format="pdf", pdf_tags=tagged, timestamp=int(at.timestamp()))
        # It is typeset already: this looks it up.
        return int(compiler.query("<pages>", field="value", one=True))


@contextmanager
def _told_plainly() -> Iterator[None]:
    """A panic inside typst is no Exception: nobody would catch it."""
    try:
        yield
    except Exception:
        raise
    except BaseException as panic:
        raise RuntimeError("typst panicked") from panic


def _compiler(source: str, shown: Shown) -> typst.Compiler:
    return typst.Compiler(
        str(HERE / source), root=str(HERE), font_paths=[str(FONT)], ignore_system_fonts=True,
        sys_inputs={"shown": json.dumps(shown, ensure_ascii=False)},
    )  # fmt: skip
