"""Together: whatever several people do at once, nothing deadlocks, and every record stays with whoever has it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from crm import activities, assignment, labels, leads, merges, people, team, ticket_merges, tickets, undo
from crm.people import Party
from crm.refusal import Refusal
from storage.models import (
    Change,
    ChannelName,
    Customer,
    Identity,
    Lead,
    Priority,
    Role,
    Staff,
    Ticket,
    TicketMessage,
    TicketStatus,
)
from storage.transactions import transaction
from tests.crm.conftest import NOW
from tests.crm.test_routes import staff

WRITERS = ("one", "two", "three")


class Day:
    """A team at work on three people, who write all the time."""

    def __init__(self, chance: random.Random, boss: Staff, reps: list[Staff]) -> None:
        self.chance, self.boss, self.reps, self.seconds = chance, boss, reps, 0
        self.done: set[str] = set()

    def at(self) -> datetime:
        self.seconds += 1
        return NOW + timedelta(seconds=self.seconds)

    async def hear(self, address: str) -> None:
        """As a turn does: the writer's identity is locked first."""
        async with transaction():
            person = await people.recognise(
                ChannelName.TELEGRAM, address, name=address, phone=None, language="en", at=self.at()
            )
            assert person.party is not None
            if live := await tickets.of_party(person.party, live=True):
                await tickets.hear(live[0], "hi", inbound_id=None, at=self.at())
            else:
                await tickets.open_for(
                    person.party, "S", priority=Priority.LOW, description="d", inbound_id=None, at=self.at()
                )

    async def party(self) -> Party:
        identity = await Identity.get(address=self.chance.choice(WRITERS))
        return await people.party_of(identity.lead_id, identity.customer_id)

    async def act(self, name: str) -> None:
        by, at = self.chance.choice([self.boss, *self.reps]), self.at()
        one, other = await self.party(), await self.party()
        ticket, second = [self.chance.choice(await Ticket.all()) for _ in range(2)]
        rep = self.chance.choice(self.reps)
        acts: dict[str, Callable[[], Awaitable[object]]] = {
            "merge": lambda: merges.merge(one, other, by=self.boss, at=at),
            "unmerge": lambda: self.unmerge(one, at),
            "merge tickets": lambda: ticket_merges.merge(ticket, second, by=by, at=at),
            "assign": lambda: assignment.assign(one, rep, by=self.boss, at=at),
            "hand on": lambda: assignment.assign(ticket, rep, by=self.boss, at=at),
            "take": lambda: tickets.take(ticket, by=by, at=at),
            "reply": lambda: tickets.reply(ticket, "yes", by=by, at=at),
            "close": lambda: tickets.move(ticket, to=TicketStatus.CLOSED, by=by, at=at),
            "answer": lambda: activities.answer(one, "yes", by=by, at=at),
            "undo": lambda: undo.undo(by, at=at),
            "label": lambda: labels.add(one, self.chance.choice("xyz"), by=by, at=at),
            "role": lambda: team.change_role(rep, self.chance.choice(list(Role)[:2]), by=self.boss, at=at),
        }
        if isinstance(one, Lead):
            into = other if isinstance(other, Customer) else None
            acts["convert"] = lambda: leads.convert(one, by=by, at=at, into=into)
        if name not in acts:
            return
        try:
            async with transaction():
                await people.recognise(
                    ChannelName.TELEGRAM, by.name, name=by.name, phone=None, language="en", at=self.at()
                )
                await acts[name]()
        except Refusal:
            return
        self.done.add(name)

    async def unmerge(self, party: Party, at: datetime) -> None:
        await merges.undo((await merges.latest(party, at=at)).id, party, by=self.boss, at=at)


ACTS = (
    "merge", "unmerge", "merge tickets", "assign", "hand on", "take", "reply", "close", "answer", "undo", "label",
    "role", "convert",
)  # fmt: skip


@pytest.mark.database("postgres")
async def test_nothing_deadlocks_and_everything_stays_with_whoever_has_it(database: str) -> None:
    day = Day(random.Random(7), await staff("Boss", Role.ADMIN), [await staff("Ann"), await staff("Bob")])
    for writer in WRITERS:
        await day.hear(writer)
    for _ in range(40):
        work = [day.act(name) for name in day.chance.sample(ACTS, 8)] + [day.hear(writer) for writer in WRITERS]
        day.chance.shuffle(work)
        await asyncio.gather(*work)
    # Which of them succeed depends on who comes first; that most did shows that it was a day's work.
    assert len(day.done) > len(ACTS) / 2, day.done
    for ticket in await Ticket.all():
        holder = await (Lead.get(id=ticket.lead_id) if ticket.lead_id else Customer.get(id=ticket.customer_id))
        assert people.reference(await people.current(holder)) == people.reference(holder)
        hanging = [*await TicketMessage.filter(ticket_id=ticket.id), *await Change.filter(ticket_id=ticket.id)]
        assert {(one.lead_id, one.customer_id) for one in hanging} <= {(ticket.lead_id, ticket.customer_id)}
        if ticket.merged_into_id is not None:
            assert ticket.status is TicketStatus.CLOSED
            assert not await TicketMessage.exists(ticket_id=ticket.id)


@pytest.mark.database("postgres")
async def test_an_undo_that_waited_for_a_merge_changes_nothing(database: str) -> None:
    boss, other, rep = await staff("Boss", Role.ADMIN), await staff("Other", Role.ADMIN), await staff("Ann")
    kept, gone = [await Lead.create(name=name, created_at=NOW, updated_at=NOW) for name in ("Kept", "Gone")]
    async with transaction():
        await assignment.assign(gone, rep, by=boss, at=NOW)
    merged = asyncio.Event()

    async def merge() -> None:
        async with transaction():
            await merges.merge(kept, gone, by=other, at=NOW + timedelta(seconds=1))
            merged.set()
            await asyncio.sleep(0.5)  # the undo reads what is committed, and waits for the lead

    async def take_back() -> None:
        await merged.wait()
        async with transaction():
            await undo.undo(boss, at=NOW + timedelta(seconds=2))

    async with asyncio.TaskGroup() as group:
        group.create_task(merge())
        with pytest.raises(undo.ChangedSince):
            await take_back()
    assert not await Change.exists(field="owner", undone_at__isnull=False)
