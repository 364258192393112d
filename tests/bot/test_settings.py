"""Settings: what is read, what is derived, and the one line that a wrong one gets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load
from storage.models import Priority

TOKEN = "123456789:AAF" + "x" * 32
TWILIO = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "secret-auth-token-of-twilio",
    "TWILIO_WHATSAPP_NUMBER": "+14155238886",
}
WHATSAPP = TWILIO | {"PUBLIC_URL": "https://crm.example.com"}
TELEGRAM = {"TELEGRAM_TOKEN": TOKEN}


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def read(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return load(None)


def test_telegram_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, TELEGRAM)
    assert settings.database_url == "sqlite://var/diwan.db"
    assert (settings.public_url, settings.language, settings.timezone, settings.log_level) == ("", "ar", "UTC", "INFO")
    assert (settings.telegram_rate, settings.whatsapp_rate, settings.media_limit) == (30, 80, 20 * 1024 * 1024)
    assert settings.media_folder == Path("var/media")
    assert settings.zone.key == "UTC"


def test_whatsapp_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    number = {"TWILIO_WHATSAPP_NUMBER": "whatsapp:+1 (415) 523-8886", "PUBLIC_URL": "https://crm.example.com/x/"}
    settings = read(monkeypatch, WHATSAPP | number)
    assert settings.twilio_whatsapp_number == "+14155238886"
    assert settings.public_url == "https://crm.example.com/x"
    assert settings.telegram_token is None


def test_empty_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, TELEGRAM | dict.fromkeys([*WHATSAPP, "PORT", "LANGUAGE"], "")).port == 8080


def test_the_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "settings"
    file.write_text(f"TELEGRAM_TOKEN={TOKEN}\nORGANISATION=نخيل\nPORT=1\nOTHER=x\n", encoding="utf-8")
    monkeypatch.setenv("PORT", "9000")
    settings = load(file)
    assert (settings.organisation, settings.port) == ("نخيل", 9000)


def test_the_webhook_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    derived = read(monkeypatch, TELEGRAM).telegram_webhook_secret
    assert len(derived) == 64
    assert derived == load(None).telegram_webhook_secret
    assert derived != read(monkeypatch, {"TELEGRAM_TOKEN": TOKEN + "y"}).telegram_webhook_secret
    assert read(monkeypatch, {"TELEGRAM_SECRET": "s" * 16}).telegram_webhook_secret == "s" * 16


@pytest.mark.parametrize(("given", "read_as"), [("en_US:en", "en"), ("ar_SA.UTF-8", "ar"), ("EN", "en")])
def test_the_language_as_desktops_set_it(monkeypatch: pytest.MonkeyPatch, given: str, read_as: str) -> None:
    assert read(monkeypatch, TELEGRAM | {"LANGUAGE": given}).language == read_as


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({}, "TELEGRAM_TOKEN"),
        (TELEGRAM | {"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL"),
        (TELEGRAM | {"DATABASE_URL": "postgres://host"}, "DATABASE_URL"),
        (TELEGRAM | {"DATABASE_URL": "sqlite://"}, "DATABASE_URL"),
        (TELEGRAM | {"DATABASE_URL": "postgres://u:p@host:x/y"}, "DATABASE_URL"),
        (TELEGRAM | {"PUBLIC_URL": "crm.example.com"}, "PUBLIC_URL"),
        (TELEGRAM | {"PUBLIC_URL": "https://crm.example.com/?x"}, "PUBLIC_URL"),
        (TELEGRAM | {"TELEGRAM_API_URL": "ftp://x"}, "TELEGRAM_API_URL"),
        (TELEGRAM | {"PORT": "http"}, "PORT"),
        (TELEGRAM | {"PORT": "70000"}, "PORT"),
        (TELEGRAM | {"LANGUAGE": "fr"}, "LANGUAGE"),
        (TELEGRAM | {"TIMEZONE": "Riyadh"}, "TIMEZONE"),
        (TELEGRAM | {"TIMEZONE": "../etc/passwd"}, "TIMEZONE"),
        (TELEGRAM | {"LOG_LEVEL": "loud"}, "LOG_LEVEL"),
        (TELEGRAM | {"WORKING_HOURS": "never"}, "WORKING_HOURS"),
        (TELEGRAM | {"WORKING_HOURS": ","}, "WORKING_HOURS"),
        (TELEGRAM | {"HOLIDAYS": "20 March"}, "HOLIDAYS"),
        (TELEGRAM | {"RESPONSE_TARGETS": "high 1h"}, "RESPONSE_TARGETS"),
        (TELEGRAM | {"RESOLUTION_TARGETS": "high soon"}, "RESOLUTION_TARGETS"),
        (TELEGRAM | {"LEAD_NUDGES": "soon"}, "LEAD_NUDGES"),
        (TELEGRAM | {"REOPEN_DAYS": "-1"}, "REOPEN_DAYS"),
        (TELEGRAM | {"WHATSAPP_RATE": "0"}, "WHATSAPP_RATE"),
        (TELEGRAM | {"TELEGRAM_SECRET": "short"}, "TELEGRAM_SECRET"),
        ({"TELEGRAM_TOKEN": "123:short"}, "TELEGRAM_TOKEN"),
        (WHATSAPP | {"TWILIO_ACCOUNT_SID": "SK" + "0" * 32}, "TWILIO_ACCOUNT_SID"),
        (WHATSAPP | {"TWILIO_WHATSAPP_NUMBER": "0500000001"}, "TWILIO_WHATSAPP_NUMBER"),
        (WHATSAPP | {"TWILIO_AUTH_TOKEN": ""}, "TWILIO_AUTH_TOKEN"),
        (TELEGRAM | {"TWILIO_WHATSAPP_NUMBER": "+14155238886"}, "TWILIO_ACCOUNT_SID"),
        (TWILIO, "PUBLIC_URL"),
    ],
)
def test_a_wrong_setting_gets_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], name: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        read(monkeypatch, environment)
    line = str(caught.value)
    assert line.startswith(f"{name}: ")
    assert "\n" not in line
    assert caught.value.__cause__ is None
    for secret in (TOKEN, "123:short", TWILIO["TWILIO_AUTH_TOKEN"]):
        assert secret not in line


def test_secrets_are_in_no_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(
        monkeypatch,
        WHATSAPP | TELEGRAM | {"DATABASE_URL": "postgres://u:p%40ssword1@host/x", "TELEGRAM_SECRET": "s" * 20},
    )
    secrets = set(settings.secrets())
    assert secrets == {TOKEN, "s" * 20, TWILIO["TWILIO_AUTH_TOKEN"], "p%40ssword1", "p@ssword1"}
    assert not [secret for secret in secrets if secret in repr(settings) + str(settings)]


def test_the_office(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"TIMEZONE": "Asia/Riyadh", "WORKING_HOURS": "sat-wed 8-16", "HOLIDAYS": "2026-03-20", "REOPEN_DAYS": "3"}
    office = read(monkeypatch, TELEGRAM | given).office
    assert office.is_open(datetime(2026, 3, 21, 5, 0, tzinfo=UTC))
    assert not office.is_open(datetime(2026, 3, 20, 5, 0, tzinfo=UTC))
    assert (office.response[Priority.HIGH], office.reopen) == (timedelta(hours=1), timedelta(days=3))
    assert office.nudges == (timedelta(hours=1), timedelta(hours=24))


def test_every_setting_says_what_it_is_and_is_in_the_example() -> None:
    example = (Path(__file__).parents[2] / ".env.example").read_text(encoding="utf-8")
    listed = {line.lstrip("# ").partition("=")[0] for line in example.splitlines() if "=" in line}
    assert listed == {name.upper() for name in Settings.model_fields}
    assert all(field.description for field in Settings.model_fields.values())


def test_which_files_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "application/pdf" in read(monkeypatch, TELEGRAM).files.types
    rules = read(monkeypatch, TELEGRAM | {"MEDIA_TYPES": "Image/*, application/pdf", "MEDIA_LIMIT": "5"}).files
    assert (rules.most, rules.types) == (5, ("image/*", "application/pdf"))
    with pytest.raises(SettingsError, match=r"^MEDIA_TYPES: must be media types"):
        read(monkeypatch, TELEGRAM | {"MEDIA_TYPES": "pdf"})
