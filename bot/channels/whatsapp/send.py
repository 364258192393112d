"""Put an outgoing message on WhatsApp's wire through Twilio: part by part, with Content for the choices."""

from __future__ import annotations

import json
from typing import Any

from twilio.rest.content.v1.content import ContentList

from bot.channels import Rejected, Sent, TemplateRefused, Unavailable, Unsettled, WindowClosed
from bot.channels.whatsapp.content import Content, ContentStore
from bot.channels.whatsapp.errors import NO_TEMPLATE, WRONG_VALUES, explained
from bot.channels.whatsapp.plan import Part, is_numbered, plan
from bot.reply import Outgoing, Template

UNKNOWN_CONTENT = {"20404", "21655"}
"""The Content resource that we remember is gone."""


class Sender:
    """Sends messages from one WhatsApp number. `status_url` is where Twilio reports what became of them."""

    def __init__(self, client: Any, sender: str, contents: ContentStore, status_url: str) -> None:
        self.client, self.sender, self.contents, self.status_url = client, sender, contents, status_url

    async def send(self, message: Outgoing) -> Sent:
        """Send the parts that have not gone out yet, in order. Raises a DeliveryError."""
        if message.template is not None:
            return Sent([await self._post_template(message.address, message.template)])
        parts = plan(message)
        if message.parts_sent >= len(parts):
            # An earlier attempt was refused its buttons and went on with more parts than there would be with them.
            parts = plan(message, numbered=True)
        if not parts:
            raise Rejected("empty")
        sent: list[str] = []
        index = message.parts_sent
        while index < len(parts):
            try:
                sent.append(await self._post(message.address, parts[index], sent))
            except Rejected:
                if parts[index].content is None:
                    raise
                parts = plan(message, numbered=True)
                continue
            index += 1
        return Sent(sent, numbered=is_numbered(parts, message))

    async def _post(self, address: str, part: Part, sent: list[str]) -> str:
        if part.content is None:
            fields: dict[str, Any] = {"body": part.body} if part.body else {}
            fields |= {"media_url": [part.media_url]} if part.media_url else {}
            fields |= {"persistent_action": [part.action]} if part.action else {}
            return await self._create(address, fields, sent)
        try:
            return await self._create(address, await self._fill(part.content, sent), sent)
        except Rejected as error:
            if error.code not in UNKNOWN_CONTENT:
                raise
        return await self._create(address, await self._fill(part.content, sent, afresh=True), sent)

    async def _post_template(self, address: str, template: Template) -> str:
        values = {str(number): value for number, value in enumerate(template.values, 1)}
        try:
            return await self._create(address, _filled(template.sid, values), [])
        except (Rejected, WindowClosed) as error:
            if error.code not in NO_TEMPLATE | WRONG_VALUES:
                raise
            raise TemplateRefused(error.code, template.sid, unusable=error.code in NO_TEMPLATE) from error

    async def _create(self, address: str, fields: dict[str, Any], sent: list[str]) -> str:
        callback = {"status_callback": self.status_url} if self.status_url else {}
        with explained(sent):
            message = await self.client.messages.create_async(to=address, from_=self.sender, **callback, **fields)
        return str(message.sid)

    async def _fill(self, content: Content, sent: list[str], *, afresh: bool = False) -> dict[str, str]:
        """Name the Content resource, made when there is none yet, and the values of its variables."""
        key = content.key(self.client.account_sid)
        sid = None if afresh else await self.contents.get(key)
        if sid is None:
            request = ContentList.ContentCreateRequest(content.definition)
            try:
                with explained(sent):
                    created = await self.client.content.v1.contents.create_async(request)
            except Unsettled as error:
                # At worst an unused resource is left: the message itself has not gone out.
                raise Unavailable(error.code, sent=sent) from error
            sid = str(created.sid)
            await self.contents.put(key, sid)
        return _filled(sid, content.variables)


def _filled(sid: str, variables: dict[str, str]) -> dict[str, str]:
    return {"content_sid": sid, "content_variables": json.dumps(variables, ensure_ascii=False)}
