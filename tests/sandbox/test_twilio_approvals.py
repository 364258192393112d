"""Templates at the sandbox's Twilio: what WhatsApp rejects and why, the states, and what goes when."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest.content.v1.content import ContentList
from twilio.rest.content.v1.content.approval_create import ApprovalCreateList

from sandbox.phones import Phone
from sandbox.server import Sandbox
from tests.sandbox.conftest import Call

GOOD = "News for you:\n{{1}}\nReply at any time."


def text(body: str) -> dict[str, Any]:
    return {"twilio/text": {"body": body}}


def quick_reply(title: str) -> dict[str, Any]:
    return {"twilio/quick-reply": {"body": GOOD, "actions": [{"type": "QUICK_REPLY", "title": title, "id": "{{2}}"}]}}


@pytest.fixture
def make(client: Any) -> Call:
    """Make a Content; its sid."""

    async def call(types: dict[str, Any], **variables: str) -> str:
        given = {"language": "en", "types": types, "variables": {name[1:]: value for name, value in variables.items()}}
        request = ContentList.ContentCreateRequest(given)
        made = await asyncio.to_thread(client.content.v1.contents.create, request)
        return str(made.sid)

    return call


@pytest.fixture
def submit(client: Any) -> Call:
    """Submit it; what WhatsApp says then."""

    async def call(sid: str, name: str = "news", category: str = "UTILITY") -> dict[str, Any]:
        request = ApprovalCreateList.ContentApprovalRequest({"name": name, "category": category})
        resource = client.content.v1.contents(sid)
        answer = await asyncio.to_thread(resource.approval_create.create, request)
        assert answer.status == "received"
        return await fetch(client, sid)

    return call


async def fetch(client: Any, sid: str) -> dict[str, Any]:
    found = await asyncio.to_thread(client.content.v1.contents(sid).approval_fetch().fetch)
    whatsapp: dict[str, Any] = found.whatsapp
    return whatsapp


@pytest.mark.parametrize(
    ("types", "why"),
    [
        (text("{{1}} is here for you"), "start or end"),
        (text("Here for you is {{1}}"), "start or end"),
        (text("Here for you are {{1}} {{2}} and some more words"), "next to each other"),
        (text("Here for you are {{1}} and also the good {{3}} today"), "sequential"),
        (text("Here for you {{2}} today"), "sequential"),
        (text("For {{1}} me"), "too many variables"),
        (text(f"{'word ' * 250}{{{{1}}}} end"), "more than 1024"),
        (quick_reply("{{2}}"), "title"),
    ],
)
async def test_what_is_rejected(make: Call, submit: Call, types: dict[str, Any], why: str) -> None:
    approval = await submit(await make(types, _1="a", _2="b", _3="c"))
    assert approval["status"] == "rejected"
    assert why in approval["rejection_reason"]


async def test_what_is_approved(make: Call, submit: Call) -> None:
    for types in (text(GOOD), quick_reply("Done"), text("No variables at all")):
        approval = await submit(await make(types, _1="a", _2="b"))
        assert (approval["status"], approval["rejection_reason"]) == ("approved", "")


async def test_what_cannot_be_submitted(make: Call, submit: Call) -> None:
    unsampled, sampled = await make(text(GOOD)), await make(text(GOOD), _1="a")
    for sid, name, category in ((unsampled, "x", "UTILITY"), (sampled, "No Name", "UTILITY"), (sampled, "x", "NEWS")):
        with pytest.raises(TwilioRestException) as caught:
            await submit(sid, name, category)
        assert caught.value.status == 400
    await submit(sampled)
    with pytest.raises(TwilioRestException, match="submitted before"):
        await submit(sampled)


async def test_the_states(sandbox: Sandbox, client: Any, make: Call, submit: Call) -> None:
    contents = sandbox.twilio.contents
    contents.auto_approve = False
    sid = await make(text(GOOD), _1="a")
    assert (await fetch(client, sid))["status"] == "unsubmitted"
    assert (await submit(sid))["status"] == "received"
    assert (await fetch(client, sid))["status"] == "pending"
    for status in ("approved", "paused", "disabled", "rejected"):
        contents.approve(sid, status, "why" if status == "rejected" else "")
        assert (await fetch(client, sid))["status"] == status
    assert (await fetch(client, sid))["rejection_reason"] == "why"
    with pytest.raises(ValueError, match="no such state"):
        contents.approve(sid, "liked")


async def failure(sandbox: Sandbox, sid: str) -> int | None:
    resource = sandbox.twilio.resources[sid]
    await sandbox.world.changes.until(lambda: resource.status in ("failed", "delivered"), 5, what="an end")
    return resource.error_code


@pytest.mark.parametrize("status", ["unsubmitted", "received", "pending", "rejected", "paused", "disabled"])
async def test_only_what_is_approved_goes_outside_the_window(
    sandbox: Sandbox, sara: Phone, make: Call, send: Call, status: str
) -> None:
    sid = await make(text(GOOD), _1="a")
    sandbox.twilio.contents.approve(sid, status)
    assert await failure(sandbox, (await send(sara, content_sid=sid)).sid) is None
    sandbox.world.move(timedelta(days=1))
    assert await failure(sandbox, (await send(sara, content_sid=sid)).sid) == 63016
    sandbox.twilio.contents.approve(sid)
    assert await failure(sandbox, (await send(sara, content_sid=sid)).sid) is None


async def test_values_and_lengths_of_a_template(sandbox: Sandbox, sara: Phone, make: Call, send: Call) -> None:
    sid = await make(text(GOOD), _1="a")
    lines = '{"1": "two\\nlines"}'
    assert await failure(sandbox, (await send(sara, content_sid=sid, content_variables=lines)).sid) is None
    sandbox.twilio.contents.approve(sid)
    for values in (lines, '{"1": "a\\tb"}', '{"1": "a     b"}', '{"1": ""}', '{"1": null}'):
        with pytest.raises(TwilioRestException) as caught:
            await send(sara, content_sid=sid, content_variables=values)
        assert caught.value.code == 21656
    long = await send(sara, content_sid=sid, content_variables=f'{{"1": "{"x" * 1000}"}}')
    assert await failure(sandbox, long.sid) == 63021


async def test_the_list_has_pages(client: Any, make: Call) -> None:
    made = [await make(text(f"Number {number}")) for number in range(7)]
    listed = await asyncio.to_thread(client.content.v1.contents.list, page_size=3)
    assert [content.sid for content in listed] == made[::-1]
    page = await asyncio.to_thread(client.content.v1.contents.page, page_size=3)
    assert len(list(page)) == 3
