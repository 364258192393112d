"""The page's own API: the state as JSON, what happens as server-sent events, and what a person does with a phone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import web
from aiohttp.web_request import FileField

from sandbox.messages import Kind, Message
from sandbox.phones import Phone

if TYPE_CHECKING:
    from sandbox.server import Sandbox

HEARTBEAT = 15.0
FORWARD = (timedelta(seconds=1), timedelta(days=60))
"""The least and the most that the clock is moved at once."""

KINDS: dict[str, Kind] = {
    "photo": "photo",
    "voice": "voice",
    "audio": "audio",
    "video": "video",
    "document": "document",
    "sticker": "sticker",
}
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Api:
    """The routes under /api."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def routes(self) -> list[web.RouteDef]:
        """The routes, each with errors as `{"error": …}` and status 400, 404 or 409."""
        phone = "/api/phones/{id}"
        return [
            web.get("/api/state", self._state),
            web.get("/api/events", self._events),
            web.post("/api/phones", _clear(self._add_phone)),
            web.post(phone + "/messages", _clear(self._send)),
            web.post(phone + "/press", _clear(self._press)),
            web.post(phone + "/read", _clear(self._read)),
            web.post(phone + "/block", _clear(self._block)),
            web.get("/api/media/{id}", self._media),
            web.get("/api/faults", self._faults),
            web.post("/api/faults", _clear(self._add_fault)),
            web.delete("/api/faults", self._clear_faults),
            web.post("/api/clock", _clear(self._clock)),
            web.post("/api/diwan", _clear(self._diwan)),
        ]

    async def _state(self, _: web.Request) -> web.Response:
        world, diwan = self.sandbox.world, self.sandbox.diwan
        return web.json_response(
            {
                "organisation": world.organisation,
                **world.time(),
                "phones": [phone.json() for phone in world.phones.values()],
                "diwan": {"running": bool(diwan and diwan.running), "url": diwan.url if diwan else None},
            }
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        headers = {
            "Content-Type": "text/event-stream",
            "Cache-Control": "no-cache",
            "X-Accel-Buffering": "no",
        }
        response = web.StreamResponse(headers=headers)
        closing = asyncio.create_task(self.sandbox.faults.closing.wait())
        try:
            with self.sandbox.world.subscribe() as queue:
                await response.prepare(request)
                await response.write(b": open\n\n")
                while not closing.done():
                    getting = asyncio.ensure_future(queue.get())
                    await asyncio.wait((getting, closing), timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
                    if getting.done():
                        event, data = getting.result()
                        await response.write(f"event: {event}\ndata: {json.dumps(data)}\n\n".encode())
                        continue
                    getting.cancel()
                    if not closing.done():
                        await response.write(b": still here\n\n")
        except ConnectionResetError:
            pass
        finally:
            closing.cancel()
        return response

    async def _add_phone(self, request: web.Request) -> web.Response:
        given = await _json(request)
        fields = {name: str(given[name]) for name in ("language", "role", "address") if given.get(name)}
        if not str(given.get("name", "")).strip():
            raise ValueError("a phone needs a name")
        phone = self.sandbox.world.add_phone(str(given["name"]).strip(), given.get("channel", ""), **fields)
        return web.json_response(phone.json())

    async def _send(self, request: web.Request) -> web.Response:
        phone = self._phone(request)
        if request.content_type.startswith("multipart/"):
            message = await self._send_file(phone, request)
        else:
            message = await self._send_words(phone, await _json(request))
        return web.json_response(message.json())

    async def _send_words(self, phone: Phone, given: dict[str, Any]) -> Message:
        quote = _quote(phone, given.get("quote"))
        if place := given.get("location"):
            return await phone.send_location(
                float(place["latitude"]),
                float(place["longitude"]),
                name=place.get("name"),
                address=place.get("address"),
                quote=quote,
            )
        if (card := given.get("contact")) is not None:
            return await phone.send_contact(card.get("name"), card.get("phone"), quote=quote)
        return await phone.send(str(given.get("text", "")), quote=quote, forwarded=bool(given.get("forwarded")))

    async def _send_file(self, phone: Phone, request: web.Request) -> Message:
        form = await request.post()
        file, kind = form.get("file"), str(form.get("kind") or "document")
        if not isinstance(file, FileField) or kind not in KINDS:
            raise ValueError("a file and its kind are needed")
        seconds = form.get("seconds")
        return await phone.send_media(
            KINDS[kind],
            file.file.read(),
            file.content_type,
            file.filename,
            str(form.get("text") or ""),
            seconds=round(float(seconds)) if isinstance(seconds, str) and seconds else None,
            quote=_quote(phone, form.get("quote")),
            forwarded=form.get("forwarded") == "true",
        )

    async def _press(self, request: web.Request) -> web.Response:
        phone, given = self._phone(request), await _json(request)
        message = _quote(phone, given.get("message"))
        if message is None:
            raise LookupError("no message is named")
        await phone.press(message, str(given.get("button", "")))
        return web.json_response({})

    async def _read(self, request: web.Request) -> web.Response:
        await self._phone(request).read()
        return web.json_response({})

    async def _block(self, request: web.Request) -> web.Response:
        phone, given = self._phone(request), await _json(request)
        await phone.block(bool(given.get("blocked")))
        return web.json_response({})

    async def _media(self, request: web.Request) -> web.Response:
        media = self.sandbox.world.media.get(request.match_info["id"])
        if media is None:
            raise web.HTTPNotFound
        # What people send is shown, never run: no script of theirs speaks in the page's name.
        safe = {"Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"}
        safe |= {
            "X-Content-Type-Options": "nosniff",
            "Content-Type": media.type or "application/octet-stream",
        }
        return web.Response(body=media.content, headers=safe)

    async def _faults(self, _: web.Request) -> web.Response:
        return web.json_response([fault.json() for fault in self.sandbox.faults.pending])

    async def _add_fault(self, request: web.Request) -> web.Response:
        given = await _json(request)
        fault = self.sandbox.faults.add(
            str(given.get("target")),
            str(given.get("kind")),
            method=given.get("method") or None,
            times=int(given.get("times") or 1),
            retry_after=given.get("retry_after"),
        )
        return web.json_response(fault.json())

    async def _clear_faults(self, _: web.Request) -> web.Response:
        self.sandbox.faults.clear()
        return web.json_response({})

    async def _clock(self, request: web.Request) -> web.Response:
        seconds = (await _json(request)).get("forward")
        least, most = (bound.total_seconds() for bound in FORWARD)
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not least <= seconds <= most:
            raise ValueError(f"forward is from {least:.0f} to {most:.0f} seconds")
        self.sandbox.move(timedelta(seconds=seconds))
        return web.json_response(self.sandbox.world.time())

    async def _diwan(self, request: web.Request) -> web.Response:
        action, diwan = (await _json(request)).get("action"), self.sandbox.diwan
        if diwan is None or action not in ("kill", "start"):
            raise ValueError("the sandbox did not start Diwan" if diwan is None else "action is kill or start")
        await (diwan.kill() if action == "kill" else diwan.start())
        return web.json_response({})

    def _phone(self, request: web.Request) -> Phone:
        phone = self.sandbox.world.phones.get(request.match_info["id"])
        if phone is None:
            raise LookupError("no such phone")
        return phone


def _clear(answer: Answer) -> Answer:
    async def run(request: web.Request) -> web.StreamResponse:
        try:
            return await answer(request)
        except LookupError as error:
            return web.json_response({"error": str(error.args[0] if error.args else error)}, status=404)
        except (ValueError, TypeError) as error:
            return web.json_response({"error": str(error)}, status=400)

    return run


def _quote(phone: Phone, id: object) -> Message | None:
    if not id:
        return None
    message = phone.find(str(id))
    if message is None:
        raise LookupError("no such message")
    return message


async def _json(request: web.Request) -> dict[str, Any]:
    found = json.loads(await request.read() or b"{}")
    if not isinstance(found, dict):
        raise ValueError("a JSON object is expected")
    return found
