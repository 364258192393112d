"""The engine of conversations: a pure function from a state and what was said to the next question.

A form's buttons carry its name and step, so that a button of an earlier step, or of a form that is over, is recognised
and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversations.form import (
    BACK,
    CANCEL,
    CHANGE,
    CONFIRM,
    CONTROLS,
    REVIEW,
    SKIP,
    Ask,
    Form,
    Outcome,
    Press,
    Said,
    State,
    Step,
    Turned,
    press,
    read_press,
)
from bot.fields import FieldError, Vocabulary
from storage.text import BLANK, Choice, Line, Text, Words, in_rows, text

EXCERPT = 600
"""Characters of a long answer that are shown when it is gone over."""

IN_A_ROW = 3
"""Values of a closed set in one row of buttons."""

OVER = Text("form-over")
"""What a person is told who presses a button of a conversation that is over."""

_CHANGING = f"{REVIEW}:"


def begin(form: Form, prefilled: Mapping[str, str] | None = None, context: Mapping[str, str] | None = None) -> Turned:
    """The first question that is not answered beforehand. Prefilled answers that cannot be read are asked for."""
    start = State(form.name, form.steps[0].name, dict(prefilled or {}), dict(context or {}))
    state = _sound(form, start)
    return _forward(form, state, -1)


def resume(form: Form | None, state: State) -> Turned:
    """The question where the person is. A form or step that there is no longer (None, after a deploy) is cancelled."""
    if form is None or not _known(form, state):
        return _gone(state)
    return _ask(form, _sound(form, state))


def advance(form: Form | None, state: State, said: Said, vocabulary: Vocabulary) -> Turned:
    """The conversation after something was said in it."""
    if form is None or not _known(form, state):
        return _gone(state)
    state = _sound(form, state)
    step = _step(form, state)
    pressed = read_press(said.text)
    if (pressed is None and said.pressed) or (pressed is not None and not _current(form, state, step, pressed)):
        return _ask(form, state, Text("form-stale"))
    if pressed is None and said.media and not said.text.strip():
        if step is not None and step.files:
            answers = {name: answer for name, answer in state.answers.items() if name != step.name}
            return Turned(Outcome.DONE, None, None, answers)
        return _refuse(form, state, Text("form-media"))
    control = _control(pressed.says, vocabulary, typed=False) if pressed else _control(said.text, vocabulary)
    if control == CANCEL:
        return Turned(Outcome.CANCELLED, None, None, dict(state.answers), Text("form-cancelled"))
    typed = pressed.says if pressed else said.text
    if step is None:
        return _review(form, state, typed, control, vocabulary)
    return _answer(form, state, step, typed, control, vocabulary)


def stale(said: Said, state: State | None) -> bool:
    """Whether this is a form's button, but not of the question that is open: an earlier one, or none is open."""
    pressed = read_press(said.text)
    if pressed is None:
        return False
    return state is None or (pressed.form, pressed.step) != (state.form, state.step.removeprefix(_CHANGING))


def _answer(form: Form, state: State, step: Step, typed: str, control: str | None, vocabulary: Vocabulary) -> Turned:
    index = form.steps.index(step)
    changing = state.step.startswith(_CHANGING)
    if control == BACK:
        if changing:
            return _ask(form, _at(state, REVIEW))
        if index == 0:
            return _refuse(form, state, Text("form-first"))
        return _ask(form, _at(state, form.steps[index - 1].name))
    if control == SKIP:
        if not step.optional:
            return _refuse(form, state, Text("form-required"))
        answers = {name: answer for name, answer in state.answers.items() if name != step.name}
    else:
        try:
            answers = {**state.answers, step.name: step.field.write(step.field.read(typed, vocabulary))}
        except FieldError as error:
            return _refuse(form, state, error.text)
    answered = State(state.form, state.step, answers, state.context)
    return _ask(form, _at(answered, REVIEW)) if changing else _forward(form, answered, index)


def _review(form: Form, state: State, typed: str, control: str | None, vocabulary: Vocabulary) -> Turned:
    if control == CONFIRM or (control is None and vocabulary.normal(typed) in vocabulary.folded("form-yes") | {"yes"}):
        return _finish(form, state)
    if control == BACK:
        return _ask(form, _at(state, _CHANGING + form.steps[-1].name))
    chosen = _chosen(form, typed, vocabulary)
    if chosen is None:
        return _refuse(form, state, Text("form-review-unknown"))
    return _ask(form, _at(state, _CHANGING + chosen.name))


def _chosen(form: Form, typed: str, vocabulary: Vocabulary) -> Step | None:
    """The step whose answer is to be changed: `change subject`, `غير الموضوع`, or the answer's name alone."""
    said = vocabulary.normal(typed)
    for word in sorted(vocabulary.folded("form-change") | {CHANGE}, key=len, reverse=True):
        if said.startswith(f"{word} "):
            said = said.removeprefix(word).strip()
            break
    for step in form.steps:
        if said == vocabulary.normal(step.name) or said in vocabulary.folded(form.label(step).key):
            return step
    return None


def _forward(form: Form, state: State, index: int) -> Turned:
    """The next question without an answer after this one, or the review."""
    for step in form.steps[index + 1 :]:
        if step.name not in state.answers:
            return _ask(form, _at(state, step.name))
    return _ask(form, _at(state, REVIEW)) if form.review else _finish(form, state)


def _finish(form: Form, state: State) -> Turned:
    for step in form.steps:
        if step.name not in state.answers and not step.optional:
            return _ask(form, _at(state, step.name))
    return Turned(Outcome.DONE, None, None, dict(state.answers))


def _ask(form: Form, state: State, problem: Text | None = None, outcome: Outcome = Outcome.ASKED) -> Turned:
    step = _step(form, state)
    ask = _review_ask(form, state) if step is None else _step_ask(form, state, step)
    return Turned(outcome, state, ask, state.answers, problem)


def _refuse(form: Form, state: State, problem: Text) -> Turned:
    return _ask(form, state, problem, Outcome.REFUSED)


def _step_ask(form: Form, state: State, step: Step) -> Ask:
    body: list[Line] = [form.question(step)]
    if step.name in state.answers:
        body += [BLANK, *_shown(Text("form-now"), step, state.answers[step.name])]
    says = [Choice(Text(key), press(form, step.name, value)) for value, key in step.field.choices()]
    controls = [SKIP] if step.optional else []
    if form.steps[0] is not step or state.step.startswith(_CHANGING):
        controls.insert(0, BACK)
    return Ask(body, [*in_rows(says, IN_A_ROW), [_button(form, step.name, each) for each in (*controls, CANCEL)]])


def _review_ask(form: Form, state: State) -> Ask:
    body: list[Line] = [Text("form-review"), BLANK]
    for step in form.steps:
        if step.name in state.answers:
            body += _shown(form.label(step), step, state.answers[step.name])
        else:
            body.append(text("form-answer", label=form.label(step), value=Text("form-skipped")))
    changes = [
        Choice(text("form-change", answer=form.label(step)), press(form, REVIEW, f"{CHANGE} {step.name}"))
        for step in form.steps
    ]
    return Ask(body, [[_button(form, REVIEW, CONFIRM)], *in_rows(changes, 2), [_button(form, REVIEW, CANCEL)]])


def _shown(label: Text, step: Step, answer: str) -> list[Line]:
    """An answer under its label; people's own long words on lines of their own."""
    if step.field.multiline:
        return [text("form-answer-below", label=label), Words(answer, limit=EXCERPT, quoted=True)]
    return [text("form-answer", label=label, value=step.field.show(step.field.read(answer)))]


def _button(form: Form, step: str, control: str) -> Choice:
    return Choice(Text(f"form-{control}"), press(form, step, control))


def _control(said: str, vocabulary: Vocabulary, *, typed: bool = True) -> str | None:
    """The control that was said alone, by its name or (typed) one of its words."""
    word = vocabulary.normal(said)
    for control in CONTROLS:
        if word == control or (typed and word in vocabulary.folded(f"form-{control}")):
            return control
    return None


def _current(form: Form, state: State, step: Step | None, pressed: Press) -> bool:
    """Whether a button belongs to the question that is open, and is one that it has."""
    if (pressed.form, pressed.step) != (form.name, REVIEW if step is None else step.name):
        return False
    if step is None:
        return pressed.says in {CONFIRM, CANCEL, *(f"{CHANGE} {each.name}" for each in form.steps)}
    return pressed.says in {BACK, SKIP, CANCEL, *(value for value, _ in step.field.choices())}


def _step(form: Form, state: State) -> Step | None:
    """The step whose question is open; None for the review."""
    return form.step(state.step.removeprefix(_CHANGING))


def _known(form: Form, state: State) -> bool:
    return state.form == form.name and (state.step == REVIEW or _step(form, state) is not None)


def _gone(state: State) -> Turned:
    return Turned(Outcome.CANCELLED, None, None, dict(state.answers), Text("form-gone"))


def _sound(form: Form, state: State) -> State:
    """The state with those answers alone that the form's fields (of today) read as they were written."""
    answers: dict[str, str] = {}
    for step in form.steps:
        if step.name in state.answers:
            answer: Any = state.answers[step.name]
            try:
                answers[step.name] = step.field.write(step.field.read(answer))
            except FieldError:
                continue
    return State(state.form, state.step, answers, state.context)


def _at(state: State, step: str) -> State:
    return State(state.form, step, state.answers, state.context)
