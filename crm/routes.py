"""Routes: to whom an incoming ticket goes by itself. ROUTES is the rule.

First the owner of the lead or customer, if they are on duty; else the agent on duty with the fewest live tickets; else,
when no agent is there, a manager on duty, and then an admin, in the same way. Among equals it goes by turn: to the one
whom the rule gave a ticket longest ago. With nobody on duty it goes to no one: everybody hears of it, and the first to
take it has it. The lead or customer keeps their owner in any case.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from crm import duty
from crm.people import Party
from storage import rows
from storage.models import Role, Staff

Route = Callable[[Party], Awaitable[Staff | None]]

_PRESENT = "active AND on_duty AND EXISTS (SELECT 1 FROM identity WHERE identity.staff_id = staff.id AND reachable)"
"""Whoever is on duty and can be told."""


async def _owner(party: Party) -> Staff | None:
    found = await rows.select(Staff, f"WHERE id = :id AND {_PRESENT}", {"id": party.owner_id or 0})
    return found[0] if found else None


def _least_busy(role: Role) -> Route:
    async def find(party: Party) -> Staff | None:
        # All are locked, in order, so that two tickets at once see each other; what they have is counted only then.
        locked = await rows.select(
            Staff, f"WHERE role = :role AND {_PRESENT} ORDER BY id FOR NO KEY UPDATE", {"role": role.value}
        )
        present = {one.id for one in locked}
        return next((load.staff for load in await duty.loads() if load.staff.id in present), None) if present else None

    return find


ROUTES: tuple[Route, ...] = (_owner, *(_least_busy(role) for role in Role))
"""Each gives a staff member or passes; the first that gives one decides. Agents come before managers and admins."""


async def find(party: Party, *, at: datetime) -> Staff | None:
    """Who is to have a party's new ticket; it is their turn no more. Their row is locked until the transaction ends."""
    for route in ROUTES:
        if chosen := await route(party):
            await rows.run("UPDATE staff SET assigned_at = :at WHERE id = :id", {"at": at, "id": chosen.id})
            return chosen
    return None
