"""Nudges: who hears that a new lead waits, whom nobody has answered yet, and after how long.

The lengths are set, in real time, but a nudge comes only while the office is open. STAGES is the table; each is given
once. Nobody is nudged about a lead who opened a ticket, which has its targets; nor about one whom no answer reaches,
such as a colleague who wrote before they joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from crm import audience, notices, office, people, references
from crm.audience import Audience, Stage
from crm.quiet import staff_quiet_until
from storage import clock, rows
from storage.models import Lead, Staff, Ticket
from storage.text import Choice, Line, Text
from storage.transactions import transaction

AT_ONCE = 500
"""Leads that one sweep nudges about."""

LATEST = timedelta(hours=24)
"""Working time after which a nudge is left out: all those of an outage, or of time without nudges, would be a flood."""

MINUTE = timedelta(minutes=1)

STAGES = (
    Stage(1, "first", "lead-waiting"),
    Stage(2, "second", "lead-waiting-long"),
)
FIRST, SECOND = STAGES


@dataclass(frozen=True, slots=True)
class Waiting:
    """A lead whom nobody has answered, and since when they wait."""

    lead: Lead
    since: datetime


async def sweep() -> None:
    """Give the nudges that are due, each once however many workers do this."""
    now, here = clock.now(), office.current()
    if not here.nudges or not here.is_open(now):
        return
    for waiting in await _due(now):
        stage, length = max(
            (each for each in _stages() if now - waiting.since >= each[1]), key=lambda each: each[0].number
        )
        async with transaction():
            await _nudge(waiting, stage, now, silent=_is_too_late(waiting.since + length, now))


_SAID = """
SELECT at, id, text, CAST(NULL AS BIGINT) AS ticket_id FROM activity
WHERE lead_id = {0} AND direction = 'in' AND kind IN ('whatsapp', 'telegram')
UNION ALL
SELECT said.at, said.id, said.text, said.ticket_id FROM ticket_message AS said JOIN ticket ON ticket.id = said.ticket_id
WHERE said.lead_id = {0} AND said.direction = 'in' AND ticket.status <> 'closed'
"""

# The first line is the condition of the index lead_unanswered. A scalar subquery is always one look into an index; a
# NOT EXISTS may become a join with every activity there is.
_UNANSWERED = """
status = 'new' AND nudged < 2 AND merged_into_id IS NULL
AND (
  SELECT id FROM identity
  WHERE lead_id = lead.id AND reachable AND (NOT opted_out OR last_inbound_at > opted_out_at) LIMIT 1) IS NOT NULL
AND (
  SELECT id FROM activity
  WHERE lead_id = lead.id AND direction = 'out' AND (outcome IS NULL OR outcome = 'answered') LIMIT 1) IS NULL
AND (SELECT id FROM ticket_message WHERE lead_id = lead.id AND direction = 'out' LIMIT 1) IS NULL
AND (SELECT id FROM ticket WHERE lead_id = lead.id AND respond_by IS NOT NULL LIMIT 1) IS NULL
"""

_DUE = f"""
SELECT * FROM (
  SELECT lead.*, (SELECT min(at) FROM ({_SAID.format("lead.id")}) AS said) AS since
  FROM lead WHERE {_UNANSWERED}
) AS waiting
WHERE {{those}} ORDER BY since, id LIMIT :most
"""

_CLAIM = f"UPDATE lead SET nudged = :stage WHERE id = :id AND nudged = :before AND {_UNANSWERED} RETURNING *"

_LAST = f"SELECT * FROM ({_SAID.format(':lead')}) AS said ORDER BY text = '', at DESC, id DESC LIMIT 1"


async def _due(now: datetime) -> Sequence[Waiting]:
    those = " OR ".join(f"(nudged < {stage.number} AND since <= :{stage.name})" for stage, _ in _stages())
    values: dict[str, Any] = {stage.name: now - length for stage, length in _stages()}
    found = await rows.run(_DUE.format(those=those), {**values, "most": AT_ONCE})
    return [Waiting(since=rows.moment(row.pop("since")), lead=rows.load(Lead, row)) for row in found]


async def _nudge(waiting: Waiting, stage: Stage, now: datetime, *, silent: bool) -> None:
    lead, before = waiting.lead, waiting.lead.nudged
    last = (await rows.run(_LAST, {"lead": lead.id}) or [{"text": "", "ticket_id": None}])[0]
    ticket = await rows.get(Ticket, last["ticket_id"]) if last["ticket_id"] else None
    is_quiet = await _is_quiet(lead, ticket, now)
    if stage is FIRST and is_quiet and not silent:
        return
    claimed = await rows.run(_CLAIM, {"id": lead.id, "before": before, "stage": stage.number})
    if not claimed or silent:
        return
    lead = rows.load(Lead, claimed[0])
    waited = (now - waiting.since) // MINUTE * MINUTE
    head = Text("notice-lead-waiting", {"name": lead.name, "ref": people.reference(lead), "waited": waited})
    body = notices.with_words(head, last["text"])
    # Who hears of both stages at once hears it once, as manager.
    key = f"nudge:{lead.id}:{stage.number}"
    for one in reversed(STAGES[before : stage.number]):
        await _tell(one, key, lead, ticket, body, is_quiet=is_quiet)


async def _tell(
    stage: Stage, key: str, lead: Lead, ticket: Ticket | None, body: Sequence[Line], *, is_quiet: bool
) -> None:
    ref = people.reference(lead)
    said = str(references.ticket(ticket.id)) if ticket else ref
    reply, card = Choice(Text("button-reply"), f"reply {said}"), Choice(Text("button-card"), ref)
    choices = [reply, card, notices.remind(ref)]
    if Audience.MANAGERS in audience.WHO_HEARS[stage.event]:
        choices = [reply, Choice(Text("button-assign"), f"assign {said}"), notices.remind(ref)]
        await audience.tell_managers(stage.event, key, lead, ticket, body, choices)
    elif not is_quiet:
        await audience.tell_holders(stage.event, key, lead, ticket, body, choices)


async def _is_quiet(lead: Lead, ticket: Ticket | None, now: datetime) -> bool:
    """Whether it must not ring for whoever has the lead now: the nudge is theirs when their quiet hours are over."""
    holder = (ticket.assignee_id if ticket else None) or lead.owner_id
    return holder is not None and staff_quiet_until(await rows.get(Staff, holder), now) is not None


def _stages() -> Iterator[tuple[Stage, timedelta]]:
    return zip(STAGES, office.current().nudges, strict=False)


def _is_too_late(due: datetime, now: datetime) -> bool:
    # Months need not be counted through.
    return now - due > 60 * office.DAY or office.current().between(due, now) > LATEST
