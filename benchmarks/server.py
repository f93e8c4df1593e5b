"""The server beside the library: whole checks of 110-word drafts, every model on.

    python benchmarks/server.py [--soak MINUTES]

The library runs in a process pinned to one core, the server (one worker) in another pinned to the same
core, the client with its 16 connections on the other. Short rounds alternate on the same drafts, and the
ratio is the median of theirs, so that what else the machine does meets both.
The drafts hold more sentences than the encoder remembers: none is met again while it is remembered.
`--soak` then asks at 80 % of the rate measured and watches the memory.
"""

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO, Any

from texts import drafts, messages

CONNECTIONS = 16
ROUNDS = 16
N = 320
"""Drafts of each language."""
SAMPLE_S = 10
READY_S = 180


def cases(n: int = N) -> list[dict[str, str]]:
    """Mix both languages, each draft with a customer's message."""
    made = []
    for english, arabic, theirs, also in zip(drafts("en", n), drafts("ar", n), messages("en", n), messages("ar", n), strict=False):
        made += [{"draft": english, "customer": theirs}, {"draft": arabic, "customer": also}]
    return made


def part(given: list[Any], number: int) -> list[Any]:
    """Give the drafts of a round."""
    size = len(given) // ROUNDS
    return given[number % ROUNDS * size :][:size]


def pin(core: int) -> None:
    """Keep this process to one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        allowed = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {allowed[core % len(allowed)]})


def library() -> None:
    """Answer each line of standard input with a round's figures."""
    pin(0)
    from coach.case import Case
    from coach.cli.cases import settle
    from coach.pipeline import Coach

    coach = Coach()
    settle()
    given = [Case(**case) for case in cases()]
    for number, order in enumerate(sys.stdin):
        times = []
        if order.strip() == "typing":
            firsts, agains = [], []
            for place, case in enumerate(given[:200]):
                longer = case.model_copy(update={"draft": case.draft + (" اليوم" if place % 2 else " today")})
                began = time.perf_counter()
                coach.check(case)
                middle = time.perf_counter()
                coach.check(longer)
                firsts.append(middle - began)
                agains.append(time.perf_counter() - middle)
            print(json.dumps([statistics.median(firsts) * 1000, statistics.median(agains) * 1000]), flush=True)
            continue
        for case in part(given, number):
            began = time.perf_counter()
            coach.check(case).as_dict()
            times.append(time.perf_counter() - began)
        print(json.dumps([len(times) / sum(times), statistics.median(times) * 1000]), flush=True)


@contextmanager
def server() -> Iterator[tuple[int, int, float]]:
    """Run a server; gives its port, its process and the seconds until it was ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tempfile.mkdtemp()
    command = [sys.executable, "-c", "from coach.cli.main import main; main()"]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "serve", "--no-auth", "--port", str(port), "--database", f"{folder}/coach.db"],
        stderr=subprocess.DEVNULL,
        env={**os.environ, "COACH_PRACTICE_DATABASE": f"sqlite:///{folder}/practice.db"},
        preexec_fn=lambda: pin(0),
    )
    try:
        while asyncio.run(_ready(port)) != 200:
            if time.perf_counter() - began > READY_S:
                raise SystemExit("the server did not become ready")
            time.sleep(0.05)
        yield port, process.pid, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(60)


async def _ready(port: int) -> int:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return 0
    status = await ask(reader, writer, f"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    writer.close()
    return status


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> int:
    """Send a request and read its whole answer; gives the status."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
    await reader.readexactly(length)
    return int(head[9:12])


def requests(port: int, given: list[dict[str, str]]) -> list[bytes]:
    """Write the requests."""
    head = f"POST /v1/check HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: "
    bodies = [json.dumps(case).encode() for case in given]
    return [head.encode() + str(len(body)).encode() + b"\r\n\r\n" + body for body in bodies]


async def drive(port: int, given: list[bytes], per_second: float = 0, seconds: float = 0) -> tuple[float, list[float], int]:
    """Ask over 16 connections, each anew when answered, or at a steady rate; gives drafts a second, seconds each, errors."""
    times: list[float] = []
    errors = 0
    number = count()
    began = time.perf_counter()

    async def connection() -> None:
        nonlocal errors
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while True:
            at = next(number)
            if (seconds and time.perf_counter() - began > seconds) or (not seconds and at >= len(given)):
                break
            if per_second:
                await asyncio.sleep(max(began + at / per_second - time.perf_counter(), 0))
            asked = time.perf_counter()
            errors += await ask(reader, writer, given[at % len(given)]) != 200
            times.append(time.perf_counter() - asked)
        writer.close()

    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    return len(times) / (time.perf_counter() - began), times, errors


def processor(pid: int) -> float:
    """Give the seconds of processor time that a process has used; unlike the clock, it leaves out what others use."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rss(pid: int) -> float:
    """Give a process' resident memory in megabytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def soak(port: int, pid: int, given: list[bytes], per_second: float, minutes: float) -> None:
    """Ask at a steady rate and print memory, errors and times."""
    samples: list[float] = []

    async def watch() -> None:
        while True:
            await asyncio.sleep(SAMPLE_S)
            samples.append(rss(pid))

    watching = asyncio.create_task(watch())
    rate, times, errors = await drive(port, given, per_second, minutes * 60)
    watching.cancel()
    settled = samples[len(samples) // 10 :]
    print(f"soak of {minutes:g} min at {rate:.0f}/s: {len(times)} drafts, {errors} errors, p99 {quantile(times, 0.99) * 1000:.0f} ms")
    print(f"memory {settled[0]:.0f} MB at first, {settled[-1]:.0f} MB at last, {min(settled):.0f}..{max(settled):.0f}")


def quantile(values: list[float], share: float) -> float:
    """Give the value below which `share` of all lie."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def main() -> None:
    """Print the figures of both, and their ratio."""
    options = argparse.ArgumentParser()
    options.add_argument("--soak", type=float, default=0, metavar="MINUTES")
    options.add_argument("--library", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.library:
        library()
        return
    beside = subprocess.Popen([sys.executable, __file__, "--library"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert beside.stdin
    assert beside.stdout
    with server() as (port, pid, ready):
        pin(1)
        asked = requests(port, cases())
        rates, ratios, all_times, spent = [], [], [], []
        for number in range(2 * ROUNDS):
            before = processor(beside.pid), processor(pid)
            alone, middle = _round(beside.stdin, beside.stdout, "round")
            rate, times, errors = asyncio.run(drive(port, part(asked, number)))
            if number < 2:
                continue  # both still warm up
            rates.append((alone, middle, rate))
            ratios.append(rate / alone)
            all_times += times
            spent.append((processor(beside.pid) - before[0], processor(pid) - before[1]))
            if errors:
                print(f"{errors} errors")
        typing = _round(beside.stdin, beside.stdout, "typing")
        alone, middle, rate = (statistics.median(row[column] for row in rates) for column in range(3))
        p50, p99 = statistics.median(all_times) * 1000, quantile(all_times, 0.99) * 1000
        print(f"library in process, one core   {alone:6.1f}/s, median {middle:.1f} ms")
        print(
            f"server, one worker, same core  {rate:6.1f}/s over {CONNECTIONS} connections, median {p50:.0f} ms, p99 {p99:.0f} ms ({p99 / p50:.1f} x)"
        )
        lower, _, upper = statistics.quantiles(ratios, n=4)
        print(f"server / library               {statistics.median(ratios):6.2f}  [quartiles {lower:.2f}..{upper:.2f}]")
        theirs, ours = (sum(row[column] for row in spent) for column in range(2))
        print(f"processor time, library / server {theirs / ours:4.2f}")
        print(f"start to ready                 {ready:6.2f} s")
        print(f"check again after a word       {typing[1] / typing[0]:6.2f} of a first check ({typing[0]:.1f} ms, {typing[1]:.1f} ms)")
        if given.soak:
            asyncio.run(soak(port, pid, asked, 0.8 * rate, given.soak))
    beside.stdin.close()
    beside.wait(10)


def _round(orders: IO[str], answers: IO[str], order: str) -> tuple[float, float]:
    orders.write(order + "\n")
    orders.flush()
    first, second = json.loads(answers.readline())
    return first, second


if __name__ == "__main__":
    main()
