"""Process: how fast `python -m bot run` is ready, and the memory it takes, idle and after ten thousand messages."""

from __future__ import annotations

import asyncio
import os
import re
import time
from pathlib import Path

import aiohttp

from benchmarks.deliveries import SECTION, sandbox
from benchmarks.figures import Figure
from benchmarks.load import Job, Load
from benchmarks.messages import ACCOUNT_SID, AUTH_TOKEN, NUMBER, SECRET, TOKEN
from benchmarks.setting import free_port
from bot import memory
from bot.web import TELEGRAM_PATH
from sandbox.diwan import Diwan

QUICK, FULL = 50, 10_000
PEOPLE = 500
SLOWEST = 60.0
"""Turns a second below which the measurement is given up."""


async def measure(url: str, folder: Path, messages: int) -> list[Figure]:
    """Run Diwan as an operator would, post messages of five hundred people, and wait until all had their turns."""
    async with sandbox(phones=0) as address:
        port = free_port()
        diwan = Diwan(f"http://127.0.0.1:{port}", _environment(url, folder, port, address), _ignore, folder / "run.log")
        began = time.perf_counter()
        await diwan.start()
        try:
            await diwan.ready()
            ready = time.perf_counter() - began
            await asyncio.sleep(1)
            idle = _memory(diwan, memory.NOW)
            async with Load() as load:
                job = Job("telegram", port, TELEGRAM_PATH, "", 1, messages, PEOPLE, 64)
                began = time.perf_counter()
                await load.post(job)
            await _answered(diwan.url, messages)
            seconds = time.perf_counter() - began
            peak = _memory(diwan, memory.MOST)
        finally:
            await diwan.stop()
    return [
        Figure(SECTION, "start of `run` to ready", ready, "s"),
        Figure(SECTION, "memory of `run`, idle", idle, "MB"),
        Figure(SECTION, f"memory of `run`, peak over {messages:,} messages", peak, "MB"),
        Figure(SECTION, f"{messages:,} messages posted, answered, replies queued, in `run`", messages / seconds, "/s"),
    ]


def _environment(url: str, folder: Path, port: int, address: str) -> dict[str, str]:
    return {
        "DATABASE_URL": url, "PUBLIC_URL": f"http://127.0.0.1:{port}", "PORT": str(port), "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_SECRET": SECRET, "TELEGRAM_API_URL": f"{address}/telegram", "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": AUTH_TOKEN, "TWILIO_WHATSAPP_NUMBER": NUMBER, "TWILIO_API_URL": f"{address}/twilio",
        "MEDIA_FOLDER": str(folder / "media"), "LOG_LEVEL": "WARNING", "LANGUAGE": "ar", "TIMEZONE": "Asia/Riyadh",
    }  # fmt: skip


def _ignore(running: bool) -> None:
    """Nobody looks at whether it runs."""


async def _answered(url: str, messages: int) -> None:
    async with asyncio.timeout(10 + messages / SLOWEST), aiohttp.ClientSession() as session:
        while True:
            async with session.get(f"{url}/metrics") as response:
                page = await response.text()
            done = re.search(r'^diwan_turns_total\{outcome="done"\} (\S+)', page, re.MULTILINE)
            if done and float(done[1]) >= messages:
                return
            await asyncio.sleep(0.2)


def _memory(diwan: Diwan, name: str) -> float:
    """Megabytes of one line of the process's status, as Linux tells it."""
    assert diwan._process
    held = memory.held(diwan._process.pid, name)
    assert held is not None, os.uname().sysname
    return held / 2**20
