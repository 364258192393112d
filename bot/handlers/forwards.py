"""Forwards: a customer's message that a rep forwards is put where it belongs, and a contact card begins a lead."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from bot import attachments
from bot.cards import party_card
from bot.fields import PHONE, FieldError
from bot.handlers.details import begin_lead
from bot.reply import BLANK, Choice, Reply, in_rows, text
from bot.router import Commands
from bot.turn import Turn
from crm import leads, parties, people, search
from crm.access import SEES_ALL
from crm.files import File
from crm.people import Party
from storage.models import AttachmentKind, ChannelName, Customer, Lead, Progress, Role

commands = Commands()

FORM = "forwarded"
"""The conversation that holds the words and files until it is said whose they are."""

OFFERED = 8
"""Leads and customers that are offered."""

OVER = text("form-over")
"""What is said when nobody's words wait any more."""

_NOT_NOW = f":{FORM}.to cancel"
"""What the form's own button says."""

LONGEST_NAME = 20
"""Characters of a name on a button."""

LONGEST = 4000
"""Characters of what is kept."""

MOST_FILES = 20
"""Files that are kept; of more, those that came first."""


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What was forwarded, and is nobody's yet."""

    words: str = ""
    files: Sequence[File] = ()

    def context(self) -> dict[str, str]:
        """As the context of a conversation keeps it."""
        files = {"files": json.dumps([asdict(file) for file in self.files], ensure_ascii=False)} if self.files else {}
        return {"text": self.words, **files}

    @classmethod
    def of(cls, context: Mapping[str, str]) -> Forwarded:
        """What a conversation's context keeps."""
        kept = json.loads(context.get("files", "[]"))
        files = [
            File(**{**each, "channel": ChannelName(each["channel"]), "kind": AttachmentKind(each["kind"])})
            for each in kept
        ]
        return cls(context.get("text", ""), files)

    def __bool__(self) -> bool:
        return bool(self.words or self.files)


async def offer(turn: Turn) -> Reply:
    """Ask whose the forwarded message is; several forwarded in a row are kept together. Raises FileRefused."""
    words = turn.incoming.text.strip()
    files, problems = await attachments.taken(turn, words)
    before = await _kept(turn)
    together = "\n".join(part for part in (before.words, words) if part)[:LONGEST]
    kept = Forwarded(together, [*before.files, *files][:MOST_FILES])
    reply = await _ask(turn, kept, await _likely(turn))
    return replace(reply, body=[*problems, BLANK, *reply.body]) if problems else reply


async def look_up(turn: Turn, typed: str, kept: Forwarded) -> Reply:
    """Ask again, with whom the name that was typed finds."""
    page = await search.page(search.shortened(typed), by=turn.staff, size=OFFERED)
    found = [one for one in page.found if isinstance(one, Lead | Customer)]
    reply = await _ask(turn, kept, found)
    return reply if found else replace(reply, body=[text("forwarded-nobody", query=typed), BLANK, *reply.body])


async def _ask(turn: Turn, kept: Forwarded, offered: Sequence[Party]) -> Reply:
    reply = await turn.begin(FORM, context=kept.context())
    rows = in_rows([_whose(one) for one in offered], 2)
    rows.append([Choice(text("button-new-lead"), "file_new"), Choice(text("button-not-now"), _NOT_NOW)])
    return replace(reply, choices=rows)


@commands.command("file_under {person}", least=Role.AGENT, group="buttons", menu=False)
async def file_under(turn: Turn, person: Lead | Customer) -> Reply:
    """What was forwarded is this one's."""
    kept = await _kept(turn)
    if not kept:
        return Reply([OVER])
    await keep(turn, person, kept)
    await turn.leave()
    card = await party_card(await people.current(person))
    ref = people.reference(await people.current(person))
    return Reply([text("forwarded-kept", ref=ref), BLANK, *card.body], card.choices, **people.about(person))


@commands.command("file_new", least=Role.AGENT, group="buttons", menu=False)
async def file_new(turn: Turn) -> Reply:
    """What was forwarded is of somebody new: a lead is begun, with the words as its note."""
    kept = await _kept(turn)
    if not kept:
        return Reply([OVER])
    files = Forwarded(files=kept.files)
    return await begin_lead(turn, note=kept.words, context=files.context() if files else None)


async def keep(turn: Turn, party: Party, kept: Forwarded) -> None:
    """Put what was forwarded on record of the lead or customer who wrote it."""
    await parties.forwarded(
        party, kept.words, channel=turn.incoming.channel, by=turn.staff, at=turn.now, attached=kept.files
    )


def card_of(turn: Turn) -> bool:
    """Whether somebody else's card came from the phone's address book."""
    return turn.incoming.own_number is None and any(item.kind is AttachmentKind.CONTACT for item in turn.incoming.media)


async def begin_from_card(turn: Turn) -> Reply:
    """Begin a new lead with what is on the card."""
    card = next(item for item in turn.incoming.media if item.kind is AttachmentKind.CONTACT)
    turn.files_used = True
    details = card.details or {}
    try:
        phone = PHONE.read(str(details.get("phone") or ""), turn.vocabulary)
    except FieldError:
        phone = None
    name = " ".join(str(details.get("name") or "").split())
    reply = await begin_lead(turn, name=name, phone=phone)
    return reply if details else replace(reply, body=[text("card-unread"), BLANK, *reply.body])


async def waits(turn: Turn) -> bool:
    """Whether something forwarded waits for somebody to say whose it is."""
    return bool(await _kept(turn))


async def _kept(turn: Turn) -> Forwarded:
    open_ = await Progress.get_or_none(identity_id=turn.person.identity.id, form=FORM)
    return Forwarded.of(open_.context) if open_ else Forwarded()


async def _likely(turn: Turn) -> list[Party]:
    """One's own, the latest first; where these are few, the newest leads besides."""
    own = [party for _, party in await parties.mine(turn.staff, limit=OFFERED)]
    has = {people.reference(party) for party in own}
    sees_all = turn.staff.role in SEES_ALL
    newest = await leads.listed(turn.staff, sees_all=sees_all, before=None, limit=OFFERED)
    return [*own, *[lead for lead in newest if people.reference(lead) not in has]][:OFFERED]


def _whose(party: Party) -> Choice:
    ref = people.reference(party)
    name = party.name if len(party.name) <= LONGEST_NAME - len(ref) else f"{party.name[: LONGEST_NAME - len(ref) - 1]}…"
    return Choice(f"{ref} {name}", f"file_under {ref}")
