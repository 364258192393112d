"""The closed sets of values that columns hold."""

from enum import StrEnum


class ChannelName(StrEnum):
    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"


class Role(StrEnum):
    """What a staff member may do; each role may do all that the one before it may."""

    AGENT = "agent"
    MANAGER = "manager"
    ADMIN = "admin"


class LeadStatus(StrEnum):
    NEW = "new"
    CONTACTED = "contacted"
    QUALIFIED = "qualified"
    CONVERTED = "converted"
    LOST = "lost"


class ActivityKind(StrEnum):
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"
    CALL = "call"
    EMAIL = "email"
    NOTE = "note"
    TASK = "task"


class CallOutcome(StrEnum):
    """What came of a call."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    CALL_BACK = "call_back"


class Calendar(StrEnum):
    """How a person reads dates: HIJRI shows the Hijri date beside the Gregorian one."""

    GREGORIAN = "gregorian"
    HIJRI = "hijri"


class Direction(StrEnum):
    """Seen from the organisation: IN is what a customer said, OUT what we said to them."""

    IN = "in"
    OUT = "out"


class TicketStatus(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"


class Priority(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Visibility(StrEnum):
    """EXTERNAL is said between the customer and us; INTERNAL never reaches a customer, on any path."""

    EXTERNAL = "external"
    INTERNAL = "internal"


class AttachmentKind(StrEnum):
    PHOTO = "photo"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"


class InboundStatus(StrEnum):
    """PENDING waits for its turn, DONE had it, ASIDE failed too often and waits for a person to look."""

    PENDING = "pending"
    DONE = "done"
    ASIDE = "aside"


class OutboundStatus(StrEnum):
    """The life of an outgoing message.

    QUEUED waits for its time; HELD waits for its recipient to write, since WhatsApp's window is closed; CLAIMED
    belongs to one delivery attempt that has not touched the network; SENDING is on the wire; UNKNOWN got no answer and
    must not be repeated blindly; SENT, DELIVERED and READ are the provider's words; FAILED was sent and then refused by
    the provider; DEAD will not be tried again.
    """

    QUEUED = "queued"
    HELD = "held"
    CLAIMED = "claimed"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    DEAD = "dead"


class ReportFormat(StrEnum):
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    ZIP = "zip"
    """All that is kept of one person."""


class ReportStatus(StrEnum):
    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"


class PartyKind(StrEnum):
    LEAD = "lead"
    CUSTOMER = "customer"


class ImportStatus(StrEnum):
    """WAITING is read next; SHOWN waits for its sender to confirm; CONFIRMED is written next; DONE is in; REFUSED could
    not be read; CANCELLED is not wanted; FAILED broke."""

    WAITING = "waiting"
    SHOWN = "shown"
    CONFIRMED = "confirmed"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    FAILED = "failed"


class DigestEvery(StrEnum):
    DAY = "day"
    WEEK = "week"
