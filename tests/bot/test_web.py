"""The web endpoints over real HTTP: what is kept, what is refused, and what a repeat does."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

import aiohttp
import pytest
from aiohttp import web
from twilio.request_validator import RequestValidator

from bot.channels.telegram import Telegram
from bot.channels.whatsapp import WhatsApp
from bot.metrics import Metrics
from bot.web import application, read_form, serve
from sandbox.server import Sandbox
from storage.inbox import Inbox, NewInbound
from storage.models import InboundMessage, OutboundStatus
from tests.stage import free_port

PUBLIC_URL = "https://crm.example.com"
TOKEN = "7012345678:AA" + "x" * 33
SECRET = "s" * 32
ACCOUNT_SID, AUTH_TOKEN, NUMBER = "AC" + "2" * 32, "f" * 32, "+14155238886"
FORM_TYPE = {"Content-Type": "application/x-www-form-urlencoded"}

pytestmark = pytest.mark.database


class BrokenInbox(Inbox):
    """An inbox whose database is away."""

    async def put(self, message: NewInbound) -> bool:
        raise OSError("no database")


@dataclass
class Site:
    """Our web process, and a client in front of it."""

    url: str
    http: aiohttp.ClientSession
    metrics: Metrics
    inbox: Inbox
    statuses: list[tuple[str, OutboundStatus, str | None]] = field(default_factory=list)
    down: set[str] = field(default_factory=set)

    async def post(self, path: str, body: Any, headers: dict[str, str]) -> int:
        async with self.http.post(f"{self.url}{path}", data=body, headers=headers) as response:
            await response.read()
            return response.status

    async def telegram(self, update: Any, secret: str | None = SECRET) -> int:
        headers = {"Content-Type": "application/json; charset=utf-8"}
        headers |= {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
        return await self.post("/webhooks/telegram", json.dumps(update), headers)

    async def whatsapp(
        self, form: dict[str, str], *, signed: dict[str, str] | None = None, path: str = "/webhooks/whatsapp"
    ) -> int:
        """Post a form with the signature over `signed`, which is the form itself unless something else is given."""
        signature = RequestValidator(AUTH_TOKEN).compute_signature(PUBLIC_URL + path, signed or form)
        return await self.post(path, urlencode(form), FORM_TYPE | {"X-Twilio-Signature": signature})

    async def kept(self) -> int:
        return await InboundMessage.all().count()

    async def measured(self) -> str:
        async with self.http.get(f"{self.url}/metrics") as response:
            return await response.text()


@pytest.fixture
async def site(database: object) -> AsyncIterator[Site]:
    async with running(Inbox()) as site:
        yield site


class running:
    """A site while the context is open."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox

    async def __aenter__(self) -> Site:
        self.telegram = Telegram(TOKEN)
        self.whatsapp = WhatsApp(ACCOUNT_SID, AUTH_TOKEN, NUMBER)
        self.site = site = Site("", aiohttp.ClientSession(), Metrics(), self.inbox)

        async def note(provider_id: str, status: OutboundStatus, error: str | None) -> None:
            if "statuses" in site.down:
                raise OSError("no database")
            site.statuses.append((provider_id, status, error))

        async def check() -> None:
            if "worker" in site.down:
                raise ConnectionError("the address of it")

        app = application(
            self.inbox,
            site.metrics,
            telegram=self.telegram,
            telegram_secret=SECRET,
            whatsapp=self.whatsapp,
            public_url=PUBLIC_URL,
            on_status=note,
            checks={"worker": check},
        )
        self.runner = await serve(app, "127.0.0.1", 0)
        site.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"
        return site

    async def __aexit__(self, *_: object) -> None:
        await self.site.http.close()
        await self.runner.cleanup()
        await self.inbox.close()
        await self.telegram.close()
        await self.whatsapp.close()


def update(number: int = 1, text: str = "hello") -> dict[str, Any]:
    person = {"id": 5, "is_bot": False, "first_name": "Layla"}
    chat = {"id": 5, "type": "private"}
    return {"update_id": number, "message": {"message_id": 9, "date": 1, "from": person, "chat": chat, "text": text}}


def form(**fields: str) -> dict[str, str]:
    return {
        "AccountSid": ACCOUNT_SID,
        "Body": "مرحبا & أهلا",
        "From": "whatsapp:+966500000001",
        "MessageSid": "SM" + secrets.token_hex(16),
        "NumMedia": "0",
        "ProfileName": "",
        "To": f"whatsapp:{NUMBER}",
    } | fields


async def test_an_update_is_kept_once(site: Site) -> None:
    assert await site.telegram(update()) == 200
    assert await site.telegram(update()) == 200
    row = await InboundMessage.get()
    assert (row.account, row.provider_id, row.sender, row.message_id) == ("7012345678", "1", "5", "9")
    assert json.loads(row.payload) == update()
    assert 'diwan_duplicates_dropped_total{channel="telegram"} 1.0' in await site.measured()


async def test_a_form_is_kept_once_with_its_blank_fields(site: Site) -> None:
    given = form()
    assert await site.whatsapp(given) == 200
    assert await site.whatsapp(given) == 200
    row = await InboundMessage.get()
    assert (row.account, row.provider_id, row.sender) == (NUMBER, given["MessageSid"], given["From"])
    assert json.loads(row.payload) == given


async def test_the_same_message_twenty_times_at_once_is_one_record(site: Site) -> None:
    given = form()
    forms = await asyncio.gather(*(site.whatsapp(given) for _ in range(20)))
    updates = await asyncio.gather(*(site.telegram(update()) for _ in range(20)))
    assert [*forms, *updates] == [200] * 40
    assert await site.kept() == 2
    assert 'diwan_duplicates_dropped_total{channel="whatsapp"} 19.0' in await site.measured()


async def test_a_wrong_or_missing_secret_keeps_nothing(site: Site) -> None:
    for secret in (None, "", "S" * 32, SECRET + "s", "سر"):
        assert await site.telegram(update(), secret) == 403
    assert await site.kept() == 0
    assert 'diwan_signature_failures_total{channel="telegram"} 5.0' in await site.measured()


async def test_a_wrong_or_missing_signature_keeps_nothing(site: Site) -> None:
    given, path = form(), "/webhooks/whatsapp"
    assert await site.whatsapp(given, signed=given | {"Body": "other"}) == 403
    assert await site.whatsapp(given | {"Extra": "x"}, signed=given) == 403
    assert await site.post(path, urlencode(given), FORM_TYPE) == 403
    for signature in ("", "nonsense", "توقيع"):
        assert await site.post(path, urlencode(given), FORM_TYPE | {"X-Twilio-Signature": signature}) == 403
    other = RequestValidator("0" * 32).compute_signature(PUBLIC_URL + path, given)
    assert await site.post(path, urlencode(given), FORM_TYPE | {"X-Twilio-Signature": other}) == 403
    elsewhere = RequestValidator(AUTH_TOKEN).compute_signature(PUBLIC_URL + path, given)
    assert await site.post(f"{path}?x=1", urlencode(given), FORM_TYPE | {"X-Twilio-Signature": elsewhere}) == 403
    assert await site.kept() == 0


async def test_a_form_cut_into_other_fields_keeps_nothing(site: Site) -> None:
    """The signature is over names and values without a delimiter, so it is right for every one of these."""
    given = form()
    sid, sender = given["MessageSid"], given["From"]
    merged = {key: value for key, value in given.items() if key not in ("MessageSid",)}
    for other in (
        merged | {"From": f"{sender}MessageSid{sid}"},
        {key: value for key, value in given.items() if key != "From"} | {"Fro": f"m{sender}"},
        merged | {"MessageSi": f"d{sid}"},
        merged | {"MessageSidS": sid[1:]},
        merged | {"Body": given["Body"] + "From" + sender, "From": ""} | {"MessageSid": sid},
    ):
        assert await site.whatsapp(other, signed=other) == 403 or await site.whatsapp(other, signed=given) == 403
        assert await site.kept() == 0
    swallowed = form(Body="xFromwhatsapp:+966509999999")
    recut = {k: v for k, v in swallowed.items() if k != "From"}
    recut |= {"Body": "x", "From": f"whatsapp:+966509999999From{swallowed['From']}"}
    assert RequestValidator(AUTH_TOKEN).compute_signature("u", recut) == RequestValidator(AUTH_TOKEN).compute_signature(
        "u", swallowed
    )
    assert await site.whatsapp(recut, signed=swallowed) == 403
    assert await site.kept() == 0


async def test_a_repeated_field_is_signed_with_all_its_values_and_refused(site: Site) -> None:
    given = [*form().items(), ("From", "whatsapp:+966509999999")]

    class Many(dict[str, str]):
        def getall(self, name: str) -> list[str]:
            return [value for key, value in given if key == name]

    signature = RequestValidator(AUTH_TOKEN).compute_signature(f"{PUBLIC_URL}/webhooks/whatsapp", Many(given))
    headers = FORM_TYPE | {"X-Twilio-Signature": signature}
    assert await site.post("/webhooks/whatsapp", urlencode(given), headers) == 403
    assert await site.kept() == 0


async def test_a_form_of_another_account_or_number_is_not_ours(site: Site) -> None:
    for wrong in ({"AccountSid": "AC" + "3" * 32}, {"To": "whatsapp:+14155238887"}, {"From": "+966500000001"}):
        assert await site.whatsapp(form(**wrong)) == 403
    assert await site.kept() == 0


async def test_what_is_malformed(site: Site) -> None:
    proof = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
    for body in (b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"update_id": "x"}'):
        assert await site.post("/webhooks/telegram", body, proof) == 400
    for body in (b"Body=%ff", b"\xff=1", b"&".join(b"a=1" for _ in range(500))):
        assert await site.post("/webhooks/whatsapp", body, FORM_TYPE) == 400
    assert await site.post("/webhooks/telegram", "x", proof | {"Content-Type": "text/plain"}) == 415
    assert await site.post("/webhooks/whatsapp", "{}", {"Content-Type": "application/json"}) == 415
    assert await site.kept() == 0


@pytest.mark.parametrize("chunked", [False, True], ids=["with its length", "in chunks"])
async def test_a_body_of_ten_megabytes(site: Site, chunked: bool) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(160):
            yield b"x" * 65536

    proof = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
    for path, headers in (("telegram", proof), ("whatsapp", FORM_TYPE), ("whatsapp/status", FORM_TYPE)):
        body = pieces() if chunked else b"x" * 10_485_760
        assert await site.post(f"/webhooks/{path}", body, headers) == 413
    assert await site.kept() == 0


async def test_what_we_do_not_listen_to_is_acknowledged(site: Site) -> None:
    assert await site.telegram({"update_id": 7, "channel_post": {}}) == 200
    assert await site.kept() == 0


async def test_when_nothing_can_be_kept_the_provider_comes_again() -> None:
    async with running(BrokenInbox()) as site:
        assert await site.telegram(update()) == 503
        assert await site.whatsapp(form()) == 503


async def test_statuses(site: Site) -> None:
    sid, path = "SM" + "a" * 32, "/webhooks/whatsapp/status"
    given = {"MessageSid": sid, "AccountSid": ACCOUNT_SID, "MessageStatus": "undelivered", "ErrorCode": "63016"}
    assert await site.whatsapp(given, path=path) == 200
    assert await site.whatsapp(given | {"MessageStatus": "new-fangled"}, path=path) == 200
    assert site.statuses == [(sid, OutboundStatus.FAILED, "63016")]
    assert await site.whatsapp(given, signed=given | {"MessageStatus": "read"}, path=path) == 403
    assert await site.whatsapp(given | {"MessageSid": "x"}, path=path) == 403
    assert await site.post(path, urlencode(given), FORM_TYPE) == 403
    site.down.add("statuses")
    assert await site.whatsapp(given, path=path) == 503
    assert len(site.statuses) == 1


async def test_what_operators_ask(site: Site) -> None:
    async with site.http.get(f"{site.url}/livez") as response:
        assert (response.status, await response.text()) == (200, "ok")
    async with site.http.get(f"{site.url}/readyz") as response:
        assert (response.status, await response.json()) == (200, {"database": "ok", "worker": "ok"})
    site.down.add("worker")
    async with site.http.get(f"{site.url}/readyz") as response:
        assert (response.status, await response.json()) == (503, {"database": "ok", "worker": "ConnectionError"})


async def test_gauges_are_brought_up_to_date_by_the_scrape(site: Site) -> None:
    async def refresh() -> None:
        site.metrics.set_outbox({OutboundStatus.DEAD: 3})

    site.metrics.on_scrape(refresh)
    page = await site.measured()
    assert 'diwan_outbox_messages{state="dead"} 3.0' in page
    assert 'diwan_outbox_messages{state="queued"} 0.0' in page
    assert "diwan_inbox_age_seconds 0.0" in page


async def test_channels_that_are_left_out_have_no_endpoints() -> None:
    runner = await serve(application(Inbox(), Metrics()), "127.0.0.1", 0)
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with aiohttp.ClientSession() as http:
        for path in ("telegram", "whatsapp", "whatsapp/status"):
            async with http.post(f"{url}/webhooks/{path}") as response:
                assert response.status == 404
    with pytest.raises(OSError):  # noqa: PT011
        await serve(web.Application(), "127.0.0.1", runner.addresses[0][1])
    await runner.cleanup()


@pytest.mark.parametrize(
    "body", ["", "a=1&b=&c&&=x", "a=1+2%2B3&%D8%B9+x=%D9%85&b=a=b", "a=%zz&b=%", "a=;b", "س=ص&a=%00"], ids=repr
)
def test_forms_are_read_as_the_library_reads_them(body: str) -> None:
    assert read_form(body.encode()) == parse_qsl(body, keep_blank_values=True)


def test_a_webhook_needs_a_secret() -> None:
    with pytest.raises(ValueError, match="secret"):
        application(Inbox(), Metrics(), telegram=object(), telegram_secret="")  # type: ignore[arg-type]


async def test_both_platforms_reach_us(database: object) -> None:
    """The sandbox's servers post with their own signatures, through their own retries."""
    async with Sandbox() as sandbox:
        telegram = Telegram(sandbox.telegram_token, sandbox.telegram_url)
        whatsapp = WhatsApp(
            sandbox.account_sid, sandbox.auth_token, sandbox.whatsapp_number, api_url=sandbox.twilio_url
        )
        inbox, port = Inbox(), free_port()
        url = f"http://127.0.0.1:{port}"
        app = application(
            inbox,
            Metrics(),
            telegram=telegram,
            telegram_secret=sandbox.telegram_secret,
            whatsapp=whatsapp,
            public_url=url,
        )
        runner = await serve(app, "127.0.0.1", port)
        sandbox.expect(url)
        await telegram.register(f"{url}/webhooks/telegram", sandbox.telegram_secret)
        customer = sandbox.world.add_phone("Layla", "telegram", "en")
        other = sandbox.world.add_phone("ليلى", "whatsapp", "ar")
        await customer.send("hello")
        await other.send("مرحبا")
        await other.send_media("photo", b"jpeg", "image/jpeg", text="صورة")
        await sandbox.world.idle()
        rows = await InboundMessage.all().order_by("id")
        heard = [(telegram if row.channel == "telegram" else whatsapp).read(row.payload) for row in rows]
        assert {incoming and incoming.text for incoming in heard} == {"hello", "مرحبا", "صورة"}
        await runner.cleanup()
        await inbox.close()
        await telegram.close()
        await whatsapp.close()
