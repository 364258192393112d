"""Twilio's webhooks: signed form posts, retried as the address's fragment says (`#rc=5&rp=all`)."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import parse_qs

import aiohttp
from twilio.request_validator import RequestValidator
from yarl import URL

from sandbox.messages import Message
from sandbox.phones import Phone
from sandbox.twilio.resources import VERSION, Resource

TIMEOUT = 15.0
PAUSE = 0.1
DEFAULT_RETRIES, DEFAULT_POLICY = 1, "ct"
KINDS = {"photo": "image", "voice": "audio"}


class Webhooks:
    """Posts forms to Diwan, signed with the account's auth token."""

    def __init__(self, auth_token: str) -> None:
        self._validator = RequestValidator(auth_token)
        self.session: aiohttp.ClientSession | None = None

    async def post(self, address: str, form: dict[str, str]) -> str | None:
        """Post once and as many times more as the address allows; None when a 2xx came, else what went wrong.

        All tries together take at most 15 seconds.
        """
        url, _, fragment = address.partition("#")
        overrides = parse_qs(fragment)
        count = overrides.get("rc", [""])[0]
        retries = min(int(count), 5) if count.isdecimal() else DEFAULT_RETRIES
        policy = set(overrides.get("rp", [DEFAULT_POLICY])[0].split(","))
        error: str | None = None
        try:
            async with asyncio.timeout(TIMEOUT):
                for attempt in range(retries + 1):
                    if attempt:
                        await asyncio.sleep(PAUSE * attempt)
                    cause, error = await self._try(url, form)
                    if error is None or not policy & {cause, "all"}:
                        break
        except TimeoutError:
            error = "11200 HTTP retrieval failure: timeout"
        return error

    async def _try(self, url: str, form: dict[str, str]) -> tuple[str, str | None]:
        assert self.session is not None
        headers = {
            "X-Twilio-Signature": self._validator.compute_signature(url, form),
            "User-Agent": "TwilioProxy/1.1",
        }
        try:
            async with self.session.post(
                URL(url, encoded=True), data=form, headers=headers, allow_redirects=False
            ) as response:
                await response.read()
                if response.status < 400:
                    return "", None
                return f"{response.status // 100}xx", f"11200 HTTP retrieval failure: {response.status}"
        except aiohttp.ClientConnectorError:
            return "ct", "11205 HTTP connection failure"
        except aiohttp.ClientError as error:
            return "rt", f"11200 HTTP retrieval failure: {error}"


def write_inbound(
    phone: Phone, message: Message, resource: Resource, media_url: str, quoted_sender: str | None
) -> dict[str, str]:
    """The form of an incoming message."""
    number = phone.address.removeprefix("whatsapp:")
    form = {
        "SmsMessageSid": resource.sid,
        "NumMedia": str(len(resource.media)),
        "ProfileName": phone.name,
        "MessageType": _message_type(message),
        "SmsSid": resource.sid,
        "WaId": number.lstrip("+"),
        "ExternalUserId": f"whatsapp:SA.{phone.id.removeprefix('p').rjust(16, '0')}",
        "SmsStatus": "received",
        "Body": resource.body,
        "To": resource.to,
        "NumSegments": "1",
        "ReferralNumMedia": "0",
        "MessageSid": resource.sid,
        "AccountSid": resource.account_sid,
        "From": resource.sender,
        "Forwarded": "true" if message.forwarded else "false",
        "FrequentlyForwarded": "false",
        "ApiVersion": VERSION,
    }
    for index, (sid, media) in enumerate(resource.media.items()):
        form |= {f"MediaUrl{index}": f"{media_url}/{sid}", f"MediaContentType{index}": media.type}
    if place := message.location:
        form |= {"Latitude": str(place.latitude), "Longitude": str(place.longitude)}
        form |= {key: value for key, value in (("Address", place.address), ("Label", place.name)) if value}
    if message.quote and quoted_sender:
        form |= {
            "OriginalRepliedMessageSid": message.quote.provider_id,
            "OriginalRepliedMessageSender": quoted_sender,
        }
    if message.pressed and message.quote:
        if message.quote.listing:
            form |= {"ListId": message.pressed.id, "ListTitle": message.pressed.text}
        else:
            form |= {"ButtonText": message.pressed.text, "ButtonPayload": message.pressed.id}
    return form


def write_status(resource: Resource, status: str) -> dict[str, str]:
    """The form of a status callback."""
    form: dict[str, Any] = {
        "SmsSid": resource.sid,
        "SmsStatus": status,
        "MessageStatus": status,
        "ChannelToAddress": resource.to.removeprefix("whatsapp:"),
        "To": resource.to,
        "ChannelPrefix": "whatsapp",
        "MessageSid": resource.sid,
        "AccountSid": resource.account_sid,
        "From": resource.sender,
        "ApiVersion": VERSION,
        "ChannelInstallSid": "XE" + resource.account_sid[2:],
    }
    if status in ("delivered", "read"):
        form["EventType"] = status.upper()
    if status in ("failed", "undelivered"):
        form |= {"ErrorCode": str(resource.error_code), "ChannelStatusMessage": resource.error_message or ""}
    return form


def _message_type(message: Message) -> str:
    if message.pressed:
        return "interactive"
    return {"contact": "contacts", **KINDS}.get(message.kind, message.kind)
