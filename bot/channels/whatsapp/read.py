"""What Twilio's webhook forms say: incoming messages, and what became of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.channels.phones import read_phone
from bot.incoming import Incoming, IncomingKind, IncomingMedia
from storage import clock
from storage.clean import clean
from storage.inbox import NewInbound
from storage.models import AttachmentKind, ChannelName, OutboundStatus

SID = re.compile(r"(SM|MM)[0-9a-f]{32}")
# No colon after the first: an address cannot have swallowed another field's value (see `locate`).
ADDRESS = re.compile(r"whatsapp:[A-Za-z0-9+._-]{1,200}")
ERROR = re.compile(r"\d{1,6}")
KINDS = {"image": AttachmentKind.PHOTO, "audio": AttachmentKind.AUDIO, "video": AttachmentKind.VIDEO}
CARDS = {"text/vcard", "text/x-vcard", "text/directory"}
CONTACT = AttachmentKind.CONTACT
CARD = "DiwanCard"
"""Where we keep what is on a contact card, beside Twilio's own fields."""

MOST_MEDIA = 10
STATUSES = {
    "accepted": OutboundStatus.SENDING,
    "queued": OutboundStatus.SENDING,
    "sending": OutboundStatus.SENDING,
    "sent": OutboundStatus.SENT,
    "delivered": OutboundStatus.DELIVERED,
    "read": OutboundStatus.READ,
    "failed": OutboundStatus.FAILED,
    "undelivered": OutboundStatus.FAILED,
}

Fields = Sequence[tuple[str, str]]

_write = json.JSONEncoder(ensure_ascii=False).encode


def locate(account_sid: str, account: str, fields: Fields) -> NewInbound:
    """The inbox row of an incoming message's form. ValueError when a field is not of its form.

    Twilio signs names and values joined without a delimiter, so the signature alone does not say where one ends and
    the next begins: each field that we rely on must be there once, and look as it must.
    """
    form = _check(account_sid, fields)
    sender = form.get("From", "")
    if not ADDRESS.fullmatch(sender) or form.get("To") != f"whatsapp:{account}":
        raise ValueError("From or To is not of its form")
    sid = form["MessageSid"]
    return NewInbound(ChannelName.WHATSAPP, account, sid, sender, _write(form), sid)


def status(account_sid: str, fields: Fields) -> tuple[str, OutboundStatus | None, str | None]:
    """The provider id, status (None: one that we do not know) and error code of a status callback's form.

    ValueError when a field is not of its form.
    """
    form = _check(account_sid, fields)
    error = form.get("ErrorCode", "")
    return form["MessageSid"], STATUSES.get(form.get("MessageStatus", "")), error if ERROR.fullmatch(error) else None


def _check(account_sid: str, fields: Fields) -> dict[str, str]:
    form = dict(fields)
    if len(form) != len(fields):
        raise ValueError("a field is repeated")
    if not SID.fullmatch(form.get("MessageSid", "")) or form.get("AccountSid") != account_sid:
        raise ValueError("MessageSid or AccountSid is not of its form")
    return form


def read(account: str, payload: str) -> Incoming:
    """What a form kept in the inbox says."""
    form: dict[str, str] = json.loads(payload)
    says = form.get("ButtonPayload") or form.get("ListId")
    sender, quoted = form["From"], form.get("OriginalRepliedMessageSid") or None
    return Incoming(
        channel=ChannelName.WHATSAPP,
        account=account,
        provider_id=form["MessageSid"],
        sender=sender,
        kind=IncomingKind.PRESS if says else IncomingKind.MESSAGE,
        text=clean(says or form.get("Body", "")),
        at=_read_time(form.get("DateSent")),
        name=clean(form.get("ProfileName", "")),
        phone=_read_own_phone(sender, form.get("WaId", "")),
        message_id=form["MessageSid"],
        quotes=None if says else quoted,
        pressed_on=quoted if says else None,
        media=tuple(_read_media(form)),
        forwarded="true" in (form.get("Forwarded"), form.get("FrequentlyForwarded")),
        incomplete=form.get("NumMedia", "0") != "0" and bool(unread_cards(payload)),
    )


def unread_cards(payload: str) -> dict[int, str]:
    """Where the contact cards of a form lie that are not in it yet, by their numbers."""
    form: dict[str, str] = json.loads(payload)
    return {
        index: url
        for index in range(MOST_MEDIA)
        if (url := form.get(f"MediaUrl{index}"))
        and f"{CARD}{index}" not in form
        and _read_kind(form.get(f"MediaContentType{index}", "").lower()) is CONTACT
    }


def with_card(payload: str, number: int, card: str) -> str:
    """The form with what is on one of its contact cards."""
    form: dict[str, str] = json.loads(payload)
    return _write(form | {f"{CARD}{number}": _write(read_card(card))})


def read_card(card: str) -> dict[str, Any]:
    """The name and phone of a vCard's text, each absent when the card has none: `{"name": …, "phone": …}`."""
    found: dict[str, Any] = {}
    for line in re.sub(r"\r?\n[ \t]", "", card).splitlines():
        key, _, value = line.partition(":")
        match key.split(";")[0].rpartition(".")[2].upper():
            case "FN":
                found.setdefault("name", clean(value.replace("\\,", ",").replace("\\;", ";")).strip())
            case "TEL":
                number = value.removeprefix("tel:").strip()
                found.setdefault("phone", read_phone(number) or clean(number))
    return found


def _read_media(form: Mapping[str, str]) -> Iterator[IncomingMedia]:
    number = form.get("NumMedia", "0")
    for index in range(min(int(number), MOST_MEDIA) if number.isdecimal() else 0):
        url = form.get(f"MediaUrl{index}")
        if not url:
            continue
        type_ = form.get(f"MediaContentType{index}", "").lower()
        card = form.get(f"{CARD}{index}")
        details = json.loads(card) if card else None
        name = (details or {}).get("name", "")
        yield IncomingMedia(
            _read_kind(type_), type_ or "application/octet-stream", name=name, source=url, details=details
        )
    try:
        point = {"latitude": float(form["Latitude"]), "longitude": float(form["Longitude"])}
    except (KeyError, ValueError):
        return
    name, address = clean(form.get("Label", "")), clean(form.get("Address", ""))
    details = point | {key: value for key, value in (("name", name), ("address", address)) if value}
    yield IncomingMedia(AttachmentKind.LOCATION, name=name, details=details)


def _read_kind(type_: str) -> AttachmentKind:
    essence = type_.partition(";")[0].strip()
    if essence in CARDS:
        return AttachmentKind.CONTACT
    if essence == "image/webp":
        return AttachmentKind.STICKER
    if essence == "audio/ogg":
        return AttachmentKind.VOICE
    return KINDS.get(essence.partition("/")[0], AttachmentKind.DOCUMENT)


def _read_own_phone(sender: str, wa_id: str) -> str | None:
    """The writer's phone: only when their address is one, and a possible one."""
    number = sender.removeprefix("whatsapp:")
    return read_phone(number) if number.startswith("+") and wa_id.isdecimal() else None


def _read_time(iso: str | None) -> datetime:
    """A webhook has no time of its own: it is now. What was swept from the list has."""
    return datetime.fromisoformat(iso) if iso else clock.now()
