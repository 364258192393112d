"""Long markup in several messages: cut at line ends, then at words, never inside a tag or a character."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.speech import graphemes
from bot.speech.bidi import FSI, LRM, PDI, RLM
from bot.speech.markup import plain, whatsapp

Measure = Callable[[str], int]
"""How much of a channel's limit some markup takes."""

_TOKEN = re.compile(f"</?(?:b|i|code)>|&(?:lt|gt|amp);|[{FSI}{PDI}]")
_TAG = re.compile(r"<(/?)(b|i|code)>")
_PAIRED = frozenset({"<", FSI, PDI})
_START = re.compile(f"[{RLM}{LRM}]?▎?")


def utf16_units(markup: str) -> int:
    """What Telegram counts: UTF-16 units of the text that is seen, after its tags are read."""
    text = plain(markup)
    return len(text) + sum(character > "\uffff" for character in text)


def whatsapp_characters(markup: str) -> int:
    """What Twilio counts: the characters of the text as it is written for WhatsApp."""
    return len(whatsapp(markup))


def split(markup: str, limit: int, measure: Measure) -> list[str]:
    """The markup in parts that each measure at most `limit`, blank lines at their ends dropped.

    Tags and isolates that a cut leaves open are closed and opened again; the rest of a line that is cut starts with
    that line's direction mark. One character that is larger than the limit stands alone. Blank markup has no parts.
    """
    if measure(markup) <= limit:
        return [markup] if markup.strip() else []
    lines = _closed_lines(markup)
    parts: list[str] = []
    while lines:
        count = _fitting_lines(lines, limit, measure)
        if count == 0:
            head, rest = _cut_line(lines[0], limit, measure)
            parts.append(head)
            lines = [rest, *lines[1:]] if rest else lines[1:]
            continue
        parts.append("\n".join(lines[:count]).strip("\n"))
        lines = lines[count:]
        while lines and not lines[0].strip():
            lines = lines[1:]
    return [part for part in parts if part.strip()]


def _fitting_lines(lines: Sequence[str], limit: int, measure: Measure) -> int:
    return _most(len(lines), 1, lambda n: measure("\n".join(lines[:n])) <= limit)


def _closed_lines(markup: str) -> list[str]:
    """The lines of the markup, each with its own tags: those open at a line end are closed and opened again."""
    lines: list[str] = []
    opened: list[str] = []
    for line in markup.split("\n"):
        match = _START.match(line)
        start = match.end() if match else 0
        reopened = "".join(opened)
        opened = _left_open(_TOKEN.findall(line), opened)
        lines.append(line[:start] + reopened + line[start:] + _closers(opened))
        # An isolate ends with its line.
        opened = [token for token in opened if token != FSI]
    return lines


def _cut_line(line: str, limit: int, measure: Measure) -> tuple[str, str]:
    match = _START.match(line)
    start = match[0] if match else ""
    tokens = _tokens(line[len(start) :])

    def head(count: int) -> str:
        return start + "".join(tokens[:count]) + _closers(_left_open(tokens[:count], ()))

    least = next((i for i, token in enumerate(tokens, 1) if _is_seen(token)), len(tokens))
    count = max(_most(len(tokens), limit, lambda n: measure(head(n)) <= limit), least)
    if count < len(tokens) and not tokens[count].isspace():
        # Half a line at least, so that one long word at the end of it does not cost a message.
        count = next((i for i in range(count, max(count // 2, least), -1) if tokens[i - 1].isspace()), count)
    end = count
    while count > least and tokens[count - 1].isspace():
        count -= 1
    while end < len(tokens) and tokens[end].isspace():
        end += 1
    opened = _left_open(tokens[:end], ())
    if not any(_is_seen(token) for token in tokens[end:]):
        return head(count), ""
    return head(count), start + "".join(opened) + "".join(tokens[end:])


def _tokens(line: str) -> list[str]:
    tokens: list[str] = []
    position = 0
    for match in _TOKEN.finditer(line):
        tokens += graphemes.split(line[position : match.start()])
        tokens.append(match[0])
        position = match.end()
    return tokens + graphemes.split(line[position:])


def _is_seen(token: str) -> bool:
    return not token.isspace() and token not in (FSI, PDI, LRM, RLM) and not _TAG.fullmatch(token)


def _left_open(tokens: Sequence[str], opened: Sequence[str]) -> list[str]:
    left = list(opened)
    for token in tokens:
        if token[0] not in _PAIRED:
            continue
        tag = _TAG.fullmatch(token)
        if token == FSI or (tag and not tag[1]):
            left.append(token)
        elif token == PDI or tag:
            opening = FSI if token == PDI else f"<{token[2:]}"
            if opening in left:
                del left[len(left) - 1 - left[::-1].index(opening)]
    return left


def _closers(opened: Sequence[str]) -> str:
    return "".join(PDI if token == FSI else f"</{token[1:]}" for token in reversed(opened))


def _most(count: int, guess: int, fits: Callable[[int], bool]) -> int:
    """The largest n from 0 to `count` for which it fits, if a larger n never fits where a smaller one does not."""
    low, high = 0, max(guess, 1)
    while high < count and fits(high):
        low, high = high, high * 2
    high = min(high, count)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(middle):
            low = middle
        else:
            high = middle - 1
    return low
