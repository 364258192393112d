"""The messages: the inbox, the outbox, where a person is in a conversation, and what the channels remember."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from storage.models.checks import one_of
from storage.models.kinds import ChannelName, InboundStatus, OutboundStatus
from storage.models.people import Identity, Staff


class InboundMessage(Model):
    """A message as the provider gave it. Unique on (channel, account, provider_id): a repeat stops here."""

    id = fields.BigIntField(primary_key=True)
    channel = fields.CharEnumField(ChannelName, max_length=16)
    account = fields.CharField(max_length=64)
    """Which of our addresses received it: the bot's id, or our WhatsApp number."""
    provider_id = fields.CharField(max_length=64)
    sender = fields.CharField(max_length=255)
    """The writer's address: messages of one sender have their turns in order."""
    message_id = fields.CharField(max_length=64, null=True)
    """What a later quote of this message refers to."""
    payload = fields.TextField()
    """The raw request: the JSON update, or the form as JSON."""
    received_at = fields.DatetimeField()
    status = fields.CharEnumField(InboundStatus, max_length=8, default=InboundStatus.PENDING)
    attempts = fields.IntField(default=0, db_default=0)
    next_attempt_at: datetime | None = fields.DatetimeField(null=True)
    error: str | None = fields.TextField(null=True)
    """The class of the last failure, never a text of the message."""
    done_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "inbound_message"
        constraints = [
            one_of("inbound_message", "channel", ChannelName),
            one_of("inbound_message", "status", InboundStatus),
            UniqueConstraint(fields=("channel", "account", "provider_id"), name="inbound_message_once"),
        ]
        indexes = [("channel", "sender", "message_id")]


class OutboundMessage(Model):
    """What someone is to be told, and what became of it. `key` is unique: whatever runs twice, it is said once.

    `body` and `choices` hold what to say (see storage.text); it is put into words when it is delivered, and the exact
    words stay in `words`. `lead`, `customer` and `ticket` say what it is about: quoting it answers that.
    """

    id = fields.BigIntField(primary_key=True)
    key = fields.CharField(max_length=200, unique=True)
    identity: fields.ForeignKeyRelation[Identity] = fields.ForeignKeyField(
        "diwan.Identity", related_name="outbound", on_delete=fields.CASCADE
    )
    identity_id: int
    channel = fields.CharEnumField(ChannelName, max_length=16)
    body: list[Any] = fields.JSONField()
    choices: list[Any] = fields.JSONField(default=list)
    numbered = fields.BooleanField(default=False, db_default=False)
    """The choices went out as a numbered list, so a bare number answers it."""
    attachment_id: int | None = fields.BigIntField(null=True)
    quotes = fields.CharField(max_length=64, null=True)
    """The provider's id of the message in that chat which this one quotes."""
    edits = fields.CharField(max_length=64, null=True)
    """The provider's id of our own message that this one replaces in place (Telegram)."""
    lead_id: int | None = fields.BigIntField(null=True)
    customer_id: int | None = fields.BigIntField(null=True)
    ticket_id: int | None = fields.BigIntField(null=True)
    activity_id: int | None = fields.BigIntField(null=True)
    ticket_message_id: int | None = fields.BigIntField(null=True)
    """The activity or ticket message that this delivers, if it delivers one."""
    author: fields.ForeignKeyNullableRelation[Staff] = fields.ForeignKeyField(
        "diwan.Staff", related_name="outbound", null=True, on_delete=fields.SET_NULL
    )
    """Who wrote it: they hear when it fails."""
    author_id: int | None
    status = fields.CharEnumField(OutboundStatus, max_length=16, default=OutboundStatus.QUEUED)
    attempts = fields.IntField(default=0, db_default=0)
    next_attempt_at = fields.DatetimeField()
    claim = fields.CharField(max_length=32, null=True)
    """The token of the attempt that holds it: only that attempt may finish it."""
    claimed_at: datetime | None = fields.DatetimeField(null=True)
    parts_sent = fields.IntField(default=0, db_default=0)
    words: str | None = fields.TextField(null=True)
    error = fields.CharField(max_length=64, null=True)
    """The provider's error code, or the class of the failure."""
    created_at = fields.DatetimeField()
    sent_at: datetime | None = fields.DatetimeField(null=True)
    delivered_at: datetime | None = fields.DatetimeField(null=True)
    read_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "outbound_message"
        constraints = [
            one_of("outbound_message", "channel", ChannelName),
            one_of("outbound_message", "status", OutboundStatus),
        ]
        indexes = [("identity_id", "id"), ("ticket_message_id",), ("activity_id",)]


class OutboundPart(Model):
    """One message at the provider: a long outgoing message has several, and a callback or a quote names one."""

    id = fields.BigIntField(primary_key=True)
    outbound: fields.ForeignKeyRelation[OutboundMessage] = fields.ForeignKeyField(
        "diwan.OutboundMessage", related_name="parts", on_delete=fields.CASCADE
    )
    outbound_id: int
    channel = fields.CharEnumField(ChannelName, max_length=16)
    address = fields.CharField(max_length=255)
    provider_id = fields.CharField(max_length=64)

    class Meta:
        table = "outbound_part"
        constraints = [
            UniqueConstraint(fields=("channel", "address", "provider_id"), name="outbound_part_once"),
        ]
        indexes = [("channel", "provider_id")]


class Progress(Model):
    """Where a person is in a conversation; answers are canonical strings."""

    id = fields.BigIntField(primary_key=True)
    identity: fields.OneToOneRelation[Identity] = fields.OneToOneField(
        "diwan.Identity", related_name="progress", on_delete=fields.CASCADE
    )
    identity_id: int
    form = fields.CharField(max_length=64)
    step = fields.CharField(max_length=64)
    answers: dict[str, str] = fields.JSONField(default=dict)
    context: dict[str, str] = fields.JSONField(default=dict)
    """What the conversation is about, fixed when it began, such as `{"lead": "L12"}`."""
    updated_at = fields.DatetimeField()

    class Meta:
        table = "progress"


class ContentTemplate(Model):
    """A Content resource at Twilio, made once per set of labels and remembered."""

    key = fields.CharField(max_length=64, primary_key=True)
    """A digest of the account and of the resource's definition."""
    sid = fields.CharField(max_length=64)
    status = fields.CharField(max_length=16, null=True)
    """Of a template: what WhatsApp says of it (`approved`, `pending`, `rejected`, …). None: it is none."""
    created_at = fields.DatetimeField()

    class Meta:
        table = "content_template"


class Pace(Model):
    """A rate limit that all processes share: one row a sender and a chat."""

    key = fields.CharField(max_length=255, primary_key=True)
    """`telegram`, `telegram:<chat>`, `whatsapp:<our number>`."""
    next_at = fields.DatetimeField()
    """The theoretical arrival time of the next message (GCRA)."""

    class Meta:
        table = "pace"
