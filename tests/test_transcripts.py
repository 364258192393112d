"""Every transcript is played both ways round: customers on WhatsApp and staff on Telegram, and the other way.

One way is played on SQLite and the other on PostgreSQL, by turns.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.database import current, dialect
from tests import transcript
from tests.player import Player, WentAnotherWay
from tests.stage import opened

FOLDER = Path(__file__).parent / "transcripts"
FILES = sorted(FOLDER.glob("*/*.chat"))


def _plays(number: int, path: Path) -> Iterator[Any]:
    castings = transcript.castings(path)
    for which, casting in enumerate(castings):
        name = f"{path.parent.name}-{path.stem}-{casting}"
        kind = "sqlite" if which == number % 2 else "postgres"
        yield pytest.param(path, casting, id=name, marks=pytest.mark.database(kind) if len(castings) > 1 else ())


@pytest.mark.parametrize(
    ("path", "casting"), [play for number, path in enumerate(FILES) for play in _plays(number, path)]
)
async def test_chat(path: Path, casting: str, database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    rewrite = request.config.getoption("--rewrite-transcripts")
    if rewrite and casting != transcript.castings(path)[0]:
        pytest.skip("written down once")
    if dialect() == "sqlite":
        # Nothing is killed here, and a fsync for every commit is half of the time.
        await current().execute_script("PRAGMA synchronous = OFF")
    play = transcript.read(path, casting)
    async with opened(database, tmp_path, play.begins) as stage:
        if play.templates:
            await stage.push_templates()
        player = Player(stage, play, casting, rewrite=rewrite)
        other = ""
        try:
            await player.play()
        except WentAnotherWay as error:
            other = str(error)
        if player.rewritten:
            player.write_down()
        if other:
            pytest.fail(other, pytrace=False)
        await player.check()
