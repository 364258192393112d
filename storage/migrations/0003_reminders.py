"""What reminders need: when a task rings and how it repeats, what waits for WhatsApp's window, agendas and nudges.

On SQLite a CHECK is added by remaking its table: so the checks come before the indexes.
"""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from storage import clock, rows

PARTIAL_INDEXES = [
    # An open task is found among however many activities; what was given up is not open.
    *[
        f"CREATE INDEX activity_open_tasks_{whose} ON activity ({whose}_id, due_at, id)"
        " WHERE kind = 'task' AND done_at IS NULL AND dropped_at IS NULL"
        for whose in ("author", "lead", "customer")
    ],
    # What rings next; and a series has each of its moments once.
    "CREATE INDEX activity_ring ON activity (ring_at, id) WHERE ring_at IS NOT NULL",
    "CREATE UNIQUE INDEX activity_series_once ON activity (series_id, remind_at) WHERE series_id IS NOT NULL",
    # Whom nobody has answered yet.
    "CREATE INDEX lead_unanswered ON lead (status, nudged)"
    " WHERE status = 'new' AND nudged < 2 AND merged_into_id IS NULL",
    # What waits for somebody's window.
    "CREATE INDEX outbound_message_held ON outbound_message (identity_id, id) WHERE status = 'held'",
]


async def index_partly(apps: StateApps, editor: BaseSchemaEditor) -> None:
    for whose in ("author", "lead", "customer"):
        await editor.client.execute_query(f"DROP INDEX IF EXISTS activity_open_tasks_{whose}")
    for statement in PARTIAL_INDEXES:
        await editor.client.execute_query(statement)


async def begin_ringing(apps: StateApps, editor: BaseSchemaEditor) -> None:
    """Tasks that are still to come ring at their time; who waits since before the upgrade nudges nobody."""
    await rows.run(
        "UPDATE activity SET remind_at = due_at, ring_at = due_at"
        " WHERE kind = 'task' AND done_at IS NULL AND due_at > :now",
        {"now": clock.now()}, editor.client,
    )  # fmt: skip
    await editor.client.execute_query("UPDATE lead SET nudged = 2")


class Migration(migrations.Migration):
    dependencies = [("diwan", "0002_rep_day")]

    initial = False

    operations = [
        ops.AddField(model_name="Activity", name="dropped_at", field=fields.DatetimeField(null=True)),
        ops.AddField(model_name="Activity", name="loud", field=fields.BooleanField(default=False, db_default=False)),
        ops.AddField(model_name="Activity", name="reminded_at", field=fields.DatetimeField(null=True)),
        ops.AddField(model_name="Activity", name="repeats", field=fields.CharField(null=True, max_length=64)),
        ops.AddField(model_name="Activity", name="ring_at", field=fields.DatetimeField(null=True)),
        ops.AddField(model_name="Activity", name="rings", field=fields.IntField(default=0, db_default=0)),
        ops.AddField(model_name="Activity", name="series_id", field=fields.BigIntField(null=True)),
        ops.AddField(
            model_name="Activity",
            name="ticket",
            field=fields.ForeignKeyField(
                "diwan.Ticket",
                source_field="ticket_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="reminders",
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="Activity", name="to_customer", field=fields.BooleanField(default=False, db_default=False)
        ),
        ops.AddField(model_name="ContentTemplate", name="status", field=fields.CharField(null=True, max_length=16)),
        ops.AddField(model_name="Identity", name="window_shut_at", field=fields.DatetimeField(null=True)),
        ops.AddField(model_name="Lead", name="nudged", field=fields.IntField(default=0, db_default=0)),
        ops.AddField(
            model_name="Staff", name="agenda_at", field=fields.IntField(null=True, default=480, db_default=480)
        ),
        ops.AddField(model_name="Staff", name="agenda_on", field=fields.DateField(null=True)),
        ops.RemoveConstraint(model_name="OutboundMessage", name="outbound_message_status_known", fields=None),
        ops.AddConstraint(
            model_name="OutboundMessage",
            constraint=CheckConstraint(
                check="\"status\" IN ('queued', 'held', 'claimed', 'sending', 'unknown', 'sent', 'delivered', 'read',"
                " 'failed', 'dead')",
                name="outbound_message_status_known",
            ),
        ),
        ops.AddConstraint(
            model_name="Activity",
            constraint=CheckConstraint(
                check='"ring_at" IS NULL OR ("kind" = \'task\' AND "done_at" IS NULL AND "dropped_at" IS NULL)',
                name="activity_ring_open",
            ),
        ),
        ops.AddIndex(model_name="Activity", index=Index(fields=["ticket_id"])),
        ops.RunPython(index_partly),
        ops.RunPython(begin_ringing),
    ]
