"""Load: a process of its own that posts prepared requests over kept connections and measures the answers.

One job a line of JSON on standard input, one result a line on standard output. Raw sockets: a client library would be
the slower side.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial

from benchmarks.figures import quantile
from benchmarks.messages import telegram_request, whatsapp_request


@dataclass(frozen=True, slots=True)
class Job:
    """So many posts of one kind (`telegram` or `whatsapp`), numbered from `first`, by so many people."""

    kind: str
    port: int
    path: str
    public_url: str
    first: int
    count: int
    people: int
    at_once: int


@dataclass(frozen=True, slots=True)
class Result:
    """How it went. `busy` is the share of the time that this process computed: near 1 it is the bottleneck."""

    per_second: float
    p50: float
    p95: float
    refused: int
    busy: float


class _Caller(asyncio.Protocol):
    """One connection: the next request goes when the answer to the one before is whole."""

    def __init__(self, work: Iterator[bytes], times: list[float], over: asyncio.Future[int]) -> None:
        self._work, self._times, self._over = work, times, over
        self._answer = b""
        self._sent = 0.0
        self._refused = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def go(self) -> None:
        """Post the next one, or end."""
        request = next(self._work, None)
        if request is None:
            self._over.set_result(self._refused)
            self._transport.close()
            return
        self._sent = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head, found, body = self._answer.partition(b"\r\n\r\n")
        if not found:
            return
        _, _, length = head.partition(b"Content-Length: ")
        if len(body) < int(length.partition(b"\r\n")[0] or 0):
            return
        self._times.append(time.perf_counter() - self._sent)
        self._refused += not head.startswith(b"HTTP/1.1 200")
        self._answer = b""
        self.go()

    def connection_lost(self, error: Exception | None) -> None:
        if not self._over.done():
            self._over.set_exception(error or ConnectionError("the server hung up"))


async def run(job: Job) -> Result:
    """Prepare every request, then post them."""
    requests = [_write(job, number) for number in range(job.first, job.first + job.count)]
    times: list[float] = []
    loop, work = asyncio.get_running_loop(), iter(requests)
    callers, over = [], []
    for _ in range(job.at_once):
        done: asyncio.Future[int] = loop.create_future()
        _, caller = await loop.create_connection(partial(_Caller, work, times, done), "127.0.0.1", job.port)
        callers.append(caller)
        over.append(done)
    gc.disable()
    began, computed = time.perf_counter(), time.process_time()
    for caller in callers:
        caller.go()
    refused = sum(await asyncio.gather(*over))
    seconds, busy = time.perf_counter() - began, time.process_time() - computed
    gc.enable()
    return Result(len(times) / seconds, quantile(times, 0.5), quantile(times, 0.95), refused, busy / seconds)


def _write(job: Job, number: int) -> bytes:
    writer = 1 + number % job.people
    if job.kind == "telegram":
        return telegram_request(job.path, number, writer)
    return whatsapp_request(job.path, number, writer, job.public_url)


class Load:
    """The other end: starts the process, and gives it jobs. On the last core, where there are several."""

    async def __aenter__(self) -> Load:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.load", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        await self._process.wait()

    async def post(self, job: Job) -> Result:
        """Have a job done. RuntimeError when a request was refused, or the process failed."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(asdict(job)).encode() + b"\n")
        line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError("the load generator failed")
        result = Result(**json.loads(line))
        if result.refused:
            raise RuntimeError(f"{result.refused} of {job.count} posts to {job.path} were refused")
        return result


def main() -> None:
    """Work off the jobs on standard input."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[-1]})
    for line in sys.stdin:
        print(json.dumps(asdict(asyncio.run(run(Job(**json.loads(line)))))), flush=True)


if __name__ == "__main__":
    main()
