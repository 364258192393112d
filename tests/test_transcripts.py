"""Every transcript is played both ways round: customers on WhatsApp and staff on Telegram, and the other way."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.database import current, dialect
from tests import transcript
from tests.player import Player, WentAnotherWay
from tests.stage import opened

FOLDER = Path(__file__).parent / "transcripts"
FILES = sorted(FOLDER.glob("*/*.chat"))
PLAYED = [(path, casting) for path in FILES for casting in transcript.castings(path)]


@pytest.mark.parametrize(
    ("path", "casting"),
    PLAYED,
    ids=[f"{path.parent.name}-{path.stem}-{casting}" for path, casting in PLAYED],
)
async def test_chat(path: Path, casting: str, database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    rewrite = request.config.getoption("--rewrite-transcripts")
    if rewrite and casting != transcript.castings(path)[0]:
        pytest.skip("written down once")
    if dialect() == "sqlite":
        # Nothing is killed here, and a fsync for every commit is half of the time.
        await current().execute_script("PRAGMA synchronous = OFF")
    async with opened(database, tmp_path) as stage:
        player = Player(stage, transcript.read(path, casting), casting, rewrite=rewrite)
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
