"""Imports: who is on record already, and many put on record at once, all or none."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from tortoise.exceptions import IntegrityError

from crm import activities, doubles, erasure, imports, intake, leads, merges, nudges, office, parties, people, search
from crm.doubles import Entry
from crm.imports import ImportBegun, ImportHasFaults, ImportOld, ImportOver, NoSuchImport, Sent, TooManyImports, Way
from crm.intake import Ready, Taken
from crm.office import Office
from crm.people import Party, Person
from storage import clock, words
from storage.database import dialect
from storage.models import (
    Activity,
    Change,
    ChannelName,
    Customer,
    Identity,
    Import,
    ImportStatus,
    Label,
    Lead,
    LeadStatus,
    OutboundMessage,
    PartyKind,
    Role,
    SearchWord,
    Staff,
)
from storage.transactions import transaction
from tests.crm.conftest import NOW

PHONES = [f"+96650{n:07}" for n in range(20)]


@pytest.fixture
async def boss(database: str) -> Staff:
    return await member("منى", Role.MANAGER, "2")


async def member(name: str, role: Role, address: str) -> Staff:
    async with transaction():
        return await people.add_staff(
            name, role, language="ar", timezone="Asia/Riyadh", addresses={ChannelName.TELEGRAM: address}, at=NOW
        )


async def person(staff: Staff) -> Person:
    return await people.person_of(await Identity.get(staff_id=staff.id))


async def no_news(done: int, total: int) -> None:
    pass


async def prepared(entries: list[Entry], by: Staff, kind: PartyKind = PartyKind.LEAD) -> Ready:
    return await intake.prepare(entries, kind, by=by, at=NOW, advance=no_news)


async def taken_in(entries: list[Entry], by: Staff, kind: PartyKind = PartyKind.LEAD) -> None:
    ready = await prepared(entries, by, kind)
    async with transaction():
        await intake.write(ready)


async def check_words() -> None:
    """Each is found by its words, as if it had been saved by itself."""
    for model, kind in words.KINDS.items():
        for record in await model.all():
            kept = await SearchWord.filter(kind=kind, record_id=record.id).values_list("how", "word")
            wanted = words.of({column: getattr(record, column, None) for column in words.SEARCHED})
            assert {*kept} == wanted


async def test_whoever_has_a_phone_is_found_as_one_by_one(boss: Staff) -> None:
    """Customers, leads, the converted and the merged, and those who write from the number."""
    async with transaction():
        made: list[Party] = [
            await parties.add(f"lead {n}", phone=PHONES[n], company=None, source=None, note=None, by=boss, at=NOW)
            for n in range(8)
        ]
        converted, merged, kept, both = made[1:5]
        assert isinstance(converted, Lead)
        assert isinstance(merged, Lead)
        assert isinstance(kept, Lead)
        await leads.convert(converted, by=boss, at=NOW)
        await merges.merge(kept, merged, by=boss, at=NOW)
        await leads.convert(kept, by=boss, at=NOW)
        await Customer.create(name="both", phone=both.phone, created_at=NOW, updated_at=NOW)
        for n, number in ((10, PHONES[10]), (11, None)):
            await people.recognise(
                ChannelName.WHATSAPP, f"whatsapp:{PHONES[n]}", name="x", phone=number, language="ar", at=NOW
            )
        await Lead.filter(phone=PHONES[10]).update(phone=None)
        await Lead.filter(id=merged.id).update(phone=PHONES[2])
        await Identity.create(
            channel=ChannelName.WHATSAPP, address=f"whatsapp:{PHONES[12]}", staff=boss, language="ar", created_at=NOW
        )
    found = doubles.said(await doubles.on_record(PHONES))
    one_by_one = {phone: people.reference(who) for phone in PHONES if (who := await people.with_phone(phone))}
    assert found == one_by_one
    assert len(found) == 10
    assert {*found} >= {PHONES[1], PHONES[2], PHONES[10], PHONES[11]}
    assert PHONES[12] not in found


async def test_rows_are_new_known_or_there_before(boss: Staff) -> None:
    known = await Customer.create(name="known", phone=PHONES[0], created_at=NOW, updated_at=NOW)
    entries = [
        Entry(2, "a", PHONES[1]), Entry(3, "known", PHONES[0]), Entry(4, "b"), Entry(5, "again", PHONES[1]),
        Entry(6, "b"), Entry(7, "known again", PHONES[0]),
    ]  # fmt: skip
    found = await doubles.sort(entries)
    assert [entry.number for entry in found.new] == [2, 4, 6]
    assert [(entry.number, party.id) for entry, party in found.known] == [(3, known.id)]
    assert [(entry.number, first) for entry, first in found.twins] == [(5, 2), (7, 3)]
    assert found.phones == {PHONES[0]: f"C{known.id}"}


async def test_leads_are_on_record_as_if_each_had_been_entered(boss: Staff, rep: Staff) -> None:
    before = await Lead.create(name="before", created_at=NOW, updated_at=NOW)
    entry = Entry(
        2, "سارة العتيبي", PHONES[0], "sara@x.com", "مؤسسة النور", "exhibition", rep.id, {"vip": "VIP"}, "طلبت عرضًا"
    )
    await taken_in([entry, Entry(3, 'O\'Neil "x" \\ \u2028'), *[Entry(n, f"n {n}") for n in range(4, 2500)]], boss)
    sara, neil = (await Lead.filter(id__gt=before.id).order_by("id"))[:2]
    assert (sara.name, sara.phone, sara.email, sara.company) == (
        "سارة العتيبي", PHONES[0], "sara@x.com", "مؤسسة النور",
    )  # fmt: skip
    assert (sara.source, sara.owner_id, sara.status, sara.nudged) == ("exhibition", rep.id, LeadStatus.NEW, 0)
    assert (sara.created_at, sara.updated_at) == (NOW, NOW)
    assert (neil.name, neil.source, neil.owner_id, neil.phone) == ('O\'Neil "x" \\ \u2028', "import", None, None)
    assert await Lead.all().count() == 2499
    for lead, source in ((sara, "exhibition"), (neil, "import")):
        change = await Change.get(lead_id=lead.id)
        assert (change.field, change.after, change.author_id, change.at) == ("created", source, boss.id, NOW)
    label = await Label.get()
    assert (label.lead_id, label.name, label.fold, label.author_id) == (sara.id, "VIP", "vip", boss.id)
    note = await Activity.get()
    assert (note.kind, note.lead_id, note.text, note.author_id, note.rings) == (
        "note", sara.id, "طلبت عرضًا", boss.id, 0,
    )  # fmt: skip
    await check_words()
    page = await search.page("sara", by=boss, size=5)
    assert sara.id in [one.id for one in page.found]
    # What is entered next has a number of its own.
    after = await Lead.create(name="after", created_at=NOW, updated_at=NOW)
    assert after.id > max(await Lead.exclude(id=after.id).values_list("id", flat=True))


async def test_customers_have_no_source(boss: Staff) -> None:
    await taken_in([Entry(2, "Noor", PHONES[0], source="website", note="x")], boss, PartyKind.CUSTOMER)
    customer = await Customer.get()
    assert customer.phone == PHONES[0]
    assert (await Change.get()).customer_id == customer.id
    assert (await Activity.get()).customer_id == customer.id
    await check_words()


async def test_the_database_holds_to_it_as_well(boss: Staff) -> None:
    ready = await prepared([Entry(2, "a"), Entry(3, "b", PHONES[0])], boss, PartyKind.CUSTOMER)
    await Customer.create(name="faster", phone=PHONES[0], created_at=NOW, updated_at=NOW)
    with pytest.raises(IntegrityError):
        async with transaction():
            await intake.write(ready)
    assert await Customer.all().count() == 1
    assert not await Change.exists()


async def test_a_phone_that_was_taken_meanwhile_is_noticed(boss: Staff) -> None:
    async with transaction():
        await intake.one_at_a_time()
        await intake.check({PHONES[0]: None})
    lead = await Lead.create(name="x", phone=PHONES[0], created_at=NOW, updated_at=NOW)
    await intake.check({PHONES[0]: f"L{lead.id}"})
    with pytest.raises(Taken):
        await intake.check({PHONES[0]: None})
    with pytest.raises(Taken):
        await intake.check({PHONES[0]: f"L{lead.id}", PHONES[1]: "C7"})


async def test_whoever_is_put_on_record_while_it_goes_in_is_noticed(boss: Staff) -> None:
    """On PostgreSQL others go on meanwhile, also to put the same person on record."""
    if dialect() == "sqlite":
        pytest.skip("one writer")
    ready = await prepared([Entry(2, "a", PHONES[0]), Entry(3, "b")], boss)
    async with transaction():
        await intake.write(ready)
        await intake.check_alone(ready)
    again = await prepared([Entry(2, "a", PHONES[1])], boss)
    # By a number that was given out after ours, so that it would not be found first.
    async with transaction():
        await people.recognise(
            ChannelName.WHATSAPP, f"whatsapp:{PHONES[1]}", name="x", phone=PHONES[1], language="ar", at=NOW
        )
    with pytest.raises(Taken):
        await written_alone(again)
    assert await Lead.filter(phone=PHONES[1]).count() == 1


async def written_alone(ready: Ready) -> None:
    async with transaction():
        await intake.write(ready)
        await intake.check_alone(ready)


async def test_whoever_was_erased_is_somebody_new(boss: Staff) -> None:
    admin = await member("Adam", Role.ADMIN, "9")
    await taken_in([Entry(2, "سارة", PHONES[0], "sara@x.com", labels={"vip": "VIP"}, note="x")], boss)
    first = await Lead.get()
    async with transaction():
        code = await erasure.ask(first, by=admin, at=NOW)
    async with transaction():
        assert await erasure.confirm(first, code, by=admin, at=NOW)
    entry = Entry(2, "سارة", PHONES[0])
    assert (await doubles.sort([entry])).new == [entry]
    await taken_in([entry], boss)
    assert [one.id for one in await Lead.filter(phone=PHONES[0])] != [first.id]


async def test_what_is_empty_is_filled_in_and_nothing_else(boss: Staff) -> None:
    lead = await Lead.create(name="سارة", phone=PHONES[0], email="old@x.com", created_at=NOW, updated_at=NOW)
    bare = await Customer.create(name="Bare", created_at=NOW, updated_at=NOW)
    entries = [
        Entry(2, "another name", PHONES[0], "new@x.com", "النور", "website"),
        Entry(3, "Bare", PHONES[1], "bare@x.com", None, "website"),
    ]
    later = NOW + timedelta(hours=1)
    fillings = await intake.prepare_fill([(entries[0], lead), (entries[1], bare)])
    async with transaction():
        assert await intake.fill(fillings, by=boss, at=later) == 2
    async with transaction():
        assert await intake.fill(fillings, by=boss, at=later) == 0
    await lead.refresh_from_db()
    await bare.refresh_from_db()
    assert (lead.name, lead.email, lead.company, lead.source) == ("سارة", "old@x.com", "النور", "website")
    assert (bare.phone, bare.email, bare.updated_at) == (PHONES[1], "bare@x.com", later)
    changes = await Change.all().order_by("lead_id", "field").values_list("lead_id", "customer_id", "field", "after")
    assert {*changes} == {
        (lead.id, None, "company", "النور"), (lead.id, None, "source", "website"),
        (None, bare.id, "phone", PHONES[1]), (None, bare.id, "email", "bare@x.com"),
    }  # fmt: skip
    await check_words()


async def test_somebody_with_two_numbers_is_filled_in_once(boss: Staff) -> None:
    async with transaction():
        writer = await people.recognise(
            ChannelName.WHATSAPP, f"whatsapp:{PHONES[1]}", name="x", phone=PHONES[1], language="ar", at=NOW
        )
    assert writer.party
    await Lead.filter(id=writer.party.id).update(phone=PHONES[0], source=None)
    found = await doubles.sort([Entry(2, "x", PHONES[1], "1@x.com"), Entry(3, "x", PHONES[0], "2@x.com", "Noor")])
    assert len(found.known) == 2
    fillings = await intake.prepare_fill(sorted(found.known, key=lambda one: one[0].number))
    async with transaction():
        assert await intake.fill(fillings, by=boss, at=NOW) == 1
    assert (await Lead.get()).email == "1@x.com"
    await check_words()


async def test_what_changed_since_it_was_made_ready_stays(boss: Staff) -> None:
    made = [
        await Lead.create(name=f"n {n}", phone=PHONES[n], created_at=NOW, updated_at=NOW) for n in range(4)
    ]  # fmt: skip
    fillings = await intake.prepare_fill([(Entry(n, "x", PHONES[n], f"{n}@x.com", "Noor"), made[n]) for n in range(4)])
    for id, name, value in ((made[0].id, "email", "their@own.com"), (made[1].id, "name", "called otherwise")):
        lead = await Lead.get(id=id)
        setattr(lead, name, value)
        await lead.save()
    async with transaction():
        assert await intake.fill(fillings, by=boss, at=NOW) == 4
    assert await Lead.all().order_by("id").values_list("name", "email", "company") == [
        ("n 0", "their@own.com", "Noor"), ("called otherwise", "1@x.com", "Noor"), ("n 2", "2@x.com", "Noor"),
        ("n 3", "3@x.com", "Noor"),
    ]  # fmt: skip
    assert await Change.filter(field="email").count() == 3
    await check_words()


async def test_whom_some_were_given_hears_once_how_many(boss: Staff, rep: Staff) -> None:
    ready = await prepared(
        [Entry(2, "a", owner_id=rep.id), Entry(3, "b", owner_id=rep.id), Entry(4, "c", owner_id=boss.id)], boss
    )
    async with transaction():
        await intake.tell_owners(ready, 7)
        await intake.tell_owners(ready, 7)
    said = await OutboundMessage.get()
    assert said.identity_id == (await person(rep)).identity.id
    assert said.body == [{"text": "notice-imported-lead", "args": {"by": boss.name, "count": 2}}]


async def test_nobody_is_nudged_about_them(boss: Staff, rep: Staff, lead: Lead) -> None:
    before = office.current()
    zone = ZoneInfo("Asia/Riyadh")
    targets = office.read_targets(office.RESPONSE), office.read_targets(office.RESOLUTION)
    hours = office.read_hours(office.HOURS)
    office.use(Office(zone, hours, office.read_holidays(""), *targets, nudges=office.read_nudges(office.NUDGES)))
    clock.move(NOW + timedelta(hours=3) - clock.now())
    try:
        async with transaction():
            await activities.hear(lead, "hello", channel=ChannelName.WHATSAPP, inbound_id=None, at=NOW)
        await taken_in([Entry(2, "a", PHONES[0], owner_id=rep.id)], boss)
        await nudges.sweep()
    finally:
        office.use(before)
        clock.reset()
    nudged = {one.name: one.nudged for one in await Lead.all()}
    assert nudged.pop("a") == 0
    assert nudged[lead.name] > 0


# From the sending to the agreement


async def sent_by(staff: Staff, **columns: object) -> Import:
    sent = await imports.begin(
        Sent(ChannelName.TELEGRAM, "file", "x.csv"), None, by=await person(staff), inbound_id=1, at=NOW
    )
    columns = {"status": ImportStatus.SHOWN, "plan": {"new": 2, "wrong": 0, "fillable": 0}, **columns}
    await Import.filter(id=sent.id).update(**columns)
    await sent.refresh_from_db()
    return sent


async def test_only_its_sender_says_what_becomes_of_it(boss: Staff, rep: Staff) -> None:
    sent = await sent_by(rep)
    assert (await imports.shown(sent.id, by=rep, at=NOW)).id == sent.id
    for id, by in ((sent.id, boss), (sent.id + 1, rep)):
        with pytest.raises(NoSuchImport):
            await imports.shown(id, by=by, at=NOW)


@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        (ImportStatus.WAITING, ImportBegun), (ImportStatus.CONFIRMED, ImportBegun), (ImportStatus.DONE, ImportOver),
        (ImportStatus.CANCELLED, ImportOver), (ImportStatus.REFUSED, ImportOver), (ImportStatus.FAILED, ImportOver),
    ],
)  # fmt: skip
async def test_what_is_not_shown_cannot_be_agreed_to(
    rep: Staff, status: ImportStatus, refusal: type[Exception]
) -> None:
    sent = await sent_by(rep, status=status)
    with pytest.raises(refusal):
        await imports.shown(sent.id, by=rep, at=NOW)


async def test_it_is_good_for_a_day(rep: Staff) -> None:
    sent = await sent_by(rep)
    await imports.shown(sent.id, by=rep, at=NOW + imports.VALID)
    with pytest.raises(ImportOld):
        await imports.shown(sent.id, by=rep, at=NOW + imports.VALID + timedelta(seconds=1))
    await imports.forget_old(NOW + imports.VALID)
    assert (await Import.get()).plan
    await imports.forget_old(NOW + imports.VALID + timedelta(seconds=1))
    forgotten = await Import.get()
    assert (forgotten.status, forgotten.plan) == (ImportStatus.CANCELLED, {})


@pytest.mark.parametrize(
    ("new", "wrong", "fillable", "ways"),
    [
        (2, 0, 0, ["all"]), (2, 1, 0, ["good"]), (0, 1, 0, []), (0, 0, 0, []), (0, 0, 3, ["fill"]),
        (2, 0, 3, ["all", "fill"]), (2, 1, 3, ["good", "fill"]),
    ],
)  # fmt: skip
async def test_all_or_nothing_unless_it_is_said(
    rep: Staff, new: int, wrong: int, fillable: int, ways: list[str]
) -> None:
    sent = await sent_by(rep, plan={"new": new, "wrong": wrong, "fillable": fillable})
    assert imports.ways(sent.plan) == ways
    for way in Way:
        if way not in ways:
            with pytest.raises(ImportHasFaults):
                await imports.confirm(sent, way, by=await person(rep), inbound_id=2)
    if ways:
        await imports.confirm(sent, Way(ways[0]), by=await person(rep), inbound_id=2)
        confirmed = await Import.get()
        assert (confirmed.status, confirmed.how, confirmed.inbound_id) == (ImportStatus.CONFIRMED, {"way": ways[0]}, 2)


async def test_not_too_many_at_once(rep: Staff, boss: Staff) -> None:
    for _ in range(imports.AT_ONCE):
        await sent_by(rep, status=ImportStatus.WAITING)
    with pytest.raises(TooManyImports):
        await sent_by(rep)
    await sent_by(boss)
