"""The agenda: who waits for whom, since when; and that a day costs the same however much lies behind it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm import activities, agenda, leads, people, tickets
from storage import rows
from storage.database import current, dialect
from storage.models import (
    Activity,
    ActivityKind,
    CallOutcome,
    ChannelName,
    Customer,
    Direction,
    Lead,
    Priority,
    Role,
    Staff,
    Ticket,
    TicketMessage,
    TicketStatus,
    Visibility,
)
from storage.transactions import transaction
from tests.crm.conftest import NOW


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


async def heard(lead: Lead, minutes: float) -> None:
    async with transaction():
        await activities.hear(lead, "x", channel=ChannelName.WHATSAPP, inbound_id=None, at=at(minutes))


async def waits(rep: Staff) -> list[tuple[str, datetime]]:
    return [(str(one.ref), one.since) for one in (await agenda.waiting(rep, limit=50)).rows]


@pytest.fixture
async def mine(lead: Lead, rep: Staff) -> Lead:
    await Lead.filter(id=lead.id).update(owner_id=rep.id)
    return await Lead.get(id=lead.id)


async def test_they_wait_since_the_first_word_that_nobody_answered(mine: Lead, rep: Staff) -> None:
    assert await waits(rep) == []
    await heard(mine, 1)
    await heard(mine, 5)
    assert await waits(rep) == [(f"L{mine.id}", at(1))]
    async with transaction():
        await activities.answer(mine, "x", by=rep, at=at(6))
    assert await waits(rep) == []
    await heard(mine, 9)
    assert await waits(rep) == [(f"L{mine.id}", at(9))]


@pytest.mark.parametrize(
    ("outcome", "waiting"), [(CallOutcome.ANSWERED, False), (CallOutcome.NO_ANSWER, True), (CallOutcome.BUSY, True)]
)
async def test_a_call_that_came_about_is_an_answer(mine: Lead, rep: Staff, outcome: CallOutcome, waiting: bool) -> None:
    await heard(mine, 1)
    async with transaction():
        await activities.log(mine, ActivityKind.CALL, "", direction=Direction.OUT, outcome=outcome, by=rep, at=at(2))
    assert bool(await waits(rep)) == waiting


async def test_notes_answer_nobody(mine: Lead, rep: Staff) -> None:
    await heard(mine, 1)
    async with transaction():
        await activities.note(mine, "x", by=rep, at=at(2))
    assert len(await waits(rep)) == 1


async def test_a_ticket_waits_for_its_assignee(mine: Lead, rep: Staff) -> None:
    async with transaction():
        sam = await people.add_staff(
            "Sam", Role.AGENT, language="en", timezone="UTC", addresses={ChannelName.TELEGRAM: "92"}, at=NOW
        )
    ticket = await Ticket.create(
        subject="x", created_at=NOW, updated_at=NOW, assignee_id=sam.id, **people.owned_by(mine)
    )
    async with transaction():
        await tickets.hear(ticket, "x", inbound_id=None, at=at(1))
    assert await waits(rep) == []
    assert await waits(sam) == [(f"T{ticket.id}", at(1))]
    await Ticket.filter(id=ticket.id).update(assignee_id=None)
    assert await waits(rep) == [(f"T{ticket.id}", at(1))]  # nobody’s ticket is with whoever has its customer
    async with transaction():
        await tickets.note(ticket, "x", by=rep, at=at(2))
    assert len(await waits(rep)) == 1
    async with transaction():
        await tickets.reply(ticket, "x", by=rep, at=at(3))
    assert await waits(rep) == []
    await heard(mine, 2)
    assert await waits(rep) == []  # an answer in a ticket answers what was said beside it
    await Ticket.filter(id=ticket.id).update(status=TicketStatus.CLOSED, closed_at=NOW)
    await heard(mine, 4)
    assert await waits(rep) == [(f"L{mine.id}", at(4))]


async def test_a_customer_waits_once_for_whoever_has_them(mine: Lead, rep: Staff) -> None:
    await heard(mine, 1)
    async with transaction():
        customer = await leads.convert(mine, by=rep, at=at(2))
    assert await waits(rep) == [(f"C{customer.id}", at(1))]
    other = await Customer.create(name="y", owner_id=rep.id, created_at=NOW, updated_at=NOW)
    await Customer.filter(id=customer.id).update(merged_into_id=other.id)
    assert await waits(rep) == []


async def test_the_longest_first_page_by_page(mine: Lead, rep: Staff) -> None:
    wanted = []
    for number in range(7):
        one = await Lead.create(name="x", owner_id=rep.id, created_at=NOW, updated_at=NOW)
        await heard(one, number // 2)
        wanted.append(f"L{one.id}")
    seen: list[str] = []
    after = None
    while True:
        page = await agenda.waiting(rep, limit=2, after=after)
        seen += [str(one.ref) for one in page.rows]
        if (after := page.next) is None:
            break
    assert seen == wanted


async def test_the_most_urgent_tickets_first_page_by_page(mine: Lead, rep: Staff) -> None:
    made: list[tuple[int, int]] = []
    for number in range(9):
        priority = list(Priority)[number % 3]
        ticket = await Ticket.create(
            subject="x", priority=priority, created_at=NOW, updated_at=NOW, assignee_id=rep.id, **people.owned_by(mine)
        )
        made.append((-list(Priority).index(priority), ticket.id))
    seen: list[int] = []
    after = None
    while True:
        page = await agenda.tickets(rep, limit=4, after=after)
        seen += [one.ticket.id for one in page.rows]
        if (after := page.next) is None:
            break
    assert seen == [id_ for _, id_ in sorted(made)]


@pytest.mark.parametrize(
    ("now", "zone", "end"),
    [
        ("2026-03-04T20:59:59+00:00", "Asia/Riyadh", "2026-03-04T21:00:00+00:00"),
        ("2026-03-04T21:00:00+00:00", "Asia/Riyadh", "2026-03-05T21:00:00+00:00"),
        ("2026-03-08T12:00:00+00:00", "America/New_York", "2026-03-09T04:00:00+00:00"),  # the day lost an hour
    ],
)
def test_when_today_is_over(now: str, zone: str, end: str) -> None:
    assert agenda.end_of_day(datetime.fromisoformat(now), ZoneInfo(zone)) == datetime.fromisoformat(end)


async def fill(rep: Staff, entries: int) -> None:
    """A busy rep: one lead with most of the history, many with a little, notes and finished tasks among it."""
    owned = [Lead(name=str(i), owner_id=rep.id, created_at=NOW, updated_at=NOW) for i in range(200)]
    await Lead.bulk_create(owned)
    ids = await Lead.filter(owner_id=rep.id).order_by("id").values_list("id", flat=True)
    kinds = (ActivityKind.WHATSAPP, ActivityKind.NOTE, ActivityKind.TASK, ActivityKind.CALL)
    await Activity.bulk_create(
        [
            Activity(
                kind=kinds[i % 4], direction=(Direction.IN, None, None, Direction.OUT)[i % 4], author_id=rep.id,
                lead_id=int(str(ids[0 if i % 2 else i // 2 % 200])), text="x", at=at(i),
                outcome=CallOutcome.ANSWERED if i % 4 == 3 else None,
                due_at=at(i) if i % 4 == 2 else None, done_at=at(i) if i % 4 == 2 and i % 400 != 2 else None,
            )
            for i in range(entries)
        ],
        batch_size=500,
    )  # fmt: skip
    ticket = await Ticket.create(
        subject="x", created_at=NOW, updated_at=NOW, assignee_id=rep.id, lead_id=int(str(ids[0])), customer_id=None
    )
    await TicketMessage.bulk_create(
        [
            TicketMessage(
                ticket_id=ticket.id, lead_id=ticket.lead_id, visibility=Visibility.EXTERNAL, at=at(i), text="x",
                direction=Direction.IN if i % 2 else Direction.OUT,
            )
            for i in range(entries // 10)
        ],
        batch_size=500,
    )  # fmt: skip


async def test_a_day_is_read_by_indexes_alone(rep: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    """At ten thousand activities no section reads a whole table, nor all that is one lead's."""
    await fill(rep, 10_000)
    await current().execute_script("ANALYZE")
    said: list[tuple[str, dict[str, object]]] = []
    run = rows.run

    async def listening(statement: str, values: dict[str, object]) -> list[dict[str, object]]:
        said.append((statement, values))
        return await run(statement, values)

    monkeypatch.setattr(rows, "run", listening)
    assert (await agenda.tasks(rep, limit=3, until=at(10**6))).total == 25
    assert (await agenda.waiting(rep, limit=3)).rows
    assert (await agenda.tickets(rep, limit=3)).total == 1
    monkeypatch.undo()
    assert len(said) == 3
    for statement, values in said:
        if dialect() == "sqlite":
            plan = await run(f"EXPLAIN QUERY PLAN {statement}", values)
            read = [row["detail"] for row in plan]
            assert [line for line in read if re.match(r"SCAN (task|said|activity|ticket_message)\b", line)] == []
        else:
            plan = await run(f"EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) {statement}", values)
            text = "\n".join(row["QUERY PLAN"] for row in plan)
            assert not re.search(r"Seq Scan on (activity|ticket_message)", text), text
            removed = [int(count) for count in re.findall(r"Rows Removed by Filter: (\d+)", text)]
            assert max(removed, default=0) < 250, text
