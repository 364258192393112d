"""Twilio's Content API: templates with quick replies or a list, their limits, approval and filled-in form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.messages import Button, Item, Listing
from sandbox.twilio.approvals import CATEGORIES, NAME, STATES, VARIABLE, flaws, unfit, unsampled
from sandbox.twilio.resources import TwilioError, make_sid
from sandbox.world import World

BODY_LIMIT = {
    "twilio/text": 1600,
    "twilio/quick-reply": 1024,
    "twilio/list-picker": 1024,
    "twilio/media": 1600,
}
QUICK_REPLIES, ITEMS = 3, 10


@dataclass(frozen=True)
class Filled:
    """A content with its variables in place."""

    body: str
    rows: list[list[Button]]
    listing: Listing | None
    media: tuple[str, ...]


@dataclass(eq=False)
class Content:
    """A Content resource. `status` is WhatsApp's word on it as a template."""

    sid: str
    account_sid: str
    friendly_name: str | None
    language: str
    variables: dict[str, str]
    types: dict[str, dict[str, Any]]
    created: datetime
    status: str = "unsubmitted"
    reason: str = ""
    name: str = ""
    category: str = ""

    @property
    def approved(self) -> bool:
        """Whether it goes outside the window."""
        return self.status == "approved"

    def json(self) -> dict[str, Any]:
        at = self.created.strftime("%Y-%m-%dT%H:%M:%SZ")
        url = f"https://content.twilio.com/v1/Content/{self.sid}"
        return {
            "sid": self.sid,
            "account_sid": self.account_sid,
            "friendly_name": self.friendly_name,
            "language": self.language,
            "variables": self.variables,
            "types": self.types,
            "date_created": at,
            "date_updated": at,
            "url": url,
            "links": {
                "approval_create": f"{url}/ApprovalRequests/whatsapp",
                "approval_fetch": f"{url}/ApprovalRequests",
            },
        }

    def fill(self, variables: dict[str, str]) -> Filled:
        """Put the variables in; one that is not given takes the content's own sample, one without a sample stays."""
        if self.approved and unfit(variables):
            raise TwilioError(400, 21656, "The ContentVariables Parameter is invalid")
        values = self.variables | variables
        kind, fields = next(iter(self.types.items()))

        def put(text: Any) -> str:
            return VARIABLE.sub(lambda match: values.get(match[1], match[0]), str(text or ""))

        rows = [
            [Button(put(action.get("id") or action["title"]), put(action["title"]))]
            for action in (fields.get("actions", ()) if kind == "twilio/quick-reply" else ())
        ]
        listing = None
        if kind == "twilio/list-picker":
            items = (Item(put(i["id"]), put(i["item"]), put(i.get("description"))) for i in fields["items"])
            listing = Listing(put(fields["button"]), tuple(items))
        filled = Filled(put(fields.get("body")), rows, listing, tuple(put(url) for url in fields.get("media", ())))
        texts = [filled.body, *(b.text for row in rows for b in row), *((listing.button,) if listing else ())]
        texts += [text for i in (listing.items if listing else ()) for text in (i.title, i.description)]
        if any(VARIABLE.search(text) for text in texts):
            raise TwilioError(400, 21656, "The ContentVariables Parameter is invalid")
        check(kind, filled, code=21658)
        return filled


def check(kind: str, filled: Filled, *, code: int = 20001) -> None:
    """Refuse what WhatsApp would: bodies, titles, ids and descriptions over their limits, empty or repeated titles."""
    problems = []
    if len(filled.body) > BODY_LIMIT[kind]:
        problems.append(f"body exceeds {BODY_LIMIT[kind]} characters")
    if not filled.body.strip() and not filled.media:
        problems.append("body is required")
    buttons = [button for row in filled.rows for button in row]
    if kind == "twilio/quick-reply" and not 1 <= len(buttons) <= QUICK_REPLIES:
        problems.append(f"actions must have 1 to {QUICK_REPLIES} entries in a session")
    problems += _over("action", [(b.text, 20, "title") for b in buttons] + [(b.id, 200, "id") for b in buttons])
    items = filled.listing.items if filled.listing else ()
    if filled.listing:
        if not 1 <= len(items) <= ITEMS:
            problems.append(f"items must have 1 to {ITEMS} entries")
        problems += _over("list-picker", [(filled.listing.button, 20, "button")])
        problems += _over("item", [(i.title, 24, "item") for i in items] + [(i.id, 200, "id") for i in items])
        problems += [f"item description exceeds 72 characters: {i.id}" for i in items if len(i.description) > 72]
    for ids in ([b.id for b in buttons], [b.text for b in buttons], [i.id for i in items]):
        if len(set(ids)) < len(ids):
            problems.append("duplicate title or id")
    if problems:
        raise TwilioError(400, code, f"Content is invalid: {'; '.join(problems)}")


def _over(where: str, found: list[tuple[str, int, str]]) -> list[str]:
    empty = [f"{where} {name} is required" for text, _, name in found if not text.strip()]
    return empty + [f"{where} {name} exceeds {limit} characters" for text, limit, name in found if len(text) > limit]


class Contents:
    """The Content resources of the account. With `auto_approve`, WhatsApp approves whatever keeps to its rules."""

    def __init__(self, world: World, account_sid: str) -> None:
        self.world, self.account_sid = world, account_sid
        self.by_sid: dict[str, Content] = {}
        self.auto_approve = True

    def create(self, given: Any) -> Content:
        """POST /v1/Content."""
        types = given.get("types") if isinstance(given, dict) else None
        if not isinstance(types, dict) or not types:
            raise TwilioError(400, 20001, "Content is invalid: types is required")
        if not isinstance(given.get("language"), str):
            raise TwilioError(400, 20001, "Content is invalid: language is required")
        unknown = [name for name in types if name not in BODY_LIMIT]
        if unknown:
            raise TwilioError(400, 20001, f"Content is invalid: unsupported type {unknown[0]}")
        content = Content(
            make_sid("HX"),
            self.account_sid,
            given.get("friendly_name"),
            given["language"],
            {str(key): str(value) for key, value in (given.get("variables") or {}).items()},
            types,
            self.world.clock(),
        )
        try:
            # A variable without a sample may stay open here; its limit is checked when it is filled.
            content.fill({name: name for name in VARIABLE.findall(json.dumps(types)) if name not in content.variables})
        except (KeyError, TypeError, AttributeError):
            raise TwilioError(400, 20001, "Content is invalid: a required property is missing") from None
        except TwilioError as error:
            raise TwilioError(400, 20001, error.message) from None
        self.by_sid[content.sid] = content
        return content

    def get(self, sid: str) -> Content:
        """The content, or error 20404."""
        if sid not in self.by_sid:
            raise TwilioError(404, 20404, f"The requested resource /v1/Content/{sid} was not found")
        return self.by_sid[sid]

    def delete(self, sid: str) -> None:
        """DELETE /v1/Content/{sid}."""
        self.get(sid)
        del self.by_sid[sid]

    def page(self, size: int, page: int) -> dict[str, Any]:
        """GET /v1/Content, newest first."""
        contents = [*reversed(self.by_sid.values())]
        shown = contents[page * size : (page + 1) * size]

        def url(number: int) -> str:
            token = f"&PageToken=PT{contents[number * size - 1].sid}" if number else ""
            return f"https://content.twilio.com/v1/Content?PageSize={size}&Page={number}{token}"

        meta = {
            "page": page,
            "page_size": size,
            "first_page_url": url(0),
            "previous_page_url": url(page - 1) if page else None,
            "url": url(page) if shown or not page else url(0),
            "next_page_url": url(page + 1) if (page + 1) * size < len(contents) else None,
            "key": "contents",
        }
        return {"meta": meta, "contents": [content.json() for content in shown]}

    def submit(self, sid: str, given: Any) -> dict[str, Any]:
        """POST …/ApprovalRequests/whatsapp. WhatsApp's machine looks at once; people, without `auto_approve`."""
        content = self.get(sid)
        name, category = str(given.get("name", "")), str(given.get("category", ""))
        if not NAME.fullmatch(name) or category not in CATEGORIES:
            raise TwilioError(400, 20001, "Approval request is invalid: name or category")
        if content.status != "unsubmitted":
            raise TwilioError(400, 20001, "Approval request is invalid: it was submitted before")
        if missing := unsampled(content.types, content.variables):
            raise TwilioError(400, 20001, f"Approval request is invalid: no sample for {', '.join(missing)}")
        content.name, content.category, content.status = name, category, "received"
        answer = self._approval(content)
        if found := flaws(content.types):
            self.approve(sid, "rejected", "; ".join(found))
        elif self.auto_approve:
            self.approve(sid)
        return answer

    def approval(self, sid: str) -> dict[str, Any]:
        """GET …/ApprovalRequests."""
        url = f"https://content.twilio.com/v1/Content/{sid}/ApprovalRequests"
        content = self.get(sid)
        whatsapp = {"type": "whatsapp"} | self._approval(content)
        if content.status == "received":
            content.status = "pending"
        return {"sid": sid, "account_sid": self.account_sid, "url": url, "whatsapp": whatsapp}

    def approve(self, sid: str, status: str = "approved", reason: str = "") -> None:
        """What WhatsApp says of a template that was submitted. ValueError for what it never says."""
        if status not in STATES:
            raise ValueError(f"no such state: {status}")
        content = self.get(sid)
        content.status, content.reason = status, reason

    def _approval(self, content: Content) -> dict[str, Any]:
        return {
            "name": content.name,
            "category": content.category,
            "content_type": next(iter(content.types)),
            "status": content.status,
            "rejection_reason": content.reason,
            "allow_category_change": True,
        }


def read_variables(source: str) -> dict[str, str]:
    """ContentVariables: a JSON object of strings that are not empty, or error 21656."""
    try:
        found = json.loads(source or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) and value for value in found.values()):
        raise TwilioError(400, 21656, "The ContentVariables Parameter is invalid")
    return found
