"""Templates: their words keep to WhatsApp's rules, and whatever one of our messages says, its values do, too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import templates
from bot.channels.whatsapp.content import length
from bot.dispatch import ROUTER
from bot.speech import LANGUAGES, Language, Speech
from bot.templates import ANSWER, KINDS, REMINDER, UPDATE, Filled, Kind, define, fill, fit
from crm import people, tasks
from crm.people import Person
from sandbox.twilio.approvals import flaws, unfit, unsampled
from storage.models import ChannelName, Identity, Lead, OutboundMessage, Role, Staff
from storage.text import BLANK, Line, Words, text
from storage.transactions import transaction

NOW = datetime(2026, 3, 4, 6, 0, tzinfo=UTC)
HOUSE = "شركة النخيل · Palm Trading"
INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def speech(language: str = "en") -> Speech:
    return Speech(language, "auto", UTC, NOW)


def customer(language: str = "en") -> Person:
    return Person(
        Identity(channel=ChannelName.WHATSAPP, address="whatsapp:+1", language=language), party=Lead(name="x")
    )


async def filled(lines: Sequence[Line], key: str = "k", language: str = "en") -> Filled:
    return await fill(OutboundMessage(key=key, author_id=None), customer(language), lines, speech(language), HOUSE)


def bare(value: str) -> str:
    return INVISIBLE.sub("", value)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_words_keep_to_whatsapps_rules(kind: Kind, language: Language) -> None:
    definition = define(kind, language, HOUSE)
    request = definition.request()
    assert flaws(request["types"]) == []
    assert unsampled(request["types"], request["variables"]) == []
    assert not unfit(request["variables"])
    assert not INVISIBLE.search(definition.body)
    assert all(1 <= length(title) <= 20 for title in definition.buttons)
    assert re.fullmatch(r"diwan_[a-z]+_(ar|en)_[0-9a-f]{12}", definition.name)
    sampled = Filled(definition, definition.samples).markup
    assert "{{" not in sampled
    assert length(sampled) < 1024


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_begins_in_its_direction(language: Language) -> None:
    for kind in KINDS:
        for line in define(kind, language, HOUSE).body.splitlines():
            arabic = bool(re.match("[\u0600-\u06ff]", line))
            assert line.startswith("{{") or arabic is (language == "ar")


def test_what_the_buttons_say_are_commands() -> None:
    for _, says in REMINDER.buttons:
        assert ROUTER.match(says.format("A12"), lambda command: command.allows(Role.AGENT)) is not None, says


async def test_lines_become_one_and_markup_and_marks_go(database: str) -> None:
    body = [text("notice-message", name="سارة <b>", ref="L1", channel=text("channel-whatsapp")), BLANK]
    body.append(Words("one\n\n  two\tthree     four \u2068x\u2069\r\n", quoted=True))
    found = await filled(body)
    assert (found.definition.kind, found.whole) == ("update", True)
    assert bare(found.values[0]) == "💬 سارة <b> · L1 on WhatsApp · one · two three four x"
    assert found.values[0][0] == found.values[0][-1] == "\u200e"
    assert "سارة &lt;b&gt;" in found.markup


async def test_what_people_wrote_starts_no_formatting_and_no_variable(database: str) -> None:
    value = (await filled([Words("*bold* _it_ {{1}} {{9}}")])).values[0]
    assert "{{" not in value
    assert "*bold*" not in value
    assert value.replace("\u2060", "").strip("\u200e") == "*bold* _it_ {{1}} {{9}}"


async def test_nothing_is_something(database: str) -> None:
    assert bare((await filled([])).values[0]) == "—"


async def test_what_is_too_long_is_not_whole(database: str) -> None:
    long = "word " * 300
    found = await filled([Words(long)], language="ar")
    assert not found.whole
    assert bare(found.values[0]).endswith("…")
    assert length(found.markup) <= templates.MOST
    knock = await filled([Words(long)], key="knock:7")
    assert bare(knock.values[0]).endswith("… The rest comes when you reply.")
    short = await filled([Words("a word")], key="knock:7")
    assert bare(short.values[0]) == "a word · The rest comes when you reply."


@given(st.lists(st.text(max_size=1200), max_size=3), st.sampled_from(LANGUAGES), st.sampled_from(["", "And more."]))
def test_any_words_fit(said: list[str], language: Language, rest: str) -> None:
    found = fit(define(UPDATE, language, HOUSE), [speech(language).say([Words(one) for one in said])], rest=rest)
    assert not unfit({"1": found.values[0]})
    assert found.values[0].strip()
    assert "{{" not in found.values[0]
    assert length(found.markup.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")) <= templates.MOST
    assert bare(found.values[0]).endswith(rest)


def test_markup_of_ones_own_takes_its_room() -> None:
    found = fit(define(UPDATE, "en", HOUSE), ["*_~`" * 300])
    assert not found.whole
    assert 800 < length(found.values[0]) <= templates.LONGEST


async def test_a_reps_words_to_a_customer_are_an_answer(rep: Staff) -> None:
    row = OutboundMessage(key="said:1", author_id=rep.id)
    found = await fill(row, customer("ar"), [Words("أهلًا\nبك")], speech("ar"), HOUSE)
    assert found.definition == define(ANSWER, "ar", HOUSE)
    assert [bare(value) for value in found.values] == ["خالد", "أهلًا · بك"]
    headed = [text("answer-ticket", ticket="T7", name="خالد"), Words("تم")]
    found = await fill(row, customer("ar"), headed, speech("ar"), HOUSE)
    assert [bare(value) for value in found.values] == ["خالد · T7", "تم"]
    fileless = await fill(row, customer("ar"), [text("template-file")], speech("ar"), HOUSE)
    assert fileless.definition.kind == "update"


@pytest.fixture
async def rep(database: str) -> Staff:
    async with transaction():
        return await people.add_staff(
            "خالد", Role.AGENT, language="ar", timezone="UTC", addresses={ChannelName.WHATSAPP: "whatsapp:+2"}, at=NOW
        )


async def test_a_reminder_says_whom_what_and_when(rep: Staff) -> None:
    async with transaction():
        met = await people.recognise(ChannelName.TELEGRAM, "9", name="سارة", phone=None, language="ar", at=NOW)
        assert met.party
        task = await tasks.add(met.party, "اتصل بها\nبشأن العرض", due_at=NOW + timedelta(hours=2), by=rep, at=NOW)
    row = OutboundMessage(key=f"reminder:{task.id}:1:5", activity_id=task.id, author_id=None, created_at=NOW)
    person = Person(await Identity.get(staff_id=rep.id), staff=rep)
    found = await fill(row, person, [text("template-file")], speech("ar"), HOUSE)
    about, due, words, *says = found.values
    assert bare(about) == f"سارة · L{met.party.id}"
    assert "8:00 ص" in bare(due)
    assert bare(words) == "اتصل بها · بشأن العرض"
    assert says == [f"done A{task.id}", f"snooze A{task.id} 1h", f"A{task.id}"]
    # A customer who is reminded gets it as an update.
    assert (await fill(row, customer(), [Words("x")], speech(), HOUSE)).definition == define(UPDATE, "en", HOUSE)
