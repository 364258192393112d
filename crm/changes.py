"""Changes: who changed what, from what to what, when. They feed the timeline, the numbers and the audit."""

from __future__ import annotations

from datetime import datetime

from storage.models import Change, Customer, Lead, Staff, Ticket


async def record(
    of: Lead | Customer | Ticket, field: str, before: str | None, after: str | None, *, by: Staff | None, at: datetime
) -> Change:
    """Keep one change; `by` is None when a customer or the CRM itself made it."""
    match of:
        case Ticket():
            owner = {"lead_id": of.lead_id, "customer_id": of.customer_id, "ticket_id": of.id}
        case Lead():
            owner = {"lead_id": of.id}
        case Customer():
            owner = {"customer_id": of.id}
    return await Change.create(**owner, field=field, before=before, after=after, author_id=by.id if by else None, at=at)
