"""Both platforms on loopback, and our channels pointed at them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import Telegram
from bot.channels.whatsapp import WhatsApp
from sandbox.server import Sandbox

PUBLIC_URL = "https://crm.example.com"


class MemoryContents:
    """A ContentStore in a dictionary."""

    def __init__(self) -> None:
        self.sids: dict[str, str] = {}

    async def get(self, key: str) -> str | None:
        return self.sids.get(key)

    async def put(self, key: str, sid: str) -> None:
        self.sids[key] = sid


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
async def telegram(sandbox: Sandbox) -> AsyncIterator[Telegram]:
    telegram = Telegram(sandbox.telegram_token, sandbox.telegram_url)
    yield telegram
    await telegram.close()


@pytest.fixture
def contents() -> MemoryContents:
    return MemoryContents()


@pytest.fixture
async def whatsapp(sandbox: Sandbox, contents: MemoryContents) -> AsyncIterator[WhatsApp]:
    whatsapp = WhatsApp(
        sandbox.account_sid,
        sandbox.auth_token,
        sandbox.whatsapp_number,
        api_url=sandbox.twilio_url,
        contents=contents,
        timeout=2,
    )
    yield whatsapp
    await whatsapp.close()
