"""Two at once: one outcome, the other is told, and nothing is lost."""

from __future__ import annotations

import asyncio
import json
import random

import aiohttp
from twilio.request_validator import RequestValidator

from sandbox.phones import Phone
from storage.models import (
    Activity,
    Change,
    Customer,
    Identity,
    InboundMessage,
    Lead,
    Role,
    Ticket,
    TicketMessage,
)
from tests.faults.support import heard, hears, quiet
from tests.stage import Stage


async def test_the_same_update_twenty_times_at_once(stage: Stage) -> None:
    user = {"id": 42, "is_bot": False, "first_name": "Sara", "language_code": "en"}
    phone = stage.customer("Sara", "telegram", "en", "42")
    await phone.block()
    await phone.block(False)
    message = {
        "message_id": 7, "from": user, "chat": {"id": 42, "type": "private", "first_name": "Sara"},
        "date": 1_790_000_000, "text": "Good morning",
    }  # fmt: skip
    phone.last_heard = stage.sandbox.world.clock()
    update = json.dumps({"update_id": 900_001, "message": message})
    headers = {
        "X-Telegram-Bot-Api-Secret-Token": stage.sandbox.telegram_secret, "Content-Type": "application/json",
    }  # fmt: skip
    assert await _post(f"{stage.settings.public_url}/webhooks/telegram", update, headers) == [200] * 20
    await _one_greeting(phone, "telegram", "900001")


async def test_the_same_form_twenty_times_at_once(stage: Stage) -> None:
    phone = stage.customer("Sara", "whatsapp", "en")
    phone.last_heard = stage.sandbox.world.clock()
    form = {
        "MessageSid": "SM" + "a" * 32, "AccountSid": stage.sandbox.account_sid, "From": phone.address,
        "To": f"whatsapp:{stage.sandbox.whatsapp_number}", "Body": "Good morning", "NumMedia": "0",
        "ProfileName": "Sara", "WaId": phone.number.lstrip("+"),
    }  # fmt: skip
    url = f"{stage.settings.public_url}/webhooks/whatsapp"
    signature = RequestValidator(stage.sandbox.auth_token).compute_signature(url, form)
    assert await _post(url, form, {"X-Twilio-Signature": signature}) == [200] * 20
    await _one_greeting(phone, "whatsapp", form["MessageSid"])


async def _post(url: str, body: str | dict[str, str], headers: dict[str, str]) -> list[int]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def one() -> int:
            async with session.post(url, data=body, headers=headers) as response:
                return response.status

        return await asyncio.gather(*(one() for _ in range(20)))


async def _one_greeting(phone: Phone, channel: str, provider_id: str) -> None:
    await hears(phone, "welcome")
    await quiet()
    assert await InboundMessage.filter(channel=channel, provider_id=provider_id).count() == 1
    assert await Activity.filter(text="Good morning").count() == 1
    assert await Lead.all().count() == await Identity.all().count() == 1
    assert len(heard(phone)) == 1


async def ticket_of(stage: Stage, channel: str = "telegram") -> tuple[Phone, Ticket]:
    """A customer with an open ticket."""
    phone = stage.customer("Sara", channel, "en")
    await phone.send("Hello there, I would like some information")
    await hears(phone, "welcome")
    await phone.send("open")
    await hears(phone, "What is it about")
    await phone.send("Broken door")
    await hears(phone, "What happened")
    await phone.send("It does not close")
    await hears(phone, "urgent")
    await phone.send("high")
    await hears(phone, "Please check this")
    await phone.send("confirm")
    await hears(phone, "is open")
    await quiet()
    return phone, await Ticket.get()


async def test_two_close_a_ticket_at_once(stage: Stage) -> None:
    reps = [
        await stage.staff("Rana", "telegram", Role.AGENT, "en"),
        await stage.staff("Omar", "whatsapp", Role.MANAGER, "en"),
    ]
    customer, ticket = await ticket_of(stage)
    await asyncio.gather(*(rep.send(f"close T{ticket.id}") for rep in reps))
    await stage.sandbox.world.idle()
    await quiet()
    won = [rep for rep in reps if heard(rep, "✅", "is closed")]
    # An agent may not even see what another has taken by closing it.
    told = [rep for rep in reps if heard(rep, "closed\u2069 already") or heard(rep, "is with")]
    assert len(won) == len(told) == 1
    assert won != told
    assert await Change.filter(ticket_id=ticket.id, field="status", after="closed").count() == 1
    assert len(heard(customer, "is closed")) == 1


async def test_two_take_a_ticket_at_once(stage: Stage) -> None:
    reps = [
        await stage.staff("Rana", "telegram", Role.AGENT, "en"),
        await stage.staff("Omar", "whatsapp", Role.MANAGER, "en"),
    ]
    customer, ticket = await ticket_of(stage)
    await asyncio.gather(*(rep.send(f"take T{ticket.id}") for rep in reps))
    await stage.sandbox.world.idle()
    await quiet()
    ticket = await Ticket.get(id=ticket.id).select_related("assignee")
    assert [bool(heard(rep, "✅", "is yours")) for rep in reps] == [ticket.assignee.name == rep.name for rep in reps]
    assert sum(bool(heard(rep, f"is with \u2068{ticket.assignee.name}")) for rep in reps) == 1
    assert await Change.filter(ticket_id=ticket.id, field="assignee").count() == 1
    assert len(heard(customer, "is now working")) == 1


async def test_two_convert_a_lead_at_once(stage: Stage) -> None:
    reps = [
        await stage.staff("Rana", "telegram", Role.MANAGER, "en"),
        await stage.staff("Omar", "whatsapp", Role.MANAGER, "en"),
    ]
    _, ticket = await ticket_of(stage)
    lead = await Lead.get(id=ticket.lead_id)
    await asyncio.gather(*(rep.send(f"convert L{lead.id}") for rep in reps))
    for rep in reps:
        await hears(rep, "customer", f"L{lead.id}")
    await quiet()
    assert sum(bool(heard(rep, "✅", "is now customer")) for rep in reps) == 1
    assert sum(bool(heard(rep, "is already a customer")) for rep in reps) == 1
    assert await Customer.all().count() == 1
    await nothing_left_on_the_lead(lead.id)


async def test_a_customer_writes_while_their_lead_is_converted(stage: Stage) -> None:
    rep = await stage.staff("Rana", "telegram", Role.MANAGER, "en")
    for number in range(20):
        channel = random.choice(["telegram", "whatsapp"])
        phone = stage.customer(f"Customer {number}", channel, "en")
        await phone.send("Hello there, this is the first")
        await hears(phone, "welcome")
        lead = await Lead.all().order_by("-id").first()
        assert lead is not None
        writing = asyncio.create_task(_write(phone))
        await asyncio.sleep(random.uniform(0, 0.15))
        await rep.send(f"convert L{lead.id}")
        await asyncio.sleep(random.uniform(0, 0.02))
        await rep.send(f"reply L{lead.id} Yes, we are here")
        await writing
        await hears(rep, "✅", f"L{lead.id}", "is now customer")
    await stage.sandbox.world.idle()
    await quiet()
    for lead in await Lead.all():
        await nothing_left_on_the_lead(lead.id)
        heard_in = await Activity.filter(customer_id=lead.customer_id, direction="in").order_by("id")
        said = ["Hello there, this is the first", *(f"and also {n}" for n in range(10))]
        assert [activity.text for activity in heard_in] == said
        assert await Activity.filter(customer_id=lead.customer_id, direction="out").count() == 1
    for phone in stage.phones.values():
        if phone is not rep:
            assert len(heard(phone, "Yes, we are here")) == 1
    assert not await InboundMessage.filter(attempts__gt=0).count(), "no turn failed, as a deadlock would make it"


async def _write(phone: Phone) -> None:
    for number in range(10):
        await phone.send(f"and also {number}")
        await asyncio.sleep(random.uniform(0, 0.02))


async def nothing_left_on_the_lead(lead_id: int) -> None:
    """All that was the lead's is its customer's."""
    lead = await Lead.get(id=lead_id)
    assert lead.customer_id is not None
    for model in (Activity, Ticket, TicketMessage, Identity):
        assert not await model.filter(lead_id=lead_id).count(), f"a {model.__name__} is left on L{lead_id}"
    assert await Identity.filter(customer_id=lead.customer_id).count() == 1
