"""Nudges: who hears of a lead that nobody answers, when, and that each hears once however many workers look."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm import activities, leads, merges, nudges, office, people, tickets, undo
from crm.nudges import Waiting
from crm.office import Office, read_holidays, read_hours, read_nudges, read_targets
from storage import clock, outlog
from storage.models import (
    ActivityKind,
    CallOutcome,
    ChannelName,
    Direction,
    Identity,
    Lead,
    LeadStatus,
    OutboundMessage,
    Priority,
    Role,
    Staff,
)
from storage.text import Text, Words
from storage.transactions import transaction

RIYADH = ZoneInfo("Asia/Riyadh")
TEN = datetime(2026, 3, 4, 10, 0, tzinfo=RIYADH)
"""A Wednesday; the office has been open for an hour."""

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _office() -> Iterator[None]:
    before = office.current()
    work()
    yield
    office.use(before)
    clock.reset()


def work(written: str = office.NUDGES, holidays: str = "") -> None:
    response, resolution = read_targets(office.RESPONSE), read_targets(office.RESOLUTION)
    office.use(
        Office(
            RIYADH, read_hours(office.HOURS), read_holidays(holidays), response, resolution, nudges=read_nudges(written)
        )
    )


def at(moment: datetime) -> None:
    clock.reset()
    clock.move(moment - clock.now())


async def wrote(lead: Lead, words: str = "كم السعر؟", when: datetime = TEN) -> None:
    async with transaction():
        await activities.hear(lead, words, channel=ChannelName.WHATSAPP, inbound_id=None, at=when)


async def owned(lead: Lead, owner: Staff | None, **values: object) -> None:
    await Lead.filter(id=lead.id).update(owner_id=owner.id if owner else None, **values)


async def colleague(name: str, role: Role, address: str) -> Staff:
    async with transaction():
        return await people.add_staff(
            name, role, language="en", timezone="UTC", addresses={ChannelName.TELEGRAM: address}, at=TEN
        )


@pytest.fixture
async def boss(rep: Staff) -> Staff:
    return await colleague("Mona", Role.MANAGER, "77")


async def swept(moment: datetime, times: int = 1) -> list[str]:
    """Whom these sweeps nudge, at once."""
    at(moment)
    before = len(await nudged())
    await asyncio.gather(*[nudges.sweep() for _ in range(times)])
    return [row.identity.staff.name for row in (await nudged())[before:] if row.identity.staff]


async def nudged() -> list[OutboundMessage]:
    rows = await OutboundMessage.all().order_by("id").select_related("identity__staff")
    return [row for row in rows if _head(row).key == "notice-lead-waiting"]


def _head(row: OutboundMessage) -> Text:
    head = outlog.body(row)[0]
    return head if isinstance(head, Text) else Text("")


async def test_its_owner_and_then_the_managers_are_nudged_once_by_many_workers(
    lead: Lead, rep: Staff, boss: Staff
) -> None:
    await owned(lead, rep)
    await wrote(lead)
    for after, told in (
        (59 * MINUTE, []),
        (HOUR, ["خالد"]),
        (2 * HOUR, []),
        (23 * HOUR + 59 * MINUTE, []),
        (24 * HOUR, ["Mona"]),
        (28 * HOUR, []),
    ):
        assert await swept(TEN + after + timedelta(seconds=1), 4) == told


async def test_what_it_says(lead: Lead, rep: Staff, boss: Staff) -> None:
    await owned(lead, rep)
    await wrote(lead)
    await wrote(lead, "هل من أحد؟", TEN + HOUR / 2)
    await swept(TEN + HOUR + timedelta(seconds=20))
    await swept(TEN + 25 * HOUR)
    first, second = await nudged()
    head, words = outlog.body(first)
    assert head == Text("notice-lead-waiting", {"name": "سارة", "ref": f"L{lead.id}", "waited": HOUR})
    assert words == Words("هل من أحد؟", limit=1500, quoted=True)
    assert _head(second).args["waited"] == 25 * HOUR
    said = [[choice.says for row in outlog.choices(each) for choice in row] for each in (first, second)]
    ref = f"L{lead.id}"
    assert said == [[f"reply {ref}", ref, f"remind {ref}"], [f"reply {ref}", f"assign {ref}", f"remind {ref}"]]
    assert {each.lead_id for each in (first, second)} == {lead.id}


async def test_a_photo_without_words_does_not_hide_what_was_written(lead: Lead, rep: Staff) -> None:
    await wrote(lead)
    await wrote(lead, "", TEN + MINUTE)
    await swept(TEN + HOUR)
    (only,) = await nudged()
    assert outlog.body(only)[1:] == [Words("كم السعر؟", limit=1500, quoted=True)]


async def test_a_first_that_was_missed_is_made_up_for_with_the_second(lead: Lead, rep: Staff, boss: Staff) -> None:
    await owned(lead, rep)
    await wrote(lead)
    assert await swept(TEN + 25 * HOUR, 4) == ["Mona", "خالد"]
    assert await swept(TEN + 26 * HOUR) == []


async def test_a_manager_who_has_it_hears_of_both_once(lead: Lead, boss: Staff) -> None:
    await owned(lead, boss)
    await wrote(lead)
    assert await swept(TEN + 25 * HOUR) == ["Mona"]


async def test_nobodys_is_told_to_those_on_duty(lead: Lead, rep: Staff, boss: Staff) -> None:
    await Staff.filter(id=boss.id).update(on_duty=False)
    await wrote(lead)
    assert await swept(TEN + HOUR) == ["خالد"]
    assert await swept(TEN + 24 * HOUR) == ["Mona"]


async def test_real_time_counts_but_nobody_is_told_while_the_office_is_closed(lead: Lead, rep: Staff) -> None:
    await wrote(lead, when=TEN + 10 * HOUR)
    assert await swept(TEN + 12 * HOUR) == []
    assert await swept(TEN + 23 * HOUR) == ["خالد"]
    assert _head((await nudged())[0]).args["waited"] == 13 * HOUR


async def test_a_long_holiday_forgets_nobody(lead: Lead, rep: Staff, boss: Staff) -> None:
    work(holidays="2026-03-05..2026-03-15")
    await owned(lead, rep)
    await wrote(lead, when=TEN + 8 * HOUR)
    assert await swept(TEN + 5 * 24 * HOUR) == []
    assert await swept(TEN + 12 * 24 * HOUR) == ["Mona", "خالد"]


async def test_what_is_over_days_late_is_no_flood(lead: Lead, rep: Staff, boss: Staff) -> None:
    await wrote(lead)
    assert await swept(TEN + 14 * 24 * HOUR) == []
    assert (await Lead.get(id=lead.id)).nudged == 2


async def test_quiet_hours_hold_the_first_back(lead: Lead, rep: Staff, boss: Staff) -> None:
    await Staff.filter(id=rep.id).update(quiet_from=10 * 60, quiet_until=12 * 60)
    await owned(lead, rep)
    await wrote(lead)
    assert await swept(TEN + HOUR) == []
    assert await swept(TEN + 2 * HOUR) == ["خالد"]


async def test_the_second_does_not_ring_in_the_quiet_hours_of_who_missed_the_first(
    lead: Lead, rep: Staff, boss: Staff
) -> None:
    await Staff.filter(id=rep.id).update(quiet_from=10 * 60, quiet_until=12 * 60)
    await owned(lead, rep)
    await wrote(lead)
    assert await swept(TEN + 25 * HOUR) == ["Mona"]


async def test_an_answer_is_the_end_of_it(lead: Lead, rep: Staff) -> None:
    await wrote(lead)
    async with transaction():
        await activities.answer(lead, "100", by=rep, at=TEN + HOUR / 2)
    assert await swept(TEN + 25 * HOUR) == []


async def test_so_is_an_answer_in_a_ticket_which_leaves_the_lead_new(lead: Lead, rep: Staff) -> None:
    await wrote(lead)
    async with transaction():
        ticket = await tickets.open_for(lead, "x", priority=Priority.HIGH, description="y", inbound_id=None, at=TEN)
        await tickets.reply(ticket, "z", by=rep, at=TEN)
    assert (await Lead.get(id=lead.id)).status is LeadStatus.NEW
    assert await swept(TEN + 25 * HOUR) == []


async def test_a_call_that_nobody_took_is_no_answer(lead: Lead, rep: Staff) -> None:
    await wrote(lead)
    async with transaction():
        await activities.log(
            lead, ActivityKind.CALL, "", direction=Direction.OUT, by=rep, at=TEN, outcome=CallOutcome.NO_ANSWER
        )
    assert await swept(TEN + HOUR) == ["خالد"]


@pytest.mark.parametrize("status", [LeadStatus.QUALIFIED, LeadStatus.LOST])
async def test_a_lead_that_went_on_is_left_alone(lead: Lead, rep: Staff, status: LeadStatus) -> None:
    await wrote(lead)
    async with transaction():
        await leads.move(lead, to=status, by=rep, at=TEN)
    assert await swept(TEN + 25 * HOUR) == []


async def test_so_is_one_that_became_a_customer(lead: Lead, rep: Staff) -> None:
    await wrote(lead)
    async with transaction():
        await leads.convert(lead, by=rep, at=TEN)
    assert await swept(TEN + 25 * HOUR) == []


async def test_of_two_that_were_merged_one_is_nudged_about(lead: Lead, rep: Staff, boss: Staff) -> None:
    async with transaction():
        other = await people.recognise(ChannelName.TELEGRAM, "500", name="سارة", phone=None, language="ar", at=TEN)
    assert isinstance(other.party, Lead)
    await wrote(lead)
    await wrote(other.party, "السلام عليكم")
    async with transaction():
        await merges.merge(lead, other.party, by=boss, at=TEN)
    assert set(await swept(TEN + HOUR)) == {"خالد", "Mona"}
    assert {row.lead_id for row in await nudged()} == {lead.id}


async def test_nothing_is_repeated_when_one_that_was_nudged_about_is_merged_into_another(
    lead: Lead, rep: Staff, boss: Staff
) -> None:
    await wrote(lead)
    await swept(TEN + HOUR)
    async with transaction():
        other = await people.recognise(ChannelName.TELEGRAM, "500", name="سارة", phone=None, language="ar", at=TEN)
        assert isinstance(other.party, Lead)
        await merges.merge(other.party, lead, by=boss, at=TEN + HOUR)
    assert await swept(TEN + 2 * HOUR) == []


async def test_nothing_is_repeated_when_an_undo_makes_it_new_again(lead: Lead, rep: Staff, boss: Staff) -> None:
    await owned(lead, rep)
    await wrote(lead)
    assert await swept(TEN + HOUR) == ["خالد"]
    later = TEN + HOUR + MINUTE
    async with transaction():
        await leads.move(lead, to=LeadStatus.LOST, by=rep, at=later)
    async with transaction():
        await undo.undo(rep, at=later + MINUTE)
    assert (await Lead.get(id=lead.id)).status is LeadStatus.NEW
    assert await swept(TEN + 2 * HOUR) == []
    assert await swept(TEN + 24 * HOUR) == ["Mona"]


async def test_one_that_was_answered_meanwhile_is_not_claimed(lead: Lead, rep: Staff) -> None:
    await wrote(lead)
    seen = await Lead.get(id=lead.id)
    async with transaction():
        await activities.answer(lead, "100", by=rep, at=TEN + HOUR)
    async with transaction():
        await nudges._nudge(Waiting(seen, TEN), nudges.FIRST, TEN + HOUR, silent=False)
    assert await nudged() == []


async def test_one_who_never_wrote_waits_for_nothing(lead: Lead, rep: Staff) -> None:
    assert await swept(TEN + 25 * HOUR) == []


@pytest.mark.parametrize(
    ("since", "told"),
    [
        ({"reachable": False}, []),
        ({"opted_out": True, "opted_out_at": TEN + MINUTE}, []),
        ({"opted_out": True, "opted_out_at": TEN - MINUTE, "last_inbound_at": TEN}, ["خالد"]),
    ],
)
async def test_nobody_is_nudged_about_one_whom_no_answer_reaches(
    lead: Lead, rep: Staff, since: dict[str, object], told: list[str]
) -> None:
    await wrote(lead)
    moments = {
        name: value.astimezone(UTC) if isinstance(value, datetime) else value
        for name, value in {"last_inbound_at": TEN, **since}.items()
    }
    await Identity.filter(lead_id=lead.id).update(**moments)
    assert await swept(TEN + HOUR) == told


async def test_nor_about_a_colleague_who_wrote_before_they_joined(lead: Lead, rep: Staff) -> None:
    await wrote(lead)
    await Identity.filter(lead_id=lead.id).update(lead_id=None, staff_id=rep.id)
    assert await swept(TEN + HOUR) == []


async def test_who_opened_a_ticket_is_left_to_its_targets(lead: Lead, rep: Staff) -> None:
    await wrote(lead)
    async with transaction():
        await tickets.open_for(lead, "x", priority=Priority.HIGH, description="y", inbound_id=None, at=TEN)
    assert await swept(TEN + 25 * HOUR) == []


async def test_who_writes_in_a_ticket_without_one_is_answered_in_the_ticket(
    lead: Lead, rep: Staff, boss: Staff
) -> None:
    async with transaction():
        ticket, _ = await tickets.open_by(lead, "x", priority=Priority.HIGH, description="", by=rep, at=TEN)
        await tickets.hear(ticket, "أين هو؟", inbound_id=None, at=TEN)
    await owned(lead, boss)
    assert await swept(TEN + HOUR) == ["خالد"]
    (only,) = await nudged()
    assert (only.ticket_id, outlog.choices(only)[0][0].says) == (ticket.id, f"reply T{ticket.id}")


async def test_one_length_nudges_the_owner_alone_and_off_nobody(lead: Lead, rep: Staff, boss: Staff) -> None:
    await owned(lead, rep)
    await wrote(lead)
    work("off")
    assert await swept(TEN + 2 * HOUR) == []
    work("3h")
    assert await swept(TEN + 2 * HOUR) == []
    assert await swept(TEN + 3 * HOUR) == ["خالد"]
    assert await swept(TEN + 25 * HOUR) == []


async def test_those_who_wait_for_their_second_hide_nobody_who_waits_for_the_first(
    lead: Lead, rep: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nudges, "AT_ONCE", 1)
    await owned(lead, rep, nudged=1)
    await wrote(lead)
    async with transaction():
        other = await people.recognise(ChannelName.TELEGRAM, "500", name="x", phone=None, language="ar", at=TEN)
    assert isinstance(other.party, Lead)
    await wrote(other.party, when=TEN + MINUTE)
    assert await swept(TEN + 2 * HOUR) == ["خالد"]
