"""The people: staff with their invites, leads, customers, and the identities they write from."""

from __future__ import annotations

from datetime import date, datetime

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from storage.models.checks import exactly_one, one_of, together
from storage.models.kinds import Calendar, ChannelName, LeadStatus, Role


class Staff(Model):
    """Someone of the organisation: an agent, a manager or an admin."""

    id = fields.BigIntField(primary_key=True)
    name = fields.TextField()
    role = fields.CharEnumField(Role, max_length=16)
    language = fields.CharField(max_length=8)
    timezone = fields.CharField(max_length=64)
    digits = fields.CharField(max_length=8, default="auto", db_default="auto")
    """`latin`, `arabic`, or `auto`: whatever the language writes by default."""
    calendar = fields.CharEnumField(Calendar, max_length=16, default=Calendar.GREGORIAN, db_default="gregorian")
    quiet_from: int | None = fields.IntField(null=True)
    quiet_until: int | None = fields.IntField(null=True)
    """Between these nothing rings by itself: minutes after midnight in their zone; a night may wrap around it."""
    on_duty = fields.BooleanField(default=True, db_default=True)
    assigned_at: datetime | None = fields.DatetimeField(null=True)
    """When the rule last gave them a ticket: among equals, whose turn is longest ago comes first."""
    active = fields.BooleanField(default=True, db_default=True)
    agenda_at: int | None = fields.IntField(null=True, default=480, db_default=480)
    """When they get their agenda on working days, in minutes after midnight in their zone; None: never."""
    agenda_on: date | None = fields.DateField(null=True)
    """The last day of theirs on which they got it."""
    created_at = fields.DatetimeField()

    class Meta:
        table = "staff"
        constraints = [
            one_of("staff", "role", Role),
        ]


class Invite(Model):
    """A way in for one new staff member, or for another address of one: a code's hash, used once and soon."""

    id = fields.BigIntField(primary_key=True)
    role = fields.CharEnumField(Role, max_length=16)
    code_hash = fields.CharField(max_length=128, unique=True)
    invited_by: fields.ForeignKeyNullableRelation[Staff] = fields.ForeignKeyField(
        "diwan.Staff", related_name="invites", null=True, on_delete=fields.SET_NULL
    )
    joins: fields.ForeignKeyNullableRelation[Staff] = fields.ForeignKeyField(
        "diwan.Staff", related_name="own_invites", null=True, on_delete=fields.CASCADE
    )
    """The staff member to whom it adds another address, in place of a new one."""
    joins_id: int | None
    invited_by_id: int | None
    tries = fields.IntField(default=0, db_default=0)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "invite"
        constraints = [
            one_of("invite", "role", Role),
        ]


class Customer(Model):
    """Someone who buys from the organisation. `phone` is E.164 and unique among customers."""

    id = fields.BigIntField(primary_key=True)
    name = fields.TextField()
    phone = fields.CharField(max_length=32, null=True, unique=True)
    email: str | None = fields.TextField(null=True)
    company: str | None = fields.TextField(null=True)
    owner: fields.ForeignKeyNullableRelation[Staff] = fields.ForeignKeyField(
        "diwan.Staff", related_name="customers", null=True, on_delete=fields.SET_NULL
    )
    owner_id: int | None
    merged_into: fields.ForeignKeyNullableRelation[Customer] = fields.ForeignKeyField(
        "diwan.Customer", related_name="merged", null=True, on_delete=fields.SET_NULL
    )
    """The customer that has all that was this one's; this row stays, empty, for as long as the merge can be undone."""
    merged_into_id: int | None
    erased_at: datetime | None = fields.DatetimeField(null=True)
    """When everything that told who this was went; the row stays, so that the numbers keep their counts."""
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "customer"
        indexes = [("owner_id",), ("merged_into_id",)]


class Lead(Model):
    """Someone who may become a customer.

    CHECK: `status` is CONVERTED exactly when `customer` is set. A converted lead stays, and points to its customer.
    """

    id = fields.BigIntField(primary_key=True)
    name = fields.TextField()
    phone = fields.CharField(max_length=32, null=True)
    email: str | None = fields.TextField(null=True)
    company: str | None = fields.TextField(null=True)
    status = fields.CharEnumField(LeadStatus, max_length=16, default=LeadStatus.NEW)
    source = fields.CharField(max_length=32, null=True)
    """Where the lead came from: `whatsapp`, `telegram`, or a word of the staff's."""
    owner: fields.ForeignKeyNullableRelation[Staff] = fields.ForeignKeyField(
        "diwan.Staff", related_name="leads", null=True, on_delete=fields.SET_NULL
    )
    owner_id: int | None
    customer: fields.ForeignKeyNullableRelation[Customer] = fields.ForeignKeyField(
        "diwan.Customer", related_name="leads", null=True, on_delete=fields.RESTRICT
    )
    customer_id: int | None
    lost_reason: str | None = fields.TextField(null=True)
    """Why a LOST lead was lost, in the staff's words."""
    nudged = fields.IntField(default=0, db_default=0)
    """How far the nudges about a lead that nobody answers have gone: see crm.nudges."""
    merged_into: fields.ForeignKeyNullableRelation[Lead] = fields.ForeignKeyField(
        "diwan.Lead", related_name="merged", null=True, on_delete=fields.SET_NULL
    )
    """The lead that has all that was this one's; this row stays, empty, for as long as the merge can be undone."""
    merged_into_id: int | None
    erased_at: datetime | None = fields.DatetimeField(null=True)
    """When everything that told who this was went; the row stays, so that the numbers keep their counts."""
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "lead"
        constraints = [
            one_of("lead", "status", LeadStatus),
            together("lead", "converted", "customer_id", "\"status\" = 'converted'"),
        ]
        indexes = [("status", "id"), ("owner_id", "status"), ("phone",), ("customer_id",)]


class Identity(Model):
    """One address on one channel, and the person behind it.

    CHECK: exactly one of `staff`, `lead`, `customer`. The address is the provider's opaque key (a Telegram user id, or
    `whatsapp:…`), never parsed; the phone is a separate E.164 field.
    """

    id = fields.BigIntField(primary_key=True)
    channel = fields.CharEnumField(ChannelName, max_length=16)
    address = fields.CharField(max_length=255)
    staff: fields.ForeignKeyNullableRelation[Staff] = fields.ForeignKeyField(
        "diwan.Staff", related_name="identities", null=True, on_delete=fields.CASCADE
    )
    staff_id: int | None
    lead: fields.ForeignKeyNullableRelation[Lead] = fields.ForeignKeyField(
        "diwan.Lead", related_name="identities", null=True, on_delete=fields.RESTRICT
    )
    lead_id: int | None
    customer: fields.ForeignKeyNullableRelation[Customer] = fields.ForeignKeyField(
        "diwan.Customer", related_name="identities", null=True, on_delete=fields.RESTRICT
    )
    customer_id: int | None
    name = fields.TextField(default="")
    """The profile name that the channel shows."""
    phone = fields.CharField(max_length=32, null=True)
    language = fields.CharField(max_length=8)
    timezone = fields.CharField(max_length=64, null=True)
    """Of a customer or lead; a staff member's is on Staff. None: the organisation's."""
    digits = fields.CharField(max_length=8, default="auto", db_default="auto")
    calendar = fields.CharEnumField(Calendar, max_length=16, default=Calendar.GREGORIAN, db_default="gregorian")
    quiet_from: int | None = fields.IntField(null=True)
    quiet_until: int | None = fields.IntField(null=True)
    last_inbound_at: datetime | None = fields.DatetimeField(null=True)
    """When this address last wrote: WhatsApp's 24-hour window counts from here."""
    window_shut_at: datetime | None = fields.DatetimeField(null=True)
    """When WhatsApp last said that the window is closed: it is, until they write."""
    reachable = fields.BooleanField(default=True, db_default=True)
    """False after the provider said that this person blocked us; true again when they write."""
    opted_out = fields.BooleanField(default=False, db_default=False)
    """They said *stop*: nothing goes out to them but answers to what they wrote since."""
    opted_out_at: datetime | None = fields.DatetimeField(null=True)
    told_hours_at: datetime | None = fields.DatetimeField(null=True)
    """When they were last told that nobody is there, and when to expect an answer."""
    code_tries = fields.IntField(default=0, db_default=0)
    """Wrong invitation codes since `code_tried_at`."""
    code_tried_at: datetime | None = fields.DatetimeField(null=True)
    misses = fields.IntField(default=0, db_default=0)
    """Messages in a row that were not understood."""
    created_at = fields.DatetimeField()

    class Meta:
        table = "identity"
        constraints = [
            one_of("identity", "channel", ChannelName),
            exactly_one("identity", "one_person", "staff_id", "lead_id", "customer_id"),
            UniqueConstraint(fields=("channel", "address"), name="identity_channel_address"),
        ]
        indexes = [("staff_id",), ("lead_id",), ("customer_id",), ("phone",)]
