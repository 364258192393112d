"""Moment: what a phrase such as "tomorrow at ten" was understood to mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that was said. Without a clock a day was meant, and `at` is an hour of it at which people work."""

    at: datetime
    """Aware, in UTC; in the past when a past moment was said."""
    has_clock: bool
