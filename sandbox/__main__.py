"""`python -m sandbox`: both platforms, the page with phones, and Diwan itself pointed at them."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import signal
import socket
import sys
import time

import click

from sandbox import demo
from sandbox.diwan import ROOT, Diwan
from sandbox.server import Sandbox

FOLDER = ROOT / "var" / "sandbox"
PORTS_TRIED = 50


@click.command()
@click.option("--port", default=8000, show_default=True, help="The page's port; the next free one when it is taken.")
@click.option("--fresh/--keep", default=True, show_default=True, help="Start with an empty database, or with the last.")
def main(port: int, fresh: bool) -> None:
    """Run WhatsApp, Telegram and Diwan on this machine, and a page with phones. Ctrl-C ends it."""
    sys.exit(asyncio.run(run(port, fresh=fresh)))


async def run(port: int, *, fresh: bool) -> int:
    """Serve until SIGINT or SIGTERM; the exit status."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    sandbox = await _open(port)
    try:
        database = _database(fresh=fresh)
        diwan = _diwan(sandbox, database)
        sandbox.diwan = diwan
        if status := await diwan.call("migrate"):
            return status
        await demo.seed(sandbox.world, database)
        await diwan.start()
        print(f"\n  Diwan's sandbox: {sandbox.url}/\n", flush=True)
        await stopped.wait()
        await diwan.stop()
    finally:
        if sandbox.diwan:
            await sandbox.diwan.kill()
        await sandbox.close()
    return 0


async def _open(port: int) -> Sandbox:
    for candidate in range(port, port + PORTS_TRIED):
        # Numbers go on from one start to the next, so that a database that was kept sees no old one again.
        sandbox = Sandbox(candidate, first_number=int(time.time()) - 1_700_000_000, **_credentials())
        try:
            await sandbox.start()
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            print(f"Port {candidate} is taken; trying {candidate + 1}.", flush=True)
        else:
            return sandbox
    raise SystemExit(f"No free port from {port} to {port + PORTS_TRIED - 1}.")


def _credentials() -> dict[str, str]:
    """The same account at every start, made from the folder's path; it opens nothing but this sandbox."""
    digest = hashlib.sha256(str(FOLDER).encode()).hexdigest()
    return {
        "telegram_token": f"7012345678:AA{digest[:33]}",
        "telegram_secret": digest[33:],
        "account_sid": "AC" + digest[:32],
        "auth_token": digest[32:],
    }


def _database(*, fresh: bool) -> str:
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "diwan.sqlite3"
    if fresh:
        for old in FOLDER.glob(f"{path.name}*"):
            old.unlink()
    return f"sqlite://{path}"


def _diwan(sandbox: Sandbox, database: str) -> Diwan:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    sandbox.expect(url)

    def notice(running: bool) -> None:
        sandbox.world.online = running
        sandbox.world.publish("diwan", {"running": running})
        for phone in sandbox.world.phones.values():
            phone.announce()

    environment = {
        "DATABASE_URL": database,
        "TELEGRAM_TOKEN": sandbox.telegram_token,
        "TELEGRAM_SECRET": sandbox.telegram_secret,
        "TELEGRAM_API_URL": sandbox.telegram_url,
        "TWILIO_ACCOUNT_SID": sandbox.account_sid,
        "TWILIO_AUTH_TOKEN": sandbox.auth_token,
        "TWILIO_WHATSAPP_NUMBER": sandbox.whatsapp_number,
        "TWILIO_API_URL": sandbox.twilio_url,
        "PUBLIC_URL": url,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "ORGANISATION": sandbox.world.organisation,
        "LANGUAGE": "ar",
        "TIMEZONE": "Asia/Riyadh",
    }
    return Diwan(url, environment, notice)


if __name__ == "__main__":
    main()
