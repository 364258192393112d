"""Reading: a file that somebody sent becomes a table, in a process of its own that can take no more than its share.

What is in the file may be hostile: whatever it does to its reader, the reader alone comes to an end by it.
"""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import json
import os
import re
import resource
import signal
import sys
from pathlib import Path

from bot.imports import texts, workbooks
from bot.imports.table import MB, MOST_BYTES, Table, Unreadable

ROOT = Path(__file__).parent.parent.parent

MEMORY, SECONDS = 1024 * MB, 60
"""What reading one file may take, of the processor's time."""

WAITED = 180.0
"""Seconds after which it is given up, however little it does."""

_HEAVY = json.dumps({"reason": "heavy", "args": {}})

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the files of old Office programs begin, and those under a password."""

_LOCKED = "EncryptedPackage".encode("utf-16-le")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OTHERS = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ\x90", b"{\\rtf", b"<!doctype", b"<html", b"<table",
    b"<?xml",
)  # fmt: skip


async def read(path: Path) -> Table:
    """What the file at an absolute path holds. Raises Unreadable."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.imports.reading", str(path), cwd=ROOT,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", ""), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    try:
        async with asyncio.timeout(WAITED):
            written, _ = await process.communicate()
    except TimeoutError:
        raise Unreadable("heavy") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        # Killed, or without the memory to say why.
        raise Unreadable("heavy")
    said = json.loads(written)
    if "reason" in said:
        raise Unreadable(said["reason"], **said["args"])
    return Table.read(said)


def table(path: Path) -> Table:
    """What the file holds, read in this process. Raises Unreadable, MemoryError, or nothing at all."""
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable("size", most=MOST_BYTES // MB)
    with path.open("rb") as file:
        begins = file.read(4096)
    if begins.startswith(_ZIP):
        return workbooks.read(path)
    content = path.read_bytes()
    if begins.startswith(_OLD):
        raise Unreadable("locked" if _LOCKED in content else "old")
    if begins.startswith(_OTHERS) or begins.removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(_OTHERS):
        raise Unreadable("none")
    return texts.read(content)


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with contextlib.suppress(OSError):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def _is_full() -> bool:
    """Whether it came near to its share of memory: what fails then is raised as anything."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return False
    peak = re.search(r"VmPeak:\s+(\d+) kB", status)
    return peak is not None and int(peak[1]) * 1024 > 0.75 * MEMORY


def main() -> None:
    _confine()
    try:
        said = json.dumps(table(Path(sys.argv[1])).write(), ensure_ascii=False)
    except Unreadable as error:
        said = json.dumps({"reason": error.reason, "args": error.args_said})
        if error.reason == "broken" and _is_full():
            said = _HEAVY
    except MemoryError:
        said = _HEAVY
    sys.stdout.write(said)


if __name__ == "__main__":
    main()
