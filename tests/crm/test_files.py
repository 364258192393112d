"""Files: which are taken, by type, by name and by size, and what each channel takes."""

from __future__ import annotations

import pytest

from crm.files import MB, File, Rules, refused
from storage.models import AttachmentKind, ChannelName

TELEGRAM, WHATSAPP = ChannelName.TELEGRAM, ChannelName.WHATSAPP
PHOTO, VIDEO, DOCUMENT = AttachmentKind.PHOTO, AttachmentKind.VIDEO, AttachmentKind.DOCUMENT


def verdict(file: File, to: ChannelName | None = None, rules: Rules | None = None) -> str | None:
    refusal = refused(file, rules or Rules(), to)
    return refusal.reason if refusal else None


@pytest.mark.parametrize(
    ("type_", "name", "why"),
    [
        ("image/jpeg", "door.jpg", None),
        ("image/jpeg", "", None),
        ("image/jpeg", "door.exe", "file-type"),
        ("image/jpeg", "door.jpg.EXE", "file-type"),
        ("image/jpeg", "door.exe. ", "file-type"),
        ("image/jpeg", "\u202egpj.exe", "file-type"),
        ("image/jpeg", "page.html", "file-type"),
        ("image/jpeg", "run.py", "file-type"),
        ("application/pdf", "عرض السعر.pdf", None),
        ("application/pdf; charset=x", "a.pdf", None),
        ("APPLICATION/PDF", "A.PDF", None),
        ("application/octet-stream", "plan.pdf", None),
        ("application/octet-stream", "offer.docx", None),
        ("application/octet-stream", "thing", "file-type"),
        ("application/octet-stream", "thing.unknown", "file-type"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "a.xlsx", None),
        ("application/x-msdownload", "a", "file-type"),
        ("application/vnd.android.package-archive", "", "file-type"),
        ("text/html", "", "file-type"),
        ("text/csv", "a.csv", None),
        ("", "a.csv", None),
        ("", "", "file-type"),
    ],
)
def test_by_type_and_by_name(type_: str, name: str, why: str | None) -> None:
    assert verdict(File(TELEGRAM, DOCUMENT, type_, name)) == why


@pytest.mark.parametrize(
    ("kind", "type_", "size", "came", "to", "why"),
    [
        (VIDEO, "video/mp4", 20 * MB, TELEGRAM, None, None),
        (VIDEO, "video/mp4", 20 * MB + 1, TELEGRAM, None, "file-too-large"),
        (VIDEO, "video/mp4", 17 * MB, TELEGRAM, WHATSAPP, "file-too-large"),
        (VIDEO, "video/mp4", 17 * MB, TELEGRAM, TELEGRAM, None),
        (PHOTO, "image/jpeg", 6 * MB, TELEGRAM, WHATSAPP, "file-too-large"),
        (PHOTO, "image/jpeg", 5 * MB, TELEGRAM, WHATSAPP, None),
        (DOCUMENT, "image/jpeg", 6 * MB, TELEGRAM, WHATSAPP, None),
        (VIDEO, "video/mp4", None, WHATSAPP, TELEGRAM, None),
        (VIDEO, "video/webm", 1, TELEGRAM, WHATSAPP, "file-type"),
        (AttachmentKind.STICKER, "application/x-tgsticker", 1, TELEGRAM, WHATSAPP, "file-type"),
        (AttachmentKind.STICKER, "application/x-tgsticker", 1, TELEGRAM, TELEGRAM, None),
        (AttachmentKind.STICKER, "image/webp", 1, TELEGRAM, WHATSAPP, None),
        (AttachmentKind.LOCATION, "", None, TELEGRAM, WHATSAPP, None),
        (AttachmentKind.CONTACT, "text/vcard", None, WHATSAPP, TELEGRAM, None),
    ],
)
def test_by_size_and_by_channel(
    kind: AttachmentKind, type_: str, size: int | None, came: ChannelName, to: ChannelName | None, why: str | None
) -> None:
    assert verdict(File(came, kind, type_, size=size), to) == why


def test_what_the_settings_say() -> None:
    rules = Rules(1000, ("image/*", "text/x-own"))
    assert verdict(File(TELEGRAM, PHOTO, "image/png", size=1001), rules=rules) == "file-too-large"
    assert verdict(File(TELEGRAM, DOCUMENT, "application/pdf"), rules=rules) == "file-type"
    assert verdict(File(TELEGRAM, DOCUMENT, "text/x-own"), rules=rules) is None
    assert verdict(File(TELEGRAM, DOCUMENT, "application/x-msdownload", "a.exe"), rules=Rules(types=("*/*",)))
