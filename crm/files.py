"""Files: which of those that people send are taken, how large each channel lets them be, and what they are kept as."""

from __future__ import annotations

import mimetypes
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

from crm.refusal import Refusal
from storage.models import Activity, Attachment, AttachmentKind, ChannelName, TicketMessage
from storage.text import Text, text

MB = 1024 * 1024

TYPES = (
    "image/*", "audio/*", "video/*", "application/pdf", "application/msword", "application/vnd.ms-*",
    "application/vnd.openxmlformats-officedocument.*", "application/vnd.oasis.opendocument.*", "application/rtf",
    "text/plain", "text/csv", "text/vcard", "text/x-vcard", "application/zip", "application/x-zip-compressed",
    "application/x-tgsticker",
)  # fmt: skip
"""The media types that are taken unless the settings say otherwise; `*` stands for anything."""

FETCHED: Mapping[ChannelName, int] = {ChannelName.TELEGRAM: 20 * MB, ChannelName.WHATSAPP: 16 * MB}
"""The largest file that can be had from each channel, in bytes."""

SENT: Mapping[ChannelName, Mapping[AttachmentKind | None, int]] = {
    ChannelName.TELEGRAM: {None: 50 * MB, AttachmentKind.PHOTO: 10 * MB},
    ChannelName.WHATSAPP: {None: 16 * MB, AttachmentKind.PHOTO: 5 * MB},
}
"""The largest file that each channel sends, by kind (None: any other), in bytes."""

WHATSAPP_SHOWS = frozenset({
    "image/jpeg", "image/jpg", "image/png", "image/webp", "audio/ogg", "audio/amr", "audio/mpeg", "audio/mp3",
    "audio/aac", "audio/mp4", "audio/3gpp", "video/mp4", "video/3gpp",
})  # fmt: skip
"""The pictures, sounds and films that WhatsApp takes; of others it says nothing until they are lost."""

PROGRAMS = frozenset({
    "apk", "app", "bat", "bin", "cmd", "com", "cpl", "deb", "dll", "dmg", "exe", "gadget", "hta", "htm", "html",
    "inf", "iso", "jar", "js", "jse", "lnk", "msc", "msi", "msp", "pif", "ps1", "reg", "rpm", "scf", "scr", "sct",
    "sh", "svg", "vb", "vbe", "vbs", "ws", "wsf", "wsh", "xll",
})  # fmt: skip
"""Endings of names that a phone or computer would run, whatever type their sender says they are."""

FAMILIES = {
    "image/*": "file-type-image", "audio/*": "file-type-audio", "video/*": "file-type-video",
    "application/pdf": "file-type-pdf", "text/plain": "file-type-text",
    "application/vnd.openxmlformats-officedocument.*": "file-type-office", "application/zip": "file-type-zip",
}  # fmt: skip
"""What some of the types are called when people are told which are taken."""

_NAMES = mimetypes.MimeTypes()
for _ending, _type in {
    "docx": "wordprocessingml.document", "xlsx": "spreadsheetml.sheet", "pptx": "presentationml.presentation",
}.items():  # fmt: skip
    _NAMES.add_type(f"application/vnd.openxmlformats-officedocument.{_type}", f".{_ending}")

UNNAMED = ("", "application/octet-stream", "binary/octet-stream")
"""Types that say nothing: the name decides."""

WITHOUT_BYTES = (AttachmentKind.LOCATION, AttachmentKind.CONTACT)


class FileTooLarge(Refusal):
    """A file is larger than we keep, or than the channel to which it goes takes."""

    key = "refusal-file-too-large"
    reason = "file-too-large"


class FileType(Refusal):
    """Files of this type, or with such a name, are not taken."""

    key = "refusal-file-type"
    reason = "file-type"


FileRefused = FileTooLarge | FileType


@dataclass(frozen=True, slots=True)
class File:
    """A file, place or contact that came with a message, before it is on record. `source`: where its bytes are had."""

    channel: ChannelName
    kind: AttachmentKind
    type: str = ""
    name: str = ""
    size: int | None = None
    source: str | None = None
    details: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What the organisation takes: `most` bytes, of these `types`."""

    most: int = 20 * MB
    types: Sequence[str] = field(default=TYPES)

    def check(self, file: File | Attachment, to: ChannelName | None = None) -> None:
        """Raise FileTooLarge or FileType when it is not taken, or (with `to`) cannot go out on that channel.

        A size that is not known yet is looked at when the bytes are here.
        """
        if file.kind in WITHOUT_BYTES:
            return
        if not self._takes(file) or (to is ChannelName.WHATSAPP and not _shown_on_whatsapp(file)):
            raise FileType(name=called(file), types=[_family(one) for one in self._families()])
        most = self.limit(ChannelName(file.channel))
        if to is not None:
            most = min(most, SENT[to].get(file.kind, SENT[to][None] or most))
        if file.size is not None and file.size > most:
            raise FileTooLarge(size=size_text(file.size), most=size_text(most))

    def limit(self, channel: ChannelName) -> int:
        """The largest file that is taken from a channel, in bytes."""
        return min(self.most, FETCHED[channel])

    def _takes(self, file: File | Attachment) -> bool:
        name = "".join(c for c in file.name if unicodedata.category(c) != "Cf").rstrip(". ").casefold()
        ending = name.rpartition(".")[2] if "." in name else ""
        if ending in PROGRAMS:
            return False
        said = file.type.partition(";")[0].strip().casefold()
        named = _NAMES.guess_type(name)[0] if ending else None
        if said in UNNAMED:
            return named is not None and self._allows(named)
        return self._allows(said) and (named is None or self._allows(named))

    def _allows(self, type_: str) -> bool:
        return any(fnmatchcase(type_, pattern) for pattern in self.types)

    def _families(self) -> list[str]:
        """Those of the types that have a name of their own, or all when none has."""
        return [one for one in self.types if one in FAMILIES] or list(self.types)


def size_text(size: int) -> Text:
    """A size in words."""
    megabytes = round(size / MB, 1)
    if megabytes >= 1:
        return text("size-mb", n=int(megabytes) if megabytes == int(megabytes) else megabytes)
    return text("size-kb", n=max(1, -(-size // 1000)))


async def keep(
    files: Sequence[File], record: Activity | TicketMessage, *, at: datetime, rules: Rules | None = None
) -> Sequence[Attachment]:
    """Attach files to an activity or a ticket message; their bytes are fetched later.

    Of one that the `rules` refuse, only what it was is kept, and why.
    """
    owner = {"activity_id": record.id} if isinstance(record, Activity) else {"ticket_message_id": record.id}
    kept = []
    for file in files:
        reason = refusal.reason if rules and (refusal := refused(file, rules)) else None
        details = {"refused": reason} if reason else dict(file.details) if file.details else None
        source = None if reason else file.source
        kept.append(
            await Attachment.create(
                **owner, channel=file.channel, kind=file.kind, type=file.type[:255], name=file.name, size=file.size,
                source=source, details=details, fetch_at=at if source else None, created_at=at,
            )
        )  # fmt: skip
    return kept


def refused(file: File | Attachment, rules: Rules, to: ChannelName | None = None) -> FileRefused | None:
    """Why a file is not taken; None when it is."""
    try:
        rules.check(file, to)
    except (FileTooLarge, FileType) as refusal:
        return refusal
    return None


def _shown_on_whatsapp(file: File | Attachment) -> bool:
    said = file.type.partition(";")[0].strip().casefold()
    if file.kind is AttachmentKind.STICKER:
        return said == "image/webp"
    seen = file.kind is not AttachmentKind.DOCUMENT
    return not seen or said in WHATSAPP_SHOWS


def called(file: File | Attachment) -> Text | str:
    """Its name, or what kind of file it is."""
    return file.name or text(f"attachment-{file.kind.value}")


def _family(pattern: str) -> Text | str:
    return text(FAMILIES[pattern]) if pattern in FAMILIES else pattern
