"""The engine of conversations: questions, answers, going back, going over, stale buttons, and resuming."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.engine import OVER, advance, begin, resume, stale
from bot.conversations.form import Form, Outcome, Said, State, Step, Turned
from bot.fields import PARAGRAPH, PERSON, PHRASE, PRIORITY, YES_NO, FieldError, Phrase, Vocabulary, Whole
from crm.references import lead
from storage.models.kinds import Priority
from storage.text import BLANK, Choice, Text, Words, text

WORDS = {
    "form-back": ("back", "رجوع"),
    "form-skip": ("skip", "تخط", "تخطي"),
    "form-cancel": ("cancel", "stop", "إلغاء"),
    "form-confirm": ("confirm", "send", "تأكيد", "أرسل"),
    "form-change": ("change", "edit", "غير", "تغيير"),
    "form-yes": ("yes", "نعم"),
    "form-no": ("no", "لا"),
    "priority-low": ("low", "منخفضة"),
    "priority-medium": ("medium", "متوسطة"),
    "priority-high": ("high", "urgent", "عالية"),
    "form-open-ticket-subject.label": ("Subject", "الموضوع"),
    "form-open-ticket-priority.label": ("Priority", "الأولوية"),
}
VOCABULARY = Vocabulary(words=lambda key: WORDS.get(key, ()))

OPEN_TICKET = Form(
    "open-ticket",
    (Step("subject", PHRASE), Step("description", PARAGRAPH, optional=True), Step("priority", PRIORITY)),
)
CALL = Form(
    "call",
    (Step("person", PERSON), Step("minutes", Whole(1, 99), optional=True), Step("agreed", YES_NO)),
    review=False,
)
FORMS = {form.name: form for form in (OPEN_TICKET, CALL)}


def stored(state: State) -> State:
    """The state as it comes back from the Progress table."""
    kept = json.loads(json.dumps([state.form, state.step, dict(state.answers), dict(state.context)]))
    return State(*kept)


def play(*lines: str | Said, form: Form = OPEN_TICKET, prefilled: Mapping[str, str] | None = None) -> Turned:
    turned = begin(form, prefilled)
    for line in lines:
        assert turned.state is not None, f"over before {line!r}"
        said = line if isinstance(line, Said) else Said(line, pressed=line.startswith(":"))
        turned = advance(form, stored(turned.state), said, VOCABULARY)
    return turned


def at(turned: Turned) -> str:
    assert turned.state is not None
    return turned.state.step


def says(turned: Turned) -> list[list[str]]:
    return [[choice.says for choice in row] for row in turned.choices]


def test_the_first_question_has_its_text_and_a_way_out() -> None:
    turned = begin(OPEN_TICKET, context={"lead": "L12"})
    assert turned.outcome is Outcome.ASKED
    assert turned.state == State("open-ticket", "subject", {}, {"lead": "L12"})
    assert turned.body == [Text("form-open-ticket-subject")]
    assert turned.choices == [[Choice(Text("form-cancel"), ":open-ticket.subject cancel")]]


def test_an_optional_question_can_be_skipped_and_a_closed_one_offers_its_values() -> None:
    turned = play("Printer on fire")
    assert says(turned) == [
        [":open-ticket.description back", ":open-ticket.description skip", ":open-ticket.description cancel"]
    ]
    turned = play("Printer on fire", ":open-ticket.description skip")
    assert turned.choices[0] == [
        Choice(Text("priority-low"), ":open-ticket.priority low"),
        Choice(Text("priority-medium"), ":open-ticket.priority medium"),
        Choice(Text("priority-high"), ":open-ticket.priority high"),
    ]
    assert says(turned)[1] == [":open-ticket.priority back", ":open-ticket.priority cancel"]


def test_the_review_shows_every_answer_and_confirms_or_changes_it() -> None:
    turned = play("Printer on  fire", "it burns\nstill", "عالية")
    assert at(turned) == "review"
    assert turned.body == [
        Text("form-review"),
        BLANK,
        text("form-answer", label=Text("form-open-ticket-subject.label"), value="Printer on fire"),
        text("form-answer-below", label=Text("form-open-ticket-description.label")),
        Words("it burns\nstill", limit=600, quoted=True),
        text("form-answer", label=Text("form-open-ticket-priority.label"), value=Text("priority-high")),
    ]
    assert says(turned) == [
        [":open-ticket.review confirm"],
        [":open-ticket.review change subject", ":open-ticket.review change description"],
        [":open-ticket.review change priority"],
        [":open-ticket.review cancel"],
    ]
    assert turned.choices[1][0].label == text("form-change", answer=Text("form-open-ticket-subject.label"))


@pytest.mark.parametrize("word", ["confirm", "Send!", "نعم", "yes", "ارسل", ":open-ticket.review confirm"])
def test_confirming_gives_canonical_answers(word: str) -> None:
    turned = play("Printer", "تخطي", "Urgent", word)
    assert turned.outcome is Outcome.DONE
    assert (turned.state, turned.ask, turned.body) == (None, None, [])
    assert turned.answers == {"subject": "Printer", "priority": "high"}
    assert OPEN_TICKET.values(turned.answers) == {"subject": "Printer", "description": None, "priority": Priority.HIGH}


@pytest.mark.parametrize("word", ["change priority", "غيّر الأولوية", "Priority", ":open-ticket.review change priority"])
def test_one_answer_is_changed_from_the_review(word: str) -> None:
    done = ("Printer", "it burns", "low")
    turned = play(*done, word)
    assert at(turned) == "review:priority"
    assert turned.body[1:] == [BLANK, text("form-answer", label=Text("form-now"), value=Text("priority-low"))]
    assert says(turned)[1] == [":open-ticket.priority back", ":open-ticket.priority cancel"]
    assert at(play(*done, word, ":open-ticket.priority back")) == "review"
    turned = play(*done, word, ":open-ticket.priority high")
    assert at(turned) == "review"
    assert turned.answers == {"subject": "Printer", "description": "it burns", "priority": "high"}


def test_a_skipped_answer_is_shown_and_can_still_be_given() -> None:
    turned = play("Printer", "skip", "low")
    label = Text("form-open-ticket-description.label")
    assert text("form-answer", label=label, value=Text("form-skipped")) in turned.body
    assert play("Printer", "skip", "low", "change description", "it burns").answers["description"] == "it burns"
    assert "description" not in play("Printer", "it burns", "low", "change description", "skip").answers


def test_going_back_keeps_what_was_answered() -> None:
    turned = play("Printer", "it burns", "back")
    assert at(turned) == "description"
    assert turned.body == [
        Text("form-open-ticket-description"), BLANK,
        text("form-answer-below", label=Text("form-now")), Words("it burns", limit=600, quoted=True),
    ]  # fmt: skip
    turned = play("Printer", "it burns", "رجوع", "رجوع", "Scanner")
    assert at(turned) == "priority"
    assert turned.answers == {"subject": "Scanner", "description": "it burns"}
    assert at(play("Printer", "skip", "low", "back")) == "review:priority"


def test_back_from_the_first_question_asks_it_again() -> None:
    turned = play("back")
    assert (turned.outcome, turned.problem, at(turned)) == (Outcome.REFUSED, Text("form-first"), "subject")
    assert turned.body == [Text("form-first"), Text("form-open-ticket-subject")]


@pytest.mark.parametrize("lines", [("cancel",), ("Printer", "إلغاء"), ("Printer", "skip", "low", "الغاء."),
                                   (":open-ticket.subject cancel",)])  # fmt: skip
def test_cancelling_ends_it(lines: tuple[str, ...]) -> None:
    turned = play(*lines)
    assert (turned.outcome, turned.state, turned.problem) == (Outcome.CANCELLED, None, Text("form-cancelled"))


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        (("x",), "field-text-short"),
        (("skip",), "form-required"),
        ((Said("", media=True),), "form-media"),
        ((Said(" "),), "field-text-empty"),
        (("Printer", "skip", "tomorrow"), "field-priority-unknown"),
        (("Printer", "skip", "low", "no"), "form-review-unknown"),
        (("Printer", "skip", "low", "change the world"), "form-review-unknown"),
    ],
)
def test_what_is_no_answer_is_told_and_nothing_is_lost(lines: tuple[str | Said, ...], key: str) -> None:
    before, turned = play(*lines[:-1]), play(*lines)
    assert turned.outcome is Outcome.REFUSED
    assert turned.problem is not None
    assert turned.problem.key == key
    assert turned.state == before.state
    assert turned.ask == before.ask


def test_media_with_words_answers_with_the_words() -> None:
    assert play(Said("Printer", media=True)).answers == {"subject": "Printer"}


@pytest.mark.parametrize(
    ("lines", "old"),
    [
        (("Printer", "skip"), ":open-ticket.description skip"),
        (("Printer", "skip", "low"), ":open-ticket.priority high"),
        (("Printer", "skip"), ":open-ticket.review confirm"),
        (("Printer", "skip"), ":call.agreed yes"),
    ],
)
def test_an_old_button_changes_nothing(lines: tuple[str, ...], old: str) -> None:
    before = play(*lines)
    assert stale(Said(old, pressed=True), before.state)
    after = play(*lines, old)
    assert (after.outcome, after.problem) == (Outcome.ASKED, Text("form-stale"))
    assert (after.state, after.ask) == (before.state, before.ask)


def test_staleness() -> None:
    state = play("Printer", "skip", "low", "change priority").state
    assert not stale(Said(":open-ticket.priority high", pressed=True), state)
    assert not stale(Said("high"), state)
    assert not stale(Said("close T45", pressed=True), None)
    assert stale(Said(":open-ticket.priority high", pressed=True), None)
    assert OVER.key == "form-over"


def test_another_button_is_no_answer() -> None:
    for said in ("close T45", ":open-ticket.subject hello", ":open-ticket.subject confirm"):
        turned = play(Said(said, pressed=True))
        assert (turned.problem, turned.answers) == (Text("form-stale"), {})


def test_prefilled_answers_are_not_asked_for() -> None:
    assert at(begin(OPEN_TICKET, {"subject": "Printer"})) == "description"
    assert at(begin(OPEN_TICKET, {"subject": "x", "priority": "moon", "other": "1"})) == "subject"
    whole = {"subject": "Printer", "description": "it burns", "priority": "low"}
    assert at(begin(OPEN_TICKET, whole)) == "review"
    done = begin(CALL, {"person": "L12", "minutes": "5", "agreed": "yes"})
    assert done.outcome is Outcome.DONE


def test_a_form_without_review_is_done_with_its_last_answer() -> None:
    turned = play("l١٢", "٥", "نعم", form=CALL)
    assert turned.outcome is Outcome.DONE
    assert turned.answers == {"person": "L12", "minutes": "5", "agreed": "yes"}
    assert CALL.values(turned.answers) == {"person": lead(12), "minutes": 5, "agreed": True}


def test_resuming_asks_the_same_question() -> None:
    turned = play("Printer", "skip")
    assert turned.state is not None
    assert resume(OPEN_TICKET, stored(turned.state)) == turned


@pytest.mark.parametrize(
    ("form", "state"),
    [(None, State("gone", "subject")), (OPEN_TICKET, State("open-ticket", "gone")),
     (OPEN_TICKET, State("call", "person")), (OPEN_TICKET, State("open-ticket", "review:gone"))],
)  # fmt: skip
def test_a_form_or_step_that_is_no_more_is_cancelled(form: Form | None, state: State) -> None:
    for turned in (resume(form, state), advance(form, state, Said("hello"), VOCABULARY)):
        assert (turned.outcome, turned.state, turned.problem) == (Outcome.CANCELLED, None, Text("form-gone"))


def test_an_answer_that_is_no_longer_one_is_asked_for_again() -> None:
    state = State("open-ticket", "review", {"subject": "Printer", "priority": "extreme"})
    turned = advance(OPEN_TICKET, state, Said("confirm"), VOCABULARY)
    assert (turned.outcome, at(turned)) == (Outcome.ASKED, "priority")
    assert turned.state is not None
    assert at(advance(OPEN_TICKET, turned.state, Said("low"), VOCABULARY)) == "review"


@pytest.mark.parametrize(
    ("name", "steps", "why"),
    [
        ("f", (), "names of their own"),
        ("f", (Step("a", PHRASE), Step("a", PHRASE)), "names of their own"),
        ("f", (Step("review", PHRASE),), "names of their own"),
        ("f", (Step("Not_so", PHRASE),), "is no name"),
        ("f" * 40, (Step("s" * 30, PHRASE),), "more than 64 bytes"),
    ],
)
def test_a_wrong_form_is_refused_when_it_is_declared(name: str, steps: tuple[Step, ...], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Form(name, steps)


def test_words_that_say_two_things_are_found_at_the_start() -> None:
    OPEN_TICKET.check(VOCABULARY)
    CALL.check(VOCABULARY)
    clash = Vocabulary(words=lambda key: ("back", "low") if key == "form-back" else WORDS.get(key, ()))
    with pytest.raises(ValueError, match="'low' is an answer to priority and form-back"):
        OPEN_TICKET.check(clash)
    with pytest.raises(ValueError, match="has no words"):
        OPEN_TICKET.check(Vocabulary(words=lambda key: ()))


def test_buttons_fit_into_what_telegram_carries() -> None:
    form = Form("a" * 24, (Step("b" * 24, Phrase()), Step("c", PRIORITY)))
    for turned in (play("hello", form=form), play("hello", "low", form=form)):
        assert all(len(press.encode()) <= 64 for row in says(turned) for press in row)


LINES = st.sampled_from(
    ["back", "skip", "cancel", "confirm", "change subject", "غير الأولوية", "low", "عاجل", "L12", "٥", "نعم", "لا", "x",
     "", "Printer", "one\ntwo", ":open-ticket.review confirm", ":open-ticket.priority high",
     ":open-ticket.subject back", ":open-ticket.review change description",
     ":call.agreed yes", ":call.minutes skip", ":gone.step x", ":",
     "close T45"]
) | st.text(max_size=30)  # fmt: skip
SAYINGS = st.builds(Said, LINES, st.booleans(), st.booleans())


@given(st.sampled_from(list(FORMS.values())), st.lists(SAYINGS | st.integers(0, 8), max_size=14))
def test_whatever_is_said(form: Form, sayings: list[Said | int]) -> None:
    turned = begin(form, context={"lead": "L12"})
    for saying in sayings:
        if turned.state is None:
            break
        if isinstance(saying, int):
            buttons = [choice.says for row in turned.choices for choice in row]
            saying = Said(buttons[saying % len(buttons)], pressed=True)
            assert not stale(saying, turned.state)
        before, kept = turned, stored(turned.state)
        assert kept == turned.state
        turned = advance(form, turned.state, saying, VOCABULARY)
        assert turned == advance(form, kept, saying, VOCABULARY)
        if turned.problem is not None and turned.state is not None:
            assert (turned.state, turned.ask) == (before.state, before.ask)
        for name, answer in turned.answers.items():
            step = form.step(name)
            assert step is not None
            assert step.field.write(step.field.read(answer)) == answer
        if turned.state is not None:
            assert turned.ask is not None
            assert turned.state.context == {"lead": "L12"}
            assert resume(form, turned.state).ask == turned.ask
    if turned.outcome is Outcome.DONE:
        assert {step.name for step in form.steps if not step.optional} <= turned.answers.keys()


@given(st.text(max_size=60))
def test_no_words_break_a_state_that_was_kept(words: str) -> None:
    state = State("open-ticket", "review", {"subject": words, "priority": words, words: words})
    try:
        subject = PHRASE.read(words)
    except FieldError:
        subject = None
    assert resume(OPEN_TICKET, state).answers.get("subject") == subject
