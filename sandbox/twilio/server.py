"""The Twilio server: routes, credentials, faults, and the way from a phone's doings to webhooks."""

from __future__ import annotations

import base64
import hmac
import json
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from aiohttp import web
from multidict import MultiDict, MultiDictProxy

from sandbox.changes import Lanes
from sandbox.faults import Faults, drop
from sandbox.messages import Button, Media, Message
from sandbox.phones import Phone
from sandbox.twilio.content import Contents
from sandbox.twilio.listing import DEFAULT_SIZE, LARGEST_SIZE, list_messages, read_integer
from sandbox.twilio.resources import VERSION, Resource, TwilioError, make_sid, rfc2822
from sandbox.twilio.sending import Sending
from sandbox.twilio.webhooks import Webhooks, write_inbound
from sandbox.world import World

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
FAULTS = {
    "429": (20429, "Too Many Requests"),
    "403": (20403, "403 Forbidden"),
    "404": (20404, "The requested resource was not found"),
    "500": (20500, "Internal Server Error"),
}


class Twilio:
    """One Twilio account with one WhatsApp sender; a Channel of the world.

    `webhook_url` is where incoming messages go (with Twilio's `#rc=…&rp=…`, if wanted), `fallback_url` where they go
    when that failed, `status_url` where statuses go when a message names no StatusCallback. With `disorder`,
    "delivered" is reported before "sent".
    """

    def __init__(self, world: World, faults: Faults, account_sid: str, auth_token: str, number: str) -> None:
        self.world, self.faults = world, faults
        self.account_sid, self.auth_token = account_sid, auth_token
        self.sender = f"whatsapp:{number}"
        self.public_url = ""
        self.webhook_url = self.fallback_url = self.status_url = ""
        self.disorder = False
        self.resources: dict[str, Resource] = {}
        self.lanes = Lanes(world.changes)
        self.webhooks = Webhooks(auth_token)
        self.contents = Contents(world, account_sid)
        self.sending = Sending(self)
        self.calls: deque[tuple[str, dict[str, Any]]] = deque(maxlen=10_000)

    def routes(self) -> list[web.RouteDef]:
        """The routes of every Twilio host, under /twilio."""
        account = f"/twilio/{VERSION}/Accounts/{{account}}"
        content, approval = "/twilio/v1/Content", "/twilio/v1/Content/{sid}/ApprovalRequests"
        media = account + "/Messages/{message}/Media/{sid}"
        return [
            web.get(account + ".json", self._guard("Accounts", self._get_account)),
            web.post(account + "/Messages.json", self._guard("Messages", self._create_message)),
            web.get(account + "/Messages.json", self._guard("Messages", self._list_messages)),
            web.get(account + "/Messages/{sid}.json", self._guard("Messages", self._get_message)),
            web.get(media, self._guard("Media", self._redirect_to_media)),
            web.get("/twilio/media/{account}/{message}/{sid}", self._get_media),
            web.post(content, self._guard("Content", self._create_content)),
            web.get(content, self._guard("Content", self._list_contents)),
            web.get(content + "/{sid}", self._guard("Content", self._get_content)),
            web.delete(content + "/{sid}", self._guard("Content", self._delete_content)),
            web.post(approval + "/whatsapp", self._guard("Content", self._submit_content)),
            web.get(approval, self._guard("Content", self._get_approval)),
            web.post("/twilio/v2/Indicators/Typing.json", self._guard("Typing", self._type)),
        ]

    async def start(self, session: aiohttp.ClientSession) -> None:
        """Post webhooks with this session from now on."""
        self.webhooks.session = session

    async def close(self) -> None:
        """Stop delivering."""
        await self.lanes.close()

    def number(self, phone: Phone, *, media: bool = False) -> str:
        return make_sid("MM" if media else "SM")

    def heard(self, phone: Phone, message: Message) -> None:
        now, media = self.world.clock(), message.media
        if message.contact:
            media = self.world.keep("contact", message.contact.vcard.encode(), "text/vcard", "contact.vcf")
        resource = Resource(
            message.provider_id,
            self.account_sid,
            phone.address,
            self.sender,
            message.source or "",
            "inbound",
            "received",
            now,
            now,
            sent=now,
            media={make_sid("ME"): media} if media else {},
        )
        self.resources[resource.sid] = resource
        quote = message.quote
        quoted_sender = (phone.address if quote.mine else self.sender) if quote else None
        form = write_inbound(phone, message, resource, f"{self.public_url}{resource.path}/Media", quoted_sender)
        self.lanes.put(("in", phone.id), lambda: self._deliver(phone, message, form))

    def edited(self, phone: Phone, message: Message) -> None:
        """Twilio does not pass edits on."""

    def pressed(self, phone: Phone, message: Message, button: Button) -> Message:
        return phone.answer(button, message)

    def seen(self, phone: Phone, messages: list[Message]) -> None:
        for message in messages:
            if resource := self.resources.get(message.provider_id):
                self.sending.report(resource, "read")

    def blocked(self, phone: Phone) -> None:
        """Twilio tells nobody; the next message to the phone is refused."""

    def menu(self, phone: Phone) -> list[dict[str, str]]:
        return []

    def pending(self, phone: Phone) -> bool:
        return self.lanes.busy(("in", phone.id))

    async def _deliver(self, phone: Phone, message: Message, form: dict[str, str]) -> None:
        if not self.webhook_url:
            return
        error = await self.webhooks.post(self.webhook_url, form)
        if error and self.fallback_url:
            code = error.partition(" ")[0]
            extra = {"ErrorCode": code, "ErrorUrl": self.webhook_url.partition("#")[0]}
            error = await self.webhooks.post(self.fallback_url, form | extra)
        if error:
            phone.change(message, error=error)
        elif message.status == "sent":
            phone.change(message, status="delivered")

    def _guard(self, method: str, answer: Answer) -> Answer:
        async def run(request: web.Request) -> web.StreamResponse:
            try:
                self._authorise(request)
                fault = self.faults.take("twilio", method)
                if fault and fault.kind == "reset":
                    return drop(request)
                if fault and fault.kind in FAULTS:
                    raise TwilioError(int(fault.kind), *FAULTS[fault.kind], retry_after=fault.retry_after)
                response = await answer(request)
            except TwilioError as error:
                return web.json_response(error.json(), status=error.status, headers=error.headers)
            if fault:
                await self.faults.stall()
            return response

        return run

    def _authorise(self, request: web.Request) -> None:
        expected = base64.b64encode(f"{self.account_sid}:{self.auth_token}".encode()).decode()
        if not hmac.compare_digest(request.headers.get("Authorization", ""), f"Basic {expected}"):
            raise TwilioError(401, 20003, "Authenticate")
        if request.match_info.get("account", self.account_sid) != self.account_sid:
            raise TwilioError(
                404, 20404, f"The requested resource {request.path.removeprefix('/twilio')} was not found"
            )

    def _find(self, sid: str, path: str) -> Resource:
        if sid not in self.resources:
            raise TwilioError(404, 20404, f"The requested resource {path.removeprefix('/twilio')} was not found")
        return self.resources[sid]

    def _find_media(self, request: web.Request) -> Media:
        resource = self._find(request.match_info["message"], request.path)
        sid = request.match_info["sid"].removesuffix(".json")
        if sid not in resource.media:
            raise TwilioError(
                404, 20404, f"The requested resource {request.path.removeprefix('/twilio')} was not found"
            )
        return resource.media[sid]

    async def _get_account(self, _: web.Request) -> web.Response:
        now = rfc2822(self.world.clock())
        uri = f"/{VERSION}/Accounts/{self.account_sid}.json"
        account = {"sid": self.account_sid, "owner_account_sid": self.account_sid, "friendly_name": "Sandbox"}
        account |= {"status": "active", "type": "Full", "date_created": now, "date_updated": now, "uri": uri}
        return web.json_response(account)

    async def _create_message(self, request: web.Request) -> web.Response:
        form = await _form(request)
        self.calls.append(("Messages", dict(form)))
        return web.json_response(self.sending.create(form).json(), status=201)

    async def _list_messages(self, request: web.Request) -> web.Response:
        return web.json_response(list_messages(self.resources.values(), self.account_sid, request.query))

    async def _get_message(self, request: web.Request) -> web.Response:
        return web.json_response(self._find(request.match_info["sid"], request.path).json())

    async def _redirect_to_media(self, request: web.Request) -> web.Response:
        self._find_media(request)
        match = request.match_info
        location = f"{self.public_url}/media/{match['account']}/{match['message']}/{match['sid']}"
        return web.Response(status=302, headers={"Location": location})

    async def _get_media(self, request: web.Request) -> web.Response:
        """The media store itself, which asks no one who they are."""
        try:
            media = self._find_media(request)
        except TwilioError as error:
            return web.json_response(error.json(), status=error.status)
        return web.Response(body=media.content, headers={"Content-Type": media.type})

    async def _create_content(self, request: web.Request) -> web.Response:
        given = await _json(request)
        self.calls.append(("Content", given))
        return web.json_response(self.contents.create(given).json(), status=201)

    async def _list_contents(self, request: web.Request) -> web.Response:
        size = min(max(read_integer(request.query, "PageSize", DEFAULT_SIZE), 1), LARGEST_SIZE)
        page = max(read_integer(request.query, "Page", 0), 0)
        return web.json_response(self.contents.page(size, page))

    async def _get_content(self, request: web.Request) -> web.Response:
        return web.json_response(self.contents.get(request.match_info["sid"]).json())

    async def _delete_content(self, request: web.Request) -> web.Response:
        self.contents.delete(request.match_info["sid"])
        return web.Response(status=204)

    async def _submit_content(self, request: web.Request) -> web.Response:
        return web.json_response(self.contents.submit(request.match_info["sid"], await _json(request)), status=201)

    async def _get_approval(self, request: web.Request) -> web.Response:
        return web.json_response(self.contents.approval(request.match_info["sid"]))

    async def _type(self, request: web.Request) -> web.Response:
        form = await _form(request)
        resource = self.resources.get(form.get("messageId", ""))
        phone = self.world.find_phone("whatsapp", resource.sender) if resource else None
        if form.get("channel") != "whatsapp" or resource is None or phone is None:
            raise TwilioError(400, 20001, "Invalid parameter: channel or messageId")
        message = phone.find(resource.sid)
        if message is not None:
            phone.change(message, status="read")
        phone.show_typing(25)
        return web.json_response({"success": True})


async def _form(request: web.Request) -> MultiDictProxy[str]:
    fields = ((name, value) for name, value in (await request.post()).items() if isinstance(value, str))
    return MultiDictProxy(MultiDict(fields))


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        found = json.loads(await request.read())
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise TwilioError(400, 20001, "Invalid JSON body")
    return found
