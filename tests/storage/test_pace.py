"""Pace: rates are kept, by all processes together."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storage import pace
from storage.pace import Rate, Silenced


def second(number: float) -> timedelta:
    return timedelta(seconds=number)


async def test_a_burst_goes_at_once_and_the_rest_at_its_rate(database: str, now: datetime) -> None:
    got = [await pace.reserve({"telegram": Rate(10, burst=3)}, now) - now for _ in range(6)]
    assert got == [second(0), second(0), second(0), second(0.1), second(0.2), second(0.3)]


async def test_who_was_quiet_may_burst_again(database: str, now: datetime) -> None:
    limits = {"telegram": Rate(10, burst=3)}
    for _ in range(5):
        await pace.reserve(limits, now)
    later = now + second(60)
    got = [await pace.reserve(limits, later) - later for _ in range(4)]
    assert got == [second(0), second(0), second(0), second(0.1)]


async def test_the_long_run_keeps_the_rate(database: str, now: datetime) -> None:
    went, clock = [], now
    for number in range(60):
        clock += second(0.01 * (number % 4))
        went.append(await pace.reserve({"telegram": Rate(20, burst=2), "telegram:1": Rate(5, burst=4)}, clock))
    assert went == sorted(went)
    for moment in went:
        assert sum(moment <= other < moment + second(1) for other in went) <= 5 + 4


async def test_the_slowest_limit_counts_and_chats_do_not_share_theirs(database: str, now: datetime) -> None:
    def limits(chat: int) -> dict[str, Rate]:
        return {"telegram": Rate(100, burst=100), f"telegram:{chat}": Rate(1)}

    got = [await pace.reserve(limits(chat), now) - now for chat in (1, 1, 2, 1)]
    assert got == [second(0), second(1), second(0), second(2)]


async def test_tasks_share_a_limit(database: str, now: datetime) -> None:
    got = await asyncio.gather(*(pace.reserve({"b": Rate(10), "a": Rate(10)}, now) for _ in range(20)))
    assert sorted(moment - now for moment in got) == [second(n / 10) for n in range(20)]


async def test_processes_share_a_limit(database: str, now: datetime, python: Any) -> None:
    source = """
from datetime import UTC, datetime
from storage import pace
from storage.database import close_database, open_database

async def main(url, number):
    await open_database(url)
    now = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    got = [await pace.reserve({"telegram": pace.Rate(10)}, now) for _ in range(20)]
    await close_database()
    return [moment.timestamp() for moment in got]
"""
    got = await asyncio.gather(python(source, database), python(source, database))
    moments = sorted(datetime.fromtimestamp(moment, UTC) - now for one in got for moment in one)
    assert moments == [second(n / 10) for n in range(40)]


async def test_silence_holds_even_a_burst_back(database: str, now: datetime) -> None:
    limits = {"telegram": Rate(30, burst=30)}
    await pace.reserve(limits, now)
    await pace.silence("telegram", now + second(5))
    await pace.silence("telegram", now + second(3))
    for chat in ({}, {"telegram:1": Rate(1)}):
        with pytest.raises(Silenced) as silenced:
            await pace.reserve({**limits, **chat}, now)
        assert silenced.value.until == now + second(5)
    assert await pace.reserve({"telegram:1": Rate(1)}, now) == now
    await pace.silence("telegram", now + second(7))
    assert await pace.reserve({"whatsapp": Rate(1)}, now) == now
    assert await pace.reserve(limits, now + second(7)) == now + second(7)


async def test_a_clock_that_went_back_silences_nobody(database: str, now: datetime) -> None:
    limits = {"telegram": Rate(30, burst=30), "telegram:1": Rate(1, burst=3)}
    ahead = now + timedelta(hours=1)
    for _ in range(5):
        await pace.reserve(limits, ahead)
    got = [await pace.reserve(limits, now) - now for _ in range(5)]
    assert got == [second(0), second(0), second(0), second(1), second(2)]
    # And the clock goes on to where it was.
    assert await pace.reserve(limits, ahead) == ahead


async def test_a_backlog_is_no_clock_that_went_back(database: str, now: datetime) -> None:
    limits = {"telegram": Rate(10)}
    got = [await pace.reserve(limits, now) - now for _ in range(pace.TAKEN)]
    assert got == [second(n / 10) for n in range(pace.TAKEN)]
    # Another process's clock may be a little behind.
    assert await pace.reserve(limits, now - second(59)) - now == second(pace.TAKEN / 10)
