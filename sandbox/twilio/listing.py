"""The list of Message resources: filtered, newest first, in pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from sandbox.twilio.resources import VERSION, Resource, TwilioError

DEFAULT_SIZE, LARGEST_SIZE = 50, 1000


def list_messages(resources: Iterable[Resource], account_sid: str, query: Mapping[str, str]) -> dict[str, Any]:
    """GET Messages.json with To, From, DateSent, DateSent<, DateSent>, PageSize and Page.

    `DateSent>` takes in the moment itself, as Twilio's does; a bare date means the whole UTC day.
    """
    size = min(max(read_integer(query, "PageSize", DEFAULT_SIZE), 1), LARGEST_SIZE)
    page = max(read_integer(query, "Page", 0), 0)
    found = [resource for resource in reversed(list(resources)) if _fits(resource, query)]
    start = page * size
    shown = found[start : start + size]
    base = f"/{VERSION}/Accounts/{account_sid}/Messages.json"

    def uri(number: int) -> str:
        kept = {name: value for name, value in query.items() if name not in ("Page", "PageSize", "PageToken")}
        token = {"PageToken": f"PA{found[number * size - 1].sid}"} if number else {}
        return f"{base}?{urlencode(kept | {'PageSize': size, 'Page': number} | token)}"

    return {
        "messages": [resource.json() for resource in shown],
        "page": page,
        "page_size": size,
        "start": start,
        "end": start + len(shown) - 1 if shown else start,
        "uri": uri(page) if shown or not page else base,
        "first_page_uri": uri(0),
        "previous_page_uri": uri(page - 1) if page else None,
        "next_page_uri": uri(page + 1) if start + size < len(found) else None,
    }


def _fits(resource: Resource, query: Mapping[str, str]) -> bool:
    sent = (resource.sent or resource.created).replace(microsecond=0)
    if query.get("To", resource.to) != resource.to or query.get("From", resource.sender) != resource.sender:
        return False
    if value := query.get("DateSent"):
        start = _moment(value).replace(hour=0, minute=0, second=0)
        if not start <= sent < start + timedelta(days=1):
            return False
    if (value := query.get("DateSent>")) and sent < _moment(value):
        return False
    return not ((value := query.get("DateSent<")) and sent > _moment(value))


def read_integer(query: Mapping[str, str], name: str, default: int) -> int:
    """A number of a query, or error 20001."""
    try:
        return int(query.get(name) or default)
    except ValueError:
        raise TwilioError(400, 20001, f"Invalid {name}: {query[name]}") from None


def _moment(value: str) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise TwilioError(400, 20001, f"Invalid date: {value}") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
