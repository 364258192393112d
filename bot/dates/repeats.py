"""Repeats: reads how often something is to be, from whole phrases and from either end of free text."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import NamedTuple

from bot.dates.reader import AROUND, LONGEST, MOST, cut_short, idle
from bot.dates.rules import Rules
from bot.dates.sentence import Words
from bot.dates.tokens import tokens
from crm.recurrence import Recurrence

_NOUNS_FOLLOW = frozenset({"daily", "weekly", "monthly", "nightly", "everyday"})
"""Words that are as often of what follows them: a weekly report."""


class RepeatSplit(NamedTuple):
    """A text taken apart: the rule at its start or end, and what remains."""

    rule: Recurrence
    rest: str


def read_repeat(text: str, now: datetime, zone: tzinfo) -> Recurrence | None:
    """The rule that the whole text says; None when it says none, or something else besides."""
    text = text.strip()
    if len(text) > LONGEST:
        return None
    # "8 every day": the hour comes before what makes it one.
    for said in (text, "at " + text):
        words = tokens(said)
        rules = Rules(Words(words))
        if rules.says_rule and all(map(idle, words[rules.end :])):
            return rules.rule(now, zone)
    return None


def split_repeat(text: str, now: datetime, zone: tzinfo) -> RepeatSplit | None:
    """The rule at the start or the end of free text, and the rest; None when there is none, or nothing else."""
    if read_repeat(text, now, zone):
        return None
    found = _at_end(text, now, zone) or _at_start(text, now, zone)
    return found if found and found.rest else None


def is_repeating(text: str) -> bool:
    """Whether a text speaks of repeating in any way, such as "every two weeks", which no rule holds.

    The day in it ("every other Sunday") is then no moment to be taken.
    """
    return any(Rules(Words(tokens(part))).speaks_of_repeating for part in {text[:LONGEST], text[-LONGEST:]})


def leading_repeat(text: str, now: datetime, zone: tzinfo) -> RepeatSplit | None:
    """The rule at the start of free text, and the rest to the letter."""
    found = _begun(text)
    rule = found[0].rule(now, zone) if found else None
    return RepeatSplit(rule, found[1].lstrip(AROUND).rstrip()) if found and rule and found[1].strip(AROUND) else None


def _at_end(text: str, now: datetime, zone: tzinfo) -> RepeatSplit | None:
    cut = max(text.rfind("\n") + 1, len(text) - LONGEST)
    words = tokens(text[cut:])
    line = Words(words)
    for start in range(max(0, len(words) - MOST), len(words)):
        rules = Rules(line, start)
        if rules.says_rule and all(map(idle, words[rules.end :])):
            rest = _with_start(rules, text[: cut + words[start].start].rstrip(AROUND))
            rule = None if rules.follows(start) else rules.rule(now, zone)
            return RepeatSplit(rule, rest) if rule else None
    return None


def _at_start(text: str, now: datetime, zone: tzinfo) -> RepeatSplit | None:
    found = _begun(text)
    if found is None:
        return None
    rules, behind = found
    rest = _with_end(rules, behind.strip(AROUND))
    rule = rules.rule(now, zone)
    return RepeatSplit(rule, rest) if rule else None


def _begun(text: str) -> tuple[Rules, str] | None:
    """The rules that a text begins with, and what stands behind them."""
    words = tokens(text[:LONGEST].split("\n")[0])
    rules = Rules(Words(words))
    if not rules.says_rule or rules.goes_on() or cut_short(words, rules.end):
        return None
    if rules.end == 1 and words[0].said in _NOUNS_FOLLOW and not (len(words) > 1 and words[1].mark):
        return None
    return rules, text[words[rules.end - 1].end :]


def _with_start(rules: Rules, rest: str) -> str:
    """What remains when the rule's clock or end stands before it: "at 5 call Ahmed every Sunday"."""
    words = tokens(rest[:LONGEST])
    other = Rules(Words(words))
    if not other.end or cut_short(words, other.end) or not rules.take(other):
        return rest
    return rest[words[other.end - 1].end :].strip(AROUND)


def _with_end(rules: Rules, rest: str) -> str:
    """What remains when the rule's clock or end stands at the end: "every Sunday call Ahmed at 5"."""
    cut = max(rest.rfind("\n") + 1, len(rest) - LONGEST)
    words = tokens(rest[cut:])
    line = Words(words)
    for start in range(max(0, len(words) - MOST), len(words)):
        other = Rules(line, start)
        if other.end > start and all(map(idle, words[other.end :])) and rules.take(other):
            return rest[: cut + words[start].start].rstrip(AROUND)
    return rest
