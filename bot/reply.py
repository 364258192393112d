"""What a handler answers: a body with choices; and what a channel is given to send."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.models import AttachmentKind
from storage.text import BLANK, Choice, Line, Text, Words, in_rows, reference_rows, text

__all__ = [
    "BLANK",
    "Choice",
    "Labelled",
    "Line",
    "Made",
    "Media",
    "Outgoing",
    "Reply",
    "Template",
    "Text",
    "Words",
    "in_rows",
    "reference_rows",
    "text",
]


@dataclass(frozen=True, slots=True)
class Made:
    """A file of our own that goes with a message: drawn when it is delivered, or made before by a job.

    `make` gives its bytes, in a thread; or `path` is where they lie, relative to the media folder. `name` is what its
    reader sees, with an ending.
    """

    kind: AttachmentKind
    name: str
    make: Callable[[], bytes] | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say to the one who asked, in no language yet.

    `choices` are rows of buttons. With `edits`, a channel that can (Telegram) puts it in place of the message whose
    button was pressed. `lead`, `customer`, `ticket` say what it is about, so that quoting it answers that.
    """

    body: Sequence[Line]
    choices: Sequence[Sequence[Choice]] = ()
    edits: bool = False
    lead_id: int | None = None
    customer_id: int | None = None
    ticket_id: int | None = None
    activity_id: int | None = None
    """The task or note that it shows: what is said in a quote of it stays inside."""
    begins: bool = False
    """It is a question of a conversation."""
    file: Made | None = None
    """Of a message that is put together when it is delivered (bot.fresh) alone: the outbox keeps none."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A choice put into words, without markup: `says` is what pressing it says."""

    label: str
    says: str
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """What is attached to an outgoing message.

    `path` is the file on this machine; `url` a signed public address of the same bytes, for channels that fetch.
    `reference` is the channel's own id of the same bytes, when it has one (a Telegram file_id).
    """

    kind: AttachmentKind
    type: str = ""
    name: str = ""
    path: Path | None = None
    url: str | None = None
    reference: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """An approved template of WhatsApp's, with the values of its variables from the first on."""

    sid: str
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message for the wire, in the recipient's language and in neutral markup (see bot.speech.markup).

    `parts_sent` says how many parts of it went out in an earlier attempt.
    """

    address: str
    markup: str
    choices: Sequence[Sequence[Labelled]] = ()
    list_title: str = ""
    """The label of the button that opens a WhatsApp list."""
    numbered_hint: str = ""
    """The line under a numbered list: how to answer it. Neutral markup."""
    media: Media | None = None
    quotes: str | None = None
    edits: str | None = None
    parts_sent: int = 0
    template: Template | None = None
    """It goes as this template, which says what is in `markup`: WhatsApp's window is closed."""
