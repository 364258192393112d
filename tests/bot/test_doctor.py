"""The doctor: a line for every part of the set-up, and what to do about what is wrong."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.doctor import examine
from bot.run import Diwan
from bot.settings import Settings
from crm import people
from sandbox.server import Sandbox
from storage.database import close_database, open_database
from storage.models import ChannelName, Role
from storage.transactions import transaction
from tests.stage import free_port, settings_for

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(port=0) as found:
        yield found


@pytest.fixture
def settings(sandbox: Sandbox, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """What the environment says to the doctor, who reads it himself."""
    found = settings_for(sandbox, database_url, tmp_path, free_port())
    sandbox.expect(found.public_url)
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        value = getattr(found, name)
        if hasattr(value, "get_secret_value"):
            value = value.get_secret_value()
        monkeypatch.setenv(name.upper(), str(value or ""))
    return found


async def test_a_house_that_is_well(settings: Settings) -> None:
    await open_database(settings.database_url)
    diwan = Diwan(settings)
    try:
        async with transaction():
            await people.add_staff(
                "Mona", Role.ADMIN, language="en", timezone="UTC", addresses={ChannelName.TELEGRAM: "7"},
                at=datetime.now(UTC),
            )  # fmt: skip
        await diwan.start()
        assert diwan.registering is not None
        await diwan.registering
        doctor = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "doctor", cwd=ROOT, env=os.environ, stdout=asyncio.subprocess.PIPE
        )
        out, _ = await doctor.communicate()
    finally:
        await diwan.stop()
        await close_database()
    text = out.decode()
    assert doctor.returncode == 0, text
    assert "✗" not in text
    for part in (
        "settings: read",
        "schema up to date",
        "staff: 1",
        "the webhook is registered",
        "is active",
        "reaches",
    ):
        assert part in text


async def test_a_house_that_is_not(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "0" * 32)
    said: list[str] = []
    assert not await examine(said.append)
    text = "\n".join(said)
    for part in (
        "✗ staff: nobody",
        "✗ telegram: updates go to nowhere, and should go to",
        "✗ whatsapp: 20003",
        "✗ public address",
    ):
        assert part in text, text


async def test_settings_come_first(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMEZONE", "Mars/Olympus")
    said: list[str] = []
    assert not await examine(said.append)
    assert said == ["✗ settings: TIMEZONE: must be a time zone's name, such as Asia/Riyadh"]


async def test_a_database_that_is_not_there(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgres://nobody@127.0.0.1:{free_port()}/nowhere")
    said: list[str] = []
    assert not await examine(said.append)
    assert any(line.startswith("✗ database: not reached") for line in said)
