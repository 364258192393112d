"""The house: the organisation's own settings, as far as what is said and understood depends on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.settings import Settings
from crm.files import Rules
from storage.models import ChannelName


@dataclass(frozen=True, slots=True)
class House:
    """The organisation's own settings that words depend on."""

    organisation: str
    language: str
    timezone: str
    region: str = "SA"
    """The country (ISO 3166) of phone numbers without a country code."""
    files: Rules = field(default_factory=Rules)
    """Which files are taken."""
    doors: Mapping[ChannelName, str] = field(default_factory=dict)
    """Where each channel is entered: the bot's username, our WhatsApp number. What is not known yet is not there."""


def make_house(settings: Settings, doors: Mapping[ChannelName, str] | None = None) -> House:
    """The organisation as the settings have it."""
    return House(
        settings.organisation, settings.language, settings.timezone, settings.country.upper(), settings.files,
        doors={} if doors is None else doors,
    )  # fmt: skip
