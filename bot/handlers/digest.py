"""The digest: the numbers that come by themselves, how often, when, whose, and whether with their picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from bot.fields import PLACE
from bot.fields.digests import RHYTHM, Picture, Rhythm, Scope
from bot.handlers.activities import whose
from bot.handlers.kpis import team
from bot.kpis import messages
from bot.kpis.periods import of_whom
from bot.reply import Choice, Line, Reply, Text, in_rows, text
from bot.router import Commands
from bot.turn import Turn
from crm import access, digests
from crm.access import SEES_ALL
from storage.models import Digest, DigestEvery, Role, Staff
from storage.text import InFull

commands = Commands()


@commands.command(
    "digest [{rhythm}] [{picture}] [{scope}] [{colleague:called}] [{place}]", least=Role.AGENT, group="team"
)
async def digest(
    turn: Turn, rhythm: Rhythm | None = None, picture: Picture | None = None, scope: Scope | None = None,
    colleague: Staff | None = None, place: tuple[int, ...] | None = None,
) -> Reply:  # fmt: skip
    """Get the numbers daily or weekly; what is not said stays as it is, and with nothing said it is shown."""
    if place is not None:
        return await _reps(place)
    if rhythm is not None and not rhythm.on:
        return await digest_off(turn)
    chosen = await digests.find(turn.staff)
    if not any((rhythm, picture, scope, colleague)):
        return _shown(turn, chosen)
    of = await _of(turn, chosen, scope, colleague)
    rhythm = rhythm or Rhythm()
    every = rhythm.every or (chosen.every if chosen else DigestEvery.DAY)
    made = await digests.choose(
        turn.staff,
        every=every,
        at=_first(rhythm.minute, chosen.at if chosen else None, digests.HOUR),
        weekday=_first(rhythm.weekday, chosen.weekday if chosen else None, digests.SUNDAY),
        of=of,
        picture=picture is Picture.WITH if picture else chosen.picture if chosen else True,
        now=turn.now,
    )
    return _shown(turn, made, head=text("digest-set"))


@commands.command("digest_off", least=Role.AGENT, group="buttons", menu=False)
async def digest_off(turn: Turn) -> Reply:
    """Get no digest any more."""
    chosen = await digests.find(turn.staff)
    await digests.stop(turn.staff)
    again = _said(turn, chosen) if chosen else "digest on"
    return Reply([text("digest-set-off")], [[Choice(text("button-digest-on"), again)]], edits=True)


async def _of(turn: Turn, chosen: Digest | None, scope: Scope | None, colleague: Staff | None) -> Staff | None:
    """Whose numbers. Raises NotAllowed for somebody else's, or the team's, where they are not for them."""
    if colleague is not None:
        return whose(turn, colleague)
    if scope is Scope.TEAM and turn.staff.role not in SEES_ALL:
        raise access.NotAllowed()
    if scope is Scope.ME or turn.staff.role not in SEES_ALL:
        return turn.staff
    if scope is Scope.TEAM or chosen is None or chosen.of_id is None:
        return None
    return await Staff.get_or_none(id=chosen.of_id)


def _shown(turn: Turn, chosen: Digest | None, head: Text | None = None) -> Reply:
    manages = turn.staff.role in SEES_ALL
    clock = _clock(chosen.at if chosen else digests.HOUR)
    daily = Choice(text("button-digest-daily"), f"digest day {clock:%H:%M}")
    weekly = Choice(text("button-digest-weekly"), f"digest week 7 {clock:%H:%M}")
    if chosen is None:
        key = "digest-none-manager" if manages else "digest-none"
        return Reply([Text(key), text("digest-how")], [[daily, weekly]], edits=True)
    of = chosen.of if manages else turn.staff
    often = text("digest-daily", at=clock)
    if chosen.every is DigestEvery.WEEK:
        often = text("digest-weekly", day=text("weekday", number=chosen.weekday), at=clock)
    lines: list[Line] = [
        head or text("digest-title"),
        often,
        text("digest-of", whose=of_whom(of)),
        text("digest-picture") if chosen.picture else text("digest-no-picture"),
        text("digest-next", at=InFull(digests.coming(chosen, turn.now))),
    ]
    if not turn.staff.on_duty:
        lines.append(text("digest-away"))
    if head is None:
        lines.append(text("digest-how"))
    plain = Choice(text("button-digest-plain"), f"digest {Picture.WITHOUT.value}")
    drawn = Choice(text("button-digest-drawn"), f"digest {Picture.WITH.value}")
    rows: list[Sequence[Choice]] = [[weekly if chosen.every is DigestEvery.DAY else daily]]
    rows[0] = [*rows[0], plain if chosen.picture else drawn]
    if manages:
        rows.append([Choice(text("button-digest-whose"), f"digest {PLACE.write((0,))}")])
    rows.append([Choice(text("button-digest-off"), "digest_off")])
    return Reply(lines, rows, edits=True)


def setting(chosen: Digest | None) -> Text:
    """The line of it among one's settings."""
    if chosen is None:
        return text("settings-digest-off")
    at = _clock(chosen.at)
    if chosen.every is DigestEvery.WEEK:
        return text("settings-digest-weekly", day=text("weekday", number=chosen.weekday), at=at)
    return text("settings-digest-daily", at=at)


def _said(turn: Turn, chosen: Digest) -> str:
    """What chooses the same again."""
    how = RHYTHM.write(Rhythm(every=chosen.every, minute=chosen.at, weekday=chosen.weekday))
    picture = Picture.WITH if chosen.picture else Picture.WITHOUT
    return f"digest {how} {picture.value}{messages.at(chosen.of, turn.staff)}"


async def _reps(place: tuple[int, ...]) -> Reply:
    """Whose numbers the digest has: the team, page by page."""
    reps, more = await team(place)
    rows = in_rows([Choice(rep.name, f"digest @{rep.id}") for rep in reps], 2)
    last = [Choice(text("button-kpi-team"), "digest team")]
    if more:
        last.append(Choice(text("button-more"), f"digest {PLACE.write(more)}"))
    return Reply([text("digest-whose")], [*rows, last], edits=True)


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


def _first(*values: int | None) -> int:
    return next(value for value in values if value is not None)
