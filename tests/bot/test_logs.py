"""Logs: their form, and what is never in them."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import REDACTED, configure

TOKEN = "123456789:AAF-secret/of+the=bot"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_json_lines_from_ours_and_from_libraries() -> None:
    configure("INFO", stream=(stream := io.StringIO()))
    structlog.get_logger("bot.web").info("started", port=8080, name="نخيل")
    logging.getLogger("somewhere").warning("%s failed", "it")
    ours, theirs = (json.loads(line) for line in stream.getvalue().splitlines())
    assert (ours["event"], ours["port"], ours["name"], ours["level"], ours["logger"]) == (
        "started",
        8080,
        "نخيل",
        "info",
        "bot.web",
    )
    assert (theirs["event"], theirs["level"]) == ("it failed", "warning")
    assert ours["timestamp"].endswith("Z")


def test_words_on_a_terminal() -> None:
    configure("INFO", stream=(stream := Terminal()))
    structlog.get_logger("x").info("started", port=8080)
    assert "started" in stream.getvalue()
    assert "{" not in stream.getvalue()


def test_the_level_and_the_quiet_libraries() -> None:
    configure("DEBUG", stream=(stream := io.StringIO()))
    for name in ("httpx", "telegram.Bot", "twilio.http", "aiohttp.access", "apscheduler.scheduler"):
        logging.getLogger(name).info("POST https://api.telegram.org/bot%s/sendMessage", TOKEN)
    assert stream.getvalue() == ""
    structlog.get_logger("x").debug("seen")
    assert "seen" in stream.getvalue()
    configure("WARNING", stream=(stream := io.StringIO()))
    structlog.get_logger("x").info("unseen")
    assert stream.getvalue() == ""


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()], ids=["lines", "terminal"])
def test_a_secret_is_taken_out_wherever_it_is(stream: io.StringIO) -> None:
    configure("DEBUG", [TOKEN, "pass\"word'1", "short"], stream)
    log = structlog.get_logger("x")
    log.info(f"event {TOKEN}", url=f"https://x/bot{TOKEN}/y", deep={"list": [TOKEN]}, short="short")
    log.info("quoted", url="https://x/123456789%3AAAF-secret%2Fof%2Bthe%3Dbot", database="pass\"word'1")
    logging.getLogger("lib").error("failed with %s", TOKEN)
    try:
        raise ValueError(TOKEN)
    except ValueError:
        log.exception("crashed")
    written = stream.getvalue()
    assert "AAF-secret" not in written
    assert 'pass"word' not in written
    assert 'pass\\"word' not in written
    assert written.count(REDACTED) >= 7
    assert "short" in written
    assert "ValueError" in written


def test_a_traceback_shows_no_local_variables() -> None:
    configure("INFO", stream=(stream := Terminal()))

    def crash(text: str) -> None:
        raise ValueError(len(text))

    try:
        crash("what a customer wrote")
    except ValueError:
        structlog.get_logger("x").exception("crashed")
    assert "ValueError" in stream.getvalue()
    assert "crash(" in stream.getvalue()
    assert "text = " not in stream.getvalue()


@pytest.mark.parametrize(("level", "told"), [("INFO", False), ("DEBUG", True)])
def test_an_errors_own_words_are_not_logged(level: str, told: bool) -> None:
    """A database names the failing row, and people's texts are in it."""
    stream, said = io.StringIO(), "السلام عليكم"
    configure(level, (), stream)
    try:
        try:
            raise KeyError(said)
        except KeyError as error:
            raise ValueError(f"Failing row contains ({said})") from error
    except ValueError as error:
        structlog.get_logger("x").warning("turn failed", exc_info=error)
        logging.getLogger("library").error("it failed", exc_info=error)
    assert ("السلام" in stream.getvalue()) is told
    for part in ("builtins.KeyError", "builtins.ValueError", "test_logs.py") if not told else ("KeyError",):
        assert stream.getvalue().count(part) >= 2
