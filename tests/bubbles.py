"""Bubbles: a phone's messages as a transcript writes them, and what comes with them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from sandbox.messages import Message
from sandbox.phones import Phone

_HINTS = ("Reply with the number.", "أجب برقم الخيار.")
_ITEM = re.compile(r"(\d+|[٠-٩]+)\. (.+)")
_TAPPABLE = re.compile(r"/(?=[LCTA]\d)")
MEDIA = re.compile(r"\((photo|voice|audio|video|document|sticker|location|contact)(?: ([^)]*))?\)\s*(.*)", re.DOTALL)
_TYPES = {"photo": "image/jpeg", "voice": "audio/ogg", "audio": "audio/mpeg", "video": "video/mp4",
          "document": "application/pdf", "sticker": "image/webp"}  # fmt: skip

FILES = Path(__file__).parent / "files"
"""What a document of this name holds, in place of bytes that say nothing."""

_SHEETS = {
    ".csv": "text/csv", ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


def containing(phone: Phone, words: str, *, mine: bool = False) -> Message:
    """The newest message of the chat with these words."""
    for message in reversed(phone.messages):
        if (message.mine or not mine) and words in f"{head(message)} {plain(message.text)}":
            return message
    raise LookupError(f"{phone.name} has no message with {words!r}")


def plain(text: str) -> str:
    """Without direction marks, repeated spaces and the slash that makes a reference tappable."""
    kept = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return _TAPPABLE.sub("", "\n".join(" ".join(line.split()) for line in kept.strip().split("\n")))


def numbered(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines above a numbered list, and its labels; no labels when there is none."""
    if not lines or lines[-1] not in _HINTS:
        return lines, []
    above, labels = lines[:-1], []
    while above and (not above[-1] or _ITEM.fullmatch(above[-1])):
        line = above.pop()
        if found := _ITEM.fullmatch(line):
            labels.insert(0, found[2])
    return above, labels


def head(message: Message) -> str:
    """What came with a message, as a transcript writes it."""
    if message.location:
        place = message.location
        return f'(location "{place.name}")' if place.name else f"(location {place.latitude},{place.longitude})"
    if message.contact:
        return f'(contact "{message.contact.name}" {message.contact.phone})'
    if message.media is None:
        return ""
    return f'(document "{message.media.name}")' if message.kind == "document" else f"({message.kind})"


async def send_media(
    phone: Phone, kind: str, given: list[str], caption: str, quote: Message | None, *, forwarded: bool = False
) -> Message:
    """Send what a transcript wrote in brackets. ValueError when it is not of its form."""
    if kind == "location":
        latitude, longitude = (float(part) for part in given[0].split(","))
        return await phone.send_location(latitude, longitude, name=(given[1:] or [None])[0], quote=quote)
    if kind == "contact":
        return await phone.send_contact(*given[:2], quote=quote)
    name = given[0] if given else ""
    sample, type_ = FILES / name, _TYPES[kind]
    if is_sample := bool(name) and sample.is_file():
        type_ = _SHEETS.get(sample.suffix, type_)
    content = sample.read_bytes() if is_sample else f"the bytes of {name or kind}".encode() * 100
    return await phone.send_media(
        kind, content, type_, name, caption, quote=quote, forwarded=forwarded,  # type: ignore[arg-type]
    )  # fmt: skip
