"""The team: who is of the staff, with which role, and whose access is taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crm import access, audience
from crm.audience import WHO_HEARS, Audience
from crm.refusal import Refusal
from storage import outbox, rows
from storage.models import Identity, Role, Staff, Ticket, TicketStatus
from storage.text import Choice, Line, Text


class Oneself(Refusal):
    """Nobody changes their own role or access."""

    key = "refusal-staff-oneself"


class LastAdmin(Refusal):
    """Without an admin nobody could let anyone in again."""

    key = "refusal-staff-last-admin"


class SameRole(Refusal):
    """They have that role already."""

    key = "refusal-staff-same-role"


class AlreadySuspended(Refusal):
    """Their access is taken away already."""

    key = "refusal-staff-already-suspended"


class NotSuspended(Refusal):
    """They have their access."""

    key = "refusal-staff-not-suspended"


@dataclass(frozen=True, slots=True)
class Member:
    """A staff member with the channels on which they can be reached."""

    staff: Staff
    channels: Sequence[str]


async def members() -> list[Member]:
    """Everyone, the active first, by name within their role."""
    everybody = await Staff.all().order_by("id")
    channels: dict[int, list[str]] = {}
    for identity in await Identity.filter(staff_id__isnull=False, reachable=True).order_by("id"):
        known = channels.setdefault(identity.staff_id or 0, [])
        if identity.channel.value not in known:
            known.append(identity.channel.value)
    ranks = {role: rank for rank, role in enumerate(reversed(Role))}
    everybody.sort(key=lambda one: (not one.active, ranks[one.role], one.name))
    return [Member(one, channels.get(one.id, ())) for one in everybody]


async def live_tickets(staff: Staff) -> list[Ticket]:
    """The tickets with them that are not closed, oldest first."""
    return await Ticket.filter(assignee_id=staff.id).exclude(status=TicketStatus.CLOSED).order_by("id")


async def change_role(staff: Staff, role: Role, *, by: Staff, at: datetime) -> Staff:
    """Give somebody another role; what they may do follows at once, old buttons too.

    Raises NotAllowed, Oneself, SameRole or LastAdmin.
    """
    staff = await _locked(staff, by)
    if staff.role is role:
        raise SameRole(name=staff.name, role=_role(role))
    staff.role = role
    await staff.save(update_fields=["role"])
    await _check_an_admin_is_left()
    body = Text("notice-role", {"role": _role(role), "by": by.name})
    await _tell(staff, "role", body, [Choice(Text("button-menu"), "menu")], at)
    return staff


async def suspend(staff: Staff, *, by: Staff, at: datetime) -> Staff:
    """Take somebody's access away. What is with them stays with them until it is handed over.

    Raises NotAllowed, Oneself, AlreadySuspended or LastAdmin.
    """
    staff = await _locked(staff, by)
    if not staff.active:
        raise AlreadySuspended(name=staff.name)
    staff.active = staff.on_duty = False
    await staff.save(update_fields=["active", "on_duty"])
    await _check_an_admin_is_left()
    await _tell(staff, "suspended", Text("notice-suspended", {"by": by.name}), [], at)
    return staff


async def restore(staff: Staff, *, by: Staff, at: datetime) -> Staff:
    """Give somebody their access back, off duty until they say otherwise. Raises NotAllowed, Oneself, NotSuspended."""
    staff = await _locked(staff, by)
    if staff.active:
        raise NotSuspended(name=staff.name)
    staff.active = True
    await staff.save(update_fields=["active"])
    await _tell(staff, "restored", Text("notice-restored", {"by": by.name}), [Choice(Text("button-menu"), "menu")], at)
    return staff


async def rename(staff: Staff, name: str) -> None:
    """A staff member's own name, as customers and colleagues read it."""
    staff.name = name
    await staff.save(update_fields=["name"])


async def told(
    event: str, staff: Staff, key: str, body: Sequence[Line], choices: Sequence[Choice] = (), *,
    but: Identity | None = None,
) -> list[outbox.Draft]:  # fmt: skip
    """What one staff member is to be told, where they wrote last, suspended or not; never at the address `but`."""
    if Audience.CONCERNED not in WHO_HEARS[event]:
        return []
    found = await rows.select(
        Identity,
        "WHERE staff_id = :staff AND reachable AND id <> :but"
        " ORDER BY last_inbound_at IS NULL, last_inbound_at DESC, id DESC LIMIT 1",
        {"staff": staff.id, "but": but.id if but else 0},
    )
    return [audience.draft(identity, key, body, choices) for identity in found]


async def _locked(staff: Staff, by: Staff) -> Staff:
    """The staff member as they are now, while no other admin changes anybody: all admins' rows are locked, in order.

    The asker may just have lost the right: raises NotAllowed then. Raises Oneself.
    """
    if staff.id == by.id:
        raise Oneself()
    locked = await rows.select(
        Staff, "WHERE role = 'admin' OR id = :id ORDER BY id FOR NO KEY UPDATE", {"id": staff.id}
    )
    found = {one.id: one for one in locked}
    asker = found.get(by.id)
    if asker is None or not asker.active or asker.role is not Role.ADMIN:
        raise access.NotAllowed()
    return found[staff.id]


async def _check_an_admin_is_left() -> None:
    if not await Staff.exists(role=Role.ADMIN, active=True):
        raise LastAdmin()


async def _tell(staff: Staff, what: str, body: Text, choices: Sequence[Choice], at: datetime) -> None:
    key = f"staff:{staff.id}:{what}:{at.isoformat()}"
    await outbox.put(await told("staff-changed", staff, key, [body], choices))


def _role(role: Role) -> Text:
    return Text(f"role-{role.value}")
