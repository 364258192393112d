"""Setting: Diwan's ordinary settings for a benchmark, with no account anywhere."""

from __future__ import annotations

import socket
from pathlib import Path

from pydantic import SecretStr

from benchmarks.messages import ACCOUNT_SID, AUTH_TOKEN, NUMBER, SECRET, TOKEN
from bot.settings import Settings

UNUSED = "http://127.0.0.1:9"


def settings(url: str, folder: Path, *, telegram_api_url: str = UNUSED, twilio_api_url: str = UNUSED) -> Settings:
    """Both channels set up, on a free port of the loopback."""
    port = free_port()
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        database_url=url,
        public_url=f"http://127.0.0.1:{port}",
        port=port,
        telegram_token=SecretStr(TOKEN),
        telegram_secret=SecretStr(SECRET),
        telegram_api_url=telegram_api_url,
        twilio_account_sid=ACCOUNT_SID,
        twilio_auth_token=SecretStr(AUTH_TOKEN),
        twilio_whatsapp_number=NUMBER,
        twilio_api_url=twilio_api_url,
        organisation="Palm Trading",
        language="ar",
        timezone="Asia/Riyadh",
        media_folder=folder / "media",
        telegram_rate=100_000,
        whatsapp_rate=100_000,
    )


def free_port() -> int:
    """A port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
