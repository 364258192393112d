"""Marked-up text on both platforms: Telegram's HTML and WhatsApp's asterisks become plain text with entities."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from sandbox.messages import Entity

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
OPAQUE = {"code", "pre", "link"}
TAG = re.compile(r"<(/?)([^\s<>/]*)((?:\s[^<>]*)?)>")
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-z]+));?")
ATTRIBUTE = re.compile(r"""([a-zA-Z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?")
URL = re.compile(r"(?<![\w@])https?://[^\s<>\"]+[^\s<>\".,:;!?)]")
SPANS = (("`", "code"), ("*", "bold"), ("_", "italic"), ("~", "strikethrough"))


class MarkupError(ValueError):
    """The HTML is not what Telegram accepts; its text is Telegram's own."""


def utf16(text: str) -> int:
    """How many UTF-16 units a text has, which is what Telegram counts."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def clean(text: str) -> str:
    """What Telegram drops from every text: carriage returns, most control characters, U+2028 to U+202E."""
    kept = (c for c in text if c != "\r" and not "\u2028" <= c <= "\u202e")
    return "".join(" " if ord(c) < 32 and c != "\n" else c for c in kept)


def plain(label: str) -> str:
    """A label as an eye compares it: without format characters (bidi marks among them), spaces folded, case folded."""
    seen = "".join(c for c in unicodedata.normalize("NFC", label) if unicodedata.category(c) != "Cf" and c != "\ufe0f")
    return " ".join(seen.split()).casefold()


def parse_html(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Read Telegram's HTML; MarkupError in Telegram's words when it is wrong."""
    out: list[str] = []
    length = 0
    entities: list[Entity] = []
    opened: list[tuple[str, str, int, str | None, str | None]] = []
    position = 0

    def put(text: str) -> None:
        nonlocal length
        out.append(text)
        length += utf16(text)

    def offset(index: int) -> int:
        return len(source[:index].encode("utf-8", "surrogatepass"))

    while position < len(source):
        character = source[position]
        if character == "&" and (reference := REFERENCE.match(source, position)):
            put(_resolve(reference))
            position = reference.end()
            continue
        if character != "<":
            end = min((i for i in (source.find(c, position + 1) for c in "<&") if i >= 0), default=len(source))
            put(source[position:end])
            position = end
            continue
        tag = TAG.match(source, position)
        if tag is None:
            name = re.match(r"[^\s<>/]*", source[position + 1 :])
            if ">" in source[position:]:
                raise MarkupError(
                    f'Unsupported start tag "{name[0] if name else ""}" at byte offset {offset(position)}'
                )
            raise MarkupError(f"Unclosed start tag at byte offset {offset(position)}")
        name_, where = tag[2].lower(), offset(position)
        position = tag.end()
        if tag[1]:
            if not opened:
                raise MarkupError(f"Unexpected end tag at byte offset {where}")
            expected, kind, start, url, language = opened.pop()
            if name_ not in ("", expected):
                raise MarkupError(
                    f'Unmatched end tag at byte offset {where}, expected "</{expected}>", found "</{name_}>"'
                )
            if kind == "link" and url is None:
                url = _cut("".join(out), start)
            if kind == "link" and not str(url).lower().startswith(("http://", "https://", "tg://", "mailto:")):
                continue
            if (
                kind == "pre"
                and entities
                and entities[-1] == Entity("code", start, length - start, None, entities[-1].language)
            ):
                language = entities.pop().language
            if length > start:
                entities.append(Entity(kind, start, length - start, url, language))
            continue
        attributes = {
            m[1].lower(): next(v for v in m.groups()[1:] if v is not None) for m in ATTRIBUTE.finditer(tag[3])
        }
        if name_ not in TAGS or (name_ == "span" and attributes.get("class") != "tg-spoiler"):
            raise MarkupError(f'Unsupported start tag "{name_}" at byte offset {where}')
        url = REFERENCE.sub(_resolve, attributes["href"]) if "href" in attributes else None
        language = attributes.get("class", "").removeprefix("language-") or None if name_ == "code" else None
        opened.append((name_, TAGS[name_], length, url, language))
    if opened:
        raise MarkupError(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return trim("".join(out), entities)


def _resolve(reference: re.Match[str]) -> str:
    hexadecimal, decimal, name = reference.groups()
    if name is not None:
        return NAMED.get(name, reference[0])
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else reference[0]


def _cut(text: str, start: int) -> str:
    return text.encode("utf-16-le")[2 * start :].decode("utf-16-le")


def covered(text: str, entity: Entity) -> str:
    """The stretch of the text that an entity marks."""
    return text.encode("utf-16-le")[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")


def trim(text: str, entities: Iterable[Entity]) -> tuple[str, tuple[Entity, ...]]:
    """Cut white space at both ends, as Telegram does, and move the entities along."""
    kept = text.strip()
    lead = utf16(text[: len(text) - len(text.lstrip())])
    room = utf16(kept)
    moved = []
    for entity in entities:
        start = max(entity.offset - lead, 0)
        end = min(entity.offset + entity.length - lead, room)
        if end > start:
            moved.append(replace(entity, offset=start, length=end - start))
    return kept, tuple(sorted(moved, key=lambda e: (e.offset, -e.length)))


def detect(text: str, entities: Iterable[Entity] = ()) -> tuple[Entity, ...]:
    """Add what Telegram finds by itself in a text: /commands and addresses, outside code and links."""
    found = list(entities)
    taken = [(e.offset, e.offset + e.length) for e in found if e.type in OPAQUE]
    for pattern, kind in ((URL, "link"), (COMMAND, "bot_command")):
        for match in pattern.finditer(text):
            start, length = utf16(text[: match.start()]), utf16(match[0])
            if any(start < end and begin < start + length for begin, end in taken):
                continue
            taken.append((start, start + length))
            found.append(Entity(kind, start, length, match[0] if kind == "link" else None))
    return tuple(sorted(found, key=lambda e: (e.offset, -e.length)))


def parse_whatsapp(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Read WhatsApp's markup (*bold*, _italic_, ~strike~, `code`, ```block```), nested or not, within one line."""
    entities: list[Entity] = []

    def read(text: str, base: int) -> str:
        out = ""
        index = 0
        while index < len(text):
            mark, kind = next(((m, k) for m, k in (("```", "pre"), *SPANS) if text.startswith(m, index)), ("", ""))
            end = _closing(text, index, mark) if mark else -1
            if end < 0:
                out += text[index]
                index += 1
                continue
            inner, start = text[index + len(mark) : end], base + utf16(out)
            content = inner if kind in ("code", "pre") else read(inner, start)
            entities.append(Entity(kind, start, utf16(content)))
            out += content
            index = end + len(mark)
        return out

    text = read(source, 0)
    links = [Entity("link", utf16(text[: m.start()]), utf16(m[0]), m[0]) for m in URL.finditer(text)]
    return text, tuple(sorted((*entities, *links), key=lambda e: (e.offset, -e.length)))


def _closing(text: str, index: int, mark: str) -> int:
    before = text[index - 1] if index else " "
    inside = index + len(mark)
    if before.isalnum() or (mark != "```" and text[inside : inside + 1].isspace()):
        return -1
    end = inside
    while (end := text.find(mark, end)) >= 0:
        inner, after = text[inside:end], text[end + len(mark) : end + len(mark) + 1]
        if mark != "```" and "\n" in inner:
            return -1
        if inner and (mark == "```" or not inner[-1].isspace()) and not after.isalnum():
            return end
        end += 1
    return -1
