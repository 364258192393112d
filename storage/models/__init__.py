"""What is kept: every table, as Tortoise models."""

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
from storage.models.messages import (
    ContentTemplate,
    InboundMessage,
    OutboundMessage,
    OutboundPart,
    Pace,
    Progress,
)
from storage.models.people import Customer, Identity, Invite, Lead, Staff
from storage.models.records import Activity, Attachment, Change, Ticket, TicketMessage

__all__ = [
    "Activity",
    "ActivityKind",
    "Attachment",
    "AttachmentKind",
    "Change",
    "ChannelName",
    "ContentTemplate",
    "Customer",
    "Direction",
    "Identity",
    "InboundMessage",
    "InboundStatus",
    "Invite",
    "Lead",
    "LeadStatus",
    "OutboundMessage",
    "OutboundPart",
    "OutboundStatus",
    "Pace",
    "Priority",
    "Progress",
    "Role",
    "Staff",
    "Ticket",
    "TicketMessage",
    "TicketStatus",
    "Visibility",
]
