"""Consent: whether somebody wants to hear from us of our own accord. It is an address's, not a person's."""

from __future__ import annotations

from datetime import datetime

from storage.models import Identity


async def withdraw(identity: Identity, *, at: datetime) -> None:
    """They want no more: from now on nothing goes out to this address but answers to what it writes later."""
    identity.opted_out, identity.opted_out_at = True, at
    await identity.save(update_fields=["opted_out", "opted_out_at"])


async def give(identity: Identity) -> bool:
    """They want to hear from us (again); whether that is new."""
    if not identity.opted_out:
        return False
    identity.opted_out, identity.opted_out_at = False, None
    await identity.save(update_fields=["opted_out", "opted_out_at"])
    return True
