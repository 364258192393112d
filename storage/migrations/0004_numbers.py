"""What the numbers, reports and imports need: their tables, and indexes by which a period is counted."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from storage.models.kinds import ChannelName, DigestEvery, ImportStatus, PartyKind, ReportFormat, ReportStatus

PARTIAL_INDEXES: list[str] = [
    # On SQLite a one-to-one loses its uniqueness when its table is remade for a CHECK.
    "CREATE UNIQUE INDEX digest_staff_once ON digest (staff_id)",
    # What waits to be made is found among all that was.
    "CREATE INDEX report_waiting ON report (id) WHERE status = 'waiting'",
    "CREATE INDEX import_waiting ON import (id) WHERE status IN ('waiting', 'confirmed')",
    # A message is on record once; what records none has no place in it.
    "CREATE UNIQUE INDEX activity_inbound_once ON activity (inbound_id) WHERE inbound_id IS NOT NULL",
    # What is counted of a span, with all that the count looks at: nothing outside of the span is read.
    "CREATE INDEX activity_counted ON activity (at, kind, author_id) WHERE kind <> 'task'",
    "CREATE INDEX activity_done ON activity (done_at, due_at) WHERE kind = 'task' AND done_at IS NOT NULL",
    "CREATE INDEX activity_dropped ON activity (dropped_at, due_at) WHERE kind = 'task' AND dropped_at IS NOT NULL",
    "CREATE INDEX lead_counted ON lead (created_at, owner_id, customer_id, merged_into_id) WHERE merged_into_id IS NULL",
    "CREATE INDEX ticket_live ON ticket (created_at, id, assignee_id, priority, closed_at) WHERE closed_at IS NULL",
    "CREATE INDEX ticket_closed ON ticket (closed_at, created_at, assignee_id, priority, merged_into_id)"
    " WHERE closed_at IS NOT NULL",
    "CREATE INDEX ticket_answered ON ticket (first_response_at, created_at, assignee_id, priority, merged_into_id)"
    " WHERE first_response_at IS NOT NULL",
    "CREATE INDEX ticket_rated ON ticket (rated_at, rating, assignee_id) WHERE rated_at IS NOT NULL",
    "CREATE INDEX change_converted ON change (at, before, author_id) WHERE field = 'converted' AND undone_at IS NULL",
    "CREATE INDEX change_reopened ON change (at, ticket_id) WHERE field = 'status' AND before = 'closed'",
    "CREATE INDEX change_put_off ON change (at, activity_id) WHERE field = 'due'",
]

DROPPED = ("activity_reminders", "activity_inbound_once")
"""The one has found nothing since tasks ring by `ring_at`, the other is made again."""


async def index_partly(apps: StateApps, editor: BaseSchemaEditor) -> None:
    for name in DROPPED:
        await editor.client.execute_query(f"DROP INDEX IF EXISTS {name}")
    if editor.client.capabilities.dialect == "postgres":
        # It holds what activity_inbound_once holds.
        await editor.client.execute_query("ALTER TABLE activity DROP CONSTRAINT IF EXISTS activity_inbound_id_key")
    for statement in PARTIAL_INDEXES:
        await editor.client.execute_query(statement)


class Migration(migrations.Migration):
    dependencies = [("diwan", "0003_reminders")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Digest",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "staff",
                    fields.OneToOneField(
                        "diwan.Staff",
                        source_field="staff_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="digest",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("every", fields.CharEnumField(enum_type=DigestEvery, max_length=8)),
                ("at", fields.IntField()),
                ("weekday", fields.IntField(default=7, db_default=7)),
                (
                    "of",
                    fields.ForeignKeyField(
                        "diwan.Staff",
                        source_field="of_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="digests_of",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("picture", fields.BooleanField(default=True, db_default=True)),
                ("given_on", fields.DateField(null=True)),
            ],
            options={
                "table": "digest",
                "app": "diwan",
                "constraints": [CheckConstraint(check="\"every\" IN ('day', 'week')", name="digest_every_known")],
                "pk_attr": "id",
                "table_description": "The numbers that one of the staff gets by itself: how often, when, of whom, and what.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Erasure",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("kind", fields.CharField(max_length=1)),
                ("record_id", fields.BigIntField()),
                (
                    "author",
                    fields.ForeignKeyField(
                        "diwan.Staff",
                        source_field="author_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="erasures",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("code_hash", fields.CharField(null=True, max_length=64)),
                ("tries", fields.IntField(default=0, db_default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("erased_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "files",
                    fields.JSONField(
                        default=list,
                    ),
                ),
                ("cleared_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "erasure",
                "app": "diwan",
                "indexes": [Index(fields=["kind", "record_id"])],
                "pk_attr": "id",
                "table_description": "That a lead or customer is to be erased, or was: who asked, by which code, and what of theirs must still go.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Import",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "staff",
                    fields.ForeignKeyField(
                        "diwan.Staff",
                        source_field="staff_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="imports",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "identity",
                    fields.ForeignKeyField(
                        "diwan.Identity",
                        source_field="identity_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="imports",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("inbound_id", fields.BigIntField(null=True)),
                ("kind", fields.CharEnumField(null=True, enum_type=PartyKind, max_length=8)),
                ("channel", fields.CharEnumField(null=True, enum_type=ChannelName, max_length=16)),
                ("source", fields.TextField(null=True, unique=False)),
                ("type", fields.CharField(default="", max_length=255)),
                ("name", fields.TextField(default="", unique=False)),
                ("size", fields.BigIntField(null=True)),
                ("path", fields.TextField(null=True, unique=False)),
                ("status", fields.CharEnumField(default=ImportStatus.WAITING, enum_type=ImportStatus, max_length=16)),
                (
                    "plan",
                    fields.JSONField(
                        default=dict,
                    ),
                ),
                (
                    "how",
                    fields.JSONField(
                        default=dict,
                    ),
                ),
                ("done", fields.BigIntField(default=0, db_default=0)),
                ("total", fields.BigIntField(default=0, db_default=0)),
                ("attempts", fields.IntField(default=0, db_default=0)),
                ("claim", fields.CharField(null=True, max_length=32)),
                ("claimed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("refused", fields.TextField(null=True, unique=False)),
                ("error", fields.CharField(null=True, max_length=64)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("finished_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "import",
                "app": "diwan",
                "constraints": [
                    CheckConstraint(
                        check="\"kind\" IS NULL OR \"kind\" IN ('lead', 'customer')", name="import_kind_known"
                    ),
                    CheckConstraint(
                        check="\"channel\" IS NULL OR \"channel\" IN ('telegram', 'whatsapp')",
                        name="import_channel_known",
                    ),
                    CheckConstraint(
                        check="\"status\" IN ('waiting', 'shown', 'confirmed', 'done', 'refused', 'cancelled', 'failed')",
                        name="import_status_known",
                    ),
                ],
                "indexes": [Index(fields=["status", "id"])],
                "pk_attr": "id",
                "table_description": "A file of leads or customers that somebody sent: what was understood of it, and what becomes of it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Report",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "staff",
                    fields.ForeignKeyField(
                        "diwan.Staff",
                        source_field="staff_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="reports",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "identity",
                    fields.ForeignKeyField(
                        "diwan.Identity",
                        source_field="identity_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="reports",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("inbound_id", fields.BigIntField(null=True)),
                ("format", fields.CharEnumField(enum_type=ReportFormat, max_length=8)),
                (
                    "about",
                    fields.JSONField(
                        default=dict,
                    ),
                ),
                ("status", fields.CharEnumField(default=ReportStatus.WAITING, enum_type=ReportStatus, max_length=8)),
                ("done", fields.BigIntField(default=0, db_default=0)),
                ("total", fields.BigIntField(default=0, db_default=0)),
                ("attempts", fields.IntField(default=0, db_default=0)),
                ("claim", fields.CharField(null=True, max_length=32)),
                ("claimed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("path", fields.TextField(null=True, unique=False)),
                ("name", fields.TextField(default="", unique=False)),
                ("size", fields.BigIntField(null=True)),
                ("error", fields.CharField(null=True, max_length=64)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("finished_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "report",
                "app": "diwan",
                "constraints": [
                    CheckConstraint(check="\"format\" IN ('pdf', 'xlsx', 'csv', 'zip')", name="report_format_known"),
                    CheckConstraint(check="\"status\" IN ('waiting', 'made', 'failed')", name="report_status_known"),
                ],
                "indexes": [Index(fields=["status", "id"])],
                "pk_attr": "id",
                "table_description": "A file that was asked for in a chat: of what, as what, and how far it is.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Customer",
            name="erased_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Lead",
            name="erased_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddConstraint(
            model_name="Digest",
            constraint=CheckConstraint(check="\"every\" IN ('day', 'week')", name="digest_every_known"),
        ),
        ops.AddConstraint(
            model_name="Import",
            constraint=CheckConstraint(
                check="\"kind\" IS NULL OR \"kind\" IN ('lead', 'customer')", name="import_kind_known"
            ),
        ),
        ops.AddConstraint(
            model_name="Import",
            constraint=CheckConstraint(
                check="\"channel\" IS NULL OR \"channel\" IN ('telegram', 'whatsapp')", name="import_channel_known"
            ),
        ),
        ops.AddConstraint(
            model_name="Import",
            constraint=CheckConstraint(
                check="\"status\" IN ('waiting', 'shown', 'confirmed', 'done', 'refused', 'cancelled', 'failed')",
                name="import_status_known",
            ),
        ),
        ops.AddConstraint(
            model_name="Report",
            constraint=CheckConstraint(check="\"format\" IN ('pdf', 'xlsx', 'csv', 'zip')", name="report_format_known"),
        ),
        ops.AddConstraint(
            model_name="Report",
            constraint=CheckConstraint(check="\"status\" IN ('waiting', 'made', 'failed')", name="report_status_known"),
        ),
        # Open tasks have an index of their own.
        ops.RemoveIndex(model_name="Activity", fields=["author_id", "due_at"]),
        ops.RunPython(index_partly),
    ]
