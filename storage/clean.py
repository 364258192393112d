"""Clean: what a database refuses is taken out of people's text before it gets there."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_REFUSED = re.compile("[\x00\ud800-\udfff]")

LARGEST = 2**63 - 1


def clean(text: str) -> str:
    """The text without NUL bytes and lone surrogates: PostgreSQL refuses them as if it were down."""
    return _REFUSED.sub("", text)


def stamp(at: datetime) -> str:
    """A moment as SQLite's tables hold it, so that raw statements compare with what the models wrote."""
    return at.astimezone(UTC).isoformat(" ")
