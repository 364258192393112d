"""What an operator reads: structured logs, JSON lines or coloured ones on a terminal, never with a secret in them."""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import TextIO
from urllib.parse import quote, quote_plus

import structlog
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

REDACTED = "[redacted]"
SHORTEST = 8
"""A shorter secret is not looked for: it would be a word of every line."""
QUIET = (
    *("httpx", "httpcore", "telegram", "aiohttp", "twilio"),
    *("apscheduler", "asyncio", "tortoise", "aiosqlite", "asyncpg"),
)
"""Libraries that log addresses, parameters or SQL: their warnings are enough, whatever our own level is."""


def configure(level: str = "INFO", secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send every log, ours and the libraries', to `stream` (standard error): JSON lines unless it is a terminal."""
    stream = stream or sys.stderr
    terminal, trace = stream.isatty(), _Trace(with_messages=level == "DEBUG")
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    render: list[Processor] = (
        [structlog.dev.ConsoleRenderer(exception_formatter=lambda file, raised: print(trace(raised), file=file))]
        if terminal
        else [
            structlog.processors.ExceptionRenderer(trace),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *render, _redactor(secrets)],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


class _Trace:
    """A traceback of places and classes. An error's own words may quote people's: a database names the failing row."""

    def __init__(self, *, with_messages: bool) -> None:
        self._with_messages = with_messages

    def __call__(self, exc_info: ExcInfo) -> str:
        if self._with_messages:
            return "".join(traceback.format_exception(*exc_info)).rstrip()
        told: list[str] = []
        error: BaseException | None = exc_info[1]
        while error is not None:
            places = "".join(traceback.format_tb(error.__traceback__))
            told.insert(0, f"{places}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n\n".join(told)


def _redactor(secrets: Iterable[str]) -> Callable[[WrappedLogger, str, EventDict | str], str]:
    """The last net: take the secrets, however they are quoted, out of the line that is about to be written."""
    spellings = {form for secret in secrets if len(secret) >= SHORTEST for form in _spell(secret)}
    found = re.compile("|".join(re.escape(form) for form in sorted(spellings, key=len, reverse=True)))

    def redact(_: WrappedLogger, __: str, line: EventDict | str) -> str:
        return found.sub(REDACTED, str(line)) if spellings else str(line)

    return redact


def _spell(secret: str) -> Iterable[str]:
    return secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1], repr(secret)[1:-1]
