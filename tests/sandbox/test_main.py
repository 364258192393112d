"""`python -m sandbox`, with a small stand-in for `python -m bot`: start, kill and start again, and a clean end."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

STAND_IN = """
import os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
print(*sys.argv[1:], flush=True)
if sys.argv[1] == os.environ.get("FAILS"):
    sys.exit(3)
if sys.argv[1] == "migrate":
    import asyncio
    sys.path.insert(0, os.getcwd())
    from storage.migrate import migrate
    asyncio.run(migrate(os.environ["DATABASE_URL"]))
class Ready(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write("\\n".join(f"{n}={v}" for n, v in os.environ.items()).encode())
if sys.argv[1] == "run":
    HTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Ready).serve_forever()
"""
SANDBOX = """
import asyncio, sys
from pathlib import Path
from sandbox.__main__ import run
sys.exit(asyncio.run(run(int(sys.argv[1]), fresh=sys.argv[4] == "fresh", folder=Path(sys.argv[2]),
                         command=(sys.executable, sys.argv[3]))))
"""


class Started:
    """A sandbox process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def address(self) -> str:
        """The address in the line that it prints when all is ready."""
        assert self.process.stdout
        async for line in self.process.stdout:
            if found := re.search(rb"Diwan's sandbox: (http\S+)/", line):
                return found[1].decode()
        raise AssertionError("it ended without an address")

    async def end(self, number: signal.Signals = signal.SIGINT) -> int:
        if self.process.returncode is None:
            self.process.send_signal(number)
        async with asyncio.timeout(60):
            return await self.process.wait()


class Launcher:
    """Starts sandboxes in a folder of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: list[Started] = []

    async def __call__(self, port: int, database: str = "fresh", **environment: str) -> Started:
        script = self.folder / "stand_in.py"
        script.write_text(STAND_IN)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            SANDBOX,
            str(port),
            str(self.folder),
            str(script),
            database,
            env=os.environ | {"PUBLIC_URL": "https://elsewhere.example.com"} | environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        self.started.append(Started(process))
        return self.started[-1]


@pytest.fixture
async def launch(tmp_path: Path) -> AsyncIterator[Launcher]:
    launcher = Launcher(tmp_path)
    yield launcher
    for started in launcher.started:
        await started.end()


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
        return found


async def test_a_whole_run(launch: Launcher, port: int) -> None:
    started = await launch(port)
    url = await started.address()
    assert url == f"http://127.0.0.1:{port}"
    async with aiohttp.ClientSession() as session:

        async def state() -> tuple[bool, str, list[str]]:
            async with session.get(f"{url}/api/state") as response:
                found = await response.json()
            return found["diwan"]["running"], found["diwan"]["url"], [p["role"] for p in found["phones"]]

        running, diwan, roles = await state()
        assert (running, roles) == (True, ["customer", "customer", "agent", "agent", "admin"])
        async with session.get(f"{diwan}/readyz") as response:
            settings = dict(line.split("=", 1) for line in (await response.text()).splitlines() if "=" in line)
        assert (settings["PUBLIC_URL"], settings["TELEGRAM_API_URL"]) == (diwan, f"{url}/telegram")
        assert settings["TWILIO_API_URL"] == f"{url}/twilio"
        log = (launch.folder / str(port) / "diwan.log").read_text().splitlines()
        assert log[:2] == ["migrate", "run"]
        for action, alive in (("kill", False), ("start", True)):
            async with session.post(f"{url}/api/diwan", json={"action": action}) as response:
                assert response.status == 200
            assert (await state())[0] is alive
        assert await started.end(signal.SIGTERM) == 0
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get(f"{diwan}/readyz")


async def test_a_taken_port_and_a_kept_database(launch: Launcher, port: int) -> None:
    (launch.folder / str(port + 1)).mkdir()
    database = launch.folder / str(port + 1) / "diwan.db"
    database.touch()
    kept = database.stat().st_ino
    with socket.create_server(("127.0.0.1", port)):
        started = await launch(port, "keep")
        assert started.process.stdout
        line = await started.process.stdout.readline()
        assert line.decode().strip() == f"Port {port} is taken; trying {port + 1}."
        assert await started.address() == f"http://127.0.0.1:{port + 1}"
    assert await started.end() == 0
    assert database.stat().st_ino == kept


@pytest.mark.parametrize(
    ("command", "words"), [("migrate", "Diwan's migrate failed with status 3"), ("run", "Diwan ended while it started")]
)
async def test_a_diwan_that_does_not_start(launch: Launcher, port: int, command: str, words: str) -> None:
    started = await launch(port, FAILS=command)
    out, error = await started.process.communicate()
    assert started.process.returncode == 1
    assert words in error.decode()
    assert b"Diwan's sandbox" not in out
