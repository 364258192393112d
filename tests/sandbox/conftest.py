"""The sandbox, the real SDKs pointed at it, and a receiver of webhooks."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from aiohttp import web
from telegram import Bot
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from sandbox.phones import Phone
from sandbox.server import Sandbox


@dataclass(frozen=True)
class Post:
    """One webhook call, as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


class Receiver:
    """Hears webhooks: answers the statuses in `answers` first, then 200."""

    def __init__(self) -> None:
        self.url = ""
        self.posts: list[Post] = []
        self.answers: deque[int] = deque()
        self._changed = asyncio.Condition()

    async def hear(self, request: web.Request) -> web.Response:
        async with self._changed:
            self.posts.append(Post(request.path, dict(request.headers), await request.read()))
            self._changed.notify_all()
        return web.Response(status=self.answers.popleft() if self.answers else 200)

    async def wait(self, count: int, timeout: float = 60) -> list[Post]:
        """The posts, as soon as there are `count` of them."""
        async with asyncio.timeout(timeout), self._changed:
            await self._changed.wait_for(lambda: len(self.posts) >= count)
        return self.posts


class ToSandbox(TwilioHttpClient):  # type: ignore[misc]  # the SDK has no types
    """The SDK's own HTTP client, which says the same to another host."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=2)
        self.base = base

    def request(self, method: str, url: str, *rest: Any, **more: Any) -> Response:
        parts = urlsplit(url)
        return super().request(
            method, self.base + parts.path + (f"?{parts.query}" if parts.query else ""), *rest, **more
        )


Call = Callable[..., Any]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/{path:.*}", receiver.hear)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield receiver
    await runner.cleanup()


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    url = sandbox.telegram_url
    async with Bot(sandbox.telegram_token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot:
        yield bot


@pytest.fixture
async def james(sandbox: Sandbox) -> Phone:
    """A phone on Telegram that has written already."""
    phone = sandbox.world.add_phone("James Carter", "telegram", "en")
    await phone.send("/start")
    return phone


@pytest.fixture
async def sara(sandbox: Sandbox) -> Phone:
    """A phone on WhatsApp that has written already."""
    phone = sandbox.world.add_phone("سارة", "whatsapp", "ar")
    await phone.send("مرحبا")
    await phone.idle()
    return phone


@pytest.fixture
def client(sandbox: Sandbox) -> Any:
    return Client(sandbox.account_sid, sandbox.auth_token, http_client=ToSandbox(sandbox.twilio_url))


@pytest.fixture
def send(sandbox: Sandbox, client: Any) -> Call:
    """`messages.create` of the SDK, which is synchronous, off the sandbox's loop."""

    async def call(phone: Phone | str, text: str | None = None, **more: Any) -> Any:
        address = phone if isinstance(phone, str) else phone.address
        fields = {"from_": f"whatsapp:{sandbox.whatsapp_number}", "to": address, "body": text} | more
        return await asyncio.to_thread(lambda: client.messages.create(**fields))

    return call
