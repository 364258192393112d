"""Twilio's REST API for WhatsApp, as the real one speaks it."""
