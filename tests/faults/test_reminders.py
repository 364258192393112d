"""Reminders ring once, and on time: with four workers, killed at any moment, by a clock that jumps, after an outage."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from benchmarks.figures import quantile
from crm import office, people, reminders, tasks
from crm.office import Office, read_hours
from crm.people import Party
from crm.recurrence import Recurrence
from sandbox.phones import Phone
from sandbox.server import Sandbox
from storage import clock
from storage.models import (
    Activity,
    ActivityKind,
    ChannelName,
    Customer,
    Identity,
    OutboundMessage,
    OutboundStatus,
    Role,
    Staff,
)
from storage.transactions import transaction
from tests.faults.support import Child, Nursery, nursery, quiet, until
from tests.stage import Stage, free_port, settings_for

WORKERS = 4

FLOOD = 2000

ROUNDS, IN_A_ROUND = 100, 12

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

WORDS = re.compile(r"call no (\d+)\.")
"""What every reminder here says, with a number of its own."""

pytestmark = pytest.mark.slow


@dataclass
class Play:
    """Staff with phones, whose chats are open, and a nursery that bears workers."""

    house: Nursery
    web: Child
    phones: dict[int, Phone]
    """By the id of the staff member, whose customer has the same."""

    async def remind(self, moments: Sequence[datetime], first: int = 0) -> None:
        """Set a reminder for each of these moments, by turns of everybody."""
        staff = list(self.phones)
        made = []
        for number, at in enumerate(moments, first):
            whose = staff[number % len(staff)]
            made.append(
                Activity(
                    kind=ActivityKind.TASK, text=f"call no {number}.", at=clock.now(), due_at=at, remind_at=at,
                    ring_at=at, author_id=whose, customer_id=whose,
                )
            )  # fmt: skip
        async with transaction():
            await Activity.bulk_create(made, batch_size=500)

    async def work(self, count: int = WORKERS) -> None:
        """Start workers, one right after another."""
        for _ in range(count):
            await self.house.bear(web=False)

    def heard(self) -> Counter[int]:
        """How often each reminder, by its number, is in the chat of whoever set it; in another's it never is."""
        found: Counter[int] = Counter()
        for turn, phone in enumerate(self.phones.values()):
            numbers = [int(number) for m in phone.messages if not m.mine for number in WORDS.findall(m.text)]
            assert {number % len(self.phones) for number in numbers} <= {turn}
            found.update(numbers)
        return found


@asynccontextmanager
async def played(database: str, folder: Path, staff: int) -> AsyncIterator[Play]:
    """So many staff members on both channels; the web runs, and no worker does."""
    async with Sandbox(port=0) as sandbox:
        settings = settings_for(sandbox, database, folder, free_port())
        sandbox.expect(settings.public_url)
        stage = Stage(sandbox, None, settings)  # type: ignore[arg-type]
        phones = {}
        for number in range(staff):
            name = f"Rep {number}"
            phone = await stage.staff(name, ("telegram", "whatsapp")[number % 2], Role.AGENT, "en", open_chat=False)
            member = await stage.member(name)
            await Customer.create(
                id=member.id, name=f"Huda {number}", owner=member, created_at=clock.now(), updated_at=clock.now()
            )
            phones[member.id] = phone
        async with nursery(settings, folder / "log") as house:
            # Several live, and one may be slow while the others have the machine: it is not dead.
            house.stale = timedelta(seconds=6)
            web = await house.bear(worker=False)
            await web.ready()
            worker = await house.bear(web=False)
            for phone in phones.values():
                await phone.send("/start" if phone.channel == "telegram" else "menu")
            await sandbox.world.idle()
            await quiet()
            await worker.stop()
            yield Play(house, web, phones)


async def rows_of_reminders() -> list[OutboundMessage]:
    """Every ring's row."""
    return await OutboundMessage.filter(key__startswith="reminder:").order_by("id")


async def all_rang(count: int) -> bool:
    return await Activity.filter(kind=ActivityKind.TASK, rings__gt=0).count() >= count


async def check_rows(count: int) -> list[OutboundMessage]:
    """Every reminder rang once, and has one row."""
    assert await Activity.filter(kind=ActivityKind.TASK, rings=1, reminded_at__isnull=False).count() == count
    rows = await rows_of_reminders()
    assert len(rows) == len({row.activity_id for row in rows}) == count
    return rows


async def print_lateness(rows: Sequence[OutboundMessage]) -> None:
    """When the batch began, and when the provider had it; the commit is in between (benchmarks/reminders.py)."""
    due = dict(await Activity.filter(kind=ActivityKind.TASK).values_list("id", "remind_at"))
    for what in ("created_at", "sent_at"):
        late = [(at - due[row.activity_id]).total_seconds() for row in rows if (at := getattr(row, what))]
        print(f"due → {what}: p50 {quantile(late, 0.5):.2f} s, p99 {quantile(late, 0.99):.2f} s, max {max(late):.2f} s")


async def test_four_workers_ring_once(database: str, tmp_path: Path) -> None:
    async with played(database, tmp_path, staff=20) as play:
        await play.work()
        due = clock.now() + 25 * SECOND
        await play.remind([due] * FLOOD)
        assert clock.now() < due, "set before they were due"
        await until(lambda: all_rang(FLOOD), what="every ring")
        await quiet(400)
        rows = await check_rows(FLOOD)
        await print_lateness(rows)
        assert Counter(row.status for row in rows if not row.sent_at) == {}
        texts = dict(await Activity.all().values_list("id", "text"))
        # What a busy machine did not answer in time, and the list did not have yet, is tried again.
        again = {int(WORDS.findall(texts[row.activity_id])[0]) for row in rows if row.attempts and row.activity_id}
        heard = play.heard()
        print(f"tried again: {len(again)}, of them heard twice: {sum(heard[number] > 1 for number in again)}")
        assert set(heard) == set(range(FLOOD))
        assert {number for number, times in heard.items() if times > 1} <= again


async def test_killed_at_any_moment(database: str, tmp_path: Path) -> None:
    """One worker of four is killed, and another takes its place: each lives for a few rings, the first after 1 s."""
    count = ROUNDS * IN_A_ROUND
    async with played(database, tmp_path, staff=12) as play:
        await play.work()
        for round in range(ROUNDS):
            now = clock.now()
            moments = [now + random.uniform(0, 1) * SECOND for _ in range(IN_A_ROUND)]
            await play.remind(moments, round * IN_A_ROUND)
            await asyncio.sleep(random.uniform(0.05, 0.5))
            await random.choice([child for child in play.house.children.values() if child is not play.web]).kill()
            await play.work(1)
        await until(lambda: all_rang(count), what="every ring")
        await until(_settled, what="a quiet house")
        rows = await check_rows(count)
        await print_lateness(rows)
        _check_what_was_heard(play, rows, dict(await Activity.all().values_list("id", "text")))


async def _settled() -> bool:
    """Nothing is on its way, and what WhatsApp's list can settle is settled."""
    under_way = OutboundMessage.filter(status__in=["queued", "claimed", "sending"])
    asked = OutboundMessage.filter(status=OutboundStatus.UNKNOWN, channel=ChannelName.WHATSAPP)
    return not await under_way.count() and not await asked.count()


def _check_what_was_heard(play: Play, rows: Sequence[OutboundMessage], texts: dict[int, str]) -> None:
    """What the provider is known to have was heard once; what nobody knows of (Telegram has no list), once or not."""
    heard, found = play.heard(), Counter[str]()
    wrong = []
    for row in rows:
        assert row.activity_id
        times = heard[int(WORDS.findall(texts[row.activity_id])[0])]
        unknown = row.status is OutboundStatus.UNKNOWN
        found[f"{row.channel.value} {'unknown' if unknown else 'sent'}, heard {times} times"] += 1
        if times > 1 or (times == 0 and not unknown) or not (unknown or row.sent_at):
            wrong.append((row.id, row.channel.value, row.status.value, row.error, times))
    twice = sum(times - 1 for times in heard.values() if times > 1)
    lost = sum(row.status is OutboundStatus.UNKNOWN for row in rows) - found["telegram unknown, heard 1 times"]
    print(f"{dict(sorted(found.items()))}; sent twice {twice}, not at all {lost}")
    assert not wrong
    assert not [row.id for row in rows if row.status is OutboundStatus.UNKNOWN and row.channel == "whatsapp"]


async def test_what_fell_due_while_everything_was_down(database: str, tmp_path: Path) -> None:
    """Late ones are marked so, each once; of those over a day late each person has one summary, whoever starts."""
    late, missed = 24, 60
    async with played(database, tmp_path, staff=6) as play:
        now = clock.now()
        await play.remind([now - 10 * MINUTE] * late + [now - 2 * DAY] * missed)
        await play.work()
        await until(lambda: all_rang(late + missed), what="every ring")
        await quiet()
        rows = await rows_of_reminders()
        ids = await Activity.filter(remind_at__gt=now - DAY).values_list("id", flat=True)
        assert sorted(row.activity_id or 0 for row in rows) == sorted(ids)
        assert await OutboundMessage.filter(key__startswith="missed:").count() == len(play.phones)
        for phone in play.phones.values():
            heard = [m.text for m in phone.messages if not m.mine]
            assert len([text for text in heard if WORDS.search(text) and "late" in text]) == late // len(play.phones)
            summaries = [text for text in heard if re.search(rf"\W{missed // len(play.phones)}\W+reminders", text)]
            assert len(summaries) == 1
        assert {number: times for number, times in play.heard().items() if number < late} == dict.fromkeys(
            range(late), 1
        )


@pytest.fixture
def _clock() -> Iterator[None]:
    """The machine's clock afterwards, and an office that no other test has set."""
    before = office.current()
    office.use(Office(ZoneInfo("Asia/Riyadh"), read_hours("sun-thu 9:00-17:00")))
    yield
    office.use(before)
    clock.reset()


NINE = datetime(2026, 3, 4, 6, tzinfo=UTC)
"""A Wednesday at nine, in Riyadh."""


async def somebody() -> tuple[Staff, Party]:
    async with transaction():
        rep = await people.add_staff(
            "Rana", Role.AGENT, language="en", timezone="Asia/Riyadh", addresses={ChannelName.TELEGRAM: "7"},
            at=clock.now(),
        )  # fmt: skip
        return rep, await Customer.create(name="Huda", owner=rep, created_at=clock.now(), updated_at=clock.now())


@pytest.mark.usefixtures("_clock")
async def test_a_clock_that_goes_back_an_hour_and_on_a_day(database: str) -> None:
    clock.move(NINE - clock.now())
    rep, party = await somebody()
    once: dict[int, datetime] = {}
    async with transaction():
        for number in range(1, 73):
            at = NINE + number * 5 * MINUTE
            once[(await tasks.add(party, "once", due_at=at, by=rep, at=clock.now())).id] = at
        for rule in ("day 10:30", "day 11:45", "working-day 09:20", "week 3,4,5 12:10", "month 5 09:40"):
            await tasks.repeat(party, rule, Recurrence.read(rule), by=rep, at=clock.now())
    shown, read = NINE, [NINE]
    for step in [*[5 * MINUTE] * 30, -HOUR, *[5 * MINUTE] * 20, DAY, *[5 * MINUTE] * 30]:
        clock.move(step)
        shown += step
        read.append(clock.now())
        await asyncio.gather(*[reminders.sweep() for _ in range(2)])
    rows = Counter(await OutboundMessage.filter(key__startswith="reminder:").values_list("key", flat=True))
    identity = await Identity.get(staff_id=rep.id)
    expected = Counter(f"reminder:{id}:{ring}:{identity.id}" for id in once for ring in (1, 2))
    assert {key: n for key, n in rows.items() if int(key.split(":")[1]) in once} == expected
    for id, at in once.items():
        task = await Activity.get(id=id)
        assert (task.rings, task.ring_at, task.remind_at) == (2, None, at)
    await check_series(rep, rows, until=shown)


async def check_series(rep: Staff, rows: Counter[str], until: datetime) -> None:
    """Each moment of a rule that came has rung first once, and the next one is to come."""
    zone, rang = ZoneInfo(rep.timezone), Counter[str]()
    for series in await Activity.filter(series_id__isnull=False).distinct().values_list("series_id", flat=True):
        each = await Activity.filter(series_id=series).order_by("remind_at", "id")
        moments = [one.remind_at for one in each if one.remind_at]
        assert len(set(moments)) == len(each)
        rule = Recurrence.read(each[-1].repeats or "")
        following = NINE
        for one in each:
            following = rule.next(following, zone, _works) or NINE
            assert one.remind_at == following, f"{rule}: nothing is left out"
            firsts = [key for key in rows if key.startswith(f"reminder:{one.id}:1:")]
            assert len(firsts) == (one is not each[-1]), f"{rule} at {following}"
        last = each[-1]
        assert (last.ring_at, last.rings, last.dropped_at) == (last.remind_at, 0, None)
        assert last.ring_at
        assert last.ring_at > until
        rang[str(rule)] = len(each) - 1
    print(dict(rang))
    assert len(rang) == 5
    assert all(rang.values())


def _works(day: date) -> bool:
    return day.isoweekday() not in (5, 6)
