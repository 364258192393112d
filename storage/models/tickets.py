"""Tickets, what is said in them, and who is called into them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from storage.models.checks import exactly_one, one_of, together
from storage.models.kinds import Direction, Priority, TicketStatus, Visibility
from storage.models.messages import InboundMessage
from storage.models.people import Customer, Lead, Staff

if TYPE_CHECKING:
    from storage.models.records import Attachment


class Ticket(Model):
    """A customer's or lead's request. CHECK: `closed_at` is set exactly when it is CLOSED."""

    id = fields.BigIntField(primary_key=True)
    subject = fields.TextField()
    status = fields.CharEnumField(TicketStatus, max_length=16, default=TicketStatus.OPEN)
    priority = fields.CharEnumField(Priority, max_length=8, default=Priority.MEDIUM)
    lead: fields.ForeignKeyNullableRelation[Lead] = fields.ForeignKeyField(
        "diwan.Lead", related_name="tickets", null=True, on_delete=fields.RESTRICT
    )
    lead_id: int | None
    customer: fields.ForeignKeyNullableRelation[Customer] = fields.ForeignKeyField(
        "diwan.Customer", related_name="tickets", null=True, on_delete=fields.RESTRICT
    )
    customer_id: int | None
    assignee: fields.ForeignKeyNullableRelation[Staff] = fields.ForeignKeyField(
        "diwan.Staff", related_name="tickets", null=True, on_delete=fields.SET_NULL
    )
    assignee_id: int | None
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()
    first_response_at: datetime | None = fields.DatetimeField(null=True)
    closed_at: datetime | None = fields.DatetimeField(null=True)
    respond_by: datetime | None = fields.DatetimeField(null=True)
    resolve_by: datetime | None = fields.DatetimeField(null=True)
    """Its targets, counted in working hours when it was opened or given another priority."""
    respond_warned = fields.IntField(default=0, db_default=0)
    resolve_warned = fields.IntField(default=0, db_default=0)
    """How far the warnings of a target have gone: see crm.targets."""
    merged_into: fields.ForeignKeyNullableRelation[Ticket] = fields.ForeignKeyField(
        "diwan.Ticket", related_name="merged", null=True, on_delete=fields.SET_NULL
    )
    """The ticket that has its thread; this one stays, closed."""
    merged_into_id: int | None
    follows: fields.ForeignKeyNullableRelation[Ticket] = fields.ForeignKeyField(
        "diwan.Ticket", related_name="followed_by", null=True, on_delete=fields.SET_NULL
    )
    """The ticket, closed too long ago to be reopened, whose answer opened this one."""
    follows_id: int | None
    rating: int | None = fields.IntField(null=True)
    """The customer's, 1 to 5."""
    rating_words: str | None = fields.TextField(null=True)
    rating_asked_at: datetime | None = fields.DatetimeField(null=True)
    """A customer is asked once for each ticket."""
    rated_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "ticket"
        constraints = [
            one_of("ticket", "status", TicketStatus),
            one_of("ticket", "priority", Priority),
            exactly_one("ticket", "one_party", "lead_id", "customer_id"),
            CheckConstraint(check='"rating" IS NULL OR "rating" BETWEEN 1 AND 5', name="ticket_rating_range"),
            together("ticket", "closed", "closed_at", "\"status\" = 'closed'"),
        ]
        indexes = [
            ("lead_id", "status"), ("customer_id", "status"), ("assignee_id", "status"), ("status", "id"),
            ("status", "respond_by"), ("status", "resolve_by"), ("follows_id",),
        ]  # fmt: skip


class TicketMessage(Model):
    """One message in a ticket's thread. IN is from the customer, OUT from us, and INTERNAL has no direction."""

    attachments: fields.ReverseRelation[Attachment]

    id = fields.BigIntField(primary_key=True)
    ticket: fields.ForeignKeyRelation[Ticket] = fields.ForeignKeyField(
        "diwan.Ticket", related_name="messages", on_delete=fields.RESTRICT
    )
    ticket_id: int
    lead: fields.ForeignKeyNullableRelation[Lead] = fields.ForeignKeyField(
        "diwan.Lead", related_name="ticket_messages", null=True, on_delete=fields.RESTRICT
    )
    lead_id: int | None
    customer: fields.ForeignKeyNullableRelation[Customer] = fields.ForeignKeyField(
        "diwan.Customer", related_name="ticket_messages", null=True, on_delete=fields.RESTRICT
    )
    customer_id: int | None
    visibility = fields.CharEnumField(Visibility, max_length=8)
    direction: Direction | None = fields.CharEnumField(Direction, max_length=8, null=True)  # type: ignore[assignment]
    author: fields.ForeignKeyNullableRelation[Staff] = fields.ForeignKeyField(
        "diwan.Staff", related_name="ticket_messages", null=True, on_delete=fields.SET_NULL
    )
    author_id: int | None
    text = fields.TextField(default="")
    at = fields.DatetimeField()
    inbound: fields.OneToOneNullableRelation[InboundMessage] = fields.OneToOneField(
        "diwan.InboundMessage", related_name="ticket_message", null=True, on_delete=fields.SET_NULL
    )
    inbound_id: int | None

    class Meta:
        table = "ticket_message"
        constraints = [
            one_of("ticket_message", "visibility", Visibility),
            one_of("ticket_message", "direction", Direction, null=True),
            exactly_one("ticket_message", "one_party", "lead_id", "customer_id"),
            together("ticket_message", "external", "direction", "\"visibility\" = 'external'"),
        ]
        indexes = [("ticket_id", "at", "id"), ("lead_id", "at", "id"), ("customer_id", "at", "id")]


class Participant(Model):
    """A staff member who saw a ticket, or was called into it by a mention: a mention lets them see it."""

    id = fields.BigIntField(primary_key=True)
    ticket: fields.ForeignKeyRelation[Ticket] = fields.ForeignKeyField(
        "diwan.Ticket", related_name="participants", on_delete=fields.CASCADE
    )
    ticket_id: int
    staff: fields.ForeignKeyRelation[Staff] = fields.ForeignKeyField(
        "diwan.Staff", related_name="participations", on_delete=fields.CASCADE
    )
    staff_id: int
    mentioned_at: datetime | None = fields.DatetimeField(null=True)
    seen_at: datetime | None = fields.DatetimeField(null=True)
    """When they last opened the ticket."""

    class Meta:
        table = "participant"
        constraints = [UniqueConstraint(fields=("ticket_id", "staff_id"), name="participant_once")]
