"""Media: the bytes of what people send, fetched once, kept by their digest, and lent out by signed addresses."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import mimetypes
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import structlog
from aiohttp import web

from bot.channels import Channel, DeliveryError, Rejected, Unavailable
from bot.channels.download import TOO_LARGE
from bot.channels.whatsapp.read import read_card
from bot.reply import Media
from crm import arrivals, files
from crm.files import Rules
from storage import clock as clocks
from storage import rows
from storage.models import Attachment, AttachmentKind, ChannelName
from storage.transactions import transaction

LENT = timedelta(hours=1)
"""How long a signed address opens."""

PAUSES = (timedelta(seconds=2), timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10))
"""How long to wait after a fetch that failed; after the last the attachment stays without its bytes."""

HELD = timedelta(minutes=5)
"""How long a fetch may take before another worker takes it over."""

ROUTE = "/media/{id:\\d{1,18}}/{until:\\d{1,12}}/{proof:[0-9a-f]{64}}/{name}"

REFUSED = "refused"
"""Among an attachment's details: why it is not taken, or cannot be had any more."""

GONE = "file-gone"

log = structlog.get_logger(__name__)


class Library:
    """The folder of media, and the addresses under which a provider may fetch from it."""

    def __init__(
        self,
        folder: Path,
        rules: Rules,
        public_url: str,
        key: str,
        clock: Callable[[], datetime] = clocks.now,
    ) -> None:
        """`rules` say which files are taken; `key` signs the addresses."""
        self._folder = folder
        self._rules = rules
        self._public_url = public_url
        self._key = key.encode()
        self._clock = clock

    async def media(self, attachment: Attachment, to: ChannelName, channels: Mapping[ChannelName, Channel]) -> Media:
        """What a channel needs to send an attachment on. Raises Unavailable or Rejected when its bytes are not had."""
        if attachment.kind is AttachmentKind.CONTACT and attachment.details is None:
            await self.fetch(attachment, channels)
        details = attachment.details or {}
        if attachment.kind in (AttachmentKind.LOCATION, AttachmentKind.CONTACT):
            return Media(
                attachment.kind, name=details.get("name") or "", latitude=details.get("latitude"),
                longitude=details.get("longitude"), phone=details.get("phone"),
            )  # fmt: skip
        self._check(attachment, to)
        if to is ChannelName.TELEGRAM and attachment.channel == to.value:
            return Media(attachment.kind, attachment.type, attachment.name, reference=attachment.source)
        if attachment.path is None:
            await self.fetch(attachment, channels)
            self._check(attachment, to)
        path = self._folder / (attachment.path or "")
        return Media(attachment.kind, attachment.type, attachment.name, path=path, url=self.lend(attachment))

    def _check(self, attachment: Attachment, to: ChannelName) -> None:
        """Raise Rejected when it was refused as it came, or the channel to which it goes does not take it."""
        if reason := (attachment.details or {}).get(REFUSED):
            raise Rejected(str(reason))
        own = to.value == attachment.channel and to is ChannelName.TELEGRAM
        if not own and (refusal := files.refused(attachment, self._rules, to)):
            raise Rejected(refusal.reason)

    async def fetch_waiting(self, channels: Mapping[ChannelName, Channel]) -> None:
        """Fetch what came in and has not been fetched yet, a few at a time."""
        now = self._clock()
        async with transaction() as connection:
            claimed = await rows.run(_CLAIM, {"now": now, "later": now + HELD}, connection)
        for attachment in rows.loaded(Attachment, claimed):
            try:
                await self.fetch(attachment, channels)
            except DeliveryError as error:
                log.info("media not fetched", attachment=attachment.id, error=error.code)

    async def fetch(self, attachment: Attachment, channels: Mapping[ChannelName, Channel]) -> None:
        """Fetch an attachment's bytes, and note where they lie. Raises Unavailable or Rejected."""
        channel = channels.get(ChannelName(attachment.channel))
        if channel is None or attachment.source is None:
            raise Rejected("no source")
        self._folder.mkdir(parents=True, exist_ok=True)
        arriving = self._folder / f".arriving-{secrets.token_hex(8)}"
        try:
            size = await channel.fetch(attachment.source, arriving, self._rules.most)
            digest = await asyncio.to_thread(_digest, arriving)
            ending = mimetypes.guess_extension(attachment.type.partition(";")[0]) or ""
            attachment.path = f"{digest[:2]}/{digest}{ending}"
            place = self._folder / attachment.path
            place.parent.mkdir(exist_ok=True)
            arriving.replace(place)
        except Unavailable:
            pause = PAUSES[min(attachment.tries, len(PAUSES)) - 1] if attachment.tries else PAUSES[0]
            again = self._clock() + pause if attachment.tries <= len(PAUSES) else None
            await Attachment.filter(id=attachment.id).update(fetch_at=again)
            raise
        except Rejected as error:
            reason = files.FileTooLarge.reason if error.code == TOO_LARGE else GONE
            attachment.fetch_at, attachment.details = None, {**(attachment.details or {}), REFUSED: reason}
            async with transaction():
                await attachment.save(update_fields=["fetch_at", "details"])
                if reason == files.FileTooLarge.reason:
                    await arrivals.too_large(attachment, self._rules)
            raise Rejected(reason) from error
        finally:
            arriving.unlink(missing_ok=True)
        attachment.size, attachment.digest, attachment.fetch_at = size, digest, None
        if attachment.kind is AttachmentKind.CONTACT:
            # WhatsApp brings a contact as a card: what is on it is known only now.
            attachment.details = read_card(place.read_text(encoding="utf-8", errors="replace"))
        await attachment.save(update_fields=["path", "size", "digest", "fetch_at", "details"])

    def lend(self, attachment: Attachment) -> str | None:
        """A public address of the bytes that opens for a while; None when we have no public address."""
        if not self._public_url:
            return None
        until = int((self._clock() + LENT).timestamp())
        # What receives it shows the end of the address as the file's name.
        name = quote(_name(attachment), safe="")
        return f"{self._public_url}/media/{attachment.id}/{until}/{self._proof(attachment.id, until)}/{name}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer a signed address with the bytes; 404 for any other."""
        id, until = int(request.match_info["id"]), int(request.match_info["until"])
        signed = hmac.compare_digest(request.match_info["proof"], self._proof(id, until))
        if not signed or until < self._clock().timestamp():
            raise web.HTTPNotFound
        attachment = await Attachment.get_or_none(id=id)
        if attachment is None or attachment.path is None or not (self._folder / attachment.path).is_file():
            raise web.HTTPNotFound
        headers = {
            "Content-Type": attachment.type or "application/octet-stream",
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(_name(attachment), safe='')}",
            "X-Content-Type-Options": "nosniff",
        }
        return web.FileResponse(self._folder / attachment.path, headers=headers)

    def _proof(self, id: int, until: int) -> str:
        return hmac.new(self._key, f"media {id} {until}".encode(), hashlib.sha256).hexdigest()


def _name(attachment: Attachment) -> str:
    """Its own name, or what it is with the ending of its type."""
    ending = mimetypes.guess_extension(attachment.type.partition(";")[0]) or ""
    return attachment.name.replace("/", "-").strip() or f"{attachment.kind.value}{ending}"


_CLAIM = """
UPDATE attachment SET fetch_at = :later, tries = tries + 1 WHERE id IN (
  SELECT id FROM attachment WHERE fetch_at IS NOT NULL AND fetch_at <= :now
  ORDER BY fetch_at LIMIT 4 FOR UPDATE SKIP LOCKED)
RETURNING *
"""


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
