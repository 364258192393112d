"""Working: what the job of an import does: fetch and read the file, show it; or, once it is agreed to, take it in."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.channels import Rejected, Unavailable
from bot.channels.download import TOO_LARGE
from bot.imports import leftovers, planning, words
from bot.imports.planning import Plan
from bot.imports.table import MB, MOST_BYTES, Row, Unreadable
from bot.job import Bench, Lost
from bot.media import new_made
from bot.progress import Progress
from bot.reply import Line, Text, text
from bot.traces import MAKING
from crm import imports, intake, people
from crm.imports import Way
from crm.people import Person
from storage import clock, jobs, outbox, rows
from storage.models import Identity, Import, ImportStatus
from storage.outbox import Draft
from storage.transactions import transaction

FETCH_AGAIN = (0.5, 2.0, 6.0)
"""Seconds before each other try to fetch a file."""

TRIES = 3
"""How often it is looked again who is on record, when that changes meanwhile."""


async def work(sent: Import, bench: Bench) -> None:
    """Read the file and show what was understood; or, once it is confirmed, take it in. Raises Lost."""
    await imports.forget_old(clock.now())
    identity = await rows.get(Identity, sent.identity_id or 0)
    person = await people.person_of(identity)
    if person.staff is None or not person.staff.active or person.staff.id != sent.staff_id:
        # Whoever sent it may not any more.
        await _finish(sent, ImportStatus.CANCELLED, "suspended", identity, [])
        _remove(bench, sent.path)
        return
    try:
        if sent.status is ImportStatus.WAITING:
            await _show(sent, person, bench)
        else:
            await _take_in(sent, person, bench)
    except Unreadable as error:
        body = [words.unreadable(error)]
        await _finish(sent, ImportStatus.REFUSED, error.reason, identity, body)
        _remove(bench, sent.path)
    bench.say()


async def _show(sent: Import, person: Person, bench: Bench) -> None:
    assert person.staff is not None
    path = await _fetched(sent, bench)
    plan = await planning.plan(path, person.staff, bench.house)
    await _shown(sent, person, bench, plan)


async def _shown(sent: Import, person: Person, bench: Bench, plan: Plan, *, again: bool = False) -> None:
    """Put what was understood into the outbox, and all wrong rows as a file when they are many."""
    refused = None
    if len(plan.faults) > planning.WRONG:
        left = [(fault.row, fault.why) for fault in plan.faults]
        refused = await _left_over(sent, person, bench, plan, left)
    how = {"file": words.refused_name(sent, words.speech_of(person, bench.house, clock.now()))} if refused else {}
    key = f"import:{sent.id}:shown:{sent.claim}"
    body = text(words.SHOWN, id=sent.id, again=int(again))
    drafts = [Draft(person.identity.id, person.identity.channel, key, [body])]
    if refused:
        file = text(words.WRONG, id=sent.id)
        drafts.insert(0, Draft(person.identity.id, person.identity.channel, f"{key}:wrong", [file]))
    async with transaction():
        # Something can become of it again: what it took until now does not count.
        if not await jobs.finish(
            sent, status=ImportStatus.SHOWN, plan=plan.write(), how=how, refused=refused, attempts=0, error=None
        ):
            raise Lost
        await outbox.put(drafts)


async def _take_in(sent: Import, person: Person, bench: Bench) -> None:
    """All of it in one transaction; if it is not what it was when it was agreed to, it is shown again instead."""
    assert person.staff is not None
    path = (bench.folder / (sent.path or "")).absolute()
    if sent.path is None or not path.is_file():
        raise Unreadable("gone")
    way, progress = Way(sent.how["way"]), Progress(sent, person.identity, bench.say, "import-progress")
    for _ in range(TRIES):
        plan = await planning.plan(path, person.staff, bench.house)
        fill = way is Way.FILL
        if planning.counts(plan.write(), fill=fill) != planning.counts(sent.plan, fill=fill):
            break
        try:
            await _write(sent, person, bench, plan, way, progress)
        except intake.Taken:
            continue
        _remove(bench, sent.path)
        return
    await _shown(sent, person, bench, plan, again=True)


async def _write(
    sent: Import, person: Person, bench: Bench, plan: Plan, way: Way, progress: Progress
) -> None:  # fmt: skip
    assert person.staff is not None
    assert sent.kind is not None
    at, fill = clock.now(), way is Way.FILL
    ready = await intake.prepare(plan.sorted.new, sent.kind, by=person.staff, at=at, advance=progress.advance)
    fillings = await intake.prepare_fill(plan.fillable) if fill else []
    left = plan.left(fill=fill)
    refused = await _left_over(sent, person, bench, plan, left) if left else None
    how = {"way": way.value, "written": len(ready.entries), "left": len(left)}
    if refused:
        how["file"] = words.refused_name(sent, words.speech_of(person, bench.house, at))
    body: list[Line] = [text(words.DONE, id=sent.id)]
    async with transaction():
        how["filled"] = await intake.take_in(ready, fillings, plan.phones)
        await intake.tell_owners(ready, sent.id)
        if not await jobs.finish(
            sent, status=ImportStatus.DONE, how=how, plan={}, refused=refused, path=None, done=len(ready.entries),
            total=len(ready.entries), error=None, finished_at=clock.now(),
        ):  # fmt: skip
            raise Lost
        done = await progress.last(text("import-progress-done"))
        key = f"import:{sent.id}"
        await outbox.put([*done, Draft(person.identity.id, person.identity.channel, key, body)])


async def _fetched(sent: Import, bench: Bench) -> Path:
    """Where the bytes lie. Raises Unreadable when they cannot be had, and Lost."""
    assert sent.channel is not None
    # Here: they take longer to import than most files to read, and nothing else of a job needs them.
    from bot.connect import make_channels

    channels = make_channels(bench.settings)
    place = new_made(bench.folder, "import")
    # Written down first: whoever comes after a crash, or forgets a person, finds it.
    if not await Import.filter(id=sent.id, claim=sent.claim).update(path=place):
        raise Lost
    # Whoever died in the middle of this has left half a file.
    _remove(bench, sent.path)
    sent.path = place
    try:
        channel = channels.get(sent.channel)
        if channel is None or sent.source is None:
            raise Unreadable("gone")
        for pause in (*FETCH_AGAIN, None):
            try:
                await channel.fetch(sent.source, bench.folder / place, MOST_BYTES)
                return (bench.folder / place).absolute()
            except Unavailable:
                if pause is None:
                    raise Unreadable("gone") from None
                await asyncio.sleep(pause)
            except Rejected as error:
                if error.code == TOO_LARGE:
                    raise Unreadable("size", most=MOST_BYTES // MB) from None
                raise Unreadable("gone") from None
    finally:
        for each in channels.values():
            await each.close()
    raise Unreadable("gone")


async def _left_over(
    sent: Import, person: Person, bench: Bench, plan: Plan, left: Sequence[tuple[Row, Text]]
) -> str:  # fmt: skip
    """The file of the rows that do not go in. Raises Lost."""
    place = new_made(bench.folder, "xlsx")
    before = sent.refused
    if not await Import.filter(id=sent.id, claim=sent.claim).update(refused=place):
        raise Lost
    sent.refused = place
    _remove(bench, before)
    speech = words.speech_of(person, bench.house, clock.now())
    making = bench.folder / MAKING
    making.mkdir(parents=True, exist_ok=True)
    await asyncio.to_thread(
        leftovers.write, bench.folder / place, plan.heads, left, speech, bench.house.organisation, making
    )  # fmt: skip
    return place


async def _finish(sent: Import, status: ImportStatus, error: str, identity: Identity, body: Sequence[Line]) -> None:
    async with transaction():
        if not await jobs.finish(
            sent, status=status, plan={}, path=None, error=error, finished_at=clock.now()
        ):  # fmt: skip
            raise Lost
        if body:
            await outbox.put([Draft(identity.id, identity.channel, f"import:{sent.id}", body)])


def _remove(bench: Bench, place: str | None) -> None:
    if place:
        (bench.folder / place).unlink(missing_ok=True)
