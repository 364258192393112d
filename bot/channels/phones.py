"""Phone numbers as the channels give them."""

from __future__ import annotations

import phonenumbers


def read_phone(number: str) -> str | None:
    """The E.164 form of a number with its plus sign; None when no such number can exist."""
    try:
        found = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(found):
        return None
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
