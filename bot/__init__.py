"""What is heard and said: web endpoints, channels, turns, router, speech."""
