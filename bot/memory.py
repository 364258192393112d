"""Memory: how much a process holds, as Linux tells it."""

from __future__ import annotations

import re
from pathlib import Path

MOST, NOW = "VmHWM", "VmRSS"
"""The most that it ever held, and what it holds now. Not getrusage: its maximum is the parent's, if that was more."""


def held(pid: int | str = "self", line: str = MOST) -> int | None:
    """Bytes; None of a process that is not there, or where the system does not say."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    found = re.search(rf"^{line}:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else None
