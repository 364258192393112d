"""The first schema.

On SQLite a CHECK is added by remaking its table, which drops the table's indexes and a one-to-one's uniqueness: so the
checks come first, then what is unique, then the indexes.
"""

import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from storage.models.kinds import (
    ActivityKind,
    AttachmentKind,
    ChannelName,
    Direction,
    InboundStatus,
    LeadStatus,
    OutboundStatus,
    Priority,
    Role,
    TicketStatus,
    Visibility,
)

PARTIAL_INDEXES = [
    # One message is on record once.
    "CREATE UNIQUE INDEX activity_inbound_once ON activity (inbound_id)",
    "CREATE UNIQUE INDEX ticket_message_inbound_once ON ticket_message (inbound_id)",
    "CREATE UNIQUE INDEX progress_identity_once ON progress (identity_id)",
    # The inbox: what waits, by age.
    "CREATE INDEX inbound_message_waiting ON inbound_message (id) WHERE status = 'pending'",
    # The outbox: what is not over, by chat and by time; no chat has two messages on the wire.
    "CREATE INDEX outbound_message_unfinished ON outbound_message (identity_id, id)"
    " WHERE status IN ('queued', 'claimed', 'sending')",
    "CREATE INDEX outbound_message_due ON outbound_message (next_attempt_at, id) WHERE status = 'queued'",
    "CREATE UNIQUE INDEX outbound_message_one_in_flight ON outbound_message (identity_id)"
    " WHERE status IN ('claimed', 'sending')",
    "CREATE INDEX activity_reminders ON activity (remind_at) WHERE remind_at IS NOT NULL AND done_at IS NULL",
    "CREATE INDEX attachment_unfetched ON attachment (fetch_at) WHERE fetch_at IS NOT NULL",
]


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="ContentTemplate",
            fields=[
                ("key", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ("sid", fields.CharField(max_length=64)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "content_template", "app": "diwan", "pk_attr": "key"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="InboundMessage",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("channel", fields.CharEnumField(enum_type=ChannelName, max_length=16)),
                ("account", fields.CharField(max_length=64)),
                ("provider_id", fields.CharField(max_length=64)),
                ("sender", fields.CharField(max_length=255)),
                ("message_id", fields.CharField(null=True, max_length=64)),
                ("payload", fields.TextField(unique=False)),
                ("received_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("status", fields.CharEnumField(default=InboundStatus.PENDING, enum_type=InboundStatus, max_length=8)),
                ("attempts", fields.IntField(default=0, db_default=0)),
                ("next_attempt_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("error", fields.TextField(null=True, unique=False)),
                ("done_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "inbound_message", "app": "diwan", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Pace",
            fields=[
                ("key", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=255)),
                ("next_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "pace", "app": "diwan", "pk_attr": "key"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Staff",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("name", fields.TextField(unique=False)),
                ("role", fields.CharEnumField(enum_type=Role, max_length=16)),
                ("language", fields.CharField(max_length=8)),
                ("timezone", fields.CharField(max_length=64)),
                ("digits", fields.CharField(default="auto", db_default="auto", max_length=8)),
                ("on_duty", fields.BooleanField(default=True, db_default=True)),
                ("active", fields.BooleanField(default=True, db_default=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "staff", "app": "diwan", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Customer",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("name", fields.TextField(unique=False)),
                ("phone", fields.CharField(null=True, unique=True, max_length=32)),
                ("email", fields.TextField(null=True, unique=False)),
                ("company", fields.TextField(null=True, unique=False)),
                (
                    "owner",
                    fields.ForeignKeyField(
                        "diwan.Staff",
                        source_field="owner_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="customers",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("updated_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "customer", "app": "diwan", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Invite",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("role", fields.CharEnumField(enum_type=Role, max_length=16)),
                ("code_hash", fields.CharField(unique=True, max_length=128)),
                (
                    "invited_by",
                    fields.ForeignKeyField(
                        "diwan.Staff",
                        source_field="invited_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="invites",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("tries", fields.IntField(default=0, db_default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "invite", "app": "diwan", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Lead",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("name", fields.TextField(unique=False)),
                ("phone", fields.CharField(null=True, max_length=32)),
                ("email", fields.TextField(null=True, unique=False)),
                ("company", fields.TextField(null=True, unique=False)),
                ("status", fields.CharEnumField(default=LeadStatus.NEW, enum_type=LeadStatus, max_length=16)),
                ("source", fields.CharField(null=True, max_length=32)),
                (
                    "owner",
                    fields.ForeignKeyField(
                        "diwan.Staff",
                        source_field="owner_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="leads",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                (
                    "customer",
                    fields.ForeignKeyField(
                        "diwan.Customer",
                        source_field="customer_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="leads",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("updated_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "lead", "app": "diwan", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Activity",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("kind", fields.CharEnumField(enum_type=ActivityKind, max_length=16)),
                ("direction", fields.CharEnumField(null=True, enum_type=Direction, max_length=8)),
                (
                    "lead",
                    fields.ForeignKeyField(
                        "diwan.Lead",
                        source_field="lead_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="activities",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "customer",
                    fields.ForeignKeyField(
                        "diwan.Customer",
                        source_field="customer_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="activities",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "author",
                    fields.ForeignKeyField(
                        "diwan.Staff",
                        source_field="author_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="activities",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("text", fields.TextField(default="", unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("remind_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("done_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "inbound",
                    fields.OneToOneField(
                        "diwan.InboundMessage",
                        source_field="inbound_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="activity",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
            ],
            options={"table": "activity", "app": "diwan", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Identity",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("channel", fields.CharEnumField(enum_type=ChannelName, max_length=16)),
                ("address", fields.CharField(max_length=255)),
                (
                    "staff",
                    fields.ForeignKeyField(
                        "diwan.Staff",
                        source_field="staff_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="identities",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "lead",
                    fields.ForeignKeyField(
                        "diwan.Lead",
                        source_field="lead_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="identities",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "customer",
                    fields.ForeignKeyField(
                        "diwan.Customer",
                        source_field="customer_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="identities",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.TextField(default="", unique=False)),
                ("phone", fields.CharField(null=True, max_length=32)),
                ("language", fields.CharField(max_length=8)),
                ("timezone", fields.CharField(null=True, max_length=64)),
                ("digits", fields.CharField(default="auto", db_default="auto", max_length=8)),
                ("last_inbound_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("reachable", fields.BooleanField(default=True, db_default=True)),
                ("opted_out", fields.BooleanField(default=False, db_default=False)),
                ("misses", fields.IntField(default=0, db_default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "identity", "app": "diwan", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OutboundMessage",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("key", fields.CharField(unique=True, max_length=200)),
                (
                    "identity",
                    fields.ForeignKeyField(
                        "diwan.Identity",
                        source_field="identity_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="outbound",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("channel", fields.CharEnumField(enum_type=ChannelName, max_length=16)),
                ("body", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
                (
                    "choices",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("numbered", fields.BooleanField(default=False, db_default=False)),
                ("attachment_id", fields.BigIntField(null=True)),
                ("quotes", fields.CharField(null=True, max_length=64)),
                ("edits", fields.CharField(null=True, max_length=64)),
                ("lead_id", fields.BigIntField(null=True)),
                ("customer_id", fields.BigIntField(null=True)),
                ("ticket_id", fields.BigIntField(null=True)),
                ("activity_id", fields.BigIntField(null=True)),
                ("ticket_message_id", fields.BigIntField(null=True)),
                (
                    "author",
                    fields.ForeignKeyField(
                        "diwan.Staff",
                        source_field="author_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="outbound",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                (
                    "status",
                    fields.CharEnumField(default=OutboundStatus.QUEUED, enum_type=OutboundStatus, max_length=16),
                ),
                ("attempts", fields.IntField(default=0, db_default=0)),
                ("next_attempt_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("claim", fields.CharField(null=True, max_length=32)),
                ("claimed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("parts_sent", fields.IntField(default=0, db_default=0)),
                ("words", fields.TextField(null=True, unique=False)),
                ("error", fields.CharField(null=True, max_length=64)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("sent_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("delivered_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("read_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "outbound_message", "app": "diwan", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OutboundPart",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "outbound",
                    fields.ForeignKeyField(
                        "diwan.OutboundMessage",
                        source_field="outbound_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="parts",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("channel", fields.CharEnumField(enum_type=ChannelName, max_length=16)),
                ("address", fields.CharField(max_length=255)),
                ("provider_id", fields.CharField(max_length=64)),
            ],
            options={"table": "outbound_part", "app": "diwan", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Progress",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "identity",
                    fields.OneToOneField(
                        "diwan.Identity",
                        source_field="identity_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="progress",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("form", fields.CharField(max_length=64)),
                ("step", fields.CharField(max_length=64)),
                (
                    "answers",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "context",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("updated_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "progress", "app": "diwan", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Ticket",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("subject", fields.TextField(unique=False)),
                ("status", fields.CharEnumField(default=TicketStatus.OPEN, enum_type=TicketStatus, max_length=16)),
                ("priority", fields.CharEnumField(default=Priority.MEDIUM, enum_type=Priority, max_length=8)),
                (
                    "lead",
                    fields.ForeignKeyField(
                        "diwan.Lead",
                        source_field="lead_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="tickets",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "customer",
                    fields.ForeignKeyField(
                        "diwan.Customer",
                        source_field="customer_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="tickets",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "assignee",
                    fields.ForeignKeyField(
                        "diwan.Staff",
                        source_field="assignee_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="tickets",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("updated_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("first_response_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "ticket", "app": "diwan", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Change",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "lead",
                    fields.ForeignKeyField(
                        "diwan.Lead",
                        source_field="lead_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="changes",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "customer",
                    fields.ForeignKeyField(
                        "diwan.Customer",
                        source_field="customer_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="changes",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "ticket",
                    fields.ForeignKeyField(
                        "diwan.Ticket",
                        source_field="ticket_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="changes",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("field", fields.CharField(max_length=32)),
                ("before", fields.TextField(null=True, unique=False)),
                ("after", fields.TextField(null=True, unique=False)),
                (
                    "author",
                    fields.ForeignKeyField(
                        "diwan.Staff",
                        source_field="author_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="changes",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "change", "app": "diwan", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TicketMessage",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "ticket",
                    fields.ForeignKeyField(
                        "diwan.Ticket",
                        source_field="ticket_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="messages",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "lead",
                    fields.ForeignKeyField(
                        "diwan.Lead",
                        source_field="lead_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="ticket_messages",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "customer",
                    fields.ForeignKeyField(
                        "diwan.Customer",
                        source_field="customer_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="ticket_messages",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("visibility", fields.CharEnumField(enum_type=Visibility, max_length=8)),
                ("direction", fields.CharEnumField(null=True, enum_type=Direction, max_length=8)),
                (
                    "author",
                    fields.ForeignKeyField(
                        "diwan.Staff",
                        source_field="author_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="ticket_messages",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("text", fields.TextField(default="", unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "inbound",
                    fields.OneToOneField(
                        "diwan.InboundMessage",
                        source_field="inbound_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="ticket_message",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
            ],
            options={"table": "ticket_message", "app": "diwan", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Attachment",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "activity",
                    fields.ForeignKeyField(
                        "diwan.Activity",
                        source_field="activity_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="attachments",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "ticket_message",
                    fields.ForeignKeyField(
                        "diwan.TicketMessage",
                        source_field="ticket_message_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="attachments",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("channel", fields.CharField(max_length=16)),
                ("kind", fields.CharEnumField(enum_type=AttachmentKind, max_length=16)),
                ("type", fields.CharField(default="", max_length=255)),
                ("name", fields.TextField(default="", unique=False)),
                ("size", fields.BigIntField(null=True)),
                ("digest", fields.CharField(null=True, max_length=64)),
                ("path", fields.TextField(null=True, unique=False)),
                ("source", fields.TextField(null=True, unique=False)),
                (
                    "details",
                    fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                ("tries", fields.IntField(default=0, db_default=0)),
                ("fetch_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "attachment", "app": "diwan", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.AddConstraint(
            model_name="InboundMessage",
            constraint=CheckConstraint(
                check="\"channel\" IN ('telegram', 'whatsapp')", name="inbound_message_channel_known"
            ),
        ),
        ops.AddConstraint(
            model_name="InboundMessage",
            constraint=CheckConstraint(
                check="\"status\" IN ('pending', 'done', 'aside')", name="inbound_message_status_known"
            ),
        ),
        ops.AddConstraint(
            model_name="Staff",
            constraint=CheckConstraint(check="\"role\" IN ('agent', 'manager', 'admin')", name="staff_role_known"),
        ),
        ops.AddConstraint(
            model_name="Invite",
            constraint=CheckConstraint(check="\"role\" IN ('agent', 'manager', 'admin')", name="invite_role_known"),
        ),
        ops.AddConstraint(
            model_name="Lead",
            constraint=CheckConstraint(
                check="\"status\" IN ('new', 'contacted', 'qualified', 'converted', 'lost')", name="lead_status_known"
            ),
        ),
        ops.AddConstraint(
            model_name="Lead",
            constraint=CheckConstraint(
                check='("customer_id" IS NOT NULL) = ("status" = \'converted\')', name="lead_converted"
            ),
        ),
        ops.AddConstraint(
            model_name="Activity",
            constraint=CheckConstraint(
                check="\"kind\" IN ('whatsapp', 'telegram', 'call', 'email', 'note', 'task')",
                name="activity_kind_known",
            ),
        ),
        ops.AddConstraint(
            model_name="Activity",
            constraint=CheckConstraint(
                check="\"direction\" IS NULL OR \"direction\" IN ('in', 'out')", name="activity_direction_known"
            ),
        ),
        ops.AddConstraint(
            model_name="Activity",
            constraint=CheckConstraint(
                check='(CASE WHEN "lead_id" IS NULL THEN 0 ELSE 1 END) + (CASE WHEN "customer_id" IS NULL THEN 0 ELSE 1 END) = 1',
                name="activity_one_party",
            ),
        ),
        ops.AddConstraint(
            model_name="Identity",
            constraint=CheckConstraint(check="\"channel\" IN ('telegram', 'whatsapp')", name="identity_channel_known"),
        ),
        ops.AddConstraint(
            model_name="Identity",
            constraint=CheckConstraint(
                check='(CASE WHEN "staff_id" IS NULL THEN 0 ELSE 1 END) + (CASE WHEN "lead_id" IS NULL THEN 0 ELSE 1 END) + (CASE WHEN "customer_id" IS NULL THEN 0 ELSE 1 END) = 1',
                name="identity_one_person",
            ),
        ),
        ops.AddConstraint(
            model_name="OutboundMessage",
            constraint=CheckConstraint(
                check="\"channel\" IN ('telegram', 'whatsapp')", name="outbound_message_channel_known"
            ),
        ),
        ops.AddConstraint(
            model_name="OutboundMessage",
            constraint=CheckConstraint(
                check="\"status\" IN ('queued', 'claimed', 'sending', 'unknown', 'sent', 'delivered', 'read', 'failed', 'dead')",
                name="outbound_message_status_known",
            ),
        ),
        ops.AddConstraint(
            model_name="Ticket",
            constraint=CheckConstraint(
                check="\"status\" IN ('open', 'in_progress', 'closed')", name="ticket_status_known"
            ),
        ),
        ops.AddConstraint(
            model_name="Ticket",
            constraint=CheckConstraint(check="\"priority\" IN ('low', 'medium', 'high')", name="ticket_priority_known"),
        ),
        ops.AddConstraint(
            model_name="Ticket",
            constraint=CheckConstraint(
                check='(CASE WHEN "lead_id" IS NULL THEN 0 ELSE 1 END) + (CASE WHEN "customer_id" IS NULL THEN 0 ELSE 1 END) = 1',
                name="ticket_one_party",
            ),
        ),
        ops.AddConstraint(
            model_name="Ticket",
            constraint=CheckConstraint(
                check='("closed_at" IS NOT NULL) = ("status" = \'closed\')', name="ticket_closed"
            ),
        ),
        ops.AddConstraint(
            model_name="Change",
            constraint=CheckConstraint(
                check='(CASE WHEN "lead_id" IS NULL THEN 0 ELSE 1 END) + (CASE WHEN "customer_id" IS NULL THEN 0 ELSE 1 END) = 1',
                name="change_one_party",
            ),
        ),
        ops.AddConstraint(
            model_name="TicketMessage",
            constraint=CheckConstraint(
                check="\"visibility\" IN ('external', 'internal')", name="ticket_message_visibility_known"
            ),
        ),
        ops.AddConstraint(
            model_name="TicketMessage",
            constraint=CheckConstraint(
                check="\"direction\" IS NULL OR \"direction\" IN ('in', 'out')", name="ticket_message_direction_known"
            ),
        ),
        ops.AddConstraint(
            model_name="TicketMessage",
            constraint=CheckConstraint(
                check='(CASE WHEN "lead_id" IS NULL THEN 0 ELSE 1 END) + (CASE WHEN "customer_id" IS NULL THEN 0 ELSE 1 END) = 1',
                name="ticket_message_one_party",
            ),
        ),
        ops.AddConstraint(
            model_name="TicketMessage",
            constraint=CheckConstraint(
                check='("direction" IS NOT NULL) = ("visibility" = \'external\')', name="ticket_message_external"
            ),
        ),
        ops.AddConstraint(
            model_name="Attachment",
            constraint=CheckConstraint(
                check="\"kind\" IN ('photo', 'voice', 'audio', 'video', 'document', 'sticker', 'location', 'contact')",
                name="attachment_kind_known",
            ),
        ),
        ops.AddConstraint(
            model_name="Attachment",
            constraint=CheckConstraint(
                check='(CASE WHEN "activity_id" IS NULL THEN 0 ELSE 1 END) + (CASE WHEN "ticket_message_id" IS NULL THEN 0 ELSE 1 END) = 1',
                name="attachment_one_record",
            ),
        ),
        ops.AddConstraint(
            model_name="InboundMessage",
            constraint=UniqueConstraint(fields=("channel", "account", "provider_id"), name="inbound_message_once"),
        ),
        ops.AddConstraint(
            model_name="Identity",
            constraint=UniqueConstraint(fields=("channel", "address"), name="identity_channel_address"),
        ),
        ops.AddConstraint(
            model_name="OutboundPart",
            constraint=UniqueConstraint(fields=("channel", "address", "provider_id"), name="outbound_part_once"),
        ),
        ops.AddIndex(model_name="InboundMessage", index=Index(fields=["channel", "sender", "message_id"])),
        ops.AddIndex(model_name="Lead", index=Index(fields=["status", "id"])),
        ops.AddIndex(model_name="Lead", index=Index(fields=["owner_id", "status"])),
        ops.AddIndex(model_name="Lead", index=Index(fields=["phone"])),
        ops.AddIndex(model_name="Lead", index=Index(fields=["customer_id"])),
        ops.AddIndex(model_name="Activity", index=Index(fields=["lead_id", "at", "id"])),
        ops.AddIndex(model_name="Activity", index=Index(fields=["customer_id", "at", "id"])),
        ops.AddIndex(model_name="Identity", index=Index(fields=["staff_id"])),
        ops.AddIndex(model_name="Identity", index=Index(fields=["lead_id"])),
        ops.AddIndex(model_name="Identity", index=Index(fields=["customer_id"])),
        ops.AddIndex(model_name="OutboundMessage", index=Index(fields=["identity_id", "id"])),
        ops.AddIndex(model_name="OutboundMessage", index=Index(fields=["ticket_message_id"])),
        ops.AddIndex(model_name="OutboundMessage", index=Index(fields=["activity_id"])),
        ops.AddIndex(model_name="OutboundPart", index=Index(fields=["channel", "provider_id"])),
        ops.AddIndex(model_name="Ticket", index=Index(fields=["lead_id", "status"])),
        ops.AddIndex(model_name="Ticket", index=Index(fields=["customer_id", "status"])),
        ops.AddIndex(model_name="Ticket", index=Index(fields=["assignee_id", "status"])),
        ops.AddIndex(model_name="Ticket", index=Index(fields=["status", "id"])),
        ops.AddIndex(model_name="Change", index=Index(fields=["lead_id", "at", "id"])),
        ops.AddIndex(model_name="Change", index=Index(fields=["customer_id", "at", "id"])),
        ops.AddIndex(model_name="Change", index=Index(fields=["ticket_id", "at", "id"])),
        ops.AddIndex(model_name="TicketMessage", index=Index(fields=["ticket_id", "at", "id"])),
        ops.AddIndex(model_name="TicketMessage", index=Index(fields=["lead_id", "at", "id"])),
        ops.AddIndex(model_name="TicketMessage", index=Index(fields=["customer_id", "at", "id"])),
        ops.AddIndex(model_name="Attachment", index=Index(fields=["activity_id"])),
        ops.AddIndex(model_name="Attachment", index=Index(fields=["ticket_message_id"])),
        ops.RunSQL(PARTIAL_INDEXES),
    ]
