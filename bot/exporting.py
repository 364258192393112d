"""Exporting: what `python -m bot export` was given, read as in the chat, and done while a bar shows how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import exports
from bot.fields import PERIOD, PERSON, Here
from bot.settings import Settings
from bot.speech import Speech
from bot.vocabulary import VOCABULARY
from crm import colleagues, office, people, periods
from crm.access import NotFound
from crm.colleagues import Handle
from crm.people import Party
from crm.references import Ref, RefKind
from crm.reports import Asked
from storage import clock
from storage.models import Customer, Lead, ReportFormat


@dataclass(frozen=True, slots=True)
class Wish:
    """The options, as they were given."""

    format: ReportFormat
    period: str
    staff: str | None
    party: str | None
    notes: bool
    language: str


async def export(what: str, wish: Wish, to: Path, settings: Settings, bar: Any) -> str:
    """Write it, and say so. Raises FieldError for what cannot be read, and the refusals of crm."""
    office.use(settings.office)
    zone = ZoneInfo(settings.timezone)

    async def advance(done: int, total: int) -> None:
        bar.length = max(total, 1)
        bar.update(done - bar.pos)

    if what != "report":
        party = await _party(PERSON.read(what))
        count = await exports.person(party, settings.media_folder, zone, settings.organisation, to, advance)
        return f"{to}: {count} rows about {people.reference(party)}"
    now = clock.now()
    period = PERIOD.read(wish.period, VOCABULARY.at(Here(now, zone, settings.country.upper())))
    periods.check(period, now.astimezone(zone).date())
    staff = await colleagues.find(Handle(wish.staff, suspended=True)) if wish.staff else None
    asked = Asked(period, staff.id if staff else None, PERSON.read(wish.party) if wish.party else None, wish.notes)
    speech = Speech(wish.language, "auto", zone, now)
    drawn = await exports.report(asked, wish.format, speech, zone, settings.organisation, to, advance)
    cut = f" of {drawn.total} (the newest; Excel has all of them)" if drawn.rows < drawn.total else ""
    return f"{to}: {drawn.rows} rows{cut}"


async def _party(ref: Ref) -> Party:
    """Somebody, whoever has them."""
    found = await (Lead if ref.kind is RefKind.LEAD else Customer).get_or_none(id=ref.id)
    if found is None:
        raise NotFound(ref=str(ref))
    party = await people.current(found)
    await people.check_there(party)
    return party
