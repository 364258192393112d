"""Fields of open kinds: people's own words, numbers and phones."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

from bot.fields.base import Field, FieldError, shorten
from bot.fields.vocabulary import CANONICAL, Vocabulary, trim
from bot.speech.typed import clean, latin_digits

# Letters would be read as a vanity number, and a sentence with a number in it as the number.
_PHONE = re.compile(r"\+?[\d\s().\-/]{3,40}")
_WHOLE = re.compile(r"[+-]?\d{1,18}")


class Phrase(Field[str]):
    """One line of people's own words; line ends are read as spaces. Lengths are in characters."""

    span = 1
    free = True

    def __init__(self, least: int = 2, most: int = 120):
        self.least = least
        self.most = most

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> str:
        words = " ".join(clean(typed).split())
        check_length(words, self.least, self.most)
        return words

    def write(self, value: str) -> str:
        return value


class Paragraph(Field[str]):
    """People's own words, over as many lines as they use. Lengths are in characters."""

    free = True
    multiline = True

    def __init__(self, least: int = 1, most: int = 4000):
        self.least = least
        self.most = most

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> str:
        words = "\n".join(line.rstrip() for line in clean(typed).split("\n"))
        check_length(words, self.least, self.most)
        return words

    def write(self, value: str) -> str:
        return value


class Whole(Field[int]):
    """A whole number between two bounds, in any digits."""

    def __init__(self, least: int = 0, most: int = 10**9):
        self.least = least
        self.most = most

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> int:
        plain = trim(typed).replace("−", "-")
        if not _WHOLE.fullmatch(plain):
            raise FieldError("field-number-unknown", typed=shorten(typed))
        value = int(plain)
        if value < self.least:
            raise FieldError("field-number-small", least=self.least)
        if value > self.most:
            raise FieldError("field-number-large", most=self.most)
        return value

    def write(self, value: int) -> str:
        return str(value)

    def example(self, vocabulary: Vocabulary, language: str) -> str:
        return str(max(self.least, 1))


class Phone(Field[str]):
    """A phone number, as E.164. One without a country code is of `region` ("SA"), or of the organisation's country."""

    span = 6

    def __init__(self, region: str | None = None):
        self.region = region

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> str:
        plain = trim(typed)
        region = self.region or (vocabulary.here.region if vocabulary.here else None)
        number = self._parse(re.sub(r"^00", "+", latin_digits(plain)), region) if _PHONE.fullmatch(plain) else None
        if number is None:
            raise FieldError("field-phone-unknown", typed=shorten(typed))
        return number

    def write(self, value: str) -> str:
        return value

    def example(self, vocabulary: Vocabulary, language: str) -> str:
        return "+966501234567"

    @staticmethod
    def _parse(plain: str, region: str | None) -> str | None:
        try:
            number = phonenumbers.parse(plain, region)
            if not phonenumbers.is_possible_number(number):
                return None
            canonical = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            # What E.164 cannot say (an extension, an ambiguous prefix) would come back as another number.
            again = phonenumbers.format_number(
                phonenumbers.parse(canonical, region), phonenumbers.PhoneNumberFormat.E164
            )
        except phonenumbers.NumberParseException:
            return None
        return canonical if again == canonical else None


def check_length(words: str, least: int, most: int) -> None:
    """Raise FieldError when nothing can be seen in the words, or they are shorter or longer than this."""
    if not any(unicodedata.category(c)[0] not in "CZ" for c in words):
        raise FieldError("field-text-empty")
    if len(words) < least:
        raise FieldError("field-text-short", least=least)
    if len(words) > most:
        raise FieldError("field-text-long", most=most, length=len(words))
