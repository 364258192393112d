"""Connect: the channels of an organisation, from its settings."""

from __future__ import annotations

from bot.channels import Channel
from bot.channels.telegram import Telegram
from bot.channels.whatsapp import WhatsApp
from bot.settings import Settings
from storage.models import ChannelName


def make_channels(settings: Settings) -> dict[ChannelName, Channel]:
    """The channels that are set up."""
    channels: dict[ChannelName, Channel] = {}
    if settings.telegram_token:
        channels[ChannelName.TELEGRAM] = Telegram(settings.telegram_token.get_secret_value(), settings.telegram_api_url)
    if settings.twilio_account_sid and settings.twilio_auth_token and settings.twilio_whatsapp_number:
        channels[ChannelName.WHATSAPP] = WhatsApp(
            settings.twilio_account_sid,
            settings.twilio_auth_token.get_secret_value(),
            settings.twilio_whatsapp_number,
            public_url=settings.public_url,
            api_url=settings.twilio_api_url,
        )
    return channels
