"""Albums: pictures that were sent together go where the first of them went, which has the only caption."""

from __future__ import annotations

from bot.handlers import inbox
from bot.reply import Reply, Text, text
from bot.turn import Turn
from crm import access, references
from storage import outlog
from storage.models import InboundMessage, OutboundMessage
from storage.transactions import savepoint

LARGEST = 10
"""Pictures in one album (Telegram)."""

WENT = ("answered-ticket", "answered", "noted")
"""What its sender was told of a picture that went out, or was noted."""


async def follow(turn: Turn) -> Reply | None:
    """What becomes of a picture without words that is not the first of its album; None for any other message.

    Where the first went nowhere, this one does not either: a note's pictures must not reach the customer.
    """
    album = turn.incoming.album
    if not album or turn.incoming.text:
        return None
    latest = InboundMessage.filter(
        channel=turn.incoming.channel, sender=turn.incoming.sender, id__lt=turn.inbound_id
    ).order_by("-id")  # fmt: skip
    earlier = next((row for row in await latest.limit(LARGEST) if f'"{album}"' in row.payload), None)
    if earlier is None:
        return None
    told = await OutboundMessage.get_or_none(key=f"turn:{earlier.id}:0")
    went = (
        next((line for line in outlog.body(told) if isinstance(line, Text) and line.key in WENT), None)
        if told
        else None
    )
    if went is None:
        return Reply([text("file-unused")])
    to = await access.find(references.read(str(went.args.get("ticket") or went.args["ref"])), by=turn.person)
    async with savepoint():
        return await (inbox.annotate if went.key == "noted" else inbox.answer)(turn, to, "")
