"""Media: the bytes of what people send, fetched once, kept by their digest, and lent out by signed addresses."""

from __future__ import annotations

import asyncio
import contextlib
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

from bot import traces
from bot.channels import Channel, DeliveryError, Rejected, Unavailable
from bot.channels.download import TOO_LARGE
from bot.channels.whatsapp.read import read_card
from bot.reply import Made, Media
from bot.traces import MADE
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

KEPT = timedelta(days=2)
"""How long what we made is there to be fetched: whoever wants it later asks for it again."""

MADE_ROUTE = "/made/{file:[0-9a-f]{32}\\.[a-z0-9]{2,5}}/{until:\\d{1,12}}/{proof:[0-9a-f]{64}}/{name}"

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

    async def made(self, file: Made) -> Media:
        """What a channel needs to send a file of our own. Raises Rejected when it is not there any more."""
        path = file.path
        if file.make is not None:
            content = await asyncio.to_thread(file.make)
            path = await asyncio.to_thread(self._put, content, file.name.rpartition(".")[2])
        if path is None or not (self._folder / path).is_file():
            raise Rejected(GONE)
        type_ = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return Media(file.kind, type_, file.name, path=self._folder / path, url=self._lend_made(path, file.name))

    def _put(self, content: bytes, ending: str) -> str:
        path = new_made(self._folder, ending)
        (self._folder / path).write_bytes(content)
        return path

    async def forget_made(self) -> None:
        """Remove what we made and nobody will fetch any more, and what those who died were fetching."""
        await asyncio.to_thread(_forget, self._folder, (self._clock() - KEPT).timestamp())

    async def forget_erased(self) -> None:
        """Remove what erasures left to be removed."""
        await traces.clear(self._folder)

    def _lend_made(self, path: str, name: str) -> str | None:
        if not self._public_url:
            return None
        until, file = int((self._clock() + LENT).timestamp()), path.rpartition("/")[2]
        return f"{self._public_url}/made/{file}/{until}/{self._proof(f'made {file} {until}')}/{quote(name, safe='')}"

    async def serve_made(self, request: web.Request) -> web.StreamResponse:
        """Answer a signed address of a file of our own with its bytes; 404 for any other."""
        file, until = request.match_info["file"], int(request.match_info["until"])
        path = self._folder / MADE / file
        signed = hmac.compare_digest(request.match_info["proof"], self._proof(f"made {file} {until}"))
        if not signed or until < self._clock().timestamp() or not path.is_file():
            raise web.HTTPNotFound
        name = request.match_info["name"]
        return web.FileResponse(path, headers=_headers(mimetypes.guess_type(name)[0] or "", name))

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
        kept = {name: getattr(attachment, name) for name in ("path", "size", "digest", "fetch_at", "details")}
        if not await Attachment.filter(id=attachment.id).update(**kept):
            # Whose it was has been erased meanwhile.
            await traces.remove(self._folder, attachment.path)
            raise Rejected(GONE)

    def lend(self, attachment: Attachment) -> str | None:
        """A public address of the bytes that opens for a while; None when we have no public address."""
        if not self._public_url:
            return None
        until = int((self._clock() + LENT).timestamp())
        # What receives it shows the end of the address as the file's name.
        name = quote(_name(attachment), safe="")
        proof = self._proof(f"media {attachment.id} {until}")
        return f"{self._public_url}/media/{attachment.id}/{until}/{proof}/{name}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer a signed address with the bytes; 404 for any other."""
        id, until = int(request.match_info["id"]), int(request.match_info["until"])
        signed = hmac.compare_digest(request.match_info["proof"], self._proof(f"media {id} {until}"))
        if not signed or until < self._clock().timestamp():
            raise web.HTTPNotFound
        attachment = await Attachment.get_or_none(id=id)
        if attachment is None or attachment.path is None or not (self._folder / attachment.path).is_file():
            raise web.HTTPNotFound
        return web.FileResponse(self._folder / attachment.path, headers=_headers(attachment.type, _name(attachment)))

    def _proof(self, said: str) -> str:
        return hmac.new(self._key, said.encode(), hashlib.sha256).hexdigest()


def new_made(folder: Path, ending: str) -> str:
    """A place for a file of our own, relative to the media folder, under a name that nobody guesses."""
    (folder / MADE).mkdir(parents=True, exist_ok=True)
    return f"{MADE}/{secrets.token_hex(16)}.{ending}"


def _forget(folder: Path, before: float) -> None:
    for path in (*(folder / MADE).glob("*"), *folder.glob(".arriving-*")):
        # Somebody else may be doing the same.
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()


def _headers(type_: str, name: str) -> dict[str, str]:
    return {
        "Content-Type": type_ or "application/octet-stream",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
    }


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
