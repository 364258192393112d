"""`python -m bot`: what an operator says from the shell."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner, Result

from bot.cli import main
from crm import erasure
from storage import clock
from storage.database import close_database, open_database
from storage.models import Lead

TOKEN = "7012345678:AA" + "b" * 33

Say = Callable[..., Result]


@pytest.fixture
def say(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Say]:
    # The folder of the test has no .env.
    monkeypatch.chdir(tmp_path)
    settings = {"DATABASE_URL": database_url, "TELEGRAM_TOKEN": TOKEN, "LANGUAGE": "ar", "TIMEZONE": "Asia/Riyadh"}
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def run(*arguments: str, typed: str | None = None, **environment: str) -> Result:
        return CliRunner().invoke(main, arguments, input=typed, env=settings | environment)

    yield run
    # The commands log to the runner's own stream, which is gone.
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_staff_are_added_once(say: Say) -> None:
    added = say(
        "staff", "add", "--name", "منى", "--role", "admin", "--telegram", "12345", "--whatsapp", "+966 50 123 4567"
    )
    assert (added.exit_code, added.stdout.strip()) == (0, "منى is admin no. 1; they can write to the bot now.")
    again = say("staff", "add", "--name", "Other", "--role", "agent", "--telegram", "12345")
    assert again.exit_code == 1
    assert again.stderr.strip() == "Error: 12345 belongs to another member of the staff."


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--telegram", "@khalid"), "must be the numeric id"),
        (("--whatsapp", "050"), "must be a number such as"),
        ((), "give --telegram, --whatsapp or both"),
    ],
)
def test_wrong_addresses_are_refused(say: Say, arguments: tuple[str, ...], complaint: str) -> None:
    done = say("staff", "add", "--name", "Khalid", "--role", "agent", *arguments)
    assert done.exit_code == 2
    assert complaint in done.stderr


def test_migrate_twice(say: Say) -> None:
    assert say("migrate").stdout.strip() == "up to date"


def test_a_worker_wants_the_schema(say: Say, tmp_path: Path) -> None:
    done = say("worker", DATABASE_URL=f"sqlite://{tmp_path / 'empty.db'}")
    assert done.exit_code == 1
    assert done.stderr.strip().endswith("run `python -m bot migrate` first")


@pytest.mark.parametrize(
    ("setting", "value", "line"),
    [
        ("LANGUAGE", "fr", "LANGUAGE: "),
        ("TELEGRAM_TOKEN", "secret", "TELEGRAM_TOKEN: must be the token that @BotFather gave"),
        ("PORT", "0", "PORT: "),
    ],
)
def test_a_wrong_setting_is_one_line(say: Say, setting: str, value: str, line: str) -> None:
    done = say("run", **{setting: value})
    assert done.exit_code == 1
    assert done.stderr.startswith(f"Error: {line}")
    assert done.stderr.count("\n") == 1


def test_nothing_to_look_after(say: Say) -> None:
    assert (say("outbox", "list").stdout, say("inbox", "list").stdout) == ("", "")
    assert say("outbox", "replay", "7").stdout.strip() == "7: is not held, dead, failed or unknown"
    assert say("inbox", "retry", "7").stdout.strip() == "7: was not set aside"


def test_one_person_is_erased_by_the_code_that_is_shown(
    say: Say, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def made() -> int:
        await open_database(database_url)
        try:
            at = clock.now()
            return int((await Lead.create(name="سارة", phone="+966501234567", created_at=at, updated_at=at)).id)
        finally:
            await close_database()

    ref = f"L{asyncio.run(made())}"
    assert say("erase", "L99").stderr.strip() == "Error: I cannot find L99."
    for typed in ("1\n", "yes\n", ""):
        wrong = say("erase", ref, typed=typed)
        assert wrong.exit_code == 1
        assert "سارة" in wrong.stdout
    monkeypatch.setattr(erasure.secrets, "randbelow", lambda _: 3831)
    done = say("erase", ref.lower(), typed="4831\n")
    assert (done.exit_code, done.stdout.strip().splitlines()[-1]) == (0, f"{ref} is erased.")
    again = say("erase", ref, typed="4831\n")
    assert again.exit_code == 1
    assert f"{ref} was erased for good · an operator" in again.stderr
