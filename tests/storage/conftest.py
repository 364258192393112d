"""What the storage tests share: a row of every table, people to write to, and other processes."""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from storage import rows
from storage.models import ChannelName, Customer, Identity

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)

EXAMPLES: dict[str, dict[str, Any]] = {
    "staff": {"id": 1, "name": "سارة", "role": "agent", "language": "ar", "timezone": "Asia/Riyadh", "created_at": NOW},
    "invite": {
        "id": 1, "role": "agent", "code_hash": "x", "invited_by_id": 1, "joins_id": 1, "created_at": NOW,
        "expires_at": NOW,
    },
    "customer": {
        "id": 1, "name": "Huda", "phone": "+966500000001", "owner_id": 1, "created_at": NOW, "updated_at": NOW,
    },
    "lead": {"id": 1, "name": "Omar", "status": "new", "owner_id": 1, "created_at": NOW, "updated_at": NOW},
    "identity": {
        "id": 1, "channel": "telegram", "address": "7", "customer_id": 1, "name": "", "language": "ar",
        "created_at": NOW,
    },
    "inbound_message": {
        "id": 1, "channel": "telegram", "account": "1", "provider_id": "1", "sender": "7", "payload": "{}",
        "received_at": NOW, "status": "pending",
    },
    "activity": {"id": 1, "kind": "note", "lead_id": 1, "author_id": 1, "text": "", "at": NOW, "inbound_id": 1},
    "ticket": {
        "id": 1, "subject": "s", "status": "open", "priority": "high", "customer_id": 1, "assignee_id": 1,
        "created_at": NOW, "updated_at": NOW,
    },
    "ticket_message": {
        "id": 1, "ticket_id": 1, "customer_id": 1, "visibility": "internal", "text": "", "at": NOW, "inbound_id": 1,
    },
    "change": {"id": 1, "lead_id": 1, "field": "owner", "author_id": 1, "at": NOW},
    "attachment": {
        "id": 1, "activity_id": 1, "channel": "telegram", "kind": "photo", "type": "", "name": "", "created_at": NOW,
    },
    "outbound_message": {
        "id": 1, "key": "k", "identity_id": 1, "channel": "telegram", "body": "[]", "choices": "[]", "status": "queued",
        "author_id": 1, "next_attempt_at": NOW, "created_at": NOW,
    },
    "outbound_part": {"id": 1, "outbound_id": 1, "channel": "telegram", "address": "7", "provider_id": "9"},
    "progress": {
        "id": 1, "identity_id": 1, "form": "f", "step": "s", "answers": "{}", "context": "{}", "updated_at": NOW,
    },
    "content_template": {"key": "k", "sid": "HX1", "created_at": NOW},
    "pace": {"key": "telegram", "next_at": NOW},
    "participant": {"id": 1, "ticket_id": 1, "staff_id": 1, "seen_at": NOW},
    "label": {"id": 1, "lead_id": 1, "name": "VIP", "fold": "vip", "author_id": 1, "at": NOW},
    "merge": {"id": 1, "kind": "C", "kept_id": 1, "gone_id": 2, "moved": "{}", "author_id": 1, "at": NOW},
    "report": {
        "id": 1, "staff_id": 1, "identity_id": 1, "format": "pdf", "about": "{}", "status": "waiting", "name": "",
        "created_at": NOW,
    },
    "import": {
        "id": 1, "staff_id": 1, "type": "", "name": "", "status": "waiting", "plan": "{}", "how": "{}",
        "created_at": NOW,
    },
    "digest": {"id": 1, "staff_id": 1, "every": "day", "at": 480, "picture": True},
    "erasure": {
        "id": 1, "kind": "C", "record_id": 1, "author_id": 1, "created_at": NOW, "expires_at": NOW, "files": "[]",
    },
    "saved_reply": {
        "id": 1, "name": "hello", "text_ar": "", "text_en": "", "author_id": 1, "created_at": NOW, "updated_at": NOW,
    },
    "search_word": {"id": 1, "word": "huda", "how": "fold", "kind": "C", "record_id": 1},
}  # fmt: skip
"""One good row of every table, parents first."""

Insert = Callable[[str, dict[str, Any]], Awaitable[None]]
People = Callable[..., Awaitable[Identity]]
Python = Callable[..., Awaitable[Any]]


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def examples() -> dict[str, dict[str, Any]]:
    return EXAMPLES


@pytest.fixture
def insert() -> Insert:
    """Insert a row, past the models."""

    async def run(table: str, row: dict[str, Any]) -> None:
        values = ", ".join(f":{name}" for name in row)
        await rows.run(f'INSERT INTO "{table}" ({", ".join(row)}) VALUES ({values})', row)

    return run


@pytest.fixture
def people() -> People:
    """Make someone to write to."""
    numbers = itertools.count(1)

    async def make(channel: ChannelName = ChannelName.TELEGRAM, name: str = "Huda") -> Identity:
        number = next(numbers)
        customer = await Customer.create(name=name, created_at=NOW, updated_at=NOW)
        return await Identity.create(
            channel=channel, address=f"chat-{number}", customer=customer, language="ar", created_at=NOW
        )

    return make


@pytest.fixture
def python() -> Python:
    """Run `async def main(url, number)` of a source text in a process of its own; returns what it returned."""

    async def run(source: str, url: str, number: int = 0) -> Any:
        call = "print(json.dumps(asyncio.run(main(sys.argv[1], int(sys.argv[2])))))"
        code = f"import asyncio, json, sys\n{source}\n{call}"
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, url, str(number), cwd=ROOT,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            out, error = await asyncio.wait_for(process.communicate(), 120)
        except TimeoutError:
            process.kill()
            await process.wait()
            raise
        assert process.returncode == 0, error.decode()
        return json.loads(out)

    return run
