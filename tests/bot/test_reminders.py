"""Reminders as they arrive, over real HTTP: how things are by then, to whoever may know it, and past closed windows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import logs
from bot.fields import FieldError
from bot.fields.offered import LATER, REMINDED, WISHED, Offered, Soon, Wish
from bot.fields.vocabulary import Here
from bot.vocabulary import VOCABULARY
from crm import activities, assignment, consent, people, tasks, tickets
from crm.people import Party
from sandbox.messages import Message
from sandbox.phones import Phone
from storage import clock, outlog, pace
from storage.models import (
    Activity,
    Customer,
    Direction,
    Identity,
    Lead,
    OutboundMessage,
    OutboundStatus,
    Priority,
    Role,
    Staff,
    Ticket,
)
from storage.transactions import transaction
from tests.crm.test_recurrence import RULES
from tests.faults.support import heard, hears, quiet, until
from tests.stage import Stage, opened

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
CLOSED = timedelta(hours=25)
"""After so long WhatsApp's window is shut."""


@pytest.fixture
async def stage(database: str, tmp_path: Path) -> AsyncIterator[Stage]:
    logs.configure("WARNING")
    async with opened(database, tmp_path) as stage:
        yield stage


async def still(stage: Stage) -> None:
    for _ in range(2):
        await stage.sandbox.world.idle()
        await quiet()


async def talk(stage: Stage, channel: str = "telegram") -> tuple[Phone, Phone]:
    """A rep, and a customer whom they have answered."""
    rep = await stage.staff("Rana", channel, Role.AGENT, "en")
    sara = stage.customer("Sara", "whatsapp", "en")
    await sara.send("Have you got oak tables?")
    await hears(rep, "New lead")
    await rep.send("reply L1 We have two of them")
    await hears(sara, "two of them")
    # No agenda of a morning, whatever day it is.
    await Staff.all().update(agenda_at=None)
    await still(stage)
    return rep, sara


async def remind(
    stage: Stage, after: timedelta = MINUTE, *, by: str = "Rana", about: Ticket | None = None, to_customer: bool = False
) -> Activity:
    """A reminder that rings so long from now."""
    party: Party = await people.current(await Lead.get(id=1))
    async with transaction():
        return await tasks.add(
            party, "call her", due_at=clock.now() + after, by=await stage.member(by), at=clock.now(), ticket=about,
            to_customer=to_customer,
        )  # fmt: skip


async def ring(phone: Phone, task: Activity, said: str = "Reminder", times: int = 1) -> Message:
    return await hears(phone, said, f"A{task.id}", times=times)


async def rows(task: Activity) -> list[OutboundMessage]:
    return await OutboundMessage.filter(key__startswith=f"reminder:{task.id}:").order_by("id")


async def claimed(task: Activity, status: OutboundStatus, error: str | None = None) -> OutboundMessage:
    """The row of its ring, once it is in this state."""

    async def look() -> OutboundMessage | None:
        return await OutboundMessage.filter(
            key__startswith=f"reminder:{task.id}:", status=status, **({"error": error} if error else {})
        ).first()

    return await until(look, what=f"a row that is {status}")


REFUSED = "Ask them, or a manager"


async def refused(phone: Phone, command: str) -> None:
    """They say this, and are told with whom that is."""
    before = len(heard(phone, REFUSED, "Mona"))
    await phone.send(command)
    await hears(phone, REFUSED, "Mona", times=before + 1)


def says(message: Message) -> list[str]:
    return [button.text for button in message.buttons]


# Between the claim and delivery


@pytest.mark.parametrize("how", ["done", "dropped", "postponed"])
async def test_what_is_over_before_it_goes_out_is_withdrawn(stage: Stage, how: str) -> None:
    rep, _ = await talk(stage)
    task = await remind(stage)
    # Telegram asks for a pause: the ring is in the outbox, and waits.
    await pace.silence(f"telegram:{rep.address}", clock.now() + 10 * MINUTE)
    stage.move(MINUTE + SECOND)
    row = await claimed(task, OutboundStatus.QUEUED, "silenced")
    member = await stage.member("Rana")
    async with transaction():
        match how:
            case "done":
                await tasks.done(task, by=member, at=clock.now())
            case "dropped":
                await tasks.drop(task, by=member, at=clock.now())
            case _:
                await tasks.postpone(task, to=clock.now() + HOUR, by=member, at=clock.now())
    stage.move(10 * MINUTE)
    stage.diwan.wakeups.wake("outbox")
    await claimed(task, OutboundStatus.DEAD)
    await row.refresh_from_db()
    assert (row.status, row.error) == (OutboundStatus.DEAD, outlog.NEEDLESS)
    await still(stage)
    assert not heard(rep, "Reminder")
    # It is no failure that an operator must look at.
    assert await outlog.undelivered(limit=9) == []
    assert "dead" not in await outlog.counts()
    if how == "postponed":
        stage.move(HOUR)
        await ring(rep, task)


async def test_a_ring_that_waited_until_the_next_goes_once(stage: Stage) -> None:
    rep, _ = await talk(stage)
    task = await remind(stage)
    await pace.silence(f"telegram:{rep.address}", clock.now() + 90 * MINUTE)
    stage.move(MINUTE + SECOND)
    await claimed(task, OutboundStatus.QUEUED, "silenced")
    stage.move(HOUR + SECOND)

    async def twice() -> bool:
        return len(await rows(task)) == 2

    await until(twice, what="the second ring")
    stage.move(30 * MINUTE)
    stage.diwan.wakeups.wake("outbox")
    await ring(rep, task, "Still open")
    await still(stage)
    assert len(heard(rep, "call her")) == 1
    assert [row.error for row in await rows(task) if row.status is OutboundStatus.DEAD] == [outlog.NEEDLESS]


async def test_whom_it_is_about_is_said_as_of_then(stage: Stage) -> None:
    rep, sara = await talk(stage)
    await remind(stage)
    await rep.send("convert L1")
    await hears(rep, "C1")
    await sara.send("And chairs?")
    await hears(rep, "And chairs?")
    stage.move(MINUTE + SECOND)
    message = await hears(rep, "Reminder", "C1", "call her")
    assert "And chairs?" in message.text
    assert "two of them" in message.text
    assert sara.address.removeprefix("whatsapp:") in message.text


# Who may know what


async def hand_over(stage: Stage, to: str) -> None:
    async with transaction():
        await assignment.assign(
            await Lead.get(id=1), await stage.member(to), by=await stage.member(to), at=clock.now()
        )  # fmt: skip


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_of_whom_was_handed_on_the_former_holder_hears_their_own_words_alone(stage: Stage, channel: str) -> None:
    rep, sara = await talk(stage, channel)
    await stage.staff("Mona", "telegram", Role.MANAGER, "en")
    await Staff.all().update(agenda_at=None)
    task = await remind(stage)
    await hand_over(stage, "Mona")
    await still(stage)
    stage.move(MINUTE + SECOND)
    message = await ring(rep, task)
    assert "call her" in message.text
    assert all(part in message.text.splitlines()[-1] for part in ("L1", "is with", "Mona"))
    for kept in ("oak", "two of them", "Last said", sara.address.removeprefix("whatsapp:")):
        assert kept not in message.text
    assert says(message) == ["✅ Done"]
    # What they typed, or pressed under an older message, is refused as ever.
    for command in (
        "L1",
        "reply L1 hello",
        "remind L1 in 5 minutes",
        "timeline L1",
        "remind customer L1 in 5 minutes hi",
    ):
        await refused(rep, command)
    # The task is theirs all the same, and they can be done with it.
    await rep.send(f"postpone A{task.id} in 10 minutes")
    await hears(rep, "new time", f"A{task.id}")
    stage.move(10 * MINUTE + SECOND)
    again = await ring(rep, task, times=2)
    await rep.press(again, "✅ Done")
    await hears(rep, "Done:", f"A{task.id}")
    assert (await Activity.get(id=task.id)).done_at is not None


async def test_somebody_elses_task_stays_out_of_reach(stage: Stage) -> None:
    rep, _ = await talk(stage)
    await stage.staff("Mona", "telegram", Role.MANAGER, "en")
    await hand_over(stage, "Mona")
    task = await remind(stage, HOUR, by="Mona")
    for command in (f"A{task.id}", f"done A{task.id}", f"forget A{task.id}", f"postpone A{task.id} in 10 minutes"):
        await refused(rep, command)
    assert (await Activity.get(id=task.id)).due_at == task.due_at


async def test_what_was_said_inside_is_not_what_was_said_last(stage: Stage) -> None:
    rep, _ = await talk(stage)
    member, lead = await stage.member("Rana"), await Lead.get(id=1)
    async with transaction():
        ticket = await tickets.open_for(
            lead, "The drawer", priority=Priority.LOW, description="It is stuck", inbound_id=None, at=clock.now()
        )
    async with transaction():
        await tickets.note(ticket, "careful, a secret of ours", by=member, at=clock.now())
        await activities.note(lead, "another secret of ours", by=member, at=clock.now())
    of_lead, of_ticket = await remind(stage), await remind(stage, about=ticket)
    stage.move(MINUTE + SECOND)
    plain, about = await ring(rep, of_lead), await ring(rep, of_ticket)
    for message in (plain, about):
        assert "Last said" in message.text
        assert "secret" not in message.text
    assert "It is stuck" in about.text
    assert "oak" not in about.text
    assert f"Open T{ticket.id}" in says(about)


# Past a closed window


async def test_outside_the_window_the_template_and_its_buttons(stage: Stage) -> None:
    rep, sara = await talk(stage, "whatsapp")
    await stage.push_templates()
    first, second, third = [await remind(stage, CLOSED) for _ in range(3)]
    stage.move(CLOSED + SECOND)
    await hears(rep, "Reminder about", "Sara · L1", "call her", times=3)
    messages = heard(rep, "Reminder about", "call her")
    # An approved text carries neither what was said nor a number.
    assert not any(word in message.text for message in messages for word in ("oak", sara.address[-9:]))
    assert [says(message) for message in messages] == [["Done", "Snooze 1 h", "Open"]] * 3
    await rep.press(messages[0], "Done")
    await hears(rep, "Done:", f"A{first.id}")
    await rep.press(messages[1], "Snooze 1 h")
    await hears(rep, "new time", f"A{second.id}")
    await rep.press(messages[2], "Open")
    await hears(rep, "Task", f"A{third.id}", "Due")
    after = [await Activity.get(id=task.id) for task in (first, second, third)]
    assert after[0].done_at is not None
    assert after[1].due_at is not None
    assert MINUTE > clock.now() + HOUR - after[1].due_at > -MINUTE
    assert after[2].ring_at is not None
    # They have written: what rings now is a free message, with all that belongs to it.
    stage.move(HOUR + MINUTE)
    message = await hears(rep, "🔔 Reminder", f"A{second.id}", "oak")
    assert says(message)[0] == "✅ Done"


async def test_without_a_template_it_is_held_and_comes_when_they_write(stage: Stage) -> None:
    rep, _ = await talk(stage, "whatsapp")
    boss = await stage.staff("Adam", "telegram", Role.ADMIN, "en")
    await Staff.all().update(agenda_at=None)
    task, over = await remind(stage, CLOSED), await remind(stage, CLOSED)
    stage.move(CLOSED + SECOND)
    await claimed(task, OutboundStatus.HELD, "window-not-pushed")
    await claimed(over, OutboundStatus.HELD, "window-not-pushed")
    await hears(boss, "What we have for", "Rana", "templates push")
    stage.move(HOUR + SECOND)

    async def twice() -> bool:
        return len(await rows(task)) == 2 and all(row.status is OutboundStatus.HELD for row in await rows(task))

    await until(twice, what="the gentle one, held")
    assert not heard(rep, "call her")
    await rep.send(f"done A{over.id}")
    await ring(rep, task, "Still open")
    await hears(rep, "Done:", f"A{over.id}")
    await still(stage)
    # Each once, with how it is by then; and what was done meanwhile not at all.
    assert len(heard(rep, "🔔", f"A{task.id}")) == 1
    assert not heard(rep, "🔔", f"A{over.id}")
    assert not await OutboundMessage.filter(status=OutboundStatus.HELD).exists()
    assert {row.error for row in await rows(over)} == {outlog.NEEDLESS}


async def test_who_is_on_both_channels_hears_on_the_open_one(stage: Stage) -> None:
    rep, _ = await talk(stage, "whatsapp")
    other = stage.sandbox.world.add_phone("Other", "telegram", "en")
    await other.send("/start")
    await other.next()
    await still(stage)
    member = await stage.member("Rana")
    await Identity.filter(address=other.address).update(
        staff_id=member.id, lead_id=None, last_inbound_at=clock.now() - 9 * CLOSED
    )
    task = await remind(stage, CLOSED)
    stage.move(CLOSED + SECOND)
    message = await ring(other, task)
    assert not heard(rep, "call her")
    await other.press(message, "1 hour")
    await hears(other, "new time", f"A{task.id}")
    # They wrote there last: from now on that is where they hear.
    stage.move(HOUR + MINUTE)
    await ring(other, task, times=2)
    assert len(await rows(task)) == 2


# To a customer


async def test_a_customer_outside_the_window_gets_it_by_template_as_its_authors_words(stage: Stage) -> None:
    rep, sara = await talk(stage)
    await stage.push_templates()
    await remind(stage, CLOSED, to_customer=True)
    stage.move(CLOSED + SECOND)
    await hears(sara, "A message for you from", "Rana", "call her")
    await hears(rep, "Sent as planned")
    sent = await Activity.get(direction=Direction.OUT, text="call her")
    assert sent.author_id == (await stage.member("Rana")).id


async def test_who_said_stop_hears_nothing_and_the_rep_why(stage: Stage) -> None:
    rep, sara = await talk(stage)
    task = await remind(stage, to_customer=True)
    async with transaction():
        await consent.withdraw(await Identity.get(address=sara.address), at=clock.now())
    stage.move(MINUTE + SECOND)
    await hears(rep, "Not sent as planned", f"A{task.id}")
    await still(stage)
    assert not heard(sara, "call her")


async def test_who_became_a_customer_is_written_to_as_one(stage: Stage) -> None:
    rep, sara = await talk(stage)
    await remind(stage, to_customer=True)
    await rep.send("convert L1")
    await hears(rep, "C1")
    stage.move(MINUTE + SECOND)
    await hears(sara, "call her")
    await hears(rep, "Sent as planned", "C1")
    sent = await Activity.get(direction=Direction.OUT, text="call her")
    assert sent.customer_id == (await Customer.get()).id


# When, as it is said and kept


@settings(max_examples=300)
@given(
    st.one_of(
        st.builds(Wish, st.datetimes(timezones=st.just(UTC)), words=st.text()),
        st.builds(Wish, st.none(), RULES, st.text()),
    )
)
def test_a_wish_is_read_as_it_was_written(wish: Wish) -> None:
    assert WISHED.read(WISHED.write(wish)) == wish


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_is_read_as_it_was_written(at: datetime) -> None:
    field = Offered(*LATER)
    assert field.read(field.write(at)) == at


def here(wall: str, zone: str = "Asia/Riyadh") -> Here:
    place = ZoneInfo(zone)
    return Here(datetime.fromisoformat(wall).replace(tzinfo=place).astimezone(UTC), place, "SA")


@pytest.mark.parametrize(
    ("soon", "now", "zone", "then"),
    [
        (Soon.MINUTES, "2026-03-04 23:55", "Asia/Riyadh", "2026-03-05 00:05"),
        (Soon.HOUR, "2026-03-04 23:30", "Asia/Riyadh", "2026-03-05 00:30"),
        # The clocks go on at 2, and back at 3: an hour is an hour.
        (Soon.HOUR, "2026-03-29 01:30", "Europe/Berlin", "2026-03-29 03:30"),
        (Soon.HOUR, "2026-10-25 02:30", "Europe/Berlin", "2026-10-25 02:30+01:00"),
        (Soon.AFTERNOON, "2026-03-04 00:00", "Asia/Riyadh", "2026-03-04 16:00"),
        (Soon.AFTERNOON, "2026-03-04 15:59", "Asia/Riyadh", "2026-03-04 16:00"),
        (Soon.AFTERNOON, "2026-03-04 16:00", "Asia/Riyadh", "2026-03-05 16:00"),
        (Soon.AFTERNOON, "2026-03-04 23:59", "Asia/Riyadh", "2026-03-05 16:00"),
        # In UTC it is the day before already, or still.
        (Soon.TOMORROW, "2026-03-05 00:30", "Asia/Riyadh", "2026-03-06 09:00"),
        (Soon.TOMORROW, "2026-03-04 21:30", "America/New_York", "2026-03-05 09:00"),
        (Soon.TOMORROW, "2026-12-31 23:59", "Pacific/Apia", "2027-01-01 09:00"),
        (Soon.TOMORROW, "2026-03-28 12:00", "Europe/Berlin", "2026-03-29 09:00"),
        (Soon.SUNDAY, "2026-03-07 23:59", "Asia/Riyadh", "2026-03-08 09:00"),
        (Soon.SUNDAY, "2026-03-08 00:00", "Asia/Riyadh", "2026-03-15 09:00"),
        (Soon.SUNDAY, "2026-03-09 08:00", "Asia/Kolkata", "2026-03-15 09:00"),
        (Soon.SUNDAY, "2026-10-24 12:00", "Europe/Berlin", "2026-10-25 09:00"),
    ],
)
def test_what_is_offered_is_the_next_such_moment(soon: Soon, now: str, zone: str, then: str) -> None:
    wanted = datetime.fromisoformat(then)
    wanted = wanted if wanted.tzinfo else wanted.replace(tzinfo=ZoneInfo(zone))
    assert soon.at(here(now, zone)) == wanted.astimezone(UTC)


@given(st.sampled_from(Soon), st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)), st.sampled_from(  # noqa: DTZ001
    ["Asia/Riyadh", "Europe/Berlin", "Africa/Cairo", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"]
))  # fmt: skip
def test_it_always_lies_ahead_and_within_eight_days(soon: Soon, now: datetime, zone: str) -> None:
    now = now.replace(tzinfo=UTC)
    at = soon.at(Here(now, ZoneInfo(zone), "SA"))
    assert timedelta() < at - now < timedelta(days=8)


@pytest.mark.parametrize("language", [0, 1], ids=["one language", "another"])
def test_an_offer_is_read_by_its_words_and_by_its_button(language: int) -> None:
    vocabulary = VOCABULARY.at(here("2026-03-04 10:00"))
    assert vocabulary.here is not None
    for field, offers in ((Offered(*LATER), LATER), (WISHED, REMINDED)):
        assert [value for value, _ in field.choices()] == [soon.value for soon in offers]
        for soon, (value, key) in zip(offers, field.choices(), strict=True):
            wanted = soon.at(vocabulary.here)
            words = VOCABULARY.word(key, ("en", "ar")[language])
            assert words
            for typed in (value, words):
                read = field.read(typed, vocabulary)
                assert (read.at if isinstance(read, Wish) else read) == wanted, typed


@pytest.mark.parametrize("typed", ["", "hello", "minutes\nhello", "day 25:00", "2026-03-05T07:00:00"])
def test_what_is_no_wish_is_refused_where_nobody_types(typed: str) -> None:
    with pytest.raises(FieldError):
        WISHED.read(typed)


@pytest.mark.parametrize(
    ("typed", "at", "rule", "words"),
    [
        ("tomorrow at 4 call her", "2026-03-05 16:00", None, "call her"),
        ("call her tomorrow 10am", "2026-03-05 10:00", None, "call her"),
        ("every Sunday 9am send the list", None, "week 7 09:00", "send the list"),
        ("كل أحد ٩ الصبح", None, "week 7 09:00", ""),
        ("بعد بكرة ٤ العصر أتابع العرض", "2026-03-06 16:00", None, "أتابع العرض"),
    ],
)
def test_a_wish_is_read_from_how_it_is_said(typed: str, at: str | None, rule: str | None, words: str) -> None:
    there = here("2026-03-04 10:00")
    wish = WISHED.read(typed, VOCABULARY.at(there))
    assert wish.at == (here(at).now if at else None)
    assert (str(wish.rule) if wish.rule else None, wish.words) == (rule, words)


@pytest.mark.parametrize("typed", ["29 March 2:30am", "on 29 March at 02:30"])
def test_a_time_that_clocks_leave_out_is_said_and_kept_as_the_next(typed: str) -> None:
    berlin = here("2026-03-28 12:00", "Europe/Berlin")
    assert WISHED.read(typed, VOCABULARY.at(berlin)).at == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_a_time_that_comes_twice_is_the_first() -> None:
    berlin = here("2026-10-24 12:00", "Europe/Berlin")
    assert WISHED.read("25 October 2:30am", VOCABULARY.at(berlin)).at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_remind_me_under_one_that_rang_puts_it_off(stage: Stage, channel: str) -> None:
    rep, _ = await talk(stage, channel)
    task = await remind(stage)
    stage.move(2 * MINUTE)
    rang = await ring(rep, task)
    await rep.send("remind me in an hour", quote=rang)
    await hears(rep, "Moved to a new time", f"A{task.id}")
    moved = await Activity.get(id=task.id)
    assert moved.due_at is not None
    assert moved.due_at > clock.now() + HOUR - 5 * MINUTE
    assert await Activity.filter(kind="task").count() == 1
    await rep.send("remind me in an hour to call her brother", quote=rang)
    await hears(rep, "I will remind you", "call her brother")
    assert await Activity.filter(kind="task").count() == 2
