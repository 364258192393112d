"""What a failed Bot API call means for the message: whether it was taken, and whether it may be sent again."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.channels import DeliveryError, Rejected, Throttled, Unavailable, Unreachable, Unsettled

NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.ProxyError)
"""What httpx says when the request did not leave this machine."""
NOBODY = re.compile(r"chat not found|user not found|PEER_ID_INVALID|user is deactivated", re.IGNORECASE)
NOT_MODIFIED = re.compile(r"message is not modified", re.IGNORECASE)
NOT_EDITABLE = re.compile(
    r"message to edit not found|message can't be edited|MESSAGE_ID_INVALID|there is no (?:text|media) in the message",
    re.IGNORECASE,
)
CODE_LENGTH = 64


class ServerError(NetworkError):
    """The Bot API answered with a 5xx."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


class FloodError(NetworkError):
    """The Bot API answered 429: it took nothing, and says how long to wait."""

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__(f"again in {retry_after}")
        self.retry_after = retry_after


class Request(HTTPXRequest):
    """python-telegram-bot's HTTP, with two answers that it would blur kept apart: 429 and 5xx."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        status, payload = await super().do_request(*args, **kwargs)
        if status == httpx.codes.TOO_MANY_REQUESTS:
            raise FloodError(_read_pause(payload))
        if status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise ServerError(status)
        return status, payload


def explain(error: TelegramError, sent: Sequence[str] = ()) -> DeliveryError:
    """The DeliveryError that an error of the library means, `sent` parts of the message having gone out before it."""
    cause = error.__cause__
    match error:
        case FloodError():
            return Throttled("429", error.retry_after, sent=sent)
        case Forbidden() | ChatMigrated():
            return Unreachable(_code(error), sent=sent)
        case BadRequest():
            return (Unreachable if NOBODY.search(error.message) else Rejected)(_code(error), sent=sent)
        case InvalidToken() | Conflict():
            # Ours to mend, and no fault of the message: it waits.
            return Unavailable(_code(error), sent=sent)
        case ServerError(status=httpx.codes.SERVICE_UNAVAILABLE):
            return Unavailable("503", sent=sent)
        case ServerError():
            return Unsettled(str(error.status), sent=sent)
        case NetworkError() if isinstance(cause, NOT_SENT):
            return Unavailable(type(cause).__name__, sent=sent)
    return Unsettled(type(cause or error).__name__, sent=sent)


def _code(error: TelegramError) -> str:
    return error.message.removeprefix("Bad Request: ").removeprefix("Forbidden: ")[:CODE_LENGTH]


def _read_pause(payload: bytes) -> timedelta:
    """How long a 429 wants us to wait; a second when it does not say."""
    try:
        return timedelta(seconds=max(1, int(json.loads(payload)["parameters"]["retry_after"])))
    except (ValueError, KeyError, TypeError):
        return timedelta(seconds=1)
