"""The router: the same command, however it is said, and prose that is none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import Audience, Command, Commands, PatternError
from bot.fields import TicketFilter, Vocabulary
from bot.router import Match, Router, Usage
from crm.references import Ref, customer, lead, ticket
from storage.models.kinds import Role, TicketStatus

WORDS = {
    "command-close": ("close", "shut", "أغلق"),
    "command-move": ("move", "انقل"),
    "command-reply": ("reply", "رد", "رد على"),
    "command-my-tickets": ("my tickets", "تذاكري"),
    "command-tickets": ("tickets", "تذاكر", "التذاكر"),
    "command-menu": ("menu", "القائمة"),
    "status-open": ("open", "مفتوحة"),
    "status-in-progress": ("in progress", "قيد التنفيذ"),
    "status-closed": ("closed", "مغلقة"),
    "filter-open": ("open", "مفتوحة"),
    "filter-mine": ("mine", "لي"),
    "filter-late": ("late", "متأخرة"),
    "filter-closed": ("closed", "مغلقة"),
}
VOCABULARY = Vocabulary(words=lambda key: WORDS.get(key, ()))

commands = Commands()


@commands.command("close {ticket}", least=Role.AGENT, group="tickets")
async def close(turn: Any, ticket: Any) -> None: ...


@commands.command("move {ticket} {status}", least=Role.AGENT, group="tickets")
async def move(turn: Any, ticket: Any, status: Any) -> None: ...


@commands.command("reply {reference} [{text...}]", least=Role.AGENT, group="tickets")
async def reply(turn: Any, reference: Any, text: str | None = None) -> None: ...


@commands.command("tickets [{filter}] [{number}]", least=Role.AGENT, group="tickets")
async def tickets(turn: Any, filter: Any = None, number: int | None = None) -> None: ...


@commands.command("my_tickets", least=Audience.CUSTOMER, group="tickets")
async def my_tickets(turn: Any) -> None: ...


@commands.command("menu", least=None, group="general")
async def menu(turn: Any) -> None: ...


@commands.command("merge {customer} {other:customer}", least=Role.MANAGER, group="people")
async def merge(turn: Any, customer: Any, other: Any) -> None: ...


@commands.command("convert {lead} [{customer}]", least=Role.AGENT, group="people")
async def convert(turn: Any, lead: Any, customer: Any = None) -> None: ...


@commands.command("search {text...}", least=None, group="people")
async def search(turn: Any, text: str) -> None: ...


@commands.command("{ticket}", least=None, group="tickets")
async def show(turn: Any, ticket: Any) -> None: ...


@commands.command("{person}", least=Role.AGENT, group="people")
async def show_person(turn: Any, person: Any) -> None: ...


ROUTER = Router(commands, VOCABULARY)


def agent(command: Command) -> bool:
    return command.allows(Role.AGENT)


def a_customer(command: Command) -> bool:
    return command.allows(None)


def said(text: str, **context: Ref) -> tuple[str, dict[str, Any]]:
    found = ROUTER.match(text, agent, context=context)
    assert isinstance(found, Match), found
    return found.command.name, found.args


@pytest.mark.parametrize(
    "text",
    ["close T45", "/close T45", "/close@DiwanBot T45", "CLOSE  t45 ", "أغلق T٤٥", "اغلق ت٤٥", "أَغْلِق T٤٥.", "shut #T45!",
     "\u200fclose \u2068T45\u2069", "close\nT45", "close /T45", "\u200f close T45 ؟", "/أغلق T45"],
)  # fmt: skip
def test_a_command_is_found_however_it_is_said(text: str) -> None:
    assert said(text) == ("close", {"ticket": ticket(45)})


@pytest.mark.parametrize("text", ["T45", "/T45", "T٤٥", "t45.", "/t45@DiwanBot", "\u200f#T45\u200e", "ticket T45"])
def test_a_bare_reference_is_a_command(text: str) -> None:
    assert said(text) == ("ticket", {"ticket": ticket(45)})


def test_a_bare_reference_of_several_kinds() -> None:
    assert said("L12") == ("person", {"person": lead(12)})
    assert said("c٧") == ("person", {"person": customer(7)})
    assert ROUTER.match("L12", a_customer) is None


def test_a_reference_that_goes_on_is_no_command() -> None:
    assert ROUTER.match("T45 thank you", a_customer, strict=True) is None
    assert ROUTER.match("T45 thank you", agent) is None


def test_values_of_several_words_and_what_follows() -> None:
    args = {"ticket": ticket(45), "status": TicketStatus.IN_PROGRESS}
    assert said("move T45 in progress") == ("move", args)
    assert said("move T45 in_progress") == ("move", args)
    assert said("انقل T٤٥ قيد التنفيذ") == ("move", args)
    assert said("tickets mine ٣٠٠") == ("tickets", {"filter": TicketFilter.MINE, "number": 300})
    assert said("tickets 300") == ("tickets", {"number": 300})
    assert said("tickets") == ("tickets", {})
    assert ROUTER.match("merge C1 C2", agent) is None
    found = ROUTER.match("merge C1 C2", lambda command: command.allows(Role.ADMIN))
    assert found == Match(commands.get("merge"), {"customer": customer(1), "other": customer(2)})  # type: ignore[arg-type]


def test_the_rest_of_the_text_is_kept_as_it_was_written() -> None:
    assert said("reply T45  Hello,\n\n  *you* (؟)") == (
        "reply", {"reference": ticket(45), "text": "Hello,\n\n  *you* (؟)"},
    )  # fmt: skip
    assert said("رد على T45: حسناً!") == ("reply", {"reference": ticket(45), "text": "حسناً!"})
    assert said("reply T45 ?") == ("reply", {"reference": ticket(45), "text": "?"})
    assert said("reply T45") == ("reply", {"reference": ticket(45)})


def test_the_longest_words_win() -> None:
    assert ROUTER.match("my tickets", a_customer) == Match(commands.get("my_tickets"), {})  # type: ignore[arg-type]
    for text in ("my_tickets", "/my_tickets", "تذاكري", "My Tickets!"):
        found = ROUTER.match(text, a_customer, strict=True)
        assert isinstance(found, Match), text
        assert found.command.name == "my_tickets"


def test_context_gives_the_reference_that_was_left_out() -> None:
    assert said("close", ticket=ticket(45)) == ("close", {"ticket": ticket(45)})
    assert said("close", about=ticket(45)) == ("close", {"ticket": ticket(45)})
    assert said("move closed", about=ticket(45)) == ("move", {"ticket": ticket(45), "status": TicketStatus.CLOSED})
    assert said("reply on its way", about=ticket(45)) == ("reply", {"reference": ticket(45), "text": "on its way"})


def test_what_was_typed_goes_before_the_context() -> None:
    assert said("close T46", about=ticket(45)) == ("close", {"ticket": ticket(46)})
    assert said("reply T46 hello", about=ticket(45)) == ("reply", {"reference": ticket(46), "text": "hello"})


@pytest.mark.parametrize("text", ["close L12", "close T045", "reply T99999999999999999999 hello", "reply T046 hello"])
def test_a_wrong_reference_is_never_replaced_by_the_context(text: str) -> None:
    assert isinstance(ROUTER.match(text, agent, context={"about": ticket(45)}), Usage)


def test_context_of_another_kind_and_optional_fields_are_left_alone() -> None:
    assert isinstance(ROUTER.match("close", agent, context={"about": lead(12)}), Usage)
    assert said("convert L12", about=customer(7)) == ("convert", {"lead": lead(12)})


@pytest.mark.parametrize(
    ("text", "key"),
    [("close", None), ("close T45 now", None), ("close the door", "field-ticket-unknown"), ("move T45", None),
     ("move T45 flying", "field-status-unknown"), ("tickets lost", "field-number-unknown"), ("menu please", None)],
)  # fmt: skip
def test_staff_are_told_how_a_command_is_said(text: str, key: str | None) -> None:
    found = ROUTER.match(text, agent)
    assert isinstance(found, Usage)
    assert (found.error.key if found.error else None) in (key, "field-filter-unknown" if "tickets" in text else key)


@pytest.mark.parametrize(
    "text", ["menu of the day please", "search for my order", "my tickets are lost", "close", "", "  ", "؟", "/"]
)
def test_prose_of_customers_is_not_hijacked(text: str) -> None:
    assert ROUTER.match(text, a_customer, strict=True) is None


def test_free_words_of_customers_count_after_a_slash() -> None:
    found = ROUTER.match("/search my order", a_customer, strict=True)
    assert isinstance(found, Match)
    assert found.args == {"text": "my order"}


def test_roles() -> None:
    by_name = {command.name: command for command in ROUTER}
    assert [by_name["merge"].allows(role) for role in (None, Role.AGENT, Role.MANAGER, Role.ADMIN)] == [
        False, False, True, True,
    ]  # fmt: skip
    assert [by_name["my_tickets"].allows(role) for role in (None, Role.AGENT)] == [True, False]
    assert [by_name["menu"].allows(role) for role in (None, Role.AGENT)] == [True, True]


@pytest.mark.parametrize(
    ("text", "allowed", "name"),
    [("colse T45", agent, "close"), ("/repply T45 x", agent, "reply"), ("تذاكرى", a_customer, "my_tickets"),
     ("my tickts", a_customer, "my_tickets"), ("good morning", agent, None), ("", agent, None), ("/", agent, None)],
)  # fmt: skip
def test_a_slip_is_taken_for_the_command_it_resembles(text: str, allowed: Any, name: str | None) -> None:
    found = ROUTER.nearest(text, allowed)
    assert (found.name if found else None) == name


def test_usage_shows_how_it_is_said_in_each_language() -> None:
    by_name = {command.name: command for command in ROUTER}
    assert ROUTER.usage(by_name["move"], "en") == "move T45 in progress"
    assert ROUTER.usage(by_name["move"], "ar") == "انقل T45 قيد التنفيذ"
    assert ROUTER.usage(by_name["tickets"], "en") == "tickets [open|mine|late|closed]"
    assert ROUTER.usage(by_name["ticket"], "ar") == "T45"
    assert ROUTER.usage(by_name["merge"], "ar") == "merge C7 C7"
    assert ROUTER.usage(by_name["reply"], "en") == "reply T45 […]"
    assert ROUTER.usage(by_name["convert"], "en") == "convert L12 [C7]"


async def _takes(turn: Any, ticket: Any) -> None: ...


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("Close {ticket}", "is no field"),
        ("", "must begin with a name"),
        ("[{ticket}]", "must begin with a name"),
        ("{text}", "must begin with a name"),
        ("close ticket", "is no field"),
        ("close [{ticket}", "is no field"),
        ("close {ticket:moon}", "no kind of field called 'moon'"),
        ("close {ticket} {ticket}", "two fields of one name"),
        ("close {text...} {ticket}", "only the last field"),
        ("close {lead}", "must take a turn and then"),
        ("close [{ticket}]", "needs a default"),
    ],
)
def test_a_wrong_pattern_is_refused_when_it_is_declared(pattern: str, why: str) -> None:
    with pytest.raises(PatternError, match=why):
        Commands().command(pattern, least=None, group="x")(_takes)


def test_a_name_is_declared_once() -> None:
    other = Commands()
    other.command("close {ticket}", least=None, group="x")(_takes)
    with pytest.raises(PatternError, match="two commands are called 'close'"):
        other.command("close {ticket}", least=None, group="x")(_takes)
    both = Commands()
    both.include(other)
    with pytest.raises(PatternError, match="two commands"):
        both.include(other)
    assert len(both) == 1


@pytest.mark.parametrize(
    ("first", "second", "least", "clash"),
    [
        ("close {ticket}", "shut {ticket}", Role.AGENT, True),
        ("close {ticket}", "shut {ticket}", None, True),
        ("close {ticket}", "shut {ticket}", Audience.CUSTOMER, False),
        ("{ticket}", "{ticket}", Role.ADMIN, True),
        ("{ticket}", "{ticket}", Audience.CUSTOMER, False),
    ],
)
def test_two_commands_of_the_same_words_are_refused(first: str, second: str, least: Any, clash: bool) -> None:
    declared = Commands()
    declared.command(first, least=Role.MANAGER, group="x")(_takes)
    declared.command(second, least=least, group="x", name="other" if first == "{ticket}" else None)(_takes)
    if clash:
        with pytest.raises(PatternError, match="says both"):
            Router(declared, VOCABULARY)
    else:
        Router(declared, VOCABULARY)


PIECES = st.sampled_from(["close", "/close", "T45", "L12", "move", "in", "progress", "closed", "reply", "رد", "على",
                          "?", "tickets", "٣", "\u200f", "\n", "my", "hello", "@x", "/", "T045", "search"])  # fmt: skip


@given(
    st.lists(PIECES | st.text(max_size=12), max_size=8).map(" ".join),
    st.booleans(),
    st.sampled_from([{}, {"about": ticket(45)}, {"about": lead(1), "ticket": ticket(2)}]),
)
def test_nothing_that_is_typed_raises(text: str, strict: bool, context: dict[str, Ref]) -> None:
    for allowed in (agent, a_customer):
        found = ROUTER.match(text, allowed, context=context, strict=strict)
        if isinstance(found, Match):
            assert allowed(found.command)
            required = {slot.name for slot in found.command.slots if not slot.optional}
            assert required <= found.args.keys() <= {slot.name for slot in found.command.slots}
        ROUTER.nearest(text, allowed)


@pytest.mark.parametrize(
    ("text", "is_theirs"),
    [("merge C7 C8", False), ("merge", False), ("merge T45", False), ("merge with care", True), ("", True),
     ("/", True), ("good morning", True), ("take T45", True)],
)  # fmt: skip
def test_a_command_of_a_higher_role_is_known_by_its_words_and_a_record(text: str, is_theirs: bool) -> None:
    assert ROUTER.names(text, lambda command: not agent(command)) is not is_theirs
