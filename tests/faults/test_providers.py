"""Providers fail in all their ways: nothing is lost, doubled or out of order, and whoever wrote is told."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from twilio.request_validator import RequestValidator

from sandbox.phones import Phone
from storage.models import ChannelName, Identity, OutboundMessage, OutboundPart, OutboundStatus, Role
from tests.faults.support import command, heard, hears, quicken, quiet, until
from tests.stage import Stage

METHODS = {"telegram": ("telegram", "sendMessage"), "whatsapp": ("twilio", "Messages")}
# On PostgreSQL one channel is enough: what differs there is how rows are claimed.
CHANNELS = pytest.mark.parametrize(
    "channel", [pytest.param("telegram", marks=pytest.mark.database("sqlite")), "whatsapp"]
)


async def talk(stage: Stage, channel: str) -> tuple[Phone, Phone]:
    """A customer on the channel, and a rep on the other, with open chats."""
    rep = await stage.staff("Rana", "whatsapp" if channel == "telegram" else "telegram", Role.MANAGER, "en")
    customer = stage.customer("Sara", channel, "en")
    await customer.send("Hello there, I would like some information")
    await hears(customer, "welcome")
    await quiet()
    return rep, customer


async def say(rep: Phone, *words: str) -> None:
    for text in words:
        await rep.send(f"reply L1 {text}")
    await rep.idle()


async def last(words: str) -> OutboundMessage:
    return await OutboundMessage.filter(words__contains=words, author_id__isnull=False).order_by("-id").get()


def order(phone: Phone, *words: str) -> None:
    """Each came once, in this order."""
    came = [word for m in phone.messages if not m.mine for word in words if word in m.text]
    assert came == list(words)


@CHANNELS
async def test_429_silences_the_sender(stage: Stage, channel: str) -> None:
    rep, customer = await talk(stage, channel)
    other = stage.customer("Ali", channel, "en")
    target, method = METHODS[channel]
    stage.sandbox.faults.add(target, "429", method=method, retry_after=6)
    await say(rep, "alpha")
    await hears(rep, "On its way", times=1)
    began = datetime.now(UTC)
    await asyncio.sleep(0.2)
    await say(rep, "beta", "gamma")
    await other.send("Good morning to everybody here")
    await hears(rep, "On its way", times=3, timeout=5)
    assert datetime.now(UTC) - began < timedelta(seconds=5.5), "the other channel is not silenced"
    assert not heard(customer, "alpha")
    await hears(customer, "gamma")
    await hears(other, "welcome")
    first = min(heard(customer, "alpha") + heard(other), key=lambda m: m.at)
    assert first.at - began > timedelta(seconds=5.7)
    order(customer, "alpha", "beta", "gamma")
    assert (await last("alpha")).attempts == 0


@CHANNELS
@pytest.mark.parametrize("kind", ["500", "reset"])
async def test_no_clear_answer_and_not_taken(
    stage: Stage, channel: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quicken(monkeypatch, 0.2, 0.2, 0.2)
    rep, customer = await talk(stage, channel)
    target, method = METHODS[channel]
    stage.sandbox.faults.add(target, kind, method=method)
    await say(rep, "alpha", "beta")
    await hears(customer, "beta")
    if channel == "whatsapp":
        order(customer, "alpha", "beta")
    else:
        await hears(rep, "did not arrive", "no answer came")
        assert (await last("alpha")).status is OutboundStatus.UNKNOWN
        order(customer, "beta")
    await quiet()


@CHANNELS
async def test_taken_and_never_answered(stage: Stage, channel: str) -> None:
    rep, customer = await talk(stage, channel)
    target, method = METHODS[channel]
    # The same words before: they must not be taken for the ones in doubt.
    await say(rep, "alpha")
    await hears(customer, "alpha")
    stage.sandbox.faults.add(target, "timeout", method=method)
    await say(rep, "alpha", "beta")
    await hears(customer, "beta")
    await quiet()
    assert len(heard(customer, "alpha")) == 2
    assert "beta" in customer.messages[-1].text
    doubted = (await OutboundMessage.filter(words__contains="alpha", author_id__isnull=False).order_by("id"))[1]
    if channel == "whatsapp":
        assert doubted.status in (OutboundStatus.SENT, OutboundStatus.DELIVERED)
        part = await OutboundPart.get(outbound_id=doubted.id)
        assert part.provider_id == heard(customer, "alpha")[1].provider_id
        assert not heard(rep, "did not arrive")
    else:
        assert doubted.status is OutboundStatus.UNKNOWN
        await hears(rep, "did not arrive", "no answer came")


async def test_a_long_message_is_settled_part_by_part(stage: Stage) -> None:
    rep, customer = await talk(stage, "whatsapp")
    stage.sandbox.faults.add("twilio", "timeout", method="Messages")
    long = "\n".join(f"line {n} " + "x" * 90 for n in range(35))
    await say(rep, long, "the end")
    await hears(customer, "the end")
    texts = " ".join(m.text for m in heard(customer))
    assert [texts.count(f"line {n} ") for n in range(35)] == [1] * 35


async def test_media_in_doubt_are_settled(stage: Stage) -> None:
    rep = await stage.staff("Omar", "whatsapp", Role.MANAGER, "en")
    customer = stage.customer("Sara", "telegram", "en")
    await customer.send("Hello there, I would like some information")
    await hears(rep, "New lead")
    await quiet()
    stage.sandbox.faults.add("twilio", "timeout", method="Messages", times=2)
    await customer.send_media("voice", b"OggS" + b"v" * 500, "audio/ogg")
    await rep.until(lambda: [m for m in rep.messages if m.media])

    async def settled() -> bool:
        return await OutboundMessage.filter(attachment_id__isnull=False, sent_at__isnull=False).exists()

    await until(settled)
    assert len([m for m in rep.messages if m.media]) == 1


async def test_blocked_and_back(stage: Stage) -> None:
    rep, customer = await talk(stage, "telegram")
    identity = await Identity.get(channel=ChannelName.TELEGRAM)
    stage.sandbox.faults.add("telegram", "403", method="sendMessage")
    await say(rep, "alpha")
    await hears(rep, "did not arrive", "they have blocked us")
    await identity.refresh_from_db()
    assert not identity.reachable
    await say(rep, "beta")
    await hears(rep, "cannot be reached")
    await customer.send("I am back, hello again to you")
    await hears(rep, "I am back")
    await identity.refresh_from_db()
    assert identity.reachable
    await say(rep, "gamma")
    await hears(customer, "gamma")


async def test_opted_out(stage: Stage) -> None:
    rep, customer = await talk(stage, "whatsapp")
    await customer.block()
    await say(rep, "alpha")
    await hears(rep, "did not arrive", "they have opted out")
    assert (await Identity.get(channel=ChannelName.WHATSAPP, lead_id__isnull=False)).opted_out
    assert (await last("alpha")).error == "21610"


async def test_the_window_is_closed(stage: Stage) -> None:
    rep, customer = await talk(stage, "whatsapp")
    customer.last_heard = stage.sandbox.world.clock() - timedelta(hours=30)
    await say(rep, "alpha")
    await hears(rep, "Your message to", "waits")
    row = await last("alpha")
    assert (row.status, row.error) == (OutboundStatus.HELD, "window-not-pushed")
    # WhatsApp is not asked again until she writes.
    asked = len(stage.sandbox.twilio.calls)
    await say(rep, "beta")
    await hears(rep, "waits", "beta")
    assert len(stage.sandbox.twilio.calls) == asked
    await customer.send("here I am")
    await hears(customer, "beta")
    order(customer, "alpha", "beta")


@CHANNELS
async def test_wrong_credentials_for_a_while(stage: Stage, channel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quicken(monkeypatch, 0.3, 0.3, 0.3, 0.3, 0.3)
    rep, customer = await talk(stage, channel)
    place, name = (stage.sandbox.telegram, "token") if channel == "telegram" else (stage.sandbox.twilio, "auth_token")
    right = getattr(place, name)
    setattr(place, name, "revoked")
    await say(rep, "alpha", "beta")
    await asyncio.sleep(0.7)
    assert not heard(customer, "alpha")
    setattr(place, name, right)
    await hears(customer, "beta")
    order(customer, "alpha", "beta")


@CHANNELS
async def test_dead_and_replayed_from_the_shell(stage: Stage, channel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quicken(monkeypatch, 0.05, 0.05)
    rep, customer = await talk(stage, channel)
    place, name = (stage.sandbox.telegram, "token") if channel == "telegram" else (stage.sandbox.twilio, "auth_token")
    right = getattr(place, name)
    setattr(place, name, "revoked")
    await say(rep, "alpha")
    await hears(rep, "did not arrive", "the provider refused it")
    row = await last("alpha")
    assert (row.status, row.attempts) == (OutboundStatus.DEAD, 2)
    setattr(place, name, right)
    listed = await command(stage.settings, "outbox", "list")
    assert f"{row.id}\tdead\t{channel}" in listed
    assert "alpha" not in listed
    assert f"{row.id}: queued" in await command(stage.settings, "outbox", "replay", str(row.id))
    await hears(customer, "alpha")


async def test_callbacks_in_any_order_and_repeated(stage: Stage) -> None:
    rep, customer = await talk(stage, "whatsapp")
    stage.sandbox.twilio.disorder = True
    await say(rep, "alpha")
    message = await hears(customer, "alpha")

    async def delivered() -> bool:
        return (await last("alpha")).status is OutboundStatus.DELIVERED

    await until(delivered)
    async with aiohttp.ClientSession() as session:

        async def report(status: str, sid: str = message.provider_id, code: str = "") -> int:
            form = {"MessageSid": sid, "AccountSid": stage.sandbox.account_sid, "MessageStatus": status}
            form |= {"ErrorCode": code} if code else {}
            url = f"{stage.settings.public_url}/webhooks/whatsapp/status"
            signature = RequestValidator(stage.sandbox.auth_token).compute_signature(url, form)
            async with session.post(url, data=form, headers={"X-Twilio-Signature": signature}) as response:
                return response.status

        for status in ("read", "sent", "delivered", "queued", "read", "failed"):
            assert await report(status) == 200
        row = await last("alpha")
        assert row.status is OutboundStatus.READ
        assert row.delivered_at is not None
        assert row.read_at is not None
        assert row.error is None
        assert await asyncio.gather(*(report("delivered") for _ in range(10))) == [200] * 10
        assert await report("delivered", "SM" + "0" * 32) == 200
    assert not heard(rep, "did not arrive")


async def test_what_waited_until_after_a_stop_does_not_go(stage: Stage) -> None:
    rep, customer = await talk(stage, "whatsapp")
    stage.sandbox.faults.add("twilio", "429", method="Messages", retry_after=2)
    await say(rep, "alpha")
    await until(lambda: OutboundMessage.filter(author_id__isnull=False, error__isnull=False).exists())
    await customer.send("stop")
    await hears(customer, "You will hear from us only")
    await hears(rep, "did not arrive", "opted out")
    assert not heard(customer, "alpha")
    await customer.send("one more question")
    await hears(rep, "one more question")
    await say(rep, "beta")
    await hears(customer, "beta")
