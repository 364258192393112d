"""Content resources: what they show on the phone, what a press of theirs writes, and their limits."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest.content.v1.content import ContentList

from sandbox.phones import Phone
from sandbox.server import Sandbox
from tests.sandbox.conftest import Call, Receiver


def quick_reply(*titles: str, body: str = "T1") -> dict[str, Any]:
    actions = [{"type": "QUICK_REPLY", "title": title, "id": f"id {title}"} for title in titles]
    return {"twilio/quick-reply": {"body": body, "actions": actions}}


def list_picker(*items: tuple[str, str, str], button: str = "اختر") -> dict[str, Any]:
    found = [{"id": id, "item": title, "description": description} for id, title, description in items]
    return {"twilio/list-picker": {"body": "اختر تذكرة", "button": button, "items": found}}


@pytest.fixture
def create(client: Any) -> Call:
    async def call(types: dict[str, Any], **more: Any) -> Any:
        request = ContentList.ContentCreateRequest({"language": "ar", "types": _Raw(types)} | more)
        return await asyncio.to_thread(client.content.v1.contents.create, request)

    return call


class _Raw:
    """Types as they are: the SDK's own classes leave out what is wrong on purpose."""

    def __init__(self, types: dict[str, Any]) -> None:
        self.types = types

    def to_dict(self) -> dict[str, Any]:
        return self.types


async def test_quick_replies(sandbox: Sandbox, sara: Phone, send: Call, create: Call, receiver: Receiver) -> None:
    sandbox.twilio.webhook_url = f"{receiver.url}/hook"
    content = await create(quick_reply("إغلاق", "تعيين"), friendly_name="ticket")
    assert (content.sid[:2], content.language, content.friendly_name) == ("HX", "ar", "ticket")
    made = await send(sara, content_sid=content.sid)
    shown = await sara.next()
    assert [[b.text for b in row] for row in shown.rows] == [["إغلاق"], ["تعيين"]]
    written = await sara.press(shown, "\u200fإغلاق")
    assert written
    assert (written.text, written.quote) == ("إغلاق", shown)
    (post,) = await receiver.wait(1)
    form = post.form
    assert (form["ButtonText"], form["ButtonPayload"], form["Body"]) == ("إغلاق", "id إغلاق", "إغلاق")
    assert (form["OriginalRepliedMessageSid"], form["MessageType"]) == (made.sid, "interactive")


async def test_a_list(sandbox: Sandbox, sara: Phone, send: Call, create: Call, receiver: Receiver) -> None:
    sandbox.twilio.webhook_url = f"{receiver.url}/hook"
    content = await create(list_picker(("T1", "الطابعة", "مفتوحة"), ("T2", "الشبكة", "")))
    await send(sara, content_sid=content.sid)
    shown = await sara.next()
    assert shown.json()["list"] == {
        "button": "اختر",
        "items": [
            {"id": "T1", "title": "الطابعة", "description": "مفتوحة"},
            {"id": "T2", "title": "الشبكة", "description": ""},
        ],
    }
    await sara.press(shown, "T2")
    (post,) = await receiver.wait(1)
    form = post.form
    assert (form["ListId"], form["ListTitle"], form["Body"]) == ("T2", "الشبكة", "الشبكة")
    assert "ButtonPayload" not in form


@pytest.mark.parametrize(
    "types",
    [
        {},
        {"twilio/dance": {}},
        {"twilio/text": {}},
        {"twilio/quick-reply": {"body": "x"}},
        {"twilio/list-picker": {"body": "x", "button": "y"}},
        quick_reply(),
        quick_reply("a", "b", "c", "d"),
        quick_reply("x" * 21),
        quick_reply("a", "a"),
        quick_reply("a", body="x" * 1025),
        list_picker(),
        list_picker(*((f"T{n}", f"t{n}", "") for n in range(11))),
        list_picker(("T1", "x" * 25, "")),
        list_picker(("T1", "x", "y" * 73)),
        list_picker(("T" * 201, "x", "")),
        list_picker(("T1", "x", ""), ("T1", "y", "")),
        list_picker(("T1", "x", ""), button="z" * 21),
    ],
)
async def test_what_cannot_be_made(create: Call, types: dict[str, Any]) -> None:
    with pytest.raises(TwilioRestException) as caught:
        await create(types)
    assert (caught.value.status, caught.value.code) == (400, 20001)


async def test_limits_hold_for_what_is_filled_in(sara: Phone, send: Call, create: Call) -> None:
    content = await create(quick_reply("{{1}}"), variables={"1": "short"})
    await send(sara, content_sid=content.sid)
    assert (await sara.next()).rows[0][0].text == "short"
    with pytest.raises(TwilioRestException) as caught:
        await send(sara, content_sid=content.sid, content_variables='{"1": "far too long for a button"}')
    assert caught.value.code == 21658


async def test_media_of_a_content(sandbox: Sandbox, sara: Phone, send: Call, create: Call) -> None:
    kept = sandbox.world.keep("document", b"%PDF", "application/pdf", "x.pdf")
    content = await create({"twilio/media": {"body": "تقرير", "media": [f"{sandbox.url}/api/media/{{{{1}}}}"]}})
    await send(sara, content_sid=content.sid, content_variables=f'{{"1": "{kept.id}"}}')
    shown = await sara.next()
    assert (shown.kind, shown.text, shown.media and shown.media.content) == ("document", "تقرير", b"%PDF")


async def test_an_approved_template_goes_outside_the_window(
    sandbox: Sandbox, sara: Phone, send: Call, create: Call, client: Any
) -> None:
    content = await create({"twilio/text": {"body": "تذكير {{1}} يا سارة"}}, variables={"1": "أ"})
    auth = aiohttp.BasicAuth(sandbox.account_sid, sandbox.auth_token)
    url = f"{sandbox.twilio_url}/v1/Content/{content.sid}/ApprovalRequests"
    async with aiohttp.ClientSession(auth=auth) as session:
        async with session.post(f"{url}/whatsapp", json={"name": "Bad Name", "category": "UTILITY"}) as response:
            assert response.status == 400
        async with session.post(f"{url}/whatsapp", json={"name": "remind", "category": "UTILITY"}) as response:
            assert (response.status, (await response.json())["status"]) == (201, "received")
    approval = await asyncio.to_thread(client.content.v1.contents(content.sid).approval_fetch().fetch)
    assert (approval.whatsapp["status"], approval.whatsapp["name"]) == ("approved", "remind")
    sandbox.world.move(timedelta(days=2))
    await send(sara, content_sid=content.sid)
    assert (await sara.next()).text == "تذكير أ يا سارة"


async def test_the_resource(create: Call, client: Any) -> None:
    contents = client.content.v1.contents
    made = await create(quick_reply("a"))
    assert [c.sid for c in await asyncio.to_thread(contents.list)] == [made.sid]
    assert (await asyncio.to_thread(contents(made.sid).fetch)).types == quick_reply("a")
    assert await asyncio.to_thread(contents(made.sid).delete)
    with pytest.raises(TwilioRestException) as caught:
        await asyncio.to_thread(contents(made.sid).fetch)
    assert caught.value.status == 404
