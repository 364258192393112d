"""The agenda of the morning, as it is put together when it is delivered."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot import mornings
from bot.house import House
from bot.reply import Reply
from bot.speech import Speech
from crm import activities, people, tasks
from crm.people import Person
from storage.models import ChannelName, Identity, Lead, Role, Staff
from storage.text import Text
from storage.transactions import transaction

EIGHT = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
HOUSE = House("Palm Trading", "en", "UTC")
SAID = Text("fresh-agenda", {"day": date(2026, 3, 4)})


@pytest.fixture
async def person(database: str) -> Person:
    async with transaction():
        staff = await people.add_staff(
            "Khalid", Role.AGENT, language="en", timezone="UTC", addresses={ChannelName.TELEGRAM: "1"}, at=EIGHT
        )
    return Person(await Identity.get(), staff=staff)


@pytest.fixture
async def waiting(person: Person) -> Lead:
    async with transaction():
        found = await people.recognise(ChannelName.TELEGRAM, "2", name="Sara", phone=None, language="en", at=EIGHT)
        assert isinstance(found.party, Lead)
        await Lead.filter(id=found.party.id).update(owner_id=person.staff.id if person.staff else None)
        await activities.hear(
            found.party, "x", channel=ChannelName.TELEGRAM, inbound_id=None, at=EIGHT - timedelta(hours=1)
        )
    return found.party


def shown(reply: Reply | None, language: str = "en") -> str:
    assert reply is not None
    said = Speech(language, "auto", UTC, EIGHT).say(reply.body)
    return "".join(c for c in said if c not in "\u200e\u200f\u2066\u2067\u2068\u2069")


async def test_it_is_the_page_of_today_with_a_greeting(person: Person, waiting: Lead) -> None:
    reply = await mornings.compose(SAID, person, HOUSE, EIGHT)
    assert shown(reply) == (
        "☀️ <b>Good morning, Khalid</b> · Wednesday 4 March · today\n\n"
        f"💬 <b>Waiting for an answer</b> (1)\n<b>L{waiting.id}</b> Sara · for 1 h"
    )
    assert shown(reply, "ar").startswith("☀️ <b>صباح الخير، Khalid</b>")
    assert reply is not None
    assert [[choice.says for choice in row] for row in reply.choices] == [[f"reply L{waiting.id}"]]


async def test_in_the_afternoon_it_wishes_no_good_morning(person: Person, waiting: Lead) -> None:
    reply = await mornings.compose(SAID, person, HOUSE, EIGHT + timedelta(hours=4))
    assert shown(reply).startswith("👋 <b>Hello, Khalid</b>")


async def test_nothing_is_said_when_nothing_is_left(person: Person, waiting: Lead) -> None:
    assert isinstance(person.staff, Staff)
    async with transaction():
        await activities.answer(waiting, "y", by=person.staff, at=EIGHT)
    assert await mornings.compose(SAID, person, HOUSE, EIGHT) is None


async def test_nor_when_its_day_is_over(person: Person, waiting: Lead) -> None:
    assert await mornings.compose(SAID, person, HOUSE, EIGHT + timedelta(days=1)) is None


async def test_nor_to_somebody_who_is_not_of_the_staff_any_more(person: Person, waiting: Lead) -> None:
    stranger = Person(person.identity, party=waiting)
    assert await mornings.compose(SAID, stranger, HOUSE, EIGHT) is None


async def test_what_was_done_since_is_not_in_it(person: Person, waiting: Lead) -> None:
    assert isinstance(person.staff, Staff)
    async with transaction():
        first = await tasks.add(waiting, "first", due_at=EIGHT, by=person.staff, at=EIGHT)
        await tasks.add(waiting, "second", due_at=EIGHT, by=person.staff, at=EIGHT)
    async with transaction():
        await tasks.done(first, by=person.staff, at=EIGHT)
    said = shown(await mornings.compose(SAID, person, HOUSE, EIGHT))
    assert ("first" in said, "second" in said) == (False, True)
