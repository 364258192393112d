"""What a rep's day needs: tasks, calls, targets, ratings, merges, labels, saved replies, search words, settings.

On SQLite a CHECK is added by remaking its table: so the checks come before the indexes.
"""

import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from storage import words
from storage.models.kinds import Calendar, CallOutcome


async def index_words(apps: StateApps, editor: BaseSchemaEditor) -> None:
    """The index by which a word's beginning is found, byte by byte whatever the database's collation; and its words."""
    if editor.client.capabilities.dialect == "postgres":
        await editor.client.execute_query('ALTER TABLE search_word ALTER COLUMN word TYPE varchar(64) COLLATE "C"')
    await editor.client.execute_query(
        "CREATE INDEX search_word_prefix ON search_word (how, word, kind, record_id DESC)"
    )
    await words.fill(editor.client)


OPEN_TASKS = [
    f"CREATE INDEX activity_open_tasks_{whose} ON activity ({whose}_id, due_at, id)"
    " WHERE kind = 'task' AND done_at IS NULL"
    for whose in ("author", "lead", "customer")
]
"""An open task is found among however many activities."""


async def index_open_tasks(apps: StateApps, editor: BaseSchemaEditor) -> None:
    for statement in OPEN_TASKS:
        await editor.client.execute_query(statement)


class Migration(migrations.Migration):
    dependencies = [("diwan", "0001_initial")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Label",
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
                        related_name="labels",
                        on_delete=OnDelete.CASCADE,
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
                        related_name="labels",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=64)),
                ("fold", fields.CharField(max_length=64)),
                (
                    "author",
                    fields.ForeignKeyField(
                        "diwan.Staff",
                        source_field="author_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="labels",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "label", "app": "diwan", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Merge",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("kind", fields.CharField(max_length=1)),
                ("kept_id", fields.BigIntField()),
                ("gone_id", fields.BigIntField()),
                (
                    "moved",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
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
                        related_name="merges",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("undone_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "merge", "app": "diwan", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Participant",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "ticket",
                    fields.ForeignKeyField(
                        "diwan.Ticket",
                        source_field="ticket_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="participants",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "staff",
                    fields.ForeignKeyField(
                        "diwan.Staff",
                        source_field="staff_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="participations",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("mentioned_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("seen_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "participant", "app": "diwan", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SavedReply",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("name", fields.CharField(unique=True, max_length=32)),
                ("text_ar", fields.TextField(default="", unique=False)),
                ("text_en", fields.TextField(default="", unique=False)),
                (
                    "author",
                    fields.ForeignKeyField(
                        "diwan.Staff",
                        source_field="author_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="saved_replies",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("updated_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "saved_reply", "app": "diwan", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SearchWord",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("word", fields.CharField(max_length=64)),
                ("how", fields.CharField(max_length=8)),
                ("kind", fields.CharField(max_length=1)),
                ("record_id", fields.BigIntField()),
            ],
            options={"table": "search_word", "app": "diwan", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Activity",
            name="due_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Activity",
            name="duration",
            field=fields.IntField(null=True),
        ),
        ops.AddField(
            model_name="Activity",
            name="outcome",
            field=fields.CharEnumField(null=True, enum_type=CallOutcome, max_length=16),
        ),
        ops.AddField(
            model_name="Change",
            name="activity_id",
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name="Change",
            name="after_id",
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name="Change",
            name="before_id",
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name="Change",
            name="undone_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Customer",
            name="merged_into",
            field=fields.ForeignKeyField(
                "diwan.Customer",
                source_field="merged_into_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="merged",
                on_delete=OnDelete.SET_NULL,
            ),
        ),
        ops.AddField(
            model_name="Identity",
            name="calendar",
            field=fields.CharEnumField(
                default=Calendar.GREGORIAN, db_default="gregorian", enum_type=Calendar, max_length=16
            ),
        ),
        ops.AddField(
            model_name="Identity",
            name="code_tried_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Identity",
            name="code_tries",
            field=fields.IntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name="Identity",
            name="opted_out_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Identity",
            name="quiet_from",
            field=fields.IntField(null=True),
        ),
        ops.AddField(
            model_name="Identity",
            name="quiet_until",
            field=fields.IntField(null=True),
        ),
        ops.AddField(
            model_name="Identity",
            name="told_hours_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Invite",
            name="joins",
            field=fields.ForeignKeyField(
                "diwan.Staff",
                source_field="joins_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="own_invites",
                on_delete=OnDelete.CASCADE,
            ),
        ),
        ops.AddField(
            model_name="Lead",
            name="lost_reason",
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name="Lead",
            name="merged_into",
            field=fields.ForeignKeyField(
                "diwan.Lead",
                source_field="merged_into_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="merged",
                on_delete=OnDelete.SET_NULL,
            ),
        ),
        ops.AddField(
            model_name="Staff",
            name="assigned_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Staff",
            name="calendar",
            field=fields.CharEnumField(
                default=Calendar.GREGORIAN, db_default="gregorian", enum_type=Calendar, max_length=16
            ),
        ),
        ops.AddField(
            model_name="Staff",
            name="quiet_from",
            field=fields.IntField(null=True),
        ),
        ops.AddField(
            model_name="Staff",
            name="quiet_until",
            field=fields.IntField(null=True),
        ),
        ops.AddField(
            model_name="Ticket",
            name="follows",
            field=fields.ForeignKeyField(
                "diwan.Ticket",
                source_field="follows_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="followed_by",
                on_delete=OnDelete.SET_NULL,
            ),
        ),
        ops.AddField(
            model_name="Ticket",
            name="merged_into",
            field=fields.ForeignKeyField(
                "diwan.Ticket",
                source_field="merged_into_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="merged",
                on_delete=OnDelete.SET_NULL,
            ),
        ),
        ops.AddField(
            model_name="Ticket",
            name="rated_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Ticket",
            name="rating",
            field=fields.IntField(null=True),
        ),
        ops.AddField(
            model_name="Ticket",
            name="rating_asked_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Ticket",
            name="rating_words",
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name="Ticket",
            name="resolve_by",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Ticket",
            name="resolve_warned",
            field=fields.IntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name="Ticket",
            name="respond_by",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Ticket",
            name="respond_warned",
            field=fields.IntField(default=0, db_default=0),
        ),
        ops.AddConstraint(
            model_name="Label",
            constraint=CheckConstraint(
                check='(CASE WHEN "lead_id" IS NULL THEN 0 ELSE 1 END) + (CASE WHEN "customer_id" IS NULL THEN 0 ELSE 1 END) = 1',
                name="label_one_party",
            ),
        ),
        ops.AddConstraint(
            model_name="Label", constraint=UniqueConstraint(fields=("lead_id", "fold"), name="label_lead_once")
        ),
        ops.AddConstraint(
            model_name="Label", constraint=UniqueConstraint(fields=("customer_id", "fold"), name="label_customer_once")
        ),
        ops.AddConstraint(
            model_name="Participant",
            constraint=UniqueConstraint(fields=("ticket_id", "staff_id"), name="participant_once"),
        ),
        ops.AddConstraint(
            model_name="Activity",
            constraint=CheckConstraint(
                check="\"outcome\" IS NULL OR \"outcome\" IN ('answered', 'no_answer', 'busy', 'call_back')",
                name="activity_outcome_known",
            ),
        ),
        ops.AddConstraint(
            model_name="Ticket",
            constraint=CheckConstraint(
                check='"rating" IS NULL OR "rating" BETWEEN 1 AND 5', name="ticket_rating_range"
            ),
        ),
        ops.AddIndex(model_name="Identity", index=Index(fields=["phone"])),
        ops.AddIndex(model_name="Label", index=Index(fields=["fold", "id"])),
        ops.AddIndex(model_name="Merge", index=Index(fields=["kind", "kept_id"])),
        ops.AddIndex(model_name="Merge", index=Index(fields=["kind", "gone_id"])),
        ops.AddIndex(model_name="SearchWord", index=Index(fields=["kind", "record_id"])),
        ops.AddIndex(
            model_name="Activity",
            index=Index(fields=["author_id", "due_at"]),
        ),
        ops.AddIndex(
            model_name="Change",
            index=Index(fields=["author_id", "at"]),
        ),
        ops.AddIndex(
            model_name="Customer",
            index=Index(fields=["owner_id"]),
        ),
        ops.AddIndex(
            model_name="Customer",
            index=Index(fields=["merged_into_id"]),
        ),
        ops.AddIndex(
            model_name="Ticket",
            index=Index(fields=["status", "respond_by"]),
        ),
        ops.AddIndex(
            model_name="Ticket",
            index=Index(fields=["status", "resolve_by"]),
        ),
        ops.AddIndex(
            model_name="Ticket",
            index=Index(fields=["follows_id"]),
        ),
        ops.RunPython(index_words),
        ops.RunPython(index_open_tasks),
    ]
