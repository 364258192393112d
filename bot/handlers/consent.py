"""Consent: a customer stops our messages, or asks for a person in place of the machine."""

from __future__ import annotations

from bot.reply import Choice, Reply, text
from bot.router import Audience, Commands
from bot.turn import Turn
from crm import consent, notices
from storage.models import Activity

commands = Commands()


@commands.command("stop", least=Audience.CUSTOMER, group="general")
async def stop(turn: Turn) -> Reply:
    """They want no more messages; a conversation that is open ends."""
    await turn.leave()
    await consent.withdraw(turn.person.identity, at=max(turn.now, turn.incoming.at))
    return Reply([text("stopped")], [[Choice(text("button-start"), "start")]])


@commands.command("person", least=Audience.CUSTOMER, group="general")
async def person(turn: Turn) -> Reply:
    """They want to talk to a person: the conversation ends, what was answered stays, and whoever has them hears."""
    await turn.leave()
    kept = await Activity.filter(inbound_id=turn.inbound_id).first()
    await notices.person_wanted(turn.party, kept.text if kept else "", turn.inbound_id)
    return Reply([text("person-coming")])


@commands.command("go_on", least=Audience.CUSTOMER, group="buttons", menu=False)
async def go_on(turn: Turn) -> Reply:
    """They would rather go on: the open question, if there is one, is asked again after this."""
    return Reply([text("going-on")])
