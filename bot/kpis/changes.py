"""Numbers with their change against the period before: nothing where there was nothing to compare with."""

from __future__ import annotations

from datetime import timedelta

from bot.reply import Text, text
from crm.kpis import Measure, Share, Spread

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

LONG = 10
"""From so many hours on, nobody asks for the minutes."""

Compared = Measure[int] | Measure[Share] | Measure[Spread | None] | Measure[float | None]


def between(what: Text, measure: Compared) -> Text:
    """A number's words with the change behind them."""
    by = change(measure)
    return what if by is None else text("kpi-changed", what=what, change=by)


def percent(share: Share) -> Text:
    """Of a hundred."""
    return text("kpi-percent", count=_points(share) or 0)


def length(working: timedelta) -> Text:
    """A length of working time: never in days, for a working day is none of 24 hours."""
    minutes = max(working // MINUTE, 0)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return text("kpi-minutes", count=minutes)
    if hours >= LONG:
        hours, rest = round(minutes / 60), 0
    return text("kpi-hours-minutes", hours=hours, minutes=rest) if rest else text("kpi-hours", count=hours)


def change(measure: Compared) -> Text | None:
    """Up or down (kpi-up, kpi-down), and by how much; None where it is the same, or there was nothing."""
    match measure.value, measure.before:
        case Share() as now, Share() as before:
            then, points = _points(before), _points(now)
            by = 0 if then is None or points is None else points - then
            return _signed(by, text("kpi-points", count=abs(by)))
        case Spread() as now, Spread() as before:
            # Of what is shown, whose seconds are left out.
            passed = now.median // MINUTE - before.median // MINUTE
            return _signed(passed, length(abs(passed) * MINUTE))
        case int() as now, int() as before:
            return _signed(now - before, abs(now - before))
        case (float() | int()) as now, (float() | int()) as before:
            stars = round(round(now, 1) - round(before, 1), 1)
            return _signed(stars, abs(stars))
    return None


def _signed(by: float, said: Text | float) -> Text | None:
    if not by:
        return None
    return text("kpi-up", by=said) if by > 0 else text("kpi-down", by=said)


def _points(share: Share) -> int | None:
    """Hundredths, rounded; but of a few none is not 0, and of nearly all not 100."""
    if share.ratio is None:
        return None
    return round(share.ratio * 100) if share.part in (0, share.whole) else min(max(round(share.ratio * 100), 1), 99)
