"""Keeping a saved reply: its name, and its text in Arabic and in English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

from bot.conversations.conversation import Conversation
from bot.conversations.form import CONTROLS, Form, Step
from bot.fields import CANONICAL, FieldError, Paragraph, Phrase, Vocabulary
from bot.reply import Choice, Reply, text
from bot.speech import catalogue
from bot.turn import Turn
from bot.vocabulary import VOCABULARY
from crm import references, saved_replies
from crm.refusal import Refusal


class SavedName(Phrase):
    """The word by which a saved reply is sent; no command's, and nothing that a reference looks like."""

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> str:
        name = super().read(typed, vocabulary)
        try:
            name = saved_replies.check_name(name)
        except Refusal as refusal:
            raise FieldError(refusal.key, **refusal.text.args) from None
        if name in _commands_words() or references.resembles(name):
            raise FieldError("refusal-saved-name-command", name=typed.strip())
        return name


class SavedText(Paragraph):
    """What a saved reply says; only the customer's name stands in braces."""

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> str:
        words = super().read(typed, vocabulary)
        try:
            return saved_replies.check_text(words)
        except Refusal as refusal:
            raise FieldError(refusal.key, **refusal.text.args) from None


@lru_cache(maxsize=1)
def _commands_words() -> frozenset[str]:
    """Whatever is said by itself already: every command's and every form control's name and words."""
    said = catalogue()
    keys = [key for prefix in ("command-", "form-") for key in said.keys(prefix) if said.has(f"{key}.words")]
    names = {key.removeprefix("command-").replace("-", " ") for key in keys} | set(CONTROLS)
    return frozenset(names.union(*(VOCABULARY.folded(key) for key in keys)))


MOST = 1500
"""Characters of a saved reply: one message on every channel."""

FORM = Form(
    "save-reply",
    (
        Step("name", SavedName()),
        Step("arabic", SavedText(most=MOST), optional=True),
        Step("english", SavedText(most=MOST), optional=True),
    ),
)


async def finish(turn: Turn, answers: Mapping[str, Any], context: Mapping[str, str]) -> Reply:
    """Keep it. What a refusal leaves is asked again, and the rest stays answered."""
    arabic, english = answers["arabic"] or "", answers["english"] or ""
    try:
        if "id" in context:
            one = await saved_replies.change(int(context["id"]), answers["name"], ar=arabic, en=english, at=turn.now)
        else:
            one = await saved_replies.add(answers["name"], ar=arabic, en=english, by=turn.staff, at=turn.now)
    except (saved_replies.NameTaken, saved_replies.NothingSaid) as refusal:
        kept = {"arabic": arabic, "english": english}
        if isinstance(refusal, saved_replies.NothingSaid):
            kept = {"name": answers["name"]}
        prefilled = {name: answer for name, answer in kept.items() if answer}
        asked = await turn.begin("save-reply", prefilled=prefilled, context=context)
        return Reply([refusal.text, *asked.body], asked.choices, begins=True)
    return Reply(
        [text("saved-kept", name=one.name)],
        [[Choice(text("button-saved-open"), f"saved {one.name}"), Choice(text("button-saved"), "saved")]],
    )


SAVE_REPLY = Conversation(FORM, finish, lasts=timedelta(days=1))
