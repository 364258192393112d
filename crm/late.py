"""Late: the live tickets whose target is near or past, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from crm import targets
from crm.targets import Target
from storage import rows
from storage.models import Priority, Staff, Ticket

_OWED = """
CASE WHEN first_response_at IS NULL AND respond_by IS NOT NULL AND (resolve_by IS NULL OR respond_by < resolve_by)
THEN respond_by ELSE resolve_by END
"""

_NEAR = {
    Target.RESPOND: "(priority = '{0}' AND first_response_at IS NULL AND respond_by <= :respond_{0})",
    Target.RESOLVE: "(priority = '{0}' AND resolve_by <= :resolve_{0})",
}

_HELD = """
(assignee_id = :staff
 OR lead_id IN (SELECT id FROM lead WHERE owner_id = :staff)
 OR customer_id IN (SELECT id FROM customer WHERE owner_id = :staff)
 OR (assignee_id IS NULL
     AND NOT EXISTS (SELECT 1 FROM lead WHERE lead.id = ticket.lead_id AND owner_id IS NOT NULL)
     AND NOT EXISTS (SELECT 1 FROM customer WHERE customer.id = ticket.customer_id AND owner_id IS NOT NULL)))
"""

_EITHER = " OR ".join(_NEAR[target].format(priority.value) for target in Target for priority in Priority)
_LIVE_AND_NEAR = f"status IN ('open', 'in_progress') AND ({_EITHER})"


async def listed(by: Staff, *, sees_all: bool, after: int | None, limit: int, at: datetime) -> Sequence[Ticket]:
    """Tickets that this staff member may see, by the moment that comes first, from beyond the ticket `after`."""
    values: dict[str, Any] = {"most": limit}
    for target in Target:
        for priority in Priority:
            values[f"{target.value}_{priority.value}"] = targets.near_until(target, priority, at)
    conditions = [_LIVE_AND_NEAR]
    if not sees_all:
        conditions.append(_HELD)
        values["staff"] = by.id
    last = await Ticket.get_or_none(id=after) if after is not None else None
    if last is not None and (due := soonest(last)) is not None:
        conditions.append(f"({_OWED}, id) > (:due, :last)")
        values |= {"due": due, "last": last.id}
    return await rows.select(Ticket, f"WHERE {' AND '.join(conditions)} ORDER BY {_OWED}, id LIMIT :most", values)


def soonest(ticket: Ticket) -> datetime | None:
    """The target that comes first of those that are owed, or were when it was closed."""
    respond_by = ticket.respond_by if ticket.first_response_at is None else None
    return min((each for each in (respond_by, ticket.resolve_by) if each is not None), default=None)
