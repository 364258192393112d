"""Numbers: what the KPIs of a month and the first page of a timeline cost, in histories of growing length."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from benchmarks.figures import Figure, median, quantile
from crm import kpis, timeline
from crm.people import Party
from crm.periods import Unit, around
from storage import rows
from storage.database import close_database, dialect, open_database
from storage.models import Customer, Lead, Staff

SECTION = "g) the numbers"
SIZES, QUICK_SIZES = (10_000, 100_000, 1_000_000), (500, 1000)
"""Activities; a tenth as many tickets, and six leads for each ten of those."""

TIMES, QUICK_TIMES = 30, 2
PAGE = 6
PAGE_GOAL, KPI_GOAL = 100.0, 300.0
"""Milliseconds, of the slow ones (p95); of the KPIs at the largest size."""

STAFF = 20
BEGIN, END = datetime(2024, 12, 1, tzinfo=UTC), datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
MONTH = around(Unit.MONTH, date(2026, 11, 1))
RIYADH = ZoneInfo("Asia/Riyadh")
HOUR, DAY = 3600, 86_400


async def measure(urls: Sequence[str], *, quick: bool) -> list[Figure]:
    """The median and the slow ones (p95) at each size, each in a database of its own."""
    found: list[Figure] = []
    medians: list[float] = []
    sizes = QUICK_SIZES if quick else SIZES
    for url, size in zip(urls, sizes, strict=True):
        await open_database(url)
        try:
            await fill(size)
            figures = await _measure(size, QUICK_TIMES if quick else TIMES, largest=size == sizes[-1])
        finally:
            await close_database()
        found += figures
        medians.append(figures[0].value)
    grown = f"kpi of a month, {sizes[-1]:,} against {sizes[0]:,} activities"
    return [*found, Figure(SECTION, grown, medians[-1] / medians[0], "x")]


async def _measure(size: int, times: int, *, largest: bool) -> list[Figure]:
    async def of_team() -> None:
        await kpis.measure(MONTH, None, RIYADH, END)

    async def of_one() -> None:
        await kpis.measure(MONTH, rep, RIYADH, END)

    async def line() -> None:
        await kpis.series(MONTH, None, RIYADH, END)

    async def page() -> None:
        for party in parties:
            await timeline.page(party, size=PAGE)

    rep = (await rows.select(Staff, "WHERE id = :id", {"id": 7}))[0]
    parties: list[Party] = [
        *await Customer.all().order_by("-id").limit(5),
        *await Lead.filter(customer_id=None).limit(5),
    ]
    named: list[tuple[str, Callable[[], Awaitable[None]], float | None, int]] = [
        ("kpi of a month", of_team, KPI_GOAL if largest else None, 1),
        ("kpi of a month, of one of 20", of_one, None, 1),
        ("its line and bars", line, None, 1),
        ("first page of a timeline", page, PAGE_GOAL, len(parties)),
    ]
    found = []
    for name, act, goal, each in named:
        taken = await _time(act, times, each)
        found += [
            Figure(SECTION, f"{name}, {size:,} activities: p50", median(taken), "ms"),
            Figure(SECTION, f"{name}, {size:,} activities: p95", quantile(taken, 0.95), "ms", goal),
        ]
    return found


async def _time(act: Callable[[], Awaitable[None]], times: int, each: int) -> list[float]:
    await act()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        await act()
        taken.append((time.perf_counter() - began) * 1000 / each)
    return taken


async def fill(size: int) -> None:
    """So many activities over two years, with what hangs together with them, evenly in time and by chance in the rest:
    a third of the leads are converted, a lead writes and most are answered within the hour, a tenth of the activities
    are tasks, of these and of the tickets nearly all are done, and a third of the tickets are rated."""
    tickets, leads = size // 10, size // 10 * 6 // 10
    span = int((END - BEGIN).total_seconds())
    given = {"begin": BEGIN, "size": size, "tickets": tickets, "leads": leads}
    for statement in _statements(span, size - 2 * leads, tickets, leads):
        await rows.run(statement, given)
    await rows.run("ANALYZE" if dialect() == "sqlite" else "VACUUM ANALYZE", {})


def _statements(span: int, activities: int, tickets: int, leads: int) -> list[str]:
    """In the order in which they name each other; `n` counts the rows of each table."""
    lead_at, ticket_at, activity_at = (f"CAST(n AS bigint) * {span} / {of}" for of in (leads, tickets, activities))
    customer_at = _at(f"CAST(n AS bigint) * 3 * {span} / {leads}")
    somebody = f"{_chance(1)} % {STAFF} + 1"
    party = f"CASE WHEN {_chance(2)} % 3 = 0 THEN NULL ELSE {_chance(3)} % (:leads / 3) + 1 END"
    lead = f"CASE WHEN {_chance(2)} % 3 = 0 THEN {_chance(3)} % (:leads / 3 - 1) * 3 + 1 END"
    its_party = "CASE WHEN n % 3 = 0 THEN n / 3 END", "CASE WHEN n % 3 = 0 THEN NULL ELSE n END"
    answered, closed = f"{ticket_at} + {_chance(4)} % {DAY}", f"{ticket_at} + {DAY} + {_chance(5)} % {6 * DAY}"
    is_closed = f"({_chance(6)} % 50 > 0 AND {closed} < {span})"
    done = f"{activity_at} + {_chance(5)} % {9 * DAY}"
    is_open = f"(kind = 'task' AND ({_chance(6)} % 50 = 0 OR {done} > {span}))"
    kind = f"""CASE WHEN {_chance(1)} % 10 < 4 THEN 'whatsapp' WHEN {_chance(1)} % 10 < 7 THEN 'telegram'
      WHEN {_chance(1)} % 10 = 7 THEN 'call' WHEN {_chance(1)} % 10 = 8 THEN 'note' ELSE 'task' END"""
    return [
        _many(
            f"{STAFF}", "staff (name, role, language, timezone, created_at)",
            f"'rep', 'agent', 'ar', 'UTC', {_at('0')}",
        ),
        _many(
            ":leads / 3", "customer (name, owner_id, created_at, updated_at)",
            f"'Huda', {somebody}, {customer_at}, {customer_at}",
        ),
        _many(
            ":leads", "lead (name, status, source, owner_id, customer_id, created_at, updated_at)",
            f"'Huda', CASE WHEN n % 3 = 0 THEN 'converted' ELSE 'contacted' END, 'whatsapp', {somebody},"
            f" {its_party[0]}, {_at(lead_at)}, {_at(lead_at)}",
        ),
        _many(
            ":tickets",
            "ticket (subject, status, priority, lead_id, customer_id, assignee_id, created_at, updated_at,"
            " first_response_at, closed_at, rating, rated_at)",
            f"'It does not work', CASE WHEN {is_closed} THEN 'closed' ELSE 'open' END,"
            f" CASE {_chance(7)} % 3 WHEN 0 THEN 'low' WHEN 1 THEN 'medium' ELSE 'high' END, {lead}, {party},"
            f" {somebody}, {_at(ticket_at)}, {_at(ticket_at)}, {_at(answered)},"
            f" CASE WHEN {is_closed} THEN {_at(closed)} END,"
            f" CASE WHEN {is_closed} AND n % 3 = 0 THEN {_chance(8)} % 5 + 1 END,"
            f" CASE WHEN {is_closed} AND n % 3 = 0 THEN {_at(f'{closed} + {HOUR}')} END",
        ),
        *[
            _many(
                ":leads", "activity (kind, direction, text, at, lead_id, customer_id, author_id)",
                f"'whatsapp', '{direction}', 'words', {_at(at)}, {its_party[1]}, {its_party[0]}, {author}",
            )
            for direction, at, author in (
                ("in", lead_at, "NULL"), ("out", f"{lead_at} + {_chance(9)} % {HOUR * 5 // 4}", somebody),
            )
        ],
        _many(
            ":size - 2 * :leads",
            "activity (kind, direction, text, at, lead_id, customer_id, author_id, due_at, done_at)",
            f"kind, CASE WHEN kind IN ('note', 'task') THEN NULL WHEN n % 2 = 0 THEN 'in' ELSE 'out' END, 'words',"
            f" {_at(activity_at)}, {lead}, {party}, CASE WHEN n % 2 = 0 AND kind NOT IN ('note', 'task', 'call')"
            f" THEN NULL ELSE {somebody} END, CASE WHEN kind = 'task' THEN {_at(f'{activity_at} + {3 * DAY}')} END,"
            f" CASE WHEN kind = 'task' AND NOT {is_open} THEN {_at(done)} END",
            f"(SELECT n, {kind} AS kind FROM numbers) AS counted",
        ),
        *[
            _many(
                ":tickets",
                "ticket_message (ticket_id, visibility, direction, author_id, text, at, lead_id, customer_id)",
                f"n, 'external', '{direction}', {author}, 'words', {_at(at)}, {lead}, {party}",
            )
            for direction, author, at in (
                ("in", "NULL", ticket_at), ("out", somebody, answered), ("in", "NULL", f"{answered} + {HOUR}"),
            )
        ],
        *[
            _many(
                ":tickets", "change (ticket_id, field, before, after, author_id, at, lead_id, customer_id)",
                f"n, '{field}', {before}, {after}, {somebody}, {_at(at)}, {lead}, {party}", where=which,
            )
            for field, before, after, at, which in (
                ("created", "NULL", "'It does not work'", ticket_at, ""),
                ("status", "'open'", "'in_progress'", answered, ""),
                ("status", "'in_progress'", "'closed'", f"{answered} + {HOUR}", "WHERE n % 20 = 0"),
                ("status", "'closed'", "'open'", f"{answered} + {2 * HOUR}", "WHERE n % 20 = 0"),
                ("status", "'in_progress'", "'closed'", closed, f"WHERE {is_closed}"),
            )
        ],
        *[
            _many(
                ":leads", "change (field, before, after, author_id, at, lead_id, customer_id)",
                f"'{field}', {before}, {after}, {author}, {_at(at)}, {its_party[1]}, {its_party[0]}", where=which,
            )
            for field, before, after, author, at, which in (
                ("created", "NULL", "'whatsapp'", f"CASE WHEN n % 5 = 0 THEN {somebody} END", lead_at, ""),
                ("status", "'new'", "'contacted'", somebody, f"{lead_at} + {HOUR}", ""),
                ("converted", "'L' || n", "'C' || n / 3", somebody, f"{lead_at} + {_chance(4)} % {30 * DAY}",
                 "WHERE n % 3 = 0"),
            )
        ],
        "INSERT INTO change (field, after, activity_id, author_id, at, lead_id, customer_id)"
        " SELECT 'logged', kind, id, author_id, at, lead_id, customer_id FROM activity"
        " WHERE kind IN ('call', 'note', 'task')",
        "INSERT INTO change (field, before, after, activity_id, author_id, at, lead_id, customer_id)"
        " SELECT 'due', NULL, NULL, id, author_id, at, lead_id, customer_id FROM activity"
        " WHERE kind = 'task' AND id % 5 = 0",
    ]  # fmt: skip


def _many(count: str, into: str, columns: str, of: str = "numbers", where: str = "") -> str:
    numbers = f"numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})"
    return f"WITH RECURSIVE {numbers} INSERT INTO {into} SELECT {columns} FROM {of} {where}"


def _chance(number: int) -> str:
    """A number that depends on `n` as if by chance."""
    return f"((n + {number * 1009}) * 2654435761 % 4294967296 / 97)"


def _at(seconds: str) -> str:
    if dialect() == "sqlite":
        return f"strftime('%Y-%m-%d %H:%M:%S', :begin, '+' || ({seconds}) || ' seconds') || '.000000+00:00'"
    return f"(CAST(:begin AS timestamptz) + ({seconds}) * INTERVAL '1 second')"
