"""Mixed load against a server of its own for some minutes: checks, rewrites, drafts, digests, batches, practice if it is there.

    python benchmarks/soak.py [--minutes M] [--rate R]

Each answer must be the one that its request is due; some are wrong on purpose. Memory and open handles of the server are
noted every ten seconds, at first once all models are warm. Exits with 1 where an answer was not due, where memory grew by
more than a tenth and ten megabytes, or where handles grew by more than the connections that are open.
"""

import argparse
import asyncio
import json
import random
import sys
import time
from collections import Counter
from itertools import count
from pathlib import Path
from typing import Any

from server import CONNECTIONS, cases, quantile, rss, server

SAMPLE_S = 10
WARM_SHARE = 0.1
"""Of the time, in which models, caches and connections come up."""
Request = tuple[str, int, bytes]
"""What is asked, the status that is due (0: any that is no fault of the server's), and the bytes."""


def written(port: int, path: str, body: object = None, due: int = 200, kind: str = "application/json") -> Request:
    """Write a request; one without a body is a GET."""
    head = f"{'GET' if body is None else 'POST'} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: keep-alive\r\n"
    data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    if body is not None:
        head += f"Content-Type: {kind}\r\nContent-Length: {len(data)}\r\n"
    return path.partition("?")[0], due, head.encode() + b"\r\n" + data


def requests(port: int, practice: bool) -> list[Request]:
    """Mix what is asked: mostly checks, as agents type; of the rest a share each."""
    given, chance = cases(200), random.Random(9)
    made: list[Request] = []
    for number, case in enumerate(given):
        made += [written(port, "/v1/check", case)] * 6
        made.append(written(port, "/v1/rewrite", {**case, "goal": chance.choice(("fix", "warmer", "shorten"))}))
        if number % 2:
            made.append(written(port, "/v1/draft", {"customer": case["customer"], "notes": "refund refused, over 30 days"}))
            made.append(written(port, "/v1/digest", {"customer": case["customer"]}))
        if number % 10 == 0:
            lines = "\n".join(json.dumps(one) for one in chance.sample(given, 10)).encode()
            made.append(written(port, "/v1/check:batch", lines, 200, "application/x-ndjson"))
            made.append(written(port, "/v1/check", b"{not json", 0))
            made.append(written(port, "/v1/check", {"draft": ""}, 422))
            made.append(written(port, "/v1/nowhere", None, 404))
            made.append(written(port, "/v1/rules"))
            if practice:
                made += [written(port, f"/v1/practice/{name}") for name in ("me", "scenarios", "next", "progress")]
    chance.shuffle(made)
    return made


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> tuple[int, bool]:
    """Send a request and read its whole answer, of known length or in pieces; gives the status, and whether the line stays open."""
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.startswith(b"content-length")), None)
    if length is not None:
        await reader.readexactly(length)
    elif b"transfer-encoding: chunked" in head:
        while size := int((await reader.readline()).split(b";")[0], 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return int(head[9:12]), b"connection: close" not in head


class Load:
    """Asks over a number of lines at a steady rate, and counts."""

    def __init__(self, port: int, given: list[Request], per_second: float, seconds: float) -> None:
        """Keep what is asked, and until when."""
        self._port, self._given, self._rate = port, given, per_second
        self._began = time.perf_counter()
        self._until = self._began + seconds
        self._number = count()
        self.times: list[float] = []
        self.answers: Counter[tuple[str, int]] = Counter()
        self.undue: Counter[tuple[str, int]] = Counter()

    async def run(self) -> None:
        """Ask until the time is over."""
        await asyncio.gather(*(self._line() for _ in range(CONNECTIONS)))

    async def _line(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        while time.perf_counter() < self._until:
            at = next(self._number)
            await asyncio.sleep(max(self._began + at / self._rate - time.perf_counter(), 0))
            path, due, request = self._given[at % len(self._given)]
            asked = time.perf_counter()
            try:
                status, stays = await ask(reader, writer, request)
            except (asyncio.IncompleteReadError, ConnectionError):
                status, stays = 0, False
            self.times.append(time.perf_counter() - asked)
            self.answers[path, status] += 1
            if status != due and (due or not 400 <= status < 500):
                self.undue[path, status] += 1
            if not stays:
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.close()


def handles(pid: int) -> int:
    """Count a process' open handles."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


async def soak(port: int, pid: int, per_second: float, seconds: float) -> tuple[Load, list[tuple[float, int]]]:
    """Load the server; gives what was answered, and memory and handles as they were noted."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    status, _ = await ask(reader, writer, written(port, "/v1/practice/scenarios")[2])
    writer.close()
    load, noted = Load(port, requests(port, status == 200), per_second, seconds), []

    async def watch() -> None:
        while True:
            await asyncio.sleep(SAMPLE_S)
            noted.append((rss(pid), handles(pid)))

    watching = asyncio.create_task(watch())
    await load.run()
    watching.cancel()
    return load, noted


def main() -> int:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--rate", type=float, default=25, help="requests a second")
    given: Any = options.parse_args()
    with server() as (port, pid, _):
        load, noted = asyncio.run(soak(port, pid, given.rate, given.minutes * 60))
    warm = noted[int(len(noted) * WARM_SHARE) :]
    (first, first_open), (last, last_open) = warm[0], warm[-1]
    asked = len(load.times)
    print(
        f"{asked} requests in {given.minutes:g} min, median {quantile(load.times, 0.5) * 1000:.0f} ms, p99 {quantile(load.times, 0.99) * 1000:.0f} ms"
    )
    for (path, status), number in sorted(load.answers.items()):
        print(f"  {path} {status}: {number}")
    print(f"not due: {sum(load.undue.values())} {dict(load.undue)}")
    print(f"memory {first:.0f} MB at first, {last:.0f} MB at last, {min(one for one, _ in warm):.0f}..{max(one for one, _ in warm):.0f}")
    print(f"handles {first_open} at first, {last_open} at last, at most {max(one for _, one in warm)}")
    grew = last > first * 1.1 + 10 or last_open > first_open + CONNECTIONS
    return int(bool(load.undue) or grew)


if __name__ == "__main__":
    sys.exit(main())
