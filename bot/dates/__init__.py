"""Dates: reads when something is to be, as people say it in Arabic and English."""

from bot.dates.moment import Moment
from bot.dates.reader import Clock, Split, clock, read, split

__all__ = ["Clock", "Moment", "Split", "clock", "read", "split"]
