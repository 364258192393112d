"""Mentions: whom a note calls, who hears of it, and that no word of it is ever sent to a customer."""

from __future__ import annotations

import pytest

from crm import activities, mentions, tickets
from storage.models import Identity, Lead, OutboundMessage, Role, Staff
from storage.transactions import transaction
from tests.crm.conftest import NOW
from tests.crm.test_routes import opened, staff


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("nothing here", []),
        ("@Kim look", ["Kim Lee"]),
        ("look, @kim.", ["Kim Lee"]),
        ("@kim's idea", ["Kim Lee"]),
        ("(@Kim) and @Kim again", ["Kim Lee"]),
        ("@Mona Ali please", ["Mona Ali"]),
        ("@mona saleh", ["Mona Saleh"]),
        ("@Mona_Saleh: yes", ["Mona Saleh"]),
        ("قولي يا @خالد، متى؟", ["خالد"]),
        ("@Kim @خالد", ["Kim Lee", "خالد"]),
        ("write to kim@palm.example or sales+@kim", []),
        ("@5pm or @ noon", []),
        ("a@kim", []),
    ],
)
async def test_whom_a_text_calls(rep: Staff, text: str, called: list[str]) -> None:
    for name in ("Kim Lee", "Mona Ali", "Mona Saleh"):
        await staff(name)
    assert [one.name for one in await mentions.named(text)] == called


async def test_a_name_of_several_or_of_nobody_is_refused(rep: Staff) -> None:
    for name in ("Mona Ali", "Mona Saleh"):
        await staff(name)
    with pytest.raises(mentions.SeveralCalledSo):
        await mentions.named("@mona can you?")
    with pytest.raises(mentions.NobodyCalledSo):
        await mentions.named("@Suad can you?")


async def test_who_is_called_or_answered_hears_and_the_customer_never(rep: Staff, lead: Lead) -> None:
    kim = await staff("Kim")
    ticket = await opened(lead)
    async with transaction():
        first = await tickets.note(ticket, "secret @Kim", by=rep, at=NOW)
    async with transaction():
        second = await tickets.note(ticket, "another secret", by=kim, at=NOW, answers=first)
    async with transaction():
        await tickets.note(ticket, "@خالد to myself", by=rep, at=NOW)
    assert await mentions.told(first) == ["Kim"]
    assert await mentions.told(second) == ["خالد"]
    delivering = await OutboundMessage.filter(ticket_message_id__isnull=False)
    assert len(delivering) == 2
    for row in delivering:
        assert (await Identity.get(id=row.identity_id)).staff_id is not None
        assert await mentions.delivered(row) is not None
    customers = await Identity.filter(staff_id=None).values_list("id", flat=True)
    assert not await OutboundMessage.filter(identity_id__in=customers).exists()


async def test_a_note_on_a_person_calls_only_those_who_may_see_them(rep: Staff, lead: Lead) -> None:
    kim, boss = await staff("Kim"), await staff("Dana", Role.MANAGER)
    lead.owner_id = rep.id
    await lead.save()
    with pytest.raises(mentions.CannotSee):
        async with transaction():
            await activities.note(lead, "@Kim?", by=rep, at=NOW)
    async with transaction():
        kept = await activities.note(lead, "@Dana?", by=rep, at=NOW)
    assert await mentions.told(kept) == ["Dana"]
    async with transaction():
        answer = await activities.note(lead, "yes", by=boss, at=NOW, answers=kept)
    assert await mentions.told(answer) == ["خالد"]
    lead.owner_id = kim.id
    await lead.save()
    async with transaction():
        late = await activities.note(lead, "still?", by=boss, at=NOW, answers=kept)
    assert await mentions.told(late) == []
