"""The words of the numbers: a line for each kind that there is something of, short enough for a phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.kpis.changes import between, length, percent
from bot.kpis.periods import NAME, compared, of_whom, title
from bot.reply import BLANK, Line, Text, text
from bot.speech.graphemes import shorten
from crm import references
from crm.kpis import Kpis, Measure, Rep, Share, Spread
from crm.periods import Period
from storage.models import Priority

SUBJECT = 30
"""Characters of a ticket's subject."""

TOP = 3
"""How many of the ranking are shown, as far as they fit."""


def is_quiet(found: Kpis) -> bool:
    """Whether nothing happened in the period."""
    counts = (found.leads.value, found.conversions.value, found.activities.value, found.ratings.value)
    return not any(counts) and found.response.value is None and found.resolution.value is None


def lines(found: Kpis, today: date, top: int = TOP) -> list[Line]:
    """The numbers, a line for each kind that there is something of, and the first of the ranking."""
    has_before = _has_before(found)
    if not has_before:
        found = _alone(found)
    said: list[Line | None] = [text("kpi-title", title=title(found.period, today), whose=of_whom(found.of)), BLANK]
    said += [line for line in (_open(found), _by_priority(found), _oldest(found), _overdue(found)) if line]
    if len(said) > 2:
        said.append(BLANK)
    if is_quiet(found):
        said.append(nothing(found.period, today))
    else:
        said += [
            _leads(found), _conversions(found), _spread("kpi-response", found.response),
            _spread("kpi-resolution", found.resolution), _rating(found), *_activities(found),
        ]  # fmt: skip
    said += _ranking(found, top)
    if has_before and (not is_quiet(found) or _stock(found)):
        said += [BLANK, compared(found.period, today)]
    return [line for line in said if line is not None]


def nothing(period: Period, today: date) -> Text:
    """What is said of a period in which nothing happened, or not yet."""
    return text("kpi-nothing-yet") if period.last >= today else text("kpi-nothing")


def _stock(found: Kpis) -> bool:
    """Whether what there is now is more or less than it was."""
    return any(each.value != each.before for each in (found.open, found.overdue))


def _alone(found: Kpis) -> Kpis:
    """The numbers without a change: before, there was nothing."""
    names = ("open", "overdue", "leads", "conversions", "ratings", "activities")
    counts: dict[str, Measure[int]] = {name: getattr(found, name) for name in names}
    return replace(found, **{name: Measure(one.value, one.value) for name, one in counts.items()})  # type: ignore[arg-type]


def _row(*parts: Text) -> Text:
    """Parts of one line."""
    first, *others = parts
    for part in others:
        first = text("kpi-and", first=first, second=part)
    return first


def _open(found: Kpis) -> Text | None:
    if not (found.open.value or found.open.before):
        return None
    return _row(between(text("kpi-open", count=found.open.value), found.open))


def _by_priority(found: Kpis) -> Text | None:
    marks = [
        text("kpi-priority", mark=text(f"priority-mark-{each.value}"), count=found.open_by_priority[each])
        for each in reversed(Priority)
        if found.open_by_priority.get(each)
    ]
    return _row(*marks) if marks else None


def _oldest(found: Kpis) -> Text | None:
    if found.oldest is None:
        return None
    ref = str(references.ticket(found.oldest.ticket_id))
    days = (found.at - found.oldest.since) // timedelta(days=1)
    subject, age = shorten(found.oldest.subject, SUBJECT), text("kpi-age", count=days)
    if found.open.value == 1:
        return text("kpi-only", ref=ref, subject=subject, age=age)
    return text("kpi-oldest", ref=ref, subject=subject, age=age)


def _overdue(found: Kpis) -> Text | None:
    if not (found.overdue.value or found.overdue.before):
        return None
    return _row(between(text("kpi-overdue", count=found.overdue.value), found.overdue))


def _leads(found: Kpis) -> Text | None:
    return _with_share("kpi-leads", found.leads, "kpi-contacted", found.contacted)


def _conversions(found: Kpis) -> Text | None:
    return _with_share("kpi-conversions", found.conversions, "kpi-rate", found.rate)


def _with_share(key: str, measure: Measure[int], share_key: str, share: Measure[Share]) -> Text | None:
    """A count and a share of it, where there is any of it now or before."""
    if not (measure.value or measure.before):
        return None
    parts = [between(Text(key, {"count": measure.value}), measure)]
    if share.value.whole:
        parts.append(_share(share_key, share))
    return _row(*parts)


def _share(key: str, measure: Measure[Share]) -> Text:
    return between(Text(key, {"share": percent(measure.value)}), measure)


def _spread(key: str, measure: Measure[Spread | None]) -> Text | None:
    if measure.value is None:
        return None
    median = between(Text(key, {"median": length(measure.value.median)}), measure)
    if measure.value.count == 1:
        return _row(median)
    return _row(median, text("kpi-p90", most=length(measure.value.p90)))


def _rating(found: Kpis) -> Text | None:
    if found.rating.value is None:
        return None
    rating = text("kpi-rating", rating=round(found.rating.value, 1))
    return _row(between(rating, found.rating), text("kpi-ratings", count=found.ratings.value))


def _activities(found: Kpis) -> list[Text]:
    if not (found.activities.value or found.activities.before):
        return []
    counted = sorted(((count, kind) for kind, count in found.by_channel.items() if count), reverse=True)
    kinds = [text(f"kpi-kind-{kind.value}", count=count) for count, kind in counted]
    head = _row(between(text("kpi-activities", count=found.activities.value), found.activities))
    return [head, *([_row(*kinds)] if kinds else [])]


def _ranking(found: Kpis, top: int) -> list[Line | None]:
    best = [rep for rep in found.reps if rep.conversions or rep.closed or rep.activities][:top]
    if not best:
        return []
    return [BLANK, text("kpi-ranking"), *[_rep(place, rep) for place, rep in enumerate(best, 1)]]


def _rep(place: int, rep: Rep) -> Text:
    return text(
        "kpi-rep", place=place, name=shorten(rep.name, NAME), conversions=rep.conversions, closed=rep.closed,
        activities=rep.activities,
    )  # fmt: skip


def _has_before(found: Kpis) -> bool:
    """Whether anything is compared."""
    counts = (found.leads, found.conversions, found.activities, found.ratings, found.open, found.overdue)
    return any(each.before for each in counts)
