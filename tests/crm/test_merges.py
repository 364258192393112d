"""Merges: everything comes together, once, and goes back as it was; only a proven number links."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from crm import access, activities, leads, linking, merges, notices, people, references, ticket_merges, tickets
from crm.people import Person
from crm.references import Ref, RefKind
from storage.models import (
    Activity,
    Change,
    ChannelName,
    Customer,
    Identity,
    Label,
    Lead,
    LeadStatus,
    Merge,
    OutboundMessage,
    Participant,
    Priority,
    Role,
    Staff,
    Ticket,
    TicketMessage,
    TicketStatus,
)
from storage.transactions import transaction
from tests.crm.conftest import NOW

LATER = NOW + timedelta(hours=1)
SARA = "+966501110000"


@pytest.fixture
async def boss(database: str) -> Staff:
    async with transaction():
        return await people.add_staff(
            "منى", Role.MANAGER, language="ar", timezone="Asia/Riyadh", addresses={ChannelName.TELEGRAM: "2"}, at=NOW
        )


async def customer(name: str, address: str = "", **columns: Any) -> Customer:
    """A customer with one of everything that can hang on one, who writes from a Telegram address."""
    made = await Customer.create(name=name, created_at=NOW, updated_at=NOW, **columns)
    origin = await Lead.create(
        name=name, status=LeadStatus.CONVERTED, customer=made, source="walk-in", created_at=NOW, updated_at=NOW
    )
    await Identity.create(
        channel=ChannelName.TELEGRAM, address=address or f"{9000 + made.id}", customer=made, language="ar",
        last_inbound_at=NOW, created_at=NOW,
    )  # fmt: skip
    async with transaction():
        await activities.hear(made, f"من {name}", channel=ChannelName.TELEGRAM, inbound_id=None, at=NOW)
        await tickets.open_for(made, name, priority=Priority.LOW, description="…", inbound_id=None, at=NOW)
    for label in ("VIP", name):
        await Label.create(customer=made, name=label, fold=label.lower(), at=NOW)
    assert origin.customer_id == made.id
    return made


TABLES = (Identity, Activity, Ticket, TicketMessage, Change, Label, Lead)


async def owned(party: people.Party) -> dict[str, set[int]]:
    """By table the ids of what is theirs; of labels their names, of changes those that no merge made."""
    found: dict[str, set[Any]] = {}
    for model in TABLES:
        rows = await model.filter(**people.about(party))
        if model is Label:
            found["label"] = {row.name for row in rows}
        else:
            kept = [row for row in rows if not isinstance(row, Change) or row.field not in ("merged", "unmerged")]
            found[model._meta.db_table] = {row.id for row in kept}
    return found


async def merged(kept: people.Party, gone: people.Party, by: Staff | None) -> Merge:
    async with transaction():
        return await merges.merge(kept, gone, by=by, at=LATER)


async def undone(merge: Merge, kept: people.Party, by: Staff, days: int = 0) -> None:
    async with transaction():
        await merges.undo(merge.id, await people.current(kept), by=by, at=LATER + timedelta(days=days))


async def test_everything_comes_together_and_goes_back(boss: Staff, rep: Staff) -> None:
    kept = await customer("سارة", company="النخلة")
    gone = await customer("Sara", phone=SARA, email="s@example.com", owner=rep, company="Palm")
    before = await owned(kept), await owned(gone)
    assert all(before[1].values())
    merge = await merged(kept, gone, boss)
    both = await owned(kept)
    assert both == {table: before[0][table] | before[1][table] for table in both}
    assert not any((await owned(gone)).values())
    fresh, empty = await Customer.get(id=kept.id), await Customer.get(id=gone.id)
    assert (fresh.name, fresh.phone, fresh.email, fresh.company, fresh.owner_id) == (
        "سارة", SARA, "s@example.com", "النخلة", rep.id,
    )  # fmt: skip
    assert (empty.phone, empty.merged_into_id) == (None, kept.id)
    assert (await Change.get(customer_id=kept.id, field="merged")).before == f"C{gone.id}"
    # The owner hears of it, the manager who did it does not.
    assert [row.key for row in await OutboundMessage.filter(key__startswith="merged:")] == [
        f"merged:{merge.id}:{(await Identity.get(staff_id=rep.id)).id}"
    ]
    await undone(merge, kept, boss)
    assert (await owned(kept), await owned(gone)) == before
    fresh, again = await Customer.get(id=kept.id), await Customer.get(id=gone.id)
    assert (fresh.phone, fresh.email, fresh.owner_id) == (None, None, None)
    assert (again.phone, again.email, again.owner_id, again.merged_into_id) == (SARA, "s@example.com", rep.id, None)


async def test_whoever_asks_for_the_gone_one_gets_the_kept_one(boss: Staff) -> None:
    first, second, third = [await customer(name) for name in ("A", "B", "C")]
    await merged(second, third, boss)
    await merged(first, second, boss)
    assert await people.party_of(None, third.id) == first
    manager = Person(await Identity.get(staff_id=boss.id), staff=boss)
    assert await access.party(references.of(third), by=manager) == first
    async with transaction():
        assert await people.lock(third) == first
        assert (await activities.note(third, "متأخرة", by=boss, at=LATER)).customer_id == first.id
    assert (await people.person_of(await Identity.get(address=f"{9000 + third.id}"))).party == first


async def test_what_came_since_stays(boss: Staff, rep: Staff) -> None:
    kept, gone = await customer("A"), await customer("B", email="b@example.com", phone=SARA)
    [ticket] = await tickets.of_party(gone)
    merge = await merged(kept, gone, boss)
    async with transaction():
        note = await activities.note(kept, "بعد الدمج", by=rep, at=LATER)
        # What is said in a ticket of the gone one since goes with the ticket.
        said = await tickets.note(ticket, "في التذكرة", by=rep, at=LATER)
        moved = await tickets.prioritise(ticket, to=Priority.HIGH, by=rep, at=LATER)
    await Customer.filter(id=kept.id).update(email="new@example.com")
    await undone(merge, kept, boss)
    assert (await Activity.get(id=note.id)).customer_id == kept.id
    assert (await TicketMessage.get(id=said.id)).customer_id == gone.id
    assert (await Change.get(ticket_id=moved.id, field="priority")).customer_id == gone.id
    # A field that was changed since stays, too; the phone that was only filled in goes back.
    fresh = await Customer.get(id=kept.id)
    assert (fresh.email, fresh.phone) == ("new@example.com", None)
    assert (await Customer.get(id=gone.id)).phone == SARA


async def test_a_ticket_that_became_one_with_the_others_stays(boss: Staff, rep: Staff) -> None:
    kept, gone = await customer("A"), await customer("B")
    [[ours], [theirs]] = await tickets.of_party(kept), await tickets.of_party(gone)
    merge = await merged(kept, gone, boss)
    async with transaction():
        await ticket_merges.merge(ours, theirs, by=rep, at=LATER)
    await undone(merge, kept, boss)
    assert (await Ticket.get(id=theirs.id)).customer_id == kept.id
    assert await TicketMessage.filter(ticket_id=ours.id).exclude(customer_id=kept.id).count() == 0
    assert await Activity.filter(customer_id=gone.id).count() == 1


async def test_a_phone_that_somebody_else_has_since_does_not_go_back(boss: Staff) -> None:
    kept, gone = await customer("A", phone="+966500000001"), await customer("B", phone=SARA)
    merge = await merged(kept, gone, boss)
    third = await customer("C", phone=SARA)
    await undone(merge, kept, boss)
    assert (await Customer.get(id=gone.id)).phone is None
    assert (await Customer.get(id=third.id)).phone == SARA


async def test_thirty_days_and_no_longer(boss: Staff) -> None:
    kept, gone = await customer("A"), await customer("B")
    merge = await merged(kept, gone, boss)
    with pytest.raises(merges.TooLate):
        await undone(merge, kept, boss, days=31)
    await undone(merge, kept, boss, days=30)
    with pytest.raises(merges.NothingToUnmerge):
        await undone(merge, kept, boss)


async def test_the_newest_goes_first(boss: Staff) -> None:
    first, second, third = [await customer(name) for name in ("A", "B", "C")]
    below = await merged(second, third, boss)
    above = await merged(first, second, boss)
    with pytest.raises(merges.NothingToUnmerge):
        await undone(below, second, boss)
    await undone(above, first, boss)
    assert await people.party_of(None, third.id) == second
    await undone(below, second, boss)
    assert await people.party_of(None, third.id) == third


async def test_nobody_takes_back_what_a_conversion_was_built_on(boss: Staff) -> None:
    kept, gone = [await Lead.create(name=name, created_at=NOW, updated_at=NOW) for name in "AB"]
    merge = await merged(kept, gone, boss)
    async with transaction():
        made = await leads.convert(gone, by=boss, at=LATER)
    assert (await Lead.get(id=kept.id)).customer_id == made.id
    assert await people.party_of(gone.id, None) == made
    with pytest.raises(merges.BuiltOn):
        await merges.latest(await Lead.get(id=kept.id), at=LATER)
    with pytest.raises(merges.NothingToUnmerge):
        await undone(merge, kept, boss)


async def test_of_two_leads_the_further_one_counts(boss: Staff) -> None:
    kept = await Lead.create(name="A", status=LeadStatus.NEW, created_at=NOW, updated_at=NOW)
    gone = await Lead.create(name="B", status=LeadStatus.QUALIFIED, phone=SARA, created_at=NOW, updated_at=NOW)
    merge = await merged(kept, gone, boss)
    fresh = await Lead.get(id=kept.id)
    assert (fresh.status, fresh.phone) == (LeadStatus.QUALIFIED, SARA)
    assert [one.id for one in await leads.listed(boss, sees_all=True, before=None, limit=9)] == [kept.id]
    await undone(merge, kept, boss)
    assert (await Lead.get(id=kept.id)).status is LeadStatus.NEW
    assert (await Lead.get(id=gone.id)).phone == SARA


async def test_only_managers_and_only_two_of_a_kind(boss: Staff, rep: Staff) -> None:
    kept, gone = await customer("A"), await customer("B")
    lead = await Lead.create(name="L", created_at=NOW, updated_at=NOW)
    for one, other, by, refusal in (
        (kept, gone, rep, access.NotAllowed), (kept, kept, boss, merges.SameRecord),
        (kept, lead, boss, merges.DifferentKinds),
    ):  # fmt: skip
        with pytest.raises(refusal):
            await merged(one, other, by)
    merge = await merged(kept, gone, boss)
    with pytest.raises(access.NotAllowed):
        await undone(merge, kept, rep)
    with pytest.raises(merges.SameRecord):
        await merged(kept, gone, boss)


async def outcomes(*work: Any) -> list[str]:
    found = await asyncio.gather(*work, return_exceptions=True)
    return sorted(type(one).__name__ for one in found)


async def test_two_managers_at_once(boss: Staff) -> None:
    kept, gone = await customer("A"), await customer("B")
    assert await outcomes(merged(kept, gone, boss), merged(kept, gone, boss)) == ["Merge", "SameRecord"]
    merge = await Merge.get()
    assert await outcomes(undone(merge, kept, boss), undone(merge, kept, boss)) == ["NoneType", "NothingToUnmerge"]
    # Each into the other: they lock in the same order, and one is too late.
    assert await outcomes(merged(kept, gone, boss), merged(gone, kept, boss)) == ["Merge", "SameRecord"]


async def test_a_message_that_is_written_meanwhile_is_with_the_kept_one(boss: Staff) -> None:
    kept, gone = await customer("A"), await customer("B", address="77")

    async def write(number: int) -> None:
        async with transaction():
            person = await people.recognise(
                ChannelName.TELEGRAM, "77", name="B", phone=None, language="ar", at=NOW + timedelta(minutes=number)
            )
            assert person.party is not None
            await activities.hear(
                person.party, f"رسالة {number}", channel=ChannelName.TELEGRAM, inbound_id=None, at=NOW
            )

    async def annotate(number: int) -> None:
        async with transaction():
            await activities.note(gone, f"ملاحظة {number}", by=boss, at=NOW)
            [ticket, *_] = await tickets.of_party(await people.party_of(None, gone.id))
            await tickets.note(ticket, f"ملاحظة {number}", by=boss, at=NOW)

    work = [write(n) for n in range(6)] + [annotate(n) for n in range(6)]
    work.insert(4, merged(kept, gone, boss))  # type: ignore[arg-type]
    assert set(await outcomes(*work)) == {"Merge", "NoneType"}
    assert not any((await owned(gone)).values())
    assert await Activity.filter(customer_id=kept.id).count() == 2 + 6 + 6
    assert await TicketMessage.filter(text__startswith="ملاحظة", customer_id=kept.id).count() == 6


# Tickets


async def test_two_tickets_become_one_thread(boss: Staff, rep: Staff) -> None:
    party = await customer("سارة")
    async with transaction():
        kept = await tickets.open_for(party, "A", priority=Priority.LOW, description="1", inbound_id=None, at=NOW)
        gone = await tickets.open_for(party, "B", priority=Priority.LOW, description="2", inbound_id=None, at=LATER)
        await tickets.reply(gone, "3", by=rep, at=LATER + timedelta(minutes=1))
        await tickets.take(gone, by=rep, at=LATER)
        await tickets.move(kept, to=TicketStatus.CLOSED, by=boss, at=LATER)
    await Ticket.filter(id=kept.id).update(assignee_id=None)
    await Participant.create(ticket=gone, staff=boss, seen_at=LATER)
    await Participant.create(ticket=gone, staff=rep, seen_at=LATER)
    await Participant.create(ticket=kept, staff=rep, seen_at=NOW, mentioned_at=NOW)
    async with transaction():
        await ticket_merges.merge(kept, gone, by=boss, at=LATER + timedelta(hours=1))
    texts = await TicketMessage.filter(ticket_id=kept.id).order_by("at", "id").values_list("text", flat=True)
    assert list(texts) == ["1", "2", "3"]
    fresh, closed = await Ticket.get(id=kept.id), await Ticket.get(id=gone.id)
    assert (fresh.status, fresh.closed_at, fresh.assignee_id) == (TicketStatus.IN_PROGRESS, None, rep.id)
    assert fresh.first_response_at == LATER + timedelta(minutes=1)
    assert (closed.status, closed.merged_into_id) == (TicketStatus.CLOSED, kept.id)
    seen = {one.staff_id: (one.seen_at, one.mentioned_at) for one in await Participant.filter(ticket_id=kept.id)}
    assert seen == {boss.id: (LATER, None), rep.id: (LATER, NOW)}
    told = await OutboundMessage.filter(key__startswith=f"merged:T{gone.id}:").count()
    assert told == 2  # the customer and the assignee, once each
    # Whoever still has the other in hand goes on in this one.
    async with transaction():
        assert (await tickets.note(gone, "4", by=rep, at=LATER)).ticket_id == kept.id
    person = Person(await Identity.get(customer_id=party.id), party=party)
    assert await access.ticket(Ref(RefKind.TICKET, gone.id), by=person) == kept
    with pytest.raises(merges.SameRecord):
        async with transaction():
            await ticket_merges.merge(kept, gone, by=boss, at=LATER)


async def test_tickets_of_two_people_stay_apart(boss: Staff) -> None:
    one, other = await customer("A"), await customer("B")
    [[mine], [theirs]] = await tickets.of_party(one), await tickets.of_party(other)
    with pytest.raises(ticket_merges.TwoPeoples):
        async with transaction():
            await ticket_merges.merge(mine, theirs, by=boss, at=LATER)
    with pytest.raises(merges.SameRecord):
        async with transaction():
            await ticket_merges.merge(mine, mine, by=boss, at=LATER)


# One person across channels


async def telegram(address: str = "501", name: str = "سارة") -> Person:
    return await people.recognise(ChannelName.TELEGRAM, address, name=name, phone=None, language="ar", at=NOW)


async def share(person: Person, phone: str = SARA) -> linking.Linked:
    return await linking.share(person, phone, at=LATER)


async def test_a_lead_is_the_customer_who_has_the_number(rep: Staff) -> None:
    known = await customer("سارة العتيبي", phone=SARA, owner=rep)
    async with transaction():
        person = await telegram()
        linked = await share(person)
    assert linked == linking.Linked(known, found=True)
    assert (person.identity.customer_id, person.identity.lead_id, person.identity.phone) == (known.id, None, SARA)
    assert await OutboundMessage.filter(key__startswith="linked:").count() == 1


async def test_a_lead_is_the_lead_who_has_the_number(lead: Lead) -> None:
    async with transaction():
        person = await telegram()
        linked = await share(person, str(lead.phone))
    assert linked.found
    assert linked.party == lead
    assert await Identity.filter(lead_id=lead.id).count() == 2
    # A manager can take it back, though nobody of the staff did it.
    assert (await merges.latest(lead, at=LATER)).author_id is None


async def test_a_customer_takes_in_the_lead_who_has_their_number(lead: Lead) -> None:
    own = await customer("سارة", address="501")
    async with transaction():
        linked = await share(await telegram(), str(lead.phone))
    assert linked == linking.Linked(own, found=True)
    assert (await Lead.get(id=lead.id)).customer_id == own.id
    assert (await Customer.get(id=own.id)).phone == lead.phone


async def test_of_two_customers_a_manager_decides(boss: Staff, rep: Staff) -> None:
    own, known = await customer("سارة", address="501"), await customer("Sara", phone=SARA)
    async with transaction():
        linked = await share(await telegram())
        await share(await telegram())
    assert linked == linking.Linked(own, found=False)
    assert await Merge.all().count() == 0
    [told] = await OutboundMessage.filter(key__startswith="same:")
    assert (await Identity.get(id=told.identity_id)).staff_id == boss.id
    assert f"merge C{known.id} C{own.id}" in str(told.choices)


async def test_a_number_that_nobody_has_is_noted(rep: Staff) -> None:
    async with transaction():
        linked = await share(await telegram())
    assert (linked.found, linked.party.phone) == (False, SARA)


@pytest.mark.parametrize("phone", [SARA, None])
async def test_a_number_of_the_staffs_links_nobody(rep: Staff, phone: str | None) -> None:
    known = await customer("سارة", phone=SARA)
    await Identity.create(
        channel=ChannelName.WHATSAPP, address=f"whatsapp:{SARA}", staff=rep, phone=phone, language="ar", created_at=NOW
    )
    async with transaction():
        linked = await share(await telegram())
    assert not linked.found
    assert linked.party.phone is None
    assert await Identity.filter(customer_id=known.id).count() == 1


async def test_a_notice_about_the_gone_one_answers_the_kept_one(boss: Staff) -> None:
    kept, gone = await customer("A", address="601"), await customer("B", address="602")
    await merged(kept, gone, boss)
    async with transaction():
        await notices.arrived(gone)
    row = await OutboundMessage.filter(customer_id=gone.id).order_by("-id").first()
    assert row is not None
    assert await people.party_of(row.lead_id, row.customer_id) == kept
