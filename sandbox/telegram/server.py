"""The Bot API server: routes, token, faults, and the way from a phone's doings to updates."""

from __future__ import annotations

import hmac
import inspect
from collections import deque
from collections.abc import Callable
from typing import Any

import aiohttp
from aiohttp import web

from sandbox.faults import Fault, Faults, drop
from sandbox.messages import Button, Message
from sandbox.phones import Phone
from sandbox.telegram.menus import Menus
from sandbox.telegram.methods import Chats
from sandbox.telegram.requests import BotApiError, Parameters, read_parameters
from sandbox.telegram.updates import Updates
from sandbox.telegram.wire import file_path, write_chat, write_message, write_user
from sandbox.world import World

STATUSES = {
    "403": "Forbidden: bot was blocked by the user",
    "404": "Not Found",
    "500": "Internal Server Error",
}


class Telegram:
    """One bot at a Bot API server; a Channel of the world."""

    def __init__(self, world: World, faults: Faults, token: str, *, username: str = "diwan_sandbox_bot") -> None:
        self.world, self.faults, self.token = world, faults, token
        bot_id = int(token.partition(":")[0])
        self.bot: dict[str, Any] = {
            "id": bot_id,
            "is_bot": True,
            "first_name": world.organisation,
            "username": username,
        }
        self.updates = Updates(world)
        self.menus = Menus()
        self.chats = Chats(world, self.bot)
        self.calls: deque[tuple[str, dict[str, Any]]] = deque(maxlen=10_000)
        self._methods: dict[str, Callable[[Parameters], Any]] = {
            "getme": self._get_me,
            "setwebhook": self.updates.set_webhook,
            "deletewebhook": self.updates.delete_webhook,
            "getwebhookinfo": lambda _: self.updates.info(),
            "getupdates": self.updates.get,
            "setmycommands": self._change_menu(self.menus.set),
            "getmycommands": self.menus.get,
            "deletemycommands": self._change_menu(self.menus.delete),
        } | self.chats.methods()

    def routes(self) -> list[web.RouteDef]:
        """The routes of the Bot API, under /telegram."""
        call = "/telegram/bot{token}/{method}"
        return [
            web.get(call, self._call),
            web.post(call, self._call),
            web.get("/telegram/file/bot{token}/{path:.+}", self._file),
        ]

    async def start(self, session: aiohttp.ClientSession) -> None:
        """Deliver updates with this session from now on."""
        self.updates.session = session

    async def close(self) -> None:
        """Stop delivering."""
        await self.updates.close()

    def number(self, phone: Phone, *, media: bool = False) -> str:
        return self.chats.number(phone)

    def heard(self, phone: Phone, message: Message) -> None:
        self.updates.add("message", write_message(phone, message, self.bot), phone, message)

    def edited(self, phone: Phone, message: Message) -> None:
        self.updates.add("edited_message", write_message(phone, message, self.bot), phone)

    def pressed(self, phone: Phone, message: Message, button: Button) -> None:
        query = self.world.next_id("4382")
        self.chats.queries[query] = phone, self.world.clock()
        body = {
            "id": query,
            "from": write_user(phone),
            "message": write_message(phone, message, self.bot),
            "chat_instance": f"-{phone.address}",
            "data": button.id,
        }
        self.updates.add("callback_query", body, phone)

    def seen(self, phone: Phone, messages: list[Message]) -> None:
        """A bot is not told what is read."""

    def blocked(self, phone: Phone) -> None:
        old, new = ("member", "kicked") if phone.blocked else ("kicked", "member")

        def member(status: str) -> dict[str, Any]:
            return {"user": self.bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})

        body = {
            "chat": write_chat(phone),
            "from": write_user(phone),
            "date": int(self.world.clock().timestamp()),
            "old_chat_member": member(old),
            "new_chat_member": member(new),
        }
        self.updates.add("my_chat_member", body, phone)

    def menu(self, phone: Phone) -> list[dict[str, str]]:
        return self.menus.resolve(phone)

    def pending(self, phone: Phone) -> bool:
        return self.updates.waiting(phone)

    def _get_me(self, _: Parameters) -> dict[str, Any]:
        rights = {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        return self.bot | rights | {"can_connect_to_business": False, "has_main_web_app": False}

    def _change_menu(self, change: Callable[[Parameters], bool]) -> Callable[[Parameters], bool]:
        def run(parameters: Parameters) -> bool:
            phones = [phone for phone in self.world.phones.values() if phone.channel == "telegram"]
            before = [self.menu(phone) for phone in phones]
            change(parameters)
            for phone, menu in zip(phones, before, strict=True):
                if self.menu(phone) != menu:
                    phone.announce()
            return True

        return run

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        fault: Fault | None = None
        try:
            self._authorise(request)
            fault = self.faults.take("telegram", method)
            if fault and fault.kind == "reset":
                return drop(request)
            if fault and fault.kind == "429":
                wait = 1 if fault.retry_after is None else fault.retry_after
                raise BotApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
            if fault and fault.kind in STATUSES:
                raise BotApiError(int(fault.kind), STATUSES[fault.kind])
            if method not in self._methods:
                raise BotApiError(404, "Not Found: method not found")
            parameters = await read_parameters(request)
            self.calls.append((method, parameters.values))
            result = self._methods[method](parameters)
            if inspect.isawaitable(result):
                result = await result
        except BotApiError as refusal:
            body: dict[str, Any] = {
                "ok": False,
                "error_code": refusal.status,
                "description": refusal.description,
            }
            if refusal.parameters:
                body["parameters"] = refusal.parameters
            return web.json_response(body, status=refusal.status)
        if fault:
            await self.faults.stall()
        return web.json_response({"ok": True, "result": result})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        try:
            self._authorise(request)
        except BotApiError as refusal:
            return web.json_response(
                {"ok": False, "error_code": refusal.status, "description": refusal.description},
                status=refusal.status,
            )
        fault = self.faults.take("telegram", "file")
        if fault and fault.kind == "reset":
            return drop(request)
        if fault and fault.kind == "timeout":
            await self.faults.stall()
        media = next((m for m in self.world.media.values() if file_path(m) == request.match_info["path"]), None)
        status = int(fault.kind) if fault and fault.kind.isdecimal() else 404
        if media is None or fault:
            return web.json_response({"ok": False, "error_code": status, "description": "Not Found"}, status=status)
        return web.Response(body=media.content, content_type="application/octet-stream")

    def _authorise(self, request: web.Request) -> None:
        if not hmac.compare_digest(request.match_info["token"], self.token):
            raise BotApiError(401, "Unauthorized")
