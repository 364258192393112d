"""The records: activities, changes, labels, merges, and attachments.

A row of the timeline belongs to a lead or to a customer, exactly one (CHECK), in columns of its own, so that one
index serves one person's page whatever the kind of row.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from storage.models.checks import exactly_one, one_of
from storage.models.kinds import (
    ActivityKind,
    AttachmentKind,
    CallOutcome,
    Direction,
)
from storage.models.messages import InboundMessage
from storage.models.people import Customer, Lead, Staff
from storage.models.tickets import Ticket, TicketMessage


class Activity(Model):
    """Something said or done with a lead or customer outside any ticket. CHECK: only an open task rings."""

    attachments: fields.ReverseRelation[Attachment]

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(ActivityKind, max_length=16)
    direction: Direction | None = fields.CharEnumField(Direction, max_length=8, null=True)  # type: ignore[assignment]
    lead: fields.ForeignKeyNullableRelation[Lead] = fields.ForeignKeyField(
        "diwan.Lead", related_name="activities", null=True, on_delete=fields.RESTRICT
    )
    lead_id: int | None
    customer: fields.ForeignKeyNullableRelation[Customer] = fields.ForeignKeyField(
        "diwan.Customer", related_name="activities", null=True, on_delete=fields.RESTRICT
    )
    customer_id: int | None
    author: fields.ForeignKeyNullableRelation[Staff] = fields.ForeignKeyField(
        "diwan.Staff", related_name="activities", null=True, on_delete=fields.SET_NULL
    )
    author_id: int | None
    text = fields.TextField(default="")
    at = fields.DatetimeField()
    duration: int | None = fields.IntField(null=True)
    """Of a call, in seconds."""
    outcome: CallOutcome | None = fields.CharEnumField(CallOutcome, max_length=16, null=True)  # type: ignore[assignment]
    due_at: datetime | None = fields.DatetimeField(null=True)
    """When a task should be done; None: some time."""
    remind_at: datetime | None = fields.DatetimeField(null=True)
    """When it reminds of a task; of a series, the moment of the rule that this one stands for."""
    ring_at: datetime | None = fields.DatetimeField(null=True)
    """When it rings next: at `remind_at`, after quiet hours, or once more. None: it will not."""
    rings = fields.IntField(default=0, db_default=0)
    """How often it has rung in all: each ring has an outbox row of its own."""
    reminded_at: datetime | None = fields.DatetimeField(null=True)
    """When it rang for the time that it has now; None: not yet."""
    loud = fields.BooleanField(default=False, db_default=False)
    """It was set for a time in its author's quiet hours on purpose, and rings in them."""
    repeats = fields.CharField(max_length=64, null=True)
    """The rule (crm.recurrence) by which another one follows it when it rings."""
    series_id: int | None = fields.BigIntField(null=True)
    """The first activity of those that a rule has brought about; a series has each moment once (unique index)."""
    ticket: fields.ForeignKeyNullableRelation[Ticket] = fields.ForeignKeyField(
        "diwan.Ticket", related_name="reminders", null=True, on_delete=fields.RESTRICT
    )
    """The ticket that a reminder is about, of the same lead or customer."""
    ticket_id: int | None
    to_customer = fields.BooleanField(default=False, db_default=False)
    """Its text is sent to the lead or customer when its time comes."""
    done_at: datetime | None = fields.DatetimeField(null=True)
    dropped_at: datetime | None = fields.DatetimeField(null=True)
    """When a task was given up, or gave way to the next of its series."""
    inbound: fields.OneToOneNullableRelation[InboundMessage] = fields.OneToOneField(
        "diwan.InboundMessage", related_name="activity", null=True, on_delete=fields.SET_NULL
    )
    """The message it records: unique, so that one message is on record once."""
    inbound_id: int | None

    class Meta:
        table = "activity"
        constraints = [
            one_of("activity", "kind", ActivityKind),
            one_of("activity", "direction", Direction, null=True),
            one_of("activity", "outcome", CallOutcome, null=True),
            exactly_one("activity", "one_party", "lead_id", "customer_id"),
            CheckConstraint(
                check='"ring_at" IS NULL OR ("kind" = \'task\' AND "done_at" IS NULL AND "dropped_at" IS NULL)',
                name="activity_ring_open",
            ),
        ]
        indexes = [("lead_id", "at", "id"), ("customer_id", "at", "id"), ("ticket_id",)]

    @property
    def is_sent(self) -> bool:
        """Whether its text went to the lead or customer when it rang; what was done by hand did not."""
        return self.to_customer and self.done_at is not None and self.done_at == self.reminded_at


class Change(Model):
    """Who changed what from what to what, when: of a ticket when `ticket` is set, else of the lead or customer."""

    id = fields.BigIntField(primary_key=True)
    lead: fields.ForeignKeyNullableRelation[Lead] = fields.ForeignKeyField(
        "diwan.Lead", related_name="changes", null=True, on_delete=fields.RESTRICT
    )
    lead_id: int | None
    customer: fields.ForeignKeyNullableRelation[Customer] = fields.ForeignKeyField(
        "diwan.Customer", related_name="changes", null=True, on_delete=fields.RESTRICT
    )
    customer_id: int | None
    ticket: fields.ForeignKeyNullableRelation[Ticket] = fields.ForeignKeyField(
        "diwan.Ticket", related_name="changes", null=True, on_delete=fields.RESTRICT
    )
    ticket_id: int | None
    field = fields.CharField(max_length=32)
    """`created`, `status`, `priority`, `assignee`, `owner`, `converted`, …"""
    before: str | None = fields.TextField(null=True)
    after: str | None = fields.TextField(null=True)
    before_id: int | None = fields.BigIntField(null=True)
    after_id: int | None = fields.BigIntField(null=True)
    """Of the staff member or record whose name `before` or `after` is, as an undo needs it."""
    activity_id: int | None = fields.BigIntField(null=True)
    """The activity that was changed, such as the task that was done."""
    undone_at: datetime | None = fields.DatetimeField(null=True)
    author: fields.ForeignKeyNullableRelation[Staff] = fields.ForeignKeyField(
        "diwan.Staff", related_name="changes", null=True, on_delete=fields.SET_NULL
    )
    author_id: int | None
    at = fields.DatetimeField()

    class Meta:
        table = "change"
        constraints = [
            exactly_one("change", "one_party", "lead_id", "customer_id"),
        ]
        indexes = [
            ("lead_id", "at", "id"), ("customer_id", "at", "id"), ("ticket_id", "at", "id"), ("author_id", "at"),
        ]  # fmt: skip


class Label(Model):
    """A label on a lead or customer (exactly one, by CHECK): free text, once each however it is spelled."""

    id = fields.BigIntField(primary_key=True)
    lead: fields.ForeignKeyNullableRelation[Lead] = fields.ForeignKeyField(
        "diwan.Lead", related_name="labels", null=True, on_delete=fields.CASCADE
    )
    lead_id: int | None
    customer: fields.ForeignKeyNullableRelation[Customer] = fields.ForeignKeyField(
        "diwan.Customer", related_name="labels", null=True, on_delete=fields.CASCADE
    )
    customer_id: int | None
    name = fields.CharField(max_length=64)
    fold = fields.CharField(max_length=64)
    """The name as it is compared: case and spelling variants dropped."""
    author: fields.ForeignKeyNullableRelation[Staff] = fields.ForeignKeyField(
        "diwan.Staff", related_name="labels", null=True, on_delete=fields.SET_NULL
    )
    author_id: int | None
    at = fields.DatetimeField()

    class Meta:
        table = "label"
        constraints = [
            exactly_one("label", "one_party", "lead_id", "customer_id"),
            UniqueConstraint(fields=("lead_id", "fold"), name="label_lead_once"),
            UniqueConstraint(fields=("customer_id", "fold"), name="label_customer_once"),
        ]
        indexes = [("fold", "id")]


class Merge(Model):
    """Two customers, or two leads, made one: what moved, so that it can be taken back for a while."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=1)
    """`C` or `L`: what the two ids are."""
    kept_id = fields.BigIntField()
    gone_id = fields.BigIntField()
    moved: dict[str, Any] = fields.JSONField(default=dict)
    """By table the ids of the rows that went over; under `doubles` the labels that both had; under `before` the columns
    of both as they were, and under `after` those of the one that stayed."""
    author: fields.ForeignKeyNullableRelation[Staff] = fields.ForeignKeyField(
        "diwan.Staff", related_name="merges", null=True, on_delete=fields.SET_NULL
    )
    author_id: int | None
    at = fields.DatetimeField()
    undone_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "merge"
        indexes = [("kind", "kept_id"), ("kind", "gone_id")]


class SavedReply(Model):
    """An answer that the staff give often, in both languages; `{name}` in it is the customer's name."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=32, unique=True)
    """The word by which it is sent, folded: `/hello T45`."""
    text_ar = fields.TextField(default="")
    text_en = fields.TextField(default="")
    author: fields.ForeignKeyNullableRelation[Staff] = fields.ForeignKeyField(
        "diwan.Staff", related_name="saved_replies", null=True, on_delete=fields.SET_NULL
    )
    author_id: int | None
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "saved_reply"


class SearchWord(Model):
    """One word by which a lead, customer or ticket is found; a prefix of it is enough. Written by crm.search alone."""

    id = fields.BigIntField(primary_key=True)
    word = fields.CharField(max_length=64)
    how = fields.CharField(max_length=8)
    """`fold`, `skeleton` or `phone`: how the word came of what people wrote."""
    kind = fields.CharField(max_length=1)
    """`L`, `C` or `T`: what `record_id` is."""
    record_id = fields.BigIntField()

    class Meta:
        table = "search_word"
        indexes = [("kind", "record_id")]


class Attachment(Model):
    """A file, place or contact that came with a message.

    CHECK: it belongs to an activity or to a ticket message, exactly one. `path` is None until the bytes were fetched
    from `source` (the provider's file id or address); a location or contact has `details` and no bytes.
    """

    id = fields.BigIntField(primary_key=True)
    activity: fields.ForeignKeyNullableRelation[Activity] = fields.ForeignKeyField(
        "diwan.Activity", related_name="attachments", null=True, on_delete=fields.CASCADE
    )
    activity_id: int | None
    ticket_message: fields.ForeignKeyNullableRelation[TicketMessage] = fields.ForeignKeyField(
        "diwan.TicketMessage", related_name="attachments", null=True, on_delete=fields.CASCADE
    )
    ticket_message_id: int | None
    channel = fields.CharField(max_length=16)
    kind = fields.CharEnumField(AttachmentKind, max_length=16)
    type = fields.CharField(max_length=255, default="")
    """The media type, such as `image/jpeg`."""
    name = fields.TextField(default="")
    size: int | None = fields.BigIntField(null=True)
    """Bytes."""
    digest = fields.CharField(max_length=64, null=True)
    """SHA-256 in hexadecimal."""
    path: str | None = fields.TextField(null=True)
    """Where the bytes lie, relative to the media folder."""
    source: str | None = fields.TextField(null=True)
    details: dict[str, Any] | None = fields.JSONField(null=True)
    """`{latitude, longitude, name, address}` of a location, `{name, phone}` of a contact."""
    tries = fields.IntField(default=0, db_default=0)
    fetch_at: datetime | None = fields.DatetimeField(null=True)
    """When to fetch the bytes (again); None when there is nothing to fetch any more."""
    created_at = fields.DatetimeField()

    class Meta:
        table = "attachment"
        constraints = [
            one_of("attachment", "kind", AttachmentKind),
            exactly_one("attachment", "one_record", "activity_id", "ticket_message_id"),
        ]
        indexes = [("activity_id",), ("ticket_message_id",)]
