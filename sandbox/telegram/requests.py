"""What a Bot API call says: its parameters in any of the three encodings, and the refusals that answer a bad one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from sandbox import markup
from sandbox.messages import Button, Entity

TEXT_LIMIT, CAPTION_LIMIT, DATA_LIMIT = 4096, 1024, 64
FROM_TELEGRAM = {"text_link": "link", "url": "link"}


class BotApiError(Exception):
    """An error of the Bot API: HTTP status, wording, and `parameters` where there are some."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


def bad(description: str) -> BotApiError:
    """400 in the Bot API's words."""
    return BotApiError(400, f"Bad Request: {description}")


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes = field(repr=False)
    type: str


@dataclass
class Parameters:
    """The parameters of one call, read by type. A value of the wrong form is refused as Telegram refuses it."""

    values: dict[str, Any]
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        value = self.text(name)
        if not value:
            return default
        try:
            return int(value)
        except ValueError:
            raise bad(f'invalid parameter "{name}"') from None

    def number(self, name: str) -> float:
        try:
            return float(self.text(name))
        except ValueError:
            raise bad(f'invalid parameter "{name}"') from None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "1", "yes")

    def object(self, name: str) -> Any:
        """A JSON-encoded (or, in a JSON body, plain) object; None when absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def marked(self, name: str, *, limit: int, too_long: str) -> tuple[str, tuple[Entity, ...]]:
        """A text and its entities, from `parse_mode` or from an explicit list; refused over `limit` UTF-16 units."""
        source, mode = markup.clean(self.text(name)), self.text("parse_mode").lower()
        explicit = self.object("entities" if name == "text" else "caption_entities")
        if mode == "html":
            try:
                text, entities = markup.parse_html(source)
            except markup.MarkupError as error:
                raise bad(f"can't parse entities: {error}") from None
        elif mode:
            raise bad("unsupported parse_mode")
        else:
            text, entities = markup.trim(source, [_entity(found) for found in explicit or ()])
        if markup.utf16(text) > limit:
            raise bad(too_long)
        return text, markup.detect(text, entities)

    def keyboard(self) -> list[list[Button]]:
        """The inline keyboard of `reply_markup`. Other kinds of keyboard are accepted and not shown."""
        found = self.object("reply_markup")
        if found is None:
            return []
        if not isinstance(found, dict):
            raise bad("object expected as reply markup")
        return [[_button(button) for button in row] for row in found.get("inline_keyboard", ()) if row]


async def read_parameters(request: web.Request) -> Parameters:
    """Read a call's query and its body: JSON, urlencoded or multipart."""
    values: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.read() or b"{}")
        except ValueError:
            raise bad("can't parse JSON object") from None
        if not isinstance(body, dict):
            raise bad("can't parse JSON object")
        values |= body
    elif request.method == "POST":
        for name, value in (await request.post()).items():
            if isinstance(value, FileField):
                uploads[name] = Upload(value.filename, value.file.read(), value.content_type)
            else:
                values[name] = value if isinstance(value, str) else bytes(value).decode()
    return Parameters(values, uploads)


def _entity(found: dict[str, Any]) -> Entity:
    kind = FROM_TELEGRAM.get(found["type"], found["type"])
    return Entity(kind, int(found["offset"]), int(found["length"]), found.get("url"), found.get("language"))


def _button(found: Any) -> Button:
    if not isinstance(found, dict) or not found.get("text"):
        raise bad("can't parse inline keyboard button: Can't find field \"text\"")
    if "callback_data" in found:
        if not 1 <= len(str(found["callback_data"]).encode()) <= DATA_LIMIT:
            raise bad("BUTTON_DATA_INVALID")
        return Button(found["callback_data"], found["text"])
    if url := found.get("url"):
        if not str(url).startswith(("http://", "https://", "tg://")):
            raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
        return Button(url, found["text"], url)
    raise bad("Text buttons are unallowed in the inline keyboard")
