"""Imports: a file of leads or customers is sent, shown as it was understood, and taken in when its sender agrees."""

from __future__ import annotations

from bot.imports import words
from bot.imports.table import MB, MOST_BYTES, Unreadable
from bot.incoming import IncomingKind, IncomingMedia
from bot.reply import Choice, Line, Reply, Text, text
from bot.router import Commands
from bot.turn import Turn
from crm import files, imports
from crm.imports import Sent, Way
from storage import outlog
from storage.models import AttachmentKind, PartyKind, Role

commands = Commands()

ENDINGS = frozenset({"csv", "tsv", "xlsx", "xlsm", "xls", "xlsb", "ods"})
"""Of the names of spreadsheets, those that we read and those of which we say why not."""

TYPES = frozenset({
    "text/csv", "text/comma-separated-values", "text/tab-separated-values", "application/csv",
    "application/vnd.ms-excel", "application/vnd.ms-excel.sheet.macroenabled.12",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
})  # fmt: skip

PERHAPS = frozenset({"", "text/plain", "application/octet-stream", "application/zip"})
"""What some phones say of a spreadsheet. It is looked at where its sender says that it is one."""

ASKED = "import-send"
"""What is said when a file is waited for."""


@commands.command("import [{import_kind}]", least=Role.AGENT, group="people")
async def take_in(turn: Turn, import_kind: PartyKind | None = None) -> Reply:
    """Read the file that came with it; without one, say how it may look."""
    if sheet := _sheet(turn) or _sheet(turn, perhaps=True):
        return await _begin(turn, sheet, import_kind)
    if turn.incoming.media:
        turn.files_used = True
        return Reply([words.unreadable(Unreadable("none"))], [[Choice(text("import-button-sample"), "import_sample")]])
    says = f"import_sample {import_kind.value}" if import_kind else "import_sample"
    return Reply([text(ASKED, what=_what(import_kind))], [[Choice(text("import-button-sample"), says)]])


@commands.command("import_sample [{import_kind}]", least=Role.AGENT, group="buttons", menu=False)
async def sample(turn: Turn, import_kind: PartyKind | None = None) -> Reply:
    """A file as one may be sent."""
    return Reply([text(words.SAMPLE, what=_what(import_kind))])


@commands.command("import_as {number} {import_kind}", least=Role.AGENT, group="buttons", menu=False)
async def choose(turn: Turn, number: int, import_kind: PartyKind) -> Reply:
    """What its rows become."""
    sent = await imports.shown(number, by=turn.staff, at=turn.now)
    await imports.choose(sent, import_kind)
    reply = await words.preview(sent)
    return Reply(reply.body, reply.choices, edits=True)


@commands.command("import_go {number} {import_way}", least=Role.AGENT, group="buttons", menu=False)
async def go(turn: Turn, number: int, import_way: Way) -> Reply:
    """It goes in."""
    sent = await imports.shown(number, by=turn.staff, at=turn.now)
    if sent.kind is None:
        return await words.preview(sent)
    lines = words.begun(sent, import_way)
    await imports.confirm(sent, import_way, by=turn.person, inbound_id=turn.inbound_id)
    return Reply(lines)


@commands.command("import_stop {number}", least=Role.AGENT, group="buttons", menu=False)
async def stop(turn: Turn, number: int) -> Reply:
    """It is not wanted."""
    sent = await imports.shown(number, by=turn.staff, at=turn.now)
    name = sent.name
    await imports.cancel(sent, at=turn.now)
    return Reply([text("import-stopped", name=name or text("import-file"))])


async def awaited(turn: Turn) -> Reply | None:
    """The file that was asked for last, however it comes: forwarded as well. None for anything else."""
    sheet = _sheet(turn)
    if sheet is None or turn.incoming.text.strip():
        return None
    latest = await outlog.latest(turn.person.identity.id)
    asked = next((line for line in outlog.body(latest) if isinstance(line, Text)), None) if latest else None
    if asked is None or asked.key not in (ASKED, words.SAMPLE):
        return None
    kind = next((kind for kind in PartyKind if asked.args.get("what") == _what(kind)), None)
    return await _begin(turn, sheet, kind)


async def offered(turn: Turn) -> Reply | None:
    """A spreadsheet that came on its own, about nobody; None for any other message."""
    sheet = _sheet(turn)
    return await _begin(turn, sheet, None) if sheet else None


async def _begin(turn: Turn, sheet: IncomingMedia, kind: PartyKind | None) -> Reply:
    turn.files_used = True
    name = sheet.name or text("import-file")
    most = min(MOST_BYTES, files.FETCHED[turn.incoming.channel])
    if sheet.size is not None and sheet.size > most:
        return Reply([words.unreadable(Unreadable("size", most=most // MB))])
    sent = Sent(turn.incoming.channel, sheet.source, sheet.name, sheet.type, sheet.size)
    await imports.begin(sent, kind, by=turn.person, inbound_id=turn.inbound_id, at=turn.now)
    lines: list[Line] = [text("import-reading", name=name)]
    return Reply(lines)


def _sheet(turn: Turn, *, perhaps: bool = False) -> IncomingMedia | None:
    if turn.incoming.kind is not IncomingKind.MESSAGE:
        return None
    return next((media for media in turn.incoming.media if is_sheet(media) or (perhaps and _may_be(media))), None)


def _may_be(media: IncomingMedia) -> bool:
    return media.kind is AttachmentKind.DOCUMENT and _type(media) in PERHAPS


def is_sheet(media: IncomingMedia) -> bool:
    """Whether somebody meant this file to be a table."""
    if media.kind is not AttachmentKind.DOCUMENT:
        return False
    ending = media.name.rpartition(".")[2].strip().casefold() if "." in media.name else ""
    return ending in ENDINGS or _type(media) in TYPES


def _type(media: IncomingMedia) -> str:
    return media.type.partition(";")[0].strip().casefold()


def _what(kind: PartyKind | None) -> Text:
    return text(f"import-kind-{kind.value}" if kind else "import-kind-either")
