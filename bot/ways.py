"""Ways: how a message goes when WhatsApp's window is closed: as a template, if one takes it, or not from here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot import templates
from bot.channels import Channel
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp.templates import APPROVED
from bot.reply import Line, Outgoing, Template, text
from bot.speech import Speech
from bot.templates import KNOCK
from crm import window
from crm.people import Person
from storage import outlog
from storage.models import Identity, OutboundMessage
from storage.outbox import Draft


class Waits(Exception):
    """It does not go to this address before they write: see crm.window.turn_aside, for which these are."""

    def __init__(self, reason: str, knock: Draft | None = None) -> None:
        super().__init__(reason)
        self.reason, self.knock = reason, knock


def is_knock(row: OutboundMessage) -> bool:
    """Whether it only says that another one waits."""
    return row.key.startswith(f"{KNOCK}:")


def is_needless(row: OutboundMessage, now: datetime) -> bool:
    """Whether it knocks at a door that has been opened: what waited goes by itself."""
    return is_knock(row) and window.is_open(row.identity, now)


async def by_template(
    row: OutboundMessage, person: Person, lines: Sequence[Line], speech: Speech, organisation: str, channel: Channel
) -> Outgoing:
    """The message as an approved template. Raises Waits."""
    if row.parts_sent or not isinstance(channel, WhatsApp):
        raise Waits("parts")
    filled = await templates.fill(row, person, lines, speech, organisation)
    known = await templates.known(filled.definition, channel.account_sid)
    if known is None or known.status != APPROVED:
        raise Waits("not-pushed" if known is None else "not-approved")
    if not is_knock(row) and (row.attachment_id or not filled.whole):
        raise Waits("begun", _knock(row, lines))
    return Outgoing(row.identity.address, filled.markup, template=Template(known.sid, filled.values))


def _knock(row: OutboundMessage, lines: Sequence[Line]) -> Draft:
    identity: Identity = row.identity
    return Draft(
        # The files of one message wait together.
        identity.id, identity.channel, f"{KNOCK}:{identity.id}:{outlog.message(row)}", lines or [text("template-file")],
        lead_id=row.lead_id, customer_id=row.customer_id, ticket_id=row.ticket_id, activity_id=row.activity_id,
        ticket_message_id=row.ticket_message_id, author_id=row.author_id,
    )  # fmt: skip
