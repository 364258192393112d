"""Colleagues: the staff as they call each other, `@خالد` or `@3`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crm.refusal import Refusal
from storage.models import Staff
from storage.spelling import fold


@dataclass(frozen=True, slots=True)
class Handle:
    """A staff member as somebody called them: a name or its beginning, or (a button) their id."""

    said: str
    suspended: bool = False
    """Whether somebody suspended may be meant."""
    whole: bool = False
    """Whether it is no mere beginning of a name, or of a word of one."""


class NoSuchColleague(Refusal):
    """Nobody of the staff is called so."""

    key = "refusal-no-such-colleague"


class SeveralColleagues(Refusal):
    """More than one of the staff is called so."""

    key = "refusal-several-colleagues"


async def find(handle: Handle) -> Staff:
    """The staff member who is meant.

    A whole name wins over a word of it, and a word over its beginning. Raises NoSuchColleague, or SeveralColleagues.
    """
    everybody = [one for one in await Staff.all().order_by("id") if one.active or handle.suspended]
    if handle.said.isascii() and handle.said.isdigit():
        return _only(handle.said, [one for one in everybody if one.id == int(handle.said)])
    return among(handle.said, everybody, whole=handle.whole)


def among(said: str, everybody: Sequence[Staff], *, whole: bool = False) -> Staff:
    """The one of these who is called so. Raises NoSuchColleague, or SeveralColleagues."""
    return _only(said, _called(fold(said).replace("_", " "), everybody, whole=whole))


def _only(said: str, found: Sequence[Staff]) -> Staff:
    if not found:
        raise NoSuchColleague(name=said)
    if len(found) > 1:
        raise SeveralColleagues(name=said, names=[one.name for one in found])
    return found[0]


def _called(said: str, everybody: Sequence[Staff], *, whole: bool) -> list[Staff]:
    names = [(one, fold(one.name)) for one in everybody]
    ways: list[Callable[[str], bool]] = [
        lambda name: name == said,
        lambda name: said in name.split() or name.startswith(f"{said} "),
    ]
    if not whole:
        ways.append(lambda name: any(word.startswith(said) for word in name.split()))
    for fits in ways:
        if found := [one for one, name in names if fits(name)]:
            return found
    return []
