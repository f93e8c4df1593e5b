"""Audits that are killed: run as a script, it starts an audit again and again, kills it at random moments, and tells how it ended.

    python nursery.py INPUT REFERENCE FOLDER KILLS SEED

Children are forked after everything is imported, so that a moment is a moment of the audit and not of Python's start.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from hashlib import sha256
from pathlib import Path

from coach.audit.engines import InProcess
from coach.audit.plan import coach_of
from coach.audit.run import Asked, audit
from coach.audit.settings import Settings

SETTINGS = Settings(model="cues", batch=4)


def tables(out: Path) -> dict[str, str]:
    """Give the digest of each table of an audit."""
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted((out / "tables").glob("*.parquet"))}


def run(given: Path, out: Path) -> None:
    """Run the audit that is killed."""
    audit(Asked([str(given)], out, SETTINGS), InProcess())


def killed(given: Path, out: Path, moment: float) -> bool:
    """Start the audit and kill it after `moment` seconds; tell whether it was still running."""
    child = os.fork()
    if not child:
        run(given, out)
        os._exit(0)
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def main(given: Path, reference: Path, folder: Path, kills: int, seed: int) -> None:
    """Kill audits until `kills` of them died; whenever one comes to its end, hold its tables against the reference's."""
    chance = random.Random(seed)
    coach_of(SETTINGS)  # what it loads, the children have
    expected = tables(reference)
    died, wrong, ends = 0, [], 0
    span = 1.0
    out = folder / "killed"
    while died < kills or not ends:
        began = time.monotonic()
        if died < kills and killed(given, out, chance.uniform(0, span)):
            died += 1
            continue
        if died >= kills:
            run(given, out)
        span = max(0.3, time.monotonic() - began)
        ends += 1
        if tables(out) != expected:
            wrong.append(died)
        shutil.rmtree(out)
    print(json.dumps({"kills": died, "ends": ends, "wrong": wrong}))  # noqa: T201


if __name__ == "__main__":
    first, second, third, *rest = sys.argv[1:]
    main(Path(first), Path(second), Path(third), *map(int, rest))
