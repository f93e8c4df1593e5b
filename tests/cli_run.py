"""The command, run as a person runs it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Done:
    """What a run left behind."""

    code: int
    out: str
    err: str


def coach(*arguments: str, given: bytes | str = b"", **environment: str) -> Done:
    """Run `coach` in a fresh process from the repository's root."""
    data = given.encode() if isinstance(given, str) else given
    run = subprocess.run(
        [sys.executable, "-c", "from coach.cli.main import main; main()", *arguments],
        input=data,
        capture_output=True,
        cwd=ROOT,
        timeout=120,
        check=False,
        env={**{key: value for key, value in os.environ.items() if not key.startswith("COACH_")}, "PYTHONUTF8": "1", **environment},
    )
    return Done(run.returncode, run.stdout.decode(), run.stderr.decode())
