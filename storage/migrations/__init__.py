"""The schema's history, by Tortoise's migrations."""
