"""Histories: weeks of a team at work, by chance, made by the operations themselves, and what was true meanwhile."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm import activities, assignment, leads, merges, parties, people, ratings, tasks, ticket_merges, tickets, undo
from crm.people import Party
from crm.recurrence import Recurrence
from crm.refusal import Refusal
from storage.models import (
    Activity,
    ActivityKind,
    CallOutcome,
    Change,
    ChannelName,
    Customer,
    Direction,
    Identity,
    Lead,
    LeadStatus,
    Priority,
    Role,
    Staff,
    Ticket,
    TicketStatus,
)
from storage.transactions import transaction

BEGIN = datetime(2026, 9, 20, 5, 0, tzinfo=UTC)
"""Berlin's clocks change on 25 October."""

ZONES = (ZoneInfo("Asia/Riyadh"), ZoneInfo("Europe/Berlin"))
LENGTHS = (1, 7, 20, 45, 59, 60, 61, 90, 200, 500)
"""Minutes from one act to the next."""


@dataclass(slots=True)
class Then:
    """What was true at a moment."""

    live: set[int]
    overdue: set[int]


@dataclass
class History:
    """A team and their leads; `now` is how far it is."""

    chance: random.Random
    boss: Staff
    reps: list[Staff]
    now: datetime = BEGIN
    then: dict[datetime, Then] = field(default_factory=dict)
    """At each midnight of each zone."""
    wrote: set[int] = field(default_factory=set)
    """The leads that came by writing to us."""
    converted: dict[int, tuple[datetime, int | None]] = field(default_factory=dict)
    """By lead: when, and who did it."""
    rated: dict[int, datetime] = field(default_factory=dict)
    """By ticket, when it was rated first."""
    done: set[str] = field(default_factory=set)

    async def go(self, acts: int) -> None:
        """So many acts, a while apart."""
        for _ in range(acts):
            await self._pass(timedelta(minutes=self.chance.choice(LENGTHS)))
            name = self.chance.choice(list(self.acts))
            try:
                async with transaction():
                    await self.acts[name]()
            except Refusal:
                continue
            self.done.add(name)

    async def _pass(self, time: timedelta) -> None:
        later = self.now + time
        for at in sorted(at for zone in ZONES for at in _midnights(self.now, later, zone)):
            self.then[at] = Then(
                {one.id for one in await Ticket.exclude(status=TicketStatus.CLOSED)},
                {
                    one.id
                    for one in await Activity.filter(kind=ActivityKind.TASK)
                    if one.due_at is not None and one.due_at < at and one.done_at is None and one.dropped_at is None
                },
            )
        self.now = later

    @property
    def acts(self) -> dict[str, Callable[[], Awaitable[object]]]:
        return {
            "come": self._come, "come again": self._come, "write": self._write, "add a lead": self._add_lead,
            "answer": self._answer, "answer again": self._answer, "call": self._call, "note": self._note,
            "ask": self._ask, "open": self._open, "reply": self._reply, "reply again": self._reply,
            "close": self._close, "close again": self._close, "work": self._work, "reopen": self._reopen,
            "write in a ticket": self._write_in, "hand on": self._hand_on, "hand a person on": self._hand_on_person,
            "merge tickets": self._merge_tickets, "merge people": self._merge_people, "unmerge": self._unmerge,
            "convert": self._convert, "convert again": self._convert, "link": self._link, "rate": self._rate,
            "plan": self._plan, "plan again": self._plan, "repeat": self._repeat, "do": self._do,
            "put off": self._put_off, "give up": self._give_up, "take back": self._take_back,
            "lose": self._lose, "priority": self._priority,
        }  # fmt: skip

    def _rep(self) -> Staff:
        return self.chance.choice(self.reps)

    async def _party(self) -> Party:
        """Somebody, of those who came last rather than of others."""
        identities = await Identity.filter(staff_id__isnull=True).order_by("-id").limit(self.chance.choice((1, 5, 100)))
        identity = self.chance.choice(identities) if identities else await self._come()
        return await people.party_of(identity.lead_id, identity.customer_id)

    async def _ticket(self, *, closed: bool = False) -> Ticket:
        found = await (Ticket.filter if closed else Ticket.exclude)(status=TicketStatus.CLOSED)
        return self.chance.choice(found) if found else await self._ask()

    async def _task(self) -> Activity:
        found = await Activity.filter(kind=ActivityKind.TASK, done_at__isnull=True, dropped_at__isnull=True)
        return self.chance.choice(found) if found else await self._plan()

    async def _lead(self) -> Lead:
        found = await Lead.filter(customer_id__isnull=True, merged_into_id__isnull=True).order_by("-id").limit(9)
        return self.chance.choice(found) if found else await self._add_lead()

    async def _come(self) -> Identity:
        person = await people.recognise(
            ChannelName.TELEGRAM, f"{self.now:%m%d%H%M}", name="x", phone=None, language="ar", at=self.now
        )
        assert isinstance(person.party, Lead)
        self.wrote.add(person.party.id)
        return person.identity

    async def _add_lead(self) -> Lead:
        return await parties.add(
            "y", phone=None, company=None, source="walk-in", note=None, by=self._rep(), at=self.now
        )

    async def _write(self) -> None:
        party = await people.lock(await self._party())
        await activities.hear(party, "hi", channel=ChannelName.TELEGRAM, inbound_id=None, at=self.now)

    async def _answer(self) -> None:
        await activities.answer(await self._party(), "yes", by=self._rep(), at=self.now)

    async def _call(self) -> None:
        await activities.log(
            await self._party(), ActivityKind.CALL, "", direction=self.chance.choice([*Direction]), by=self._rep(),
            at=self.now, outcome=self.chance.choice([*CallOutcome]),
        )  # fmt: skip

    async def _note(self) -> None:
        await activities.note(await self._party(), "n", by=self._rep(), at=self.now)

    async def _ask(self) -> Ticket:
        return await tickets.open_for(
            await self._party(), "s", priority=self.chance.choice([*Priority]), description="d", inbound_id=None,
            at=self.now,
        )  # fmt: skip

    async def _open(self) -> None:
        priority = self.chance.choice([*Priority])
        await tickets.open_by(await self._party(), "s", priority=priority, description="", by=self._rep(), at=self.now)

    async def _reply(self) -> None:
        await tickets.reply(await self._ticket(), "a", by=self._rep(), at=self.now)

    async def _close(self) -> None:
        await tickets.move(await self._ticket(), to=TicketStatus.CLOSED, by=self._rep(), at=self.now)

    async def _work(self) -> None:
        await tickets.take(await self._ticket(), by=self._rep(), at=self.now)

    async def _reopen(self) -> None:
        await tickets.reopen(await self._ticket(closed=True), by=self._rep(), at=self.now)

    async def _write_in(self) -> None:
        await tickets.hear(await self._ticket(closed=self.chance.random() < 0.5), "again", inbound_id=None, at=self.now)

    async def _hand_on(self) -> None:
        await assignment.assign(await self._ticket(), self._rep(), by=self.boss, at=self.now)

    async def _hand_on_person(self) -> None:
        await assignment.assign(await self._party(), self._rep(), by=self.boss, at=self.now)

    async def _priority(self) -> None:
        await tickets.prioritise(await self._ticket(), to=self.chance.choice([*Priority]), by=self._rep(), at=self.now)

    async def _merge_tickets(self) -> None:
        one = await self._ticket(closed=self.chance.random() < 0.5)
        others = await Ticket.filter(**people.about(await tickets.party(one))).exclude(id=one.id)
        if others:
            await ticket_merges.merge(one, self.chance.choice(others), by=self._rep(), at=self.now)

    async def _merge_people(self) -> None:
        model: type[Lead | Customer] = self.chance.choice((Lead, Customer))
        found = await model.filter(merged_into_id__isnull=True).order_by("-id").limit(9)
        if len(found) > 1:
            one, other = self.chance.sample(found, 2)
            await merges.merge(one, other, by=self.boss, at=self.now)

    async def _unmerge(self) -> None:
        kept = await Lead.filter(merged_into_id__isnull=False).order_by("-id").first()
        if kept is not None and kept.merged_into_id is not None:
            party = await Lead.get(id=kept.merged_into_id)
            merge = await merges.latest(party, at=self.now)
            await merges.undo(merge.id, party, by=self.boss, at=self.now)

    async def _convert(self) -> None:
        lead, by = await self._lead(), self._rep()
        customers = await Customer.filter(merged_into_id__isnull=True).order_by("-id").limit(3)
        into = self.chance.choice(customers) if customers and self.chance.random() < 0.2 else None
        await leads.convert(lead, by=by, at=self.now, into=into)
        self.converted[lead.id] = (self.now, by.id)

    async def _link(self) -> None:
        """They prove that they are a customer."""
        lead, customer = await self._lead(), await Customer.filter(merged_into_id__isnull=True).first()
        if customer is not None:
            await leads.convert(lead, by=None, at=self.now, into=customer)
            self.converted[lead.id] = (self.now, None)

    async def _lose(self) -> None:
        await leads.move(await self._lead(), to=LeadStatus.LOST, by=self._rep(), at=self.now)

    async def _rate(self) -> None:
        asked = await Ticket.filter(rating_asked_at__isnull=False, status=TicketStatus.CLOSED)
        if asked:
            ticket = self.chance.choice(asked)
            await ratings.rate(ticket, self.chance.choice(ratings.STARS), at=self.now)
            self.rated.setdefault(ticket.id, self.now)

    async def _plan(self) -> Activity:
        due = self.now + timedelta(hours=self.chance.choice((1, 5, 30, 200))) if self.chance.random() < 0.9 else None
        return await tasks.add(await self._party(), "t", due_at=due, by=self._rep(), at=self.now)

    async def _repeat(self) -> None:
        first = self.now + timedelta(hours=2)
        await tasks.repeat(await self._party(), "r", Recurrence.read(f"day {first:%H:%M}"), by=self._rep(), at=self.now)

    async def _do(self) -> None:
        await tasks.done(await self._task(), by=self._rep(), at=self.now)

    async def _put_off(self) -> None:
        to = self.now + timedelta(hours=self.chance.choice((-3, 2, 24, 100)))
        await tasks.postpone(await self._task(), to=to, by=self._rep(), at=self.now)

    async def _give_up(self) -> None:
        await tasks.drop(await self._task(), by=self._rep(), at=self.now)

    async def _take_back(self) -> None:
        """Something is done, and undone before anybody can look."""
        act = self.chance.choice(
            (self._note, self._call, self._close, self._do, self._put_off, self._give_up, self._work)
        )
        await act()
        change = await Change.filter(at=self.now, author_id__isnull=False).order_by("-id").first()
        by = await Staff.get(id=change.author_id) if change else self.boss
        await undo.undo(by, at=self.now + timedelta(seconds=9))


async def history(seed: int, acts: int) -> History:
    """A team of four and what they did."""
    async with transaction():
        boss, *reps = [
            await people.add_staff(
                f"s{number}", Role.AGENT if number else Role.MANAGER, language="ar", timezone="Asia/Riyadh",
                addresses={}, at=BEGIN,
            )
            for number in range(4)
        ]  # fmt: skip
    made = History(random.Random(seed), boss, reps)
    await made.go(acts)
    return made


def _midnights(since: datetime, until: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    """After the one moment, and until the other."""
    day, found = since.astimezone(zone).date(), []
    while (at := midnight(day, zone)) <= until:
        if at > since:
            found.append(at)
        day += timedelta(days=1)
    return found


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins there."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
