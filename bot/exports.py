"""Exports: what the shell hands out: a report as in the chat, and all that is kept of one person, in a zip."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
import zipfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tortoise.fields import JSONField
from tortoise.models import Model

from bot.reply import text
from bot.reports.making import DRAWERS
from bot.reports.order import Drawn, Order, of_party
from bot.speech import LANGUAGES, Speech
from crm import people, person_rows, report_rows, reports
from crm.people import Party
from crm.reports import Asked
from storage import clock, rows
from storage import models as tables
from storage.models import Attachment, Pace, ReportFormat

BATCH = 500
"""Rows that are read at once."""

Advance = Callable[[int, int], Awaitable[None]]

MODELS: Mapping[str, type[Model]] = {
    model._meta.db_table: model
    for model in vars(tables).values()
    if isinstance(model, type) and issubclass(model, Model)
}


async def report(
    asked: Asked, format: ReportFormat, speech: Speech, zone: ZoneInfo, organisation: str, to: Path, advance: Advance
) -> Drawn:
    """Write a report there. Raises what `reports.everything` raises."""
    scope = await report_rows.scope(await reports.everything(asked), zone, speech.now)
    # Beside its place: what is moved there is whole.
    folder = Path(tempfile.mkdtemp(prefix=".making-", dir=to.parent))
    try:
        drawn = await DRAWERS[format](Order(scope, format, speech, zone, organisation, folder, advance))
        drawn.path.replace(to)
        return drawn
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def person(party: Party, media: Path, zone: ZoneInfo, organisation: str, to: Path, advance: Advance) -> int:
    """Write all that is kept of somebody there: each table's rows about them as JSON, their files, and a read-me in
    both languages. Returns how many rows there are."""
    keys = await person_rows.belonging(party)
    total = sum(map(len, keys.values()))
    growing = to.with_name(f".{to.name}.making")
    done = 0
    try:
        with zipfile.ZipFile(growing, "w", zipfile.ZIP_DEFLATED) as archive:
            for language in LANGUAGES:
                said = _read_me(await people.current(party), keys, organisation, zone, language)
                archive.writestr(f"README.{language}.txt", "\ufeff" + said)
            for table, some in keys.items():
                if some:
                    done = await _write(archive, table, some, done, total, advance)
            for attachment in await _attachments(keys["attachment"]):
                if attachment.path and (media / attachment.path).is_file():
                    await asyncio.to_thread(archive.write, media / attachment.path, _place(attachment))
        growing.replace(to)
    finally:
        growing.unlink(missing_ok=True)
    return total


async def _write(
    archive: zipfile.ZipFile, table: str, keys: Sequence[Any], done: int, total: int, advance: Advance
) -> int:
    with archive.open(f"data/{table}.json", "w", force_zip64=True) as file:
        separator = b"[\n"
        for at in range(0, len(keys), BATCH):
            for row in await _rows(table, keys[at : at + BATCH]):
                file.write(separator + json.dumps(row, ensure_ascii=False, default=str, indent=1).encode())
                separator = b",\n"
            done += len(keys[at : at + BATCH])
            await advance(done, total)
        file.write(b"\n]\n" if separator == b",\n" else b"[]\n")
    return done


async def _rows(table: str, keys: Sequence[Any]) -> list[dict[str, Any]]:
    model = MODELS[table]
    if model is Pace:
        found = [await Pace.get_or_none(key=key) for key in keys]
        return [_shown(one) for one in found if one is not None]
    return [_shown(one) for one in await rows.select(model, f"WHERE {rows.among('id', 'ids')}", {"ids": list(keys)})]


def _shown(one: Model) -> dict[str, Any]:
    """A row by its columns; moments in UTC, and what a provider sent as it can be read."""
    shown: dict[str, Any] = {}
    for name, column in type(one)._meta.fields_db_projection.items():
        value = getattr(one, name)
        if isinstance(value, datetime):
            value = value.astimezone(UTC).isoformat()
        elif name == "payload" and not isinstance(type(one)._meta.fields_map[name], JSONField):
            value = _read(value)
        shown[column] = value
    return shown


def _read(payload: str) -> Any:
    try:
        return json.loads(payload)
    except ValueError:
        return payload


async def _attachments(ids: Sequence[int]) -> list[Attachment]:
    found: list[Attachment] = []
    for at in range(0, len(ids), BATCH):
        found += await rows.select(Attachment, f"WHERE {rows.among('id', 'ids')}", {"ids": list(ids[at : at + BATCH])})
    return found


def _place(attachment: Attachment) -> str:
    return f"media/{attachment.id}{Path(attachment.path or '').suffix}"


def _read_me(party: Party, keys: Mapping[str, Sequence[Any]], organisation: str, zone: ZoneInfo, language: str) -> str:
    speech = Speech(language, "auto", zone, clock.now())
    said = [
        text("export-title", organisation=organisation),
        text("export-about", whose=of_party(party), at=f"{speech.now.astimezone(zone):%Y-%m-%d %H:%M %Z}"),
        text("export-data"), text("export-media"), text("export-times"), text("export-not"),
    ]  # fmt: skip
    counts = [f"  data/{table}.json  ({len(some)})" for table, some in keys.items() if some]
    paragraphs = [speech.label(one) for one in said]
    return "\n\n".join([*paragraphs[:3], "\n".join(counts), *paragraphs[3:]]) + "\n"
