"""The words of both languages: every .ftl file of locales/, read once, and looked up by key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from fluent.runtime import FluentBundle
from fluent.runtime.resolver import CurrentEnvironment, ResolverEnvironment
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

from bot.speech.language import Language

LOCALES = Path(__file__).resolve().parents[2] / "locales"
LANGUAGES: tuple[Language, ...] = ("en", "ar")

Entries = dict[str, ftl.Message | ftl.Term]
"""The entries of a language by name; a term's name starts with a hyphen."""

_log = structlog.get_logger(__name__)
_SEPARATOR = re.compile("[,،]")


class CatalogueError(Exception):
    """The words cannot be used; `problems` says what is wrong, a line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read(folder: Path, language: Language) -> tuple[Entries, list[str]]:
    """The entries of a language's .ftl files, and what is wrong with the files (Junk, a key that is there twice)."""
    entries: Entries = {}
    problems: list[str] = []
    parser = FluentParser(with_spans=False)
    files = sorted((folder / language).glob("*.ftl"))
    if not files:
        problems.append(f"{language}: no .ftl files")
    for path in files:
        where = f"{language}/{path.name}"
        for entry in parser.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(entry, ftl.Junk):
                start = (entry.content or "").strip().partition("\n")[0]
                why = "; ".join(str(note.message) for note in entry.annotations or ())
                problems.append(f"{where}: not Fluent, near {start!r}: {why}")
            elif isinstance(entry, ftl.Message | ftl.Term):
                name = entry.id.name if isinstance(entry, ftl.Message) else f"-{entry.id.name}"
                if name in entries:
                    problems.append(f"{where}: {name} is there twice")
                entries[name] = entry
    return entries, problems


class Catalogue:
    """Every message of both languages. Raises CatalogueError when a file has Junk or a key is there twice."""

    def __init__(self, folder: Path = LOCALES) -> None:
        self._bundles: dict[str, FluentBundle] = {}
        self._patterns: dict[tuple[str, str], Any] = {}
        self.entries: dict[Language, Entries] = {}
        problems: list[str] = []
        for language in LANGUAGES:
            self.entries[language], wrong = read(folder, language)
            problems += wrong
            # Each inserted value is isolated by Speech, which knows what it is; Fluent's own isolation stays off.
            bundle = FluentBundle([language], functions={}, use_isolating=False)
            bundle.add_resource(ftl.Resource(list(self.entries[language].values())))
            self._bundles[language] = bundle
        if problems:
            raise CatalogueError(problems)

    def has(self, key: str, language: Language = "en") -> bool:
        """Whether a language has the key; `key` may name an attribute: `ticket-status.short`."""
        return self._pattern(key, language) is not None

    def keys(self, prefix: str = "") -> Iterator[str]:
        """The keys of the messages that start with a prefix, in the order of their files."""
        return (key for key in self.entries["en"] if key.startswith(prefix) and not key.startswith("-"))

    def format(self, key: str, language: Language, args: Mapping[str, Any]) -> str:
        """The message (or `key.attribute`) with its arguments: strings and Fluent types, which are passed as they are.

        Never raises: a key that a language lacks is said in the other one, and one that both lack as itself.
        """
        for spoken in (language, *(other for other in LANGUAGES if other != language)):
            pattern = self._pattern(key, spoken)
            if pattern is None:
                _log.error("speech.key_missing", key=key, language=spoken)
                continue
            # FluentBundle.format_pattern would turn our argument types into its own.
            environment = ResolverEnvironment(
                context=self._bundles[spoken], errors=[], current=CurrentEnvironment(args=dict(args))
            )
            try:
                shown = pattern(environment)
            except ValueError as error:
                environment.errors.append(error)
                shown = key
            if environment.errors:
                _log.error("speech.incomplete", key=key, language=spoken, errors=[str(e) for e in environment.errors])
            if isinstance(shown, str):
                return shown
        return key

    def words(self, key: str, language: Language | None = None) -> tuple[str, ...]:
        """The words of a command or a field: its `.words` attribute or else its value, split at commas.

        Of both languages when none is given; each once. Empty when there is no such key.
        """
        found: dict[str, None] = {}
        for spoken in LANGUAGES if language is None else (language,):
            name = f"{key}.words" if self._pattern(f"{key}.words", spoken) is not None else key
            if self._pattern(name, spoken) is not None:
                listed = _SEPARATOR.split(self.format(name, spoken, {}))
                found.update((word, None) for word in (" ".join(part.split()) for part in listed) if word)
        return tuple(found)

    def _pattern(self, key: str, language: str) -> Any:
        try:
            return self._patterns[key, language]
        except KeyError:
            pass
        name, _, attribute = key.partition(".")
        bundle = self._bundles[language]
        pattern: Any = None
        if bundle.has_message(name):
            message = bundle.get_message(name)
            pattern = message.attributes.get(attribute) if attribute else message.value
            self._patterns[key, language] = pattern
        return pattern


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The project's own words, read once for the process. Raises CatalogueError."""
    return Catalogue(LOCALES)
