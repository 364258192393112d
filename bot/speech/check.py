"""What is wrong with the words of a folder of locales: the languages differ, or a message could not be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from fluent.syntax import ast as ftl

from bot.speech.bundles import LANGUAGES, LOCALES, Entries, read
from bot.speech.language import Language

PLURALS: dict[Language, frozenset[str]] = {
    "en": frozenset({"one", "other"}),
    "ar": frozenset({"zero", "one", "two", "few", "many", "other"}),
}
_TAG = re.compile(r"<(/?)([^<>]*)>?|&(\w*;)?")
_TAGS = frozenset({"b", "i", "code"})
_ENTITIES = frozenset({"lt;", "gt;", "amp;"})
# Speech adds direction itself, and keeps the private use area for its own placeholders.
_OURS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]")


def check(folder: Path = LOCALES) -> list[str]:
    """Every problem of the words in a folder, a line each; empty when they can be used.

    Junk and repeated keys; keys, attributes and variables that one language lacks; unknown references; functions;
    tags other than `<b> <i> <code>`, unbalanced or over a line end; plural forms left out; direction marks.
    """
    problems: list[str] = []
    languages: dict[Language, Entries] = {}
    for language in LANGUAGES:
        languages[language], wrong = read(folder, language)
        problems += wrong
    for language, entries in languages.items():
        for name, entry in entries.items():
            for attribute, pattern in _patterns(entry):
                where = f"{language}: {name}{attribute and '.' + attribute}"
                problems += [f"{where}: {problem}" for problem in _flaws(pattern, entries, language)]
    first, *others = LANGUAGES
    for other in others:
        problems += _differences(first, languages[first], other, languages[other])
    return problems


def _differences(one: str, mine: Entries, other: str, theirs: Entries) -> Iterator[str]:
    messages = [{name for name in entries if not name.startswith("-")} for entries in (mine, theirs)]
    for name in sorted(messages[0] ^ messages[1]):
        yield f"{name}: only in {one if name in mine else other}"
    for name in sorted(messages[0] & messages[1]):
        forms = [dict(_patterns(entries[name])) for entries in (mine, theirs)]
        for attribute in sorted(forms[0].keys() ^ forms[1].keys()):
            part = f"attribute .{attribute}" if attribute else "a value"
            yield f"{name}: {part} only in {one if attribute in forms[0] else other}"
        for attribute in sorted(forms[0].keys() & forms[1].keys()):
            mine_, theirs_ = (_variables(forms[0][attribute], mine), _variables(forms[1][attribute], theirs))
            for variable in sorted(mine_ ^ theirs_):
                where = name + (attribute and f".{attribute}")
                yield f"{where}: ${variable} only in {one if variable in mine_ else other}"


def _patterns(entry: ftl.Message | ftl.Term) -> Iterator[tuple[str, ftl.Pattern]]:
    if entry.value is not None:
        yield "", entry.value
    for attribute in entry.attributes:
        yield attribute.id.name, attribute.value


def _nodes(node: ftl.BaseNode) -> Iterator[ftl.BaseNode]:
    yield node
    for value in vars(node).values():
        for child in value if isinstance(value, list) else (value,):
            if isinstance(child, ftl.BaseNode):
                yield from _nodes(child)


def _referred(node: ftl.MessageReference | ftl.TermReference, entries: Entries) -> ftl.Pattern | None:
    name = node.id.name if isinstance(node, ftl.MessageReference) else f"-{node.id.name}"
    attribute = node.attribute.name if node.attribute else ""
    return dict(_patterns(entries[name])).get(attribute) if name in entries else None


def _variables(pattern: ftl.Pattern, entries: Entries) -> set[str]:
    return {node.id.name for node in _reachable(pattern, entries) if isinstance(node, ftl.VariableReference)}


def _reachable(pattern: ftl.Pattern, entries: Entries, seen: frozenset[int] = frozenset()) -> Iterator[ftl.BaseNode]:
    for node in _nodes(pattern):
        yield node
        # A term has variables of its own, given where it is used.
        if isinstance(node, ftl.MessageReference):
            target = _referred(node, entries)
            if target is not None and id(target) not in seen:
                yield from _reachable(target, entries, seen | {id(pattern)})


def _flaws(pattern: ftl.Pattern, entries: Entries, language: Language) -> Iterator[str]:
    for node in _nodes(pattern):
        match node:
            case ftl.FunctionReference():
                yield f"{node.id.name}() is not available: numbers and times are said by speech"
            case ftl.MessageReference() | ftl.TermReference() if _referred(node, entries) is None:
                yield f"refers to {node.id.name}, which is not there"
            case ftl.SelectExpression():
                yield from _missing_plurals(node, language)
            case ftl.Pattern():
                yield from _tag_flaws(_literal(node))
            case ftl.TextElement() if _OURS.search(node.value):
                yield "holds a direction mark or a private character: speech adds direction itself"


def _missing_plurals(node: ftl.SelectExpression, language: Language) -> Iterator[str]:
    keys = {
        variant.key.name if isinstance(variant.key, ftl.Identifier) else str(variant.key.value)
        for variant in node.variants
    }
    forms = keys & PLURALS["ar"]
    if forms - {"other"}:
        missing = PLURALS[language] - forms - ({"zero"} if "0" in keys else set())
        if missing:
            yield f"plural forms left out: {', '.join(sorted(missing))}"


def _literal(pattern: ftl.Pattern) -> str:
    # A placeholder stands for text in which tags are balanced: other patterns are checked by themselves.
    return "".join(e.value if isinstance(e, ftl.TextElement) else "\ufffc" for e in pattern.elements)


def _tag_flaws(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        opened: list[str] = []
        for match in _TAG.finditer(line):
            closing, tag, entity = match.groups()
            if match[0].startswith("&"):
                if entity not in _ENTITIES:
                    yield f"{match[0]!r} should be &amp;"
            elif tag not in _TAGS or not match[0].endswith(">"):
                yield f"{match[0]!r} is not markup: <b>, <i>, <code> or &lt;"
            elif not closing:
                opened.append(tag)
            elif not opened or opened.pop() != tag:
                yield f"{match[0]} closes nothing on its line"
        if opened:
            yield f"<{opened[-1]}> is not closed on its line"
        if ">" in _TAG.sub("", line):
            yield "a bare > should be &gt;"
