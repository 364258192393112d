"""Tiles: the six numbers that are read first, each with its change, and whether that is a good one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.drawings.lettering import line
from bot.kpis.changes import Compared, change, length, percent
from bot.speech import Speech
from crm.kpis import Kpis, Share, Spread
from storage.models import Priority
from storage.text import Text, text


def tiles(kpis: Kpis, speech: Speech) -> list[dict[str, Any]]:
    """In the order in which they are read."""
    contacted, rate, response, rating = kpis.contacted.value, kpis.rate.value, kpis.response.value, kpis.rating.value
    urgent = kpis.open_by_priority.get(Priority.HIGH, 0)
    shown = [
        _tile("leads", _count(kpis.leads.value), kpis.leads, 1, None),
        _tile("contacted", _share(contacted), kpis.contacted, 1, _part(contacted)),
        _tile(
            "conversions", _count(kpis.conversions.value), kpis.conversions, 1,
            text("drawn-rate", share=percent(rate)) if rate.whole else None,
        ),
        _tile(
            "open", _count(kpis.open.value), kpis.open, -1, text("drawn-urgent", count=urgent) if urgent else None
        ),
        _tile(
            "response", length(response.median) if response else None, kpis.response, -1,
            _most(response) if response and response.count > 1 else None,
        ),
        _tile(
            "rating", _count(round(rating, 1)) if rating is not None else None, kpis.rating, 1,
            text("kpi-ratings", count=kpis.ratings.value) if kpis.ratings.value else None,
        ),
    ]  # fmt: skip
    return [{name: _said(value, speech) for name, value in tile.items()} for tile in shown]


def _tile(name: str, value: Text | None, measure: Compared, good: int, note: Text | None) -> dict[str, Any]:
    """`good` is 1 where more is better, and -1 where less is."""
    changed = change(measure)
    up = changed is not None and changed.key == "kpi-up"
    return {
        "label": text(f"drawn-{name}"),
        "value": value or text("drawn-none"),
        "measured": value is not None,
        "note": note or "",
        "change": _by(changed) if changed else "",
        "same": text("drawn-same") if changed is None and _comparable(measure) else "",
        "up": up,
        "good": up == (good > 0),
    }


def _by(changed: Text) -> Text:
    by = changed.args["by"]
    return by if isinstance(by, Text) else Text("drawn-number", {"count": by})


def _comparable(measure: Compared) -> bool:
    sides: Sequence[Any] = (measure.value, measure.before)
    return all(side.whole if isinstance(side, Share) else side is not None for side in sides)


def _count(number: float) -> Text:
    return text("drawn-number", count=number)


def _share(share: Share) -> Text | None:
    return percent(share) if share.whole else None


def _part(share: Share) -> Text | None:
    return text("drawn-part", part=share.part, whole=share.whole) if share.whole else None


def _most(spread: Spread) -> Text:
    return text("kpi-p90", most=length(spread.p90))


def _said(value: Any, speech: Speech) -> Any:
    return line(value, speech) if isinstance(value, Text) else value
