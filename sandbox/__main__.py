"""`python -m sandbox`: both platforms, the page with phones, and Diwan itself pointed at them."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import signal
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from sandbox import demo
from sandbox.diwan import COMMAND, ROOT, Diwan, DiwanError
from sandbox.server import Sandbox

FOLDER = ROOT / "var" / "sandbox"
PORTS_TRIED = 50


@click.command()
@click.option("--port", default=8000, show_default=True, help="The page's port; the next free one when it is taken.")
@click.option("--fresh/--keep", default=True, show_default=True, help="Start with an empty database, or with the last.")
def main(port: int, fresh: bool) -> None:
    """Run WhatsApp, Telegram and Diwan on this machine, and a page with phones. Ctrl-C ends it."""
    sys.exit(asyncio.run(run(port, fresh=fresh)))


async def run(port: int, *, fresh: bool, folder: Path = FOLDER, command: Sequence[str] = COMMAND) -> int:
    """Serve until SIGINT or SIGTERM; the exit status. `folder` has a folder for each port; `command` runs Diwan."""
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    sandbox = await _open(port)
    try:
        sandbox.diwan = diwan = _diwan(sandbox, folder / str(sandbox.port), command, fresh=fresh)
        starting, ending = asyncio.create_task(_start(sandbox, diwan)), asyncio.create_task(ended.wait())
        await asyncio.wait((starting, ending), return_when=asyncio.FIRST_COMPLETED)
        if ended.is_set():
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
        else:
            await starting
            print(f"\n  Diwan's sandbox: {sandbox.url}/    (its log: {diwan.log})\n", flush=True)
        await ending
        await diwan.stop()
    except DiwanError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        if sandbox.diwan:
            await sandbox.diwan.kill()
        await sandbox.close()
    return 0


async def _start(sandbox: Sandbox, diwan: Diwan) -> None:
    await diwan.call("migrate")
    await demo.seed(sandbox.world, diwan.environment["DATABASE_URL"])
    await diwan.start()
    await diwan.ready()
    # What WhatsApp approves here is approved at once; it keeps them no longer than this process lives.
    await diwan.call("templates", "push")
    await demo.greet(sandbox.world)


async def _open(port: int) -> Sandbox:
    for candidate in range(port, port + PORTS_TRIED):
        # Numbers go on from one start to the next, so that a database that was kept sees no old one again.
        sandbox = Sandbox(candidate, first_number=int(time.time()) - 1_700_000_000, **_credentials(candidate))
        try:
            await sandbox.start()
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            print(f"Port {candidate} is taken; trying {candidate + 1}.", flush=True)
        else:
            return sandbox
    raise SystemExit(f"No free port from {port} to {port + PORTS_TRIED - 1}.")


def _credentials(port: int) -> dict[str, str]:
    """The same account at every start on this port; it opens nothing but this sandbox."""
    digest = hashlib.sha256(f"{ROOT} {port}".encode()).hexdigest()
    return {
        "telegram_token": f"7012345678:AA{digest[:33]}",
        "telegram_secret": digest[33:],
        "account_sid": "AC" + digest[:32],
        "auth_token": digest[32:],
    }


def _diwan(sandbox: Sandbox, folder: Path, command: Sequence[str], *, fresh: bool) -> Diwan:
    folder.mkdir(parents=True, exist_ok=True)
    database, log = folder / "diwan.db", folder / "diwan.log"
    for old in (log, *(folder.glob(f"{database.name}*") if fresh else ())):
        old.unlink(missing_ok=True)
    with socket.socket() as probe:
        probe.bind((sandbox.host, 0))
        port = probe.getsockname()[1]
    url = f"http://{sandbox.host}:{port}"
    sandbox.expect(url)

    def notice(running: bool) -> None:
        sandbox.world.online = running
        sandbox.world.publish("diwan", {"running": running})
        for phone in sandbox.world.phones.values():
            phone.announce()

    environment = {
        "DATABASE_URL": f"sqlite://{database}",
        "MEDIA_FOLDER": str(folder / "media"),
        "TELEGRAM_TOKEN": sandbox.telegram_token,
        "TELEGRAM_SECRET": sandbox.telegram_secret,
        "TELEGRAM_API_URL": sandbox.telegram_url,
        "TWILIO_ACCOUNT_SID": sandbox.account_sid,
        "TWILIO_AUTH_TOKEN": sandbox.auth_token,
        "TWILIO_WHATSAPP_NUMBER": sandbox.whatsapp_number,
        "TWILIO_API_URL": sandbox.twilio_url,
        "PUBLIC_URL": url,
        "HOST": sandbox.host,
        "PORT": str(port),
        "ORGANISATION": sandbox.world.organisation,
        "LANGUAGE": "ar",
        "TIMEZONE": "Asia/Riyadh",
    }
    return Diwan(url, environment, notice, log, command=command)


if __name__ == "__main__":
    main()
