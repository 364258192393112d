"""Late tickets: a page goes on where the last one ended, whatever was opened first."""

from __future__ import annotations

from datetime import timedelta

from crm import late
from storage.models import Lead, Priority, Staff, Ticket, TicketStatus
from tests.crm.conftest import NOW


async def test_pages_by_the_moment_that_comes_first(lead: Lead, rep: Staff) -> None:
    hours = {"c": 3, "a": 1, "b1": 2, "b2": 2, "far": -500, "closed": 1, "none": None}
    for subject, ago in hours.items():
        await Ticket.create(
            subject=subject, lead_id=lead.id, created_at=NOW, updated_at=NOW, priority=Priority.LOW,
            resolve_by=None if ago is None else NOW - timedelta(hours=ago),
            status=TicketStatus.CLOSED if subject == "closed" else TicketStatus.OPEN,
            closed_at=NOW if subject == "closed" else None,
        )  # fmt: skip
    seen: list[str] = []
    after: int | None = None
    while page := await late.listed(rep, sees_all=False, after=after, limit=2, at=NOW):
        seen += [ticket.subject for ticket in page]
        after = page[-1].id
    assert seen == ["c", "b1", "b2", "a"]


async def test_an_answer_that_is_owed_comes_before_the_end(lead: Lead, rep: Staff) -> None:
    for subject, answered in (("answered", NOW), ("owed", None)):
        await Ticket.create(
            subject=subject, lead_id=lead.id, created_at=NOW, updated_at=NOW, first_response_at=answered,
            respond_by=NOW - timedelta(hours=1), resolve_by=NOW + timedelta(days=60),
        )  # fmt: skip
    assert [one.subject for one in await late.listed(rep, sees_all=True, after=None, limit=9, at=NOW)] == ["owed"]
