"""The timeline by keyset: every entry once, in one order, however one pages and whatever shares an instant."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from crm import people, timeline
from crm.timeline import Entry, Position
from storage.models import (
    Activity,
    ActivityKind,
    Attachment,
    AttachmentKind,
    Change,
    Direction,
    Lead,
    Staff,
    Ticket,
    TicketMessage,
    Visibility,
)
from tests.crm.conftest import NOW


async def fill(lead: Lead, rep: Staff, entries: int, seed: int) -> None:
    """Entries of every kind, many of them at the same instant."""
    dice = random.Random(seed)
    owner = people.owned_by(lead)
    ticket = await Ticket.create(subject="x", created_at=NOW, updated_at=NOW, **owner)
    for number in range(entries):
        at = NOW + timedelta(seconds=dice.randrange(entries // 4 + 1), microseconds=dice.choice((0, 0, 1, 999_999)))
        match dice.randrange(3):
            case 0:
                made = await Activity.create(
                    kind=ActivityKind.CALL, direction=Direction.OUT, text=str(number), at=at, author=rep, **owner
                )
                await Attachment.create(
                    activity=made, channel="telegram", kind=AttachmentKind.PHOTO, name=str(number), created_at=at
                )
            case 1:
                await TicketMessage.create(
                    ticket=ticket, visibility=Visibility.INTERNAL, text=str(number), at=at, author=rep, **owner
                )
            case 2:
                await Change.create(ticket=ticket, field="priority", before="low", after="high", at=at, **owner)


def named(entries: list[Entry]) -> list[tuple[str, int]]:
    return [(type(entry.record).__name__, entry.record.id) for entry in entries]


@pytest.mark.parametrize("seed", range(6))
async def test_pages_older_and_newer_show_everything_once(lead: Lead, rep: Staff, seed: int) -> None:
    await fill(lead, rep, 40, seed)
    whole = list((await timeline.page(lead, size=1000)).entries)
    assert len(whole) == 41  # and that the lead was made
    assert [entry.position for entry in whole] == sorted((entry.position for entry in whole), reverse=True)

    pages = [await timeline.page(lead, size=7)]
    assert pages[0].newer is None
    while older := pages[-1].older:
        pages.append(await timeline.page(lead, size=7, older_than=Position.read(str(older))))
    assert named([entry for page in pages for entry in page.entries]) == named(whole)

    back = [pages[-1]]
    while newer := back[-1].newer:
        back.append(await timeline.page(lead, size=7, newer_than=Position.read(str(newer))))
    assert named(list(back[-1].entries))[0] == named(whole)[0]
    seen = [name for page in back for name in named(list(page.entries))]
    assert sorted(seen) == sorted(named(whole))


async def test_entries_bring_their_author_and_attachments(lead: Lead, rep: Staff) -> None:
    await fill(lead, rep, 30, 1)
    for entry in (await timeline.page(lead, size=100)).entries:
        if isinstance(entry.record, Activity):
            assert entry.author == "خالد"
            assert [item.name for item in entry.attachments] == [entry.record.text]
        else:
            assert entry.attachments == []


async def test_somebody_without_history(rep: Staff) -> None:
    lead = await Lead.create(name="x", created_at=NOW, updated_at=NOW)
    assert await timeline.page(lead, size=5) == timeline.Page([], None, None)


@pytest.mark.parametrize(
    "written", ["", "1", "1.2", "1.2.x", "1.9.1", "-1.0.1", "1.0.-1", f"{2**60}.0.1", f"1.0.{2**63}"]
)
def test_what_is_no_position(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  whatever says so
        Position.read(written)
