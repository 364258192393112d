"""Mentions: `@name` in an internal note calls a colleague, who can answer by quoting; all of it stays inside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from crm import access, audience, colleagues, notices, participants, people, references
from crm.colleagues import Handle, NoSuchColleague, SeveralColleagues
from crm.people import Party
from crm.refusal import Refusal
from storage.models import Activity, ActivityKind, OutboundMessage, Staff, Ticket, TicketMessage, Visibility
from storage.text import Choice, Text

Note = TicketMessage | Activity

LONGEST_NAME = 3
"""Words of a name, where the first is not enough to tell two colleagues apart."""

# An @ inside a word (an e-mail address), or before a number, calls nobody.
_WORD = r"[^\s@,;:!?…،؛؟()\[\]«»\"'’]+"
_CALL = re.compile(rf"(?<![\w.+@-])@(?=[^\W\d_])({_WORD}(?:[ \t]+{_WORD}){{0,2}})")


class NobodyCalledSo(Refusal):
    """A note mentions somebody who is none of the staff: it is not kept, so that it does not go unread."""

    key = "refusal-mention-unknown"


class SeveralCalledSo(Refusal):
    """A note mentions a name that several have."""

    key = "refusal-mention-several"


class CannotSee(Refusal):
    """A note about somebody mentions a colleague who may not see them."""

    key = "refusal-mention-cannot-see"


async def named(text: str) -> list[Staff]:
    """The colleagues whom the text calls, each once. Raises NobodyCalledSo, or SeveralCalledSo."""
    found: dict[int, Staff] = {}
    for said in dict.fromkeys(_CALL.findall(text)):
        colleague = await _colleague(said.split())
        found.setdefault(colleague.id, colleague)
    return list(found.values())


async def _colleague(words: Sequence[str]) -> Staff:
    """Who is called: by the first word alone, if only one can be meant, else by as many as it takes."""
    first = words[0].rstrip(".-")
    several: SeveralColleagues | None = None
    for count in range(1, min(len(words), LONGEST_NAME) + 1):
        said = " ".join([first, *words[1:count]]).rstrip(".-")
        try:
            return await colleagues.find(Handle(said))
        except SeveralColleagues as refusal:
            several = several or refusal
        except NoSuchColleague:
            break
    if several is not None:
        raise SeveralCalledSo(**several.text.args)
    raise NobodyCalledSo(name=first)


async def tell(
    note: Note, on: Ticket | Party, called: Sequence[Staff], answered: Note | None, *, by: Staff, at: datetime
) -> None:
    """Tell those whom a note calls, and who wrote the note that it answers.

    On a ticket this lets them see it. Raises CannotSee for a lead or customer whom somebody called may not see.
    """
    hearers = [one for one in called if one.id != by.id]
    for one in hearers:
        if not isinstance(on, Ticket) and not access.sees(one, on.owner_id):
            raise CannotSee(name=one.name, ref=str(references.of(on)))
    event = "notice-mention"
    writer = await Staff.get_or_none(id=answered.author_id) if answered and answered.author_id else None
    if writer and writer.active and writer.id not in {by.id, *[one.id for one in hearers]}:
        may_hear = isinstance(on, Ticket) or access.sees(writer, on.owner_id)
        event = event if hearers else "notice-note-answered"
        hearers += [writer] if may_hear else []
    if not hearers:
        return
    party = await people.party_of(on.lead_id, on.customer_id) if isinstance(on, Ticket) else on
    ticket = on if isinstance(on, Ticket) else None
    ref = str(references.of(on))
    about = on.subject if isinstance(on, Ticket) else on.name
    body = notices.with_words(Text(event, {"by": by.name, "ref": ref, "about": about}), note.text)
    body.append(Text("notice-mention-hint"))
    choices = [
        Choice(Text("button-answer-inside"), f"answer_note {ref} {note.id}"), Choice(Text("button-card"), ref),
        notices.remind(ref),
    ]  # fmt: skip
    delivers = {"ticket_message_id": note.id} if isinstance(note, TicketMessage) else {"activity_id": note.id}
    for one in hearers:
        if ticket:
            await participants.call(ticket, one, at=at)
    await audience.tell_staff(
        [one.id for one in hearers], f"mention:{'T' if ticket else 'A'}{note.id}", party, body, choices,
        ticket=ticket, **delivers,
    )  # fmt: skip


async def told(note: Note) -> list[str]:
    """The names of those who were told of a note, in that order."""
    column = "ticket_message_id" if isinstance(note, TicketMessage) else "activity_id"
    sent = await OutboundMessage.filter(**{column: note.id}).order_by("id").select_related("identity__staff")
    return [row.identity.staff.name for row in sent if row.identity.staff]


async def of(on: Ticket | Party, id: int) -> Note:
    """The internal note with this id on a ticket, a lead or a customer. Raises access.NotFound."""
    note: Note | None
    if isinstance(on, Ticket):
        note = await TicketMessage.get_or_none(id=id, ticket_id=on.id, visibility=Visibility.INTERNAL)
    else:
        note = await Activity.get_or_none(id=id, kind=ActivityKind.NOTE, **people.about(on))
    if note is None:
        raise access.NotFound(ref=str(references.of(on)))
    return note


async def delivered(row: OutboundMessage) -> Note | None:
    """The internal note that a message of ours delivered; None when it delivered anything else."""
    if row.ticket_message_id is not None:
        message = await TicketMessage.get_or_none(id=row.ticket_message_id)
        return message if message and message.visibility is Visibility.INTERNAL else None
    if row.activity_id is not None:
        activity = await Activity.get_or_none(id=row.activity_id)
        return activity if activity and activity.kind is ActivityKind.NOTE else None
    return None
