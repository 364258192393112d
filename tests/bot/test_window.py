"""What comes after WhatsApp's 24 hours, over real HTTP: as a template, to the other address, or held; never dropped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from twilio.request_validator import RequestValidator

from bot import logs, templates
from bot.channels.whatsapp import WhatsApp
from bot.run import Diwan
from crm import people, window
from sandbox.phones import Phone
from storage import clock, held, outbox, outlog
from storage.models import (
    ChannelName,
    ContentTemplate,
    Identity,
    OutboundMessage,
    OutboundPart,
    OutboundStatus,
    Role,
)
from storage.text import Words
from storage.transactions import transaction
from tests.faults.support import heard, hears, quiet, until
from tests.stage import FAST, Stage, opened

LATER = timedelta(hours=25)
LONG = "\n".join(f"line {number} " + "x" * 80 for number in range(12))


@pytest.fixture
async def stage(database: str, tmp_path: Path) -> AsyncIterator[Stage]:
    logs.configure("WARNING")
    async with opened(database, tmp_path) as stage:
        yield stage


async def still(stage: Stage) -> None:
    """Until nothing is on its way any more, in either direction."""
    for _ in range(2):
        await stage.sandbox.world.idle()
        await quiet()
        await stage.sandbox.world.changes.until(lambda: not stage.sandbox.twilio.lanes._tasks, 15, what="still lanes")


async def talk(stage: Stage, *, admin: bool = False) -> tuple[Phone, Phone]:
    """A rep on Telegram, and a customer on WhatsApp whose window has closed."""
    rep = await stage.staff("Rana", "telegram", Role.MANAGER, "en")
    if admin:
        await stage.staff("Adam", "telegram", Role.ADMIN, "en")
    sara = stage.customer("Sara", "whatsapp", "en")
    await sara.send("Hello there, I would like some information")
    await hears(rep, "New lead")
    await still(stage)
    stage.move(LATER)
    return rep, sara


async def say(stage: Stage, *words: str) -> None:
    for text in words:
        await stage.phones["Rana"].send(f"reply L1 {text}")
    await still(stage)


async def row(words: str) -> OutboundMessage:
    """The rep's message with these words."""
    rows = await OutboundMessage.filter(author_id__isnull=False).exclude(key__startswith="knock:").order_by("-id")
    return next(one for one in rows if words in str(one.body))


def posted(stage: Stage) -> list[dict[str, str]]:
    return [fields for name, fields in stage.sandbox.twilio.calls if name == "Messages"]


def order(phone: Phone, *words: str) -> None:
    came = [word for m in phone.messages if not m.mine for word in words if word in m.text]
    assert came == list(words)


async def test_held_and_released_in_order(stage: Stage) -> None:
    rep, sara = await talk(stage, admin=True)
    asked = len(posted(stage))
    await say(stage, "alpha", "beta")
    assert len(posted(stage)) == asked, "the network is not touched"
    for words in ("alpha", "beta"):
        assert ((await row(words)).status, (await row(words)).error) == (OutboundStatus.HELD, "window-not-pushed")
        assert len(heard(rep, "Your message to", "waits", words)) == 1
    assert len(heard(stage.phones["Adam"], "What we have for", "templates push")) == 1
    await stage.restart()
    await sara.send("menu")
    await still(stage)
    order(sara, "alpha", "beta")
    # Their own answer comes behind what waited.
    assert heard(sara)[-1].buttons
    assert "beta" in heard(sara)[-2].text
    assert (await outlog.counts()).get("held") is None
    # The next closed window is told of anew.
    stage.move(LATER)
    await say(stage, "gamma")
    assert len(heard(stage.phones["Adam"], "What we have for")) == 2


async def test_a_template_goes_and_its_answer_comes_home(stage: Stage) -> None:
    rep, sara = await talk(stage)
    await stage.push_templates()
    await say(stage, "alpha")
    message = await hears(sara, "A message for you from", "alpha")
    assert "ContentSid" in posted(stage)[-1]
    assert not heard(rep, "waits")
    sent = await row("alpha")
    assert sent.status in (OutboundStatus.SENT, OutboundStatus.DELIVERED)
    assert "alpha" in (sent.words or "")
    await sara.send("thank you", quote=message)
    await hears(rep, "thank you")
    await say(stage, "beta")
    await hears(sara, "beta")
    assert "ContentSid" not in posted(stage)[-1]


async def test_a_template_is_approved_in_the_readers_language(stage: Stage) -> None:
    _, sara = await talk(stage)
    await stage.push_templates()
    english = templates.define(templates.ANSWER, "en", stage.settings.organisation)
    await ContentTemplate.filter(key=english.key(stage.sandbox.account_sid)).update(status="pending")
    await say(stage, "alpha")
    assert ((await row("alpha")).status, (await row("alpha")).error) == (OutboundStatus.HELD, "window-not-approved")
    assert not heard(sara, "alpha")


async def also_on_telegram(stage: Stage) -> Phone:
    """The same person's phone on Telegram, where they wrote long ago."""
    other = stage.sandbox.world.add_phone("Other", "telegram", "en")
    await other.send("/start")
    await other.next()
    await still(stage)
    first = await Identity.get(channel=ChannelName.WHATSAPP)
    await Identity.filter(address=other.address).update(
        staff_id=first.staff_id, lead_id=first.lead_id, last_inbound_at=clock.now() - timedelta(days=9)
    )
    return other


async def test_the_other_address_takes_it(stage: Stage) -> None:
    rep, sara = await talk(stage)
    other = await also_on_telegram(stage)
    await say(stage, "alpha", LONG)
    await hears(other, "alpha")
    await hears(other, "line 11")
    assert not heard(sara, "alpha")
    assert not heard(rep, "waits")
    moved = await row("alpha")
    assert (moved.channel, moved.quotes, moved.edits) == (ChannelName.TELEGRAM, None, None)
    # Who wants to hear nothing there is not written to there.
    await Identity.filter(address=other.address).update(opted_out=True, opted_out_at=clock.now())
    await say(stage, "beta")
    assert (await row("beta")).status is OutboundStatus.HELD
    assert not heard(other, "beta")


async def test_a_rep_hears_on_the_other_channel(stage: Stage) -> None:
    rep = await stage.staff("Rana", "whatsapp", Role.AGENT, "en")
    other = await also_on_telegram(stage)
    sara = stage.customer("Sara", "telegram", "en")
    stage.move(LATER)
    await sara.send("Hello there, I would like some information")
    await hears(other, "New lead")
    assert not heard(rep, "Sara")


async def test_notices_of_what_is_held_say_nothing_of_themselves(stage: Stage) -> None:
    rep = await stage.staff("Rana", "whatsapp", Role.ADMIN, "en")
    boss = await stage.staff("Adam", "whatsapp", Role.ADMIN, "en")
    sara = stage.customer("Sara", "telegram", "en")
    await sara.send("Hello there, I would like some information")
    await hears(rep, "New lead")
    await still(stage)
    stage.move(LATER)
    await sara.send("And another thing")
    await still(stage)
    held = await OutboundMessage.filter(status=OutboundStatus.HELD).order_by("id").values_list("key", flat=True)
    # Two that the message made, and each one's admin is told of the other: no more come of those.
    assert sorted(key.partition(":")[0] for key in held) == ["activity", "activity", "held", "held"]
    await boss.send("menu")
    await hears(boss, "And another thing")
    await hears(boss, "What we have for", "Rana")
    await still(stage)
    assert await OutboundMessage.filter(status=OutboundStatus.HELD).count() == 2


async def test_a_file_knocks_and_comes_whole(stage: Stage) -> None:
    rep, sara = await talk(stage)
    await stage.push_templates()
    photo = {"kind": "photo", "content": b"\xff\xd8" + b"p" * 300, "type": "image/jpeg"}
    await rep.send_media(**photo, text="reply L1 alpha")  # type: ignore[arg-type]
    await hears(rep, "gets the beginning")
    await hears(sara, "alpha", "The rest comes when you reply")
    await still(stage)
    assert (await row("alpha")).status is OutboundStatus.HELD
    await rep.send_media(**photo, text="reply L1")  # type: ignore[arg-type]
    await still(stage)
    await sara.send("here")
    await sara.until(lambda: [m for m in sara.messages if m.media])
    await still(stage)
    assert len([m for m in sara.messages if m.media and not m.mine]) >= 1
    assert not await OutboundMessage.filter(status=OutboundStatus.HELD).exists()


async def test_a_knock_at_an_open_door_is_not_needed(stage: Stage) -> None:
    _, sara = await talk(stage)
    await stage.push_templates()
    await say(stage, LONG)
    knock = await OutboundMessage.get(key__startswith="knock:")
    await sara.send("I am here")
    await hears(sara, "line 11")
    await still(stage)
    await OutboundMessage.filter(id=knock.id).update(status=OutboundStatus.QUEUED)
    before = len(sara.messages)
    stage.diwan.wakeups.wake("outbox")
    await still(stage)
    await knock.refresh_from_db()
    assert (knock.status, knock.error) == (OutboundStatus.DEAD, "needless")
    assert len(sara.messages) == before


async def test_who_said_stop_while_it_waited_does_not_get_it(stage: Stage) -> None:
    rep, sara = await talk(stage)
    await say(stage, "alpha")
    await sara.send("stop")
    await hears(sara, "You will hear from us only")
    await hears(rep, "did not arrive", "opted out")
    await still(stage)
    assert not heard(sara, "alpha")
    assert ((await row("alpha")).status, (await row("alpha")).error) == (OutboundStatus.DEAD, "opted-out")


async def report(stage: Stage, sid: str, status: str, code: str = "") -> None:
    form = {"MessageSid": sid, "AccountSid": stage.sandbox.account_sid, "MessageStatus": status}
    form |= {"ErrorCode": code} if code else {}
    url = f"{stage.settings.public_url}/webhooks/whatsapp/status"
    signature = RequestValidator(stage.sandbox.auth_token).compute_signature(url, form)
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=form, headers={"X-Twilio-Signature": signature}) as response,
    ):
        assert response.status == 200


@pytest.mark.parametrize(
    "statuses",
    [
        ("sent", "failed"),
        ("failed", "sent"),
        ("failed failed undelivered", "failed"),
        ("failed", "delivered", "failed"),
    ],
    ids="-".join,
)
async def test_63016_by_callback_in_any_order(stage: Stage, statuses: tuple[str, ...]) -> None:
    """WhatsApp closes the window sooner than we think it does, and says so of a message that was sent."""
    rep = await stage.staff("Rana", "telegram", Role.MANAGER, "en")
    sara = stage.customer("Sara", "whatsapp", "en")
    await sara.send("Hello there, I would like some information")
    await hears(rep, "New lead")
    await still(stage)
    sara.last_heard = None
    # Twilio's own callbacks come to nobody.
    stage.sandbox.twilio.webhooks.session, session = None, stage.sandbox.twilio.webhooks.session
    await say(stage, "alpha")
    sent = await row("alpha")
    part = await OutboundPart.get(outbound_id=sent.id)
    stage.sandbox.twilio.webhooks.session = session
    for at_once in statuses:
        said = at_once.split()
        await asyncio.gather(
            *(report(stage, part.provider_id, one, "63016" if one in ("failed", "undelivered") else "") for one in said)
        )
    await hears(rep, "Your message to", "waits")
    await still(stage)
    await sent.refresh_from_db()
    assert (sent.status, sent.parts_sent) == (OutboundStatus.HELD, 0)
    assert len(heard(rep, "waits")) == 1
    assert not await OutboundPart.filter(outbound_id=sent.id).exists()
    await report(stage, part.provider_id, "failed", "63016")
    await sara.send("I am back")
    await hears(sara, "alpha")
    await still(stage)
    assert len(heard(sara, "alpha")) == 1


async def test_63016_of_a_template_holds_it(stage: Stage) -> None:
    rep, sara = await talk(stage, admin=True)
    await stage.push_templates()
    for sid in stage.sandbox.twilio.contents.by_sid:
        stage.sandbox.twilio.contents.approve(sid, "paused")
    asked = len(posted(stage))
    await say(stage, "alpha")
    await hears(rep, "waits")
    await hears(stage.phones["Adam"], "What we have for", "refused our template")
    assert len(posted(stage)) == asked + 1
    assert ((await row("alpha")).status, (await row("alpha")).error) == (OutboundStatus.HELD, "window-refused")
    await sara.send("hello")
    await hears(sara, "alpha")
    await still(stage)
    assert len(heard(sara, "alpha")) == 1


async def test_a_template_that_is_gone_at_twilio_is_doubted(stage: Stage) -> None:
    await talk(stage)
    await stage.push_templates()
    stage.sandbox.twilio.contents.by_sid.clear()
    await say(stage, "alpha")
    assert ((await row("alpha")).status, (await row("alpha")).error) == (OutboundStatus.HELD, "window-refused")
    assert await ContentTemplate.filter(status="doubtful").count() == 1
    whatsapp = stage.diwan.channels[ChannelName.WHATSAPP]
    assert isinstance(whatsapp, WhatsApp)
    await templates.refresh(whatsapp, stage.settings.organisation)
    assert await ContentTemplate.filter(status__isnull=False).count() == 0
    await stage.push_templates()
    assert await outlog.replay((await row("alpha")).id, clock.now())
    stage.diwan.wakeups.wake("outbox")
    await hears(stage.phones["Sara"], "alpha")


async def test_states_are_asked_for_again(stage: Stage) -> None:
    whatsapp = stage.diwan.channels[ChannelName.WHATSAPP]
    assert isinstance(whatsapp, WhatsApp)
    contents = stage.sandbox.twilio.contents
    contents.auto_approve = False
    pushed = [state async for _, state in templates.push(whatsapp, "Palm Trading")]
    first, *others = contents.by_sid
    contents.approve(first, "rejected", "INCORRECT_CATEGORY")
    for sid in others:
        contents.approve(sid, "approved")
    await templates.refresh(whatsapp, "Palm Trading")
    assert sorted(await ContentTemplate.all().values_list("status", flat=True)) == ["approved"] * 5 + ["rejected"]
    contents.approve(others[0], "paused")
    contents.approve(first, "approved")
    await templates.refresh(whatsapp, "Palm Trading")
    # What is rejected is final.
    assert sorted(await ContentTemplate.all().values_list("status", flat=True)) == ["approved"] * 4 + [
        "paused", "rejected",
    ]  # fmt: skip
    assert len(pushed) == 6


async def test_two_workers_hold_and_release_once(stage: Stage) -> None:
    rep, sara = await talk(stage, admin=True)
    other = Diwan(stage.settings, web=False, chat_rates=FAST)
    await other.start()
    try:
        await asyncio.gather(*(rep.send(f"reply L1 word{number}.") for number in range(8)))
        await still(stage)
        assert (await outlog.counts())["held"] == 8
        assert len(heard(rep, "waits")) == 8
        assert len(heard(stage.phones["Adam"], "What we have for")) == 1
        await sara.send("here I am")
        await until(lambda: _none_held())
        await still(stage)
        came = [m.text for m in heard(sara, "word")]
        ids = [str(one.body) for one in await OutboundMessage.filter(author_id__isnull=False).order_by("id")]
        assert [next(n for n, body in enumerate(ids) if text in body) for text in came] == list(range(8))
    finally:
        await other.stop()


async def _none_held() -> bool:
    return not await OutboundMessage.filter(status=OutboundStatus.HELD).exists()


async def test_who_writes_just_then_is_not_held_up(stage: Stage) -> None:
    """The message was claimed while the window was closed, and its recipient wrote before it was put away."""
    await talk(stage)
    identity = await Identity.get(channel=ChannelName.WHATSAPP)
    async with transaction():
        await outbox.put(
            [outbox.Draft(identity.id, identity.channel, "k", [Words("alpha")])], clock.now() + timedelta(hours=1)
        )
    await OutboundMessage.filter(key="k").update(status=OutboundStatus.CLAIMED, claim="t", claimed_at=clock.now())
    (claimed,) = await OutboundMessage.filter(key="k").select_related("identity")
    async with transaction():
        await people.recognise(identity.channel, identity.address, name="", phone=None, language="en", at=clock.now())
        await held.release(identity.id, clock.now())
    async with transaction():
        await window.turn_aside(claimed, "t", "not-pushed", clock.now())
    stage.diwan.wakeups.wake("outbox")
    assert (await OutboundMessage.get(key="k")).status is not OutboundStatus.HELD


async def test_a_knock_that_is_refused_is_said(stage: Stage) -> None:
    _, sara = await talk(stage, admin=True)
    await stage.push_templates()
    stage.sandbox.twilio.contents.by_sid.clear()
    await say(stage, LONG)
    await hears(stage.phones["Adam"], "What we have for", "refused our template")
    await sara.send("I am here")
    await hears(sara, "line 11")
    await still(stage)
    assert len(heard(sara, "line 0")) == 1
    assert (await OutboundMessage.get(key__startswith="knock:")).error == "needless"
