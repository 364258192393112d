"""Forms: conversations declared as their questions, and what passes between a person and a form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from bot.fields import Field, Vocabulary
from bot.fields.closed import check_words
from storage.text import Choice, Line, Text

REVIEW = "review"
"""The step in which the answers are gone over."""

BACK, SKIP, CANCEL, CONFIRM, CHANGE = "back", "skip", "cancel", "confirm", "change"
CONTROLS = (BACK, SKIP, CANCEL, CONFIRM, CHANGE)
"""What can be said to a form beside an answer. The label and words of each are in Fluent's `form-back` and so on."""

LONGEST_PRESS = 64
"""Bytes that a button can say (Telegram)."""

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Step:
    """One question, whose answer is of a field; an optional one can be skipped.

    Where it takes `files`, one without words ends the form, and the question has no answer.
    """

    name: str
    field: Field[Any]
    optional: bool = False
    files: bool = False


@dataclass(frozen=True)
class Form:
    """A conversation: its questions in order, and whether the answers are gone over before it is done.

    The question of the step `subject` in the form `open-ticket` is Fluent's `form-open-ticket-subject`; its `.label`
    names the answer.
    """

    name: str
    steps: Sequence[Step]
    review: bool = True

    def __post_init__(self) -> None:
        """Raises ValueError when a name is taken or malformed, or a button would say more than a channel carries."""
        names = [step.name for step in self.steps]
        if not names or len(set(names)) < len(names) or REVIEW in names:
            raise ValueError(f"{self.name}: steps need names of their own")
        for name in (self.name, *names):
            if not _NAME.fullmatch(name):
                raise ValueError(f"{self.name}: {name!r} is no name")
        for step in self.steps:
            values = [value for value, _ in step.field.choices()]
            if set(values) & set(CONTROLS):
                raise ValueError(f"{self.name}: a value of {step.name} is called like a control")
            pressed = [press(self, step.name, value) for value in (*values, *CONTROLS)]
            pressed.append(press(self, REVIEW, f"{CHANGE} {step.name}"))
            if max(len(says.encode()) for says in pressed) > LONGEST_PRESS:
                raise ValueError(f"{self.name}: the buttons of {step.name} say more than {LONGEST_PRESS} bytes")

    def step(self, name: str) -> Step | None:
        """The step of this name."""
        return next((step for step in self.steps if step.name == name), None)

    def question(self, step: Step) -> Text:
        """What a step asks."""
        return Text(f"form-{self.name}-{step.name}")

    def label(self, step: Step) -> Text:
        """What a step's answer is called."""
        return Text(f"form-{self.name}-{step.name}.label")

    def values(self, answers: Mapping[str, str]) -> dict[str, Any]:
        """The answers read: a skipped one is None. Raises FieldError when one is not canonical."""
        return {step.name: step.field.read(answers[step.name]) if step.name in answers else None for step in self.steps}

    def check(self, vocabulary: Vocabulary) -> None:
        """Raise ValueError when a word of the controls or of a step's values is missing or says two things."""
        check_words({f"form-{control}": control for control in CONTROLS}, vocabulary)
        for step in self.steps:
            step.field.check(vocabulary)
            for value, key in step.field.choices():
                for control in CONTROLS:
                    both = {*vocabulary.folded(key), vocabulary.normal(value)} & vocabulary.folded(f"form-{control}")
                    if both:
                        raise ValueError(f"{self.name}: {both.pop()!r} is an answer to {step.name} and form-{control}")


@dataclass(frozen=True, slots=True)
class State:
    """Where a person is in a form, as the Progress table keeps it.

    `step` is a step's name, `review`, or `review:subject` while one answer is changed. `answers` are canonical strings;
    a skipped question has none. `context` is what the conversation is about, fixed when it began.
    """

    form: str
    step: str
    answers: Mapping[str, str] = field(default_factory=dict)
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said in a conversation: typed, or pressed on a button; `media` when a file came with it."""

    text: str
    pressed: bool = False
    media: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with its buttons."""

    body: Sequence[Line]
    choices: Sequence[Sequence[Choice]]


class Outcome(Enum):
    """What became of what was said."""

    ASKED = "asked"
    """The next question is asked."""
    REFUSED = "refused"
    """It was no answer: `problem` says why, and the question is asked again."""
    DONE = "done"
    """All is answered: `answers` are complete, and the conversation is over."""
    CANCELLED = "cancelled"
    """The conversation is over without result."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A conversation after something was said: `state` and `ask` are None when it is over."""

    outcome: Outcome
    state: State | None
    ask: Ask | None
    answers: Mapping[str, str]
    problem: Text | None = None

    @property
    def body(self) -> list[Line]:
        """What to say: the problem, if there is one, then the question."""
        return [*([self.problem] if self.problem else []), *(self.ask.body if self.ask else ())]

    @property
    def choices(self) -> Sequence[Sequence[Choice]]:
        """The buttons under it."""
        return self.ask.choices if self.ask else ()


@dataclass(frozen=True, slots=True)
class Press:
    """What a form's button says, taken apart: `:open-ticket.priority high`."""

    form: str
    step: str
    says: str


_PRESS = re.compile(r":([a-z0-9-]+)\.([a-z0-9-]+) (\S.*)")


def press(form: Form, step: str, says: str) -> str:
    """What a form's button says."""
    return f":{form.name}.{step} {says}"


def read_press(text: str) -> Press | None:
    """The button of a form that says this; None when it is none of a form's."""
    found = _PRESS.fullmatch(text.strip())
    return None if found is None else Press(*found.groups())
