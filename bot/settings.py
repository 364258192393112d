"""What an operator sets: the environment variables and `.env` that Diwan reads, checked before anything starts."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from crm import office
from crm.files import TYPES, Rules
from crm.office import Office

TELEGRAM_TOKEN = re.compile(r"\d{5,20}:[A-Za-z0-9_-]{30,}")
TELEGRAM_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
ACCOUNT_SID = re.compile(r"AC[0-9a-f]{32}")
MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+*-]+")
E164 = re.compile(r"\+[1-9]\d{6,14}")
TWILIO = ("twilio_account_sid", "twilio_auth_token", "twilio_whatsapp_number")


class SettingsError(Exception):
    """A setting is wrong or missing: the text is one line that names it."""


class Settings(BaseSettings):
    """Every setting. Each is an environment variable of the same name in capitals; an empty one counts as not set."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True)

    database_url: str = Field(
        default="sqlite://var/diwan.db",
        repr=False,
        description="Where records are kept: `sqlite://var/diwan.db`, or `postgres://user:password@host/name`.",
    )
    public_url: str = Field(
        default="",
        description="The address at which Telegram and Twilio reach this process, such as `https://crm.example.com`. "
        "WhatsApp needs it; without it Telegram is polled.",
    )
    host: str = Field(default="127.0.0.1", description="The address to listen on; `0.0.0.0` for all.")
    port: int = Field(default=8080, ge=1, le=65535, description="The port to listen on.")
    telegram_token: SecretStr | None = Field(
        default=None, description="The bot's token from @BotFather. Without it Telegram is left out."
    )
    telegram_secret: SecretStr | None = Field(
        default=None,
        description="What Telegram says in its webhook calls to prove itself (16 to 256 of A-Z a-z 0-9 _ -). "
        "Derived from the token when not set.",
    )
    telegram_api_url: str = Field(
        default="https://api.telegram.org", description="The Bot API server; change it for a self-hosted one."
    )
    twilio_account_sid: str | None = Field(
        default=None, description="The Twilio account (`AC…`). Without the three of Twilio, WhatsApp is left out."
    )
    twilio_auth_token: SecretStr | None = Field(default=None, description="The auth token of the Twilio account.")
    twilio_whatsapp_number: str | None = Field(
        default=None, description="Our WhatsApp sender at Twilio, such as `+14155238886`."
    )
    twilio_api_url: str = Field(
        default="", description="One base address in place of every Twilio host; for the sandbox and for proxies."
    )
    organisation: str = Field(default="Diwan", description="The name that customers read.")
    language: Literal["ar", "en"] = Field(
        default="ar", description="The language of whoever has not shown another: `ar` or `en`."
    )
    timezone: str = Field(default="UTC", description="The organisation's time zone, such as `Asia/Riyadh`.")
    country: str = Field(
        default="SA",
        pattern="^[A-Za-z]{2}$",
        description="The country (ISO 3166) of phone numbers that are written without its code: `SA`, `EG`.",
    )
    working_hours: str = Field(
        default=office.HOURS,
        description="When somebody is there, in TIMEZONE: `sun-wed 8:00-16:00, thu 8:00-14:00`; a day that is named "
        "twice is open twice, and a night may wrap around midnight.",
    )
    holidays: str = Field(
        default="", description="Days on which nobody is there: `2026-03-20, 2026-05-26..2026-05-30`."
    )
    response_targets: str = Field(
        default=office.RESPONSE,
        description="How soon a ticket is first answered, in working time: `high 1h, medium 4h, low 90m`.",
    )
    resolution_targets: str = Field(
        default=office.RESOLUTION, description="How soon a ticket is closed, in working time."
    )
    lead_nudges: str = Field(
        default=office.NUDGES,
        description="How long a new lead may wait for an answer until whoever has it is nudged, and until the "
        "managers are: `1h, 24h`; `off` for never.",
    )
    reopen_days: int = Field(
        default=7,
        ge=0,
        le=365,
        description="For how many days a customer's answer reopens a closed ticket; later it opens a new one.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="The least that is logged: `DEBUG`, `INFO`, `WARNING` or `ERROR`."
    )
    telegram_rate: float = Field(default=30, gt=0, description="Messages a second that the bot may send in all.")
    whatsapp_rate: float = Field(
        default=80, gt=0, description="Messages a second that the WhatsApp sender may send; Twilio tells you yours."
    )
    media_folder: Path = Field(default=Path("var/media"), description="Where files that people send are kept.")
    media_limit: int = Field(
        default=20 * 1024 * 1024, gt=0, description="The largest file that is fetched and kept, in bytes."
    )
    media_types: str = Field(
        default=",".join(TYPES),
        description="The media types of files that are taken, with commas; `*` stands for anything: `image/*`. "
        "Programs never are, whatever type they claim.",
    )
    worker_turns: int = Field(
        default=8, ge=1, le=64, description="Turns that one worker has at once on PostgreSQL; SQLite has one writer."
    )

    @field_validator("database_url")
    @classmethod
    def _check_database(cls, url: str) -> str:
        parts = _split(url)
        if parts.scheme == "sqlite" and (parts.netloc or parts.path):
            return url
        reached = parts.hostname or "host=" in parts.query
        if parts.scheme in ("postgres", "postgresql") and reached and parts.path.strip("/"):
            return url
        raise ValueError("must be sqlite://path or postgres://user:password@host/name")

    @field_validator("public_url", "telegram_api_url", "twilio_api_url")
    @classmethod
    def _check_address(cls, url: str) -> str:
        parts = _split(url)
        if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
            raise ValueError("must be an http:// or https:// address without ? and #")
        return url.rstrip("/")

    @field_validator("telegram_token")
    @classmethod
    def _check_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token and not TELEGRAM_TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError("must be the token that @BotFather gave, such as 123456789:AAF…")
        return token

    @field_validator("telegram_secret")
    @classmethod
    def _check_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not TELEGRAM_SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("must be 16 to 256 of A-Z a-z 0-9 _ -")
        return secret

    @field_validator("twilio_account_sid")
    @classmethod
    def _check_account(cls, sid: str | None) -> str | None:
        if sid and not ACCOUNT_SID.fullmatch(sid):
            raise ValueError("must be AC and 32 hexadecimal digits")
        return sid

    @field_validator("twilio_whatsapp_number")
    @classmethod
    def _check_number(cls, number: str | None) -> str | None:
        plain = re.sub(r"[\s()-]", "", (number or "").removeprefix("whatsapp:"))
        if number and not E164.fullmatch(plain):
            raise ValueError("must be a number in international form, such as +14155238886")
        return plain or None

    @field_validator("language", mode="before")
    @classmethod
    def _read_language(cls, language: Any) -> Any:
        # Desktops set LANGUAGE for gettext, as a list such as `en_US:en`.
        return re.split(r"[:_.@-]", language)[0].lower() if isinstance(language, str) else language

    @field_validator("timezone")
    @classmethod
    def _check_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (LookupError, ValueError, OSError):
            raise ValueError("must be a time zone's name, such as Asia/Riyadh") from None
        return name

    @field_validator("media_types")
    @classmethod
    def _check_types(cls, types: str) -> str:
        for one in types.split(","):
            if not MEDIA_TYPE.fullmatch(one.strip().lower()):
                raise ValueError("must be media types with commas, such as image/*,application/pdf")
        return types

    @field_validator("working_hours")
    @classmethod
    def _check_hours(cls, written: str) -> str:
        office.read_hours(written)
        return written

    @field_validator("holidays")
    @classmethod
    def _check_holidays(cls, written: str) -> str:
        office.read_holidays(written)
        return written

    @field_validator("response_targets", "resolution_targets")
    @classmethod
    def _check_targets(cls, written: str) -> str:
        office.read_targets(written)
        return written

    @field_validator("lead_nudges")
    @classmethod
    def _check_nudges(cls, written: str) -> str:
        office.read_nudges(written)
        return written

    @field_validator("log_level", mode="before")
    @classmethod
    def _read_level(cls, level: Any) -> Any:
        return level.upper() if isinstance(level, str) else level

    @model_validator(mode="after")
    def _check_channels(self) -> Settings:
        given = [name for name in TWILIO if getattr(self, name)]
        if given and len(given) < len(TWILIO):
            missing = next(name for name in TWILIO if name not in given)
            raise ValueError(f"{missing.upper()}: is missing, and {given[0].upper()} is set: Twilio needs all three")
        if not given and not self.telegram_token:
            raise ValueError("TELEGRAM_TOKEN: is missing, and so is Twilio: set up Telegram, WhatsApp or both")
        if given and not self.public_url:
            raise ValueError("PUBLIC_URL: is missing: WhatsApp needs an address at which Twilio reaches us")
        return self

    @property
    def telegram_webhook_secret(self) -> str:
        """TELEGRAM_SECRET, or what is derived from the token. Needs a token."""
        if self.telegram_secret:
            return self.telegram_secret.get_secret_value()
        token = self.telegram_token.get_secret_value() if self.telegram_token else ""
        return hmac.new(token.encode(), b"diwan telegram webhook", hashlib.sha256).hexdigest()

    @property
    def files(self) -> Rules:
        """Which files are taken."""
        return Rules(self.media_limit, tuple(one.strip().lower() for one in self.media_types.split(",")))

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def office(self) -> Office:
        """The organisation's hours and targets."""
        return Office(
            self.zone, office.read_hours(self.working_hours), office.read_holidays(self.holidays),
            office.read_targets(self.response_targets), office.read_targets(self.resolution_targets),
            timedelta(days=self.reopen_days), office.read_nudges(self.lead_nudges),
        )  # fmt: skip

    def secrets(self) -> Iterator[str]:
        """Whatever must never be in a log."""
        for secret in (self.telegram_token, self.telegram_secret, self.twilio_auth_token):
            if secret:
                yield secret.get_secret_value()
        if self.telegram_token:
            yield self.telegram_webhook_secret
        if password := _split(self.database_url).password:
            yield from {password, unquote(password)}


def load(env_file: Path | str | None = ".env") -> Settings:
    """The settings from the environment and `env_file`, the environment first. SettingsError when one is wrong."""
    try:
        return Settings(_env_file=env_file)  # type: ignore[call-arg]  # pydantic-settings reads it, fields do not name it
    except ValidationError as error:
        raise SettingsError(_explain(error)) from None


def _explain(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    message = first["msg"].removeprefix("Value error, ")
    message = message[:1].lower() + message[1:] if first["loc"] else message
    return ": ".join([*(str(name).upper() for name in first["loc"]), " ".join(message.split())])


def _split(url: str) -> Any:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ValueError("is not an address") from None
    return parts
