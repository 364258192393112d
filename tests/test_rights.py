"""Rights: every role tries every command, by word and by button, on its own records, nobody's and somebody else's.

The table says who may say what; it is written by hand, so that a right that is given by mistake is seen here. A command
that has no line fails, and so does a line without a command.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from bot import customer_turn, staff_turn
from bot.commands import Command, Slot
from bot.dialogue import Dialogue
from bot.dispatch import ROUTER, Dispatch
from bot.fields import Colleague, Reference
from bot.house import House
from bot.incoming import Incoming, IncomingKind
from bot.reply import Choice, Reply, Text
from bot.turn import Turn
from bot.vocabulary import VOCABULARY
from crm import activities, people, tickets
from crm.references import RefKind
from storage import clock
from storage.models import (
    Activity,
    ActivityKind,
    ChannelName,
    Customer,
    Identity,
    InboundMessage,
    Lead,
    Role,
    Staff,
    Ticket,
)
from storage.transactions import transaction

NOW = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
HOUSE = House("Palm Trading", "en", "Asia/Riyadh")

STAFF = ("agent", "manager", "admin")
WHO = {
    "everybody": {"customer", *STAFF},
    "customer": {"customer"},
    "agent": {*STAFF},
    "manager": {"manager", "admin"},
    "admin": {"admin"},
}

RIGHTS = {
    # Everybody; tickets, as far as they may see them
    "start": "everybody", "menu": "everybody", "language": "everybody", "cancel": "everybody", "help": "everybody",
    "hours": "everybody", "ticket": "everybody", "thread": "everybody",
    "settings": "everybody", "digits": "everybody", "timezone": "everybody", "calendar": "everybody",
    "quiet": "everybody",
    # Customers and leads
    "stop": "customer", "person": "customer", "go_on": "customer", "for": "customer", "for_none": "customer",
    "join": "customer", "open": "customer", "my_tickets": "customer", "rate": "customer", "link": "customer",
    # The staff, on what they may see
    "reply": "agent", "note": "agent", "tickets": "agent", "take": "agent", "move": "agent", "close": "agent",
    "reopen": "agent", "priority": "agent", "timeline": "agent", "leads": "agent", "lead": "agent",
    "customer": "agent", "convert": "agent", "find": "agent", "more": "agent", "merge": "agent",
    "log": "agent", "call_back": "agent", "task": "agent", "tasks": "agent", "activity": "agent", "done": "agent",
    "postpone": "agent", "undo": "agent", "today": "agent", "remind": "agent", "remind_customer": "agent",
    "forget": "agent",
    "saved": "agent", "saved_send": "agent", "saved_reword": "agent", "saved_drop": "agent",
    "other_phone": "agent", "my_name": "agent", "customers": "agent", "mine": "agent", "qualify": "agent",
    "lost": "agent", "assign": "agent", "unassign": "agent", "new_lead": "agent", "edit": "agent", "away": "agent",
    "back": "agent", "on_duty": "agent", "file_under": "agent", "file_new": "agent", "label": "agent",
    "unlabel": "agent", "drop_label": "agent", "labels": "agent", "labelled": "agent", "who": "agent",
    "subject": "agent", "new_ticket": "agent", "answer_note": "agent", "morning_agenda": "agent",
    "kpi": "agent", "my_kpi": "agent", "kpi_period": "agent", "chart": "agent", "behind": "agent", "digest": "agent",
    "digest_off": "agent", "report": "agent", "import": "agent", "import_as": "agent", "import_go": "agent",
    "import_sample": "agent", "import_stop": "agent",
    # Managers
    "unmerge": "manager", "save_reply": "manager", "edit_saved": "manager", "delete_saved": "manager",
    "staff": "manager", "member": "manager", "invite": "manager", "kpi_rep": "manager",
    # Admins
    "role": "admin", "suspend": "admin", "restore": "admin", "erase": "admin",
}  # fmt: skip

BY_KIND = {("merge", RefKind.LEAD): "manager", ("merge", RefKind.CUSTOMER): "manager"}
"""Commands of which some records want more."""

BY_VALUE = {
    "invite agent": "manager",
    "invite manager": "admin",
    "invite admin": "admin",
    "role @{other} manager": "admin",
    "suspend @{other}": "admin",
    "restore @{suspended}": "admin",
    "convert {lead} {customer}": "agent",
}
"""Calls with a value of which the right depends, or that the pattern does not say; on nobody's records."""

HIDDEN = {"refusal-with-somebody-else", "refusal-not-found"}
ROLES = ("customer", "suspended", *STAFF)
HOLDERS = ("own", "nobody", "other")


class Undone(Exception):
    """Takes back whatever a call did."""


@dataclass
class World:
    """Everybody with an identity, and for each holder one record of every kind."""

    identities: dict[str, Identity] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    refs: dict[str, dict[RefKind, list[str]]] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    """By reference a note on each record of somebody's or nobody's."""
    inbound: int = 0
    ran: list[str] = field(default_factory=list)

    async def say(self, role: str, said: str, kind: IncomingKind) -> list[Reply]:
        """What is answered; nothing of it stays. The commands that were carried out are in `ran`."""
        self.ran.clear()
        replies: list[Reply] = []
        try:
            async with transaction():
                identity = await Identity.get(id=self.identities[role].id)
                incoming = Incoming(identity.channel, "1", "1", identity.address, kind, said, NOW)
                turn = Turn(incoming, await people.person_of(identity), self.inbound, NOW, HOUSE)
                dispatch, dialogue = Dispatch(turn), Dialogue(turn)
                turn.begin, turn.leave = dialogue.begin, dialogue.leave
                turn.sayable, turn.usage = dispatch.sayable, dispatch.usage
                answer = staff_turn.answer if turn.person.staff else customer_turn.answer
                replies = [*await answer(turn)]
                raise Undone
        except Undone:
            return replies

    async def outcome(self, role: str, command: Command, said: str, kind: IncomingKind) -> str:
        """`done`, `hidden` (the record is not theirs to see) or `denied`."""
        keys = _keys(await self.say(role, said, kind))
        if "usage" in keys:
            # Another command of theirs has the same word.
            assert role not in WHO[RIGHTS[command.name]], f"{said!r} does not fit the pattern: {keys}"
            return "denied"
        if keys & HIDDEN:
            return "hidden"
        return "done" if command.name in self.ran and "refusal-not-allowed" not in keys else "denied"


@pytest.fixture
def spied() -> Iterator[list[str]]:
    """The names of the commands that are carried out."""
    ran: list[str] = []
    handlers = {command.name: command.handler for command in ROUTER}

    def spy(command: Command) -> None:
        original = command.handler

        async def handler(*args: object, **values: object) -> object:
            ran.append(command.name)
            return await original(*args, **values)

        object.__setattr__(command, "handler", handler)

    for command in ROUTER:
        spy(command)
    yield ran
    for command in ROUTER:
        object.__setattr__(command, "handler", handlers[command.name])


@pytest.fixture
async def world(database: str, spied: list[str]) -> AsyncIterator[World]:
    clock.move(NOW - clock.now())
    made = World(ran=spied)
    async with transaction():
        for number, (name, role) in enumerate(
            {"agent": Role.AGENT, "other": Role.AGENT, "manager": Role.MANAGER, "admin": Role.ADMIN,
             "suspended": Role.AGENT}.items()
        ):  # fmt: skip
            made.staff[name] = await people.add_staff(
                f"Mr {name}", role, language="en", timezone="Asia/Riyadh", at=NOW,
                addresses={ChannelName.TELEGRAM: str(100 + number)},
            )  # fmt: skip
            made.identities[name] = await Identity.get(staff_id=made.staff[name].id)
        made.staff["suspended"].active = False
        await made.staff["suspended"].save()
        inbound = await InboundMessage.create(
            channel=ChannelName.TELEGRAM, account="1", provider_id="1", sender="9", payload="{}", received_at=NOW
        )
        made.inbound = inbound.id
        for holder in HOLDERS:
            owner = {"own": made.staff["agent"], "nobody": None, "other": made.staff["other"]}[holder]
            made.refs[holder] = await _records(owner)
            for ref in {ref for named in made.refs[holder].values() for ref in named if ref[0] != "A"}:
                made.notes[ref] = await _note(ref, made.staff["other"])
        writer = await Customer.create(name="Huda", created_at=NOW, updated_at=NOW)
        made.identities["customer"] = await Identity.create(
            channel=ChannelName.WHATSAPP, address="whatsapp:+966500000009", customer=writer, language="en", name="Huda",
            last_inbound_at=NOW, created_at=NOW,
        )  # fmt: skip
        theirs = await tickets.open_for(
            writer, "Mine", priority=tickets.Priority.LOW, description="", inbound_id=None, at=NOW
        )
        made.refs["theirs"] = {RefKind.TICKET: [f"T{theirs.id}"] * 2}
    yield made
    clock.reset()


async def _records(owner: Staff | None) -> dict[RefKind, list[str]]:
    """Two records of each kind with this holder; the tickets are of one customer."""
    id_ = owner.id if owner else None
    leads = [await Lead.create(name="Omar", owner_id=id_, created_at=NOW, updated_at=NOW) for _ in range(2)]
    customers = [await Customer.create(name="Huda", owner_id=id_, created_at=NOW, updated_at=NOW) for _ in range(2)]
    held = [
        await Ticket.create(
            subject="Door", customer=customers[0], assignee_id=id_, created_at=NOW, updated_at=NOW
        )
        for _ in range(2)
    ]  # fmt: skip
    done = [
        await Activity.create(
            kind=ActivityKind.TASK, lead=leads[0], author_id=id_, text="Call", at=NOW, due_at=NOW + timedelta(days=1)
        )
        for _ in range(2)
    ]
    return {
        RefKind.LEAD: [f"L{one.id}" for one in leads],
        RefKind.CUSTOMER: [f"C{one.id}" for one in customers],
        RefKind.TICKET: [f"T{one.id}" for one in held],
        RefKind.ACTIVITY: [f"A{one.id}" for one in done],
    }


async def _note(ref: str, by: Staff) -> int:
    kind, id_ = ref[0], int(ref[1:])
    if kind == "T":
        return (await tickets.note(await Ticket.get(id=id_), "Look", by=by, at=NOW)).id
    return (await activities.note(await (Lead if kind == "L" else Customer).get(id=id_), "Look", by=by, at=NOW)).id


def _keys(replies: list[Reply]) -> set[str]:
    return {line.key for reply in replies for line in reply.body if isinstance(line, Text)}


def _kinds(command: Command) -> tuple[RefKind, ...]:
    """The kinds of record of which a command must name one."""
    first = next((slot for slot in command.slots if isinstance(slot.field, Reference) and not slot.optional), None)
    return first.field.kinds if first is not None and isinstance(first.field, Reference) else ()


def _call(world: World, command: Command, refs: dict[RefKind, list[str]], kind: RefKind | None) -> str:
    """What says a command with all the fields that it must have."""
    left = {each: iter(named) for each, named in refs.items()}

    def value(slot: Slot) -> str:
        if command.name == "answer_note" and slot.name == "number" and kind is not None:
            return str(world.notes.get(refs[kind][0], 1))
        if isinstance(slot.field, Reference):
            return next(left[kind if kind in slot.field.kinds and kind else slot.field.kinds[0]])
        if isinstance(slot.field, Colleague):
            return f"@{world.staff['other'].id}"
        shown = slot.field.example(VOCABULARY, "en")
        return "hello" if shown == "…" else shown

    head = [] if command.bare else [f"/{command.name}"]
    return " ".join([*head, *(value(slot) for slot in command.slots if not slot.optional)])


def _expected(command: Command, kind: RefKind | None, role: str, holder: str) -> str:
    general = RIGHTS[command.name]
    if role not in WHO[general]:
        return "denied"
    if kind is not None and holder == "other" and role in ("agent", "customer"):
        return "hidden"
    return "done" if kind is None or role in WHO[BY_KIND.get((command.name, kind), general)] else "denied"


def _listed() -> list[Command]:
    """The commands that have a line; that every one has is another test's."""
    return [command for command in ROUTER if command.name in RIGHTS]


def test_every_command_has_its_line_and_every_line_its_command() -> None:
    assert {command.name for command in ROUTER} == set(RIGHTS)


@pytest.mark.parametrize("way", [IncomingKind.MESSAGE, IncomingKind.PRESS])
@pytest.mark.parametrize("role", ROLES)
async def test_every_role_on_every_command_and_button(world: World, role: str, way: IncomingKind) -> None:
    wrong = []
    for command in _listed():
        # A customer has no part in who holds what: their own tickets, and those of other people.
        holders = ("theirs", "other") if role == "customer" else HOLDERS
        for kind, holder in product(_kinds(command) or (None,), holders):
            if kind is not None and kind not in world.refs[holder]:
                continue
            expected = _expected(command, kind, role, holder)
            said = _call(world, command, world.refs[holder], kind)
            got = await world.outcome(role, command, said, way)
            if got != expected:
                wrong.append(f"{role} {said!r} on {holder}: {got}, not {expected}")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
async def test_every_role_on_calls_whose_right_depends_on_a_value(world: World, role: str) -> None:
    refs = {kind.name.lower(): named[0] for kind, named in world.refs["nobody"].items()}
    ids = {name: str(one.id) for name, one in world.staff.items()}
    wrong = []
    for pattern, least in BY_VALUE.items():
        said = pattern.format_map({**refs, **ids})
        command = next(one for one in ROUTER if one.name == said.split()[0])
        said = f"/{said}"
        got = await world.outcome(role, command, said, IncomingKind.PRESS)
        if (got == "done") != (role in WHO[least]):
            wrong.append(f"{role} {said!r}: {got}")
    assert wrong == []


async def test_the_buttons_of_before_do_no_more_than_their_presser_may_now(world: World) -> None:
    """Every button that an admin has seen, pressed by the same person as an agent, and after their suspension."""
    seen: dict[str, None] = {}
    for command in _listed():
        for kind in _kinds(command) or (None,):
            for reply in await world.say("admin", _call(world, command, world.refs["other"], kind), IncomingKind.PRESS):
                seen |= {choice.says: None for row in reply.choices for choice in row if isinstance(choice, Choice)}
    commands = [said for said in seen if not said.startswith(":")]
    assert len(commands) > 30
    admin = world.staff["admin"]
    admin.role = Role.AGENT
    await admin.save()
    for said in commands:
        keys = _keys(await world.say("admin", said, IncomingKind.PRESS))
        above = [name for name in world.ran if RIGHTS.get(name) in ("manager", "admin")]
        assert not above, f"{said!r} was still carried out: {above}"
        if not keys & {*HIDDEN, "refusal-not-allowed"}:
            assert not any(ref in said.split() for named in world.refs["other"].values() for ref in named), said
    admin.active = False
    await admin.save()
    for said in seen:
        assert _keys(await world.say("admin", said, IncomingKind.PRESS)) == {"refusal-suspended"}
        assert world.ran == []
