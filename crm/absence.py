"""Absence: nobody is there, and a customer who writes is told once when to expect an answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from crm import office
from storage.models import Identity, OutboundMessage

LATELY = timedelta(minutes=15)
"""So long after a person answered, somebody is there whatever the hours say."""


async def to_tell(identity: Identity, now: datetime) -> datetime | None:
    """When somebody will be there, if this address is to be told so: it is marked as told, once for each closing time.

    The identity's row is the caller's to have locked.
    """
    here = office.current()
    opening = here.next_opening(now)
    told = identity.told_hours_at
    if opening == now or (told is not None and here.next_opening(told) >= opening):
        return None
    lately = OutboundMessage.filter(
        identity_id=identity.id, author_id__isnull=False, created_at__gte=now - LATELY
    )  # fmt: skip
    if await lately.exists():
        return None
    identity.told_hours_at = now
    await identity.save(update_fields=["told_hours_at"])
    return opening
