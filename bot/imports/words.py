"""Words: what is said of a file of leads or customers: what was understood of it, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Any
from zoneinfo import ZoneInfo

from bot.house import House
from bot.imports import leftovers
from bot.imports.table import MOST_COLUMNS, MOST_ROWS, Unreadable
from bot.reply import BLANK, Choice, Line, Made, Reply, Text, text
from bot.speech import Speech, bidi
from crm import imports, leads
from crm.imports import Way
from crm.people import Person
from storage.models import AttachmentKind, Import, ImportStatus, OutboundMessage, PartyKind, Staff
from storage.text import Value, unpack

SHOWN = "fresh-import"
"""What was understood of a file, and what can be done with it."""

WRONG = "fresh-import-wrong"
"""The file of the wrong rows, before anything went in."""

DONE = "fresh-import-done"
"""What became of it, with the file of the rows that were left out."""

SAMPLE = "fresh-import-sample"

PARTS = 5
"""Of a row that is shown, beside the name."""

Plan = Mapping[str, Any]


async def shown(said: Text, row: OutboundMessage, person: Person, house: House, now: datetime) -> Reply | None:
    """A file as it was understood, while its sender can still say what becomes of it."""
    sent = await _sent(said, person)
    if sent is None or sent.status is not ImportStatus.SHOWN or not sent.plan:
        return None
    return await preview(sent, again=bool(said.args.get("again")))


async def preview(sent: Import, *, again: bool = False) -> Reply:
    """A file as it was understood, and what can become of it. With `again`, it is not what it was before."""
    lines: list[Line] = [text("import-changed"), BLANK] if again else []
    lines += await described(sent.plan, sent.name, sent.kind)
    choices = _choices(sent)
    if not imports.ways(sent.plan):
        lines += [BLANK, text("import-nothing-to-do")]
    elif sent.kind is None:
        lines += [BLANK, text("import-which")]
    return Reply(lines, choices)


async def described(plan: Plan, name: str, kind: PartyKind | None) -> list[Line]:
    """What was understood of a file."""
    what = text(f"import-of-{kind.value}" if kind else "import-of", count=plan["rows"])
    lines: list[Line] = [text("import-title", name=name or text("import-file"), what=what)]
    if plan["sheet"]:
        lines.append(text("import-sheet", sheet=plan["sheet"]))
    lines += [BLANK, text("import-columns-title")]
    lines += [text("import-column-line", head=head, column=_column(column)) for column, head in plan["columns"]]
    ignored = [*plan["ignored"]]
    if kind is PartyKind.CUSTOMER:
        ignored += [head for column, head in plan["columns"] if column == "source"]
    if ignored:
        more = plan["ignored_more"]
        lines.append(text("import-ignored-more" if more else "import-ignored", heads=ignored, more=more))
    lines += [text("import-twice", head=head, column=_column(column)) for head, column in plan["twice"]]
    names = await _names(plan["first"])
    if plan["first"]:
        lines += [BLANK, text("import-first-title")]
        lines += [_first(row, names, kind) for row in plan["first"]]
    lines += _problems(plan)
    return lines


def _problems(plan: Plan) -> list[Line]:
    lines: list[Line] = []
    if plan["wrong"]:
        lines += [BLANK, text("import-wrong", count=plan["wrong"])]
        lines += [text("import-wrong-line", row=row, why=unpack(why)[0]) for row, why in plan["faults"]]  # type: ignore[arg-type]
        if plan["wrong"] > len(plan["faults"]):
            lines.append(text("import-wrong-more", count=plan["wrong"] - len(plan["faults"])))
    doubles: list[Line] = []
    if seen := plan["known"] - plan["hidden"]:
        key = "import-known" if seen <= len(plan["refs"]) else "import-known-more"
        doubles.append(text(key, count=seen, refs=plan["refs"]))
    if plan["hidden"]:
        doubles.append(text("import-hidden", count=plan["hidden"]))
    if plan["twins"]:
        doubles.append(text("import-twins", count=plan["twins"]))
    if doubles:
        lines += [BLANK, *doubles, text("import-doubles-left")]
        if plan["fillable"]:
            lines.append(text("import-doubles-filled", count=plan["fillable"]))
    return lines


def _choices(sent: Import) -> list[Sequence[Choice]]:
    ways = imports.ways(sent.plan)
    cancel = Choice(text("form-cancel"), f"import_stop {sent.id}")
    if not ways:
        return [[Choice(text("import-button-sample"), "import_sample")]]
    if sent.kind is None:
        kinds = [Choice(text(f"import-kind-{kind.value}"), f"import_as {sent.id} {kind.value}") for kind in PartyKind]
        return [kinds, [cancel]]
    choices = [Choice(_way(way, sent.plan), f"import_go {sent.id} {way.value}") for way in ways]
    return [*[[choice] for choice in choices], [cancel]]


def _way(way: Way, plan: Plan) -> Text:
    count = plan["fillable"] if way is Way.FILL else plan["new"]
    if way is Way.FILL:
        return text("import-button-fill" if plan["new"] else "import-button-fill-alone", count=count)
    return text("import-button-all" if way is Way.ALL else "import-button-good", count=count)


def begun(sent: Import, way: Way) -> list[Line]:
    """It is going in."""
    assert sent.kind is not None
    plan = sent.plan
    lines: list[Line] = [text(f"import-going-{sent.kind.value}", count=plan["new"])]
    if way is Way.FILL:
        lines = [text("import-filling", count=plan["fillable"])] if not plan["new"] else lines
    return lines


async def finished(said: Text, row: OutboundMessage, person: Person, house: House, now: datetime) -> Reply | None:
    """What became of it."""
    sent = await _sent(said, person)
    if sent is None or sent.kind is None or sent.status is not ImportStatus.DONE:
        return None
    written, filled, left = (int(sent.how.get(name, 0)) for name in ("written", "filled", "left"))
    lines: list[Line] = [text(f"import-done-{sent.kind.value}", count=written)] if written else []
    if filled:
        lines.append(text("import-done-filled", count=filled))
    if not lines:
        lines.append(text("import-done-nothing"))
    if left:
        lines.append(text("import-done-left" if sent.refused else "import-done-left-gone", count=left))
    listed = "leads" if sent.kind is PartyKind.LEAD else "customers"
    choices = [[Choice(text(f"import-button-{listed}"), listed)]] if written else []
    return Reply(lines, choices, file=_refused(sent))


async def wrong(said: Text, row: OutboundMessage, person: Person, house: House, now: datetime) -> Reply | None:
    """All wrong rows of a file that waits."""
    sent = await _sent(said, person)
    if sent is None or sent.status is not ImportStatus.SHOWN or sent.refused is None:
        return None
    return Reply([text("import-wrong-file")], file=_refused(sent))


async def sample(said: Text, row: OutboundMessage, person: Person, house: House, now: datetime) -> Reply | None:
    """A file as one may be sent."""
    speech = speech_of(person, house, now)
    name = f"{bidi.without_controls(speech.label(text('import-sample-file')))}.xlsx"
    file = Made(AttachmentKind.DOCUMENT, name, make=lambda: leftovers.sample(speech, house.organisation))
    return Reply([text("import-sample", rows=MOST_ROWS, columns=MOST_COLUMNS)], file=file)


def speech_of(person: Person, house: House, now: datetime) -> Speech:
    """How a person reads."""
    zone = ZoneInfo(person.timezone or house.timezone)
    return Speech(person.language, person.digits, zone, now, calendar=person.calendar)


def unreadable(error: Unreadable) -> Text:
    """Why a file was not read."""
    return Text(f"import-unreadable-{error.reason}", error.args_said)


def refused_name(sent: Import, speech: Speech) -> str:
    """What the file of the rows that were left out is called."""
    stem = "".join(c for c in PurePath(sent.name).stem if c.isalnum() or c in " -_().").strip()[:60]
    said = text("import-refused-file", name=stem) if stem else text("import-refused-sheet")
    return f"{bidi.without_controls(speech.label(said))}.xlsx"


def _refused(sent: Import) -> Made | None:
    if sent.refused is None:
        return None
    name = str(sent.how.get("file") or sent.refused.rpartition("/")[2])
    return Made(AttachmentKind.DOCUMENT, name, path=sent.refused)


def _column(column: str) -> Text:
    return text(f"import-column-{column}")


def _first(row: Mapping[str, Any], names: Mapping[int, str], kind: PartyKind | None) -> Text:
    parts: list[Value] = [row[name] for name in ("phone", "company", "email") if name in row]
    if "owner" in row and row["owner"] in names:
        parts.append(text("import-first-owner", name=names[row["owner"]]))
    if "source" in row and kind is not PartyKind.CUSTOMER:
        parts.append(leads.source_text(row["source"]))
    if "labels" in row:
        parts.append(row["labels"])
    if "note" in row:
        parts.append(text("import-first-note", note=" ".join(row["note"].split())))
    parts = parts[:PARTS]
    named = dict(zip("abcde", parts, strict=False))
    return Text(f"import-first-{len(parts)}", {"row": row["row"], "name": row["name"], **named})


async def _names(first: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    ids = [row["owner"] for row in first if "owner" in row]
    return {one.id: one.name for one in await Staff.filter(id__in=ids)} if ids else {}


async def _sent(said: Text, person: Person) -> Import | None:
    """The file, for whoever sent it."""
    if person.staff is None:
        return None
    return await Import.get_or_none(id=int(str(said.args["id"])), staff_id=person.staff.id)
