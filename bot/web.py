"""The web endpoints: webhooks of both channels into the inbox, and what operators and Prometheus ask for.

A webhook proves its sender, puts one row in the inbox, and answers 200 when that row is durable. Nothing else happens
here.
"""

from __future__ import annotations

import asyncio
import hmac
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter
from typing import Any
from urllib.parse import unquote

import structlog
from aiohttp import web
from yarl import query_to_pairs

from bot.channels.telegram import Telegram
from bot.channels.whatsapp import STATUS_PATH, WhatsApp
from bot.metrics import Metrics
from storage.database import current
from storage.inbox import Inbox, NewInbound
from storage.models import OutboundStatus

BODY_LIMIT = 1024 * 1024
MOST_FIELDS = 300
LINGER = 1.0
"""Seconds for which the rest of a body that was refused is read, so that the caller sees the answer."""
SHUTDOWN = 10.0
"""Seconds that open requests have to finish when we stop."""
CHECK_TIMEOUT = 3.0
"""Seconds that a readiness check may take."""
TELEGRAM_PATH, WHATSAPP_PATH = "/webhooks/telegram", "/webhooks/whatsapp"
JSON_TYPE, FORM_TYPE = "application/json", "application/x-www-form-urlencoded"
TWIML, XML = b"<Response/>", {"Content-Type": "text/xml"}
"""Says nothing to the writer. Twilio logs error 12300 for an answer to a message that is no XML, an empty one too."""

StatusHook = Callable[[str, OutboundStatus, str | None], Awaitable[Any]]
"""Called with a provider's message id, its new status and the provider's error code."""
Check = Callable[[], Awaitable[Any]]
"""Raises when something that we need is not there."""
Fields = list[tuple[str, str]]

log = structlog.get_logger(__name__)


def application(
    inbox: Inbox,
    metrics: Metrics,
    *,
    telegram: Telegram | None = None,
    telegram_secret: str = "",
    whatsapp: WhatsApp | None = None,
    public_url: str = "",
    on_status: StatusHook | None = None,
    checks: Mapping[str, Check] | None = None,
) -> web.Application:
    """The application with the webhooks of the channels that are given.

    `checks` are what `/readyz` looks at beside the database, by name. `public_url` is the address that Twilio signs.
    """
    app = web.Application(client_max_size=BODY_LIMIT)
    intake = Intake(inbox, metrics)
    if telegram is not None:
        app.router.add_post(TELEGRAM_PATH, TelegramWebhook(intake, telegram, telegram_secret).receive)
    if whatsapp is not None:
        webhook = WhatsAppWebhook(intake, whatsapp, public_url, on_status)
        app.router.add_post(WHATSAPP_PATH, webhook.receive)
        app.router.add_post(STATUS_PATH, webhook.report)
    operations = Operations(metrics, {"database": ping} | dict(checks or {}))
    app.router.add_get("/livez", operations.live)
    app.router.add_get("/readyz", operations.ready)
    app.router.add_get("/metrics", operations.measure)
    return app


async def serve(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Listen; `cleanup` of what is returned stops. OSError when the port is taken; port 0 takes a free one."""
    runner = web.AppRunner(app, access_log=None, lingering_time=LINGER, shutdown_timeout=SHUTDOWN)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except BaseException:
        await runner.cleanup()
        raise
    return runner


class Intake:
    """From a proven webhook call into the inbox."""

    def __init__(self, inbox: Inbox, metrics: Metrics) -> None:
        self.inbox, self.metrics = inbox, metrics

    async def keep(self, row: NewInbound) -> None:
        """Return when the row is durable. 503 when it cannot be kept: the provider comes again."""
        try:
            fresh = await self.inbox.put(row)
        except Exception as error:
            log.exception("webhook.not_kept", channel=row.channel.value, error=type(error).__name__)
            raise web.HTTPServiceUnavailable from error
        if not fresh:
            self.metrics.duplicates.labels(row.channel.value).inc()

    def refuse(self, channel: str, reason: str) -> web.HTTPException:
        """403 for a call that could not prove its sender."""
        self.metrics.signature_failures.labels(channel).inc()
        log.warning("webhook.refused", channel=channel, reason=reason)
        return web.HTTPForbidden()


class TelegramWebhook:
    """POST /webhooks/telegram: one update as JSON, proved by the secret that we gave when we registered."""

    def __init__(self, intake: Intake, telegram: Telegram, secret: str) -> None:
        if not secret:
            raise ValueError("a webhook without a secret would believe anybody")
        self.intake, self.telegram, self.secret = intake, telegram, secret.encode()
        self._duration = intake.metrics.webhook_duration.labels("telegram")

    async def receive(self, request: web.Request) -> web.Response:
        """One update."""
        start = perf_counter()
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self.secret):
            raise self.intake.refuse("telegram", "secret")
        _check_type(request, JSON_TYPE)
        body = await request.read()
        try:
            row = self.telegram.locate(body)
        except (ValueError, RecursionError):
            raise web.HTTPBadRequest from None
        if row is not None:
            await self.intake.keep(row)
        self._duration.observe(perf_counter() - start)
        return web.Response()


class WhatsAppWebhook:
    """POST /webhooks/whatsapp and …/status: Twilio's forms, signed over the public address and every field."""

    def __init__(self, intake: Intake, whatsapp: WhatsApp, public_url: str, on_status: StatusHook | None) -> None:
        self.intake, self.whatsapp, self.public_url, self.on_status = intake, whatsapp, public_url, on_status
        self._duration = intake.metrics.webhook_duration.labels("whatsapp")

    async def receive(self, request: web.Request) -> web.Response:
        """An incoming message."""
        start = perf_counter()
        fields = await self._read(request)
        try:
            row = self.whatsapp.locate(fields)
        except ValueError as error:
            # The same letters cut into other fields have the same signature: this is no better than a wrong one.
            raise self.intake.refuse("whatsapp", str(error)) from None
        await self.intake.keep(row)
        self._duration.observe(perf_counter() - start)
        return web.Response(body=TWIML, headers=XML)

    async def report(self, request: web.Request) -> web.Response:
        """What became of a message of ours."""
        fields = await self._read(request)
        try:
            provider_id, status, error = self.whatsapp.status(fields)
        except ValueError as found:
            raise self.intake.refuse("whatsapp", str(found)) from None
        if status is not None and self.on_status is not None:
            try:
                await self.on_status(provider_id, status, error)
            except Exception as found:
                log.exception("status.not_kept", error=type(found).__name__)
                raise web.HTTPServiceUnavailable from found
        return web.Response()

    async def _read(self, request: web.Request) -> Fields:
        """The form's fields, blank ones too, when the signature over them is right."""
        _check_type(request, FORM_TYPE)
        body = await request.read()
        try:
            fields = read_form(body)
        except ValueError:
            raise web.HTTPBadRequest from None
        # Twilio signs the address that it was given: behind a proxy, request.url is another.
        url = f"{self.public_url}{request.raw_path}"
        if not self._verify(url, fields, request.headers.get("X-Twilio-Signature", "")):
            raise self.intake.refuse("whatsapp", "signature")
        return fields

    def _verify(self, url: str, fields: Fields, signature: str) -> bool:
        validator = self.whatsapp.validator
        try:
            if hmac.compare_digest(sign(validator.token, url, fields).encode(), signature.encode()):
                return True
        except UnicodeEncodeError:
            return False
        # The SDK also knows repeated names, and tries the address with the port added or taken away, as Twilio may do.
        return bool(validator.validate(url, Signed(fields), signature))


def read_form(body: bytes) -> Fields:
    """The fields of an urlencoded form in their order, blank ones too.

    ValueError when it is not UTF-8, or has more fields than any form of Twilio's.
    """
    text = body.decode()
    fields = query_to_pairs(text, max_fields=MOST_FIELDS)
    for name, value in fields:
        # What is not UTF-8 was read as this character, which can also be somebody's own.
        if "\ufffd" in value or "\ufffd" in name:
            unquote(text, errors="strict")
    return fields


def sign(token: bytes, url: str, fields: Fields) -> str:
    """Twilio's signature of a form in which no name is repeated: what the SDK computes, in a third of its time."""
    signed = "".join([url, *[name + value for name, value in sorted(fields)]])
    return b64encode(hmac.digest(token, signed.encode(), "sha1")).decode()


class Signed(dict[str, list[str]]):
    """A form's values by name, as the SDK's validator asks for them; a repeated name has several."""

    def __init__(self, fields: Fields) -> None:
        for name, value in fields:
            self.setdefault(name, []).append(value)

    def getall(self, name: str) -> list[str]:
        """All values of a name."""
        return self[name]


class Operations:
    """GET /livez, /readyz and /metrics."""

    def __init__(self, metrics: Metrics, checks: Mapping[str, Check]) -> None:
        self.metrics, self.checks = metrics, checks

    async def live(self, _: web.Request) -> web.Response:
        """The process answers."""
        return web.Response(text="ok")

    async def ready(self, _: web.Request) -> web.Response:
        """What we need is there: 200, else 503; each check with `ok` or the class of its failure."""
        found = {name: await _run(check) for name, check in self.checks.items()}
        return web.json_response(found, status=200 if all(state == "ok" for state in found.values()) else 503)

    async def measure(self, _: web.Request) -> web.Response:
        """Prometheus's page."""
        page = await self.metrics.scrape()
        return web.Response(body=page, headers={"Content-Type": self.metrics.content_type})


async def ping() -> None:
    """Ask the database for nothing much."""
    await current().execute_query_dict("SELECT 1")


async def _run(check: Check) -> str:
    try:
        async with asyncio.timeout(CHECK_TIMEOUT):
            await check()
    except Exception as error:
        return type(error).__name__
    return "ok"


def _check_type(request: web.Request, wanted: str) -> None:
    given = request.headers.get("Content-Type", "")
    if given.partition(";")[0].strip().lower() != wanted:
        raise web.HTTPUnsupportedMediaType
