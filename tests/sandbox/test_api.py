"""The page's API: the state, the events, and what a person does with a phone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from sandbox.phones import Phone
from sandbox.server import Sandbox
from tests.sandbox.conftest import Call


class Page:
    """A browser's view of the API."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session

    async def get(self, path: str) -> Any:
        async with self.session.get(path) as response:
            assert response.status == 200
            return await response.json()

    async def post(self, path: str, status: int = 200, **given: Any) -> Any:
        async with self.session.post(path, json=given) as response:
            assert response.status == status, await response.text()
            return await response.json()


@pytest.fixture
async def page(sandbox: Sandbox) -> AsyncIterator[Page]:
    async with aiohttp.ClientSession(sandbox.url) as session:
        yield Page(session)


async def test_the_state(page: Page, james: Phone) -> None:
    state = await page.get("/api/state")
    assert state["diwan"] == {"running": False, "url": None}
    assert state["now"].endswith("Z")
    (phone,) = state["phones"]
    assert phone["contact"] == {"name": state["organisation"], "online": True}
    (message,) = phone.pop("messages")
    assert set(phone) == {
        "id",
        "name",
        "channel",
        "address",
        "language",
        "role",
        "contact",
        "menu",
        "typing",
        "window_open",
        "blocked",
    }
    assert set(message) == {
        "id",
        "mine",
        "at",
        "kind",
        "text",
        "entities",
        "quote",
        "rows",
        "list",
        "media",
        "location",
        "contact",
        "status",
        "error",
        "edited",
        "forwarded",
    }
    assert (message["mine"], message["text"], message["status"]) == (True, "/start", "sent")


async def test_a_person_writes(sandbox: Sandbox, page: Page) -> None:
    made = await page.post("/api/phones", name=" Noor ", channel="telegram", language="en", role="customer")
    phone = sandbox.world.phones[made["id"]]
    path = f"/api/phones/{phone.id}/messages"
    first = await page.post(path, text="hello")
    quoting = await page.post(path, text="again", quote=first["id"], forwarded=True)
    assert (quoting["quote"], quoting["forwarded"]) == ({"id": first["id"], "text": "hello", "mine": True}, True)
    place = await page.post(path, location={"latitude": 24.5, "longitude": 46.25, "name": "Office"})
    assert place["location"] == {"latitude": 24.5, "longitude": 46.25, "name": "Office"}
    assert (await page.post(path, contact={}))["contact"] == {"name": "Noor", "phone": phone.number}
    card = await page.post(path, contact={"name": "Ali", "phone": "+966500000001"})
    assert card["contact"] == {"name": "Ali", "phone": "+966500000001"}
    form = aiohttp.FormData({"kind": "voice", "text": "caption", "quote": first["id"], "seconds": "2.6"})
    form.add_field("file", b"ogg", filename="v.ogg", content_type="audio/ogg")
    async with page.session.post(path, data=form) as response:
        voice = await response.json()
    assert (voice["kind"], voice["text"], voice["quote"]["id"]) == ("voice", "caption", first["id"])
    assert voice["media"] == voice["media"] | {"type": "audio/ogg", "name": "v.ogg", "size": 3, "seconds": 3}
    async with page.session.get(voice["media"]["url"]) as response:
        assert (await response.read(), response.headers["X-Content-Type-Options"]) == (b"ogg", "nosniff")
    assert len(phone.messages) == 6


async def test_a_person_presses_reads_and_blocks(page: Page, bot: Bot, james: Phone, sara: Phone, send: Call) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Close", "callback_data": "close T1"}]]}
    await bot.send_message(james.address, "T1", reply_markup=keyboard)  # type: ignore[arg-type]
    shown = await james.next()
    await page.post(f"/api/phones/{james.id}/press", message=shown.id, button="close T1")
    assert [u.callback_query.data for u in await bot.get_updates() if u.callback_query] == ["close T1"]
    await send(sara, "x")
    answer = await sara.next()
    await page.post(f"/api/phones/{sara.id}/read")
    assert answer.status == "read"
    await page.post(f"/api/phones/{james.id}/block", blocked=True)
    assert james.blocked
    assert "unblock" in (await page.post(f"/api/phones/{james.id}/messages", 400, text="x"))["error"]


async def test_what_is_wrong(page: Page, james: Phone) -> None:
    path = f"/api/phones/{james.id}"
    assert "empty" in (await page.post(f"{path}/messages", 400, text=" "))["error"]
    assert "no such message" in (await page.post(f"{path}/messages", 404, text="x", quote="m99"))["error"]
    assert "no button" in (await page.post(f"{path}/press", 404, message=james.messages[0].id, button="x"))["error"]
    assert "no such phone" in (await page.post("/api/phones/p99/read", 404))["error"]
    assert "needs a name" in (await page.post("/api/phones", 400, name="", channel="telegram"))["error"]
    assert "no such channel" in (await page.post("/api/phones", 400, name="x", channel="fax"))["error"]
    assert (
        "taken" in (await page.post("/api/phones", 400, name="x", channel="telegram", address=james.address))["error"]
    )
    await page.post(f"{path}/messages", 404, location={"latitude": 1})
    assert "did not start Diwan" in (await page.post("/api/diwan", 400, action="kill"))["error"]
    async with page.session.post("/api/phones", data=b"{") as response:
        assert response.status == 400
    async with page.session.get("/api/media/f99") as response:
        assert response.status == 404


async def test_faults(page: Page) -> None:
    await page.post("/api/faults", target="telegram", kind="429", method="sendMessage", times=2, retry_after=3)
    (fault,) = await page.get("/api/faults")
    assert fault == {"id": 1, "target": "telegram", "kind": "429", "method": "sendMessage"} | {
        "times": 2,
        "retry_after": 3,
    }
    assert "no such fault" in (await page.post("/api/faults", 400, target="fax", kind="429"))["error"]
    async with page.session.delete("/api/faults") as response:
        assert response.status == 200
    assert await page.get("/api/faults") == []


async def test_events(sandbox: Sandbox, page: Page, bot: Bot, james: Phone) -> None:
    async with page.session.get("/api/events") as response:
        assert response.content_type == "text/event-stream"
        await response.content.readuntil(b"\n\n")

        async def event() -> tuple[str, dict[str, Any]]:
            async with asyncio.timeout(60):
                name, data = (await response.content.readuntil(b"\n\n")).decode().strip().split("\n")
            return name.removeprefix("event: "), json.loads(data.removeprefix("data: "))

        await bot.send_chat_action(james.address, "typing")
        name, data = await event()
        assert (name, data["typing"], "messages" in data) == ("phone", True, False)
        sent = await bot.send_message(james.address, "x")
        assert (await event())[1]["typing"] is False
        name, data = await event()
        assert (name, data["phone"], data["message"]["text"]) == ("message", james.id, "x")
        await sent.delete()
        assert await event() == ("remove", {"phone": james.id, "id": data["message"]["id"]})
        james.toast("Done", False)
        assert await event() == ("toast", {"phone": james.id, "text": "Done", "alert": False})
        # The stream ends by itself when the sandbox closes.
        sandbox.faults.closing.set()
        async with asyncio.timeout(60):
            assert await response.content.read() == b""


async def test_the_page_is_served(page: Page) -> None:
    async with page.session.get("/") as response:
        assert (response.status, response.content_type) == (200, "text/html")
    async with page.session.get("/static/app.js") as response:
        assert response.status == 200
