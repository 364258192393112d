"""WhatsApp at the wire: one sender of one Twilio account."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from twilio.request_validator import RequestValidator

from bot.channels import Rejected, Sent, Unavailable
from bot.channels.download import download
from bot.channels.whatsapp import read
from bot.channels.whatsapp.client import TIMEOUT, Http, authorise, connect
from bot.channels.whatsapp.content import ContentStore, StoredContents
from bot.channels.whatsapp.errors import FAILURES, explained
from bot.channels.whatsapp.plan import letters
from bot.channels.whatsapp.send import Sender
from bot.channels.whatsapp.templates import Templates
from bot.incoming import Incoming, IncomingKind
from bot.reply import Outgoing
from bot.speech.markup import plain
from storage.inbox import NewInbound
from storage.models import ChannelName, OutboundStatus

STATUS_PATH = "/webhooks/whatsapp/status"
SLACK = timedelta(seconds=5)
"""How far Twilio's clock, which shows whole seconds, may be behind ours."""
LONGEST_CARD = 64 * 1024
"""Bytes of a contact card; one with a picture may be larger, and is not read."""

UNDELIVERED = {"failed", "undelivered", "canceled"}
"""Twilio's words for a message that did not arrive, and will not: one that is looked for was not sent as that."""

LONG = 400
"""Letters and digits of which a part of a longer message surely has more, unless it is its last."""


@dataclass(frozen=True, slots=True)
class AccountState:
    """What Twilio says of the account: for `doctor`."""

    name: str
    status: str


class WhatsApp:
    """One WhatsApp sender; a Channel. `number` is E.164; Twilio reports statuses to `public_url`, if there is one."""

    name = ChannelName.WHATSAPP

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        number: str,
        *,
        public_url: str = "",
        api_url: str = "",
        contents: ContentStore | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        self.account = number
        self.account_sid = account_sid
        self.validator = RequestValidator(auth_token)
        self._sender_address = f"whatsapp:{number}"
        self._authorisation = authorise(account_sid, auth_token)
        self._http = Http(api_url, timeout)
        self._client = connect(account_sid, auth_token, self._http)
        status_url = public_url and f"{public_url}{STATUS_PATH}"
        self.templates = Templates(self._client)
        self._sender = Sender(self._client, self._sender_address, contents or StoredContents(), status_url)

    def locate(self, fields: read.Fields) -> NewInbound:
        """The inbox row of an incoming message's form. ValueError when a field is not of its form."""
        return read.locate(self.account_sid, self.account, fields)

    def status(self, fields: read.Fields) -> tuple[str, OutboundStatus | None, str | None]:
        """The provider id, status and error code of a status callback. ValueError as in `locate`."""
        return read.status(self.account_sid, fields)

    def read(self, payload: str) -> Incoming | None:
        return read.read(self.account, payload)

    async def complete(self, payload: str, *, last: bool) -> str:
        with TemporaryDirectory(prefix="diwan-card-") as folder:
            for number, source in read.unread_cards(payload).items():
                card, place = "", Path(folder) / str(number)
                with suppress(Rejected, *((Unavailable,) if last else ())):
                    await self.fetch(source, place, LONGEST_CARD)
                    card = place.read_text(encoding="utf-8", errors="replace")
                payload = read.with_card(payload, number, card)
        return payload

    async def send(self, message: Outgoing) -> Sent:
        return await self._sender.send(message)

    async def acknowledge(self, incoming: Incoming) -> None:
        """Tick the message as read and show typing (a public beta of Twilio's). Never raises."""
        if incoming.kind in (IncomingKind.MESSAGE, IncomingKind.PRESS) and incoming.message_id:
            with suppress(*FAILURES):
                await self._client.messaging.v2.typing_indicator.create_async("whatsapp", incoming.message_id)

    async def settle(self, address: str, words: str, since: datetime) -> Sequence[str]:
        """The ids of the messages in Twilio's list that have these words, or a part of them, oldest first.

        `words` is neutral markup; letters and digits alone are compared. Raises a DeliveryError when the list cannot
        be had.
        """
        whole = letters(plain(words))
        listed = [message async for message in self._list(since, to=address)]
        return [
            str(message.sid) for message in reversed(listed)
            if message.direction != "inbound" and str(message.status) not in UNDELIVERED
            and _is_part(message.body, whole, media=message.num_media != "0")
        ]  # fmt: skip

    async def fetch(self, source: str, to: Path, limit: int) -> int:
        host = urlsplit(source).hostname or ""
        ours = bool(self._http.api_url) and source.startswith(f"{self._http.api_url}/")
        if not ours and not host.endswith(".twilio.com"):
            raise Rejected("not Twilio's")
        return await download(self._http.session, self._http.locate(source), to, limit, headers=self._authorisation)

    async def close(self) -> None:
        await self._http.close()

    async def check(self) -> AccountState:
        """Ask Twilio whether it knows us. Raises a DeliveryError."""
        with explained():
            account = await self._client.api.v2010.accounts(self.account_sid).fetch_async()
        return AccountState(account.friendly_name, str(account.status))

    async def sweep(self, since: datetime, until: datetime) -> AsyncIterator[NewInbound]:
        """Every message that people sent to us between then, newest first, as the webhook would have brought it.

        For what never came. The list has no profile names and no payloads: a press comes as its label.
        Raises a DeliveryError.
        """
        async for message in self._list(since, to=self._sender_address):
            if message.direction == "inbound" and _read_date(message.date_created) < until:
                yield self.locate(await self._write_form(message))

    async def _write_form(self, message: Any) -> Sequence[tuple[str, str]]:
        form = {
            "MessageSid": message.sid,
            "SmsSid": message.sid,
            "AccountSid": message.account_sid,
            "From": message.from_,
            "To": message.to,
            "Body": message.body or "",
            "NumMedia": message.num_media,
            "WaId": message.from_.removeprefix("whatsapp:").removeprefix("+"),
            "DateSent": _read_date(message.date_sent or message.date_created).isoformat(),
        }
        if message.num_media != "0":
            for index, medium in enumerate(await self._list_media(message.sid)):
                path = medium.uri.removesuffix(".json")
                form |= {f"MediaUrl{index}": f"https://api.twilio.com{path}"}
                form |= {f"MediaContentType{index}": medium.content_type}
        return list(form.items())

    async def _list_media(self, sid: str) -> Sequence[Any]:
        try:
            with explained():
                return list(await self._client.messages(sid).media.list_async(limit=read.MOST_MEDIA))
        except Rejected:
            # Deleted meanwhile: the words are still worth having.
            return []

    async def _list(self, since: datetime, **filters: str) -> AsyncIterator[Any]:
        """The messages made since then, newest first."""
        with explained():
            found = await self._client.messages.stream_async(date_sent_after=since - SLACK, **filters, page_size=200)
            async for message in found:
                if _read_date(message.date_created) >= since - SLACK:
                    yield message


def _is_part(body: str | None, whole: str, *, media: bool) -> bool:
    """Whether a message is this one, a numbered list under it included, or one part of it."""
    part = letters(body or "")
    if part == whole:
        return bool(whole) or media
    if not whole or not part:
        return False
    numbered = part.startswith(whole)
    return numbered or (len(part) >= LONG and part in whole) or (len(whole) > LONG and whole.endswith(part))


def _read_date(date: datetime | str) -> datetime:
    return date if isinstance(date, datetime) else parsedate_to_datetime(date)
