"""Telegram's Bot API, as the real one speaks it."""
