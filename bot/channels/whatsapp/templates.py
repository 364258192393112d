"""Templates at Twilio: what its Content API is given for one, and what WhatsApp says of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twilio.rest.content.v1.content import ContentList
from twilio.rest.content.v1.content.approval_create import ApprovalCreateList

from bot.channels import Rejected
from bot.channels.whatsapp.errors import explained

APPROVED, REJECTED, UNSUBMITTED = "approved", "rejected", "unsubmitted"
"""Of the states; the others are `received`, `pending`, `paused` and `disabled`."""

NOT_FOUND = "20404"
CATEGORY = "UTILITY"


@dataclass(frozen=True, slots=True)
class Definition:
    """A template in one language.

    `body` has `{{1}}`, `{{2}}`, … in it, and `samples` a value for each; after those come samples of what the `buttons`
    say, of which only the titles are fixed.
    """

    kind: str
    language: str
    body: str
    samples: Sequence[str]
    buttons: Sequence[str] = ()

    @property
    def name(self) -> str:
        """Its name at Twilio and at WhatsApp: other words have another one, so that no old template says them."""
        whole = json.dumps([self.body, self.samples, self.buttons], ensure_ascii=False)
        return f"diwan_{self.kind}_{self.language}_{hashlib.sha256(whole.encode()).hexdigest()[:12]}"

    def key(self, account_sid: str) -> str:
        """What it is remembered by, of this account."""
        return hashlib.sha256(f"{account_sid} {self.name}".encode()).hexdigest()

    def request(self) -> dict[str, Any]:
        """As the Content API is given it."""
        first = len(self.samples) - len(self.buttons) + 1
        actions = [
            {"type": "QUICK_REPLY", "title": title, "id": f"{{{{{number}}}}}"}
            for number, title in enumerate(self.buttons, first)
        ]
        fields = {"body": self.body} | ({"actions": actions} if actions else {})
        return {
            "friendly_name": self.name,
            "language": self.language,
            "variables": {str(number): sample for number, sample in enumerate(self.samples, 1)},
            "types": {"twilio/quick-reply" if actions else "twilio/text": fields},
        }


@dataclass(frozen=True, slots=True)
class State:
    """What WhatsApp says of a template, and why it rejected it."""

    sid: str
    status: str
    reason: str = ""


class Templates:
    """The templates of one account. Everything here raises DeliveryErrors."""

    def __init__(self, client: Any) -> None:
        self._contents = client.content.v1.contents

    async def sids(self) -> dict[str, str]:
        """All that the account has at Twilio, by their names; of several of one name that which comes first."""
        found: dict[str, str] = {}
        with explained():
            async for content in await self._contents.stream_async(page_size=500):
                found.setdefault(str(content.friendly_name), str(content.sid))
        return found

    async def push(self, definition: Definition, sids: Mapping[str, str]) -> State:
        """Make it, unless it is among `sids`, and submit it, unless it was; what WhatsApp says of it then."""
        sid = sids.get(definition.name) or await self._create(definition)
        try:
            state = await self.state(sid)
        except Rejected as error:
            if error.code != NOT_FOUND:
                raise
            state = State(sid, UNSUBMITTED)
        if state.status != UNSUBMITTED:
            return state
        await self._submit(sid, definition.name)
        return await self.state(sid)

    async def state(self, sid: str) -> State:
        """What WhatsApp says of it now. Rejected with NOT_FOUND when it is gone."""
        with explained():
            approval = await self._contents(sid).approval_fetch().fetch_async()
        said = approval.whatsapp or {}
        return State(sid, str(said.get("status") or UNSUBMITTED), str(said.get("rejection_reason") or ""))

    async def _create(self, definition: Definition) -> str:
        with explained():
            created = await self._contents.create_async(ContentList.ContentCreateRequest(definition.request()))
        return str(created.sid)

    async def _submit(self, sid: str, name: str) -> None:
        request = ApprovalCreateList.ContentApprovalRequest({"name": name, "category": CATEGORY})
        with explained():
            await self._contents(sid).approval_create.create_async(request)
