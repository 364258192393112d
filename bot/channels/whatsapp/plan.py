"""How an outgoing message becomes WhatsApp messages: cut into parts, the media first, the choices on the last part."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from bot.channels import Rejected
from bot.channels.whatsapp import content
from bot.channels.whatsapp.content import Content
from bot.reply import Labelled, Media, Outgoing
from bot.speech import markup
from bot.speech.parts import split, whatsapp_characters
from storage.models import AttachmentKind

TEXT_LIMIT = 1500
CAPTION_LIMIT = 1024
CAPTIONED = {AttachmentKind.PHOTO, AttachmentKind.VIDEO, AttachmentKind.DOCUMENT}
"""The media under which WhatsApp shows words; Twilio drops the words of the others."""
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
DIRECTION_MARKS = ("\u200e", "\u200f")


@dataclass(frozen=True, slots=True)
class Part:
    """One message at Twilio."""

    body: str = ""
    media_url: str | None = None
    action: str | None = None
    """A PersistentAction: a place."""
    content: Content | None = field(default=None, compare=False)
    """The buttons or the list, which carry the body."""


def plan(message: Outgoing, *, numbered: bool = False) -> list[Part]:
    """The parts of a message in order; choices as a numbered list if asked for or if nothing else can show them.

    Whether numbered or not, all parts before the last are cut alike, so that a retry may change its mind.
    """
    choices = [choice for row in message.choices for choice in row]
    texts = split(message.markup, TEXT_LIMIT, whatsapp_characters)
    parts = []
    if message.media is not None:
        caption = ""
        if message.media.kind in CAPTIONED and not choices and whatsapp_characters(message.markup) <= CAPTION_LIMIT:
            caption, texts = markup.whatsapp(message.markup), []
        parts.append(_write_media(message.media, caption))
    if not choices:
        return parts + [Part(markup.whatsapp(text)) for text in texts]
    # Something must stand above the choices.
    texts = texts or [message.list_title or content.ELLIPSIS]
    texts[-1:] = split(texts[-1], content.BODY_LIMIT, whatsapp_characters)
    parts += [Part(markup.whatsapp(text)) for text in texts[:-1]]
    body = markup.whatsapp(texts[-1])
    shaped = None if numbered else content.compose(body, choices, message.list_title)
    if shaped:
        return [*parts, Part(body, content=shaped)]
    listed = split(f"{texts[-1]}\n\n{_write_list(message, choices)}", TEXT_LIMIT, whatsapp_characters)
    return parts + [Part(markup.whatsapp(text)) for text in listed]


def is_numbered(parts: list[Part], message: Outgoing) -> bool:
    """Whether the choices went out as a numbered list."""
    return any(message.choices) and not any(part.content for part in parts)


def letters(text: str) -> str:
    """The letters and digits of a text: what is left of it whatever the markup, spacing and direction marks."""
    return re.sub(r"[\W_]+", "", text)


def _write_list(message: Outgoing, choices: list[Labelled]) -> str:
    """The numbered list and its hint, each line with the direction mark that the message's lines have."""
    mark = message.markup[:1] if message.markup.startswith(DIRECTION_MARKS) else ""
    # The hint is said in the reader's own digits: the list is numbered in the same.
    arabic = any(digit in message.numbered_hint for digit in "٠١٢٣٤٥٦٧٨٩")
    lines = []
    for number, choice in enumerate(choices, 1):
        numeral = str(number).translate(ARABIC_DIGITS) if arabic else str(number)
        lines.append(f"{mark}{numeral}. {html.escape(choice.label, quote=False)}")
    return "\n".join([*lines, *([f"\n{message.numbered_hint}"] if message.numbered_hint else [])])


def _write_media(media: Media, caption: str) -> Part:
    match media.kind:
        case AttachmentKind.LOCATION:
            if media.latitude is None or media.longitude is None:
                raise Rejected("no coordinates")
            point = f"{media.latitude},{media.longitude}"
            name = media.name.replace("|", " ")
            return Part(media.name or point, action=f"geo:{point}" + (f"|{name}" if name else ""))
        case AttachmentKind.CONTACT if not media.url:
            if not media.phone:
                raise Rejected("no phone number")
            return Part("\n".join(filter(None, (media.name, media.phone))))
    if not media.url:
        raise Rejected("no address of the file")
    return Part(caption, media_url=media.url)
