"""Arrivals: whoever sent a file that proved unfit only when it was fetched is told so, once."""

from __future__ import annotations

from crm import audience, files, people
from crm.files import Rules
from storage import outbox
from storage.models import Activity, Attachment, ChannelName, Identity, InboundMessage, TicketMessage
from storage.text import Text


async def too_large(attachment: Attachment, rules: Rules) -> None:
    """Tell a lead or customer that their file is larger than we take; of a staff member's, delivery tells.

    To be called in a transaction.
    """
    record: Activity | TicketMessage | None
    if attachment.activity_id is not None:
        record = await Activity.get_or_none(id=attachment.activity_id)
    else:
        record = await TicketMessage.get_or_none(id=attachment.ticket_message_id)
    came = await InboundMessage.get_or_none(id=record.inbound_id) if record and record.inbound_id else None
    writer = await Identity.get_or_none(channel=came.channel, address=came.sender) if came else None
    if record is None or came is None or writer is None or writer.staff_id is not None:
        return
    most = files.size_text(rules.limit(ChannelName(attachment.channel)))
    said = Text("own-file-larger", {"name": files.called(attachment), "most": most})
    party = await people.party_of(record.lead_id, record.customer_id)
    await outbox.put([
        audience.draft(
            writer, f"file-too-large:{attachment.id}", [said], (), party=party, quotes=came.message_id,
        )
    ])  # fmt: skip
