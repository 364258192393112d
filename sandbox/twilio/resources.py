"""Twilio's Message resource and its errors, as its JSON writes them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from sandbox.messages import Media

VERSION = "2010-04-01"


class TwilioError(Exception):
    """An error answer of the REST API."""

    def __init__(self, status: int, code: int, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.headers = {} if retry_after is None else {"Retry-After": str(retry_after)}

    def json(self) -> dict[str, Any]:
        more = f"https://www.twilio.com/docs/errors/{self.code}"
        return {"code": self.code, "message": self.message, "more_info": more, "status": self.status}


def make_sid(prefix: str) -> str:
    """A new sid: two letters and 32 hexadecimal digits."""
    return prefix + secrets.token_hex(16)


def rfc2822(at: datetime) -> str:
    """A time as the 2010-04-01 API writes it."""
    return format_datetime(at.replace(microsecond=0))


@dataclass(eq=False)
class Resource:
    """One Message resource. `media` is by media sid."""

    sid: str
    account_sid: str
    sender: str
    to: str
    body: str
    direction: str
    status: str
    created: datetime
    updated: datetime
    sent: datetime | None = None
    media: dict[str, Media] = field(default_factory=dict)
    callback: str = ""
    error_code: int | None = None
    error_message: str | None = None

    @property
    def path(self) -> str:
        """Its path without the ending."""
        return f"/{VERSION}/Accounts/{self.account_sid}/Messages/{self.sid}"

    def json(self) -> dict[str, Any]:
        return {
            "account_sid": self.account_sid,
            "api_version": VERSION,
            "body": self.body,
            "date_created": rfc2822(self.created),
            "date_sent": rfc2822(self.sent) if self.sent else None,
            "date_updated": rfc2822(self.updated),
            "direction": self.direction,
            "error_code": self.error_code,
            "error_message": self.error_message,
            "from": self.sender,
            "messaging_service_sid": None,
            "num_media": str(len(self.media)),
            "num_segments": "1",
            "price": None,
            "price_unit": None,
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": f"{self.path}/Media.json"},
            "to": self.to,
            "uri": f"{self.path}.json",
        }
