"""Saved replies: listing and keeping them, and sending one after a look at what will go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.fields import trim
from bot.handlers import inbox
from bot.reply import BLANK, Choice, Line, Reply, Words, in_rows, text
from bot.router import Commands
from bot.turn import Turn
from crm import access, notices, people, references, saved_replies, tickets
from crm.people import Party
from crm.references import RefKind
from crm.refusal import Refusal
from storage import outlog, rows
from storage.models import Customer, Lead, OutboundMessage, Progress, Role, SavedReply, Ticket, TicketStatus
from storage.text import pack_choices

commands = Commands()

PAGE = 8
"""Saved replies on one page of the list."""

BEGINNING = 80
"""Characters of a saved reply's text that the list shows."""

FURTHER = ">"
"""What stands before the name behind which the next page begins."""

_MENTION = re.compile(r"@\w+$")


class AlreadySent(Refusal):
    """The reply under this button went out at an earlier press."""

    key = "refusal-saved-sent"


class Dropped(Refusal):
    """The reply under this button was cancelled, or taken over to be reworded."""

    key = "refusal-saved-dropped"


@commands.command("saved [{reference}] [{phrase}]", least=Role.AGENT, group="tickets")
async def saved(turn: Turn, reference: Ticket | Lead | Customer | None = None, phrase: str | None = None) -> Reply:
    """The saved replies; with a reference, those to send there. `phrase` is a name, or a place such as `>hello`."""
    to = reference or await _meant(turn)
    if phrase and not phrase.startswith(FURTHER):
        one = await saved_replies.find(phrase)
        return await (preview(turn, to, one) if to else _card(turn, one))
    found = await saved_replies.listed(after=(phrase or "")[1:], limit=PAGE + 1)
    if not found:
        new = [[Choice(text("button-save-reply"), "save_reply")]] if _writes(turn) else []
        return Reply([text("saved-none")], new)
    await _leave(turn)
    return _list(turn, found[:PAGE], to, more=len(found) > PAGE, edits=bool(phrase))


@commands.command("save_reply", least=Role.MANAGER, group="team")
async def save_reply(turn: Turn) -> Reply:
    """Begin the conversation that keeps a new one."""
    return await turn.begin("save-reply")


@commands.command("edit_saved {phrase}", least=Role.MANAGER, group="team")
async def edit_saved(turn: Turn, phrase: str) -> Reply:
    """Go over one's name and texts, and change them."""
    one = await saved_replies.find(phrase)
    answers = {"name": one.name, "arabic": one.text_ar, "english": one.text_en}
    prefilled = {name: answer for name, answer in answers.items() if answer}
    return await turn.begin("save-reply", prefilled=prefilled, context={"id": str(one.id)})


@commands.command("delete_saved {phrase} [{yes_no}]", least=Role.MANAGER, group="team")
async def delete_saved(turn: Turn, phrase: str, yes_no: bool | None = None) -> Reply:
    """Forget one, after a second look."""
    one = await saved_replies.find(phrase)
    if not yes_no:
        choices = [Choice(text("button-saved-delete"), f"delete_saved {one.name} yes"),
                   Choice(text("button-saved-keep"), f"saved {one.name}")]  # fmt: skip
        return Reply([text("saved-delete", name=one.name), *_texts(one)], [choices])
    await saved_replies.delete(one)
    return Reply([text("saved-deleted", name=one.name)], edits=True)


@commands.command("saved_send {number}", least=Role.AGENT, group="buttons", menu=False)
async def send(turn: Turn, number: int) -> Reply:
    """Send what a preview showed; `number` is the message that asked for it. Raises AlreadySent, or Dropped."""
    row, to = await _previewed(turn, number)
    reply = await inbox.answer(turn, to, _shown(row))
    await _settle(row, [Choice(text("button-card"), str(references.of(to)))])
    return replace(reply, edits=True)


@commands.command("saved_reword {number}", least=Role.AGENT, group="buttons", menu=False)
async def reword(turn: Turn, number: int) -> Reply:
    """Take what a preview showed over into an answer in one's own words. Raises AlreadySent, or Dropped."""
    row, to = await _previewed(turn, number)
    await _settle(row, [])
    question = await turn.begin("reply", context={"to": str(references.of(to))})
    return replace(question, body=[text("saved-reword"), BLANK, Words(_shown(row))])


@commands.command("saved_drop {number}", least=Role.AGENT, group="buttons", menu=False)
async def drop(turn: Turn, number: int) -> Reply:
    """Send nothing of what a preview showed. Raises AlreadySent, or Dropped."""
    row, _ = await _previewed(turn, number)
    await _settle(row, [])
    return Reply([text("form-cancelled")], edits=True)


async def named(turn: Turn, said: str, *, exact: bool) -> Reply | None:
    """The answer to a saved reply's own name: `hello T45`, `/hello` in a quote; None when it is none.

    With `exact`, a name alone without a slash is taken for words.
    """
    first, *rest = said.split()[:3] or [""]
    slashed = first.startswith("/")
    ref = references.parse(trim(rest[0])) if len(rest) == 1 else None
    if (
        len(rest) > 1
        or (rest and (ref is None or ref.kind is RefKind.ACTIVITY))
        or (exact and not rest and not slashed)
    ):
        return None
    one = await saved_replies.called(_MENTION.sub("", trim(first)) if trim(first) else "")
    if one is None:
        return None
    to = await access.find(ref, by=turn.person) if ref else await _meant(turn) if slashed else None
    return await (preview(turn, to, one) if to else _card(turn, one))


async def preview(turn: Turn, to: Ticket | Party, one: SavedReply) -> Reply:
    """What would go to the customer, in their language and with their name, to be sent, reworded or dropped.

    Raises what sending it would raise, as far as that is known now.
    """
    ref = str(references.of(to))
    party = await (tickets.party(to) if isinstance(to, Ticket) else people.party_of(*_columns(to)))
    if isinstance(to, Ticket) and to.status is TicketStatus.CLOSED:
        raise tickets.Closed(ticket=ref)
    identity = await notices.reachable_identity(party)
    words, spoken = saved_replies.text_in(one, identity.language)
    body: list[Line] = [text("saved-preview", name=party.name, ref=ref)]
    if spoken != identity.language:
        body.append(text("saved-in-arabic" if spoken == "ar" else "saved-in-english"))
    body += [BLANK, Words(saved_replies.filled(words, party), quoted=True)]
    await _leave(turn)
    steps = [Choice(text(label), f"{step} {turn.inbound_id}") for step, label in STEPS.items()]
    ticket_id = to.id if isinstance(to, Ticket) else None
    return Reply(body, [steps], ticket_id=ticket_id, **people.about(party))


STEPS = {"saved_send": "button-saved-send", "saved_reword": "button-saved-reword", "saved_drop": "button-saved-drop"}
"""What can be done with a preview, and what the button for it says: `saved_send 12`."""


async def _previewed(turn: Turn, number: int) -> tuple[OutboundMessage, Ticket | Party]:
    """One's own preview that still waits, and to whom it goes. Its buttons say whether it waits."""
    found = await rows.select(
        OutboundMessage, "WHERE key = :key AND identity_id = :identity FOR NO KEY UPDATE",
        {"key": f"turn:{number}:0", "identity": turn.person.identity.id},
    )  # fmt: skip
    choices = [choice.says for row in found for line in outlog.choices(row) for choice in line]
    if not choices:
        raise Dropped()
    if f"saved_send {number}" not in choices:
        raise AlreadySent()
    to = await _of(turn, found[0])
    if to is None:
        raise Dropped()
    return found[0], to


async def _settle(row: OutboundMessage, left: Sequence[Choice]) -> None:
    """From now on a preview's buttons are these: it is sent when some are left, else dropped."""
    row.choices = pack_choices([left] if left else [])
    await row.save(update_fields=["choices"])


def _shown(row: OutboundMessage) -> str:
    return next(line.text for line in outlog.body(row) if isinstance(line, Words) and line.quoted)


async def _meant(turn: Turn) -> Ticket | Party | None:
    """Whom the writer is answering: in a quote, or in the answer that was begun."""
    if turn.quoted:
        return await _of(turn, turn.quoted)
    begun = await Progress.get_or_none(identity_id=turn.person.identity.id, form="reply")
    return await access.find(references.read(begun.context["to"]), by=turn.person) if begun else None


async def _leave(turn: Turn) -> None:
    """A saved reply takes the place of the answer that was begun."""
    await Progress.filter(identity_id=turn.person.identity.id, form="reply").delete()


async def _of(turn: Turn, row: OutboundMessage) -> Ticket | Party | None:
    if row.ticket_id:
        return await access.ticket(references.ticket(row.ticket_id), by=turn.person)
    if row.lead_id or row.customer_id:
        ref = references.customer(row.customer_id) if row.customer_id else references.lead(row.lead_id or 0)
        return await people.current(await access.party(ref, by=turn.person))
    return None


def _columns(party: Party) -> tuple[int | None, int | None]:
    return (party.id, None) if isinstance(party, Lead) else (None, party.id)


def _list(turn: Turn, found: Sequence[SavedReply], to: Ticket | Party | None, *, more: bool, edits: bool) -> Reply:
    where = f"{references.of(to)} " if to else ""
    lines: list[Line] = [text("saved-title-for", ref=str(references.of(to))) if to else text("saved-title"), BLANK]
    for one in found:
        words, _ = saved_replies.text_in(one, turn.person.language)
        lines.append(text("saved-line", name=one.name, words=_beginning(words)))
    names = [Choice(one.name, f"saved {where}{one.name}") for one in found]
    steps = in_rows(names, 2)
    last = [Choice(text("button-more"), f"saved {where}{FURTHER}{found[-1].name}")] if more else []
    last += [Choice(text("button-save-reply"), "save_reply")] if _writes(turn) and not to else []
    about = {"ticket_id": to.id} if isinstance(to, Ticket) else people.about(to) if to else {}
    return Reply(lines, [*steps, last] if last else steps, edits=edits, **about)


async def _card(turn: Turn, one: SavedReply) -> Reply:
    rows_ = [[Choice(text("button-saved"), "saved")]]
    if _writes(turn):
        rows_.insert(0, [Choice(text("button-saved-edit"), f"edit_saved {one.name}"),
                         Choice(text("button-saved-delete"), f"delete_saved {one.name}")])  # fmt: skip
    return Reply([text("saved-card", name=one.name), *_texts(one), BLANK, text("saved-hint", name=one.name)], rows_)


def _texts(one: SavedReply) -> list[Line]:
    return [line for words in (one.text_ar, one.text_en) if words for line in (BLANK, Words(words, quoted=True))]


def _beginning(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= BEGINNING else f"{line[:BEGINNING].rpartition(' ')[0] or line[:BEGINNING]}…"


def _writes(turn: Turn) -> bool:
    return turn.staff.role in access.SEES_ALL
