"""Templates through Twilio's real SDK and the sandbox's Content API: made once, submitted once, and sent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.channels import DeliveryError, Rejected, TemplateRefused, Unavailable, Unreachable
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp.templates import Definition
from bot.reply import Outgoing, Template
from sandbox.phones import Phone
from sandbox.server import Sandbox

UPDATE = Definition("update", "en", "News for you:\n{{1}}\nReply at any time.", ("It is ready.",))
REMINDER = Definition(
    "reminder",
    "ar",
    "تذكير بشأن {{1}} الآن:\n{{2}}\nاختر ما تريد.",
    ("سارة", "اتصل بها", "done A1", "A1"),
    ("تم", "افتح"),
)


@pytest.fixture
async def phone(sandbox: Sandbox) -> Phone:
    """Somebody whose window is closed."""
    phone = sandbox.world.add_phone("ليلى حداد", "whatsapp", "ar")
    await phone.send("مرحبا")
    sandbox.world.move(timedelta(days=2))
    return phone


def calls(sandbox: Sandbox, kind: str) -> list[dict[str, Any]]:
    return [fields for name, fields in sandbox.twilio.calls if name == kind]


async def test_it_is_made_and_submitted_once(sandbox: Sandbox, whatsapp: WhatsApp) -> None:
    assert await whatsapp.templates.sids() == {}
    state = await whatsapp.templates.push(REMINDER, {})
    assert state.status == "approved"
    content = sandbox.twilio.contents.by_sid[state.sid]
    assert (content.name, content.category, content.language) == (REMINDER.name, "UTILITY", "ar")
    assert content.json()["types"] == {
        "twilio/quick-reply": {
            "body": REMINDER.body,
            "actions": [
                {"type": "QUICK_REPLY", "title": "تم", "id": "{{3}}"},
                {"type": "QUICK_REPLY", "title": "افتح", "id": "{{4}}"},
            ],
        }
    }
    assert content.variables == {"1": "سارة", "2": "اتصل بها", "3": "done A1", "4": "A1"}
    sids = await whatsapp.templates.sids()
    assert sids == {REMINDER.name: state.sid}
    assert await whatsapp.templates.push(REMINDER, sids) == state
    assert len(calls(sandbox, "Content")) == 1


async def test_other_words_are_another_template() -> None:
    names = {UPDATE.name, replace(UPDATE, body=UPDATE.body + "!").name, replace(UPDATE, samples=("x",)).name}
    names |= {replace(UPDATE, language="ar").name, REMINDER.name, replace(REMINDER, buttons=("تم", "لا")).name}
    assert len(names) == 6
    assert UPDATE.key("AC1") != UPDATE.key("AC2")


async def test_all_pages_are_looked_through(sandbox: Sandbox, whatsapp: WhatsApp) -> None:
    for number in range(1002):
        sandbox.twilio.contents.create(replace(UPDATE, body=f"{UPDATE.body} {number}").request())
    sids = await whatsapp.templates.sids()
    assert sids == {str(content.friendly_name): sid for sid, content in sandbox.twilio.contents.by_sid.items()}


async def test_a_push_that_was_cut_off_goes_on(sandbox: Sandbox, whatsapp: WhatsApp) -> None:
    made = sandbox.twilio.contents.create(UPDATE.request())
    state = await whatsapp.templates.push(UPDATE, await whatsapp.templates.sids())
    assert (state.sid, state.status) == (made.sid, "approved")


async def test_states_and_the_reason_of_a_rejection(sandbox: Sandbox, whatsapp: WhatsApp) -> None:
    sandbox.twilio.contents.auto_approve = False
    state = await whatsapp.templates.push(UPDATE, {})
    assert state.status == "received"
    assert (await whatsapp.templates.state(state.sid)).status == "pending"
    for status, reason in (("approved", ""), ("paused", ""), ("disabled", ""), ("rejected", "TAG_CONTENT_MISMATCH")):
        sandbox.twilio.contents.approve(state.sid, status, reason)
        found = await whatsapp.templates.push(UPDATE, {UPDATE.name: state.sid})
        assert (found.status, found.reason) == (status, reason)
    broken = await whatsapp.templates.push(replace(UPDATE, body="{{1}}"), {})
    assert broken.status == "rejected"
    assert "start or end" in broken.reason


async def test_what_is_gone_is_not_found(whatsapp: WhatsApp) -> None:
    with pytest.raises(Rejected) as caught:
        await whatsapp.templates.state("HX" + "0" * 32)
    assert caught.value.code == "20404"


async def test_twilio_out_of_order_is_a_delivery_error(sandbox: Sandbox, whatsapp: WhatsApp) -> None:
    sandbox.faults.add("twilio", "500", method="Content", times=1)
    with pytest.raises(DeliveryError):
        await whatsapp.templates.sids()
    sandbox.twilio.auth_token = "other"
    with pytest.raises(Unavailable):
        await whatsapp.templates.push(UPDATE, {})


async def test_it_goes_when_the_window_is_closed(sandbox: Sandbox, whatsapp: WhatsApp, phone: Phone) -> None:
    state = await whatsapp.templates.push(REMINDER, {})
    values = ("سارة", "اتصل بها الآن", "done A7", "A7")
    sent = await whatsapp.send(Outgoing(phone.address, "x", template=Template(state.sid, values)))
    message = await phone.next()
    assert list(sent.provider_ids) == [message.provider_id]
    assert message.source == "تذكير بشأن سارة الآن:\nاتصل بها الآن\nاختر ما تريد."
    assert [(button.text, button.id) for button in message.buttons] == [("تم", "done A7"), ("افتح", "A7")]
    (fields,) = calls(sandbox, "Messages")
    assert (fields["ContentSid"], json.loads(fields["ContentVariables"])) == (
        state.sid, {"1": "سارة", "2": "اتصل بها الآن", "3": "done A7", "4": "A7"},
    )  # fmt: skip
    assert "Body" not in fields


@pytest.mark.parametrize("value", ["", "two\nlines", "a\ttab", "a     b", "{{9}}"])
async def test_values_that_are_not_taken(whatsapp: WhatsApp, phone: Phone, value: str) -> None:
    state = await whatsapp.templates.push(UPDATE, {})
    with pytest.raises(TemplateRefused) as caught:
        await whatsapp.send(Outgoing(phone.address, "x", template=Template(state.sid, (value,))))
    assert (caught.value.code, caught.value.sid, caught.value.unusable) == ("21656", state.sid, False)


async def test_a_template_that_is_gone(whatsapp: WhatsApp, phone: Phone) -> None:
    with pytest.raises(TemplateRefused) as caught:
        await whatsapp.send(Outgoing(phone.address, "x", template=Template("HX" + "0" * 32, ("a",))))
    assert (caught.value.code, caught.value.unusable) == ("21655", True)


async def test_who_blocked_us_is_told_no_other_way(whatsapp: WhatsApp, phone: Phone) -> None:
    state = await whatsapp.templates.push(UPDATE, {})
    await phone.block()
    with pytest.raises(Unreachable):
        await whatsapp.send(Outgoing(phone.address, "x", template=Template(state.sid, ("a",))))


async def test_a_message_that_failed_is_not_the_one_that_is_looked_for(
    sandbox: Sandbox, whatsapp: WhatsApp, phone: Phone
) -> None:
    since = sandbox.world.clock()
    await whatsapp.send(Outgoing(phone.address, "late words"))
    await sandbox.world.changes.until(
        lambda: [one for one in sandbox.twilio.resources.values() if one.error_code == 63016], 5, what="a failure"
    )
    assert await whatsapp.settle(phone.address, "late words", since) == []
