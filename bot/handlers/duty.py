"""Duty: who is there, and being away and back oneself."""

from __future__ import annotations

from bot.cards import ticket_line
from bot.reply import BLANK, Choice, Line, Reply, in_rows, text
from bot.router import Commands
from bot.turn import Turn
from crm import duty, references
from crm.duty import Load
from storage.models import Role

commands = Commands()

ROLES = tuple(Role)
"""In the order in which new tickets go to them."""

SHOWN = 8
"""How many tickets can be handed over by a button here."""


@commands.command("away", least=Role.AGENT, group="team")
async def away(turn: Turn) -> Reply:
    """New tickets go to others from now on; what one has stays, and can be handed over."""
    await duty.leave(turn.staff)
    mine = await duty.live_tickets(turn.staff)
    lines: list[Line] = [text("away-now")]
    if not any(load.staff.on_duty for load in await duty.loads()):
        lines.append(text("away-nobody-left"))
    lines.append(text("away-keeps", n=len(mine)))
    if mine:
        lines += [BLANK, *[ticket_line(ticket) for ticket in mine[:SHOWN]]]
    handed = [
        Choice(text("button-hand-over", ticket=str(references.of(ticket))), f"assign {references.of(ticket)}")
        for ticket in mine[:SHOWN]
    ]
    return Reply(
        lines, [*in_rows(handed, 2), [Choice(text("button-back"), "back"), Choice(text("button-on-duty"), "on_duty")]]
    )


@commands.command("back", least=Role.AGENT, group="team")
async def back(turn: Turn) -> Reply:
    """On duty again."""
    await duty.come_back(turn.staff)
    mine = await duty.live_tickets(turn.staff)
    choices = [Choice(text("button-mine-tickets"), "tickets mine"), Choice(text("button-open-tickets"), "tickets open")]
    return Reply([text("back-now"), text("back-has", n=len(mine))], [choices])


@commands.command("on_duty", least=Role.AGENT, group="team")
async def on_duty(turn: Turn) -> Reply:
    """Who is on duty now, with how many tickets each; and who is away."""
    loads = sorted(await duty.loads(), key=lambda load: ROLES.index(load.staff.role))
    present = [load for load in loads if load.staff.on_duty]
    gone = [load for load in loads if not load.staff.on_duty]
    lines: list[Line] = [text("duty-title")] if present else [text("duty-nobody")]
    lines += [_line(load) for load in present]
    if gone:
        lines += [BLANK, text("duty-away"), *[_line(load) for load in gone]]
    step = Choice(text("button-away"), "away") if turn.staff.on_duty else Choice(text("button-back"), "back")
    return Reply(lines, [[step]])


def _line(load: Load) -> Line:
    role = text(f"role-{load.staff.role.value}")
    return text("duty-line", name=load.staff.name, role=role, n=load.live)
