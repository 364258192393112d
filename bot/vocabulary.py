"""The words that people may type, in every language."""

from bot.fields import Vocabulary
from bot.speech import catalogue

VOCABULARY = Vocabulary(catalogue().words)
