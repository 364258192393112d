"""Misses: messages of a customer that the machine did not understand; after some in a row they are offered a person."""

from __future__ import annotations

from bot.reply import Choice, Reply, text
from bot.turn import Turn

MOST = 3
"""Misses in a row after which a person is offered."""


async def missed(turn: Turn) -> list[Reply]:
    """Count a miss; what is to be said besides when it is one too many."""
    identity = turn.person.identity
    identity.misses += 1
    offer = identity.misses >= MOST
    if offer:
        identity.misses = 0
    await identity.save(update_fields=["misses"])
    if not offer:
        return []
    return [
        Reply(
            [text("person-offer")], [[Choice(text("button-person"), "person"), Choice(text("button-go-on"), "go_on")]]
        )
    ]


def unknown() -> Reply:
    """What is said of a command that there is not."""
    return Reply(
        [text("unknown-customer")], [[Choice(text("button-menu"), "menu"), Choice(text("button-help"), "help")]]
    )


async def understood(turn: Turn) -> None:
    """What they said was understood: the count begins anew."""
    identity = turn.person.identity
    if identity.misses:
        identity.misses = 0
        await identity.save(update_fields=["misses"])
