"""The demo organisation that `python -m sandbox` opens with: phones side by side, staff, customers, and a history."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from crm import office, people
from sandbox.story import Story
from sandbox.world import World
from storage import clock
from storage.database import close_database, open_database
from storage.models import ChannelName, OutboundMessage, OutboundStatus, Role, Staff
from storage.transactions import transaction

SARA, JAMES = "whatsapp:+966550001001", "700001002"
KHALID, LINA, MONA = "700001003", "whatsapp:+966550001005", "whatsapp:+966550001004"


async def seed(world: World, database_url: str) -> None:
    """Add the phones, and, in an empty database, the people behind them and their history."""
    world.add_phone("سارة العتيبي", "whatsapp", "ar", "customer", SARA)
    world.add_phone("James Carter", "telegram", "en", "customer", JAMES)
    world.add_phone("خالد المطيري", "telegram", "ar", "agent", KHALID)
    world.add_phone("Lina Haddad", "whatsapp", "en", "agent", LINA)
    world.add_phone("منى الحربي", "whatsapp", "ar", "admin", MONA)
    await open_database(database_url)
    try:
        if not await Staff.exists():
            await _fill()
    finally:
        await close_database()


async def greet(world: World) -> None:
    """The staff's phones say hello, so that their chats are open."""
    for phone in world.phones.values():
        if phone.role != "customer":
            hello = "القائمة" if phone.language == "ar" else "menu"
            await phone.send("/start" if phone.channel == "telegram" else hello)


async def _fill() -> None:
    now = clock.now()
    # As the Diwan that the sandbox starts: what happened, happened while somebody was there.
    office.use(replace(office.current(), zone=ZoneInfo("Asia/Riyadh")))
    async with transaction():
        khalid = await _staff("خالد المطيري", Role.AGENT, "ar", ChannelName.TELEGRAM, KHALID)
        lina = await _staff("Lina Haddad", Role.AGENT, "en", ChannelName.WHATSAPP, LINA)
        mona = await _staff("منى الحربي", Role.ADMIN, "ar", ChannelName.WHATSAPP, MONA)
        await Story(now, (khalid, lina), mona).tell()
        # The history was delivered long ago; nobody's phone rings for it now.
        await OutboundMessage.filter(status=OutboundStatus.QUEUED).delete()


async def _staff(name: str, role: Role, language: str, channel: ChannelName, address: str) -> Staff:
    return await people.add_staff(
        name, role, language=language, timezone="Asia/Riyadh", addresses={channel: address}, at=clock.now()
    )
