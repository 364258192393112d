"""The rows behind a number: a line for each, with what it opens, whose it is, and what put it there."""

from __future__ import annotations

from datetime import timedelta

from bot.kpis.changes import length
from bot.reply import Text, text
from bot.speech.graphemes import shorten
from crm.kpi_lists import Row
from storage.models import ActivityKind, Priority
from storage.text import Value

NAME = 30
"""Characters of a name."""

WORDS = 40
"""Characters of a subject, or of what was said."""


def line(row: Row) -> Text:
    """One row: the reference, which opens it, first."""
    name = shorten(row.name, NAME) or text("erased-person")
    args: dict[str, Value] = {"ref": str(row.ref), "name": name, "at": row.at}
    if words := " ".join(row.text.split()):
        args["words"] = shorten(words, WORDS)
    if measured := _measured(row):
        args["measured"] = measured
    match "words" in args, "measured" in args:
        case True, True:
            return Text("behind-line-words-measured", args)
        case True, False:
            return Text("behind-line-words", args)
        case False, True:
            return Text("behind-line-measured", args)
    return Text("behind-line", args)


def _measured(row: Row) -> Text | None:
    match row.figure:
        case Priority() as priority:
            return text(f"priority-mark-{priority.value}")
        case ActivityKind() as kind:
            return text(f"entry-{kind.value}")
        case timedelta() as took:
            return length(took)
        case int() as stars:
            return text("behind-stars", count=stars)
    return None
