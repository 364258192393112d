"""The demo world that `python -m sandbox` opens with: four phones, side by side."""

from __future__ import annotations

from sandbox.world import World


async def seed(world: World, database_url: str) -> None:
    """Add the four phones: a customer on each channel, a rep on Telegram, a manager on WhatsApp."""
    world.add_phone("سارة العتيبي", "whatsapp", "ar", "customer", "whatsapp:+966550001001")
    world.add_phone("James Carter", "telegram", "en", "customer", "700001002")
    world.add_phone("خالد المطيري", "telegram", "ar", "agent", "700001003")
    world.add_phone("منى الحربي", "whatsapp", "ar", "manager", "whatsapp:+966550001004")
