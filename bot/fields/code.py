"""The field of an invitation's code."""

from __future__ import annotations

from bot.fields.base import Field, FieldError, shorten
from bot.fields.vocabulary import CANONICAL, Vocabulary, trim
from bot.speech.typed import latin_digits
from crm import invites


class Code(Field[str]):
    """An invitation's code, `ABCD-EFGH`; a word that only might be one is none."""

    span = 2

    def read(self, typed: str, vocabulary: Vocabulary = CANONICAL) -> str:
        code = invites.code_in(latin_digits(trim(typed)))
        if code is None:
            raise FieldError("field-code-unknown", typed=shorten(typed))
        return code

    def write(self, value: str) -> str:
        return invites.shown(value)

    def example(self, vocabulary: Vocabulary, language: str) -> str:
        return "ABCD-EFGH"
