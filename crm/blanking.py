"""Blanking: takes everything that tells who somebody was out of the rows about them. The rows stay, and are counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from tortoise.models import Model

from crm.leads import IMPORTED, SOURCES
from crm.marks import Known
from crm.person_rows import Rows
from storage import outbox, outlog, rows
from storage.models import (
    Activity,
    Attachment,
    Change,
    ChannelName,
    Customer,
    Identity,
    Import,
    ImportStatus,
    InboundMessage,
    Label,
    Lead,
    Merge,
    OutboundMessage,
    Report,
    ReportStatus,
    Ticket,
    TicketMessage,
)
from storage.outbox import Draft
from storage.text import Text, pack

COUNTED = (
    "status", "priority", "assignee", "owner", "converted", "merged", "unmerged", "rating", "due", "logged",
)  # fmt: skip
"""The changes whose values tell nothing of a person: the numbers are made of them."""

NEUTRAL = (*ChannelName, *SOURCES, IMPORTED)
"""The sources that tell nothing of a person."""

TABLES: dict[str, type[Any]] = {
    "lead": Lead, "customer": Customer, "identity": Identity, "activity": Activity, "ticket": Ticket,
    "ticket_message": TicketMessage, "change": Change, "label": Label, "attachment": Attachment,
}  # fmt: skip

BATCH = 500
"""Rows of one statement."""

MADE = "made/"
"""Where all lies that we made ourselves: pictures have no rows."""

ERASED = "erased"
"""The error of a report that was about somebody who was erased meanwhile."""


OPEN = (ImportStatus.WAITING, ImportStatus.SHOWN, ImportStatus.CONFIRMED)
"""The states of an import of which something may still go in."""


async def known(keys: Rows) -> Known:
    """What is on record of a person: by this their traces are found elsewhere."""
    held = {table: await _all(model, keys[table]) for table, model in TABLES.items()}
    parties, identities = [*held["lead"], *held["customer"]], held["identity"]
    files = held["attachment"]
    were: dict[str, list[str]] = {}
    for one in held["change"]:
        if one.field not in COUNTED:
            were.setdefault(one.field, []).extend({one.before, one.after} - {None, *NEUTRAL})
    return Known(
        names=_texts([one.name for one in (*parties, *identities)], were.pop("name", ())),
        own=_texts(
            [one.company for one in parties], were.pop("company", ()),
            [one.name for one in held["label"]], were.pop("label", ()),
        ),
        phones=_texts([one.phone for one in (*parties, *identities)], were.pop("phone", ())),
        emails=_texts([one.email for one in parties], were.pop("email", ())),
        addresses=_texts([one.address for one in identities]),
        details=_texts([one.lost_reason for one in held["lead"]], *were.values()),
        texts=_texts(
            [one.text for one in (*held["activity"], *held["ticket_message"])],
            [value for one in held["ticket"] for value in (one.subject, one.rating_words)],
            [value for one in files for value in (one.name, one.source)],
        ),
    )  # fmt: skip


async def blank(keys: Rows, *, at: datetime) -> list[str]:
    """Take out what is personal of all that hangs on the person; the paths of their files, which must go then.

    Their addresses go, and with them what was sent there. The rows must be locked.
    """
    files = [one.path for one in await _all(Attachment, keys["attachment"]) if one.path]
    await _set("activity", keys["activity"], "text = '', repeats = NULL, ring_at = NULL")
    open_tasks = f"kind = 'task' AND done_at IS NULL AND dropped_at IS NULL AND {rows.among('id', 'ids')}"
    await rows.run(f"UPDATE activity SET dropped_at = :at WHERE {open_tasks}", {"ids": keys["activity"], "at": at})
    await _set("ticket_message", keys["ticket_message"], "text = ''")
    await _set("ticket", keys["ticket"], "subject = '', rating_words = NULL")
    telling = " AND ".join(f"field <> '{field}'" for field in COUNTED)
    neutral = ", ".join(f"'{source}'" for source in NEUTRAL)
    await _set(
        "change", keys["change"], "before = NULL, after = NULL",
        f"{telling} AND NOT (field = 'created' AND ticket_id IS NULL AND COALESCE(after, '') IN ({neutral}))",
    )  # fmt: skip
    for table in ("attachment", "label", "search_word", "progress", "identity"):
        await rows.run(f"DELETE FROM {table} WHERE {rows.among('id', 'ids')}", {"ids": keys[table]})
    for key in keys["pace"]:
        await rows.run("DELETE FROM pace WHERE key = :key", {"key": key})
    await _update(Merge, keys["merge"], moved={})
    return files


async def blank_parties(leads: Sequence[int], customers: Sequence[int], *, at: datetime) -> None:
    """Who they were goes; what they were (a lead from Telegram, whose owner is …) stays."""
    personal = "name = '', phone = NULL, email = NULL, company = NULL, erased_at = :at, updated_at = :at"
    neutral = ", ".join(f"'{source}'" for source in NEUTRAL)
    source = f"source = CASE WHEN source IN ({neutral}) THEN source ELSE NULL END"
    for table, ids, columns in (
        ("lead", leads, f"{personal}, lost_reason = NULL, {source}"), ("customer", customers, personal),
    ):  # fmt: skip
        await rows.run(f"UPDATE {table} SET {columns} WHERE {rows.among('id', 'ids')}", {"ids": ids, "at": at})


async def blank_heard(ids: Sequence[int], identities: Sequence[int]) -> None:
    """Of what came in the mere fact stays, so that no provider brings it once more. While the addresses are there."""
    theirs = "(channel, sender) IN (SELECT channel, address FROM identity WHERE {})"
    await rows.run(
        # What was set aside could be given another turn.
        "UPDATE inbound_message SET sender = '', message_id = NULL, status = 'done', error = NULL"
        f" WHERE {theirs.format(rows.among('id', 'ids'))}",
        {"ids": identities},
    )
    await _update(InboundMessage, ids, payload="{}")


async def blank_shown(ids: Sequence[int]) -> None:
    """What the staff were told says that it is gone; what is not out yet does not go."""
    await _set(
        "outbound_message", ids, f"status = 'dead', error = '{outlog.NEEDLESS}', claim = NULL",
        "status IN ('queued', 'held', 'claimed', 'unknown')",
    )  # fmt: skip
    gone = pack([Text("erased-message")])
    await _update(OutboundMessage, ids, body=gone, choices=[], words=None, attachment_id=None, numbered=False)


async def blank_papers(about: Sequence[int], *, at: datetime) -> list[str]:
    """Files that were made or sent may have anybody in them: their paths, to be removed. Who waits for one is told.

    A report that is being made begins again, without the person; a file that waits to be taken in must be sent again.
    """
    gone: dict[str, Any] = {"claim": None, "claimed_at": None, "path": None, "name": ""}
    kept = [*await Report.filter(path__isnull=False).values_list("path", flat=True)]
    for column in ("path", "refused"):
        kept += await Import.filter(**{f"{column}__isnull": False}).values_list(column, flat=True)
    drafts: list[Draft] = []
    # What was finished meanwhile stays so: whoever asked for it was told.
    for report in await Report.filter(id__in=list(about), status=ReportStatus.WAITING).order_by("id"):
        over = {"status": ReportStatus.FAILED, "error": ERASED, "finished_at": at}
        if await Report.filter(id=report.id, status=ReportStatus.WAITING).update(**gone, **over):
            drafts += await _told(report.identity_id, f"report:{report.id}:erased", "erased-report")
    for sent in await Import.filter(status__in=OPEN).order_by("id"):
        if await Import.filter(id=sent.id, status__in=OPEN).update(status=ImportStatus.CANCELLED, finished_at=at):
            drafts += await _told(sent.identity_id, f"import:{sent.id}:erased", "erased-import")
    await Report.exclude(status=ReportStatus.FAILED).update(**gone, attempts=0)
    await Import.all().update(**gone, source=None, refused=None, plan={})
    await outbox.put(drafts)
    return [MADE, *map(str, kept)]


async def _told(identity_id: int | None, key: str, text: str) -> list[Draft]:
    identity = await Identity.get_or_none(id=identity_id) if identity_id else None
    return [Draft(identity.id, identity.channel, key, [Text(text)])] if identity else []


async def _all(model: type[Any], ids: Sequence[int]) -> list[Any]:
    return await rows.select(model, f"WHERE {rows.among('id', 'ids')}", {"ids": ids})


async def _set(table: str, ids: Sequence[int], columns: str, those: str = "true") -> None:
    await rows.run(f"UPDATE {table} SET {columns} WHERE {rows.among('id', 'ids')} AND {those}", {"ids": ids})


async def _update(model: type[Model], ids: Sequence[int], **columns: Any) -> None:
    for begin in range(0, len(ids), BATCH):
        await model.filter(id__in=ids[begin : begin + BATCH]).update(**columns)


def _texts(*columns: Iterable[str | None]) -> list[str]:
    return [value for column in columns for value in column if value]
