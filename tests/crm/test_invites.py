"""Invites and the team: one use, ten minutes, five tries, and never without an admin."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm import invites, people, team
from crm.access import NotAllowed
from crm.invites import Joined
from crm.people import Person
from storage.models import (
    Activity,
    ActivityKind,
    ChannelName,
    Identity,
    Invite,
    Lead,
    OutboundMessage,
    Role,
    Staff,
)
from storage.transactions import transaction

NOW = datetime(2026, 3, 4, 6, 0, tzinfo=UTC)


@pytest.fixture
async def admin(database: str) -> Staff:
    return await _staff("Nora", Role.ADMIN, "1")


async def _staff(name: str, role: Role, address: str) -> Staff:
    async with transaction():
        return await people.add_staff(
            name, role, language="en", timezone="Asia/Riyadh", addresses={ChannelName.TELEGRAM: address}, at=NOW
        )


async def _code(by: Staff, role: Role = Role.AGENT) -> str:
    async with transaction():
        return await invites.invite(role, by=by, at=NOW)


async def _redeem(code: str, address: str = "50", after: timedelta = timedelta(0)) -> tuple[Joined | None, Person]:
    """As a turn does it: the writer's identity is locked first."""
    async with transaction():
        person = await people.recognise(
            ChannelName.TELEGRAM, address, name="Lisa", phone=None, language="en", at=NOW + after
        )
        return await invites.redeem(code, by=person, timezone="Asia/Riyadh", at=NOW + after), person


async def test_only_the_hash_of_a_code_is_kept(admin: Staff) -> None:
    code = await _code(admin)
    assert len(code) == 8
    assert set(code) <= set(invites.ALPHABET)
    assert not set("01IO") & set(invites.ALPHABET)
    [row] = await Invite.all().values()
    assert code not in str(row)
    assert invites.shown(code) not in str(row)


async def test_who_joins_is_no_lead(admin: Staff) -> None:
    joined, _ = await _redeem(await _code(admin, Role.MANAGER))
    assert joined
    assert (joined.staff.role, joined.staff.name, joined.is_new) == (Role.MANAGER, "Lisa", True)
    assert (await Identity.get(address="50")).staff_id == joined.staff.id
    assert not await Lead.exists()
    assert [row.key for row in await OutboundMessage.all()] == ["invite:1:1"]


async def test_a_lead_with_a_history_stays_with_it(admin: Staff) -> None:
    async with transaction():
        person = await people.recognise(ChannelName.TELEGRAM, "50", name="Lisa", phone=None, language="en", at=NOW)
        await Activity.create(kind=ActivityKind.TELEGRAM, text="hello", lead_id=person.identity.lead_id, at=NOW)
    await _redeem(await _code(admin))
    assert await Activity.filter(lead_id=person.identity.lead_id).count() == 1
    assert not await Identity.filter(lead_id=person.identity.lead_id).exists()


async def test_a_code_works_once_even_for_two_at_once(admin: Staff) -> None:
    code = await _code(admin)
    results = await asyncio.gather(_redeem(code, "50"), _redeem(code, "51"))
    assert sorted(joined is not None for joined, _ in results) == [False, True]
    assert await Staff.filter(role=Role.AGENT).count() == 1


async def test_a_code_works_for_ten_minutes(admin: Staff) -> None:
    code = await _code(admin)
    assert (await _redeem(code, after=invites.LASTS))[0] is None
    assert (await _redeem(code, after=invites.LASTS - timedelta(seconds=1)))[0] is not None


async def test_five_wrong_codes_and_the_right_one_is_refused_for_an_hour(admin: Staff) -> None:
    for number in range(invites.TRIES):
        assert (await _redeem(f"ABCD234{number}"))[0] is None
    code = await _code(admin)
    assert (await _redeem(code))[0] is None
    assert (await _redeem(code, "51"))[0] is not None
    async with transaction():
        later = await invites.invite(Role.AGENT, by=admin, at=NOW + invites.TRIED_WITHIN)
    assert (await _redeem(later, after=invites.TRIED_WITHIN))[0] is not None


@pytest.mark.parametrize("change", [{"active": False}, {"role": Role.AGENT}, {"role": Role.MANAGER}])
async def test_a_code_is_worth_what_its_giver_may_give_now(admin: Staff, change: dict[str, object]) -> None:
    code = await _code(admin, Role.ADMIN)
    await Staff.filter(id=admin.id).update(**change)
    assert (await _redeem(code))[0] is None


async def test_a_manager_lets_in_agents_alone(admin: Staff) -> None:
    manager = await _staff("Max", Role.MANAGER, "2")
    await _code(manager)
    for role in (Role.MANAGER, Role.ADMIN):
        with pytest.raises(NotAllowed):
            await _code(manager, role)


async def test_another_phone_is_the_same_person(admin: Staff) -> None:
    async with transaction():
        code = await invites.another_phone(admin, at=NOW)
    joined, person = await _redeem(code)
    assert joined
    assert not joined.is_new
    assert person.staff
    assert person.staff.id == admin.id
    assert await Staff.all().count() == 1
    assert {one.address for one in await Identity.filter(staff_id=admin.id)} == {"1", "50"}


async def test_two_admins_who_demote_each_other_at_once_leave_one(admin: Staff) -> None:
    other = await _staff("Rim", Role.ADMIN, "2")

    async def demote(whom: Staff, by: Staff) -> None:
        async with transaction():
            await team.change_role(whom, Role.AGENT, by=by, at=NOW)

    results = await asyncio.gather(demote(other, admin), demote(admin, other), return_exceptions=True)
    assert [type(one) for one in results if one] == [NotAllowed]
    assert await Staff.filter(role=Role.ADMIN, active=True).count() == 1


async def test_nobody_suspends_themselves_and_nobody_suspended_hears_of_anything(admin: Staff) -> None:
    agent = await _staff("Sam", Role.AGENT, "2")
    async with transaction():
        with pytest.raises(team.Oneself):
            await team.suspend(admin, by=admin, at=NOW)
        await team.suspend(agent, by=admin, at=NOW)
    assert await people.staff_identities([agent.id]) == await people.holder_identity(agent.id) == []
    assert [one.staff_id for one in await people.duty_identities()] == [admin.id]
    assert [row.key for row in await OutboundMessage.all()] == [f"staff:{agent.id}:suspended:{NOW.isoformat()}:2"]


@pytest.mark.parametrize("typed", ["ABCD-EFGH", "abcd-efgh", "ABCDEFGH", "k7pm 3qxa", "K7PM3QXA", "abcd‑2345"])
def test_how_a_code_may_be_typed(typed: str) -> None:
    assert invites.code_in(typed) == re.sub(r"[^A-Z0-9]", "", typed.upper())


@pytest.mark.parametrize("typed", ["together", "database", "us", "us today", "ABCD-EFGH please", "ABCD-EFG", ""])
def test_what_is_no_code(typed: str) -> None:
    assert invites.code_in(typed) is None


@given(st.text(alphabet=invites.ALPHABET, min_size=8, max_size=8))
def test_every_code_is_read_as_it_is_shown(code: str) -> None:
    assert invites.code_in(invites.shown(code)) == code
