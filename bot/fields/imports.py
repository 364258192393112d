"""Fields of imports: what the rows of a file become, and how they go in."""

from __future__ import annotations

from bot.fields.closed import OneOf
from crm.imports import Way
from storage.models.kinds import PartyKind

IMPORT_KIND = OneOf(PartyKind, "import-kind")
IMPORT_WAY = OneOf(Way, "import-way")
