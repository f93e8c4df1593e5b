"""A real server on a free port, as `coach serve` runs it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import httpx
import yaml

from tests.cli_run import ROOT, coach

EXAMPLES = yaml.safe_load((ROOT / "api" / "examples.yaml").read_text(encoding="utf-8"))
JSON, NDJSON = {"Content-Type": "application/json"}, {"Content-Type": "application/x-ndjson"}
READY_S = 60


@dataclass
class Served:
    """A server that runs."""

    port: int
    process: subprocess.Popen[bytes]
    folder: Path
    key: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @cached_property
    def http(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {self.key}"}, timeout=60, trust_env=False)

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    def logs(self, text: str) -> bool:
        """Wait a little until the log, written after the answer, says `text`."""
        until = time.monotonic() + 5
        while text not in self.log and time.monotonic() < until:
            time.sleep(0.02)
        return text in self.log

    def new_key(self, *arguments: str) -> str:
        return coach("keys", "create", "test", "--database", str(self.folder / "coach.db"), *arguments).out.strip()

    def line(self) -> socket.socket:
        """A bare connection."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


@contextmanager
def serving(folder: Path, *arguments: str, **settings: object) -> Iterator[Served]:
    """Serve until the block ends; `settings` go by the environment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    database = str(folder / "coach.db")
    key = coach("keys", "create", "everything", "--database", database, "--rate", "0", *_all_scopes()).out.strip()
    settings.setdefault("practice_database", f"sqlite:///{folder / 'practice.db'}")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COACH_")}
    environment |= {f"COACH_{name.upper()}": str(value) for name, value in settings.items()}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "from coach.cli.main import main; main()",
                "serve",
                "--port",
                str(port),
                "--database",
                database,
                *arguments,
            ],
            stdout=log,
            stderr=log,
            env={**environment, "PYTHONUTF8": "1"},
        )
    served = Served(port, process, folder, key)
    try:
        _await_ready(served)
        yield served
    finally:
        served.http.close()
        if process.poll() is None:
            served.stop()


def _all_scopes() -> list[str]:
    return [part for scope in ("check", "rewrite", "practice", "admin") for part in ("--scope", scope)]


def _await_ready(served: Served) -> None:
    until = time.monotonic() + READY_S
    while time.monotonic() < until and served.process.poll() is None:
        try:
            if served.http.get("/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"the server did not become ready:\n{served.log}")
