"""The player: plays a transcript on the stage, listens to every phone, and says where the chat went another way."""

from __future__ import annotations

import asyncio
import difflib
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby

from bot.dispatch import ROUTER
from bot.speech.typed import latin_digits
from crm.references import split
from sandbox.changes import PATIENCE
from sandbox.messages import Message
from sandbox.phones import Phone
from storage import clock, rows, words
from storage.models import (
    Activity,
    ActivityKind,
    Direction,
    Identity,
    InboundMessage,
    InboundStatus,
    Lead,
    OutboundMessage,
    OutboundPart,
    OutboundStatus,
    Progress,
    Role,
    SearchWord,
    TicketMessage,
    Visibility,
)
from tests import bubbles
from tests.stage import Stage
from tests.transcript import Heard, Malformed, Person, Step, Transcript, matches, matches_line, same_label, same_labels

OTHER = {"whatsapp": "telegram", "telegram": "whatsapp"}
# In Arabic and in English.
CHANNEL = {"whatsapp": ("واتساب", "WhatsApp"), "telegram": ("تيليجرام", "Telegram")}
SENT = (OutboundStatus.SENT, OutboundStatus.DELIVERED, OutboundStatus.READ)
CONTEXT = 12
"""Lines of the chat shown above the place where it went another way."""

_BUSY = """
SELECT (SELECT count(*) FROM inbound_message WHERE status = 'pending')
     + (SELECT count(*) FROM outbound_message
        WHERE status IN ('claimed', 'sending') OR (status = 'queued' AND next_attempt_at <= :now))
     + (SELECT count(*) FROM report WHERE status = 'waiting')
     + (SELECT count(*) FROM import WHERE status IN ('waiting', 'confirmed')) AS waiting
"""
_CLOCK = re.compile(
    r"(?:(?:today|yesterday|[A-Z][a-z]+day) |\d+ [A-Z][a-z]+, )\d+:\d\d [ap]m"
    r"|(?:اليوم|أمس|الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد) \d+:\d\d [صم]|\d+ \w+، \d+:\d\d [صم]"
)

_CODE = re.compile(r"[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}(?![A-Z0-9])|(?<= [CL]\d )\d{4}$", re.MULTILINE)
"""An invitation's, or what confirms that somebody is to be erased."""

FORWARDED = "(forwarded) "
"""Before words of somebody else."""


class WentAnotherWay(AssertionError):
    """What was heard is not what was written; the text shows the chat from there on."""


@dataclass
class _Seen:
    """How far one phone was listened to."""

    count: int = 0
    edits: dict[str, datetime | None] = field(default_factory=dict)


class Player:
    """Plays one transcript; with `rewrite` nothing of what is heard fails, and `rewritten` has what to write."""

    def __init__(self, stage: Stage, transcript: Transcript, casting: str, *, rewrite: bool = False) -> None:
        self._stage, self._transcript, self._casting, self._rewrite = stage, transcript, casting, rewrite
        self._phones: dict[str, Phone] = {}
        self._people: dict[str, Person] = {}
        self._seen: dict[str, _Seen] = {}
        self._prose: list[tuple[Phone, Message, str]] = []
        self.rewritten: dict[int, list[str]] = {}
        """By a step's line: what to write below it."""

    async def play(self) -> None:
        """From the first step to the last. Raises WentAnotherWay."""
        for person in self._transcript.people:
            await self._enter(person)
        for step in self._transcript.before:
            await self._do(step)
            await self._settle(delivered=False)
        await self._settle()
        await self._listen()
        for _, group in groupby(self._transcript.steps, key=_Groups()):
            await self._play([*group])

    async def _enter(self, person: Person) -> None:
        stage, is_staff = self._stage, person.role != "customer"
        channel = person.channel or (OTHER[self._casting] if is_staff else self._casting)
        if is_staff:
            phone = await stage.staff(person.name, channel, Role(person.role), person.language)
        else:
            address = f"whatsapp:{person.number}" if person.number and channel == "whatsapp" else None
            phone = stage.customer(person.name, channel, person.language, address)
            phone.number = person.number or phone.number
        self._phones[person.name], self._people[person.name] = phone, person
        self._seen[person.name] = _Seen()

    async def _play(self, group: Sequence[Step]) -> None:
        for step in group:
            try:
                await self._do(step)
            except (LookupError, ValueError) as error:
                raise WentAnotherWay(self._chat_before(step) + f"  {error}") from None
        await self._settle()
        heard, last = await self._listen(), group[-1]
        expected = [one for step in group for one in step.heard]
        expected = [self._filled(one, heard) for one in expected]
        if _agree(expected, heard):
            return
        order = {name: n for n, name in enumerate(dict.fromkeys([last.who, *(e.who for e in expected), *self._phones]))}
        heard.sort(key=lambda one: order[one.who])
        if not self._rewrite:
            written = [line for one in expected for line in one.shown()]
            happened = [line for one in _as_written(expected, heard) for line in one.shown()]
            diff = [*difflib.ndiff(written, happened)]
            shown = "\n".join(line for line in diff if not line.startswith("?")) or "  (nothing was heard)"
            raise WentAnotherWay(self._chat_before(last) + shown)
        old = {name: [one for step in group for one in step.heard if one.who == name] for name in order}
        blocks = [self._written(one, old[one.who]).shown() for one in heard]
        self.rewritten[last.line] = [line for block in blocks for line in block] + ([""] if blocks else [])

    def write_down(self) -> None:
        """Put what was heard into the file, in place of what was written there."""
        text = self._transcript.rewritten(self.rewritten)
        self._transcript.path.write_text(text, encoding="utf-8")

    def _chat_before(self, step: Step) -> str:
        lines = self._transcript.lines[max(0, step.first - CONTEXT) : step.first]
        place = f"{self._transcript.path.name}:{step.line + 1}, customers on {self._casting}"
        return "\n".join(["", place, *[f"  {line}" for line in lines], ""])

    # What people do

    async def _do(self, step: Step) -> None:
        phone = self._phones.get(step.who)
        if step.who and phone is None:
            raise Malformed(f"{self._transcript.path.name}:{step.line + 1}: who is {step.who}?")
        match step.verb:
            case "restart":
                await self._stage.restart()
            case "later":
                await self._later(step.text)
            case "press":
                assert phone is not None
                await self._press(phone, step.text, step.on)
            case "blocks" | "unblocks":
                assert phone is not None
                await phone.block(step.verb == "blocks")
            case "edit":
                assert phone is not None
                await phone.edit(bubbles.containing(phone, step.on or "", mine=True), step.text)
            case _:
                assert phone is not None
                await self._say(phone, step)

    async def _say(self, phone: Phone, step: Step) -> None:
        quote = bubbles.containing(phone, step.on) if step.on else None
        step = replace(step, text=self._with_code(step.text))
        kept = await self._is_prose(phone, step.text)
        text, forwarded = step.text.removeprefix(FORWARDED), step.text.startswith(FORWARDED)
        if found := bubbles.MEDIA.fullmatch(text):
            given = shlex.split(found[2] or "")
            message = await bubbles.send_media(phone, found[1], given, found[3], quote, forwarded=forwarded)
        else:
            message = await phone.send(text, quote=quote, forwarded=forwarded)
        if kept:
            self._prose.append((phone, message, message.text))

    def _with_code(self, text: str) -> str:
        """The text with `{code}` as the invitation's code that anybody heard last."""
        if "{code}" not in text:
            return text
        heard = [m for phone in self._phones.values() for m in phone.messages if not m.mine]
        codes = [code for m in sorted(heard, key=lambda m: m.at) for code in _CODE.findall(bubbles.plain(m.text))]
        return text.replace("{code}", codes[-1])

    async def _is_prose(self, phone: Phone, text: str) -> bool:
        """Whether a customer says this freely, so that it must be on record word for word."""
        identity = await Identity.get_or_none(channel=phone.channel, address=phone.address)
        if identity and (identity.staff_id or await Progress.exists(identity_id=identity.id)):
            return False
        typed = latin_digits(text).strip(" .)-")
        return not typed.isdigit() and ROUTER.match(text, lambda command: command.allows(None), strict=True) is None

    async def _press(self, phone: Phone, label: str, under: str | None) -> None:
        for message in reversed(phone.messages):
            if message.mine or (under and under not in bubbles.plain(message.text)):
                continue
            _, numbered = bubbles.numbered(bubbles.plain(message.text).split("\n"))
            labels = [b.text for b in message.buttons] or numbered
            at = next((n for n, one in enumerate(labels) if same_label(label, bubbles.plain(one))), None)
            if at is None:
                continue
            if message.buttons:
                await phone.press(message, message.buttons[at].id)
            else:
                newest = next(m for m in reversed(phone.messages) if not m.mine)
                number = str(at + 1) if phone.language == "en" else str(at + 1).translate(_ARABIC)
                await phone.send(number, quote=None if message is newest else message)
            return
        raise LookupError(f"{phone.name} has no button {label!r}")

    async def _later(self, length: str) -> None:
        unit = {"m": "minutes", "h": "hours", "d": "days"}[length[-1]]
        end = clock.now() + timedelta(**{unit: int(length[:-1])})
        # Whatever rings on the way does so at its time.
        while rings := await self._next_ring(end):
            await self._pass(rings - clock.now())
            await self._settle()
        await self._pass(end - clock.now())

    async def _pass(self, time: timedelta) -> None:
        self._stage.move(time)
        await self._stage.diwan.sweep()
        self._stage.diwan.wakeups.wake("outbox")

    @staticmethod
    async def _next_ring(before: datetime) -> datetime | None:
        task = await Activity.filter(ring_at__gt=clock.now(), ring_at__lt=before).order_by("ring_at").first()
        return task.ring_at if task else None

    # What people hear

    async def _settle(self, *, delivered: bool = True) -> None:
        """Until every message had its turn, and (if `delivered`) nothing is on its way any more in either direction."""
        world, lanes = self._stage.sandbox.world, self._stage.sandbox.twilio.lanes
        pause = 0.004
        async with asyncio.timeout(PATIENCE):
            while True:
                await world.idle()
                if not delivered and not await InboundMessage.filter(status=InboundStatus.PENDING).exists():
                    return
                waiting = await rows.run(_BUSY, {"now": clock.now() + timedelta(seconds=1)})
                if not waiting[0]["waiting"] and not lanes._tasks:
                    return
                await asyncio.sleep(pause)
                # Whoever waits for a file would take the time from the process that makes it.
                pause = min(pause * 1.5, 0.1)

    async def _listen(self) -> list[Heard]:
        """What was heard since the last time; the parts of one long message are one."""
        found: list[Heard] = []
        for name, phone in self._phones.items():
            seen = self._seen[name]
            fresh = [m for m in phone.messages[seen.count :] if not m.mine]
            seen.count = len(phone.messages)
            for message in phone.messages:
                if not message.mine and message not in fresh and seen.edits.get(message.id) != message.edited_at:
                    found.append(self._heard(name, [message], edits=True))
                seen.edits[message.id] = message.edited_at
            whole = await _whole(phone, fresh) if len(fresh) > 1 else [[message] for message in fresh]
            found += [self._heard(name, parts) for parts in whole]
        return found

    def _heard(self, name: str, parts: Sequence[Message], *, edits: bool = False) -> Heard:
        lines: list[str] = []
        for part in parts:
            said = bubbles.plain(part.text).split("\n") if part.text else []
            lines += [line for line in (bubbles.head(part),) if line] + said
        if len(lines) > 1 and lines[0].startswith("("):
            lines[:2] = [f"{lines[0]} {lines[1]}"]
        lines, numbered = bubbles.numbered(lines)
        last = parts[-1]
        buttons = [[bubbles.plain(button.text) for button in row] for row in last.rows]
        if last.listing:
            buttons += [[bubbles.plain(item.description or item.title)] for item in last.listing.items]
        return Heard(name, lines, buttons or [[label] for label in numbered], edits)

    def _filled(self, expected: Heard, heard: Sequence[Heard]) -> Heard:
        """What this person is to hear in this casting, in the language in which they heard it."""
        edits = expected.edits and self._phones[expected.who].channel == "telegram"
        ways = [
            Heard(expected.who, [line.replace("{channel}", word) for line in expected.lines], expected.buttons, edits)
            for word in CHANNEL[self._casting][:: -1 if self._people[expected.who].language == "en" else 1]
        ]
        return next((way for way in ways if any(matches(way, one) for one in heard)), ways[0])

    def _written(self, heard: Heard, old: Sequence[Heard]) -> Heard:
        """What was heard, to be written down: with the wildcards of the lines that were there."""
        for one in old:
            if matches(self._filled(one, [heard]), heard):
                return one
        for one in old:
            filled = self._filled(one, [heard])
            if matches(replace(filled, buttons=heard.buttons), heard):
                # Nothing but the buttons is another.
                return replace(one, buttons=heard.buttons)
        word = "|".join(CHANNEL[self._casting])
        kept = [line for one in old for line in one.lines]
        lines = []
        for line in heard.lines:
            mended = _CLOCK.sub("…", re.sub(rf"(?<!\w)({word})(?!\w)", "{channel}", line))
            mended = _CODE.sub("…", mended)
            lines.append(next((k for k in kept if matches_line(k, mended)), mended))
        return Heard(heard.who, lines, heard.buttons, heard.edits)

    # What must hold afterwards

    async def check(self) -> None:
        """What must hold when the chat is over. Raises AssertionError."""
        waiting = await InboundMessage.exclude(status=InboundStatus.DONE).count()
        assert not waiting, f"{waiting} messages in the inbox are not done"
        undelivered = (OutboundStatus.DEAD, OutboundStatus.FAILED, OutboundStatus.HELD)
        allowed = (*SENT, *(undelivered if self._may_fail() else ()))
        unsent = await OutboundMessage.exclude(status__in=allowed).values_list("key", "status", "error")
        assert not unsent, f"not sent: {unsent}"
        records = [*await Activity.filter(direction=Direction.IN), *await TicketMessage.filter(direction=Direction.IN)]
        by_message: dict[int, list[str]] = {}
        for record in records:
            if record.inbound_id:
                by_message.setdefault(record.inbound_id, []).append(record.text)
        assert all(len(texts) == 1 for texts in by_message.values()), f"on record more than once: {by_message}"
        for phone, message, text in self._prose:
            rows_ = InboundMessage.filter(channel=phone.channel, sender=phone.address, message_id=message.provider_id)
            ids = await rows_.order_by("id").limit(1).values_list("id", flat=True)
            if not ids and await Lead.exists(erased_at__isnull=False):
                continue  # and nothing of it may be on record
            texts = by_message.get(*ids, [])
            named = split(text)
            said = {bubbles.plain(text), bubbles.plain(named[1]) if named else ""}
            assert any(bubbles.plain(kept) in said for kept in texts), f"{phone.name} said {text!r}, on record: {texts}"
        await self._check_secrets()
        await _check_words()

    async def _check_secrets(self) -> None:
        notes = await TicketMessage.filter(visibility=Visibility.INTERNAL).values_list("text", flat=True)
        notes += await Activity.filter(kind=ActivityKind.NOTE).values_list("text", flat=True)
        for name, phone in self._phones.items():
            heard = "\n".join(bubbles.plain(m.text) for m in phone.messages if not m.mine)
            if self._people[name].role == "customer":
                told = [note for note in notes if note and bubbles.plain(str(note)) in heard]
                assert not told, f"{name} was told what is internal: {told}"

    def _may_fail(self) -> bool:
        return any(step.verb in ("blocks", "later") for step in self._transcript.steps)


class _Groups:
    """Numbers the steps so that those said in one breath have one number."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, step: Step) -> int:
        self.number += not step.at_once
        return self.number


_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def _agree(expected: Sequence[Heard], heard: Sequence[Heard]) -> bool:
    """Whether each person heard what was expected, in order; who hears first is nobody's business."""
    names = {one.who for one in (*expected, *heard)}
    for name in names:
        want, got = ([one for one in some if one.who == name] for some in (expected, heard))
        if len(want) != len(got) or not all(map(matches, want, got)):
            return False
    return True


def _as_written(expected: Sequence[Heard], heard: Sequence[Heard]) -> list[Heard]:
    """What was heard in the order and the wildcards of what was expected, so that only what differs is shown."""
    left, shown = list(heard), []
    for want in expected:
        got = next((one for one in left if matches(want, one)), None) or next(
            (one for one in left if one.who == want.who), None
        )
        if got is not None:
            left.remove(got)
            shown.append(_with_wildcards(want, got))
    return shown + left


def _with_wildcards(want: Heard, got: Heard) -> Heard:
    """What was heard, with those lines and buttons as they were written that say the same."""
    if matches(want, got):
        return want
    lines = [next((line for line in want.lines if matches_line(line, said)), said) for said in got.lines]
    return Heard(got.who, lines, want.buttons if same_labels(want.labels, got.labels) else got.buttons, got.edits)


async def _whole(phone: Phone, messages: Sequence[Message]) -> list[list[Message]]:
    """The messages with those that are parts of one put together."""
    parts = await OutboundPart.filter(address=phone.address, provider_id__in=[m.provider_id for m in messages])
    of = {part.provider_id: part.outbound_id for part in parts}
    return [list(group) for _, group in groupby(messages, key=lambda m: of.get(m.provider_id, m.id))]


async def _check_words() -> None:
    """Whatever was done to a record, it is found by its words of today."""
    kept: dict[tuple[str, int], set[tuple[str, str]]] = {}
    for word in await SearchWord.all():
        kept.setdefault((word.kind, word.record_id), set()).add((word.how, word.word))
    for model, kind in words.KINDS.items():
        for record in await model.all():
            wanted = words.of({column: getattr(record, column, None) for column in words.SEARCHED})
            assert kept.get((kind, record.id), set()) == wanted, f"{kind}{record.id} is not found by its words"
