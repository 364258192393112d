"""Transcripts: chats in a file, as a person writes and reads them. tests/player.py plays them.

    # A title, and whatever is good to know
    only whatsapp                     (customers are on WhatsApp only; else it is played both ways round)
    with templates                    (WhatsApp has approved them)
    begins 2026-03-06 22:15           (in Riyadh; Wednesday 4 March 2026, 10:00 unless it is said)
    people:
      سارة     customer               (on the channel of the customers; the staff are on the other one)
      Mona     manager en             (customer, agent, manager, admin; a language other than the folder's)
      سارة٢    customer on telegram +966500000001
      ضيف{n}   customer (×9)
    before:                           (what is heard of these is not looked at)
      ضيف{n}: السلام عليكم (×9)

    سارة: السلام عليكم                what she writes; lines that follow, indented, belong to it
      سارة < أهلًا بك …               what is heard next, by whom: all of it, or the transcript fails
           [🎫 افتح تذكرة] [تذاكري]   the buttons; `…` stands for anything, alone on a line for any lines
      خالد <~ 🕘 سارة                 in place of the message whose button was pressed, where the channel can
    سارة presses تذاكري               (on the newest message that has it, or: under "words of an older one")
    خالد quotes "شكرا": أهلًا          a reply to the newest message with these words
    سارة: (photo "door.jpg") انكسر    also voice, audio, video, document, sticker, (location 24.7,46.7 "برج"),
                                      (contact "أبو فهد" +966501234567), (contact) for one's own
    خالد: (forwarded) متى يصل الطلب؟    somebody else's words, or their (forwarded) (photo "door.jpg")
    & منى: T1                         said in the same breath as the line before
    سارة edits "الطابعة": الشاشة      · سارة blocks · سارة unblocks · restart · later 13h
    whatsapp|  خالد < …               a line that holds only when the customers are on WhatsApp

`{channel}` is the customers' channel in the hearer's language; `{code}`, when somebody says it, the newest
invitation's or erasure's. Direction marks do not count, nor does how a channel lays its buttons out: a numbered list
is shown as buttons, and a press on one types the number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

WILD = "…"
BEGINS = datetime(2026, 3, 4, 10, 0, tzinfo=ZoneInfo("Asia/Riyadh"))
CASTINGS = ("whatsapp", "telegram")
"""The channel of the customers; the staff have the other one."""

WIDTH = 60
"""Characters that buttons without rows fill in a line."""

_ONLY = re.compile(r"(whatsapp|telegram)\|(.*)")
_TIMES = re.compile(r"\s*\(×(\d+)\)$")
_PERSON = re.compile(
    r"\s+(?P<name>\S+)\s+(?P<role>customer|agent|manager|admin)(?:\s+(?P<language>ar|en))?"
    r"(?:\s+on\s+(?P<channel>telegram|whatsapp))?(?:\s+(?P<number>\+\d+))?(?P<times>\s*\(×\d+\))?"
)
_HEARD = re.compile(r"(?P<indent>\s+)(?P<who>\S+) (?P<arrow><~?)(?: (?P<text>.*))?")
_STEP = re.compile(
    r"(?P<with>& )?(?:(?P<who>[^\s:]+)(?: quotes \"(?P<quote>.+?)\"| edits \"(?P<edit>.+?)\")?: (?P<text>.*)"
    r"|(?P<presser>\S+) presses (?P<button>.+?)(?: under \"(?P<under>.+?)\")?"
    r"|(?P<blocker>\S+) (?P<block>blocks|unblocks)"
    r"|(?P<do>restart)|later (?P<later>\d+[mhd]))"
)
_BUTTONS = re.compile(r"\s*(\[[^\]]+\]\s*)+")


class Malformed(Exception):
    """A line of a transcript that says nothing; the text is file, line and reason."""


@dataclass(frozen=True)
class Person:
    """Who takes part. `channel` None is the one that the casting gives their role."""

    name: str
    role: str
    language: str
    channel: str | None = None
    number: str | None = None


@dataclass
class Heard:
    """What one person hears once: lines of words and labels of buttons, either with wildcards when it was written."""

    who: str
    lines: list[str]
    buttons: list[list[str]] = field(default_factory=list)
    edits: bool = False

    @property
    def labels(self) -> list[str]:
        """The buttons in reading order, however they are laid out."""
        return [label for row in self.buttons for label in row]

    def shown(self) -> list[str]:
        """As lines of a transcript."""
        arrow = "<~" if self.edits else "<"
        head = f"  {self.who} {arrow} "
        pad = " " * len(head)
        first, *rest = self.lines or [""]
        lines = [(head + first).rstrip(), *[(pad + line).rstrip() for line in rest]]
        return lines + [pad + row for row in self._rows()]

    def _rows(self) -> list[str]:
        if any(len(row) > 1 for row in self.buttons):
            return [" ".join(f"[{label}]" for label in row) for row in self.buttons]
        rows: list[str] = []
        for label in self.labels:
            if rows and len(rows[-1]) + len(label) < WIDTH:
                rows[-1] += f" [{label}]"
            else:
                rows.append(f"[{label}]")
        return rows


@dataclass
class Step:
    """One thing that somebody does, and what is heard of it. `first` and `last` bound the lines of what is heard."""

    line: int
    verb: str
    who: str = ""
    text: str = ""
    on: str | None = None
    """Words of the message that is quoted, edited or pressed on."""
    at_once: bool = False
    heard: list[Heard] = field(default_factory=list)
    first: int = 0
    last: int = 0


@dataclass
class Transcript:
    """A chat that was read: who takes part, what was before, and the steps."""

    path: Path
    lines: list[str]
    people: list[Person]
    before: list[Step]
    steps: list[Step]
    castings: tuple[str, ...]
    begins: datetime = BEGINS
    templates: bool = False
    """WhatsApp has approved them."""

    def rewritten(self, heard: dict[int, Sequence[str]]) -> str:
        """The file's text with the heard lines of these steps (by their line) replaced."""
        lines = list(self.lines)
        for step in sorted(self.steps, key=lambda step: step.line, reverse=True):
            if step.line in heard:
                lines[step.first : step.last] = heard[step.line]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines).rstrip()) + "\n"


def read(path: Path, casting: str) -> Transcript:
    """Read a transcript for one casting. Raises Malformed."""
    return _Reader(path, casting).read()


def castings(path: Path) -> tuple[str, ...]:
    """The castings that a transcript is for."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("only "):
            return (line.removeprefix("only ").strip(),)
    return CASTINGS


def matches(expected: Heard, actual: Heard) -> bool:
    """Whether what was written down is what was heard, wildcards given their due."""
    lines = [re.escape(line).replace(re.escape(WILD), "[^\n]*") for line in expected.lines]
    pattern = "\n".join(r"[\s\S]*" if line == WILD else want for line, want in zip(expected.lines, lines, strict=True))
    return (
        expected.who == actual.who
        and expected.edits == actual.edits
        and re.fullmatch(pattern, "\n".join(actual.lines)) is not None
        and same_labels(expected.labels, actual.labels)
    )


def matches_line(expected: str, actual: str) -> bool:
    """Whether one line with wildcards is this one."""
    return expected != WILD and re.fullmatch(re.escape(expected).replace(re.escape(WILD), ".*"), actual) is not None


def same_labels(expected: Sequence[str], actual: Sequence[str]) -> bool:
    """Whether these are the labels, in order; a wildcard stands for whatever follows."""
    if WILD in expected:
        head = expected[: expected.index(WILD)]
        return same_labels(head, actual[: len(head)])
    return len(expected) == len(actual) and all(map(same_label, expected, actual))


def same_label(expected: str, actual: str) -> bool:
    """Whether a label is this one, which may have been cut short to fit."""
    return matches_line(expected, actual) or (actual.endswith(WILD) and expected.startswith(actual[:-1].rstrip()))


class _Reader:
    def __init__(self, path: Path, casting: str) -> None:
        self.path, self.casting = path, casting
        self.lines = path.read_text(encoding="utf-8").splitlines()
        self.language = path.parent.name
        self.people: list[Person] = []
        self.before: list[Step] = []
        self.steps: list[Step] = []
        self.section = ""
        self.begins = BEGINS
        self.templates = False

    def read(self) -> Transcript:
        for number, written in enumerate(self.lines):
            only = _ONLY.match(written)
            if only and only[1] != self.casting:
                continue
            self._take(number, (only[2] if only else written).rstrip())
        self._trim()
        return Transcript(
            self.path, self.lines, self.people, self.before, self.steps, castings(self.path), self.begins,
            self.templates,
        )  # fmt: skip

    def _take(self, number: int, line: str) -> None:
        if not line:
            self.section = "" if self.section != "steps" else self.section
            if self.steps and self.steps[-1].heard and not self.steps[-1].heard[-1].buttons:
                self.steps[-1].heard[-1].lines.append("")
        elif line.startswith(("#", "only ")):
            return
        elif line.startswith("begins "):
            self.begins = datetime.fromisoformat(line.removeprefix("begins ")).replace(tzinfo=BEGINS.tzinfo)
        elif line == "with templates":
            self.templates = True
        elif line in ("people:", "before:"):
            self.section = line
        elif self.section == "people:" and (found := _PERSON.fullmatch(line)):
            self._add_people(found)
        elif self.section == "before:" and (found := _STEP.fullmatch(line.strip())):
            self.before += _repeated(self._step(number, found))
        elif not line.startswith(" ") and (found := _STEP.fullmatch(line)):
            self.section = "steps"
            self._trim()
            self.steps += _repeated(self._step(number, found))
        elif self.steps and line.startswith(" "):
            self._hear(number, line)
        else:
            raise Malformed(f"{self.path.name}:{number + 1}: {line!r}")

    def _add_people(self, found: re.Match[str]) -> None:
        times = int(re.sub(r"\D", "", found["times"] or "1"))
        for n in range(1, times + 1):
            name = found["name"].replace("{n}", str(n))
            language = found["language"] or self.language
            self.people.append(Person(name, found["role"], language, found["channel"], found["number"]))

    def _step(self, number: int, found: re.Match[str]) -> Step:
        at_once = bool(found["with"])
        place = {"line": number, "first": number + 1, "last": number + 1, "at_once": at_once}
        if found["do"]:
            return Step(verb="restart", **place)
        if found["later"]:
            return Step(verb="later", text=found["later"], **place)
        if found["presser"]:
            return Step(verb="press", who=found["presser"], text=found["button"], on=found["under"], **place)
        if found["blocker"]:
            return Step(verb=found["block"], who=found["blocker"], **place)
        verb = "edit" if found["edit"] else "say"
        return Step(verb=verb, who=found["who"], text=found["text"], on=found["edit"] or found["quote"], **place)

    def _hear(self, number: int, line: str) -> None:
        step = self.steps[-1]
        step.last = number + 1
        found = _HEARD.fullmatch(line)
        names = {person.name for person in self.people}
        if found and found["who"] in names:
            self._trim()
            step.heard.append(Heard(found["who"], [], edits=found["arrow"] == "<~"))
            line = found["text"] or ""
            if not line:
                return
        elif not step.heard:
            step.text += "\n" + line.strip()
            step.first = step.last
            return
        if _BUTTONS.fullmatch(line):
            self._trim()
            step.heard[-1].buttons.append(re.findall(r"\[([^\]]+)\]", line))
        else:
            step.heard[-1].lines.append(" ".join(line.split()))

    def _trim(self) -> None:
        """Blank lines part blocks; they are words only between words."""
        if self.steps and self.steps[-1].heard:
            lines = self.steps[-1].heard[-1].lines
            while lines and not lines[-1]:
                lines.pop()


def _repeated(step: Step) -> list[Step]:
    found = _TIMES.search(step.text)
    if not found:
        return [step]
    text = step.text[: found.start()]
    return [
        Step(step.line, step.verb, step.who.replace("{n}", str(n)), text.replace("{n}", str(n)), step.on, n > 1,
             [], step.first, step.last)
        for n in range(1, int(found[1]) + 1)
    ]  # fmt: skip
