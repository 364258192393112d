"""Our HTTP client under Twilio's SDK: the five things that it mends, against a server that shows them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.channels import Throttled, Unsettled
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp.client import Http
from bot.reply import Labelled, Outgoing
from tests.channels.conftest import MemoryContents

TO = "whatsapp:+966500000001"


class Server:
    """Answers every call as it is told to, and remembers them."""

    def __init__(self) -> None:
        self.url = ""
        self.calls: list[tuple[str, str, str]] = []
        self.answer = web.Response
        self.delay = 0.0

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        self.calls.append((request.method, request.raw_path, request.content_type))
        await asyncio.sleep(self.delay)
        return self.answer()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()

    async def answer(request: web.Request) -> web.StreamResponse:
        return await server(request)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/base"
    yield server
    await runner.cleanup()


@pytest.fixture
async def whatsapp(server: Server) -> AsyncIterator[WhatsApp]:
    contents = MemoryContents()
    whatsapp = WhatsApp("AC" + "0" * 32, "x" * 32, "+14155238886", api_url=server.url, contents=contents, timeout=0.3)
    yield whatsapp
    await whatsapp.close()


@pytest.mark.parametrize(("header", "seconds"), [("7", 7), (None, 1), ("soon", 1), ("99999999", 3600)])
async def test_retry_after_is_kept(server: Server, whatsapp: WhatsApp, header: str | None, seconds: int) -> None:
    headers = {"Retry-After": header} if header else {}
    server.answer = lambda: web.Response(status=429, headers=headers, text='{"code": 20429}')
    with pytest.raises(Throttled) as caught:
        await whatsapp.send(Outgoing(TO, "x"))
    assert caught.value.retry_after == timedelta(seconds=seconds)
    server.answer = lambda: web.Response(status=429, text="<html>")
    with pytest.raises(Throttled) as caught:
        await whatsapp.send(Outgoing(TO, "x"))
    assert caught.value.code == "429"


async def test_nothing_is_repeated(server: Server, whatsapp: WhatsApp) -> None:
    server.answer = lambda: web.Response(status=502, text="<html>")
    with pytest.raises(Unsettled):
        await whatsapp.send(Outgoing(TO, "x"))
    assert server.calls == [
        ("POST", f"/base/2010-04-01/Accounts/AC{'0' * 32}/Messages.json", "application/x-www-form-urlencoded")
    ]


async def test_a_slow_answer_is_given_up(server: Server, whatsapp: WhatsApp) -> None:
    server.delay = 30
    with pytest.raises(Unsettled) as caught:
        await whatsapp.send(Outgoing(TO, "x"))
    assert caught.value.code == "TimeoutError"


async def test_the_content_api_gets_json(server: Server, whatsapp: WhatsApp) -> None:
    server.answer = lambda: web.Response(status=500)
    with pytest.raises(Exception, match="500"):
        await whatsapp.send(Outgoing(TO, "x", [[Labelled("Menu", "menu")]]))
    assert server.calls == [("POST", "/base/v1/Content", "application/json")]


async def test_a_success_that_cannot_be_read_is_unsettled(server: Server, whatsapp: WhatsApp) -> None:
    server.answer = lambda: web.Response(status=201, text="<html>")
    with pytest.raises(Unsettled):
        await whatsapp.send(Outgoing(TO, "x"))
    with pytest.raises(Unsettled):
        await whatsapp.settle(TO, "x", datetime.now(UTC))


async def test_one_base_address_stands_for_every_host() -> None:
    http = Http("http://127.0.0.1:1/base")
    assert http.locate("https://content.twilio.com/v1/Content?x=1") == "http://127.0.0.1:1/base/v1/Content?x=1"
    assert http.locate("http://127.0.0.1:1/base/2010") == "http://127.0.0.1:1/base/2010"
    assert Http().locate("https://api.twilio.com/x") == "https://api.twilio.com/x"
    await http.close()
