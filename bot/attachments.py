"""Attachments: what came with a message is kept on its record; the bytes are fetched later, outside any turn."""

from __future__ import annotations

from collections.abc import Sequence

from bot.turn import Turn
from storage.models import Activity, Attachment, TicketMessage


async def keep(turn: Turn, record: Activity | TicketMessage) -> Sequence[Attachment]:
    """Attach what came with the turn's message to its activity or ticket message."""
    owner = {"activity_id": record.id} if isinstance(record, Activity) else {"ticket_message_id": record.id}
    return [
        await Attachment.create(
            **owner, channel=turn.incoming.channel, kind=media.kind, type=media.type, name=media.name, size=media.size,
            source=media.source, details=dict(media.details) if media.details else None,
            fetch_at=turn.now if media.source else None, created_at=turn.now,
        )
        for media in turn.incoming.media
    ]  # fmt: skip
