"""Sweeps: what the CRM does by itself. Each looks in the tables for what is due, claims it, and says what it must."""

from __future__ import annotations

from collections.abc import Sequence

from crm import digests, mornings, nudges, reminders, targets
from scheduler import Tick

SWEEPS: Sequence[Tick] = (
    Tick("reminders", 1, reminders.sweep),
    Tick("targets", 15, targets.sweep),
    Tick("nudges", 30, nudges.sweep),
    Tick("mornings", 30, mornings.sweep),
    Tick("digests", 30, digests.sweep),
)
"""Each in its own transactions, safe to be done by several workers at once; what it puts in the outbox goes out."""
