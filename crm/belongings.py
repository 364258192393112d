"""Belongings: what hangs on a lead or customer, and how all of it goes over to another, and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tortoise.models import Model

from crm import people
from crm.people import Party
from storage import rows
from storage.models import Activity, Change, Customer, Identity, Label, Lead, Ticket, TicketMessage

HANGING: tuple[type[Model], ...] = (Identity, Activity, Ticket, TicketMessage, Change, Label)
"""What names its lead or customer, in the order in which it goes over. Identities go first: their rows are what a
message that arrives meanwhile locks; a ticket goes before what is said in it, which locks the ticket. Attachments,
reminders and open conversations go with what they hang on."""

Moved = dict[str, list[Any]]
"""By table the ids of what went over; under `doubles` the labels that both had."""

_BY_ID = ("identity", "label")
_PARTLY_OF_TICKETS = ("activity", "change")
_OF_TICKETS = ("ticket_message", *_PARTLY_OF_TICKETS)


async def hand_over(giver: Party, to: Party) -> Moved:
    """Everything of one goes to the other; a label that both have is kept once. Both rows must be locked."""
    moved: Moved = {"doubles": await _drop_doubles(giver, to)}
    for model in HANGING:
        table = model._meta.db_table
        moved[table] = await _move(table, f"{_column(giver)} = :giver", {"giver": giver.id}, to)
    if isinstance(giver, Customer):
        # The leads that it came from.
        found = await rows.run(
            "UPDATE lead SET customer_id = :to WHERE customer_id = :giver RETURNING id",
            {"giver": giver.id, "to": to.id},
        )
        moved["lead"] = [row["id"] for row in found]
    return moved


async def hand_back(moved: Moved, *, holder: Party, to: Party) -> None:
    """What went over and is still there goes back; what is about a ticket, or was said in it since, goes with it.

    Both rows must be locked.
    """
    still = f"{_column(holder)} = :holder"
    values: dict[str, Any] = {"holder": holder.id}
    for table in _BY_ID:
        await _move(table, f"{rows.among('id', 'ids')} AND {still}", {**values, "ids": moved[table]}, to)
    own = f"{rows.among('id', 'ids')} AND ticket_id IS NULL AND {still}"
    for table in _PARTLY_OF_TICKETS:
        await _move(table, own, {**values, "ids": moved[table]}, to)
    returning = await _returning(moved["ticket"], holder)
    for table, column in (("ticket", "id"), *((table, "ticket_id") for table in _OF_TICKETS)):
        await _move(table, f"{rows.among(column, 'ids')} AND {still}", {**values, "ids": returning}, to)
    if isinstance(to, Customer):
        await rows.run(
            f"UPDATE lead SET customer_id = :to WHERE {rows.among('id', 'ids')} AND customer_id = :holder",
            {**values, "ids": moved["lead"], "to": to.id},
        )
    for double in moved["doubles"]:
        await Label.create(**{**double, "at": datetime.fromisoformat(double["at"])}, **people.owned_by(to))


async def _drop_doubles(giver: Party, to: Party) -> list[dict[str, Any]]:
    has = await Label.filter(**people.about(to)).values_list("fold", flat=True)
    doubles = await Label.filter(**people.about(giver), fold__in=list(has))
    await Label.filter(id__in=[double.id for double in doubles]).delete()
    return [
        {"name": one.name, "fold": one.fold, "author_id": one.author_id, "at": one.at.isoformat()} for one in doubles
    ]


async def _move(table: str, which: str, values: dict[str, Any], to: Party) -> list[int]:
    # What is moved and what is remembered as moved is one statement: nothing that is written meanwhile is missed.
    found = await rows.run(
        f'UPDATE "{table}" SET lead_id = :lead, customer_id = :customer WHERE {which} RETURNING id',
        {**values, "lead": people.owned_by(to)["lead_id"], "customer": people.owned_by(to)["customer_id"]},
    )
    return sorted(row["id"] for row in found)


async def _returning(went: list[int], holder: Party) -> list[int]:
    """The tickets that can go back: not one that is together with a ticket which stays."""
    theirs = await Ticket.filter(**people.about(holder)).values_list("id", "merged_into_id")
    there = {int(str(id)) for id, _ in theirs}
    back = set(went) & there
    pairs = [(int(str(id)), int(str(into))) for id, into in theirs if into is not None]
    while apart := {one for pair in pairs for one in pair if one in back and not back.issuperset(pair)}:
        back -= apart
    return sorted(back)


def _column(party: Party) -> str:
    return "lead_id" if isinstance(party, Lead) else "customer_id"
