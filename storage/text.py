"""What is to be said, before it is put into words: the outbox keeps it so, and speech says it in any language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """A Fluent key with its arguments.

    Arguments may be: str (a person's own words or a name: escaped and isolated), int, float, datetime (aware),
    date, either of them InFull, time (of day), timedelta, another Text, or a sequence of these (listed with commas).
    """

    key: str
    args: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """A person's own words, said exactly as they wrote them, over as many lines as they used.

    `limit` (characters) cuts them at a word, with an ellipsis; `quoted` shows them as somebody's words.
    """

    text: str
    limit: int | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class InFull:
    """A moment or day said in full, and how far off it is: "Thursday 5 March, 4:00 pm, in 2 days"."""

    at: datetime | date


Value = str | int | float | datetime | date | time | timedelta | InFull | Text | Sequence["Value"]

Line = Text | Words
"""One block of a message. A body is a sequence of them, each beginning on a new line; `BLANK` is an empty line."""

BLANK = Words("")


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be pressed. Pressing it is the same as typing `says`.

    `label` is what is read on it (a plain str is a person's own words, such as a name); `about` is a second line,
    where the channel has room for one (a WhatsApp list).
    """

    label: Text | str
    says: str
    about: Text | str | None = None


def in_rows(choices: Sequence[Choice], width: int) -> list[Sequence[Choice]]:
    """Choices in rows of this many."""
    return [choices[i : i + width] for i in range(0, len(choices), width)]


def reference_rows(refs: Sequence[str]) -> list[Sequence[Choice]]:
    """A choice for each reference, which is its label as well, four in a row."""
    return in_rows([Choice(ref, ref) for ref in refs], 4)


def text(key: str, **args: Value) -> Text:
    """`text("ticket-closed", ticket="T45")`: a Text, shorter to write."""
    return Text(key, args)


def pack(body: Sequence[Line]) -> list[Any]:
    """The JSON form of a body, as the outbox keeps it."""
    return [_pack(line) for line in body]


def unpack(packed: Sequence[Any]) -> list[Line]:
    """The body whose JSON form this is: `unpack(pack(body)) == body`."""
    return [_unpack_line(item) for item in packed]


def pack_choices(rows: Sequence[Sequence[Choice]]) -> list[Any]:
    """The JSON form of rows of choices."""
    return [[[_pack(c.label), c.says, _pack(c.about)] for c in row] for row in rows]


def unpack_choices(packed: Sequence[Any]) -> list[list[Choice]]:
    """The rows of choices whose JSON form this is."""
    return [[Choice(_unpack(label), says, _unpack(about)) for label, says, about in row] for row in packed]


def _pack(value: Any) -> Any:
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return str(value)
        case Text(key, args):
            return {"text": key, "args": {name: _pack(arg) for name, arg in args.items()}}
        case Words(words, limit, quoted):
            return {"words": words, "limit": limit, "quoted": quoted}
        case InFull(at):
            return {"full": _pack(at)}
        case datetime():
            return {"datetime": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case timedelta():
            return {"seconds": value.total_seconds()}
        case Sequence():
            return [_pack(item) for item in value]
    raise TypeError(f"{type(value).__name__} cannot be kept in a message")


def _unpack(value: Any) -> Any:
    match value:
        case {"text": str(key), "args": dict(args)}:
            return Text(key, {name: _unpack(arg) for name, arg in args.items()})
        case {"words": str(words), "limit": limit, "quoted": quoted}:
            return Words(words, limit, quoted)
        case {"full": dict(at)}:
            return InFull(_unpack(at))
        case {"datetime": str(iso)}:
            return datetime.fromisoformat(iso)
        case {"date": str(iso)}:
            return date.fromisoformat(iso)
        case {"time": str(iso)}:
            return time.fromisoformat(iso)
        case {"seconds": seconds}:
            return timedelta(seconds=seconds)
        case list():
            return [_unpack(item) for item in value]
    return value


def _unpack_line(value: Any) -> Line:
    line = _unpack(value)
    if not isinstance(line, Text | Words):
        raise TypeError("a body is made of texts and words")
    return line
