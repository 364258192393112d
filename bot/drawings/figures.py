"""Figures: the line by day, the ring of channels, the bars: where everything lies, from 0 to 1, and its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.drawings.lettering import line
from bot.kpis.changes import length, percent
from bot.speech import Speech
from crm.kpis import MOST_DAYS, Day, Kpis, Rep, Series, Share
from storage.models import ActivityKind, Priority
from storage.text import Text, text

Figure = dict[str, Any]

CHANNELS = (ActivityKind.WHATSAPP, ActivityKind.TELEGRAM, ActivityKind.CALL, ActivityKind.EMAIL, ActivityKind.NOTE)

RANKED = 12
"""So many of the team are shown."""

NAME = 28
"""Characters of a name."""

LABELS = 5
"""At most so many days are named below the line."""

STEPS = 4
"""At most so many parts of the height have a number beside them."""


def cover(kpis: Kpis, series: Series, speech: Speech) -> list[Figure]:
    """What the card and the cover show: the line, the channels, the time to resolution."""
    return [conversions(kpis, series, speech), channels(kpis, series, speech), resolution(kpis, series, speech)]


def conversions(kpis: Kpis, series: Series, speech: Speech) -> Figure:
    """New leads and conversions by day, or by week; of a single day, how many."""
    weekly = kpis.period.days > MOST_DAYS
    days = series.days
    most = max([0, *(day.leads for day in days), *(day.conversions for day in days)])
    if len(days) < 2:
        counts = {"leads": kpis.leads.value, "conversions": kpis.conversions.value}
        rows = [
            _bar(text(f"drawn-{name}"), text("drawn-number", count=count), (), count / _most(counts), name, speech)
            for name, count in counts.items()
        ]
        return _figure("bars", "conversions", speech, rows=rows)
    step = _step(most)
    top = -(-most // step) * step or step
    lines: Sequence[tuple[str, int, Callable[[Day], int]]] = (
        ("leads", kpis.leads.value, lambda day: day.leads),
        ("conversions", kpis.conversions.value, lambda day: day.conversions),
    )
    return _figure(
        "line", "conversions", speech,
        note=text("drawn-weekly" if weekly else "drawn-daily"),
        heights=[
            {"at": level / top, "label": line(text("drawn-number", count=level), speech)}
            for level in range(0, top + 1, step)
        ],
        days=[{"at": at / (len(days) - 1), "label": _day(days[at].day, speech)} for at in _named(len(days))],
        lines=[
            {
                "tone": name,
                "label": line(text(f"drawn-{name}"), speech),
                "total": line(text("drawn-number", count=total), speech),
                "points": [[at / (len(days) - 1), height(day) / top] for at, day in enumerate(days)],
            }
            for name, total, height in lines
        ],
    )  # fmt: skip


def channels(kpis: Kpis, series: Series, speech: Speech) -> Figure:
    """Of all activities, how many on each channel."""
    counted = {kind: count for kind in CHANNELS if (count := kpis.by_channel.get(kind, 0))}
    total = sum(counted.values())
    parts = [
        {
            "tone": kind.value,
            "label": line(text(f"drawn-channel-{kind.value}"), speech),
            "value": line(text("drawn-number", count=count), speech),
            "share": count / total,
            "percent": line(percent(Share(count, total)), speech),
        }
        for kind, count in sorted(counted.items(), key=lambda one: -one[1])
    ]
    return _figure(
        "ring", "channels", speech, parts=parts,
        total=line(text("drawn-number", count=total), speech), of=line(text("drawn-total"), speech),
        empty=line(text("drawn-no-activities"), speech),
    )  # fmt: skip


def resolution(kpis: Kpis, series: Series, speech: Speech) -> Figure:
    """The median time to resolution of each priority."""
    spreads = {priority: series.resolution.get(priority) for priority in reversed(Priority)}
    most = max((spread.median for spread in spreads.values() if spread), default=None)
    rows: list[Figure] = []
    for priority, spread in spreads.items():
        label = text(f"drawn-priority-{priority.value}")
        if spread is None or not most:
            rows.append(_bar(label, length(spread.median) if spread else text("drawn-none"), (), 0, priority, speech))
            continue
        notes = (text("drawn-tickets", count=spread.count), text("kpi-p90", most=length(spread.p90)))
        rows.append(_bar(label, length(spread.median), notes, spread.median / most, priority.value, speech))
    return _figure(
        "bars", "resolution", speech, note=text("drawn-median"), rows=rows if any(spreads.values()) else [],
        empty=line(text("drawn-no-closed"), speech),
    )  # fmt: skip


def team(kpis: Kpis, series: Series, speech: Speech) -> Figure:
    """The ranking: bars of what it ranks by, as far as there is any of it."""
    reps = kpis.reps[:RANKED]
    measures: Mapping[str, Callable[[Rep], int]] = {
        "conversions": lambda rep: rep.conversions,
        "closed": lambda rep: rep.closed,
        "activities": lambda rep: rep.activities,
    }
    name, measure = next(
        ((name, measure) for name, measure in measures.items() if any(map(measure, reps))),
        ("conversions", measures["conversions"]),
    )
    most = max(map(measure, reps), default=0) or 1
    rows = [
        _bar(
            rep.name, text("drawn-number", count=measure(rep)),
            (text("drawn-rep", leads=rep.leads, closed=rep.closed, activities=rep.activities),),
            measure(rep) / most, "team", speech,
        )
        for rep in reps
    ]  # fmt: skip
    return _figure(
        "bars", "team", speech, note=text(f"drawn-{name}"), rows=rows, empty=line(text("drawn-no-team"), speech)
    )


FIGURES: Mapping[str, Callable[[Kpis, Series, Speech], Figure]] = {
    "conversions": conversions,
    "resolution": resolution,
    "channels": channels,
    "team": team,
}


def _figure(kind: str, name: str, speech: Speech, *, note: Text | None = None, **more: Any) -> Figure:
    said = line(note, speech) if note else ""
    return {"kind": kind, "title": line(text(f"chart-title-{name}"), speech), "note": said, **more}


def _bar(label: Text | str, value: Text, notes: Sequence[Text], share: float, tone: str, speech: Speech) -> Figure:
    return {
        "label": line(label, speech, limit=NAME) or line(text("drawn-none"), speech),
        "value": line(value, speech),
        "note": "  |  ".join(line(note, speech) for note in notes),
        "share": share,
        "tone": tone,
    }


def _day(day: date, speech: Speech) -> str:
    return line(text("drawn-day", day=day.day, number=day.month), speech)


def _most(counts: Mapping[str, int]) -> int:
    return max(counts.values()) or 1


def _step(most: int) -> int:
    """A round number of which at most STEPS reach the top."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power * STEPS >= most:
                return factor * power
        power *= 10


def _named(count: int) -> list[int]:
    """Which of the days are named: the first, the last, and some between, as far from each other as can be."""
    labels = min(count, LABELS)
    return [round(place * (count - 1) / (labels - 1)) for place in range(labels)]
