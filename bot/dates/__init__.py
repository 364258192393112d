"""Dates: reads when something is to be, as people say it in Arabic and English."""

from bot.dates.moment import Moment
from bot.dates.reader import Clock, Split, clock, leading, read, split
from bot.dates.repeats import RepeatSplit, is_repeating, leading_repeat, read_repeat, split_repeat

__all__ = [
    "Clock",
    "Moment",
    "RepeatSplit",
    "Split",
    "clock",
    "is_repeating",
    "leading",
    "leading_repeat",
    "read",
    "read_repeat",
    "split",
    "split_repeat",
]
