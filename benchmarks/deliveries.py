"""Deliveries: messages a second from the outbox to the sandbox's Bot API, over real HTTP on the loopback."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.messages import ACCOUNT_SID, AUTH_TOKEN, NUMBER, SECRET, TOKEN, WORDS
from benchmarks.setting import settings
from bot.connect import make_channels
from bot.delivery import Delivery
from bot.house import House
from bot.media import Library
from bot.metrics import Metrics
from sandbox.server import Sandbox
from storage import outbox
from storage.database import close_database, open_database
from storage.models import ChannelName, Customer, Identity, OutboundMessage, OutboundStatus
from storage.pace import Rate
from storage.text import Choice, Words, text
from storage.transactions import transaction
from storage.wakeups import Wakeups

SECTION = "c) deliveries and the process"
QUICK, FULL = 10, 600
FIRST_ADDRESS = 700_000_000


async def measure(url: str, folder: Path, count: int) -> list[Figure]:
    """Each message goes to another chat, with two buttons: no limit of ours or of the platform holds it."""
    async with sandbox(phones=count) as address:
        await open_database(url)
        try:
            seconds = await _deliver(url, folder, address, count)
        finally:
            await close_database()
    return [Figure(SECTION, "deliveries to the sandbox's Telegram", count / seconds, "/s")]


async def _deliver(url: str, folder: Path, address: str, count: int) -> float:
    await _fill(count)
    set_up = settings(url, folder, telegram_api_url=f"{address}/telegram")
    channels = make_channels(set_up)
    wakeups = Wakeups(url)
    house = House(set_up.organisation, set_up.language, set_up.timezone)
    rates = {name: Rate(100_000, burst=10_000) for name in ("telegram", "telegram:chat")}
    library = Library(set_up.media_folder, set_up.files, set_up.public_url, "key")
    delivery = Delivery(channels, rates, house, library, wakeups, Metrics())
    began = time.perf_counter()
    while await OutboundMessage.filter(status=OutboundStatus.QUEUED).exists():
        if not await delivery.start_due():
            await wakeups.wait("outbox", 1)
    await delivery.finish()
    seconds = time.perf_counter() - began
    sent = await OutboundMessage.filter(status=OutboundStatus.SENT).count()
    for channel in channels.values():
        await channel.close()
    if sent != count:
        raise RuntimeError(f"{sent} of {count} messages were delivered")
    return seconds


async def _fill(count: int) -> None:
    now = datetime.now(UTC)
    async with transaction():
        drafts = []
        for number in range(count):
            customer = await Customer.create(name="Huda", created_at=now, updated_at=now)
            identity = await Identity.create(
                channel=ChannelName.TELEGRAM, address=str(FIRST_ADDRESS + number), customer=customer, name="Huda",
                language=("ar", "en")[number % 2], last_inbound_at=now, created_at=now,
            )  # fmt: skip
            choices = [[Choice(text("button-open-ticket"), "open"), Choice(text("button-my-tickets"), "my_tickets")]]
            drafts.append(
                outbox.Draft(identity.id, ChannelName.TELEGRAM, f"bench:{number}", [Words(WORDS[number % 2])], choices)
            )
        await outbox.put(drafts)


@asynccontextmanager
async def sandbox(phones: int) -> AsyncIterator[str]:
    """The sandbox in a process of its own, with so many Telegram phones that have pressed Start; its address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.deliveries", str(phones),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.stdin.close()
        await process.wait()


async def main(phones: int) -> None:
    """Serve until standard input ends."""
    async with Sandbox(
        telegram_token=TOKEN, telegram_secret=SECRET, account_sid=ACCOUNT_SID, auth_token=AUTH_TOKEN,
        whatsapp_number=NUMBER,
    ) as served:  # fmt: skip
        for number in range(phones):
            phone = served.world.add_phone("Huda", "telegram", "ar", address=str(FIRST_ADDRESS + number))
            await phone.send("/start")
        print(served.url, flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
