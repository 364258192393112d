"""Leads and customers by hand: nobody twice, corrections, moves, labels, and the list of one's own."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from crm import assignment, labels, leads, parties, people
from crm.parties import Detail
from storage.models import Change, Customer, Label, Lead, LeadStatus, Staff
from storage.transactions import transaction
from tests.crm.conftest import NOW
from tests.crm.test_routes import staff

PHONE = "+966559998887"


async def _add(rep: Staff, name: str, phone: str | None = None, *, minutes: int = 0) -> Lead:
    async with transaction():
        return await parties.add(
            name, phone=phone, company=None, source=None, note=None, by=rep, at=NOW + timedelta(minutes=minutes)
        )


async def test_the_same_number_entered_by_two_at_once_makes_one_lead(rep: Staff) -> None:
    made = await asyncio.gather(*[_add(rep, f"هدى {n}", PHONE) for n in range(4)], return_exceptions=True)
    assert sum(isinstance(one, Lead) for one in made) == 1
    assert all(isinstance(one, Lead | parties.AlreadyKnown) for one in made)
    assert await Lead.filter(phone=PHONE).count() == 1


async def test_a_number_is_known_by_the_customer_the_lead_became_and_by_an_address(rep: Staff, lead: Lead) -> None:
    async with transaction():
        customer = await leads.convert(lead, by=rep, at=NOW)
        await parties.edit(customer, Detail.PHONE, PHONE, by=rep, at=NOW)
    for number in (PHONE, "+966501234567"):
        known = await people.with_phone(number)
        assert known is not None
        assert people.reference(known) == people.reference(customer)
    assert await people.with_phone("+966500000009") is None


async def test_a_phone_of_somebody_else_changes_nothing(rep: Staff, lead: Lead) -> None:
    other = await _add(rep, "وليد", PHONE)
    with pytest.raises(parties.AlreadyKnown) as refused:
        async with transaction():
            await parties.edit(lead, Detail.PHONE, PHONE, by=rep, at=NOW)
    assert refused.value.party.id == other.id
    assert (await Lead.get(id=lead.id)).phone == "+966501234567"
    assert not await Change.exists(lead_id=lead.id, field="phone")


async def test_corrections_are_kept_as_changes_and_a_name_stays(rep: Staff, lead: Lead) -> None:
    async with transaction():
        await parties.edit(lead, Detail.COMPANY, "النخبة", by=rep, at=NOW)
        await parties.edit(lead, Detail.COMPANY, None, by=rep, at=NOW)
    kept = await Change.filter(lead_id=lead.id, field="company").order_by("id")
    assert [(one.before, one.after, one.author_id) for one in kept] == [
        (None, "النخبة", rep.id), ("النخبة", None, rep.id)
    ]  # fmt: skip
    with pytest.raises(parties.NameNeeded):
        await parties.edit(lead, Detail.NAME, None, by=rep, at=NOW)
    with pytest.raises(parties.SameDetail):
        await parties.edit(lead, Detail.COMPANY, None, by=rep, at=NOW)


@pytest.mark.parametrize("to", leads.MOVES)
@pytest.mark.parametrize("status", [one for one in LeadStatus if one is not LeadStatus.CONVERTED])
async def test_a_lead_goes_where_the_table_says(rep: Staff, lead: Lead, status: LeadStatus, to: LeadStatus) -> None:
    await Lead.filter(id=lead.id).update(status=status)
    if status in leads.MOVES[to]:
        async with transaction():
            await leads.move(lead, to=to, by=rep, at=NOW, reason="price" if to is LeadStatus.LOST else None)
        assert (await Lead.get(id=lead.id)).status is to
    else:
        with pytest.raises(leads.AlreadyThere):
            await leads.move(lead, to=to, by=rep, at=NOW)


async def test_a_lost_lead_keeps_its_reason_until_it_is_open_again(rep: Staff, lead: Lead) -> None:
    async with transaction():
        await leads.move(lead, to=LeadStatus.LOST, by=rep, at=NOW, reason="price")
    lost = await Lead.get(id=lead.id)
    assert (lost.lost_reason, lost.owner_id) == ("price", rep.id)
    async with transaction():
        await leads.move(lost, to=LeadStatus.QUALIFIED, by=rep, at=NOW)
    assert (await Lead.get(id=lead.id)).lost_reason is None


async def test_a_label_is_one_however_it_is_spelled(rep: Staff, lead: Lead) -> None:
    async with transaction():
        assert await labels.add(lead, "أهم، VIP, vip", by=rep, at=NOW) == ["أهم", "VIP"]
    with pytest.raises(labels.HasLabel):
        await labels.add(lead, "اهم", by=rep, at=NOW)
    [(_, found)] = await labels.having("اهمّ", by=rep, limit=5)
    assert found.id == lead.id


async def test_a_label_of_a_colleagues_record_is_not_read_by_its_number(rep: Staff, lead: Lead) -> None:
    kim = await staff("Kim")
    async with transaction():
        await labels.add(lead, "VIP", by=rep, at=NOW)
        [label] = await labels.of(lead)
        assert (await labels.named(label.id, by=kim)).name == "VIP"
        await assignment.assign(lead, rep, by=rep, at=NOW)
        with pytest.raises(labels.NoSuchLabel):
            await labels.named(label.id, by=kim)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [("x" * 33, labels.LabelTooLong), ("،, 👑", labels.LabelEmpty), ("a,b,c,d,e,f,g,h,i,j,k", labels.TooManyLabels)],
)
async def test_a_label_that_cannot_be_is_refused(rep: Staff, lead: Lead, said: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        async with transaction():
            await labels.add(lead, said, by=rep, at=NOW)
    assert await Label.all().count() == 0


async def test_labels_go_over_to_the_customer_without_doubles(rep: Staff, lead: Lead) -> None:
    async with transaction():
        customer = await Customer.create(name="سارة", created_at=NOW, updated_at=NOW)
        await labels.add(customer, "VIP", by=rep, at=NOW)
        await labels.add(lead, "vip, جملة", by=rep, at=NOW)
        await leads.convert(lead, by=rep, at=NOW, into=customer)
    assert sorted(one.name for one in await labels.of(customer)) == ["VIP", "جملة"]
    assert {one.name: one.count for one in await labels.counted(rep, limit=9)} == {"VIP": 1, "جملة": 1}


async def test_ones_own_are_listed_by_news_a_page_at_a_time(rep: Staff, lead: Lead) -> None:
    made = [await _add(rep, f"عميل {n}", minutes=n) for n in range(1, 6)]
    async with transaction():
        await parties.edit(made[0], Detail.COMPANY, "النخبة", by=rep, at=NOW + timedelta(minutes=30))
        customer = await leads.convert(made[1], by=rep, at=NOW + timedelta(minutes=20))
        await leads.move(made[2], to=LeadStatus.LOST, by=rep, at=NOW + timedelta(minutes=40))
    expected = [made[0], customer, made[4], made[3]]
    seen: list[str] = []
    before = None
    while page := await parties.mine(rep, limit=3, before=before):
        seen += [people.reference(party) for _, party in page]
        before = page[-1][0]
    assert seen == [people.reference(one) for one in expected]
