"""`python -m bot` on a clock that the sandbox moves: standard input says by how many seconds, one number a line."""

from __future__ import annotations

import io
import threading
from datetime import timedelta

from bot.cli import main
from storage import clock


def follow(orders: io.RawIOBase) -> None:
    """Move the clock as it is told, for as long as there is somebody who tells."""
    while line := orders.readline():
        clock.move(timedelta(seconds=float(line)))


if __name__ == "__main__":
    # Raw, since a process cannot end while a thread of it waits inside of a buffered file.
    orders = io.FileIO(0, closefd=False)
    # The first line is how far the clock was moved before: nothing of Diwan may have seen another time.
    clock.move(timedelta(seconds=float(orders.readline() or 0)))
    threading.Thread(target=follow, args=[orders], name="clock", daemon=True).start()
    main()
