"""Messages that Diwan sends through Twilio: what is refused at once, what fails later, how the rest arrives."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import aiohttp
from multidict import MultiDictProxy

from sandbox import markup
from sandbox.messages import Kind, Media
from sandbox.phones import Phone
from sandbox.twilio.approvals import BODY_LIMIT as TEMPLATE_LIMIT
from sandbox.twilio.content import Content, Filled, read_variables
from sandbox.twilio.resources import Resource, TwilioError, make_sid
from sandbox.twilio.webhooks import write_status

if TYPE_CHECKING:
    from sandbox.twilio.server import Twilio

BODY_LIMIT = 1600
ADDRESS = re.compile(r"whatsapp:(\+[1-9]\d{6,14}|[A-Z]{2}\.[A-Za-z0-9.]{1,128})")
FAILURES = {
    63003: "Channel could not find To address",
    63016: "Failed to send freeform message because you are outside the allowed window. Please use a Template.",
    63021: "Channel invalid content error",
    63019: "Media failed to download",
}
MEDIA_TIMEOUT = 5.0


class Sending:
    """POST Messages.json and what comes of it."""

    def __init__(self, twilio: Twilio) -> None:
        self.twilio = twilio

    def create(self, form: MultiDictProxy[str]) -> Resource:
        """Accept a message, or raise what Twilio answers at once. It travels in the background."""
        twilio = self.twilio
        to, sender, body = form.get("To", ""), form.get("From", ""), form.get("Body", "")
        media, content_sid = tuple(form.getall("MediaUrl", [])), form.get("ContentSid", "")
        self._check_addresses(to, sender)
        content: Content | None = None
        filled = Filled(body, [], None, media)
        if content_sid:
            content = twilio.contents.by_sid.get(content_sid)
            if content is None:
                raise TwilioError(400, 21655, "The ContentSid Parameter is invalid")
            filled = content.fill(read_variables(form.get("ContentVariables", "")))
        if not filled.body and not filled.media:
            raise TwilioError(400, 21619, "A text message body or media urls must be specified.")
        if len(filled.body) > BODY_LIMIT:
            limit = f"exceeds the {BODY_LIMIT} character limit."
            raise TwilioError(400, 21617, f"The concatenated message body {limit}")
        phone = twilio.world.find_phone("whatsapp", to)
        if phone is not None and phone.blocked:
            raise TwilioError(400, 21610, "Attempt to send to unsubscribed recipient")
        now = twilio.world.clock()
        sid = make_sid("MM" if content or filled.media else "SM")
        callback = form.get("StatusCallback", "") or twilio.status_url
        resource = Resource(
            sid,
            twilio.account_sid,
            sender,
            to,
            filled.body,
            "outbound-api",
            "queued",
            now,
            now,
            callback=callback,
        )
        twilio.resources[sid] = resource
        failure = _refuse(phone, content, filled)
        twilio.lanes.put(("out", to), lambda: self._carry(resource, filled, phone, failure))
        return resource

    def _check_addresses(self, to: str, sender: str) -> None:
        if not to:
            raise TwilioError(400, 21604, "A 'To' phone number is required.")
        if not sender:
            raise TwilioError(400, 21603, "A 'From' phone number is required.")
        if sender.startswith("whatsapp:") != to.startswith("whatsapp:"):
            raise TwilioError(400, 21910, "Invalid From and To pair. From and To should be of the same channel")
        if not ADDRESS.fullmatch(to):
            raise TwilioError(400, 21211, f"Invalid 'To' Phone Number: {to}")
        if not ADDRESS.fullmatch(sender):
            raise TwilioError(400, 21212, f"Invalid 'From' Number: {sender}")
        if sender != self.twilio.sender:
            raise TwilioError(400, 21606, f"The 'From' phone number provided ({sender}) is not a valid sender.")

    async def _carry(self, resource: Resource, filled: Filled, phone: Phone | None, failure: int | None) -> None:
        kept: list[Media] = []
        for url in filled.media if failure is None else ():
            found = await self._download(url)
            if found is None:
                failure = 63019
                break
            kept.append(found)
        if phone is None or failure is not None:
            resource.error_code, resource.error_message = failure, FAILURES[failure or 63003]
            self.report(resource, "failed")
            return
        resource.media = {make_sid("ME"): media for media in kept}
        resource.sent = self.twilio.world.clock()
        first = kept[0] if kept else None
        text, entities = markup.parse_whatsapp(filled.body)
        kind: Kind = "text" if first is None else _kind(first.kind)
        phone.receive(
            provider_id=resource.sid,
            kind=kind,
            text=text,
            source=filled.body,
            entities=entities,
            media=first,
            rows=filled.rows,
            listing=filled.listing,
        )
        for media in kept[1:]:
            phone.receive(provider_id=resource.sid, kind=_kind(media.kind), media=media)
        steps = ("sent", "delivered")
        for status in reversed(steps) if self.twilio.disorder else steps:
            self.report(resource, status)

    def report(self, resource: Resource, status: str) -> None:
        """Move a message on and post its status callback; statuses of one message come one after another."""
        order = ("queued", "sending", "sent", "delivered", "read", "failed")
        if order.index(status) > order.index(resource.status):
            resource.status = status
        resource.updated = self.twilio.world.clock()
        self.twilio.world.changes.notify()
        if resource.callback:
            form, url = write_status(resource, status), resource.callback

            async def post() -> None:
                await self.twilio.webhooks.post(url, form)

            self.twilio.lanes.put(("status", resource.sid), post)

    async def _download(self, url: str) -> Media | None:
        session = self.twilio.webhooks.session
        assert session is not None
        try:
            async with asyncio.timeout(MEDIA_TIMEOUT), session.get(url) as response:
                if response.status != 200:
                    return None
                type_, content = response.content_type, await response.read()
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return None
        name = unquote(urlsplit(url).path.rpartition("/")[2])
        return self.twilio.world.keep(_kind_of_type(type_), content, type_, name)


def _refuse(phone: Phone | None, content: Content | None, filled: Filled) -> int | None:
    """The error with which it fails later, if it does."""
    if phone is None:
        return 63003
    as_template = content is not None and content.approved
    if as_template and len(filled.body) > TEMPLATE_LIMIT:
        return 63021
    return None if as_template or phone.window_open else 63016


def _kind_of_type(type_: str) -> str:
    if type_ == "image/webp":
        return "sticker"
    return {"image": "photo", "audio": "audio", "video": "video"}.get(type_.partition("/")[0], "document")


def _kind(name: str) -> Kind:
    kinds: tuple[Kind, ...] = ("photo", "audio", "video", "sticker")
    return next((kind for kind in kinds if kind == name), "document")
