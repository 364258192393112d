"""Every word that is said or understood: Fluent messages, direction, digits, moments, markup, languages."""

from bot.speech.bundles import LANGUAGES, LOCALES, Catalogue, CatalogueError, catalogue
from bot.speech.check import check
from bot.speech.language import Language, detect
from bot.speech.speech import Speech

__all__ = [
    "LANGUAGES",
    "LOCALES",
    "Catalogue",
    "CatalogueError",
    "Language",
    "Speech",
    "catalogue",
    "check",
    "detect",
]
