"""Erasure: one person is forgotten for good, everywhere, in two steps; the numbers and all others stay as they are."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tortoise import Tortoise

from bot import traces
from crm import (
    access,
    activities,
    changes,
    erasure,
    kpis,
    labels,
    leads,
    merges,
    office,
    parties,
    people,
    periods,
    person_rows,
    references,
    search,
    tasks,
    tickets,
    undo,
)
from crm.people import Party, Person
from crm.periods import Unit
from storage import clock, outbox, rows
from storage.models import (
    Activity,
    Attachment,
    AttachmentKind,
    Change,
    ChannelName,
    Customer,
    Erasure,
    Identity,
    Import,
    ImportStatus,
    InboundMessage,
    InboundStatus,
    Lead,
    OutboundMessage,
    OutboundPart,
    OutboundStatus,
    Priority,
    Report,
    ReportFormat,
    ReportStatus,
    Role,
    Staff,
    Ticket,
    TicketMessage,
    TicketStatus,
)
from storage.outbox import Draft
from storage.text import Choice, Text, Words
from storage.transactions import transaction
from tests.crm.conftest import NOW

LATER = NOW + timedelta(hours=1)
PHONE = "+966500007777"


@pytest.fixture
async def boss(database: str) -> Staff:
    return await _admin("منى", "2")


async def _admin(name: str, address: str) -> Staff:
    async with transaction():
        return await people.add_staff(
            name, Role.ADMIN, language="ar", timezone="Asia/Riyadh", addresses={ChannelName.TELEGRAM: address}, at=NOW
        )


async def asked(party: Party, by: Staff | None) -> str:
    async with transaction():
        return await erasure.ask(party, by=by, at=LATER)


async def confirmed(party: Party, code: str, by: Staff | None, **when: Any) -> Erasure | None:
    async with transaction():
        return await erasure.confirm(party, code, by=by, **{"at": LATER, **when})


async def erased(party: Party, by: Staff | None) -> Erasure:
    done = await confirmed(party, await asked(party, by), by)
    assert done is not None
    return done


# The code


async def test_the_code_is_of_one_person_and_one_asker_for_ten_minutes(lead: Lead, boss: Staff) -> None:
    other = await Lead.create(name="Other", created_at=NOW, updated_at=NOW)
    colleague = await _admin("Adam", "3")
    code = await asked(lead, boss)
    assert await confirmed(other, code, boss) is None
    assert await confirmed(lead, code, colleague) is None
    assert await confirmed(lead, code, None) is None
    assert await confirmed(lead, code, boss, at=LATER + erasure.LASTS) is None
    assert code not in json.dumps([row.code_hash for row in await Erasure.all()])
    assert await confirmed(lead, code, boss) is not None
    assert (await Lead.get(id=lead.id)).name == ""
    assert (await Lead.get(id=other.id)).name == "Other"


async def test_three_wrong_codes_and_the_right_one_does_no_more(lead: Lead, boss: Staff) -> None:
    code = await asked(lead, boss)
    for wrong in ("0", "10000", "999"):
        assert await confirmed(lead, wrong, boss) is None
    assert await confirmed(lead, code, boss) is None
    again = await asked(lead, boss)
    assert await Erasure.all().count() == 1
    assert await confirmed(lead, again, boss) is not None


async def test_a_code_that_was_asked_for_before_another_does_no_more(lead: Lead, boss: Staff) -> None:
    old, new = await asked(lead, boss), await asked(lead, boss)
    if old != new:
        assert await confirmed(lead, old, boss) is None
    assert await confirmed(lead, new, boss) is not None


async def test_twice_at_once_is_once(lead: Lead, boss: Staff) -> None:
    colleague = await _admin("Adam", "3")
    codes = {by.id: await asked(lead, by) for by in (boss, colleague)}
    done = await asyncio.gather(
        *(confirmed(lead, codes[by.id], by) for by in (boss, colleague)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in done) == ["Erased", "Erasure"]
    assert await Change.filter(field="erased").count() == 1


# What is refused


async def test_a_message_that_waits_for_its_turn_comes_first(lead: Lead, boss: Staff) -> None:
    waiting = await InboundMessage.create(
        channel=ChannelName.WHATSAPP, account="1", provider_id="SM1", sender="whatsapp:+966501234567", payload="{}",
        received_at=NOW,
    )  # fmt: skip
    code = await asked(lead, boss)
    with pytest.raises(erasure.InTheMiddle):
        await confirmed(lead, code, boss)
    assert (await Lead.get(id=lead.id)).erased_at is None
    await InboundMessage.filter(id=waiting.id).update(status=InboundStatus.DONE)
    # The same code is still good: nothing came of the try.
    assert await confirmed(lead, code, boss) is not None


async def test_a_message_on_the_wire_comes_first_and_what_is_not_there_yet_never_goes(lead: Lead, boss: Staff) -> None:
    identity = await Identity.get(lead_id=lead.id)
    async with transaction():
        await outbox.put([Draft(identity.id, identity.channel, f"k{n}", [Words("أهلًا")]) for n in range(2)], NOW)
    [first] = await outbox.claim(9, "token", LATER)
    assert await outbox.sending(first.id, "token", "أهلًا", LATER)
    code = await asked(lead, boss)
    with pytest.raises(erasure.InTheMiddle):
        await confirmed(lead, code, boss)
    assert await OutboundMessage.filter(status=OutboundStatus.QUEUED).count() == 1
    first.identity = identity
    assert await outbox.sent(first, "token", ["SM9"], False, LATER)
    [second] = await outbox.claim(9, "token", LATER)
    assert await confirmed(lead, code, boss) is not None
    # Whoever had claimed it finds out just before the network.
    assert not await outbox.sending(second.id, "token", "أهلًا", LATER)
    assert not await OutboundMessage.filter(identity_id=identity.id).exists()
    assert not await OutboundPart.all().exists()


async def test_an_operation_that_waited_meanwhile_is_refused(lead: Lead, boss: Staff, rep: Staff) -> None:
    async with transaction():
        ticket = await tickets.open_for(
            lead, "Door", priority=Priority.LOW, description="", inbound_id=None, at=NOW
        )  # fmt: skip
    await erased(lead, boss)
    stale = await Ticket.get(id=ticket.id)
    async with transaction():
        for work in (
            activities.note(lead, "late", by=rep, at=LATER), labels.add(lead, "late", by=rep, at=LATER),
            tasks.add(lead, "late", due_at=None, by=rep, at=LATER), leads.convert(lead, by=rep, at=LATER),
            parties.edit(lead, parties.Detail.NAME, "late", by=rep, at=LATER),
            tickets.note(stale, "late", by=rep, at=LATER), tickets.rename(stale, "late", by=rep, at=LATER),
            tickets.reopen(stale, by=rep, at=LATER),
        ):  # fmt: skip
            with pytest.raises(people.Erased):
                await work


# Afterwards


async def test_who_asks_for_them_hears_that_they_were_erased_when_and_by_whom(
    lead: Lead, boss: Staff, rep: Staff
) -> None:
    async with transaction():
        ticket = await tickets.open_for(lead, "Door", priority=Priority.LOW, description="", inbound_id=None, at=NOW)
        task = await tasks.add(lead, "Call", due_at=None, by=rep, at=NOW)
        customer = await leads.convert(lead, by=rep, at=NOW)
    await erased(lead, boss)
    person = Person(await Identity.get(staff_id=rep.id), staff=rep)
    for record in (lead, customer, ticket, task):
        ref = references.of(record)
        find = access.activity(ref, by=person) if isinstance(record, Activity) else access.find(ref, by=person)
        with pytest.raises(people.Erased) as refusal:
            await find
        assert refusal.value.text == Text("refusal-erased", {"ref": str(ref), "at": LATER, "by": boss.name})
    with pytest.raises(people.Erased):
        await erasure.outlook(lead)
    assert people.name_of(await Customer.get(id=customer.id)) == Text("erased-person")


async def test_they_are_in_no_list_and_not_found(lead: Lead, boss: Staff, rep: Staff) -> None:
    async with transaction():
        await parties.edit(lead, parties.Detail.COMPANY, "Door Factory", by=rep, at=NOW)
        ticket = await tickets.open_for(lead, "Door", priority=Priority.LOW, description="", inbound_id=None, at=NOW)
        await labels.add(lead, "vip", by=rep, at=NOW)
        await tickets.move(ticket, to=TicketStatus.CLOSED, by=rep, at=NOW)
    await Lead.filter(id=lead.id).update(owner_id=rep.id)
    await erased(lead, boss)
    assert not await leads.listed(boss, sees_all=True, before=None, limit=9)
    assert not await parties.mine(rep, limit=9)
    assert not await labels.counted(boss, limit=9)
    assert not await tickets.listed(boss, sees_all=True, mine=False, closed=True, before=None, limit=9)
    for query in ("door", "سارة", "0501234567"):
        assert not (await search.page(search.shortened(query), by=boss, size=9)).found
    assert await people.with_phone("+966501234567") is None
    # Whose work it was knows that it is over.
    [told] = await OutboundMessage.filter(key__startswith="erased:")
    assert (await told.identity).staff_id == rep.id


async def test_nothing_brings_them_back(lead: Lead, boss: Staff, rep: Staff) -> None:
    other = await Lead.create(name="سارة الثانية", phone=PHONE, created_at=NOW, updated_at=NOW)
    async with transaction():
        merge = await merges.merge(lead, other, by=boss, at=LATER)
        await parties.edit(lead, parties.Detail.NAME, "Sara Two", by=rep, at=LATER)
    await erased(lead, boss)
    for work in (
        undo.undo(rep, at=LATER + timedelta(minutes=1)),
        merges.undo(merge.id, lead, by=boss, at=LATER),
    ):
        with pytest.raises(people.Erased):
            async with transaction():
                await work
    with pytest.raises(undo.CannotUndo):
        async with transaction():
            await undo.undo(boss, at=LATER + timedelta(minutes=1))
    assert {row.name for row in await Lead.all()} == {""}
    assert all(row.erased_at for row in await Lead.all())


async def test_they_write_again_as_anybody(lead: Lead, boss: Staff) -> None:
    await erased(lead, boss)
    async with transaction():
        again = await people.recognise(
            ChannelName.WHATSAPP, "whatsapp:+966501234567", name="سارة", phone="+966501234567", language="ar", at=LATER
        )
    assert again.is_new
    assert again.party is not None
    assert again.party.id != lead.id


async def test_open_work_is_over(lead: Lead, boss: Staff, rep: Staff) -> None:
    async with transaction():
        ticket = await tickets.open_for(lead, "Door", priority=Priority.LOW, description="", inbound_id=None, at=NOW)
        due = await tasks.add(lead, "Call", due_at=LATER + timedelta(days=1), by=rep, at=NOW)
    await erased(lead, boss)
    ticket, due = await Ticket.get(id=ticket.id), await Activity.get(id=due.id)
    assert (ticket.status, ticket.closed_at, ticket.subject) == (TicketStatus.CLOSED, LATER, "")
    assert (due.dropped_at, due.ring_at, due.text) == (LATER, None, "")
    closing = await Change.get(ticket_id=ticket.id, field="status")
    assert (closing.after, closing.author_id) == ("closed", boss.id)


async def test_the_numbers_keep_their_counts(lead: Lead, boss: Staff, rep: Staff) -> None:
    async with transaction():
        await activities.answer(lead, "أهلًا", by=rep, at=NOW + timedelta(minutes=5))
        ticket = await tickets.open_for(
            lead, "Door", priority=Priority.HIGH, description="Broken", inbound_id=None, at=NOW
        )
        await tickets.reply(ticket, "On our way", by=rep, at=NOW + timedelta(minutes=30))
        await tickets.move(ticket, to=TicketStatus.CLOSED, by=rep, at=NOW + timedelta(minutes=50))
        await leads.convert(lead, by=rep, at=NOW + timedelta(minutes=55))
    await Ticket.filter(id=ticket.id).update(rating=4, rated_at=NOW + timedelta(minutes=56))
    zone = office.current().zone
    period = periods.around(Unit.MONTH, NOW.date())

    async def numbers() -> tuple[kpis.Kpis, kpis.Series]:
        when = LATER + timedelta(minutes=1)
        return await kpis.measure(period, None, zone, when), await kpis.series(period, None, zone, when)

    before = await numbers()
    assert (before[0].leads.value, before[0].conversions.value, before[0].ratings.value) == (1, 1, 1)
    assert before[0].response.value is not None
    await erased(lead, boss)
    assert await numbers() == before


# Papers and files


async def test_files_that_were_made_go_and_those_who_wait_are_told(lead: Lead, boss: Staff, tmp_path: Path) -> None:
    identity = await Identity.get(staff_id=boss.id)
    made = {"staff_id": boss.id, "identity_id": identity.id, "created_at": NOW}
    old = await Report.create(
        **made, format=ReportFormat.PDF, status=ReportStatus.MADE, path="made/a.pdf", name="سارة.pdf"
    )
    under_way = await Report.create(**made, format=ReportFormat.XLSX, claim="somebody", claimed_at=NOW)
    about = await Report.create(**made, format=ReportFormat.ZIP, about={"party": f"L{lead.id}"})
    shown = await Import.create(
        **made, status=ImportStatus.SHOWN, path="ab/sheet", name="سارة.xlsx", plan={"rows": [["سارة"]]}
    )
    done = await Import.create(**made, status=ImportStatus.DONE, source="https://example.com/saras-file")
    # One that was killed, and one that does not know yet that it begins again.
    for folder in ("made", "ab", f"{traces.MAKING}/99-killed", traces.making_of(under_way)):
        (tmp_path / folder).mkdir(parents=True)
    for path in ("made/a.pdf", "made/drawn.png", "ab/sheet", "ab/others", f"{traces.MAKING}/99-killed/report.csv"):
        (tmp_path / path).write_text("سارة")
    clock.move(LATER - clock.now())
    try:
        await erased(lead, boss)
        await traces.clear(tmp_path)
        assert _names(tmp_path) == {"others"}
        assert (await Erasure.get()).cleared_at is None
        # A job that has not noticed yet writes what it had read.
        (tmp_path / "made" / "late.pdf").write_text("سارة")
        await traces.clear(tmp_path)
        assert not (tmp_path / "made" / "late.pdf").exists()
        await Report.filter(id=under_way.id).update(claim="another")
        anew = tmp_path / traces.making_of(await Report.get(id=under_way.id))
        anew.mkdir()
        await traces.clear(tmp_path)
        assert anew.exists()
        await Report.filter(id=under_way.id).update(claim=None)
        clock.move(timedelta(minutes=2))
        (tmp_path / "made" / "new.pdf").write_text("another")
        await traces.clear(tmp_path)
        assert (tmp_path / "made" / "new.pdf").exists()
        assert (await Erasure.get()).cleared_at is not None
    finally:
        clock.reset()
    old, under_way, about = [await Report.get(id=one.id) for one in (old, under_way, about)]
    assert (old.path, old.name) == (None, "")
    assert (under_way.status, under_way.claim) == (ReportStatus.WAITING, None)
    assert (about.status, about.error) == (ReportStatus.FAILED, "erased")
    assert (await Import.get(id=done.id)).source is None
    shown = await Import.get(id=shown.id)
    assert (shown.status, shown.path, shown.plan, shown.name) == (ImportStatus.CANCELLED, None, {}, "")
    said = {row.key for row in await OutboundMessage.filter(key__endswith=":erased")}
    assert said == {f"report:{about.id}:erased", f"import:{shown.id}:erased"}


async def test_what_is_finished_just_then_is_not_called_off(lead: Lead, boss: Staff) -> None:
    identity = await Identity.get(staff_id=boss.id)
    made = {"staff_id": boss.id, "identity_id": identity.id, "created_at": NOW}
    sent = await Import.create(**made, status=ImportStatus.CONFIRMED, path="made/a.import", plan={"rows": [["سارة"]]})
    about = await Report.create(**made, format=ReportFormat.PDF, about={"party": f"L{lead.id}"})
    code = await asked(lead, boss)
    held = asyncio.Event()

    async def finish() -> None:
        async with transaction():
            await Import.filter(id=sent.id).update(status=ImportStatus.DONE)
            await Report.filter(id=about.id).update(status=ReportStatus.MADE, path="made/b.pdf", name="سارة.pdf")
            held.set()
            await asyncio.sleep(0.5)

    async def erase() -> None:
        await held.wait()
        assert await confirmed(lead, code, boss)

    await asyncio.gather(finish(), erase())
    sent, about = await Import.get(id=sent.id), await Report.get(id=about.id)
    assert (sent.status, sent.path, sent.plan) == (ImportStatus.DONE, None, {})
    assert (about.status, about.path, about.name) == (ReportStatus.MADE, None, "")
    assert not await OutboundMessage.filter(key__endswith=":erased").exists()


async def test_a_file_that_somebody_else_sent_as_well_stays(lead: Lead, boss: Staff, tmp_path: Path) -> None:
    other = await Lead.create(name="Other", created_at=NOW, updated_at=NOW)
    for party in (lead, other):
        activity = await Activity.create(kind="whatsapp", direction="in", at=NOW, **people.owned_by(party))
        for path in ("ab/shared.jpg", f"ab/{party.id}.jpg"):
            await Attachment.create(
                activity_id=activity.id, channel="whatsapp", kind=AttachmentKind.PHOTO, path=path, digest=path,
                created_at=NOW,
            )  # fmt: skip
    (tmp_path / "ab").mkdir()
    for name in ("shared", lead.id, other.id):
        (tmp_path / "ab" / f"{name}.jpg").write_bytes(b"x")
    await erased(lead, boss)
    # Killed before anything was removed: whoever comes next goes on.
    await traces.clear(tmp_path)
    assert _names(tmp_path) == {"shared.jpg", f"{other.id}.jpg"}


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*/*")}


async def test_killed_in_the_middle_nothing_has_happened(
    lead: Lead, boss: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with transaction():
        await activities.note(lead, "a note", by=boss, at=NOW)
    before = await dumped()
    code = await asked(lead, boss)

    async def broken(*_: object, **__: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(changes, "record", broken)
        with pytest.raises(ConnectionError):
            await confirmed(lead, code, boss)
    after = await dumped()
    assert {**after, "erasure": []} == {**before, "erasure": []}


async def test_what_is_written_meanwhile_goes_as_well_or_is_refused(boss: Staff, rep: Staff) -> None:
    for number in range(4):
        party = await Lead.create(name=f"Person {number}", created_at=NOW, updated_at=NOW)
        async with transaction():
            ticket = await tickets.open_for(
                party, "Door", priority=Priority.LOW, description="", inbound_id=None, at=NOW
            )
        code = await asked(party, boss)

        async def write(work: Any) -> None:
            async with transaction():
                await work

        found = await asyncio.gather(
            write(activities.note(party, "meanwhile", by=rep, at=LATER)), confirmed(party, code, boss),
            write(tickets.note(ticket, "meanwhile", by=rep, at=LATER)),
            write(merges.merge(party, await Lead.create(name="", created_at=NOW, updated_at=NOW), by=boss, at=LATER)),
            return_exceptions=True,
        )  # fmt: skip
        wrong = [one for one in found if isinstance(one, Exception) and not isinstance(one, people.Erased)]
        # What was merged in the middle has another family: it is asked for again.
        assert all(isinstance(one, erasure.InTheMiddle) for one in wrong), wrong
        if wrong:
            await erased(party, boss)
    assert not await Activity.exclude(text="").exists()
    assert not await TicketMessage.exclude(text="").exists()
    assert not await Lead.exclude(name="").exists()


# Namesakes


async def test_a_namesake_loses_nothing(lead: Lead, boss: Staff, rep: Staff) -> None:
    await Lead.filter(id=lead.id).update(name="محمد العتيبي")
    lead = await Lead.get(id=lead.id)
    namesake = await Lead.create(name="محمد العتيبي", phone=PHONE, created_at=NOW, updated_at=NOW)
    chat = await Identity.get(staff_id=rep.id)
    heard = {
        name: await InboundMessage.create(
            channel=ChannelName.TELEGRAM, account="1", provider_id=name, sender=chat.address, received_at=NOW,
            status=InboundStatus.DONE, payload=json.dumps({"message": {"text": said}}),
        )
        for name, said in {
            "by name": "ابحث محمد العتيبي", "by ref": f"ملاحظة {references.of(lead)} عميل مهم",
            "by phone": "اتصل على 050 123 4567", "of the other": f"ملاحظة {references.of(namesake)} عميل مهم",
            "a note": "ملاحظة هذا من أهم العملاء", "prose": "نعم",
        }.items()
    }  # fmt: skip
    async with transaction():
        await activities.note(lead, "هذا من أهم العملاء", by=rep, at=NOW)
        await outbox.put([
            Draft(chat.id, chat.channel, "about both", [Text("x", {"name": lead.name, "ref": f"L{lead.id}"})]),
            Draft(chat.id, chat.channel, "about him", [Text("x", {"name": lead.name})], **people.about(namesake)),
            Draft(chat.id, chat.channel, "his number", [Text("x", {"phone": "+966501234567"})],
                  **people.about(namesake)),
            Draft(chat.id, chat.channel, "help", [Text("help")], [[Choice("L", f"L{lead.id}")]]),
        ], NOW)  # fmt: skip
    before = await owned(namesake)
    await erased(lead, boss)
    blank = {name for name, row in heard.items() if (await InboundMessage.get(id=row.id)).payload == "{}"}
    assert blank == {"by ref", "by phone", "a note"}
    gone = {row.key for row in await OutboundMessage.all() if row.body == [{"text": "erased-message", "args": {}}]}
    assert {key for key in gone if not key.startswith("activity:")} == {"about both", "his number"}
    after = await owned(namesake)
    assert {name: rows for name, rows in after.items() if name != "outbound_message"} == {
        name: rows for name, rows in before.items() if name != "outbound_message"
    }


async def owned(party: Party) -> dict[str, Any]:
    """The rows about a person, column by column."""
    keys = await person_rows.belonging(party)
    return {
        table: [row for row in await rows.run(f'SELECT * FROM "{table}" ORDER BY 1', {}) if row[key] in ids]
        for table, ids in keys.items()
        for key in ("key" if table == "pace" else "id",)
    }


async def dumped() -> dict[str, list[str]]:
    """Every row of every table, as text."""
    tables = [model._meta.db_table for model in Tortoise.apps["diwan"].values()]
    return {
        table: sorted(str({name: str(value) for name, value in row.items()}) for row in found)
        for table in tables
        for found in [await rows.run(f'SELECT * FROM "{table}"', {})]
    }
