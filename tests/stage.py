"""The stage: Diwan in this process, on real HTTP to the sandbox's servers, with people who hold phones."""

from __future__ import annotations

import secrets
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot import templates
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp.templates import APPROVED, State
from bot.run import Diwan
from bot.settings import Settings
from crm import office, people
from sandbox.phones import Phone
from sandbox.server import Sandbox
from storage import clock
from storage.models import ChannelName, Role, Staff
from storage.pace import Rate
from storage.transactions import transaction

FAST: Mapping[str, Rate] = {"telegram:chat": Rate(1000, burst=100), "whatsapp:chat": Rate(1000, burst=100)}
"""No test waits for a chat's own limit, but those of the limiter."""

SLOWLY = 0.2
"""The speed of a play's clock: on a busy machine nobody is heard to have waited."""


@dataclass
class Stage:
    """What a test plays on."""

    sandbox: Sandbox
    diwan: Diwan
    settings: Settings
    phones: dict[str, Phone] = field(default_factory=dict)

    def customer(self, name: str, channel: str, language: str = "ar", address: str | None = None) -> Phone:
        """Somebody who has not written yet."""
        phone = self.sandbox.world.add_phone(name, channel, language, "customer", address)
        self.phones[name] = phone
        return phone

    async def staff(
        self, name: str, channel: str, role: Role = Role.AGENT, language: str = "ar", *, open_chat: bool = True
    ) -> Phone:
        """A staff member with a phone; with `open_chat` they have written once, and were answered."""
        phone = self.sandbox.world.add_phone(name, channel, language, role.value)
        self.phones[name] = phone
        async with transaction():
            await people.add_staff(
                name, role, language=language, timezone="Asia/Riyadh", at=clock.now(),
                addresses={ChannelName(channel): phone.address},
            )  # fmt: skip
        if open_chat:
            await phone.send("/start" if channel == "telegram" else "menu")
            await phone.next()
        return phone

    def move(self, by: timedelta) -> None:
        """Move the clock of everything: Diwan's, and the providers' and phones'."""
        clock.move(by)
        self.sandbox.world.move(by)

    async def push_templates(self) -> None:
        """Push the templates, which WhatsApp approves."""
        whatsapp = self.diwan.channels[ChannelName.WHATSAPP]
        assert isinstance(whatsapp, WhatsApp)
        async for definition, state in templates.push(whatsapp, self.settings.organisation):
            assert isinstance(state, State), definition
            assert state.status == APPROVED, state

    async def restart(self) -> None:
        """Stop Diwan, and start it again on the same database and port."""
        await self.diwan.stop()
        self.diwan = Diwan(self.settings, chat_rates=FAST)
        await self.diwan.start()

    async def member(self, name: str) -> Staff:
        """The staff member's row."""
        return await Staff.get(name=name)


def free_port() -> int:
    """A port of the loopback that nobody uses now, outside of those that outgoing connections are given."""
    while True:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", 20_000 + secrets.randbelow(12_000)))
            return int(probe.getsockname()[1])


def settings_for(sandbox: Sandbox, database_url: str, folder: Path, port: int) -> Settings:
    """Diwan's ordinary settings, pointed at the sandbox."""
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        database_url=database_url,
        public_url=f"http://127.0.0.1:{port}",
        port=port,
        telegram_token=sandbox.telegram_token,
        telegram_secret=sandbox.telegram_secret,
        telegram_api_url=sandbox.telegram_url,
        twilio_account_sid=sandbox.account_sid,
        twilio_auth_token=sandbox.auth_token,
        twilio_whatsapp_number=sandbox.whatsapp_number,
        twilio_api_url=sandbox.twilio_url,
        organisation="Palm Trading",
        language="ar",
        timezone="Asia/Riyadh",
        working_hours="mon-sun 0:00-24:00",
        media_folder=folder / "media",
        telegram_rate=1000,
        whatsapp_rate=1000,
        worker_turns=2,
    )


@asynccontextmanager
async def opened(database_url: str, folder: Path, begins: datetime | None = None) -> AsyncIterator[Stage]:
    """A stage on an open, migrated database. With `begins`, that is what its clock shows when the play begins."""
    async with Sandbox(port=0) as sandbox:
        settings = settings_for(sandbox, database_url, folder, free_port())
        if begins is not None:
            # By the machine's own clock nobody could say what is heard.
            settings = settings.model_copy(update={"working_hours": office.HOURS})
        sandbox.expect(settings.public_url)
        diwan = Diwan(settings, chat_rates=FAST)
        await diwan.start()
        stage = Stage(sandbox, diwan, settings)
        if begins is not None:
            stage.move(begins - clock.now())
            clock.slow(SLOWLY)
            sandbox.world.machine = clock.machine
        try:
            yield stage
        finally:
            await stage.diwan.stop()
            clock.reset()
