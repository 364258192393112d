"""Settings of one person: language, digits, zone, calendar, quiet hours and agenda, each a command and a button."""

from __future__ import annotations

from datetime import time

from bot.fields import Digits, Hours
from bot.fields.preferences import ZONES, zone_label
from bot.handlers import digest
from bot.reply import BLANK, Choice, Line, Reply, Text, in_rows, text
from bot.router import Commands
from bot.turn import Turn
from crm import digests, mornings, preferences
from storage.models import Calendar, Role, Staff
from storage.text import InFull

commands = Commands()

OFFERED_ZONES = 9
OFFERED_NIGHTS = ((22, 7), (23, 6), (21, 8))
"""Hours that are offered as quiet ones."""
OFFERED_MORNINGS = (7 * 60, 8 * 60, 9 * 60)
"""Times that are offered for the agenda."""

BACK = (Choice(text("button-settings"), "settings"),)


@commands.command("settings", least=None, group="general")
async def settings(turn: Turn) -> Reply:
    """How this person is spoken to, with a button for each."""
    person = turn.person
    arabic = person.digits == Digits.ARABIC
    hijri = person.calendar is Calendar.HIJRI
    lines: list[Line] = [
        text("settings-title"),
        text("settings-language", language=text(f"language-{person.language}")),
        text("settings-digits", digits=text("digits-arabic" if arabic else "digits-latin")),
        text("settings-timezone", zone=zone_label(person.timezone or turn.house.timezone)),
        text("settings-calendar", calendar=text(f"calendar-{person.calendar.value}")),
        _quiet(person.quiet),
        *([_agenda(person.staff), digest.setting(await digests.find(person.staff))] if person.staff else []),
        BLANK,
        _now(turn),
    ]
    choices = [
        [Choice(text("button-settings-language"), "language")],
        [Choice(text("button-digits-latin"), "digits latin") if arabic
         else Choice(text("button-digits-arabic"), "digits arabic"),
         Choice(text("button-calendar-gregorian"), "calendar gregorian") if hijri
         else Choice(text("button-calendar-hijri"), "calendar hijri")],
        [Choice(text("button-timezone"), "timezone"), Choice(text("button-quiet"), "quiet")],
        *([[Choice(text("button-agenda"), "morning_agenda"), Choice(text("button-digest"), "digest")]]
          if person.staff else []),
    ]  # fmt: skip
    return Reply(lines, choices)


@commands.command("digits {digits}", least=None, group="general")
async def digits(turn: Turn, digits: Digits) -> Reply:
    """Write Arabic with these digits."""
    await preferences.set_digits(turn.person, digits.value)
    # Only Arabic has both.
    key = "digits-set" if turn.person.language == "ar" or digits is Digits.LATIN else "digits-set-for-arabic"
    return Reply([text(key), _now(turn)], [BACK])


@commands.command("timezone [{zone}]", least=None, group="general")
async def timezone(turn: Turn, zone: str | None = None) -> Reply:
    """Say times of this zone; without one, the usual ones are offered."""
    if zone is None:
        mine = turn.person.timezone or turn.house.timezone
        offered = [each for each in ZONES if each != mine][:OFFERED_ZONES]
        return Reply(
            [text("timezone-which", zone=zone_label(mine))],
            in_rows([Choice(zone_label(each), f"timezone {each}") for each in offered], 3),
        )
    await preferences.set_timezone(turn.person, zone)
    return Reply([text("timezone-set", zone=zone_label(zone)), _now(turn)], [BACK])


@commands.command("calendar {calendar}", least=None, group="general")
async def calendar(turn: Turn, calendar: Calendar) -> Reply:
    """Say dates of this calendar."""
    await preferences.set_calendar(turn.person, calendar)
    return Reply([text(f"calendar-set-{calendar.value}"), _now(turn)], [BACK])


@commands.command("quiet [{quiet}]", least=None, group="general")
async def quiet(turn: Turn, quiet: Hours | bool | None = False) -> Reply:
    """Ring between these hours no more; without any, the usual ones are offered."""
    if quiet is False or quiet is True:
        nights = [
            Choice(text("button-quiet-hours", start=time(start), end=time(end)), f"quiet {start:02d}:00-{end:02d}:00")
            for start, end in OFFERED_NIGHTS
        ]
        off = [Choice(text("button-quiet-off"), "quiet off")] if turn.person.quiet else []
        return Reply([_quiet(turn.person.quiet), text("quiet-how")], [[each] for each in (*nights, *off)])
    await preferences.set_quiet(turn.person, quiet)
    if quiet is None:
        return Reply([text("quiet-set-off")], [BACK])
    lines: list[Line] = [text("quiet-set", start=_time(quiet[0]), end=_time(quiet[1]))]
    staff = turn.person.staff
    if staff and staff.agenda_at is not None and mornings.is_within_quiet(staff, turn.now.date()):
        lines.append(text("quiet-but-agenda", at=_time(staff.agenda_at)))
        return Reply(lines, [[Choice(text("button-agenda"), "morning_agenda")], BACK])
    return Reply(lines, [BACK])


@commands.command("morning_agenda [{daytime}]", least=Role.AGENT, group="general")
async def morning_agenda(turn: Turn, daytime: int | bool | None = False) -> Reply:
    """Get the agenda at this time on working days; without one, the usual ones are offered."""
    staff = turn.staff
    if daytime is False:
        offered = [
            Choice(text("button-agenda-at", at=_time(minute)), f"morning_agenda {_time(minute):%H:%M}")
            for minute in OFFERED_MORNINGS
        ]
        off = [] if staff.agenda_at is None else [Choice(text("button-agenda-off"), "morning_agenda off")]
        return Reply([_agenda(staff), text("agenda-how")], [offered, *([off] if off else [])])
    await mornings.choose(staff, daytime, turn.now)
    if daytime is None:
        return Reply([text("agenda-set-off")], [BACK])
    coming = mornings.coming(staff, turn.now)
    assert coming is not None
    return Reply([text("agenda-set", at=_time(daytime), next=InFull(coming))], [BACK])


def _now(turn: Turn) -> Text:
    """An example of what was chosen: the present moment."""
    return text("settings-now", at=InFull(turn.now))


def _quiet(hours: Hours | None) -> Text:
    if hours is None:
        return text("settings-quiet-off")
    return text("settings-quiet", start=_time(hours[0]), end=_time(hours[1]))


def _agenda(staff: Staff) -> Text:
    if staff.agenda_at is None:
        return text("settings-agenda-off")
    return text("settings-agenda", at=_time(staff.agenda_at))


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)
