"""Buttons and lists on WhatsApp: which form a set of choices takes, and Twilio's Content resources for those forms.

Everything that is read or pressed is a variable of the resource: the body, the labels, and what a press says. So a
resource is only a shape ("two buttons", "five items, the first two with a second line"), made once for all messages,
and a new ticket needs no new one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.reply import Labelled
from storage import clock
from storage.models import ContentTemplate

BODY_LIMIT = 1024
BUTTONS, BUTTON_LIMIT = 3, 20
ITEMS, ITEM_LIMIT, ABOUT_LIMIT = 10, 24, 72
ID_LIMIT = 200
ELLIPSIS = "…"


class ContentStore(Protocol):
    """Remembers which Content resource has which shape."""

    async def get(self, key: str) -> str | None:
        """The sid of the resource, or None."""

    async def put(self, key: str, sid: str) -> None:
        """Remember it, in place of what was remembered before."""


class StoredContents:
    """A ContentStore in the database, shared by all processes."""

    async def get(self, key: str) -> str | None:
        found = await ContentTemplate.get_or_none(key=key)
        return found.sid if found else None

    async def put(self, key: str, sid: str) -> None:
        row = ContentTemplate(key=key, sid=sid, created_at=clock.now())
        await ContentTemplate.bulk_create([row], on_conflict=["key"], update_fields=["sid", "created_at"])


@dataclass(frozen=True, slots=True)
class Content:
    """A shape, as the Content API is given it, and the values of its variables for one message."""

    definition: dict[str, Any]
    variables: dict[str, str]

    def key(self, account_sid: str) -> str:
        """What the shape is remembered by, in this account."""
        whole = json.dumps([account_sid, self.definition], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()


def compose(body: str, choices: Sequence[Labelled], list_title: str) -> Content | None:
    """The buttons or the list for these choices under a body; None when WhatsApp has neither for them."""
    if not 1 <= length(body) <= BODY_LIMIT or any(not 1 <= length(choice.says) <= ID_LIMIT for choice in choices):
        return None
    if len({choice.says for choice in choices}) < len(choices):
        return None
    labels = [" ".join(choice.label.split()) for choice in choices]
    if len(choices) <= BUTTONS and _tell_apart(labels, BUTTON_LIMIT):
        return _compose_buttons(body, labels, choices)
    titles = [cut(label, ITEM_LIMIT) for label in labels]
    if len(choices) <= ITEMS and _tell_apart(titles, ITEM_LIMIT) and 1 <= length(list_title) <= BUTTON_LIMIT:
        abouts = [
            cut(choice.about or (label if title != label else ""), ABOUT_LIMIT)
            for choice, label, title in zip(choices, labels, titles, strict=True)
        ]
        return _compose_list(body, list_title, titles, abouts, choices)
    return None


def length(text: str) -> int:
    """UTF-16 units: never fewer than WhatsApp counts, however it counts an emoji."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, limit: int) -> str:
    """The text in at most `limit` UTF-16 units, an ellipsis at its end when it was longer."""
    if length(text) <= limit:
        return text
    while length(text) > limit - len(ELLIPSIS):
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def _tell_apart(labels: Sequence[str], limit: int) -> bool:
    return len(set(labels)) == len(labels) and all(1 <= length(label) <= limit for label in labels)


def _compose_buttons(body: str, labels: Sequence[str], choices: Sequence[Labelled]) -> Content:
    fields = _Variables()
    text = fields.add(body, "Body")
    actions = [
        {
            "type": "QUICK_REPLY",
            "title": fields.add(label, f"Choice {number}"),
            "id": fields.add(choice.says, f"choice {number}"),
        }
        for number, (label, choice) in enumerate(zip(labels, choices, strict=True), 1)
    ]
    return fields.finish("quick-reply", {"body": text, "actions": actions}, len(choices))


def _compose_list(
    body: str, list_title: str, titles: Sequence[str], abouts: Sequence[str], choices: Sequence[Labelled]
) -> Content:
    fields = _Variables()
    text, button = fields.add(body, "Body"), fields.add(list_title, "Choices")
    items = []
    for number, (title, about, choice) in enumerate(zip(titles, abouts, choices, strict=True), 1):
        item = {"item": fields.add(title, f"Choice {number}"), "id": fields.add(choice.says, f"choice {number}")}
        # A variable may not be empty: an item without a second line is another shape.
        items.append(item | ({"description": fields.add(about, f"About {number}")} if about else {}))
    return fields.finish("list-picker", {"body": text, "button": button, "items": items}, len(choices))


class _Variables:
    """Numbers the variables of a shape, with the sample that each must have."""

    def __init__(self) -> None:
        self.samples: dict[str, str] = {}
        self.values: dict[str, str] = {}

    def add(self, value: str, sample: str) -> str:
        name = str(len(self.values) + 1)
        self.values[name], self.samples[name] = value, sample
        return "{{" + name + "}}"

    def finish(self, kind: str, fields: dict[str, Any], size: int) -> Content:
        definition = {
            "friendly_name": f"diwan_{kind.replace('-', '_')}_{size}",
            "language": "en",
            "variables": self.samples,
            "types": {f"twilio/{kind}": fields},
        }
        return Content(definition, self.values)
