"""Tasks and calls: once done, one's own first, and how a call reads in one line."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

import bot.run  # noqa: F401  the words of the commands
from bot.fields import DURATION, PLACE, FieldError
from bot.handlers.activities import read_call
from bot.vocabulary import VOCABULARY
from crm import activities, agenda, leads, people, tasks
from storage import outlog
from storage.models import (
    Activity,
    ActivityKind,
    CallOutcome,
    Change,
    ChannelName,
    Direction,
    Lead,
    LeadStatus,
    OutboundMessage,
    Role,
    Staff,
)
from storage.text import Text
from storage.transactions import transaction
from tests.crm.conftest import NOW


async def made(lead: Lead, rep: Staff, hours: float | None = None) -> Activity:
    async with transaction():
        due = None if hours is None else NOW + timedelta(hours=hours)
        return await tasks.add(lead, "x", due_at=due, by=rep, at=NOW)


async def test_two_who_finish_it_at_once(lead: Lead, rep: Staff) -> None:
    task = await made(lead, rep)

    async def finish() -> None:
        async with transaction():
            await tasks.done(task, by=rep, at=NOW)

    both = await asyncio.gather(finish(), finish(), return_exceptions=True)
    assert sorted(type(one).__name__ for one in both) == ["AlreadyDone", "NoneType"]
    assert await Change.filter(field="done").count() == 1


async def test_what_is_no_task(lead: Lead, rep: Staff) -> None:
    async with transaction():
        note = await activities.note(lead, "x", by=rep, at=NOW)
    for operation in (tasks.done(note, by=rep, at=NOW), tasks.postpone(note, to=NOW, by=rep, at=NOW)):
        with pytest.raises(tasks.NotATask):
            async with transaction():
                await operation


async def test_the_author_hears_of_a_task_that_somebody_else_finished(lead: Lead, rep: Staff) -> None:
    async with transaction():
        boss = await people.add_staff(
            "Mona", Role.MANAGER, language="en", timezone="UTC", addresses={ChannelName.TELEGRAM: "93"}, at=NOW
        )
    task = await made(lead, rep)
    await OutboundMessage.all().delete()
    async with transaction():
        await tasks.done(task, by=boss, at=NOW)
    [row] = await OutboundMessage.all().prefetch_related("identity")
    assert row.identity.staff_id == rep.id
    head = outlog.body(row)[0]
    assert isinstance(head, Text)
    assert head.key == "notice-task-done"


async def test_a_task_goes_along_with_a_conversion(lead: Lead, rep: Staff) -> None:
    task = await made(lead, rep)
    async with transaction():
        customer = await leads.convert(lead, by=rep, at=NOW)
    async with transaction():
        await tasks.done(task, by=rep, at=NOW)
    assert (await Activity.get(id=task.id)).customer_id == customer.id


async def test_open_tasks_by_their_time_page_by_page(lead: Lead, rep: Staff) -> None:
    hours = [5, None, -3, 5, None, 2, 2, 400]
    made_ = [await made(lead, rep, each) for each in hours]
    finished = await made(lead, rep, 1)
    async with transaction():
        await tasks.done(finished, by=rep, at=NOW)
    wanted = [made_[i].id for i in (2, 5, 6, 0, 3, 7, 1, 4)]
    seen: list[int] = []
    page = await agenda.tasks(rep, limit=3)
    assert page.total == 8
    while True:
        seen += [one.activity.id for one in page.rows]
        if page.next is None:
            break
        page = await agenda.tasks(rep, limit=3, after=PLACE.read(PLACE.write(page.next)))
    assert seen == wanted
    today = await agenda.tasks(rep, limit=9, until=NOW + timedelta(hours=3))
    assert [one.activity.id for one in today.rows] == wanted[:3]
    assert [one.id for one in await tasks.of_party(lead, limit=2)] == wanted[:2]


@pytest.mark.parametrize("place", [(2, 1), (0, 1), (1, 2, 3), (0, 10**18, 1), (1,)])
async def test_a_place_that_is_none(rep: Staff, place: tuple[int, ...]) -> None:
    for listed in (agenda.tasks, agenda.waiting, agenda.tickets):
        try:
            page = await listed(rep, limit=3, after=place)  # type: ignore[operator]
        except agenda.NoSuchPlace:
            continue
        assert page.rows == []


@pytest.mark.parametrize(
    ("kind", "direction", "outcome", "status"),
    [
        (ActivityKind.CALL, Direction.OUT, CallOutcome.ANSWERED, LeadStatus.CONTACTED),
        (ActivityKind.CALL, Direction.IN, CallOutcome.ANSWERED, LeadStatus.CONTACTED),
        (ActivityKind.CALL, Direction.OUT, CallOutcome.NO_ANSWER, LeadStatus.NEW),
        (ActivityKind.CALL, Direction.OUT, CallOutcome.CALL_BACK, LeadStatus.NEW),
        (ActivityKind.EMAIL, Direction.OUT, None, LeadStatus.CONTACTED),
        (ActivityKind.EMAIL, Direction.IN, None, LeadStatus.NEW),
    ],
)
async def test_who_was_reached_is_contacted(
    lead: Lead, rep: Staff, kind: ActivityKind, direction: Direction, outcome: CallOutcome | None, status: LeadStatus
) -> None:
    async with transaction():
        await activities.log(lead, kind, "", direction=direction, outcome=outcome, by=rep, at=NOW)
    assert (await Lead.get(id=lead.id)).status is status


@pytest.mark.parametrize(
    ("line", "minutes", "outcome", "rest"),
    [
        ("10 min answered talked about the price", 10, "answered", "talked about the price"),
        ("answered 10min, the price", 10, "answered", "the price"),
        ("no answer", None, "no_answer", ""),
        ("1h 20m spoke: all is well", 80, "answered", "all is well"),
        ("half an hour answered", 30, "answered", ""),
        ("wants 10 min more", None, None, "wants 10 min more"),
        ("2 offers answered", None, None, "2 offers answered"),
        ("", None, None, ""),
        ("١٠ دقائق ردّ ناقشنا السعر", 10, "answered", "ناقشنا السعر"),
        ("ما رد", None, "no_answer", ""),
        ("لم يردّ، سأعاود غدًا", None, "no_answer", "سأعاود غدًا"),
        ("رد، ربع ساعة، يريد عرضًا", 15, "answered", "يريد عرضًا"),
        ("ساعة ونص جاوب", 90, "answered", ""),
        ("الخط مشغول", None, "busy", ""),
        ("دقيقتين طلبت معاودة الاتصال الأحد", 2, "call_back", "الأحد"),
        ("answered answered", None, "answered", "answered"),
    ],
)
def test_how_a_call_reads(line: str, minutes: int | None, outcome: str | None, rest: str) -> None:
    length = None if minutes is None else timedelta(minutes=minutes)
    assert read_call(line, VOCABULARY) == (length, CallOutcome(outcome) if outcome else None, rest)


@pytest.mark.parametrize("typed", ["", "0", "25 h", "1441", "ten", "10 min ago", "-5", "99999 h"])
def test_what_is_no_duration(typed: str) -> None:
    with pytest.raises(FieldError):
        DURATION.read(typed)


@pytest.mark.parametrize("typed", ["7", "٧", "90s", "ساعة", "an hour and a half", "24h", "1 ساعة و 5 دقائق"])
def test_durations_come_back_as_they_were_written(typed: str) -> None:
    value = DURATION.read(typed)
    assert DURATION.read(DURATION.write(value)) == value
