"""The team: letting people in, their roles, and taking access away."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from bot.reply import BLANK, Choice, Line, Reply, in_rows, reference_rows, text
from bot.router import Audience, Commands
from bot.turn import Turn
from crm import access, invites, references, team
from crm.team import Member
from storage.models import ChannelName, Role, Staff

commands = Commands()

AT_MOST = 8
"""Colleagues with a button of their own under the list, and tickets under a card; the others are typed."""


@commands.command("staff", least=Role.MANAGER, group="team")
async def list_staff(turn: Turn) -> Reply:
    """Everyone of the staff, with their role, their duty and their channels."""
    found = await team.members()
    lines: list[Line] = [text("staff-title", count=len(found)), BLANK, *[_line(one) for one in found]]
    others = [one.staff for one in found if one.staff.id != turn.staff.id][:AT_MOST]
    rows = in_rows([Choice(one.name, f"member @{one.id}") for one in others], 2)
    return Reply(lines, [*rows, [Choice(text("button-invite"), "invite")]], edits=True)


@commands.command("member {member}", least=Role.MANAGER, group="team")
async def show_member(turn: Turn, member: Staff) -> Reply:
    """A colleague's card; an admin can change their role or access from it."""
    [found] = [one for one in await team.members() if one.staff.id == member.id]
    return await _card(turn, found)


@commands.command("invite [{role}]", least=Role.MANAGER, group="team")
async def invite(turn: Turn, role: Role | None = None) -> Reply:
    """A link and a code with which somebody joins; without a role, ask which."""
    if role is None:
        mine = [one for one in Role if access.invites(turn.staff.role, one)]
        return Reply(
            [text("invite-which")], [[Choice(text(f"role-{one.value}"), f"invite {one.value}") for one in mine]]
        )
    code = await invites.invite(role, by=turn.staff, at=turn.now)
    return Reply([text("invite-made", role=text(f"role-{role.value}")), BLANK, *_ways_in(turn, code)])


@commands.command("other_phone", least=Role.AGENT, group="team")
async def other_phone(turn: Turn) -> Reply:
    """A link and a code with which one writes from another phone or app as oneself."""
    code = await invites.another_phone(turn.staff, at=turn.now)
    return Reply([text("invite-own"), BLANK, *_ways_in(turn, code)])


@commands.command("join {code}", least=Audience.CUSTOMER, group="buttons", menu=False)
async def join(turn: Turn, code: str) -> Reply:
    """Somebody comes in with a code; whatever is wrong with it, they are told the same."""
    joined = await invites.redeem(code, by=turn.person, timezone=turn.house.timezone, at=turn.now)
    if joined is None:
        return Reply([text("join-refused")])
    member = joined.staff
    if not joined.is_new:
        return Reply([text("join-phone", name=member.name)], [[Choice(text("button-menu"), "menu")]])
    role = text(f"role-{member.role.value}")
    return Reply(
        [text("join-welcome", organisation=turn.house.organisation, name=member.name, role=role)],
        [[Choice(text("button-my-name"), "my_name"), Choice(text("button-menu"), "menu")],
         [Choice(text("button-help"), "help")]],
    )  # fmt: skip


@commands.command("my_name [{name:phrase...}]", least=Role.AGENT, group="team")
async def my_name(turn: Turn, name: str | None = None) -> Reply:
    """One's own name, as customers and colleagues read it; without one, ask for it."""
    if name is None:
        return await turn.begin("my-name")
    await team.rename(turn.staff, name)
    return Reply([text("my-name-set", name=name)], [[Choice(text("button-menu"), "menu")]])


@commands.command("role {member} {role}", least=Role.ADMIN, group="team")
async def change_role(turn: Turn, member: Staff, role: Role) -> Reply:
    """Give a colleague another role."""
    changed = await team.change_role(member, role, by=turn.staff, at=turn.now)
    return Reply(
        [text("role-changed", name=changed.name, role=text(f"role-{role.value}"))],
        [[Choice(text("button-staff"), "staff")]],
    )


@commands.command("suspend {member}", least=Role.ADMIN, group="team")
async def suspend(turn: Turn, member: Staff) -> Reply:
    """Take a colleague's access away; what is still with them is listed, to be handed over."""
    gone = await team.suspend(member, by=turn.staff, at=turn.now)
    lines: list[Line] = [text("suspended", name=gone.name)]
    rows: list[Sequence[Choice]] = [
        [Choice(text("button-restore"), f"restore @{gone.id}"), Choice(text("button-staff"), "staff")]
    ]
    live = [str(references.ticket(one.id)) for one in await team.live_tickets(gone)]
    if live:
        lines += [BLANK, text("suspended-tickets", count=len(live), tickets=live[:AT_MOST])]
        rows += reference_rows(live[:AT_MOST])
    return Reply(lines, rows)


@commands.command("restore {member}", least=Role.ADMIN, group="team")
async def restore(turn: Turn, member: Staff) -> Reply:
    """Give a colleague their access back."""
    back = await team.restore(member, by=turn.staff, at=turn.now)
    return Reply([text("restored", name=back.name)], [[Choice(text("button-staff"), "staff")]])


async def _card(turn: Turn, member: Member) -> Reply:
    staff = member.staff
    live = [str(references.ticket(one.id)) for one in await team.live_tickets(staff)]
    lines: list[Line] = [_line(member), text("staff-tickets", count=len(live))]
    rows = []
    if turn.staff.role is Role.ADMIN and staff.id != turn.staff.id:
        rows.append(
            [Choice(text(f"role-{to.value}"), f"role @{staff.id} {to.value}") for to in Role if to is not staff.role]
        )
        verb = "suspend" if staff.active else "restore"
        rows.append([Choice(text("button-suspend" if staff.active else "button-restore"), f"{verb} @{staff.id}")])
        lines.append(text("staff-change"))
    rows.append([Choice(text("button-staff"), "staff")])
    return Reply(lines, rows, edits=True)


def _line(member: Member) -> Line:
    staff = member.staff
    key = "staff-line-on-duty" if staff.on_duty else "staff-line-away"
    return text(
        key if staff.active else "staff-line-suspended",
        name=staff.name, role=text(f"role-{staff.role.value}"),
        channels=[text(f"channel-{name}") for name in member.channels] or text("staff-nowhere"),
    )  # fmt: skip


def _ways_in(turn: Turn, code: str) -> list[Line]:
    """How a code is said: a link for each channel that is set up, and the words."""
    lines: list[Line] = []
    word = turn.vocabulary.word("command-join", turn.person.language) or "join"
    typed, doors = f"{word} {invites.shown(code)}", turn.house.doors
    if bot := doors.get(ChannelName.TELEGRAM):
        lines.append(text("invite-telegram", link=f"https://t.me/{bot}?start={invites.shown(code)}"))
    if number := doors.get(ChannelName.WHATSAPP):
        lines.append(text("invite-whatsapp", link=f"https://wa.me/{number.removeprefix('+')}?text={quote(typed)}"))
    return [*lines, text("invite-typed", typed=typed), text("invite-lasts", count=int(invites.LASTS.seconds / 60))]
