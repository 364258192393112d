"""A message whose handling always raises: set aside after five tries, and nobody waits for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import inbox
from storage.database import current, dialect
from storage.models import Activity, Identity, InboundMessage, Role
from tests.faults.support import heard, hears, quiet, until
from tests.stage import Stage

REFUSES = {
    "sqlite": [
        "CREATE TRIGGER poison BEFORE INSERT ON {table} WHEN NEW.{column} LIKE '%poison%'"
        " BEGIN SELECT RAISE(ABORT, 'poison'); END"
    ],
    "postgres": ["ALTER TABLE {table} ADD CHECK ({column} NOT LIKE '%poison%')"],
}
"""A record that the database refuses: as good a reason to raise as any."""


async def refuse(table: str, column: str) -> None:
    for statement in REFUSES[dialect()]:
        await current().execute_script(statement.format(table=table, column=column))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "PAUSES", (timedelta(seconds=0.1), timedelta(seconds=0.2), timedelta(seconds=0.4)))


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_a_poisonous_message_is_set_aside(stage: Stage, channel: str) -> None:
    admin = await stage.staff("Noura", "telegram", Role.ADMIN, "en")
    phone, other = stage.customer("Sara", channel, "ar"), stage.customer("Ali", channel, "en")
    await phone.send("السلام عليكم")
    await hears(phone, "أهل")
    await other.send("Hello, good morning to you")
    await hears(other, "welcome")
    await refuse("activity", "text")
    await phone.send("هذه رسالة poison")
    await phone.send("help")

    async def tried() -> bool:
        return await InboundMessage.filter(attempts__gte=2).exists()

    await until(tried)
    await other.send("help")
    await hears(other, "How can we help")
    assert not heard(phone, "نعتذر"), "the others were served first"
    apology = await hears(phone, "نعتذر")
    answer = await hears(phone, "ويمكنك")
    assert phone.messages.index(apology) < phone.messages.index(answer)
    await hears(admin, "set aside")
    row = await InboundMessage.get(status="aside")
    assert (row.attempts, "poison" in (row.error or "")) == (5, False)
    assert await Activity.filter(text__contains="poison").count() == 0
    await quiet()


async def test_even_the_apology_may_fail(stage: Stage) -> None:
    """What breaks the turn may break the finding of its writer: the row goes aside all the same."""
    await refuse("lead", "name")
    phone = stage.customer("Dr poison", "whatsapp", "en")
    await phone.send("Hello, good morning to you")

    async def aside() -> bool:
        return await InboundMessage.filter(status="aside").exists()

    await until(aside)
    assert not await Identity.all().count()
    phone.name = "Dr Antidote"
    await phone.send("Hello, good morning again")
    await hears(phone, "welcome")
