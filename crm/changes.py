"""Changes: who changed what, from what to what, when. They feed the timeline, the numbers and the audit."""

from __future__ import annotations

from datetime import datetime

from storage.models import Change, Customer, Lead, Staff, Ticket


async def record(
    of: Lead | Customer | Ticket,
    field: str,
    before: str | None,
    after: str | None,
    *,
    by: Staff | None,
    at: datetime,
    before_id: int | None = None,
    after_id: int | None = None,
    activity_id: int | None = None,
) -> Change:
    """Keep one change; `by` is None when a customer or the CRM itself made it.

    `before_id` and `after_id` are the rows that the two values name (a holder's), so that it can be taken back exactly;
    `activity_id` is the activity that it made or changed.
    """
    match of:
        case Ticket():
            owner = {"lead_id": of.lead_id, "customer_id": of.customer_id, "ticket_id": of.id}
        case Lead():
            owner = {"lead_id": of.id}
        case Customer():
            owner = {"customer_id": of.id}
    return await Change.create(
        **owner, field=field, before=before, after=after, before_id=before_id, after_id=after_id,
        activity_id=activity_id, author_id=by.id if by else None, at=at,
    )  # fmt: skip
