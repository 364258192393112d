"""Find: what a search costs among a hundred thousand people with common names, and for whoever sees but few of them."""

from __future__ import annotations

import itertools
import json
import random
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from benchmarks.figures import Figure, quantile
from crm import search
from storage import rows, words
from storage.database import close_database, current, open_database
from storage.models import Role, Staff
from storage.transactions import transaction

SECTION = "e) find"
PEOPLE, QUICK_PEOPLE = 100_000, 1000
TIMES, QUICK_TIMES = 30, 2
GOAL = 50.0
"""Milliseconds."""

FIRST = re.findall(r"\w+", """
محمد أحمد عبدالله خالد سارة نورة فهد عبدالرحمن يوسف مريم فاطمة سلطان منى هند علي حسين ليلى تركي ريم بدر
Mohammed Ahmed Khalid Sara Youssef Maryam Ali Hassan John Priya
""")  # fmt: skip
LAST = re.findall(r"\w+", """
العتيبي القحطاني الحربي الشهري الغامدي الدوسري المطيري الزهراني السبيعي العنزي الشمري البلوي الجهني المالكي
Alotaibi Alharbi Haddad Mansour Smith Kumar
""")  # fmt: skip
COMPANIES = ("مؤسسة النخيل", "شركة الأفق", "Horizon Trading", "مصنع الشرق", "Blue Sea Logistics")
SUBJECTS = ("الطابعة لا تعمل", "Invoice with a wrong number", "موعد الصيانة", "تأخر الشحنة", "Password reset")
QUERIES = {
    "a common first name": "محمد",
    "three letters": "محم",
    "one letter": "م",
    "a first and a last name": "محمد القحطاني",
    "a rare name": "زرياب المهلهل",
    "Latin for an Arabic name": "Zeryab",
    "the last four digits of a phone": "4321",
    "words of a ticket": "الطابعة تعمل",
    "nobody": "قسطنطين",
}


async def measure(url: str, *, quick: bool) -> list[Figure]:
    """The slow ones (p95) of each kind of query, by a manager and by an agent who has one in fifty people."""
    people = QUICK_PEOPLE if quick else PEOPLE
    await open_database(url)
    try:
        staff = [await _staff(f"rep {number}", Role.AGENT) for number in range(50)]
        manager = await _staff("boss", Role.MANAGER)
        await _fill(people, [one.id for one in staff])
        await rows.run("ANALYZE", {})
        found = []
        for who, by in (("a manager", manager), ("an agent", staff[7])):
            for name, query in QUERIES.items():
                slow = await _time(query, by, QUICK_TIMES if quick else TIMES)
                found.append(Figure(SECTION, f"{name}, by {who}", slow, "ms", GOAL))
        return found
    finally:
        await close_database()


async def _staff(name: str, role: Role) -> Staff:
    return await Staff.create(name=name, role=role, language="ar", timezone="UTC", created_at=datetime.now(UTC))


async def _fill(people: int, staff: list[int]) -> None:
    chance = random.Random(7)
    numbers = itertools.count(1)
    rest = people
    while rest > 0:
        batch = [_person(next(numbers), chance, staff) for _ in range(min(rest, 5000))]
        rest -= len(batch)
        await rows.run(_PEOPLE[_kind()], {"now": datetime.now(UTC), "rows": json.dumps(batch, ensure_ascii=False)})
    rare = _person(people + 1, chance, staff) | {"name": "زرياب المهلهل", "phone": "+966599994321", "owner": staff[7]}
    await rows.run(_PEOPLE[_kind()], {"now": datetime.now(UTC), "rows": json.dumps([rare], ensure_ascii=False)})
    await rows.run(_TICKETS, {"now": datetime.now(UTC), "subjects": len(SUBJECTS)})
    for number, subject in enumerate(SUBJECTS):
        await rows.run(
            "UPDATE ticket SET subject = :subject WHERE id % :all = :number",
            {"subject": subject, "all": len(SUBJECTS), "number": number},
        )
    async with transaction() as connection:
        await words.fill(connection)


def _kind() -> str:
    return current().capabilities.dialect


def _person(number: int, chance: random.Random, staff: list[int]) -> dict[str, Any]:
    return {
        "name": f"{chance.choice(FIRST)} {chance.choice(LAST)}",
        "phone": f"+9665{number:08d}",
        "company": chance.choice(COMPANIES) if chance.random() < 0.3 else None,
        "owner": chance.choice(staff),
    }


def _people() -> Iterator[tuple[str, str]]:
    for kind, each in (("sqlite", "json_each(:rows)"), ("postgres", "json_array_elements(CAST(:rows AS json))")):
        yield (
            kind,
            (
                "INSERT INTO customer (name, phone, company, owner_id, created_at, updated_at) SELECT value ->> 'name',"
                f" value ->> 'phone', value ->> 'company', CAST(value ->> 'owner' AS bigint), :now, :now FROM {each}"
            ),
        )


_PEOPLE = dict(_people())
_TICKETS = """
INSERT INTO ticket (subject, status, priority, customer_id, assignee_id, created_at, updated_at)
SELECT '', 'open', 'medium', id, owner_id, :now, :now FROM customer WHERE id % :subjects = 0
"""


async def _time(query: str, by: Staff, times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        await search.page(search.shortened(query), by=by, size=8)
        taken.append((time.perf_counter() - began) * 1000)
    return quantile(taken, 0.95)
