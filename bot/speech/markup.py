"""Neutral markup (`<b> <i> <code>`, `&lt; &gt; &amp;`) as each channel writes it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from bot.speech.bidi import FSI, LRM, PDI, RLM, is_format

TOKEN = re.compile(r"<(/?)(b|i|code)>|&(lt|gt|amp);")
ENTITIES = {"lt": "<", "gt": ">", "amp": "&"}
WORD_JOINER = "\u2060"

_SURE = re.compile(r"[^<>&]*")
_STRAYS = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_WHATSAPP_MARKS = {"b": "*", "i": "_", "code": "`"}
_WHATSAPP_MARK = re.compile("[*_~`]")
_URL = re.compile(r"https?://\S+|www\.\S+")
_OPENING = frozenset({FSI, RLM, LRM})
_CLOSING = frozenset({PDI, RLM, LRM})


@dataclass(slots=True)
class Span:
    """A marked stretch of a plain text: its characters from `start` to `end`."""

    start: int
    end: int
    tag: str


def parse(markup: str) -> tuple[str, list[Span]]:
    """The plain text and its marked stretches, in the order in which they open. What is not markup is text."""
    if _is_plain(markup):
        return markup, []
    parts: list[str] = []
    spans: list[Span] = []
    opened: list[Span] = []
    position = length = 0
    for match in TOKEN.finditer(markup):
        text = markup[position : match.start()]
        position = match.end()
        closing, tag, entity = match.groups()
        if entity:
            text += ENTITIES[entity]
        parts.append(text)
        length += len(text)
        if not tag:
            continue
        if not closing:
            opened.append(Span(length, -1, tag))
            spans.append(opened[-1])
        elif any(span.tag == tag for span in opened):
            while opened:
                span = opened.pop()
                span.end = length
                if span.tag == tag:
                    break
    parts.append(markup[position:])
    length += len(parts[-1])
    for span in opened:
        span.end = length
    return "".join(parts), [span for span in spans if span.end > span.start]


def plain(markup: str) -> str:
    """The text without its markup; direction marks and isolates stay."""
    return parse(markup)[0]


def telegram(markup: str) -> str:
    """Telegram's HTML. Balanced neutral markup is that already; anything else is mended, and so never refused."""
    if _is_plain(markup) or (_is_plain(TOKEN.sub("", markup)) and _is_balanced(markup)):
        return markup
    opened: list[str] = []
    parts: list[str] = []
    position = 0
    for match in TOKEN.finditer(markup):
        parts.append(_escape_strays(markup[position : match.start()]))
        position = match.end()
        closing, tag, _ = match.groups()
        if not tag:
            parts.append(match[0])
        elif not closing:
            opened.append(tag)
            parts.append(match[0])
        elif tag in opened:
            while True:
                last = opened.pop()
                parts.append(f"</{last}>")
                if last == tag:
                    break
    parts.append(_escape_strays(markup[position:]))
    return "".join((*parts, *(f"</{tag}>" for tag in reversed(opened))))


def whatsapp(markup: str) -> str:
    """WhatsApp's text: `*bold*`, `_italic_` and `` `code` `` where WhatsApp would show them so, else without marks.

    Marks stand outside isolates and direction marks, next to what is seen. People's own `* _ ~ `` ` that could start
    or end formatting get a word joiner on both sides, which shows as nothing; links keep theirs.
    """
    text, spans = parse(markup)
    if not spans and not _WHATSAPP_MARK.search(text):
        return text
    lines: list[str] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        inside = [
            Span(max(span.start, start) - start, min(span.end, end) - start, span.tag)
            for span in spans
            if span.start < end and span.end > start
        ]
        lines.append(_whatsapp_line(line, inside))
        start = end + 1
    return "\n".join(lines)


def _whatsapp_line(line: str, spans: list[Span]) -> str:
    if not spans and not _WHATSAPP_MARK.search(line):
        return line
    links = [match.span() for match in _URL.finditer(line)]
    written: list[Span] = []
    for span in spans:
        if not any(_covers(outer, span) for outer in written) and _placed(line, span, links):
            written.append(span)
    broken = _broken(line, written, links)
    where = sorted({at for span in written for at in (span.start, span.end)}.union(*((i, i + 1) for i in broken)))
    parts: list[str] = []
    position = 0
    for index in where:
        # Spans come outermost first, so they close in the opposite order.
        marks = [_WHATSAPP_MARKS[span.tag] for span in reversed(written) if span.end == index]
        marks += [_WHATSAPP_MARKS[span.tag] for span in written if span.start == index]
        parts.append(line[position:index])
        position = index
        if marks:
            parts += [WORD_JOINER * (index - 1 in broken), *marks, WORD_JOINER * (index in broken)]
        else:
            parts.append(WORD_JOINER)
    return "".join((*parts, line[position:]))


def _covers(outer: Span, inner: Span) -> bool:
    """Whether a mark inside would be read as text (code), or as the end of the same mark."""
    return outer.tag in (inner.tag, "code") and outer.start <= inner.start and inner.end <= outer.end


def _broken(line: str, written: list[Span], links: list[tuple[int, int]]) -> set[int]:
    """Where people's own marks stand that could pair with each other or with ours."""
    opaque = [*links, *((span.start, span.end) for span in written if span.tag == "code")]
    own = [
        index
        for index in (match.start() for match in _WHATSAPP_MARK.finditer(line))
        if not (_seen(line, index, -1).isalnum() and _seen(line, index + 1, 1).isalnum())
        and not any(start <= index < end for start, end in opaque)
    ]
    count = Counter(line[index] for index in own)
    count.update(_WHATSAPP_MARKS[span.tag] for span in written)
    return {index for index in own if count[line[index]] > 1}


def _placed(line: str, span: Span, links: list[tuple[int, int]]) -> bool:
    """Move a span's ends to where WhatsApp takes marks; False when there is no such place."""
    while span.start < span.end and line[span.start].isspace():
        span.start += 1
    while span.end > span.start and line[span.end - 1].isspace():
        span.end -= 1
    if all(is_format(character) for character in line[span.start : span.end]):
        return False
    if span.tag != "code":
        while span.start > 0 and line[span.start - 1] in _OPENING:
            span.start -= 1
        while span.end < len(line) and line[span.end] in _CLOSING:
            span.end += 1
    mark = _WHATSAPP_MARKS[span.tag]
    return (
        not _seen(line, span.start, -1).isalnum()
        and not _seen(line, span.end, 1).isalnum()
        and mark not in line[span.start : span.end]
        and not any(a < span.end and span.start < b for a, b in links)
    )


def _seen(line: str, index: int, step: int) -> str:
    """The nearest visible character before (step -1) or from (step 1) an index; "" at the end of the line."""
    index += min(step, 0)
    while 0 <= index < len(line):
        if not is_format(line[index]):
            return line[index]
        index += step
    return ""


def _is_plain(markup: str) -> bool:
    return _SURE.fullmatch(markup) is not None


def _is_balanced(markup: str) -> bool:
    opened: list[str] = []
    for closing, tag, _ in TOKEN.findall(markup):
        if tag and not closing:
            opened.append(tag)
        elif tag and (not opened or opened.pop() != tag):
            return False
    return not opened


def _escape_strays(text: str) -> str:
    return re.sub("[<>&]", lambda match: _STRAYS[match[0]], text)
