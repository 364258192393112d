"""Both platforms on your own machine: Telegram's Bot API and Twilio's REST API on loopback, and a page with phones."""
