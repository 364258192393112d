"""Speech: puts what is to be said into a person's language, digits, zone and direction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from html import escape
from typing import Any

from fluent.runtime.types import FluentFloat, FluentInt, FluentType

from bot.speech import bidi, digits, graphemes, moments
from bot.speech.bundles import LANGUAGES, Catalogue, catalogue
from bot.speech.language import Language
from bot.speech.markup import plain
from storage.text import InFull, Line, Text, Words

QUOTE = "▎"
"""Starts each line of somebody's quoted words."""

# Placeholders stand for inserted values while Fluent formats: people's words never pass through it.
_FIRST_PLACEHOLDER = 0xE000
_PLACEHOLDERS = re.compile("[\ue000-\uf8ff]")
_PLACEHOLDERS_AND_CODE = re.compile("[\ue000-\uf8ff]|</?code>")
_LINK = re.compile(r"https?://\S+")


class Speech:
    """Says bodies and labels to one person at one moment.

    `language` is "ar" or "en", as it is stored of a person (anything else is English). `digits`: "auto" and "latin"
    write Latin digits, "arabic" writes Arabic-Indic ones in Arabic. `zone` and `now` (aware) place moments. `words`
    are the project's own unless given. `calendar`: with "hijri", dates that name their month have the Hijri date
    beside them. Never raises for what people wrote.
    """

    __slots__ = ("_arabic_digits", "_catalogue", "_hijri", "language", "now", "zone")

    def __init__(
        self, language: str, digits: str, zone: tzinfo, now: datetime, words: Catalogue | None = None,
        *, calendar: str = "gregorian",
    ) -> None:  # fmt: skip
        self.language: Language = "ar" if language == "ar" else "en"
        self.zone = zone
        self.now = now
        self._arabic_digits = digits == "arabic" and self.language == "ar"
        self._hijri = calendar == "hijri"
        self._catalogue = words or catalogue()

    def say(self, body: Sequence[Line]) -> str:
        """The body in neutral markup, each block beginning on a new line, each line with its direction mark.

        A body of nothing but (unquoted) Words is a message passed on: exactly what its writer wrote, without marks.
        """
        if all(isinstance(line, Words) and not line.quoted for line in body):
            return "\n".join(escape(_cut(line), quote=False) for line in body if isinstance(line, Words))
        said: list[str] = []
        mark = bidi.MARKS[self.language]
        for line in body:
            if isinstance(line, Words):
                start = mark + QUOTE if line.quoted else mark
                said += [start + own if own else "" for own in _own_lines(line)]
            else:
                said += [bidi.start_line(part, self.language) for part in self._text(line).splitlines() or ("",)]
        return "\n".join(said)

    def label(self, label: Text | str, limit: int | None = None) -> str:
        """A label in plain text on one line, for a button; over `limit` characters it is cut with an ellipsis."""
        if isinstance(label, Text):
            shown = plain(self._text(label, label=True))
        else:
            shown = bidi.without_controls(bidi.sendable(label))
        shown = " ".join(shown.split())
        return shown if limit is None or len(shown) <= limit else _cut_label(shown, limit)

    def words(self, key: str, language: Language | None = None) -> tuple[str, ...]:
        """The words of a command or field; of both languages, this person's first, when none is given."""
        if language is not None:
            return self._catalogue.words(key, language)
        spoken = (self.language, *(other for other in LANGUAGES if other != self.language))
        return tuple(dict.fromkeys(word for each in spoken for word in self._catalogue.words(key, each)))

    def _text(self, text: Text, *, label: bool = False) -> str:
        values: list[_Value] = []
        args = {name: self._argument(value, values, label) for name, value in text.args.items()}
        shown = self._catalogue.format(text.key, self.language, args)
        if self._arabic_digits:
            shown = digits.arabic_indic(shown)
        return _insert(shown, values) if values else shown

    def _argument(self, value: Any, values: list[_Value], label: bool) -> FluentType:
        if isinstance(value, int | float) and not isinstance(value, bool):
            if isinstance(value, float) and value.is_integer():
                value = int(value)
            shown = digits.write(value)
            if value >= 0:
                return _Int(value, shown) if isinstance(value, int) else _Float(value, shown)
            shown = bidi.isolate(shown)
            return _Int(value, shown) if isinstance(value, int) else _Float(value, shown)
        argument = self._value(value, label)
        values.append(argument)
        argument.placeholder = chr(_FIRST_PLACEHOLDER + len(values) - 1)
        return argument

    def _value(self, value: Any, label: bool) -> _Value:
        """A value that is not a number, escaped, with the form it takes inside code or a link and the isolated one."""
        bare: str
        match value:
            case str():
                bare = escape(" ".join(bidi.without_controls(bidi.sendable(value)).split()), quote=False)
                if _LINK.fullmatch(bare):
                    return _Value(value, bare, bare)
            case bool():
                return _Value(str(value).lower(), str(value).lower(), "")
            case Text():
                bare = self._text(value, label=label)
            case InFull(at):
                bare = self._shown(moments.say_full(at, self.now, self.zone, self._phrase, self._hijri))
            case datetime():
                bare = self._shown(moments.say_datetime(value, self.now, self.zone, self._phrase, self._hijri))
            case date():
                bare = self._shown(moments.say_date(value, self.now, self.zone, self._phrase, self._hijri))
            case time():
                bare = self._shown(moments.say_clock(value, self._phrase))
            case timedelta():
                bare = self._shown(moments.say_duration(value, self._phrase))
            case Sequence():
                listed = self._list([self._item(item, label) for item in value])
                return _Value("", listed, listed)
            case _:
                bare = escape(str(value), quote=False)
        if label and not bidi.needs_isolation(plain(bare), self.language):
            isolated = bare
        elif isinstance(value, Text):
            isolated = bidi.isolate_own(bare, self.language)
        else:
            isolated = bidi.isolate(bare)
        return _Value(value if isinstance(value, str) else "", bare, isolated)

    def _item(self, value: Any, label: bool) -> str:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return bidi.isolate(self._shown(digits.write(value)))
        return self._value(value, label).isolated

    def _list(self, items: Sequence[str]) -> str:
        if not items:
            return self._phrase("list-empty")
        *first, last = items
        return self._phrase("list-and").join([self._phrase("list-comma").join(first), last] if first else [last])

    def _phrase(self, key: str, /, **args: int | str) -> str:
        shown = {name: _Int(arg, digits.write(arg)) if isinstance(arg, int) else arg for name, arg in args.items()}
        return self._catalogue.format(key, self.language, shown)

    def _shown(self, text: str) -> str:
        return digits.arabic_indic(text) if self._arabic_digits else text


class _Int(FluentInt):
    """An int that chooses its plural form and is shown as speech wrote it."""

    shown: str

    def __new__(cls, value: int, shown: str) -> _Int:
        self: _Int = int.__new__(cls, value)
        self.shown = shown
        return self

    def format(self, locale: Any) -> str:
        return self.shown


class _Float(FluentFloat):
    """A float that chooses its plural form and is shown as speech wrote it."""

    shown: str

    def __new__(cls, value: float, shown: str) -> _Float:
        self: _Float = float.__new__(cls, value)
        self.shown = shown
        return self

    def format(self, locale: Any) -> str:
        return self.shown


class _Value(str, FluentType):
    """An inserted value: a selector sees the value itself, a pattern its placeholder."""

    bare: str
    isolated: str
    placeholder: str

    def __new__(cls, value: str, bare: str, isolated: str) -> _Value:
        self = super().__new__(cls, value)
        self.bare = bare
        self.isolated = isolated
        self.placeholder = ""
        return self

    def format(self, locale: Any) -> str:  # type: ignore[override]
        return self.placeholder


def _insert(shown: str, values: Sequence[_Value]) -> str:
    if "<code>" not in shown:
        return _PLACEHOLDERS.sub(lambda match: values[ord(match[0]) - _FIRST_PLACEHOLDER].isolated, shown)
    parts: list[str] = []
    position, code = 0, False
    for match in _PLACEHOLDERS_AND_CODE.finditer(shown):
        parts.append(shown[position : match.start()])
        position = match.end()
        if match[0].startswith("<"):
            code = match[0] == "<code>"
            parts.append(match[0])
        else:
            # What people copy holds no invisible characters.
            value = values[ord(match[0]) - _FIRST_PLACEHOLDER]
            parts.append(value.bare if code else value.isolated)
    return "".join((*parts, shown[position:]))


def _cut(words: Words) -> str:
    text = bidi.sendable(words.text)
    return text if words.limit is None else graphemes.shorten(text, words.limit)


def _own_lines(words: Words) -> list[str]:
    lines = bidi.without_controls(_cut(words)).splitlines() or [""]
    return [bidi.isolate(escape(line, quote=False)) if line.strip() else "" for line in lines]


def _cut_label(shown: str, limit: int) -> str:
    """Cut so that isolates which the cut leaves open are closed within the limit."""
    for room in range(limit, 0, -1):
        cut = graphemes.shorten(shown, room)
        cut += bidi.PDI * (cut.count(bidi.FSI) - cut.count(bidi.PDI))
        if len(cut) <= limit:
            return cut
    return ""
