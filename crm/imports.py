"""Imports: files of leads and customers that the staff send, from the sending to what they agree to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from crm.people import Person
from crm.refusal import Refusal
from storage.models import ChannelName, Import, ImportStatus, PartyKind, Staff

VALID = timedelta(days=1)
"""How long what was shown can be agreed to."""

AT_ONCE = 3
"""Files of one person that may wait to be worked on."""


class Way(StrEnum):
    """How the rows go in."""

    ALL = "all"
    """All of them, or none; doubles are left out."""
    GOOD = "good"
    """The good rows, without the wrong ones."""
    FILL = "fill"
    """As ALL or GOOD, and what is empty of those on record is filled in from their doubles."""


class TooManyImports(Refusal):
    """Somebody's files wait already."""

    key = "refusal-import-too-many"


class NoSuchImport(Refusal):
    """No such file was sent by this person, or what was in it is forgotten."""

    key = "refusal-import-unknown"


class ImportOld(Refusal):
    """What was shown a day ago may not be so any more."""

    key = "refusal-import-old"


class ImportBegun(Refusal):
    """It is being taken in."""

    key = "refusal-import-begun"


class ImportOver(Refusal):
    """It was taken in, or given up."""

    key = "refusal-import-over"


class ImportHasFaults(Refusal):
    """All or nothing: it has wrong rows, or nothing to take in."""

    key = "refusal-import-faults"


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it came: where the channel has it, and what it is called."""

    channel: ChannelName
    source: str | None
    name: str = ""
    type: str = ""
    size: int | None = None


async def begin(sent: Sent, kind: PartyKind | None, *, by: Person, inbound_id: int | None, at: datetime) -> Import:
    """Have a file read. Raises TooManyImports."""
    assert by.staff is not None
    waiting = await Import.filter(
        staff_id=by.staff.id, status__in=(ImportStatus.WAITING, ImportStatus.CONFIRMED)
    ).count()  # fmt: skip
    if waiting >= AT_ONCE:
        raise TooManyImports(count=waiting)
    return await Import.create(
        staff_id=by.staff.id, identity_id=by.identity.id, inbound_id=inbound_id, kind=kind, channel=sent.channel,
        source=sent.source, type=sent.type[:255], name=sent.name[:200], size=sent.size, created_at=at,
    )  # fmt: skip


async def shown(id: int, *, by: Staff, at: datetime) -> Import:
    """Somebody's own file, while it waits for them to agree.

    Raises NoSuchImport, ImportOld, ImportBegun, or ImportOver.
    """
    found = await Import.filter(id=id, staff_id=by.id).select_for_update().first()
    if found is None:
        raise NoSuchImport()
    match found.status:
        case ImportStatus.SHOWN if at - found.created_at > VALID:
            raise ImportOld()
        case ImportStatus.SHOWN:
            return found
        case ImportStatus.CONFIRMED | ImportStatus.WAITING:
            raise ImportBegun()
    raise ImportOver()


async def choose(sent: Import, kind: PartyKind) -> None:
    """Its rows become these."""
    sent.kind = kind
    await sent.save(update_fields=["kind"])


async def confirm(sent: Import, way: Way, *, by: Person, inbound_id: int) -> None:
    """Have it taken in. Raises ImportHasFaults when there is nothing that can go this way."""
    plan = sent.plan
    if not _possible(plan, way):
        raise ImportHasFaults()
    sent.status, sent.how = ImportStatus.CONFIRMED, {"way": way.value}
    # How far it is shows where it was confirmed.
    sent.identity_id, sent.inbound_id, sent.attempts = by.identity.id, inbound_id, 0
    await sent.save(update_fields=["status", "how", "identity_id", "inbound_id", "attempts"])


def ways(plan: dict[str, object]) -> Sequence[Way]:
    """The ways that a file can go in, as it was shown."""
    return [way for way in Way if _possible(plan, way)]


def _possible(plan: dict[str, object], way: Way) -> bool:
    match way:
        case Way.ALL:
            return bool(plan.get("new")) and not plan.get("wrong")
        case Way.GOOD:
            return bool(plan.get("new")) and bool(plan.get("wrong"))
    return bool(plan.get("fillable"))


async def cancel(sent: Import, *, at: datetime) -> None:
    """It is not wanted; what was understood of it is forgotten."""
    sent.status, sent.plan, sent.finished_at = ImportStatus.CANCELLED, {}, at
    await sent.save(update_fields=["status", "plan", "finished_at"])


async def forget_old(at: datetime) -> None:
    """Nobody can agree any more to what was shown long ago: what was understood of it is forgotten."""
    await Import.filter(status=ImportStatus.SHOWN, created_at__lt=at - VALID).update(
        status=ImportStatus.CANCELLED, plan={}, finished_at=at
    )
