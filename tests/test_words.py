"""The words: both languages have the same, every command is in help and in the menu, every refusal has its text."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import bot.run  # noqa: F401  every refusal is declared once everything is imported
from bot.conversations import CONVERSATIONS
from bot.dispatch import ROUTER
from bot.handlers.basics import GROUPS
from bot.menus import menu
from bot.settings import Settings
from bot.speech import LANGUAGES, Speech, catalogue, check
from bot.vocabulary import VOCABULARY
from crm.refusal import Refusal, refusals
from storage.models import ActivityKind, AttachmentKind, LeadStatus, Priority, Role, TicketStatus
from storage.text import Text, text

ROOT = Path(__file__).parent.parent


def test_both_languages_have_the_same_keys_and_variables() -> None:
    assert check() == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("refusal", refusals(), ids=lambda one: one.key)
def test_every_refusal_has_its_text(refusal: type[Refusal], language: str) -> None:
    assert catalogue().has(refusal.key, language)


def test_every_key_that_the_code_says_is_there() -> None:
    said = set()
    for folder in ("bot", "crm"):
        for path in (ROOT / folder).rglob("*.py"):
            said |= set(re.findall(r"""(?:\btext|\bText)\(\s*"([a-z][a-z0-9-]*(?:\.[a-z]+)?)\"""", path.read_text()))
    assert len(said) > 80
    assert sorted(key for key in said if not catalogue().has(key)) == []


def test_every_key_that_is_made_of_a_value_is_there() -> None:
    made = [f"status-{value.value.replace('_', '-')}" for value in TicketStatus]
    made += [f"update-ticket-{value.value.replace('_', '-')}" for value in TicketStatus]
    made += [f"priority-{value.value}" for value in Priority] + [f"priority-mark-{value.value}" for value in Priority]
    made += [f"lead-status-{value.value}" for value in LeadStatus] + [f"role-{value.value}" for value in Role]
    made += [f"entry-{value.value}" for value in ActivityKind]
    made += [f"attachment-{value.value}" for value in AttachmentKind]
    made += [f"undelivered-{reason}" for reason in ("blocked", "opted-out", "unknown", "failed")]
    made += [f"held-{reason}" for reason in ("not-pushed", "not-approved", "refused", "parts")]
    made += [f"help-group-{group}" for group in GROUPS]
    assert [key for key in made if not catalogue().has(key)] == []


def test_every_key_is_said_somewhere() -> None:
    """A key that nothing says any more goes out of both languages."""
    code = "\n".join(path.read_text() for folder in ("bot", "crm") for path in (ROOT / folder).rglob("*.py"))
    made = re.compile(
        r"^(command|drawn|status|priority|lead-status|role|entry|attachment|undelivered|help-group|update-ticket|form|field"
        r"|filter|language|channel|source|lost-reason|detail|change|card-address|tickets-(title|none)|moment|list|day|speech"
        r"|behind|chart|digest|kpi-kind|made-failed|metric|period|report|import|logged|outcome|section|undone-name|today|button-all|template|held|digits|calendar|zone|duration|soon|notice|count|time|date|relative)-"
    )
    keys = [
        key
        for key in catalogue().keys("")
        if not made.match(key) and not re.fullmatch(r"button-\w+-tickets", key) and f'"{key}"' not in code
    ]
    assert keys == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", [None, *Role])
def test_every_command_is_in_help_and_in_the_menu(role: Role | None, language: str) -> None:
    sayable = [command for command in ROUTER if command.allows(role) and command.group != "buttons"]
    assert {command.group for command in sayable} <= set(GROUPS)
    assert all(catalogue().has(f"{command.key}.help", language) for command in sayable)
    assert all(ROUTER.usage(command, language) for command in sayable)
    listed = dict(menu(role, language))
    assert {command.name for command in sayable if not command.bare} == set(listed)
    assert all(1 <= len(about) <= 256 for about in listed.values())


def test_every_command_has_words_in_both_languages() -> None:
    for command in ROUTER:
        for language in LANGUAGES:
            assert VOCABULARY.word(command.key, language), command.key


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_every_conversation_is_sound(name: str) -> None:
    form = CONVERSATIONS[name].form
    form.check(VOCABULARY)
    for step in form.steps:
        for language in LANGUAGES:
            assert catalogue().has(form.question(step).key, language)
            assert catalogue().has(form.label(step).key, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_quick_replies_fit_their_labels(language: str) -> None:
    speech = Speech(language, "auto", UTC, datetime.now(UTC))
    values = {
        "button-open": {"ref": "C1234"},
        "button-merge": {"customer": "C1234"},
        "button-priority": {"priority": text("priority-medium")},
    }
    for key in catalogue().keys("button-"):
        if key != "button-ticket":
            assert len(speech.label(Text(key, values.get(key, {})))) <= 24, key


def test_every_setting_is_documented() -> None:
    example = (ROOT / ".env.example").read_text()
    for name in Settings.model_fields:
        assert re.search(rf"^#?{name.upper()}=", example, re.MULTILINE), name
