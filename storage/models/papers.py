"""What is made for the staff beside the chat: reports, imports, the digests that they have chosen, and erasures.

A report and an import are jobs: rows that a worker claims and has done by another process (storage.jobs).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from storage.models.checks import one_of
from storage.models.kinds import ChannelName, DigestEvery, ImportStatus, PartyKind, ReportFormat, ReportStatus
from storage.models.people import Identity, Staff


class Report(Model):
    """A file that was asked for in a chat: of what, as what, and how far it is."""

    id = fields.BigIntField(primary_key=True)
    staff: fields.ForeignKeyRelation[Staff] = fields.ForeignKeyField(
        "diwan.Staff", related_name="reports", on_delete=fields.CASCADE
    )
    staff_id: int
    identity: fields.ForeignKeyRelation[Identity] = fields.ForeignKeyField(
        "diwan.Identity", related_name="reports", on_delete=fields.CASCADE
    )
    """The chat to which it goes."""
    identity_id: int
    inbound_id: int | None = fields.BigIntField(null=True)
    """The message that asked for it: our answer to that one shows the progress."""
    format = fields.CharEnumField(ReportFormat, max_length=8)
    about: dict[str, Any] = fields.JSONField(default=dict)
    """`{"period": "2026-11-01..2026-11-26", "staff": 3, "party": "C7", "notes": true}`, as far as asked."""
    status = fields.CharEnumField(ReportStatus, max_length=8, default=ReportStatus.WAITING)
    done = fields.BigIntField(default=0, db_default=0)
    total = fields.BigIntField(default=0, db_default=0)
    """Rows that are in it already, and that there will be (0: not known yet)."""
    attempts = fields.IntField(default=0, db_default=0)
    claim = fields.CharField(max_length=32, null=True)
    claimed_at: datetime | None = fields.DatetimeField(null=True)
    path: str | None = fields.TextField(null=True)
    """Where the file lies, relative to the media folder."""
    name = fields.TextField(default="")
    size: int | None = fields.BigIntField(null=True)
    error = fields.CharField(max_length=64, null=True)
    created_at = fields.DatetimeField()
    finished_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "report"
        constraints = [
            one_of("report", "format", ReportFormat),
            one_of("report", "status", ReportStatus),
        ]
        indexes = [("status", "id")]


class Import(Model):
    """A file of leads or customers that somebody sent: what was understood of it, and what becomes of it."""

    id = fields.BigIntField(primary_key=True)
    staff: fields.ForeignKeyRelation[Staff] = fields.ForeignKeyField(
        "diwan.Staff", related_name="imports", on_delete=fields.CASCADE
    )
    staff_id: int
    identity: fields.ForeignKeyNullableRelation[Identity] = fields.ForeignKeyField(
        "diwan.Identity", related_name="imports", null=True, on_delete=fields.SET_NULL
    )
    """The chat that it came from; None: it came from the shell."""
    identity_id: int | None
    inbound_id: int | None = fields.BigIntField(null=True)
    kind: PartyKind | None = fields.CharEnumField(PartyKind, max_length=8, null=True)  # type: ignore[assignment]
    """What its rows become."""
    channel: ChannelName | None = fields.CharEnumField(ChannelName, max_length=16, null=True)  # type: ignore[assignment]
    source: str | None = fields.TextField(null=True)
    """Where the channel has its bytes, until they are fetched."""
    type = fields.CharField(max_length=255, default="")
    name = fields.TextField(default="")
    size: int | None = fields.BigIntField(null=True)
    path: str | None = fields.TextField(null=True)
    """Where the file lies, relative to the media folder."""
    status = fields.CharEnumField(ImportStatus, max_length=16, default=ImportStatus.WAITING)
    plan: dict[str, Any] = fields.JSONField(default=dict)
    """What was understood: columns, counts, the first rows and their faults, doubles."""
    how: dict[str, Any] = fields.JSONField(default=dict)
    """What was chosen: what happens to doubles, whether the good rows go in without the bad."""
    done = fields.BigIntField(default=0, db_default=0)
    total = fields.BigIntField(default=0, db_default=0)
    attempts = fields.IntField(default=0, db_default=0)
    claim = fields.CharField(max_length=32, null=True)
    claimed_at: datetime | None = fields.DatetimeField(null=True)
    refused: str | None = fields.TextField(null=True)
    """The file of the rows that were refused, relative to the media folder."""
    error = fields.CharField(max_length=64, null=True)
    created_at = fields.DatetimeField()
    finished_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "import"
        constraints = [
            one_of("import", "kind", PartyKind, null=True),
            one_of("import", "channel", ChannelName, null=True),
            one_of("import", "status", ImportStatus),
        ]
        indexes = [("status", "id")]


class Digest(Model):
    """The numbers that one of the staff gets by itself: how often, when, of whom, and what."""

    id = fields.BigIntField(primary_key=True)
    staff: fields.OneToOneRelation[Staff] = fields.OneToOneField(
        "diwan.Staff", related_name="digest", on_delete=fields.CASCADE
    )
    staff_id: int
    every = fields.CharEnumField(DigestEvery, max_length=8)
    at = fields.IntField()
    """In minutes after midnight in their zone."""
    weekday = fields.IntField(default=7, db_default=7)
    """Of a weekly one: the ISO weekday on which it comes (Sunday is 7)."""
    of: fields.ForeignKeyNullableRelation[Staff] = fields.ForeignKeyField(
        "diwan.Staff", related_name="digests_of", null=True, on_delete=fields.CASCADE
    )
    """Whose numbers; None: the whole team's."""
    of_id: int | None
    picture = fields.BooleanField(default=True, db_default=True)
    given_on: date | None = fields.DateField(null=True)
    """The last of their days on which they got it."""

    class Meta:
        table = "digest"
        constraints = [
            one_of("digest", "every", DigestEvery),
        ]


class Erasure(Model):
    """That a lead or customer is to be erased, or was: who asked, by which code, and what of theirs must still go.

    Nothing in it tells who they were.
    """

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=1)
    """`C` or `L`: what `record_id` is."""
    record_id = fields.BigIntField()
    author: fields.ForeignKeyNullableRelation[Staff] = fields.ForeignKeyField(
        "diwan.Staff", related_name="erasures", null=True, on_delete=fields.SET_NULL
    )
    """None: it was asked for from the shell."""
    author_id: int | None
    code_hash = fields.CharField(max_length=64, null=True)
    """Of the code that confirms it; None once it did."""
    tries = fields.IntField(default=0, db_default=0)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    erased_at: datetime | None = fields.DatetimeField(null=True)
    files: list[str] = fields.JSONField(default=list)
    """What must still be removed, relative to the media folder."""
    cleared_at: datetime | None = fields.DatetimeField(null=True)
    """When nothing was left to remove."""

    class Meta:
        table = "erasure"
        indexes = [("kind", "record_id")]
