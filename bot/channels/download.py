"""Fetch what people sent from the provider into a file, piece by piece, and no more than allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

import aiohttp

from bot.channels import Rejected, Unavailable

PIECE = 64 * 1024
TOO_LARGE = "too large"
AGAIN = {
    HTTPStatus.NOT_FOUND,  # a fresh Twilio medium is not everywhere at once
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
}
TIMEOUT = aiohttp.ClientTimeout(total=120, sock_connect=5, sock_read=20)


async def download(
    session: aiohttp.ClientSession, url: str, to: Path, limit: int, *, headers: Mapping[str, str] | None = None
) -> int:
    """Fetch `url` into the file `to`; returns the number of bytes.

    Redirects are followed; an Authorization header goes to the first origin alone.

    Raises Unavailable (try again), or Rejected (refused, or larger than `limit` bytes); no file is left then.
    """
    try:
        async with session.get(url, headers=headers, timeout=TIMEOUT) as response:
            if response.status in AGAIN or response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise Unavailable(str(response.status))
            if response.status != HTTPStatus.OK:
                raise Rejected(str(response.status))
            if (response.content_length or 0) > limit:
                raise Rejected(TOO_LARGE)
            return await _save(response, to, limit)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Unavailable(type(error).__name__) from error


async def _save(response: aiohttp.ClientResponse, to: Path, limit: int) -> int:
    size = 0
    with _opened(to) as file:
        async for piece in response.content.iter_chunked(PIECE):
            size += len(piece)
            if size > limit:
                raise Rejected(TOO_LARGE)
            file.write(piece)
    return size


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The file, which is gone again when something goes wrong."""
    try:
        with path.open("wb") as file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise
