"""Refusal: an operation's "no", said to the person who asked. It changes nothing."""

from __future__ import annotations

from typing import ClassVar

from storage.text import Text, Value


class Refusal(Exception):
    """Base of every refusal. `key` is its Fluent message; the arguments are that message's variables."""

    key: ClassVar[str]

    def __init__(self, **args: Value) -> None:
        super().__init__(self.key)
        self.text = Text(self.key, args)


def refusals() -> list[type[Refusal]]:
    """Every refusal declared so far, for the test that each has its text."""
    found: list[type[Refusal]] = []
    waiting = list(Refusal.__subclasses__())
    while waiting:
        refusal = waiting.pop()
        waiting += refusal.__subclasses__()
        found.append(refusal)
    return found
