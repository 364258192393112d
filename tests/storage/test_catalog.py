"""The catalog: every CHECK and index is really there, and refuses what it should."""

from __future__ import annotations

import importlib
import re
from typing import Any

import pytest
from tortoise import Tortoise
from tortoise.exceptions import IntegrityError
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from storage import models
from storage.database import APP, current, dialect

MODELS: list[type[Model]] = [kind for name in models.__all__ if issubclass(kind := getattr(models, name), Model)]
PARTIAL = [
    re.match(r"CREATE (?:UNIQUE )?INDEX (\w+)", sql)[1]  # type: ignore[index]
    for name in ("0001_initial", "0003_reminders", "0004_numbers")
    for sql in importlib.import_module(f"storage.migrations.{name}").PARTIAL_INDEXES
]

BAD: list[tuple[str, str, dict[str, Any]]] = [
    ("staff_role_known", "staff", {"role": "boss"}),
    ("invite_role_known", "invite", {"role": ""}),
    ("lead_status_known", "lead", {"status": "maybe"}),
    ("lead_converted", "lead", {"status": "converted"}),
    ("lead_converted", "lead", {"customer_id": 1}),
    ("identity_channel_known", "identity", {"channel": "fax"}),
    ("identity_one_person", "identity", {"customer_id": None}),
    ("identity_one_person", "identity", {"staff_id": 1}),
    ("identity_one_person", "identity", {"lead_id": 1}),
    ("activity_kind_known", "activity", {"kind": "visit"}),
    ("activity_direction_known", "activity", {"direction": "up"}),
    ("activity_outcome_known", "activity", {"outcome": "angry"}),
    ("activity_one_party", "activity", {"lead_id": None}),
    ("activity_one_party", "activity", {"customer_id": 1}),
    ("activity_ring_open", "activity", {"ring_at": True}),
    ("ticket_status_known", "ticket", {"status": "waiting"}),
    ("ticket_priority_known", "ticket", {"priority": "urgent"}),
    ("ticket_one_party", "ticket", {"customer_id": None}),
    ("ticket_one_party", "ticket", {"lead_id": 1}),
    ("ticket_rating_range", "ticket", {"rating": 6}),
    ("ticket_closed", "ticket", {"status": "closed"}),
    ("ticket_closed", "ticket", {"closed_at": True}),
    ("ticket_message_visibility_known", "ticket_message", {"visibility": "secret"}),
    ("ticket_message_direction_known", "ticket_message", {"visibility": "external", "direction": "up"}),
    ("ticket_message_one_party", "ticket_message", {"customer_id": None}),
    ("ticket_message_one_party", "ticket_message", {"lead_id": 1}),
    ("ticket_message_external", "ticket_message", {"direction": "in"}),
    ("ticket_message_external", "ticket_message", {"visibility": "external"}),
    ("label_one_party", "label", {"lead_id": None}),
    ("label_one_party", "label", {"customer_id": 1}),
    ("change_one_party", "change", {"lead_id": None}),
    ("change_one_party", "change", {"customer_id": 1}),
    ("attachment_kind_known", "attachment", {"kind": "hologram"}),
    ("attachment_one_record", "attachment", {"activity_id": None}),
    ("attachment_one_record", "attachment", {"ticket_message_id": 1}),
    ("inbound_message_channel_known", "inbound_message", {"channel": "fax"}),
    ("inbound_message_status_known", "inbound_message", {"status": "lost"}),
    ("outbound_message_channel_known", "outbound_message", {"channel": "fax"}),
    ("outbound_message_status_known", "outbound_message", {"status": "lost"}),
    ("report_format_known", "report", {"format": "docx"}),
    ("report_status_known", "report", {"status": "lost"}),
    ("import_kind_known", "import", {"kind": "ticket"}),
    ("import_channel_known", "import", {"channel": "fax"}),
    ("import_status_known", "import", {"status": "lost"}),
    ("digest_every_known", "digest", {"every": "hour"}),
]

DOUBLES: list[tuple[str, dict[str, Any]]] = [
    ("invite", {}),
    ("customer", {}),
    ("identity", {}),
    ("inbound_message", {}),
    ("activity", {}),
    ("ticket_message", {}),
    ("outbound_message", {"identity_id": 2}),
    ("outbound_part", {}),
    ("progress", {}),
    ("content_template", {}),
    ("pace", {}),
    ("participant", {}),
    ("label", {}),
    ("saved_reply", {}),
    ("digest", {}),
]


async def catalog() -> tuple[set[str], dict[str, tuple[str, list[str], bool]]]:
    """The names of the CHECKs, and of each index its table, columns, and whether it is unique."""
    if dialect() == "sqlite":
        found = await current().execute_query_dict("SELECT type, name, tbl_name, sql FROM sqlite_master")
        checks = {name for row in found for name in re.findall(r'CONSTRAINT "(\w+)" CHECK', row["sql"] or "")}
        indexes: dict[str, tuple[str, list[str], bool]] = {}
        for table in {row["tbl_name"] for row in found}:
            for index in await current().execute_query_dict(f'PRAGMA index_list("{table}")'):
                columns = await current().execute_query_dict(f'PRAGMA index_info("{index["name"]}")')
                indexes[index["name"]] = (table, [column["name"] for column in columns], bool(index["unique"]))
        return checks, indexes
    found = await current().execute_query_dict(
        "SELECT conname FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
    )
    listed = await current().execute_query_dict(
        "SELECT indexname, tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    )
    return {row["conname"] for row in found}, {
        row["indexname"]: (
            row["tablename"],
            re.sub(r'["\s]', "", re.search(r"\((.*?)\)", row["indexdef"])[1]).split(","),  # type: ignore[index]
            "UNIQUE" in row["indexdef"],
        )
        for row in listed
    }


async def test_everything_the_models_say_is_in_the_catalog(database: str) -> None:
    checks, indexes = await catalog()
    by_columns = {(table, tuple(columns)) for table, columns, _ in indexes.values()}
    unique = {(table, tuple(columns)) for table, columns, unique in indexes.values() if unique}
    wanted: set[str] = set()
    for model in MODELS:
        meta, described = model._meta, model.describe()
        for constraint in getattr(meta, "constraints", ()):
            if isinstance(constraint, CheckConstraint):
                wanted.add(constraint.name)
            elif isinstance(constraint, UniqueConstraint):
                assert constraint.name in indexes
                assert (meta.db_table, tuple(constraint.fields)) in unique
        for index in meta.indexes:
            columns = tuple(index.fields) if isinstance(index, Index) else tuple(index)
            assert (meta.db_table, columns) in by_columns, (meta.db_table, columns)
        for field in described["data_fields"]:
            if field["unique"]:
                assert (meta.db_table, (field["db_column"],)) in unique, (meta.db_table, field["db_column"])
    assert wanted
    assert wanted == checks
    assert set(PARTIAL) - {"activity_reminders"} <= set(indexes)
    assert "activity_reminders" not in indexes


def test_every_check_has_a_bad_row() -> None:
    constraints = [one for model in MODELS for one in getattr(model._meta, "constraints", ())]
    assert {one.name for one in constraints if isinstance(one, CheckConstraint)} == {name for name, _, _ in BAD}


@pytest.fixture
async def populated(database: str, insert: Any, examples: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    for table, row in examples.items():
        await insert(table, row)
    await insert("identity", {**examples["identity"], "id": 2, "address": "8"})
    return examples


def test_every_table_has_an_example(examples: dict[str, Any]) -> None:
    assert {model._meta.db_table for model in MODELS} == set(examples)


async def test_bad_rows_are_refused_by_their_check(populated: dict[str, dict[str, Any]], insert: Any) -> None:
    fresh = {"phone": None, "code_hash": "y", "address": "9", "provider_id": "2", "inbound_id": None, "key": "k2"}
    for name, table, bad in BAD:
        row = populated[table]
        bad = {
            column: row.get("created_at", row.get("at")) if value is True else value for column, value in bad.items()
        }
        changed = {column: value for column, value in fresh.items() if column in row}
        with pytest.raises(IntegrityError, match=rf"\b{name}\b"):
            await insert(table, {**row, "id": 2, **changed, **bad})


async def test_doubles_are_refused(populated: dict[str, dict[str, Any]], insert: Any) -> None:
    for table, changed in DOUBLES:
        row = {**populated[table], **changed}
        if "id" in row:
            row["id"] = 99
        with pytest.raises(IntegrityError, match=r"(?i)unique"):
            await insert(table, row)


async def test_no_chat_has_two_messages_in_flight(populated: dict[str, dict[str, Any]], insert: Any) -> None:
    row = populated["outbound_message"]
    for number, status in enumerate(("queued", "unknown", "sent", "dead", "claimed"), start=2):
        await insert("outbound_message", {**row, "id": number, "key": f"k{number}", "status": status})
    for status in ("claimed", "sending"):
        with pytest.raises(IntegrityError, match=r"(?i)unique"):
            await insert("outbound_message", {**row, "id": 9, "key": "k9", "status": status})
    await insert("outbound_message", {**row, "id": 9, "key": "k9", "status": "sending", "identity_id": 2})


async def test_people_who_are_on_record_cannot_vanish(populated: dict[str, dict[str, Any]]) -> None:
    for table in ("customer", "lead"):
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
            await current().execute_query_dict(f"DELETE FROM {table}")
    assert APP in (Tortoise.apps or {})
