"""The nursery: a process that has everything imported, and forks one Diwan after another, each a process of its own.

Run as a program. A line of JSON asks for a child (`{"settings": …, "web": …, "worker": …, "stale": …, "log": …}`), and
its process id comes back; the children are the nursery's own, so it also waits for them.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import traceback
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent


def bear(order: dict[str, Any]) -> int:
    """Fork a child that runs Diwan, and give its process id."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        os.setsid()
        output = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        for number in (1, 2):
            os.dup2(output, number)
        os.close(0)
        _live(order)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def _live(order: dict[str, Any]) -> None:
    from bot import logs
    from bot.run import CHAT_RATES, run
    from bot.settings import Settings
    from tests.stage import FAST

    settings = Settings(_env_file=None, **order["settings"])  # type: ignore[call-arg]
    logs.configure("INFO", settings.secrets())
    asyncio.run(
        run(
            settings, web=order["web"], worker=order["worker"], stale=timedelta(seconds=order["stale"]),
            chat_rates=CHAT_RATES if order.get("real_rates") else FAST,
        )
    )  # fmt: skip


def main() -> None:
    """Serve until the other end closes."""
    sys.path.insert(0, str(ROOT))
    # Whatever a child would import in its first second.
    import asyncpg  # noqa: F401
    import tortoise.backends.asyncpg
    import tortoise.backends.sqlite  # noqa: F401

    import tests.stage  # noqa: F401

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            _, status = os.waitpid(order["wait"], 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
        else:
            print(bear(order), flush=True)


if __name__ == "__main__":
    main()
