"""The search: what is found by what, in which order, by whom, and page by page."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm import leads, people, references, search, tickets
from storage import words
from storage.models import Customer, Lead, Priority, Role, SearchWord, Staff
from storage.spelling import fold, skeleton
from storage.transactions import transaction
from tests.crm.conftest import NOW

PAIRS = [line.split("\t") for line in (Path(__file__).parent / "names.tsv").read_text().splitlines()]
STRANGERS = [("محمد", "أحمد"), ("سارة", "سمر"), ("علي", "ليث"), ("خالد", "حامد"), ("نورة", "منيرة"), ("فهد", "فيصل")]


@pytest.mark.parametrize(("arabic", "latin"), PAIRS)
def test_one_name_sounds_alike_in_both_scripts(arabic: str, latin: str) -> None:
    bones = [[skeleton(words.bare(word)) for word in words.split(name)] for name in (arabic, latin)]
    assert bones[0] == bones[1]


@pytest.mark.parametrize(("one", "other"), STRANGERS)
def test_other_names_sound_otherwise(one: str, other: str) -> None:
    assert skeleton(fold(one)) != skeleton(fold(other))


def test_a_servants_name_is_one_word() -> None:
    for name in ("عبد الرحمن", "عبدالرحمن", "Abd al-Rahman", "Abdul Rahman", "Abdulrahman", "Abdurrahman"):
        assert [skeleton(word) for word in words.split(name)] == ["bdrhmn"], name
    assert words.split("عبد") == ["عبد"]


def test_a_query_is_no_longer_than_a_button_says() -> None:
    assert search.shortened("  مُحَمَّد   العتيبي ") == "محمد العتيبي"
    assert len(search.shortened("عبدالرحمن " * 20).encode()) <= search.LONGEST_QUERY
    assert search.shortened("٠٥٠ ١٢٣ ٤٥٦٧") == "0501234567"
    assert search.shortened("؟!") == ""


async def _lead(name: str, owner: Staff | None = None, phone: str | None = None, company: str | None = None) -> Lead:
    async with transaction():
        return await Lead.create(
            name=name, owner=owner, phone=phone, company=company, created_at=NOW, updated_at=NOW
        )  # fmt: skip


@pytest.fixture
async def boss(database: str) -> Staff:
    return await Staff.create(name="منى", role=Role.MANAGER, language="ar", timezone="UTC", created_at=NOW)


async def _names(query: str, by: Staff) -> list[str]:
    page = await search.page(search.shortened(query), by=by, size=20)
    return [found.subject if not isinstance(found, Lead | Customer) else found.name for found in page.found]


async def test_people_are_found_by_either_script_and_the_nearest_come_first(boss: Staff) -> None:
    for name in ("محمد القحطاني", "Mohammed Haddad", "أمجد محمد", "محمدية للتجارة", "سارة"):
        await _lead(name)
    assert await _names("محمد", boss) == ["أمجد محمد", "محمد القحطاني", "محمدية للتجارة", "Mohammed Haddad"]
    assert set(await _names("mohamed", boss)) == {"أمجد محمد", "محمد القحطاني", "محمدية للتجارة", "Mohammed Haddad"}
    assert (await _names("Mohammed", boss))[0] == "Mohammed Haddad"
    assert set(await _names("mhmd", boss)) >= {"أمجد محمد", "محمد القحطاني", "Mohammed Haddad"}
    assert await _names("قحطاني محمد", boss) == ["محمد القحطاني"]
    assert await _names("قسطنطين", boss) == []
    assert await _names("", boss) == []
    assert await _names("% _ ' \" \\", boss) == []


async def test_phones_companies_and_tickets_are_found(boss: Staff) -> None:
    lead = await _lead("سارة", phone="+966501234567", company="مؤسسة النخيل")
    for query in (
        "+966501234567",
        "00966 50 123 4567",
        "0501234567",
        "٠٥٠١٢٣",
        "4567",
        "96650",
        "النخيل",
        "نخيل",
        "nakhil",
    ):
        assert await _names(query, boss) == ["سارة"], query
    async with transaction():
        ticket = await tickets.open_for(
            lead, "الطابعة لا تعمل", priority=Priority.LOW, description="", inbound_id=None, at=NOW
        )
    assert await _names("طابعة", boss) == ["الطابعة لا تعمل"]
    assert str(references.of(ticket)) == "T1"


async def test_one_finds_what_one_may_see(boss: Staff) -> None:
    rep = await Staff.create(name="خالد", role=Role.AGENT, language="ar", timezone="UTC", created_at=NOW)
    other = await Staff.create(name="فهد", role=Role.AGENT, language="ar", timezone="UTC", created_at=NOW)
    await _lead("محمد ١", rep)
    hidden = await _lead("محمد ٢", other)
    await _lead("محمد ٣")
    async with transaction():
        await tickets.open_for(hidden, "محمد", priority=Priority.LOW, description="", inbound_id=None, at=NOW)
    assert await _names("محمد", rep) == ["محمد ٣", "محمد ١"]
    assert await _names("محمد", boss) == ["محمد ٣", "محمد ٢", "محمد ١", "محمد"]


async def test_a_page_begins_where_the_last_one_ended(boss: Staff) -> None:
    made = [await _lead(name) for name in ("محمد", "محمود", "محمد علي", "Mohammed", "محمدي", "Mahmoud Mohamed") * 3]
    for size in (1, 2, 5):
        found: list[int] = []
        place = None
        while True:
            page = await search.page("محمد", by=boss, size=size, after=place)
            assert len(page.found) == size or page.next is None
            found += [each.id for each in page.found]
            if page.next is None:
                break
            place = page.next
        assert len(found) == len(set(found)), size
        assert set(found) == {lead.id for lead in made}


async def test_the_words_follow_every_change(boss: Staff) -> None:
    lead = await _lead("سارة", phone="+966501234567")
    async with transaction():
        lead.name = "نورة"
        await lead.save(update_fields=["name"])
    assert await _names("سارة", boss) == []
    assert await _names("نورة", boss) == ["نورة"]
    async with transaction():
        customer = await leads.convert(lead, by=boss, at=NOW)
    page = await search.page("نوره", by=boss, size=5)
    assert [references.of(found) for found in page.found] == [references.of(customer)]
    assert people.reference(customer) == "C1"


async def test_words_are_kept_once_and_not_for_ever(boss: Staff) -> None:
    lead = await _lead("كلمة " * 200 + "طويلة" * 50)
    kept = await SearchWord.filter(kind="L", record_id=lead.id)
    assert len({(word.how, word.word) for word in kept}) == len(kept) <= 3 * words.MOST
    assert max(len(word.word) for word in kept) <= 64
