"""Repeats: says in words what a rule means, "every Sunday and Wednesday at 4:00 pm"."""

from __future__ import annotations

from datetime import time

from crm.recurrence import Every, Recurrence
from storage.text import Text, text

LAST = 31
"""The day of a month that every month has as its last."""


def said(rule: Recurrence) -> Text:
    """The rule, with its hour and its last day."""
    shown = _said(rule, time(*divmod(rule.minute, 60)))
    return text("repeat-until", rule=shown, day=rule.until) if rule.until else shown


def _said(rule: Recurrence, at: time) -> Text:
    match rule.every:
        case Every.DAY:
            return text("repeat-day", at=at)
        case Every.WORKING_DAY:
            return text("repeat-working-day", at=at)
        case Every.WEEK:
            # Weeks begin on Sunday.
            days = sorted(set(rule.on), key=lambda day: day % 7)
            return text("repeat-week", days=[text("repeat-weekday", number=day) for day in days], at=at)
    if rule.on[0] == LAST:
        return text("repeat-month-end", at=at)
    return text("repeat-month", day=rule.on[0], at=at)
