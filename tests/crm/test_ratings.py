"""Ratings: who is asked, once; what may still be changed; who hears."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm import people, ratings, tickets
from storage import outlog
from storage.models import (
    Change,
    ChannelName,
    Identity,
    Lead,
    OutboundMessage,
    Priority,
    Role,
    Staff,
    Ticket,
    TicketStatus,
)
from storage.text import Text
from storage.transactions import transaction
from tests.crm.conftest import NOW


@pytest.fixture
async def ticket(lead: Lead, rep: Staff) -> Ticket:
    async with transaction():
        found = await tickets.open_for(lead, "x", priority=Priority.LOW, description="", inbound_id=None, at=NOW)
        await tickets.take(found, by=rep, at=NOW) if found.assignee_id is None else None
    return found


async def close(ticket: Ticket, rep: Staff) -> Ticket:
    async with transaction():
        return await tickets.move(ticket, to=TicketStatus.CLOSED, by=rep, at=NOW)


async def asked() -> int:
    keys = [[line.key for line in outlog.body(row) if isinstance(line, Text)] for row in await OutboundMessage.all()]
    return sum("rating-ask" in each for each in keys)


async def heard(key: str) -> int:
    rows = await OutboundMessage.all()
    return sum(any(isinstance(line, Text) and line.key == key for line in outlog.body(row)) for row in rows)


async def test_asked_once_for_ever(ticket: Ticket, rep: Staff) -> None:
    for _ in range(2):
        await close(ticket, rep)
        async with transaction():
            await tickets.reopen(ticket, by=rep, at=NOW)
    assert await asked() == 1


async def test_whoever_opted_out_is_not_asked(ticket: Ticket, rep: Staff, lead: Lead) -> None:
    await Identity.filter(lead_id=lead.id).update(opted_out=True)
    assert (await close(ticket, rep)).rating_asked_at is None
    assert await asked() == 0


async def test_whoever_never_wrote_in_it_is_not_asked(ticket: Ticket, rep: Staff) -> None:
    await Change.filter(ticket_id=ticket.id, field="created").update(author_id=rep.id)
    await close(ticket, rep)
    assert await asked() == 0


async def test_the_first_stands_after_a_day(ticket: Ticket, rep: Staff) -> None:
    await close(ticket, rep)
    async with transaction():
        await ratings.rate(ticket, 3, at=NOW)
        await ratings.rate(ticket, 5, at=NOW + timedelta(hours=24))
    with pytest.raises(ratings.Stands):
        async with transaction():
            await ratings.rate(ticket, 1, at=NOW + timedelta(hours=25))
    assert (await Ticket.get(id=ticket.id)).rating == 5
    # The same again changes nothing and tells nobody.
    async with transaction():
        await ratings.rate(ticket, 5, at=NOW + timedelta(days=9))
    assert await heard("notice-ticket-rated") == 2


@pytest.mark.parametrize("stars", [-1, 0, 6, 10**12])
async def test_no_such_rating(ticket: Ticket, rep: Staff, stars: int) -> None:
    await close(ticket, rep)
    with pytest.raises(ratings.NoSuchRating):
        async with transaction():
            await ratings.rate(ticket, stars, at=NOW)


async def test_not_before_it_is_closed(ticket: Ticket, rep: Staff) -> None:
    with pytest.raises(ratings.NotYet):
        async with transaction():
            await ratings.rate(ticket, 5, at=NOW)
    with pytest.raises(ratings.NotYet):
        async with transaction():
            await ratings.add_words(ticket, "x", at=NOW)


@pytest.mark.parametrize(("stars", "managers"), [(1, 1), (2, 1), (3, 0)])
async def test_a_low_one_is_for_managers(ticket: Ticket, rep: Staff, stars: int, managers: int) -> None:
    async with transaction():
        await people.add_staff(
            "Mona", Role.MANAGER, language="en", timezone="UTC", addresses={ChannelName.TELEGRAM: "77"}, at=NOW
        )
    await close(ticket, rep)
    async with transaction():
        await ratings.rate(ticket, stars, at=NOW)
    assert (await heard("notice-ticket-rated"), await heard("notice-ticket-rated-low")) == (1, managers)
