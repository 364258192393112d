"""`python -m bot templates …` and what the doctor says of templates, in processes of their own against the sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.settings import Settings
from sandbox.server import Sandbox
from storage.models import ChannelName, ContentTemplate, Customer, Identity, OutboundMessage, OutboundStatus
from tests.faults.support import command
from tests.stage import free_port, settings_for

LINES = ["reminder\ten", "reminder\tar", "answer\ten", "answer\tar", "update\ten", "update\tar"]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(port=0) as found:
        yield found


@pytest.fixture
def settings(sandbox: Sandbox, database: str, tmp_path: Path) -> Settings:
    return settings_for(sandbox, database, tmp_path, free_port())


def told(state: str) -> list[str]:
    return [f"{line}\t{state}" for line in LINES]


async def doctor(settings: Settings) -> list[str]:
    """What it says of templates; it is not well here otherwise."""
    with pytest.raises(AssertionError) as caught:
        await command(settings, "doctor")
    return [line for line in str(caught.value).splitlines() if "templates: " in line]


async def test_pushed_once_and_known_since(sandbox: Sandbox, settings: Settings) -> None:
    assert (await command(settings, "templates", "list")).splitlines() == told("not pushed")
    (line,) = await doctor(settings)
    assert line.startswith("· templates: not pushed: reminder en, reminder ar, answer en,")
    assert "templates push" in line
    sandbox.twilio.contents.auto_approve = False
    assert (await command(settings, "templates", "push")).splitlines() == told("received")
    made = len(sandbox.twilio.contents.by_sid)
    assert made == 6
    first, second, third, *_ = sandbox.twilio.contents.by_sid
    sandbox.twilio.contents.approve(first)
    sandbox.twilio.contents.approve(second, "rejected", "INCORRECT_CATEGORY")
    sandbox.twilio.contents.approve(third, "paused")
    with pytest.raises(AssertionError) as rejected:
        await command(settings, "templates", "push")
    pushed = str(rejected.value).splitlines()
    assert pushed[:3] == [f"{LINES[0]}\tapproved", f"{LINES[1]}\trejected: INCORRECT_CATEGORY", f"{LINES[2]}\tpaused"]
    assert len(sandbox.twilio.contents.by_sid) == made
    listed = (await command(settings, "templates", "list")).splitlines()
    assert listed[:3] == [f"{LINES[0]}\tapproved", f"{LINES[1]}\trejected", f"{LINES[2]}\tpaused"]
    said = await doctor(settings)
    assert said[0] == "✓ templates: approved: reminder en"
    assert said[1].startswith("✗ templates: rejected: reminder ar;")
    assert said[2].startswith("✗ templates: paused: answer en;")
    assert said[3].startswith(("· templates: received: answer ar, ", "· templates: pending: answer ar, "))


async def test_other_words_are_pushed_anew(sandbox: Sandbox, settings: Settings) -> None:
    await command(settings, "templates", "push")
    other = settings.model_copy(update={"organisation": "Oasis Trading"})
    # A reminder does not name the organisation.
    expected = [f"{line}\t{'approved' if line.startswith('reminder') else 'not pushed'}" for line in LINES]
    assert (await command(other, "templates", "list")).splitlines() == expected
    assert (await command(other, "templates", "push")).splitlines() == told("approved")
    assert len(sandbox.twilio.contents.by_sid) == 10
    assert (await command(settings, "templates", "list")).splitlines() == told("approved")


async def test_what_cannot_be_pushed_is_said(sandbox: Sandbox, settings: Settings) -> None:
    sandbox.faults.add("twilio", "403", method="Content", times=1)
    with pytest.raises(AssertionError, match=r"Error: Twilio: 20403; `python -m bot doctor`"):
        await command(settings, "templates", "push")
    odd = settings.model_copy(update={"organisation": "{{1}} & <Sons>" * 20})
    assert (await command(odd, "templates", "push")).splitlines() == told("approved")
    alone = settings.model_copy(
        update={"twilio_whatsapp_number": None, "twilio_account_sid": None, "twilio_auth_token": None}
    )
    with pytest.raises(AssertionError, match="WhatsApp is not set up"):
        await command(alone, "templates", "push")


@pytest.mark.usefixtures("sandbox")
async def test_what_is_held_is_listed_and_replayed(settings: Settings) -> None:
    from storage import clock

    now = clock.now()
    customer = await Customer.create(name="Huda", created_at=now, updated_at=now)
    huda = await Identity.create(
        channel=ChannelName.WHATSAPP, address="whatsapp:+966501234567", customer=customer, language="ar", created_at=now
    )
    row = await OutboundMessage.create(
        key="k", identity=huda, channel=huda.channel, body=[], status=OutboundStatus.HELD, error="window-not-pushed",
        next_attempt_at=now, created_at=now,
    )  # fmt: skip
    assert f"{row.id}\theld\twhatsapp\t{now:%Y-%m-%d %H:%M}\twindow-not-pushed" in await command(
        settings, "outbox", "list"
    )
    assert await command(settings, "outbox", "replay", str(row.id)) == f"{row.id}: queued\n"
    assert (await OutboundMessage.get(id=row.id)).status is OutboundStatus.QUEUED
    assert not await ContentTemplate.exists()
