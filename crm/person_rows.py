"""Person rows: every row about one person, wherever it lies. Their export gives them, their erasure blanks them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crm import people, references
from crm.people import Party
from crm.references import RefKind
from storage import rows
from storage.models import Progress, Report

Rows = Mapping[str, Sequence[Any]]
"""By table its keys, in their order: the ids; of `pace` its keys."""

HANGING = ("identity", "activity", "ticket", "ticket_message", "change", "label")
"""The tables whose rows name their lead or customer."""

_FAMILY = f"""
WITH RECURSIVE family(kind, id) AS (
  SELECT CAST(:kind AS text), CAST(:id AS bigint)
  UNION
  SELECT kin.kind, kin.id FROM family JOIN (
    SELECT '{RefKind.LEAD}' AS kind, id, '{RefKind.LEAD}' AS of, merged_into_id AS heir FROM lead
      WHERE merged_into_id IS NOT NULL
    UNION ALL SELECT '{RefKind.LEAD}', id, '{RefKind.CUSTOMER}', customer_id FROM lead WHERE customer_id IS NOT NULL
    UNION ALL SELECT '{RefKind.CUSTOMER}', id, '{RefKind.CUSTOMER}', merged_into_id FROM customer
      WHERE merged_into_id IS NOT NULL
  ) AS kin ON kin.of = family.kind AND kin.heir = family.id)
SELECT kind, id FROM family ORDER BY kind, id
"""


async def belonging(party: Party) -> Rows:
    """The keys of every row about a person, by table; tables that have none are there, empty.

    `lead`, `customer`: whoever has all that is theirs now, with all who were merged into them and the leads that they
    came from, however far back. `identity`, `activity`, `ticket`, `ticket_message`, `change`, `label`: what hangs on
    any of these. `attachment`, `participant`, `search_word`: of those. `merge`: of any of these, taken back or not.
    `inbound_message`: what came from their addresses, and what of the staff's was logged on them. `outbound_message`
    with `outbound_part`: what goes to them, and what says something about them to others. `progress`: conversations of
    theirs, and of others about them. `report`: files that were asked for about them. `pace`: of their chats.

    Not those that only have their name in somebody's words, such as a report of the whole team, or a note about
    somebody else.
    """
    now = await people.current(party)
    found = await rows.run(_FAMILY, {"kind": references.of(now).kind.value, "id": now.id})
    leads = [row["id"] for row in found if row["kind"] == RefKind.LEAD]
    customers = [row["id"] for row in found if row["kind"] == RefKind.CUSTOMER]
    owned = {"leads": leads, "customers": customers}
    theirs = f"({rows.among('lead_id', 'leads')} OR {rows.among('customer_id', 'customers')})"
    keys: dict[str, Sequence[Any]] = {"lead": leads, "customer": customers}
    for table in HANGING:
        keys[table] = await _ids(table, theirs, owned)
    activities, messages, tickets = keys["activity"], keys["ticket_message"], keys["ticket"]
    given: dict[str, Any] = {
        **owned, "activities": activities, "messages": messages, "tickets": tickets, "identities": keys["identity"],
    }  # fmt: skip
    with_one = f"({rows.among('activity_id', 'activities')} OR {rows.among('ticket_message_id', 'messages')})"
    keys["attachment"] = await _ids("attachment", with_one, given)
    keys["participant"] = await _ids("participant", rows.among("ticket_id", "tickets"), given)
    keys["search_word"] = await _ids("search_word", _of_records("record_id", RefKind.TICKET), given)
    keys["merge"] = await _ids("merge", f"({_of_records('kept_id')} OR {_of_records('gone_id')})", given)
    keys["inbound_message"] = await _ids("inbound_message", _HEARD.format(
        identities=rows.among("id", "identities"), activities=rows.among("id", "activities"),
        messages=rows.among("id", "messages"),
    ), given)  # fmt: skip
    about = " OR ".join([
        rows.among("identity_id", "identities"), theirs, rows.among("ticket_id", "tickets"), with_one,
    ])  # fmt: skip
    keys["outbound_message"] = await _ids("outbound_message", f"({about})", given)
    keys["outbound_part"] = await _ids(
        "outbound_part", rows.among("outbound_id", "outbound"), {"outbound": keys["outbound_message"]}
    )
    refs = {str(references.lead(id)) for id in leads} | {str(references.customer(id)) for id in customers}
    refs |= {str(references.ticket(id)) for id in tickets} | {str(references.activity(id)) for id in activities}
    keys["progress"] = [
        one.id
        async for one in Progress.all().order_by("id")
        if one.identity_id in keys["identity"] or not refs.isdisjoint(_written(one))
    ]
    keys["report"] = [one.id async for one in Report.all().order_by("id") if one.about.get("party") in refs]
    places = await rows.run(
        f"SELECT channel, address FROM identity WHERE {rows.among('id', 'identities')} ORDER BY id", given
    )
    keys["pace"] = [f"{place['channel']}:{place['address']}" for place in places]
    return keys


async def _ids(table: str, condition: str, values: Mapping[str, Any]) -> list[int]:
    return [row["id"] for row in await rows.run(f'SELECT id FROM "{table}" WHERE {condition} ORDER BY id', values)]


def _of_records(column: str, *others: RefKind) -> str:
    kinds = {RefKind.LEAD: "leads", RefKind.CUSTOMER: "customers", RefKind.TICKET: "tickets"}
    wanted = (RefKind.LEAD, RefKind.CUSTOMER, *others)
    return "(" + " OR ".join(f"(kind = '{kind}' AND {rows.among(column, kinds[kind])})" for kind in wanted) + ")"


def _written(progress: Progress) -> Iterable[str]:
    return (value for value in (*progress.answers.values(), *progress.context.values()) if isinstance(value, str))


_HEARD = """
((channel, sender) IN (SELECT channel, address FROM identity WHERE {identities})
 OR id IN (SELECT inbound_id FROM activity WHERE {activities} AND inbound_id IS NOT NULL)
 OR id IN (SELECT inbound_id FROM ticket_message WHERE {messages} AND inbound_id IS NOT NULL))
"""
