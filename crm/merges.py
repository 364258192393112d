"""Merges: two leads, or two customers, that are one person become one; for a while it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from crm import access, audience, belongings, changes, notices, people, references
from crm.people import Party
from crm.refusal import Refusal
from storage import rows
from storage.models import (
    Activity,
    Customer,
    Identity,
    Lead,
    LeadStatus,
    Merge,
    Staff,
    Ticket,
    TicketMessage,
)
from storage.text import Choice, Text

REVERSIBLE = timedelta(days=30)
"""How long a merge can be taken back."""

FILLED = ("phone", "email", "company", "owner_id")
"""What the one that stays takes from the other where it has nothing."""

PROGRESS = (LeadStatus.LOST, LeadStatus.NEW, LeadStatus.CONTACTED, LeadStatus.QUALIFIED)
"""Of two leads the one that stays is as far as the one that is further."""


class SameRecord(Refusal):
    """The two are one record, or have been made one already."""

    key = "refusal-merge-same"


class DifferentKinds(Refusal):
    """A ticket and a person cannot be merged."""

    key = "refusal-merge-kinds"


class NothingToUnmerge(Refusal):
    """No merge of this record stands (any more)."""

    key = "refusal-unmerge-nothing"


class TooLate(Refusal):
    """The merge is older than REVERSIBLE."""

    key = "refusal-unmerge-late"


class BuiltOn(Refusal):
    """The lead that had everything became a customer since: what was whose is not kept apart any more."""

    key = "refusal-unmerge-built-on"


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much a lead or customer has."""

    activities: int
    tickets: int
    messages: int
    addresses: int


async def holdings(party: Party) -> Holdings:
    """How much hangs on a lead or customer."""
    whose = people.about(party)
    return Holdings(
        await Activity.filter(**whose).count(),
        await Ticket.filter(**whose).count(),
        await TicketMessage.filter(**whose).count(),
        await Identity.filter(**whose).count(),
    )


async def merge(kept: Party, gone: Party, *, by: Staff | None, at: datetime) -> Merge:
    """Everything of `gone` goes over to `kept`, and what that lacks is filled; the owners are told.

    `by` is None when the person proved that they are one. Both must be leads, or both customers.
    Raises NotAllowed, or SameRecord (also when somebody was faster).
    """
    if by is not None:
        access.check_merges_people(by)
    kept, gone = await _locked(kept, gone)
    before = {"kept": _columns(kept), "gone": _columns(gone)}
    moved: dict[str, Any] = dict(await belongings.hand_over(gone, kept))
    gone.phone, gone.updated_at = None, at
    if isinstance(kept, Customer) and isinstance(gone, Customer):
        gone.merged_into_id = kept.id
    elif isinstance(kept, Lead) and isinstance(gone, Lead):
        gone.merged_into_id = kept.id
        await _go_on(kept, gone, by=by, at=at)
    # Its phone first: it is unique among customers.
    await gone.save(update_fields=["phone", "merged_into_id", "updated_at"])
    for column in FILLED:
        setattr(kept, column, getattr(kept, column) or before["gone"][column])
    kept.updated_at = at
    await kept.save()
    made = await Merge.create(
        kind=references.of(kept).kind.value, kept_id=kept.id, gone_id=gone.id,
        moved={**moved, "before": before, "after": _columns(kept)}, author_id=by.id if by else None, at=at,
    )  # fmt: skip
    await changes.record(kept, "merged", people.reference(gone), people.reference(kept), by=by, at=at)
    if by is not None:
        await _tell("merged", made, kept, gone, [kept.owner_id, before["gone"]["owner_id"]], by=by)
    return made


async def latest(party: Party, *, at: datetime) -> Merge:
    """The newest merge into this record, if it can be taken back now. Raises NothingToUnmerge, TooLate, or BuiltOn."""
    ref = people.reference(party)
    into = Merge.filter(kind=references.of(party).kind.value, kept_id=party.id, undone_at__isnull=True)
    found = await into.order_by("-id").select_related("author").first()
    if found is None:
        raise NothingToUnmerge(ref=ref)
    gone = str(references.Ref(references.RefKind(found.kind), found.gone_id))
    if at - found.at > REVERSIBLE:
        raise TooLate(gone=gone, kept=ref, days=REVERSIBLE.days)
    if (now := await people.current(party)) is not party:
        raise BuiltOn(ref=ref, now=people.reference(now))
    return found


async def of(merge: Merge) -> tuple[Party, Party]:
    """Who stayed, and who went into them."""
    model: type[Lead | Customer] = Lead if merge.kind == references.RefKind.LEAD else Customer
    return await rows.get(model, merge.kept_id), await rows.get(model, merge.gone_id)


async def undo(merge_id: int, party: Party, *, by: Staff, at: datetime) -> tuple[Party, Party]:
    """Take a merge back: what went over and is still there goes back, what came since stays; both owners are told.

    Returns who stayed and who stands alone again. Raises NotAllowed, NothingToUnmerge (somebody was faster, or it is
    another's), TooLate, or BuiltOn.
    """
    access.check_merges_people(by)
    kept = await _lock_one(party)
    found = await latest(kept, at=at)
    if found.id != merge_id:
        raise NothingToUnmerge(ref=people.reference(party))
    moved, before, after = found.moved, found.moved["before"], found.moved["after"]
    gone: Party = await rows.get(type(kept), found.gone_id, lock=True)
    await belongings.hand_back(moved, holder=kept, to=gone)
    for column, was in before["kept"].items():
        # What was filled in, and nobody has changed since.
        if was != after[column] and getattr(kept, column) == after[column]:
            if column == "status":
                was = LeadStatus(was)
                await changes.record(kept, "status", after[column], was, by=by, at=at)
            setattr(kept, column, was)
    kept.updated_at = gone.updated_at = at
    await kept.save()
    gone.merged_into_id = None
    phone = before["gone"]["phone"]
    is_taken = isinstance(gone, Customer) and phone and await Customer.exists(phone=phone)
    gone.phone = None if is_taken else phone
    await gone.save()
    await Merge.filter(id=found.id).update(undone_at=at)
    for one in (kept, gone):
        await changes.record(one, "unmerged", people.reference(gone), people.reference(kept), by=by, at=at)
    await _tell("unmerged", found, kept, gone, [kept.owner_id, gone.owner_id], by=by)
    return kept, gone


async def _locked(kept: Party, gone: Party) -> tuple[Party, Party]:
    """Both as they are now: first the identities, then the rows in the order of their ids."""
    if type(kept) is not type(gone):
        raise DifferentKinds()
    ids = [kept.id, gone.id]
    column = "lead_id__in" if isinstance(kept, Lead) else "customer_id__in"
    await Identity.filter(**{column: ids}).order_by("id").select_for_update(no_key=True)
    fresh: dict[int, Party] = {}
    for one in sorted((kept, gone), key=lambda each: each.id):
        fresh[one.id] = await people.lock(one)
    found = fresh[kept.id], fresh[gone.id]
    if type(found[0]) is not type(found[1]) or [one.id for one in found] != ids or kept.id == gone.id:
        raise SameRecord(ref=people.reference(found[0]))
    return found


async def _lock_one(party: Party) -> Party:
    await Identity.filter(**people.about(party)).order_by("id").select_for_update(no_key=True)
    return await people.lock(party)


async def _go_on(kept: Lead, gone: Lead, *, by: Staff | None, at: datetime) -> None:
    further = max(kept.status, gone.status, key=PROGRESS.index)
    if further is not kept.status:
        await changes.record(kept, "status", kept.status, further, by=by, at=at)
        kept.status = further
    kept.nudged = max(kept.nudged, gone.nudged)


def _columns(party: Party) -> dict[str, Any]:
    found = {column: getattr(party, column) for column in FILLED}
    return found | ({"status": party.status.value} if isinstance(party, Lead) else {})


async def _tell(event: str, merge: Merge, kept: Party, gone: Party, owners: list[int | None], *, by: Staff) -> None:
    """The owners of both hear of it, unless they did it."""
    args = {"gone": people.reference(gone), "kept": people.reference(kept), "name": kept.name, "by": by.name}
    body = [Text(f"notice-{event}", args)]
    ref = people.reference(kept)
    choices = [Choice(Text("button-card"), ref), notices.remind(ref)]
    if event == "unmerged":
        choices.append(Choice(Text("button-open", {"ref": people.reference(gone)}), people.reference(gone)))
    hear = {owner for owner in owners if owner is not None} - {by.id}
    await audience.tell_staff(sorted(hear), f"{event}:{merge.id}", kept, body, choices)
