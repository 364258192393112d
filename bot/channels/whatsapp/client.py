"""Twilio's SDK client on an HTTP client of ours, which mends what the SDK's own asynchronous one gets wrong.

One base address may stand for every Twilio host; there is a total timeout; the Content API gets JSON; nothing is
repeated behind our back; a 429 keeps its Retry-After; and one session of our own is used, which `close` closes.
"""

from __future__ import annotations

import json
import logging
from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp
from twilio.base.exceptions import TwilioException
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client

TIMEOUT, CONNECT_TIMEOUT = 20.0, 5.0
"""Seconds for one call in all, and for its connection."""
DEFAULT_PAUSE = timedelta(seconds=1)
MAX_PAUSE = timedelta(hours=1)


class FloodError(TwilioException):  # type: ignore[misc]  # the SDK has no types
    """Twilio answered 429: it took nothing, and says how long to wait."""

    def __init__(self, code: int, retry_after: timedelta) -> None:
        super().__init__(f"{code}, again in {retry_after}")
        self.code, self.retry_after = code, retry_after


class Http(AsyncHttpClient):  # type: ignore[misc]  # the SDK has no types
    """The SDK's way out. `api_url`, unless empty, takes the place of every Twilio host; `timeout` is in seconds."""

    def __init__(self, api_url: str = "", timeout: float = TIMEOUT) -> None:
        super().__init__(logging.getLogger("twilio.http"), is_async=True, timeout=timeout)
        self.api_url = api_url
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The one session of this client; made when it is first needed."""
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=self.timeout, sock_connect=CONNECT_TIMEOUT)
            self._session = aiohttp.ClientSession(timeout=timeout)
        return self._session

    def locate(self, url: str) -> str:
        """Where a Twilio address is reached: at `api_url`, if there is one."""
        if not self.api_url or url.startswith(f"{self.api_url}/"):
            return url
        parts = urlsplit(url)
        return f"{self.api_url}{parts.path}" + (f"?{parts.query}" if parts.query else "")

    async def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Any:
        """One request, sent once, within this client's own timeout.

        Raises FloodError for a 429, and aiohttp's errors and TimeoutError as they are.
        """
        body = None
        if data is not None:
            as_json = (headers or {}).get("Content-Type") == "application/json"
            body = (json.dumps(data) if as_json else urlencode(list(_flatten(data)))).encode()
        async with self.session.request(
            method.upper(),
            self.locate(url),
            params=list(_flatten(params or {})),
            data=body,
            headers={**(headers or {}), **(authorise(*auth) if auth else {})},
            allow_redirects=allow_redirects,
        ) as response:
            text = await response.text()
            if response.status == HTTPStatus.TOO_MANY_REQUESTS:
                raise FloodError(_read_code(text), _read_pause(response.headers.get("Retry-After")))
            return Response(response.status, text, response.headers)

    async def close(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def authorise(username: str, password: str) -> dict[str, str]:
    """The header of HTTP Basic authentication. aiohttp leaves it out of a redirect to another origin."""
    return {"Authorization": "Basic " + b64encode(f"{username}:{password}".encode()).decode()}


def connect(account_sid: str, auth_token: str, http: Http) -> Any:
    """The SDK's client of this account."""
    return Client(account_sid, auth_token, http_client=http)


def _flatten(fields: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Names and values as a form has them: a list is several fields of one name."""
    for name, value in fields.items():
        for one in value if isinstance(value, list | tuple) else [value]:
            if one is not None:
                yield name, str(one).lower() if isinstance(one, bool) else str(one)


def _read_code(text: str) -> int:
    try:
        return int(json.loads(text)["code"])
    except (ValueError, KeyError, TypeError):
        return HTTPStatus.TOO_MANY_REQUESTS


def _read_pause(header: str | None) -> timedelta:
    """Retry-After in seconds; a date, which Twilio never sends, counts as absent."""
    if header is None or not header.strip().isdecimal():
        return DEFAULT_PAUSE
    return min(timedelta(seconds=int(header)), MAX_PAUSE)
