"""Reports: what somebody asks to have in a file, and whether they may. Its rows are crm.report_rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from crm import access, people, periods, references
from crm.access import SEES_ALL
from crm.people import Party, Person
from crm.periods import Period
from crm.references import Ref
from crm.refusal import Refusal
from storage import rows
from storage.models import Customer, Lead, Report, ReportFormat, ReportStatus, Staff

AT_ONCE = 5
"""Reports that one of the staff may wait for."""


class NotesForManagers(Refusal):
    """An agent asked for internal notes in a file."""

    key = "refusal-report-notes"


class TooManyReports(Refusal):
    """Somebody waits for AT_ONCE reports already."""

    key = "refusal-report-too-many"


WIDE = "wide"
"""In what a row is about: its file has what other agents have as well."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is of: of a person, of one of the staff, or of the whole team; and of which days."""

    period: Period
    staff_id: int | None = None
    party: Ref | None = None
    notes: bool = False

    @classmethod
    def read(cls, about: Mapping[str, Any]) -> Self:
        """What a row of the table says."""
        period = periods.read(about["period"])
        assert period is not None
        party = references.read(about["party"]) if about.get("party") else None
        return cls(period, about.get("staff"), party, bool(about.get("notes")))

    def write(self) -> dict[str, Any]:
        """`read(write(asked)) == asked`."""
        said = {"period": str(self.period), "staff": self.staff_id, "notes": self.notes}
        return {name: value for name, value in said.items() if value} | (
            {"party": str(self.party)} if self.party else {}
        )


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a report is about, as whoever asked may see it now."""

    asked: Asked
    staff: Staff | None
    party: Party | None
    seen_by: int | None
    """The agent who sees no more than their own and what nobody has; None: somebody who sees everything."""

    def made(self) -> dict[str, Any]:
        """What a row says once its file is there: what it is about, and whether an agent may have it."""
        return self.asked.write() | ({WIDE: True} if self.party is None and self.seen_by is None else {})


async def subject(asked: Asked, *, by: Person) -> Subject:
    """Whom it is about. Raises NotesForManagers, NotAllowed, NotFound, or WithSomebodyElse."""
    if by.staff is None or not by.staff.active:
        raise access.NotAllowed()
    sees_all = by.staff.role in SEES_ALL
    if asked.notes and not sees_all:
        raise NotesForManagers()
    if not sees_all and not asked.party and asked.staff_id != by.staff.id:
        raise access.NotAllowed()
    party = await people.current(await access.party(asked.party, by=by)) if asked.party else None
    staff = await Staff.get_or_none(id=asked.staff_id) if asked.staff_id else None
    if asked.staff_id and staff is None:
        raise access.NotAllowed()
    return Subject(asked, staff, party, None if sees_all or party else by.staff.id)


async def handed_out(report: Report, *, by: Person) -> Subject:
    """Whom the file of a report is about, if this person may have it. Raises what `subject` raises."""
    found = await subject(Asked.read(report.about), by=by)
    if report.about.get(WIDE) and found.seen_by is not None:
        # It was made for a manager, who is none any more.
        raise access.NotAllowed()
    return found


async def everything(asked: Asked) -> Subject:
    """Whom it is about, for the shell, which may see everything. Raises NotFound, or Erased."""
    party: Party | None = None
    if asked.party:
        model = Lead if asked.party.kind is references.RefKind.LEAD else Customer
        found = await model.get_or_none(id=asked.party.id)
        if found is None:
            raise access.NotFound(ref=str(asked.party))
        party = await people.current(found)
        await people.check_there(party)
    return Subject(asked, await Staff.get_or_none(id=asked.staff_id) if asked.staff_id else None, party, None)


async def ask(
    asked: Asked, format: ReportFormat, *, by: Person, inbound_id: int | None, at: datetime
) -> tuple[Report, bool]:
    """Have it made, and whether it was being made already. Raises what `subject` raises, and TooManyReports."""
    await subject(asked, by=by)
    assert by.staff is not None
    waiting = await Report.filter(staff_id=by.staff.id, status=ReportStatus.WAITING).order_by("id")
    for one in waiting:
        if one.format is format and one.about == asked.write() and one.identity_id == by.identity.id:
            return one, True
    if len(waiting) >= AT_ONCE:
        raise TooManyReports(count=len(waiting))
    return await Report.create(
        staff_id=by.staff.id, identity_id=by.identity.id, inbound_id=inbound_id, format=format, about=asked.write(),
        created_at=at,
    ), False  # fmt: skip


async def known_since(party: Party, zone: ZoneInfo) -> date:
    """The day of the first thing on record of a person: whoever was merged into them may have been known for longer."""
    column = "customer_id" if isinstance(party, Customer) else "lead_id"
    began = [party.created_at]
    for table in ("activity", "ticket_message", "change"):
        first = f"SELECT min(at) AS at FROM {table} WHERE {column} = :party"
        began += [rows.moment(row["at"]) for row in await rows.run(first, {"party": party.id}) if row["at"]]
    return min(began).astimezone(zone).date()
