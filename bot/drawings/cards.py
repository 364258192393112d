"""Cards: the pictures of the numbers. All of them at a glance, or one chart."""

from __future__ import annotations

from datetime import date

from bot.drawings import figures, tiles, typeset
from bot.drawings.lettering import line
from bot.kpis.periods import compared, title
from bot.speech import Speech
from crm.kpis import Kpis, Series
from storage.text import text

NAME = 40
"""Characters of a name."""


def card(kpis: Kpis, series: Series, speech: Speech) -> bytes:
    """A PNG of 1080 by 1350 pixels, for a phone: tiles, the line by day, the channels, the time to resolution."""
    shown = {
        **_head(kpis, speech),
        "tiles": tiles.tiles(kpis, speech),
        "figures": figures.cover(kpis, series, speech),
        "compared": line(compared(kpis.period, _today(speech)), speech),
    }
    return typeset.png("card.typ", shown)


def chart(kind: str, kpis: Kpis, series: Series, speech: Speech) -> bytes:
    """A PNG, 1080 pixels wide, of one of: conversions, resolution, channels, team."""
    figure = figures.FIGURES[kind](kpis, series, speech)
    return typeset.png("chart.typ", {**_head(kpis, speech), "figure": figure})


def _head(kpis: Kpis, speech: Speech) -> dict[str, str]:
    whose = line(kpis.of.name if kpis.of else text("drawn-team"), speech, limit=NAME)
    return {
        "lang": speech.language,
        "title": line(title(kpis.period, _today(speech)), speech),
        "whose": whose or line(text("drawn-none"), speech),
    }


def _today(speech: Speech) -> date:
    return speech.now.astimezone(speech.zone).date()
