"""What a failed Twilio call means for the message: whether it was taken, and whether it may be sent again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from json import JSONDecodeError

import aiohttp
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.response import Response

from bot.channels import DeliveryError, Rejected, Throttled, Unavailable, Unreachable, Unsettled, WindowClosed
from bot.channels.whatsapp.client import FloodError

THROTTLED = {20429, 14107, 63018}
"""Too many requests, and WhatsApp's own limit for a sender."""
THROTTLE_PAUSE = timedelta(seconds=1)
UNREACHABLE = {21610, 63003, 63014, 63024, 63033}
"""Opted out (21610, 63014, 63033), or no such person on WhatsApp (63003, 63024)."""
WINDOW_CLOSED = {63016}
NO_TEMPLATE = {"20404", "21655", "63016", "63027", "63040", "63041", "63042"}
"""No such template, none in that language, or one that is not approved, rejected, paused or disabled."""
WRONG_VALUES = {"21656", "21658", "63013", "63021", "63028"}
"""The values of a template's variables, or what becomes of it with them, are not taken."""
FAILURES = (TwilioException, aiohttp.ClientError, TimeoutError, JSONDecodeError, UnicodeDecodeError)
"""All that a call of the SDK through our HTTP client raises; the last two for an answer that makes no sense."""


def explain(error: Exception, sent: Sequence[str] = ()) -> DeliveryError:
    """The DeliveryError that one of FAILURES means, `sent` parts of the message having gone out before it."""
    match error:
        case FloodError():
            return Throttled(str(error.code), error.retry_after, sent=sent)
        case TwilioRestException() | TwilioServiceException():
            return judge(int(error.code or error.status), int(error.status), sent)
        case TwilioException(args=(_, Response() as page)) if page.status_code >= HTTPStatus.BAD_REQUEST:
            # Of a list the SDK says no more than that a page was not to be had.
            return judge(_read_code(page), page.status_code, sent)
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError() | aiohttp.InvalidURL():
            return Unavailable(type(error).__name__, sent=sent)
    return Unsettled(type(error).__name__, sent=sent)


def judge(code: int, status: int, sent: Sequence[str] = ()) -> DeliveryError:
    """The DeliveryError that Twilio's error code means, in an answer of this HTTP status."""
    if code in THROTTLED:
        return Throttled(str(code), THROTTLE_PAUSE, sent=sent)
    if code in UNREACHABLE:
        return Unreachable(str(code), sent=sent)
    if code in WINDOW_CLOSED:
        return WindowClosed(str(code), sent=sent)
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.SERVICE_UNAVAILABLE):
        # Credentials are ours to mend, and a 503 took nothing: the message waits.
        return Unavailable(str(code), sent=sent)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unsettled(str(code), sent=sent)
    return Rejected(str(code), sent=sent)


def _read_code(response: Response) -> int:
    try:
        return int(json.loads(response.text)["code"])
    except (ValueError, KeyError, TypeError):
        return int(response.status_code)


@contextmanager
def explained(sent: Sequence[str] = ()) -> Iterator[None]:
    """Raise the DeliveryError in place of what the SDK raises."""
    try:
        yield
    except FAILURES as error:
        raise explain(error, sent) from error
