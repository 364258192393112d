"""Messages through Twilio's real client: what arrives, what is refused, what fails later, and the list of it all."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList

from sandbox.phones import Phone
from sandbox.server import Sandbox
from tests.sandbox.conftest import Call, Receiver, ToSandbox


async def test_a_text_arrives(sandbox: Sandbox, sara: Phone, client: Any, send: Call) -> None:
    made = await send(sara, "*مرحبا* بك")
    assert (made.status, made.direction, made.num_segments) == ("queued", "outbound-api", "1")
    assert made.sid.startswith("SM")
    shown = await sara.next()
    assert (shown.provider_id, shown.text, shown.source) == (made.sid, "مرحبا بك", "*مرحبا* بك")
    assert [e.type for e in shown.entities] == ["bold"]
    found = await asyncio.to_thread(client.messages(made.sid).fetch)
    assert (found.status, found.body, found.to) == ("delivered", "*مرحبا* بك", sara.address)
    assert found.date_sent is not None
    await sara.read()
    assert (await asyncio.to_thread(client.messages(made.sid).fetch)).status == "read"
    assert shown.status == "read"


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"to": "whatsapp:123"}, 400, 21211),
        ({"to": "+966550000001"}, 400, 21910),
        ({"from_": "whatsapp:123"}, 400, 21212),
        ({"from_": "whatsapp:+966550000009"}, 400, 21606),
        ({"body": "x" * 1601}, 400, 21617),
        ({"body": ""}, 400, 21619),
        ({"content_sid": "HX" + "0" * 32}, 400, 21655),
    ],
)
async def test_refusals(sara: Phone, send: Call, fields: dict[str, str], status: int, code: int) -> None:
    with pytest.raises(TwilioRestException) as caught:
        await send(sara, **({"body": "x"} | fields))
    assert (caught.value.status, caught.value.code) == (status, code)
    assert len(sara.messages) == 1


async def test_who_asks(sandbox: Sandbox, sara: Phone) -> None:
    wrong = Client(sandbox.account_sid, "wrong", http_client=ToSandbox(sandbox.twilio_url))
    with pytest.raises(TwilioRestException, match="Authenticate") as caught:
        await asyncio.to_thread(wrong.messages(sara.messages[0].provider_id).fetch)
    assert (caught.value.status, caught.value.code) == (401, 20003)
    right = Client(sandbox.account_sid, sandbox.auth_token, http_client=ToSandbox(sandbox.twilio_url))
    assert (await asyncio.to_thread(right.api.accounts(sandbox.account_sid).fetch)).status == "active"
    with pytest.raises(TwilioRestException) as caught:
        await asyncio.to_thread(right.messages("SM" + "0" * 32).fetch)
    assert (caught.value.status, caught.value.code) == (404, 20404)


async def test_an_opted_out_phone(sara: Phone, send: Call) -> None:
    await sara.block()
    with pytest.raises(TwilioRestException) as caught:
        await send(sara, "x")
    assert caught.value.code == 21610


async def test_the_window(sandbox: Sandbox, sara: Phone, client: Any, send: Call, receiver: Receiver) -> None:
    sandbox.world.move(timedelta(hours=24, seconds=1))
    assert not sara.json()["window_open"]
    made = await send(sara, "late", status_callback=f"{receiver.url}/status")
    (post,) = await receiver.wait(1)
    assert (post.form["MessageStatus"], post.form["ErrorCode"]) == ("failed", "63016")
    assert (await asyncio.to_thread(client.messages(made.sid).fetch)).error_code == 63016
    assert len(sara.messages) == 1
    await sara.send("أنا هنا")
    await send(sara, "now")
    assert (await sara.next()).text == "now"


async def test_nobody_there(send: Call, receiver: Receiver) -> None:
    await send("whatsapp:+966550099999", "x", status_callback=f"{receiver.url}/status")
    (post,) = await receiver.wait(1)
    assert post.form["ErrorCode"] == "63003"


async def test_media_out(sandbox: Sandbox, sara: Phone, send: Call, receiver: Receiver) -> None:
    photo = sandbox.world.keep("photo", b"jpeg", "image/jpeg", "x.jpg")
    made = await send(sara, "caption", media_url=[f"{sandbox.url}/api/media/{photo.id}"])
    shown = await sara.next()
    assert (made.sid[:2], shown.kind, shown.text, shown.media and shown.media.content) == (
        "MM",
        "photo",
        "caption",
        b"jpeg",
    )
    gone = f"{sandbox.url}/api/media/nothing"
    await send(sara, media_url=[gone], status_callback=f"{receiver.url}/status")
    (post,) = await receiver.wait(1)
    assert post.form["ErrorCode"] == "63019"


async def test_the_list(sandbox: Sandbox, sara: Phone, client: Any, send: Call) -> None:
    for number in range(5):
        await send(sara, str(number))
        await sara.next()
    whatsapp = f"whatsapp:{sandbox.whatsapp_number}"

    async def bodies(**query: Any) -> list[str]:
        return [m.body for m in await asyncio.to_thread(lambda: client.messages.list(**query))]

    assert await bodies(to=sara.address, page_size=2) == ["4", "3", "2", "1", "0"]
    assert await bodies(to=whatsapp) == ["مرحبا"]
    assert await bodies(from_=whatsapp, limit=2) == ["4", "3"]
    now = sandbox.world.clock()
    assert len(await bodies(date_sent_after=now - timedelta(minutes=1))) == 6
    assert await bodies(date_sent_after=now + timedelta(minutes=1)) == []
    assert await bodies(date_sent_before=now - timedelta(minutes=1)) == []
    assert len(await bodies(date_sent=now.date())) == 6
    url = f"{sandbox.twilio_url}/2010-04-01/Accounts/{sandbox.account_sid}/Messages.json"
    auth = aiohttp.BasicAuth(sandbox.account_sid, sandbox.auth_token)
    async with aiohttp.ClientSession(auth=auth) as session, session.get(url, params={"PageSize": "x"}) as response:
        assert response.status == 400


async def test_faults(sandbox: Sandbox, sara: Phone, send: Call) -> None:
    for kind, status, code in (("429", 429, 20429), ("500", 500, 20500), ("403", 403, 20403)):
        sandbox.faults.add("twilio", kind, method="Messages")
        with pytest.raises(TwilioRestException) as caught:
            await send(sara, "x")
        assert (caught.value.status, caught.value.code) == (status, code)
    with pytest.raises(ValueError, match="no such fault"):
        sandbox.faults.add("twilio", "fire")
    url = f"{sandbox.twilio_url}/2010-04-01/Accounts/{sandbox.account_sid}/Messages.json"
    form = {"To": sara.address, "From": f"whatsapp:{sandbox.whatsapp_number}", "Body": "accepted"}
    auth, timeout = aiohttp.BasicAuth(sandbox.account_sid, sandbox.auth_token), aiohttp.ClientTimeout(total=0.2)
    async with aiohttp.ClientSession(auth=auth, timeout=timeout) as session:
        sandbox.faults.add("twilio", "reset")
        with pytest.raises(aiohttp.ClientError):
            await session.post(url, data=form)
        assert len(sara.messages) == 1
        sandbox.faults.add("twilio", "429", retry_after=3)
        async with session.post(url, data=form) as response:
            assert (response.status, response.headers["Retry-After"]) == (429, "3")
        sandbox.faults.add("twilio", "timeout")
        with pytest.raises(TimeoutError):
            await session.post(url, data=form)
    assert (await sara.next()).text == "accepted"


async def test_typing(sandbox: Sandbox, sara: Phone, client: Any, send: Call) -> None:
    heard = sara.messages[0]

    def show(sid: str) -> Any:
        return client.messaging.v2.typing_indicator.create(channel="whatsapp", message_id=sid)

    assert (await asyncio.to_thread(show, heard.provider_id)).success
    assert sara.typing
    assert heard.status == "read"
    await send(sara, "x")
    await sara.next()
    assert not sara.typing
    with pytest.raises(TwilioRestException):
        await asyncio.to_thread(show, "SM" + "0" * 32)


async def test_content_variables(sara: Phone, send: Call, client: Any) -> None:
    request = ContentList.ContentCreateRequest(
        {"language": "ar", "types": ContentList.Types({"twilio/text": ContentList.TwilioText({"body": "أهلا {{1}}"})})}
    )
    content = await asyncio.to_thread(client.content.v1.contents.create, request)
    await send(sara, content_sid=content.sid, content_variables=json.dumps({"1": "سارة"}))
    assert (await sara.next()).text == "أهلا سارة"
    for variables in ("[]", "{", '{"1": 2}', "{}"):
        with pytest.raises(TwilioRestException) as caught:
            await send(sara, content_sid=content.sid, content_variables=variables)
        assert caught.value.code == 21656
