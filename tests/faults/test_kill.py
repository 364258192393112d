"""Kill -9 at random moments while messages come in: what was acknowledged is on record once, and answered once."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.phones import Phone
from sandbox.server import Sandbox
from storage.models import (
    Activity,
    InboundMessage,
    OutboundMessage,
    OutboundPart,
    OutboundStatus,
    Role,
    TicketMessage,
)
from tests.faults.support import Child, Nursery, nursery, quiet
from tests.stage import Stage, free_port, settings_for

ROUNDS = 30
ANSWERED = ("menu", "help", "language")
"""Commands that have one answer each."""

pytestmark = pytest.mark.slow


async def people_of(stage: Stage) -> list[Phone]:
    """Customers on both channels, and a rep on each, whose chats are open."""
    phones = [stage.customer(f"{channel} {n}", channel, "en") for channel in ("telegram", "whatsapp") for n in range(2)]
    phones += [
        await stage.staff("Rana", "telegram", Role.AGENT, "en", open_chat=False),
        await stage.staff("Omar", "whatsapp", Role.MANAGER, "en", open_chat=False),
    ]
    return phones


async def burst(phones: list[Phone], round: int) -> None:
    """Everybody writes at random moments: words by customers, commands by all."""
    for number, phone in enumerate(random.choices(phones, k=8)):
        staff = phone.role != "customer"
        text = random.choice(ANSWERED) if staff or random.random() < 0.3 else f"words {round}.{number} of {phone.name}"
        await phone.send(text)
        await asyncio.sleep(random.uniform(0, 0.03))


async def check(stage: Stage, phones: list[Phone]) -> None:
    """Every message that got its 200 is on record once, and every command is answered once."""
    duplicates, lost, reached = Counter[str](), Counter[str](), Counter[str]()
    for phone in phones:
        said = [m for m in phone.messages if m.mine]
        delivered = [m for m in said if m.status in ("delivered", "read")]
        for message in said:
            rows = await InboundMessage.filter(
                channel=phone.channel, sender=phone.address, message_id=message.provider_id
            )
            assert len(rows) <= 1
            if message in delivered:
                assert rows, f"{message.text} was acknowledged, and is not on record"
            if not rows:
                continue
            assert rows[0].status == "done"
            answers = await OutboundMessage.filter(key__startswith=f"turn:{rows[0].id}:").count()
            records = await Activity.filter(inbound_id=rows[0].id).count()
            records += await TicketMessage.filter(inbound_id=rows[0].id).count()
            if message.text in ANSWERED:
                assert answers == 1, f"{message.text} has {answers} answers"
            else:
                assert records == 1, f"{message.text} has {records} records"
                notices = await OutboundMessage.filter(key__startswith=f"activity:{await _activity(rows[0].id)}:")
                assert len(notices) == 2, "each rep has one notice"
        shown = Counter(m.provider_id for m in phone.messages if not m.mine)
        identity_rows = await OutboundMessage.filter(channel=phone.channel, identity__address=phone.address).exclude(
            status=OutboundStatus.UNKNOWN
        )
        known = await OutboundPart.filter(channel=phone.channel, address=phone.address)
        parts = Counter(part.provider_id for part in known)
        assert max(parts.values(), default=0) <= 1
        unknown = await OutboundMessage.filter(
            channel=phone.channel, identity__address=phone.address, status=OutboundStatus.UNKNOWN
        ).count()
        assert not [(row.id, row.status, row.error) for row in identity_rows if not row.sent_at]
        reached[phone.channel] += len(shown)
        duplicates[phone.channel] += max(0, len(shown) - len(identity_rows) - unknown)
        lost[phone.channel] += max(0, len(identity_rows) + unknown - len(shown))
        if phone.channel == "whatsapp":
            assert unknown == 0
            assert set(shown) == set(parts), "WhatsApp's list settles what is unknown: exactly once"
            assert len(shown) == len(identity_rows)
    print(f"reached {dict(reached)}, twice {dict(duplicates)}, perhaps not at all {dict(lost)}")
    assert not +duplicates


async def _activity(inbound_id: int) -> int:
    return int((await Activity.get(inbound_id=inbound_id)).id)


async def play(stage: Stage, phones: list[Phone], house: Nursery, begin: list[Child], rounds: int) -> None:
    """Rounds of: everybody writes, one process is killed at a random moment, and another takes its place."""
    victim = begin[-1]
    kind = {"web": len(begin) == 1, "worker": True}
    for round in range(rounds):
        if kind["web"]:
            await victim.ready()
        writing = asyncio.create_task(burst(phones, round))
        await asyncio.sleep(random.uniform(0.02, 0.45))
        await victim.kill()
        victim = await house.bear(**kind)
        await writing
    if kind["web"]:
        await victim.ready()
    await stage.sandbox.world.idle()
    await quiet()


async def test_kill_at_any_moment(database: str, tmp_path: Path) -> None:
    async with Sandbox(port=0) as sandbox:
        settings = settings_for(sandbox, database, tmp_path, free_port())
        sandbox.expect(settings.public_url)
        stage = Stage(sandbox, None, settings)  # type: ignore[arg-type]
        phones = await people_of(stage)
        async with nursery(settings, tmp_path / "log") as house:
            first = await house.bear()
            await first.ready()
            for phone in phones:
                await phone.send("menu")
            await sandbox.world.idle()
            await quiet()
            await play(stage, phones, house, [first], ROUNDS)
            await check(stage, phones)


@pytest.mark.database("postgres")
async def test_kill_one_worker_of_two(database: str, tmp_path: Path) -> None:
    async with Sandbox(port=0) as sandbox:
        settings = settings_for(sandbox, database, tmp_path, free_port())
        sandbox.expect(settings.public_url)
        stage = Stage(sandbox, None, settings)  # type: ignore[arg-type]
        phones = await people_of(stage)
        async with nursery(settings, tmp_path / "log") as house:
            house.stale = timedelta(seconds=4)  # the other worker lives, and may be slow
            processes = [await house.bear(worker=False), await house.bear(web=False), await house.bear(web=False)]
            await processes[0].ready()
            for phone in phones:
                await phone.send("menu")
            await sandbox.world.idle()
            await quiet()
            await play(stage, phones, house, processes, ROUNDS // 3)
            for phone in phones:
                assert all(m.status in ("delivered", "read") for m in phone.messages if m.mine), "the web never stopped"
            await check(stage, phones)
