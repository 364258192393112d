"""What WhatsApp says of a Content that is to be a template: its rules, and the states of its approval."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
STATES = ("unsubmitted", "received", "pending", "approved", "rejected", "paused", "disabled")
CATEGORIES = ("UTILITY", "MARKETING", "AUTHENTICATION")
NAME = re.compile(r"[a-z0-9_]{1,512}")
BODY_LIMIT = 1024
_UNFIT = re.compile(r"[\n\t]| {5,}")


def unsampled(types: Mapping[str, Any], samples: Mapping[str, str]) -> list[str]:
    """The variables without a sample: Twilio submits no template that has one."""
    return [name for name in dict.fromkeys(VARIABLE.findall(str(types))) if not samples.get(name, "").strip()]


def flaws(types: Mapping[str, Any]) -> list[str]:
    """Why WhatsApp rejects a template, whoever reads it; nothing when only its reviewers may."""
    fields = next(iter(types.values()))
    body = str(fields.get("body") or "")
    names = list(dict.fromkeys(VARIABLE.findall(str(types))))
    found = []
    if VARIABLE.match(body.strip()) or re.search(rf"{VARIABLE.pattern}$", body.strip()):
        found.append("variables can't be at the start or end of the template")
    if re.search(rf"{VARIABLE.pattern}\s*{VARIABLE.pattern}", body):
        found.append("variables can't be next to each other")
    if sorted(names, key=lambda name: (len(name), name)) != [str(number) for number in range(1, len(names) + 1)]:
        found.append("variables must be sequential, from 1 on")
    within = len(set(VARIABLE.findall(body)))
    if within and len(VARIABLE.sub(" ", body).split()) < 2 * within + 1:
        found.append("too many variables for the length of the message")
    if len(body) > BODY_LIMIT:
        found.append(f"the body has more than {BODY_LIMIT} characters")
    if any(VARIABLE.search(str(action.get("title"))) for action in fields.get("actions", ())):
        found.append("a button's title can't be a variable")
    return found


def unfit(values: Mapping[str, str]) -> bool:
    """Whether WhatsApp takes one of a template's values for broken: a line end, a tab, more than four spaces."""
    return any(_UNFIT.search(value) for value in values.values())
