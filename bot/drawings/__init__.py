"""Drawings: pictures and PDFs that show the numbers, drawn by typst, in the reader's language, direction and digits."""

from bot.drawings.cards import card, chart
from bot.drawings.paper import Entry, Paper, Section, paper

__all__ = ["Entry", "Paper", "Section", "card", "chart", "paper"]
